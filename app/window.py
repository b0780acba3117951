"""One window on one session: joins the widgets to the session, the menus to the acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.actions import ACTIONS
from app.session import Session
from app.window_backups import BackupActs
from app.window_file import FileActs
from app.window_import import ImportActs
from app.window_languages import LanguageActs
from app.window_menus import Menus
from app.window_merge import MergeActs
from app.window_modules import ModuleActs
from app.window_portfolio import PortfolioActs
from app.window_protect import ProtectActs
from app.window_share import ShareActs
from app.window_speed import SpeedActs
from app.window_variants import VariantActs
from app.window_versions import VersionActs
from app.window_view import VIEWED, ViewActs
from model.analysis.reviews import next_review
from model.history import Commit
from model.messages import message
from widgets.main_window import MainWindow
from widgets.workspace import Overlaid, Workspace

if TYPE_CHECKING:
    from app.gui import Desktop


# Whose acts change what the file or the session is: a Save under way comes to its end before them.
_OF_THE_FILE = ("protect", "backups", "merge")


class DocumentWindow:
    """`session` may be exchanged for another by `show`."""

    def __init__(self, desktop: Desktop, session: Session, overlaid: Overlaid | None = None) -> None:
        self.desktop = desktop
        self.texts = desktop.texts
        self.session = session
        self.overlaid = overlaid
        self.main = MainWindow(desktop.texts, self.may_close)
        self.ask = desktop.ask(self.main)
        self.file = FileActs(self)
        self.bring, self.share = ImportActs(self), ShareActs(self)
        self.view, self.versions, self.merging = ViewActs(self), VersionActs(self), MergeActs(self)
        self.protection, self.backups = ProtectActs(self), BackupActs(self)
        self.variant, self.language = VariantActs(self), LanguageActs(self)
        self.portfolio, self.module = PortfolioActs(self), ModuleActs(self)
        self.speed = SpeedActs(self)
        self.workspace: Workspace
        self._disconnect: Callable[[], None] = lambda: None
        self.menus = Menus(
            self.main, ACTIONS, self.texts, self._room, lambda: self.desktop.settings.recent, self._holds
        )
        self.menus.views = self._views
        self.menus.view_chosen.connect(self._pick_view)
        self.menus.recent_chosen.connect(lambda name: self.file.open_path(Path(name)))
        self.main.system_colours.connect(desktop.restyle)
        self.main.files_dropped.connect(self.file.open_dropped)
        self.main.closed.connect(self._closed)
        self.main.restore_layout(desktop.settings.window)
        self.show(session)

    def show(self, session: Session) -> None:
        """Show another session, ending the one before."""
        self.desktop.rubbish.unspare()
        if session is not self.session:
            self.desktop.keep_registers(self.main.registers.layout_text)
            self._disconnect()
            self.language.release()
            self.speed.release()
            self.session.close(discard=True)
        self.session = session
        self.workspace = Workspace(
            session.editor,
            self.texts,
            self.desktop.theme,
            self.desktop.fonts,
            read_only=lambda: self.session.read_only,
            view=self.desktop.view,
            overlaid=self.overlaid,
        )
        self.main.show_workspace(self.workspace, self.ask.confirm, self.ask.paste, self.ask.picture, self.ask)
        self.main.registers.restore_layout(self.desktop.settings.registers)
        self.main.registers.menu_wanted.connect(lambda kind, where: self.menus.context(kind).popup(where))
        self.main.canvas.menu_wanted.connect(lambda kind, where: self.menus.context(kind).popup(where))
        self.main.versions.wanted.connect(lambda id: self.menus.actions[id].trigger())
        self.main.findings.menu_wanted.connect(lambda kind, where: self.menus.context(kind).popup(where))
        self.main.canvas.idle.done.connect(self.desktop.rubbish.spare, Qt.ConnectionType.SingleShotConnection)
        self.workspace.failed.connect(self.ask.tell)
        self._disconnect = session.history.committed.connect(self._committed)
        self.refresh()
        self._warn()

    @property
    def pristine(self) -> bool:
        """Whether nothing would be lost by showing something else here."""
        return self.session.path is None and not self.session.unsaved and not self.session.read_only

    @property
    def name(self) -> str:
        """What the document is called."""
        return self.session.title or self.texts("window.untitled")

    def refresh(self) -> None:
        """Title, unsaved marker, undo and redo as they are now."""
        key = "window.title" + "_read_only" * self.session.read_only + "_protected" * (self.session.key is not None)
        self.main.setWindowTitle(self.texts(key, name=self.name.replace("[*]", "[*][*]")))
        self.main.setWindowModified(self.session.unsaved)
        history = self.session.history
        self.menus.refresh(history.can_undo, history.can_redo, self.session.read_only)
        self.main.registers.follow()

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
        elif (due := next_review(session.document)) is not None and due < self.desktop.context.today():
            text = self.texts("window.review_due", day=due)
        self.main.warn(text)
        if session.recovered:
            self.main.say(message("window.said.recovered"))

    def _room(self, name: str) -> object:
        rooms: dict[str, object] = {
            "file": self.file,
            "protect": self.protection,
            "backups": self.backups,
            "acts": self.main.acts,
            "window": self.main,
            "canvas": self.main.canvas,
        }
        rooms |= {"bring": self.bring, "share": self.share, "findings": self.main.findings}
        rooms["picture"] = self.main.pictures
        rooms |= {"view": self.view, "clip": self.main.clipboard, "shape": self.main.shaping, "move": self.main.moving}
        rooms |= {"ask": self.main.asking, "viewing": self.main.viewing, "register": self.main.registers}
        rooms |= {"version": self.versions, "merge": self.merging}
        rooms |= {"variant": self.variant, "language": self.language, "portfolio": self.portfolio}
        rooms |= {"module": self.module, "speed": self.speed}
        self.main.finish()
        if name in _OF_THE_FILE:
            self.file.saving.end()
        return rooms[name]

    def _holds(self, field: str, value: str) -> bool:
        """Whether a choice is the one that holds now."""
        if field == "backups":
            return self.backups.holds(value)
        return self.view.holds(field, value) if field in VIEWED else self.main.acts.holds(field, value)

    def _views(self) -> Sequence[tuple[str, str, bool]]:
        return self.main.viewing.saved()

    def _pick_view(self, id: str) -> None:
        self.main.finish()
        self.main.viewing.pick(id)

    def _closed(self) -> None:
        self.desktop.rubbish.unspare()
        self.desktop.keep_layout(self.main.layout_text)
        self.desktop.keep_registers(self.main.registers.layout_text)
        self._disconnect()
        self.speed.release()
        self.main.release()
        self.file.exports.release()
        self.session.close(discard=True)
        self.desktop.forget(self)
        # What Python owns of the window outlives Qt's part of it, which goes a little later and still uses it.
        self.main.destroyed.connect(partial(_let_go, self))
        self.main.deleteLater()


def _let_go(_window: DocumentWindow, _gone: QObject | None = None) -> None:
    """Until Qt calls this, a window is kept."""
