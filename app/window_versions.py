"""Versions for one window: kept, restored, deleted, opened, exported, and two states compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporters.base import ExportResult
from exporters.pdf_pack import of_two
from model.analysis.differences import compare
from model.document import Document, DocumentView
from model.keeping import Snapshot
from model.messages import message
from model.overlaying import overlay
from model.snapshots import as_of
from widgets.versions.sides import Pair, Side
from widgets.workspace import Overlaid

if TYPE_CHECKING:
    from app.window import DocumentWindow


class VersionActs:
    """What the versions panel and its menu do. Every refusal becomes one clear line."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._texts = window.texts

    def keep(self) -> None:
        """Keep the document as it is now, under a name."""
        window = self._window
        if window.session.read_only:
            window.workspace.attempt(lambda: None)
            return
        count = len(window.session.document.table(Snapshot))
        wanted = window.ask.keep_version(self._texts("window.versions.suggested", n=count + 1))
        if wanted is not None:
            name, note = wanted
            if window.workspace.attempt(lambda: window.session.editor.take_snapshot(name, note)) is not None:
                window.main.say(message("window.said.version_kept", name=name))

    def restore(self) -> None:
        """Let the document be as the selected version holds it; it is said before what is kept first."""
        window, row = self._window, self._picked()
        if row is None:
            return
        kept = self._texts("window.versions.kept_as", name=row.name)
        said = (message("window.versions.restore_kept", kept=kept), message("window.versions.restore_undo"))
        if not window.ask.confirm(message("window.versions.restore", name=row.name), said, "restore_version"):
            return

        def act() -> bool:
            window.session.editor.restore_snapshot(row.id, kept)
            return True

        if window.workspace.attempt(act):
            window.main.say(message("window.said.version_restored", name=row.name, kept=kept))

    def drop(self) -> None:
        """Delete the selected versions."""
        window = self._window
        rows = [row for id in window.main.versions.picked if (row := self._version(id)) is not None]
        if not rows:
            window.main.say(message("window.versions.pick_one"))
            return
        question = message("window.versions.drop", n=len(rows), name=rows[0].name)
        if not window.ask.confirm(question, (message("window.versions.drop_others"),)):
            return

        def act() -> None:
            with window.workspace.group(message("command.delete.snapshot", n=len(rows))):
                for row in rows:
                    window.session.editor.drop_snapshot(row.id)

        window.workspace.attempt(act)

    def open(self) -> None:
        """Show the selected version in a window of its own, to read."""
        row = self._picked()
        if row is not None:
            said = self._texts("window.versions.opened", name=row.name)
            self._window.file.guarded(lambda: self._show(self._as_of(row), said))

    def export(self) -> None:
        """Write the selected version in another format."""
        row, window = self._picked(), self._window
        if row is not None:
            name = self._texts("window.versions.of", title=window.name, name=row.name)
            window.file.guarded(lambda: window.file.export_of(self._as_of(row), name))

    def compare(self) -> None:
        """Compare the selected version with the present document, or two selected ones."""
        pair = self._window.main.versions.pair_picked()
        if pair is None:
            self._window.main.say(message("window.versions.pick_one"))
        else:
            self._compare(pair)

    def compare_file(self) -> None:
        """Compare another file with the document."""
        window = self._window
        path = window.file.ask_blueprint(message("window.versions.compare_with"))
        if path is not None:
            window.file.guarded(lambda: self._compare_file(path))

    def overlay(self) -> None:
        """Show both states that are compared on one map, in a window of its own."""
        compared = self._window.main.versions.compared
        if compared is None:
            self._window.main.panels.bring_versions()
            self._window.main.say(message("window.versions.compare_first"))
            return
        pair, document = compared.pair, self._window.session.document.frozen()

        def act() -> None:
            found = overlay(compare(pair.before.of(document), pair.after.of(document)))
            said = self._texts("window.versions.overlaid", before=pair.before.title, after=pair.after.title)
            self._show(found.document, said, Overlaid(found.marks, pair.before.title))

        self._window.file.guarded(act)

    def print(self) -> None:
        """Write what is compared as a PDF, beside the window."""
        compared, window = self._window.main.versions.compared, self._window
        if compared is None:
            window.main.panels.bring_versions()
            window.main.say(message("window.versions.compare_first"))
            return
        pair, document, context = compared.pair, window.session.document.frozen(), window.desktop.context
        suggested = window.file.beside(self._texts("window.versions.print_name", title=window.name))
        kinds = {self._texts("window.versions.print_kind"): (".pdf",)}
        path = window.ask.save_path(message("window.versions.print_title"), f"{suggested}.pdf", kinds)
        if path is None:
            return

        def make() -> ExportResult:
            names = (pair.before.title, pair.after.title)
            return of_two(pair.before.of(document), pair.after.of(document), names, context, {})

        window.file.exports.write(path, document, make)

    @property
    def _present(self) -> str:
        return self._texts("window.versions.present")

    def _compare(self, pair: Pair) -> None:
        self._window.main.panels.bring_versions()
        self._window.main.versions.compare(pair)

    def _compare_file(self, path: Path) -> None:
        loaded = self._window.file.read_other(path)
        if loaded is not None:
            self._compare(Pair(Side(path.name, other=DocumentView(loaded.rows)), Side(self._present)))

    def _as_of(self, row: Snapshot) -> DocumentView:
        return as_of(self._window.session.document, row.id)

    def _show(self, document: DocumentView, said: str, overlaid: Overlaid | None = None) -> None:
        """A document in a window of its own that keeps nothing."""
        desktop = self._window.desktop
        session = desktop.session(Document(document.rows()))
        session.read_only = True
        desktop.show(session, overlaid).main.warn(said)

    def _version(self, id: str) -> Snapshot | None:
        return self._window.session.document.get(Snapshot, id)

    def _picked(self) -> Snapshot | None:
        """The one version that is selected; where there is none it is said."""
        picked = self._window.main.versions.picked
        row = self._version(picked[-1]) if picked else None
        if row is None:
            self._window.main.say(message("window.versions.pick_one"))
        return row
