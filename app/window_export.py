"""File > Export: asks what and where to, then makes the file beside the window, which goes on being used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.export_offer import Source, made, offer, stored
from exporters import registry
from exporters.base import ExportResult
from exporters.writing import write_file
from model.document import DocumentView
from model.errors import KnownError
from model.messages import message
from widgets.export.offer import Export
from widgets.export.running import Running
from widgets.progress import Cancelled, run_beside

if TYPE_CHECKING:
    from app.window import DocumentWindow


class ExportActs:
    """The exports of one window, one at a time."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._running: Running | None = None

    @property
    def busy(self) -> bool:
        """Whether a file is being made."""
        return self._running is not None

    def export(self, suggested: str, document: DocumentView | None = None) -> None:
        """Ask, and begin; `document`: another than the one shown. What runs already can be cancelled instead."""
        window = self._window
        window.main.finish()
        if self._running is not None:
            if window.ask.confirm(message("window.export.still_running"), (), "stop"):
                self._stop()
            return
        if not registry.are_loaded():
            try:
                run_beside(registry.exporters, message("window.export.getting_ready"), window.texts, window.main)
            except Cancelled:
                return
        desktop = window.desktop
        source = Source(
            document or window.session.document.frozen(),
            desktop.context,
            window.workspace.seen,
            window.main.viewing.called,
        )
        wanted = window.ask.export(offer(source, window.texts, window.view.focused, desktop.settings.export), suggested)
        if wanted is not None:
            desktop.keep(replace(desktop.settings, export=stored(wanted.choice)))
            self._begin(source, wanted)

    def release(self) -> None:
        """The window goes: what is not written yet will not be."""
        running = self._running
        if running is not None:
            self._stop()
            running.let_go()

    def _stop(self) -> None:
        """What runs is not wanted any more; it may have ended while the question stood."""
        if self._running is not None:
            self._running.cancel()

    def _begin(self, source: Source, wanted: Export) -> None:
        self.write(wanted.path, source.document, lambda: made(source, wanted.choice))

    def write(self, path: Path, document: DocumentView, make: Callable[[], ExportResult]) -> None:
        """Make a file of what is about a document, beside the window."""
        if self._running is not None:
            self._window.main.say(message("window.export.one_by_one"))
            return
        texts, files = self._window.texts, self._window.session.files

        def work() -> ExportResult | None:
            result = make()
            written = running.last(lambda: write_file(path, result.data, running.goes_on, files))
            return result if written else None

        said = message("window.export.busy", name=path.name)
        running = self._running = Running(texts, said, work, document)
        running.done.connect(lambda result: self._done(path, result))
        running.failed.connect(self._failed)
        self._window.main.show_running(running)
        running.start()

    def _done(self, path: Path, result: object) -> None:
        window, self._running = self._window, None
        if not isinstance(result, ExportResult):
            window.main.say(message("window.export.cancelled"))
            return
        window.main.say(message("window.said.exported", name=str(path)))
        if result.findings:
            lines = [window.texts(finding) for finding in result.findings]
            window.ask.report(message("window.export.findings"), [(path.name, lines)])

    def _failed(self, error: object) -> None:
        self._running = None
        if isinstance(error, KnownError):
            self._window.ask.tell(error.message)
        else:
            assert isinstance(error, BaseException)
            raise error
