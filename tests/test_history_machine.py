"""Random acts, undo and redo on a blueprint: its invariants hold after each, and undoing all restores every state.

`Blueprints` works in memory; `Sessions` does the same in a session with a file, saves it, closes and opens it, dies and
is recovered, takes versions and restores them, merges with a colleague's copy: the file equals memory after every step.
"""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.recovery import recover, recoverable
from app.session import Session
from model import clipboard, search, snapshots
from model.analysis.merging import merge
from model.capture import Choice, Sign, Spot, Taken
from model.document import Document, DocumentView
from model.editor import Editor
from model.elements import Blueprint, Card, Lane, Link, LinkKind, Mark, Role, Stage, Step
from model.grid import lanes, stages, steps
from model.history import History
from model.keeping import Snapshot
from model.kinds import kind_of, kinds
from model.messages import message
from model.ranges import Ranged
from model.record import Record
from model.registers import Channel, Consequence, Cost, FailPoint, Owner, Source, System
from model.rules import Refused, may_be
from model.store import reading, writing
from tests.model.builders import a_grid

REGISTERS: tuple[type[Record], ...] = (Owner, System, Source)
CAPTURED = (
    *((Sign.OWNER, Owner), (Sign.SYSTEM, System), (Sign.CHANNEL, Channel)),
    *((Sign.COST, Cost), (Sign.FAIL_POINT, FailPoint)),
)
SEEDS = st.integers(0, 2**32)


class Blueprints(RuleBasedStateMachine):
    """A person at work who does anything that can be done, in any order."""

    @initialize(seed=SEEDS)
    def start(self, seed: int) -> None:
        self.editor = self.begin(a_start())
        self.random = random.Random(seed)
        self.states = [rows(self.editor.document)]
        self.undone: list[list[Record]] = []

    def begin(self, editor: Editor) -> Editor:
        """The editor to work with."""
        return editor

    def pick(self, kind: type[Record]) -> str | None:
        """The id of any record of a kind."""
        ids = sorted(self.editor.document.table(kind))
        return self.random.choice(ids) if ids else None

    def do(self, act: str, *arguments: Any, **named: Any) -> None:
        """Do an act; a refusal changes nothing."""
        before = self.editor.document.revision
        try:
            getattr(self.editor, act)(*arguments, **named)
        except Refused:
            assert self.editor.document.revision == before
        if self.editor.document.revision != before:
            self.states.append(rows(self.editor.document))
            self.undone.clear()

    @rule(seed=SEEDS)
    def add_to_the_grid(self, seed: int) -> None:
        self.random.seed(seed)
        what = self.random.choice(("stage", "step", "lane"))
        if what == "stage":
            self.do("add_stage", "S", before=self.random.choice((None, self.pick(Stage))))
        elif what == "step":
            self.do("add_step", self.pick(Stage), "s", before=self.random.choice((None, self.pick(Step))))
        else:
            role = self.random.choice(tuple(Role))
            self.do("add_lane", role, "L", before=self.random.choice((None, self.pick(Lane))))

    @rule(seed=SEEDS, tray=st.booleans())
    def add_a_card(self, seed: int, tray: bool) -> None:
        self.random.seed(seed)
        lane, step = (None, None) if tray else (self.pick(Lane), self.pick(Step))
        self.do("add_card", lane, step, "c", place=self.random.choice((None, 0, 1)), owner=self.pick(Owner))

    @rule(seed=SEEDS, kind=st.sampled_from(REGISTERS))
    def add_to_a_register(self, seed: int, kind: type[Record]) -> None:
        self.random.seed(seed)
        self.do("add", kind, name="r")

    @rule(seed=SEEDS, kind=st.sampled_from(tuple(LinkKind)))
    def link(self, seed: int, kind: LinkKind) -> None:
        self.random.seed(seed)
        self.do("add_link", self.pick(Card) or "", self.pick(Card) or "", kind, owner=self.pick(Owner))

    @rule(seed=SEEDS)
    def add_to_a_card(self, seed: int) -> None:
        self.random.seed(seed)
        card = self.pick(Card)
        if card is None:
            return
        self.do("add", FailPoint, card=card)
        self.do("add", Cost, subject=card)
        self.do("use_system", card, self.pick(System) or "")
        fail_point = self.pick(FailPoint)
        self.do("add", Consequence, fail_point=fail_point, parent=self.pick(Consequence), handled_by=self.pick(Card))

    @rule(seed=SEEDS, text=st.text(max_size=4), typing=st.booleans())
    def rename(self, seed: int, text: str, typing: bool) -> None:
        self.random.seed(seed)
        kind = self.random.choice((Stage, Step, Lane, Card, Owner, System))
        id = self.pick(kind)
        if id is not None:
            merged = len(self.states)
            before = self.editor.history.can_undo
            self.do("rename", id, text, typing=typing)
            joined = len(self.states) > merged and before is not None and self.entries() == merged - 1
            if joined:
                del self.states[-2]

    @rule(seed=SEEDS)
    def edit_cards(self, seed: int) -> None:
        self.random.seed(seed)
        ids = {id for id in (self.pick(Card), self.pick(Card)) if id is not None}
        source = self.pick(Source)
        sources = () if source is None else (source,)
        self.do("edit", ids, owner=self.pick(Owner), sources=sources, marks=(Mark.FAIL_POINT,))

    @rule(seed=SEEDS, tray=st.booleans())
    def move_cards(self, seed: int, tray: bool) -> None:
        self.random.seed(seed)
        ids = [id for id in (self.pick(Card), self.pick(Card)) if id is not None]
        lane, step = (None, None) if tray else (self.pick(Lane), self.pick(Step))
        self.do("move_cards", ids, lane, step, self.random.choice((None, 0, 2)))

    @rule(seed=SEEDS)
    def move_in_the_grid(self, seed: int) -> None:
        self.random.seed(seed)
        self.do("move_step", self.pick(Step) or "", self.pick(Stage) or "", self.random.choice((None, self.pick(Step))))
        self.do("move_stage", self.pick(Stage) or "", self.random.choice((None, self.pick(Stage))))
        self.do("move_lane", self.pick(Lane) or "", self.random.choice((None, self.pick(Lane))))

    @rule(seed=SEEDS)
    def span(self, seed: int) -> None:
        self.random.seed(seed)
        self.do("span_card", self.pick(Card) or "", self.pick(Step))

    @rule(seed=SEEDS)
    def reverse(self, seed: int) -> None:
        self.random.seed(seed)
        self.do("reverse_link", self.pick(Link) or "")

    @rule(seed=SEEDS, kind=st.sampled_from((Stage, Step, Lane, Card, Card, Link, Owner, System, Source, Blueprint)))
    def delete(self, seed: int, kind: type[Record]) -> None:
        self.random.seed(seed)
        ids = {id for id in (self.pick(kind), self.pick(kind)) if id is not None}
        before = {row.id for row in rows(self.editor.document)}
        goes = ids | {row.id for row in self.editor.goes_with(ids)}
        revision = self.editor.document.revision
        self.do("delete", ids)
        if self.editor.document.revision != revision:
            assert before - {row.id for row in rows(self.editor.document)} == goes

    @rule(seed=SEEDS, kind=st.sampled_from(CAPTURED), new=st.booleans())
    def capture(self, seed: int, kind: tuple[Sign, type[Record]], new: bool) -> None:
        self.random.seed(seed)
        sign, named = kind
        choice = Choice(sign, self.random.choice("xy"), amount=Decimal(3))
        if not new and (id := self.pick(named)) is not None:
            choice = choice._replace(id=id)
        spots = (self.pick(Card) or "", Spot(None, None), Spot(self.pick(Lane), self.pick(Step), 1))
        marks = self.random.choice(((), (Mark.WAIT_POINT,)))
        self.do("capture", self.random.choice(spots), Taken("a\nb", (choice,) * 2, marks=marks))

    @rule(seed=SEEDS, text=st.sampled_from(("a\tb\nc\td", "- a\n- b", '"a\nb"\t\tc\n')), stacked=st.booleans())
    def paste_a_table(self, seed: int, text: str, stacked: bool) -> None:
        self.random.seed(seed)
        lane, step = self.random.choice(((None, None), (self.pick(Lane), self.pick(Step))))
        table = clipboard.read_table(text)
        try:
            plan = clipboard.plan_table(self.editor.document, table, lane, step, stacked=stacked)
        except Refused:
            assert (lane is None) != (step is None)
        else:
            self.do("paste", plan)

    @rule(seed=SEEDS, act=st.sampled_from(("paste", "duplicate", "copy", "cut")), foreign=st.booleans())
    def copy(self, seed: int, act: str, foreign: bool) -> None:
        self.random.seed(seed)
        kinds = self.random.choices((Card, Card, Lane, Step, Stage, Owner), k=2)
        ids = [id for id in map(self.pick, kinds) if id is not None]
        lane, step = self.random.choice(((None, None), (self.pick(Lane), self.pick(Step))))
        if act == "paste":
            text = clipboard.fragment(self.editor.document, ids)
            if foreign:
                text = text.replace(self.editor.document.blueprint.id, "blueprint_foreign")
            if text:
                self.do("paste_fragment", text, lane, step)
        elif act == "copy":
            self.do("copy_cards", ids, lane, step)
        else:
            self.do(act, ids)

    @rule(seed=SEEDS)
    def split_and_merge(self, seed: int) -> None:
        self.random.seed(seed)
        self.do("split_card", self.pick(Card) or "")
        self.do("merge_cards", [self.pick(Card) or "" for _ in range(3)])

    @rule(seed=SEEDS, after=st.booleans())
    def insert(self, seed: int, after: bool) -> None:
        self.random.seed(seed)
        self.do("insert_step", self.pick(Step) or "", after)
        self.do("insert_lane", self.pick(Lane) or "", after)
        self.do("insert_stage", self.pick(Stage) or "", after)

    @rule(seed=SEEDS)
    def move_where_stages_begin(self, seed: int) -> None:
        self.random.seed(seed)
        self.do("split_stage", self.pick(Step) or "")
        self.do("join_stage", self.pick(Stage) or "")

    @rule(seed=SEEDS, text=st.sampled_from(("", "a", "b\nc")))
    def many_at_once(self, seed: int, text: str) -> None:
        self.random.seed(seed)
        cards = [id for id in (self.pick(Card), self.pick(Card)) if id is not None]
        self.do("toggle_mark", cards, self.random.choice(tuple(Mark)))
        low, likely, high = (Decimal(self.random.randrange(4)) for _ in range(3))
        self.do("set_number", cards, "times", self.random.choice((likely, Ranged(likely, low, high))))
        self.do("replace", search.find(self.editor.document, self.random.choice("abc")), text)

    @rule(seed=SEEDS, fails=st.booleans())
    def group(self, seed: int, fails: bool) -> None:
        self.random.seed(seed)
        before, revision = rows(self.editor.document), self.editor.history.can_undo
        try:
            with self.editor.group(message("command.edit.several")):
                self.editor.add_card(None, None, "g")
                self.editor.add_stage("g")
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            assert rows(self.editor.document) == before
            assert self.editor.history.can_undo is revision
        else:
            self.states.append(rows(self.editor.document))
            self.undone.clear()

    @precondition(lambda self: len(self.states) > 1)
    @rule(count=st.integers(1, 4))
    def undo(self, count: int) -> None:
        for _ in range(min(count, len(self.states) - 1)):
            self.undone.append(self.states.pop())
            self.editor.undo()
            assert rows(self.editor.document) == self.states[-1]

    @precondition(lambda self: self.undone)
    @rule(count=st.integers(1, 4))
    def redo(self, count: int) -> None:
        for _ in range(min(count, len(self.undone))):
            self.states.append(self.undone.pop())
            self.editor.redo()
            assert rows(self.editor.document) == self.states[-1]

    @invariant()
    def is_sound(self) -> None:
        if hasattr(self, "editor"):
            assert rows(self.editor.document) == self.states[-1]
            for fault in faults(self.editor.document):
                raise AssertionError(fault)

    def teardown(self) -> None:
        if hasattr(self, "editor"):
            while len(self.states) > 1:
                self.undo(1)
            assert self.editor.undo() is None

    def entries(self) -> int:
        """How many edits can be undone."""
        return self.editor.history.depth


class Sessions(Blueprints):
    """The same person with a file on a machine that crashes."""

    def begin(self, editor: Editor) -> Editor:
        self.folder = TemporaryDirectory()
        self.home, self.file = Path(self.folder.name) / "home", Path(self.folder.name) / "work.throughline"
        self.session = Session.new(editor.context, self.home, editor.document.rows())
        self.session.save_as(self.file)
        return self.session.editor

    def in_file(self, file: Path) -> list[Record]:
        """What a file holds."""
        return rows(DocumentView(reading.read(file, self.session.files).rows))

    @rule()
    def save(self) -> None:
        self.session.save()
        assert not self.session.unsaved
        assert self.in_file(self.file) == self.states[-1]

    @rule()
    def save_and_reopen(self) -> None:
        self.session.save()
        self.session.close()
        self.session = Session.open(self.file, self.editor.context, self.home)
        self.editor = self.session.editor
        self.states, self.undone = self.states[-1:], []
        assert recoverable(self.home) == ()

    @precondition(lambda self: hasattr(self, "session") and self.session.unsaved)
    @rule()
    def crash_and_recover(self) -> None:
        self.session.close()
        (left,) = recoverable(self.home)
        self.session = recover(self.home, left.id, self.editor.context)
        self.editor = self.session.editor
        assert self.session.unsaved

    @rule(name=st.sampled_from(("v", "w")))
    def take_a_version(self, name: str) -> None:
        before = len(self.editor.document.table(Snapshot))
        self.do("take_snapshot", name)
        assert len(self.editor.document.table(Snapshot)) == before + 1

    @precondition(lambda self: hasattr(self, "editor") and self.editor.document.table(Snapshot))
    @rule(seed=SEEDS)
    def restore_a_version(self, seed: int) -> None:
        self.random.seed(seed)
        version = self.pick(Snapshot) or ""
        now, wanted = held(self.editor.document), snapshots.rows_of(self.editor.document, version)
        self.do("restore_snapshot", version, "before")
        assert held(self.editor.document) == wanted
        newest = snapshots.newest(self.editor.document)
        assert newest is not None
        assert now in (wanted, snapshots.rows_of(self.editor.document, newest.id))

    @precondition(lambda self: hasattr(self, "editor") and self.editor.document.table(Snapshot))
    @rule(seed=SEEDS)
    def drop_a_version(self, seed: int) -> None:
        self.random.seed(seed)
        version = self.pick(Snapshot) or ""
        others = {id: snapshots.rows_of(self.editor.document, id) for id in self.editor.document.table(Snapshot)}
        del others[version]
        self.do("drop_snapshot", version)
        assert others == {
            id: snapshots.rows_of(self.editor.document, id) for id in self.editor.document.table(Snapshot)
        }

    @rule(seed=SEEDS)
    def merge_with_a_copy(self, seed: int) -> None:
        """A colleague goes on from the file while this one goes on here; the result is what is gone on with."""
        self.random.seed(seed)
        base = DocumentView(reading.read(self.file, self.session.files).rows)
        theirs = Document(base.rows())
        colleague = Editor(theirs, History(theirs), self.editor.context)
        for card in sorted(theirs.table(Card))[:2]:
            colleague.edit(card, title=self.random.choice(("mine", "yours")), notes="theirs")
        colleague.add_card(None, None, "theirs")
        found = merge(base, self.editor.document, theirs)
        swapped = merge(base, theirs, self.editor.document)
        assert sorted(found.rows, key=by_id) == sorted(swapped.rows, key=by_id)
        merged = DocumentView(found.rows)
        assert not faults(merged)
        listed = {conflict.id for conflict in found.conflicts}
        for ours, clean in ((theirs, base), (self.editor.document, base)):
            for row in ours.rows():
                if clean.find(row.id) is None:
                    assert row.id in merged or row.id in listed
        self.session.close(discard=True)
        writing.write(self.file, writing.serialise(found.rows), self.session.files, "merge")
        assert reading.verify(self.file, self.session.files).rows == len(found.rows)
        self.session = Session.open(self.file, self.editor.context, self.home)
        self.editor = self.session.editor
        self.states, self.undone = [rows(self.editor.document)], []

    @invariant()
    def is_in_the_file(self) -> None:
        if hasattr(self, "session"):
            copy = self.file.with_name("copy.throughline")
            self.session.save_copy(copy)
            assert self.in_file(copy) == self.states[-1]

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            if hasattr(self, "session"):
                self.session.close(discard=True)
                self.folder.cleanup()


def a_start() -> Editor:
    """A small blueprint with something in it to work on."""
    grid = a_grid((2, 2), (Role.CUSTOMER, Role.BACKSTAGE, Role.BACKSTAGE))
    cards = [grid.card(lane, step) for lane, step in ((0, 0), (0, 1), (1, 1), (1, 3))]
    grid.editor.add(System, name="System")
    grid.editor.add_link(cards[0], cards[1])
    grid.editor.span_card(cards[2], grid.steps[3])
    return Editor(grid.document, History(grid.document), grid.editor.context)


def held(document: DocumentView) -> dict[str, Record]:
    """What a version of a document would hold."""
    return {row.id: row for row in document.rows() if not isinstance(row, Snapshot)}


def by_id(row: Record) -> str:
    """What rows are put in order by."""
    return row.id


def rows(document: DocumentView) -> list[Record]:
    """Every row, in the order of the file."""
    return list(document.rows())


def faults(document: DocumentView) -> list[str]:
    """What should never be, whatever was done: rows that break their rules, rows outside the grid."""
    found = [f"{row.id}: {may_be(document, row).reason}" for row in document.rows() if not may_be(document, row).ok]
    found += [f"{row.id} is not in the grid" for row in document.where(Step) if row not in steps(document)]
    found += [f"{row.id} is not in the grid" for row in document.where(Lane) if row not in lanes(document)]
    if not stages(document):
        found.append("no stage")
    for kind in kinds():
        for row in document.table(kind.record).values():
            if document.find(row.id) is not row or kind_of(row) is not kind:
                found.append(f"{row.id} is filed wrongly")
    return found


def limits(runs: int, acts: int) -> settings:
    """So many runs of so many acts."""
    return settings(max_examples=runs, stateful_step_count=acts, deadline=None)


@pytest.mark.parametrize("machine", [Blueprints, Sessions])
def test_any_work_can_be_undone(machine: type[Blueprints]) -> None:
    run_state_machine_as_test(machine, settings=limits(30, 30))


@pytest.mark.full
@pytest.mark.parametrize("machine", [Blueprints, Sessions])
def test_any_long_work_can_be_undone(machine: type[Blueprints]) -> None:
    run_state_machine_as_test(machine, settings=limits(500, 60))
