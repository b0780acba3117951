"""Any sequence of edits, undo, redo, saving, reopening, dying, recovering, restoring, merging with what another wrote,
protecting and unprotecting: nothing is lost, undo fits."""

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
from app.session import ChangedOnDisk, Session
from model import snapshots
from model.analysis.merging import merge
from model.document import Document, DocumentView
from model.editor import Editor
from model.elements import Card
from model.history import History
from model.keeping import Snapshot
from model.store import reading
from model.store.files import Files
from model.store.protection import Key
from tests.model.store.builders import PASSPHRASE, a_key, context, die, exactly, rows_in, saved, small

TITLES = st.sampled_from(["Pay", "Wait", "زمن", "", "two\nlines"])
NUMBERS = st.integers(0, 99)
MOST_VERSIONS = 5


class SessionMachine(RuleBasedStateMachine):
    """One document through any life; `states` are the contents that undo leads through, the present one last."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.home = self.folder / "home"
        self.path = saved(self.folder / "permit.throughline", small(6))
        self.session = Session.open(self.path, context(), self.home)
        self.stored = self.memory()
        # The key of the file.
        self.key: Key | None = None
        self.states = [self.memory()]
        self.undone: list[list[str]] = []
        self.seed = 1

    def memory(self) -> list[str]:
        return exactly(self.session.document.rows())

    def disk(self) -> list[str]:
        return rows_in(self.path)

    def backed_up(self) -> list[list[str]]:
        return [rows_in(backup.path) for backup in backups.kept(self.home, "bp")]

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
        self.stored, self.key = self.memory(), self.session.key
        assert not self.session.unsaved

    @rule()
    def revert(self) -> None:
        depth = self.session.history.depth
        self.session.revert()
        self.edited(depth)
        assert self.memory() == self.stored

    @rule(protected=st.booleans())
    def protect(self, protected: bool) -> None:
        """The passphrase is set, changed or removed: with a key that each time is another, and the file saved so."""
        before = self.backed_up()[: backups.NEWEST - 1]  # one more is kept of what the file held: the oldest makes room
        assert self.session.protect(a_key() if protected else None) == 0
        assert [each for each in before if each not in self.backed_up()] == []
        self.save()
        if protected:
            written = (path for path in self.home.rglob("*") if path.is_file())
            assert [path for path in (self.path, *written) if b"Card 1" in path.read_bytes()] == []

    @precondition(lambda self: len(self.session.document.table(Snapshot)) < MOST_VERSIONS)
    @rule(name=TITLES)
    def take_a_version(self, name: str) -> None:
        depth = self.session.history.depth
        self.session.editor.take_snapshot(name)
        self.edited(depth)

    @precondition(lambda self: self.session.document.table(Snapshot))
    @rule(number=NUMBERS)
    def restore_a_version(self, number: int) -> None:
        document, depth = self.session.document, self.session.history.depth
        versions = sorted(document.table(Snapshot))
        version = versions[number % len(versions)]
        wanted = snapshots.rows_of(document, version)
        self.session.editor.restore_snapshot(version, "Before")
        self.edited(depth)
        assert {row.id: row for row in document.rows() if not isinstance(row, Snapshot)} == wanted

    @precondition(lambda self: self.session.document.table(Snapshot))
    @rule(number=NUMBERS)
    def drop_a_version(self, number: int) -> None:
        versions, depth = sorted(self.session.document.table(Snapshot)), self.session.history.depth
        self.session.editor.drop_snapshot(versions[number % len(versions)])
        self.edited(depth)

    def another_writes(self, number: int, title: str) -> list[str]:
        """Another person goes on from the file; what they wrote."""
        document = Document(reading.read(self.path, Files(), PASSPHRASE).rows)
        self.seed += 1
        editor = Editor(document, History(document), context(self.seed, "Bob"))
        cards = sorted(document.table(Card))
        editor.edit(cards[number % len(cards)], title=title, notes=f"Bob {self.seed}")
        saved(self.path, document.rows(), key=self.key)
        self.stored = exactly(document.rows())
        with pytest.raises(ChangedOnDisk):
            self.session.save()
        return self.stored

    @rule(number=NUMBERS, title=TITLES)
    def merge_with_what_another_wrote(self, number: int, title: str) -> None:
        self.another_writes(number, title)
        session, depth = self.session, self.session.history.depth
        loaded = reading.read(self.path, Files(), PASSPHRASE)
        ours, theirs = session.document.frozen(), DocumentView(loaded.rows)
        base = DocumentView(session.ancestor or ())
        found = merge(base, ours, theirs)
        session.history.push(snapshots.merged_into(session.document, session.context, found.rows, "Before"))
        session.saw(loaded)
        self.edited(depth)
        listed = {conflict.id for conflict in found.conflicts}
        for row in (*ours.rows(), *theirs.rows()):
            assert row == base.find(row.id) or row.id in session.document or row.id in listed
        notes = {row.notes for row in session.document.table(Card).values()}
        assert f"Bob {self.seed}" in notes or listed
        self.save()

    @rule(number=NUMBERS, title=TITLES)
    def overwrite_what_another_wrote(self, number: int, title: str) -> None:
        theirs = self.another_writes(number, title)
        backup = self.session.save(overwrite=True)
        assert backup is not None and rows_in(backup) == theirs
        self.stored = self.memory()

    @precondition(lambda self: backups.kept(self.home, "bp"))
    @rule(number=NUMBERS)
    def restore_a_backup(self, number: int) -> None:
        kept = backups.kept(self.home, "bp")
        wanted = rows_in(kept[number % len(kept)].path)
        depth, before = self.session.history.depth, self.memory()
        self.session.restore(kept[number % len(kept)].path)
        assert self.memory() == wanted
        self.edited(depth)
        assert before in self.backed_up()

    @rule()
    def save_and_reopen(self) -> None:
        self.save()
        self.session.close()
        self.seed += 1
        self.session = Session.open(self.path, context(self.seed), self.home, secret=self.key)
        self.states, self.undone = [self.memory()], []

    @rule()
    def die_and_recover(self) -> None:
        unsaved, id = self.session.unsaved, die(self.session)
        self.seed += 1
        assert [entry.id for entry in recoverable(self.home)] == ([id] if unsaved else [])
        if unsaved:
            self.session = recover(self.home, id, context(self.seed), secret=self.key)
        else:
            self.session = Session.open(self.path, context(self.seed), self.home, secret=self.key)
            self.states, self.undone = [self.memory()], []

    @invariant()
    def memory_is_the_last_state_and_the_file_the_last_save(self) -> None:
        assert self.memory() == self.states[-1]
        assert self.disk() == self.stored == exactly(self.session.ancestor or ())
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
