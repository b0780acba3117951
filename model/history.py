"""Undo and redo over a document: a stack of Changes, a clean mark, merging while typing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from model.change import Change, then
from model.document import Document
from model.signal import Signal


class Act(StrEnum):
    """What happened to the history."""

    PUSH = "push"
    MERGE = "merge"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Commit:
    """One act: `applied` is what the document went through, `entry` the whole edit as it now stands in the stack."""

    act: Act
    applied: Change
    entry: Change


class History:
    """The edits done and undone, oldest first. `committed` tells every act after the document has changed.

    Its first listener should be the working copy: an edit counts as kept when that has committed it.
    """

    def __init__(self, document: Document, done: tuple[Change, ...] = (), undone: tuple[Change, ...] = ()) -> None:
        self.document = document
        self.committed: Signal[Commit] = Signal()
        self._done = list(done)
        self._undone = list(undone)
        self._clean: int | None = 0
        self._merging = False

    @property
    def can_undo(self) -> Change | None:
        """The edit that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def can_redo(self) -> Change | None:
        """The edit that redo would do again."""
        return self._undone[-1] if self._undone else None

    @property
    def depth(self) -> int:
        """How many edits undo could take back, one after another."""
        return len(self._done)

    @property
    def clean(self) -> bool:
        """Whether the document is as it was when last saved or opened."""
        return self._clean == len(self._done)

    def mark_clean(self) -> None:
        """The document has just been saved as it is."""
        self._clean = len(self._done)
        self._merging = False

    def mark_unsaved(self) -> None:
        """The document as it is has never been saved (recovered, imported)."""
        self._clean = None

    def break_merge(self) -> None:
        """What is typed from now on is a new edit."""
        self._merging = False

    def push(self, change: Change) -> None:
        """Do an edit; one with the merge key of the last joins it. An edit without rows is nothing."""
        if not change:
            return
        merges = self._merging and change.merge_key != "" and change.merge_key == self._done[-1].merge_key
        self.document.alter(change)
        self._keep(change, merges)

    def keep(self, change: Change) -> None:
        """Take in an edit whose rows the document has already been altered by (`Document.alter`)."""
        if change:
            self._keep(change, merges=False)

    def _keep(self, change: Change, merges: bool) -> None:
        if self._clean is not None and self._clean > len(self._done):
            self._clean = None
        self._undone.clear()
        if merges:
            self._done[-1] = then(self._done[-1], change)
        else:
            self._done.append(change)
        self._merging = True
        self._tell(Commit(Act.MERGE if merges else Act.PUSH, change, self._done[-1]))

    def _tell(self, commit: Commit) -> None:
        """Everybody hears, whoever fails; the document and the stack agree before anyone does."""
        try:
            self.document.changed.emit(commit.applied)
        finally:
            self.committed.emit(commit)

    def undo(self) -> Change | None:
        """Take the last edit back; the edit, or None where there is none."""
        if not self._done:
            return None
        entry = self._done[-1]
        inverse = entry.inverse()
        self.document.alter(inverse)
        self._undone.append(self._done.pop())
        self._merging = False
        self._tell(Commit(Act.UNDO, inverse, entry))
        return entry

    def redo(self) -> Change | None:
        """Do the last undone edit again; the edit, or None where there is none."""
        if not self._undone:
            return None
        entry = self._undone[-1]
        self.document.alter(entry)
        self._done.append(self._undone.pop())
        self._merging = False
        self._tell(Commit(Act.REDO, entry, entry))
        return entry
