"""Any sequence of edits, undo, redo, saving, reopening, dying, recovering and restoring: nothing is lost, undo fits."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app import backups
from app.recovery import recover, recoverable
from app.session import Session
from model.elements import Card
from model.store import reading
from model.store.files import Files
from tests.model.store.builders import context, die, exactly, saved, small

TITLES = st.sampled_from(["Pay", "Wait", "زمن", "", "two\nlines"])
NUMBERS = st.integers(0, 99)


class SessionMachine(RuleBasedStateMachine):
    """One document through any life; `states` are the contents that undo leads through, the present one last."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.home = self.folder / "home"
        self.path = saved(self.folder / "permit.throughline", small(6))
        self.session = Session.open(self.path, context(), self.home)
        self.stored = self.memory()
        self.states = [self.memory()]
        self.undone: list[list[str]] = []
        self.seed = 1

    def memory(self) -> list[str]:
        return exactly(self.session.document.rows())

    def disk(self) -> list[str]:
        return exactly(reading.read(self.path, Files()).rows)

    def card(self, number: int) -> str:
        cards = sorted(self.session.document.table(Card))
        return cards[number % len(cards)]

    def edited(self, depth: int) -> None:
        """After an act that may have been an edit, told by how deep undo goes now."""
        if self.memory() == self.states[-1]:
            return
        if self.session.history.depth == depth:
            self.states[-1] = self.memory()
        else:
            self.states.append(self.memory())
        self.undone.clear()

    @rule(number=NUMBERS, title=TITLES, typing=st.booleans())
    def rename(self, number: int, title: str, typing: bool) -> None:
        depth = self.session.history.depth
        self.session.editor.edit(self.card(number), typing=typing, title=title)
        self.edited(depth)

    @rule(title=TITLES, step=st.sampled_from(["step0", "step1"]))
    def add(self, title: str, step: str) -> None:
        depth = self.session.history.depth
        self.session.editor.add_card("lane0", step, title)
        self.edited(depth)

    @precondition(lambda self: len(self.session.document.table(Card)) > 2)
    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        depth = self.session.history.depth
        self.session.editor.delete([self.card(number)])
        self.edited(depth)

    @rule()
    def undo(self) -> None:
        assert (self.session.editor.undo() is not None) == (len(self.states) > 1)
        if len(self.states) > 1:
            self.undone.append(self.states.pop())

    @rule()
    def redo(self) -> None:
        assert (self.session.editor.redo() is not None) == bool(self.undone)
        if self.undone:
            self.states.append(self.undone.pop())

    @rule()
    def save(self) -> None:
        self.session.save()
        self.stored = self.memory()
        assert not self.session.unsaved

    @rule()
    def revert(self) -> None:
        depth = self.session.history.depth
        self.session.revert()
        self.edited(depth)
        assert self.memory() == self.stored

    @precondition(lambda self: backups.kept(self.home, "bp"))
    @rule(number=NUMBERS)
    def restore_a_backup(self, number: int) -> None:
        kept = backups.kept(self.home, "bp")
        wanted = exactly(reading.read(kept[number % len(kept)].path, Files()).rows)
        depth, before = self.session.history.depth, self.memory()
        self.session.restore(kept[number % len(kept)].path)
        assert self.memory() == wanted
        self.edited(depth)
        assert before in [exactly(reading.read(each.path, Files()).rows) for each in backups.kept(self.home, "bp")]

    @rule()
    def save_and_reopen(self) -> None:
        self.save()
        self.session.close()
        self.seed += 1
        self.session = Session.open(self.path, context(self.seed), self.home)
        self.states, self.undone = [self.memory()], []

    @rule()
    def die_and_recover(self) -> None:
        unsaved, id = self.session.unsaved, die(self.session)
        self.seed += 1
        assert [entry.id for entry in recoverable(self.home)] == ([id] if unsaved else [])
        if unsaved:
            self.session = recover(self.home, id, context(self.seed))
        else:
            self.session = Session.open(self.path, context(self.seed), self.home)
            self.states, self.undone = [self.memory()], []

    @invariant()
    def memory_is_the_last_state_and_the_file_the_last_save(self) -> None:
        assert self.memory() == self.states[-1]
        assert self.disk() == self.stored
        assert self.session.unsaved or self.memory() == self.stored

    def teardown(self) -> None:
        while len(self.states) > 1:
            self.undo()
            assert self.memory() == self.states[-1]
        self.session.close(discard=True)
        shutil.rmtree(self.folder)


@pytest.mark.parametrize(
    ("runs", "acts"), [(15, 20), pytest.param(500, 60, marks=pytest.mark.full)], ids=["quick", "full"]
)
def test_any_life_of_a_document(runs: int, acts: int) -> None:
    run_state_machine_as_test(
        SessionMachine,
        settings=settings(
            max_examples=runs, stateful_step_count=acts, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
