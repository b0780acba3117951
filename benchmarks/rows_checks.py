"""The rows of the checks: all of them on a validated document, and those that a new title can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import again, at_rest, paired
from model.analysis.checks.runner import Report, run
from model.document import Document, DocumentView
from model.elements import Blueprint, LifeCycle
from model.kinds import RECORDS
from model.record import Record

_AGAINST = "every row of the document looked up once"
_TITLE = frozenset({"Card.title"})


def checks(stage: Stage) -> Iterator[Row]:
    """As the worker has them: frozen anew, the collector at rest. On a validated document, as no rule stands aside."""
    document, today = Document(_validated(stage)), stage.context.today()

    def walk() -> DocumentView:
        frozen = document.frozen()
        for kind in RECORDS:
            for row in frozen.table(kind).values():
                frozen.get(kind, row.id)
        return frozen

    def checked(before: Report | None = None) -> tuple[DocumentView, Report]:
        frozen = document.frozen()
        found = run(frozen, today, before, _TITLE if before else ())
        assert found is not None
        return frozen, found

    _, known = checked()
    note = f"{len(known.findings)} findings"
    pair = paired(checked, walk, stage.times, at_rest)
    yield Row("checks", stage.size, pair.ours, pair.floor, "all checks, every rule due", _AGAINST, note=note)
    pair = paired(lambda: checked(known), walk, stage.often(20), again)
    yield Row("checks-edit", stage.size, pair.ours, pair.floor, "the checks after a card has a new title", _AGAINST)


def _validated(stage: Stage) -> Iterator[Record]:
    for row in stage.document.rows():
        yield replace(row, life_cycle=LifeCycle.VALIDATED) if isinstance(row, Blueprint) else row
