"""After any edit the short run, of the checks that read what it touched, finds what a full run finds."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from model import samples
from model.analysis.checks.registry import CHECKS
from model.analysis.checks.runner import Report, run
from model.analysis.checks.touching import touched_by
from model.change import Change, Delta
from model.document import Document, DocumentView
from model.editor import Editor
from model.elements import LifeCycle
from model.kinds import Field, FieldType, kind_named, kind_of, kinds
from model.messages import message
from model.record import Record
from tests.model.builders import DAY, a_context
from tests.test_history_machine import SEEDS, Blueprints


def checked(document: DocumentView, before: Report | None = None, touched: Iterable[str] = ()) -> Report:
    found = run(document, DAY, before, frozenset(touched))
    assert found is not None
    return found


def test_an_edit_of_any_field_of_any_row_gives_what_a_full_run_gives() -> None:
    # Every field of up to three rows of every kind of the broken sample, each set to another value and back.
    document = samples.build("broken", a_context())
    base = checked(document)
    draw = random.Random(4)
    tried = 0
    for kind in {type(row) for row in document.rows()}:
        rows = list(document.where(kind))
        for row in draw.sample(rows, min(3, len(rows))):
            for field in kind_of(row).fields:
                for value in other_values(document, field, getattr(row, field.name)):
                    change = Change(message("x"), (Delta(row, replace(row, **{field.name: value})),))
                    assert_the_same(document, base, change)
                    tried += 1
    assert tried > 500


def assert_the_same(document: Document, base: Report, change: Change) -> None:
    document.apply(change)
    touched = touched_by(change)
    again, full = checked(document, base, touched), checked(document)
    for check in CHECKS:
        assert again.outcomes[check.id] == full.outcomes[check.id], (check.id, sorted(touched))
    assert again == full
    document.apply(change.inverse())


def other_values(document: Document, field: Field, value: Any) -> list[Any]:
    """Some other values of a field that a document may hold."""
    if field.refers and not (field.owned or field.name in ("parent", "step", "last_step", "lane", "loops_to")):
        others = [
            row.id for kind in field.refers if kind not in ("*", "Improvement") for row in rows_of(document, kind)
        ]
        found: list[Any] = [(), tuple(others[:1]), tuple(others[1:3])] if field.many else [None, *others[:2]]
        return [each for each in found if each != value]
    if field.refers or field.name in ("id", "order", "extra"):
        return []
    return [each for each in plain_values(field) if each != value]


def plain_values(field: Field) -> list[Any]:
    """Some values of a field that refers to nothing."""
    by_type: dict[FieldType, list[Any]] = {
        FieldType.TEXT: [
            "EUR" if field.name == "currency" else "en" if field.name == "language" else "Other words",
            "",
        ],
        FieldType.INTEGER: [0, 2],
        FieldType.FLAG: [True, False],
        FieldType.DECIMAL: [Decimal(0), Decimal(1)],
        FieldType.DAY: [date(2024, 2, 1), date(2026, 11, 20)],
        FieldType.INSTANT: [datetime(2026, 11, 20, 12, tzinfo=UTC)],
        FieldType.TEXTS: [(), ("Members",)],
        FieldType.CHOICE: list(field.choices or ()),
        FieldType.CHOICES: [(), *((choice,) for choice in field.choices or ())],
        FieldType.BLOB: [],
    }
    if field.name in ("currency", "language"):
        return ["CHF"] if field.name == "currency" else ["de"]
    return [*by_type[field.holds], *([None] if field.optional else [])]


def rows_of(document: Document, kind: str) -> tuple[Record, ...]:
    return document.where(kind_named(kind).record)


class Checked(Blueprints):
    """The person who does anything that can be done, and sets any field, while the checks follow."""

    def begin(self, editor: Editor) -> Editor:
        self.touched: set[str] = set()
        self.report = checked(editor.document)
        editor.document.changed.connect(lambda change: self.touched.update(touched_by(change)))
        return editor

    @rule(seed=SEEDS)
    def set_any_field(self, seed: int) -> None:
        self.random.seed(seed)
        document = self.editor.document
        id = self.pick(self.random.choice([kind.record for kind in kinds() if document.table(kind.record)]))
        row = document.find(id)
        assert row is not None
        field = self.random.choice(kind_of(row).fields)
        values = other_values(document, field, getattr(row, field.name))
        if values:
            self.do("edit", row.id, **{field.name: self.random.choice(values)})

    @rule(cycle=st.sampled_from(LifeCycle))
    def go_on(self, cycle: LifeCycle) -> None:
        self.do("edit", self.editor.document.blueprint.id, life_cycle=cycle)

    @invariant()
    def the_short_run_finds_it_all(self) -> None:
        if hasattr(self, "editor"):
            document = self.editor.document
            self.report = checked(document, self.report, self.touched)
            self.touched.clear()
            assert self.report == checked(document)


def test_whatever_a_person_does_the_short_run_finds_what_a_full_run_finds() -> None:
    run_state_machine_as_test(Checked, settings=settings(max_examples=40, stateful_step_count=12, deadline=None))
