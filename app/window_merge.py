"""Another person's copy put together with the one in a window, conflict by conflict; one undo step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from model.analysis.merging import Merged, merge
from model.conflicts import disputed
from model.document import DocumentView
from model.errors import KnownError
from model.messages import message
from model.picking import Pick, decided
from model.snapshots import as_of, common, merged_into

if TYPE_CHECKING:
    from app.window import DocumentWindow

Sides = tuple[DocumentView, DocumentView, DocumentView]


class MergeActs:
    """What File > Merge does, and what Save does where another wrote the file."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._texts = window.texts

    def merge(self) -> None:
        """Ask for another copy, and put it together with this one."""
        window = self._window
        if window.session.read_only:
            window.workspace.attempt(lambda: None)
            return
        path = window.file.ask_blueprint(message("window.action.merge"))
        if path is not None:
            window.file.guarded(lambda: self._merge_file(path))

    def with_file(self) -> bool:
        """Put what another wrote to the file together with what is here; whether that was done."""
        session = self._window.session
        path = session.path
        assert path is not None
        loaded = self._window.file.read_other(path)
        if loaded is None:
            return False
        base = None if session.ancestor is None else DocumentView(session.ancestor)
        done = self._merge(path.name, DocumentView(loaded.rows), base)
        if done:
            session.saw(loaded)
        return done

    def _merge_file(self, path: Path) -> None:
        theirs = self._window.file.read_other(path)
        if theirs is not None:
            self._merge(path.name, DocumentView(theirs.rows), None)

    def _merge(self, name: str, theirs: DocumentView, base: DocumentView | None) -> bool:
        """Put both together; False where the person gave it up."""
        window = self._window
        ours = window.session.document.frozen()
        if ours.blueprint.id != theirs.blueprint.id:
            raise KnownError(message("merge.strangers"))
        ancestor = base or self._ancestor(ours, theirs)
        if ancestor is None:
            return False
        sides = (ancestor, ours, theirs)
        merged = merge(*sides)
        picks = self._picks(name, sides, merged)
        if picks is None:
            return False
        found = decided(*sides, merged, picks)
        if {row.id: row for row in found.rows} == {row.id: row for row in ours.rows()}:
            window.main.say(message("merge.nothing", name=name))
            return True
        kept = self._texts("merge.kept_as", name=name)
        session = window.session
        session.history.push(merged_into(session.document, session.context, found.rows, kept))
        window.main.say(message("merge.done", name=name, kept=kept))
        if found.unmet:
            lines = [each.what for each in disputed(sides, merged, self._texts) if each.id in found.unmet]
            said = self._texts(message("merge.unmet", n=len(lines)))
            window.ask.report(message("merge.title", name=name), [(said, lines)])
        return True

    def _picks(self, name: str, sides: Sides, merged: Merged) -> Mapping[str, Pick] | None:
        if not merged.conflicts:
            return {}
        return self._window.ask.merge_conflicts(name, disputed(sides, merged, self._texts))

    def _ancestor(self, ours: DocumentView, theirs: DocumentView) -> DocumentView | None:
        """What both began from: the newest version that both keep, else a file that is asked for."""
        version = common(ours, theirs)
        if version is not None:
            return as_of(ours, version)
        window = self._window
        if not window.ask.confirm(message("merge.no_ancestor"), (), "choose"):
            return None
        path = window.file.ask_blueprint(message("merge.ancestor"))
        loaded = None if path is None else window.file.read_other(path)
        return None if loaded is None else DocumentView(loaded.rows)
