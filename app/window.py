"""One window on one session: joins the widgets to the session, the menus to the acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from app.actions import ACTIONS
from app.session import Session
from app.window_file import FileActs
from app.window_menus import Menus
from app.window_view import VIEWED, ViewActs
from model.analysis.reviews import next_review
from model.history import Commit
from model.messages import message
from model.store.locks import this_process
from widgets.main_window import MainWindow
from widgets.workspace import Overlaid, Workspace

if TYPE_CHECKING:
    from app.gui import Desktop
    from app.window_backups import BackupActs
    from app.window_import import ImportActs
    from app.window_languages import LanguageActs
    from app.window_merge import MergeActs
    from app.window_modules import ModuleActs
    from app.window_portfolio import PortfolioActs
    from app.window_protect import ProtectActs
    from app.window_share import ShareActs
    from app.window_speed import SpeedActs
    from app.window_variants import VariantActs
    from app.window_versions import VersionActs


# The rooms of acts that are parts of the main window, by what they are called there.
_OF_MAIN = {
    "acts": "acts",
    "ask": "asking",
    "canvas": "canvas",
    "clip": "clipboard",
    "findings": "findings",
    "move": "moving",
    "panel": "panels",
    "picture": "pictures",
    "register": "registers",
    "shape": "shaping",
    "viewing": "viewing",
}


# Whose acts change what the file or the session is: a Save under way comes to its end before them.
_OF_THE_FILE = ("protect", "backups", "merge")


class DocumentWindow:
    """`session` may be exchanged for another by `show`.

    Acts that no window begins with are imported when one of them is first done.
    """

    def __init__(self, desktop: Desktop, session: Session, overlaid: Overlaid | None = None) -> None:
        self.desktop = desktop
        self.texts = desktop.texts
        self.session = session
        self.overlaid = overlaid
        self.main = MainWindow(desktop.texts, self.may_close)
        self.ask = desktop.ask(self.main)
        self.file = FileActs(self)
        self.view = ViewActs(self)
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
        self.main.menu_wanted.connect(self._open_menu)
        self.main.act_wanted.connect(lambda id: self.menus.actions[id].trigger())
        self.main.closed.connect(self._closed)
        self.main.restore_layout(desktop.settings.window)
        self.main.want_money(desktop.settings.money != "off")
        self.show(session)

    @cached_property
    def bring(self) -> ImportActs:
        from app.window_import import ImportActs

        return ImportActs(self)

    @cached_property
    def share(self) -> ShareActs:
        from app.window_share import ShareActs

        return ShareActs(self)

    @cached_property
    def version(self) -> VersionActs:
        from app.window_versions import VersionActs

        return VersionActs(self)

    @cached_property
    def merge(self) -> MergeActs:
        from app.window_merge import MergeActs

        return MergeActs(self)

    @cached_property
    def protect(self) -> ProtectActs:
        from app.window_protect import ProtectActs

        return ProtectActs(self)

    @cached_property
    def backups(self) -> BackupActs:
        from app.window_backups import BackupActs

        return BackupActs(self)

    @cached_property
    def variant(self) -> VariantActs:
        from app.window_variants import VariantActs

        return VariantActs(self)

    @cached_property
    def language(self) -> LanguageActs:
        from app.window_languages import LanguageActs

        return LanguageActs(self)

    @cached_property
    def portfolio(self) -> PortfolioActs:
        from app.window_portfolio import PortfolioActs

        return PortfolioActs(self)

    @cached_property
    def module(self) -> ModuleActs:
        from app.window_modules import ModuleActs

        return ModuleActs(self)

    @cached_property
    def speed(self) -> SpeedActs:
        from app.window_speed import SpeedActs

        return SpeedActs(self)

    def show(self, session: Session) -> None:
        """Show another session, ending the one before."""
        if anew := "workspace" in vars(self):
            self.desktop.rubbish.unspare()
        if session is not self.session:
            self._keep_registers()
            self._disconnect()
            if "language" in vars(self):
                self.language.release()
            if "speed" in vars(self):
                self.speed.release()
            self.session.close(discard=True)
        self.session = session
        self.workspace = Workspace(
            session,
            self.texts,
            self.desktop.theme,
            self.desktop.fonts,
            read_only=lambda: self.session.read_only,
            view=self.desktop.view,
            overlaid=self.overlaid,
        )
        self.main.register_layout = self.desktop.settings.registers
        self.main.show_workspace(self.workspace, self.ask.confirm, self.ask.paste, self.ask.picture, self.ask)
        self.main.canvas.menu_wanted.connect(self._open_menu)
        if anew:
            self.main.canvas.view.painted.connect(self.desktop.rubbish.gone, Qt.ConnectionType.SingleShotConnection)
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
        if self.main.made("registers"):
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
            elsewhere = host != this_process("").host
            text = self.texts("locks.elsewhere" if elsewhere else "window.locked_by", owner=owner, host=host)
        elif session.read_only:
            text = self.texts("window.said.read_only")
        elif (due := next_review(session.document)) is not None and due < self.desktop.context.today():
            text = self.texts("window.review_due", day=due)
        self.main.warn(text)
        if session.recovered:
            self.main.say(message("window.said.recovered"))

    def _room(self, name: str) -> object:
        """The object that a handler's room names: one of the window's own, or one of the acts here."""
        self.main.finish()
        if name == "window":
            return self.main
        if name in _OF_THE_FILE:
            self.file.saving.end()
        return getattr(self.main, _OF_MAIN[name]) if name in _OF_MAIN else getattr(self, name)

    def _holds(self, field: str, value: str) -> bool:
        """Whether a choice is the one that holds now."""
        if field == "backups":
            return self.backups.holds(value)
        return self.view.holds(field, value) if field in VIEWED else self.main.acts.holds(field, value)

    def _open_menu(self, kind: str, where: QPoint) -> None:
        self.menus.context(kind).popup(where)

    def _keep_registers(self) -> None:
        """Remember the columns of the registers, where these were looked at."""
        if self.main.made("registers"):
            self.desktop.keep_registers(self.main.registers.layout_text)

    def _views(self) -> Sequence[tuple[str, str, bool]]:
        return self.main.viewing.saved()

    def _pick_view(self, id: str) -> None:
        self.main.finish()
        self.main.viewing.pick(id)

    def _closed(self) -> None:
        self.desktop.rubbish.unspare()
        self.desktop.keep_layout(self.main.layout_text)
        self._keep_registers()
        self._disconnect()
        if "speed" in vars(self):
            self.speed.release()
        self.main.release()
        self.file.release()
        self.session.close(discard=True)
        self.desktop.forget(self)
        # What Python owns of the window outlives Qt's part of it, which goes a little later and still uses it.
        self.main.destroyed.connect(partial(_let_go, self))
        self.main.deleteLater()


def _let_go(window: DocumentWindow, _gone: QObject | None = None) -> None:
    """Until Qt calls this, a window is kept."""
    window.desktop.rubbish.gone()
