"""The rows of the checks: all of them on a validated document, and those that a new title can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import again, paired
from model.analysis.checks.runner import Report, run
from model.document import Document
from model.elements import Blueprint, LifeCycle
from model.kinds import RECORDS
from model.record import Record

_AGAINST = "every row of the document looked up once"
_TITLE = frozenset({"Card.title"})


def checks(stage: Stage) -> Iterator[Row]:
    """As the worker has them: on a document frozen anew. Validated, so that no rule stands aside."""
    document, today = Document(_validated(stage)), stage.context.today()

    def walk() -> None:
        frozen = document.frozen()
        for kind in RECORDS:
            for row in frozen.table(kind).values():
                frozen.get(kind, row.id)

    def checked(before: Report | None = None) -> Report:
        found = run(document.frozen(), today, before, _TITLE if before else ())
        assert found is not None
        return found

    known = checked()
    note = f"{len(known.findings)} findings"
    pair = paired(checked, walk, stage.times)
    yield Row("checks", stage.size, pair.ours, pair.floor, "all checks, every rule due", _AGAINST, note=note)
    pair = paired(lambda: checked(known), walk, stage.often(20), again)
    yield Row("checks-edit", stage.size, pair.ours, pair.floor, "the checks after a card has a new title", _AGAINST)


def _validated(stage: Stage) -> Iterator[Record]:
    for row in stage.document.rows():
        yield replace(row, life_cycle=LifeCycle.VALIDATED) if isinstance(row, Blueprint) else row
