"""The File menu: new, open, save, revert and export, with the questions they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.session import ChangedOnDisk, Session
from app.unlocking import unlocked
from app.window_saving import Saving
from model.document import DocumentView
from model.errors import KnownError
from model.messages import Message, message
from model.store import reading
from model.store.protection import Secret
from widgets.ask import Answer

if TYPE_CHECKING:
    from app.window import DocumentWindow
    from app.window_export import ExportActs

SUFFIX = ".throughline"


class FileActs:
    """What the File menu does for one window. Every refusal becomes one clear line."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._desktop = window.desktop
        self._texts = window.texts
        self.saving = Saving(window, self._saved, self._not_saved)

    @cached_property
    def exports(self) -> ExportActs:
        """The exports of this window; what they need is imported beside it when there is one."""
        from widgets.progress import Cancelled, run_beside

        busy = message("window.export.getting_ready")
        with suppress(Cancelled):
            run_beside(lambda: import_module("app.window_export"), busy, self._texts, self._window.main)
        from app.window_export import ExportActs

        return ExportActs(self._window)

    def release(self) -> None:
        """The window goes: an export still running is given up."""
        if "exports" in vars(self):
            self.exports.release()

    @property
    def _filters(self) -> dict[str, Sequence[str]]:
        return {self._texts("window.file_kind"): (SUFFIX,)}

    @property
    def folder(self) -> Path:
        """Where the document lies, and so what belongs to it; nowhere yet before it is saved."""
        path = self._window.session.path
        return Path() if path is None else path.parent

    def beside(self, title: str) -> str:
        """Where to write what has this title, without its suffix."""
        return str(self.folder / _file_name(title))

    def new(self) -> None:
        """A new document, here or in a window of its own."""
        from model import new, samples

        beginning = self._window.ask.beginning(new.TEMPLATES, samples.TO_LOOK_AT)
        if beginning is None:
            return
        desktop = self._desktop

        def make() -> Session:
            if beginning.source == "sample":
                return desktop.sample(beginning.name)
            return desktop.template(beginning.name, beginning.title)

        self.guarded(lambda: self.place(make()))

    def start(self) -> None:
        """Offer what to begin with."""
        desktop = self._desktop
        from model import new, samples

        source, name = self._window.ask.start(desktop.settings.recent, new.TEMPLATES, samples.TO_LOOK_AT)
        if source == "recent":
            self.open_path(Path(name))
        elif source == "open":
            self.open()
        elif source == "sample":
            self.guarded(lambda: self.place(desktop.sample(name)))
        elif source:
            self.guarded(lambda: self.place(desktop.template(name, "")))
        if source == "guide":
            self._desktop.windows[-1].view.guide()

    def open(self) -> None:
        """Another document, here or in a window of its own."""
        path = self._window.ask.open_path(message("window.open.title"), self._filters, self.folder)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a file by name; one that is open in this process comes to the front."""
        for other in self._desktop.windows:
            if other.session.path is not None and other.session.path == path.absolute():
                other.main.come_forward()
                return

        def act() -> None:
            try:
                session = unlocked(self._window.ask, path.name, path, partial(self._desktop.open, path))
            except KnownError:
                if not path.exists():
                    self._desktop.keep(self._desktop.settings.gone(path))
                raise
            if session is not None:
                self.place(session)

        self.guarded(act)

    def open_dropped(self, paths: Sequence[Path]) -> None:
        """Files that were dropped: ours are opened, others read."""
        for path in paths:
            if path.suffix.lower() == SUFFIX:
                self.open_path(path)
            else:
                self._window.bring.drop(path)

    def begin_save(self) -> None:
        """Save under the same name, or ask for one; a large document is saved while the window goes on."""
        self._window.main.finish()
        session = self._window.session
        if session.path is None or session.read_only or not self.saving.large:
            self.save()
        else:
            self.saving.begin()

    def save(self) -> bool:
        """Save under the same name, or ask for one; whether it was saved."""
        self._window.main.finish()
        self.saving.end()
        session = self._window.session
        if session.path is None or session.read_only:
            return self.save_as()
        try:
            session.save()
        except KnownError as error:
            return self._not_saved(error)
        self._saved()
        return True

    def save_as(self) -> bool:
        """Save under another name; whether it was saved."""
        if self._shows_two():
            return False
        self._window.main.finish()
        self.saving.end()
        session = self._window.session
        suggested = str(session.path or Path(_file_name(self._window.name) + SUFFIX))
        path = self._window.ask.save_path(message("window.save_as.title"), suggested, self._filters)
        if path is None or not self.guarded(lambda: session.save_as(path)):
            return False
        self._desktop.remember(path)
        self._window.main.warn("")
        self._window.main.inspector.refresh()
        self._saved()
        return True

    def revert(self) -> None:
        """Back to the file as it is on the disk; undo takes that back."""
        self.saving.end()
        session = self._window.session
        question = message("window.revert", name=self._window.name)
        if session.path is None:
            self._window.main.say(message("window.said.no_file"))
        elif not session.unsaved or self._window.ask.confirm(question, (), "revert"):
            self.guarded(session.revert)
            self._window.refresh()

    def take_over(self) -> None:
        """Write to a file that somebody on another computer seems to have open still."""
        window, owner = self._window, self._window.session.locked_by
        if owner is None:
            window.main.say(message("window.said.nobody_else"))
            return
        who = {"name": window.name, "owner": owner.owner, "host": owner.host}
        if window.ask.confirm(message("locks.take_over", **who), (message("locks.means"),), "take_over"):
            if window.session.take_over():
                window.main.warn("")
                window.main.inspector.refresh()
            else:
                window.ask.tell(message("locks.still_open", **who))
            window.refresh()

    def export(self) -> None:
        """Write the document in another format."""
        if self._shows_two():
            return
        self.exports.export(self.beside(self._window.name))

    def export_of(self, document: DocumentView, name: str) -> None:
        """Write another document than the one shown, such as a version of it, in another format."""
        self.exports.export(self.beside(name), document)

    def ask_blueprint(self, title: Message) -> Path | None:
        """Which other blueprint, by its file."""
        self._window.main.finish()
        return self._window.ask.open_path(title, self._filters, self.folder)

    def read_other(self, path: Path) -> reading.Loaded | None:
        """What another file holds, be it under the key of this one or a passphrase of its own. None: given up."""
        session = self._window.session

        def act(secret: Secret) -> reading.Loaded:
            return reading.read(path, session.files, secret or session.key)

        return unlocked(self._window.ask, path.name, path, act)

    def quit(self) -> None:
        """Close every window; one that may not go stops it."""
        for window in list(self._desktop.windows):
            if not window.main.close():
                return

    def settle(self) -> bool:
        """Ask what is to become of unsaved edits; whether nothing stands in the way of closing."""
        self.saving.end()
        if not self._window.session.unsaved or self._window.session.read_only:
            return True
        answer = self._window.ask.unsaved(self._window.name)
        if answer is Answer.SAVE:
            return self.save()
        return answer is Answer.DISCARD

    def place(self, session: Session) -> None:
        """Show a session here if nothing is lost by it, else in a new window."""
        if self._window.pristine:
            self._window.show(session)
        else:
            self._desktop.show(session)

    def _shows_two(self) -> bool:
        """Whether the window shows two states at once, which are no document; then that is said."""
        two = self._window.overlaid is not None
        if two:
            self._window.main.say(message("window.versions.not_from_overlay"))
        return two

    def _not_saved(self, error: KnownError) -> bool:
        """Say why, or ask what now; whether it was saved after all."""
        if isinstance(error, ChangedOnDisk):
            return self._written_by_another(error.message)
        self._window.ask.tell(error.message)
        return False

    def _written_by_another(self, said: Message) -> bool:
        answer = self._window.ask.overwrite(said)
        if answer is Answer.MERGE:
            merged: list[bool] = []
            self.guarded(lambda: merged.append(self._window.merge.with_file()))
            return any(merged) and self.save()
        if answer is Answer.DISCARD:
            return self.save_as()
        if answer is Answer.CANCEL:
            return False
        session = self._window.session
        done = self.guarded(lambda: session.save(overwrite=True))
        if done:
            self._saved()
        return done

    def _saved(self) -> None:
        self._window.refresh()
        self._window.main.say(message("window.said.saved", name=str(self._window.session.path)))

    def guarded(self, act: Callable[[], object]) -> bool:
        """Do something that may meet the user's world; whether it went well."""
        try:
            act()
        except KnownError as error:
            self._window.ask.tell(error.message)
            return False
        return True


def _file_name(title: str) -> str:
    """A title as the name of a file."""
    kept = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in title)
    return " ".join(kept.split())[:80] or "blueprint"
