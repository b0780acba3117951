"""One window on one session: joins the widgets to the session, the menus to the acts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.actions import ACTIONS
from app.session import Session
from app.window_file import FileActs
from app.window_menus import Menus
from model.history import Commit
from model.messages import message
from widgets.main_window import MainWindow
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.gui import Desktop


class DocumentWindow:
    """`session` may be exchanged for another by `show`."""

    def __init__(self, desktop: Desktop, session: Session) -> None:
        self.desktop = desktop
        self.texts = desktop.texts
        self.session = session
        self.main = MainWindow(desktop.texts, self.may_close)
        self.ask = desktop.ask(self.main)
        self.file = FileActs(self)
        self.workspace: Workspace
        self._disconnect: Callable[[], None] = lambda: None
        self.menus = Menus(self.main, ACTIONS, self.texts, self._room, lambda: self.desktop.settings.recent)
        self.menus.recent_chosen.connect(lambda name: self.file.open_path(Path(name)))
        self.main.files_dropped.connect(self.file.open_dropped)
        self.main.closed.connect(self._closed)
        self.main.restore_layout(desktop.settings.window)
        self.show(session)

    def show(self, session: Session) -> None:
        """Show another session, ending the one before."""
        if session is not self.session:
            self._disconnect()
            self.session.close(discard=True)
        self.session = session
        self.workspace = Workspace(
            session.editor,
            self.texts,
            self.desktop.theme,
            self.desktop.fonts,
            read_only=lambda: self.session.read_only,
        )
        self.main.show_workspace(self.workspace, self.ask.confirm)
        self.main.canvas.menu_wanted.connect(lambda kind, where: self.menus.context(kind).popup(where))
        self.workspace.failed.connect(self.ask.tell)
        self._disconnect = session.history.committed.connect(self._committed)
        self.refresh()
        self._warn()

    @property
    def pristine(self) -> bool:
        """Whether nothing would be lost by showing something else here."""
        return self.session.path is None and not self.session.unsaved

    @property
    def name(self) -> str:
        """What the document is called."""
        return self.session.title or self.texts("window.untitled")

    def refresh(self) -> None:
        """Title, unsaved marker, undo and redo as they are now."""
        key = "window.title_read_only" if self.session.read_only else "window.title"
        self.main.setWindowTitle(self.texts(key, name=self.name.replace("[*]", "[*][*]")))
        self.main.setWindowModified(self.session.unsaved)
        history = self.session.history
        self.menus.refresh(history.can_undo, history.can_redo, self.session.read_only)

    def may_close(self) -> bool:
        """Ask about unsaved edits; whether the window may go."""
        self.main.finish()
        return self.file.settle()

    def _committed(self, _commit: Commit) -> None:
        self.refresh()

    def _warn(self) -> None:
        """Say above the map what is special about this session."""
        session = self.session
        text = ""
        if session.locked_by is not None:
            owner, host, _ = session.locked_by
            text = self.texts("window.locked_by", owner=owner, host=host)
        elif session.read_only:
            text = self.texts("window.said.read_only")
        self.main.warn(text)
        if session.recovered:
            self.main.say(message("window.said.recovered"))

    def _room(self, name: str) -> object:
        rooms = {"file": self.file, "acts": self.main.acts, "window": self.main, "canvas": self.main.canvas}
        self.main.finish()
        return rooms[name]

    def _closed(self) -> None:
        self.desktop.keep_layout(self.main.layout_text)
        self._disconnect()
        self.main.release()
        self.session.close(discard=True)
        self.desktop.forget(self)
        self.main.deleteLater()
