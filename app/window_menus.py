"""Menus, toolbar, shortcuts and context menus of a window, made from the table of acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar, QToolTip

from app.actions import MENUS, ActionSpec
from app.reference import does
from model.change import Change
from model.messages import message
from model.texts import Texts
from widgets.main_window import MainWindow
from widgets.window_keys import WindowKeys

Rooms = Callable[[str], object]


class Menus(QObject):
    """`actions` by id. A handler `room.method` is looked up when it is called, as rooms may be exchanged.

    `began` tells the id of an act before it is done.
    """

    began = Signal(str)
    recent_chosen = Signal(str)
    view_chosen = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        specs: Sequence[ActionSpec],
        texts: Texts,
        rooms: Rooms,
        recent: Callable[[], Iterable[str]],
        holds: Callable[[str, str], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._specs = specs
        self._texts = texts
        self._rooms = rooms
        self._recent = recent
        self._holds = holds
        self.views: Callable[[], Sequence[tuple[str, str, bool]]] = tuple
        self.actions = {spec.id: self._action(spec) for spec in specs}
        self._toolbar = QToolBar(texts("window.toolbar"), window)
        self._keys = WindowKeys(window)
        self._build()

    def refresh(self, undo: Change | None, redo: Change | None, read_only: bool) -> None:
        """Undo and redo say what they do; a document to look at only offers no edits."""
        for spec in self._specs:
            if spec.edits:
                self.actions[spec.id].setEnabled(not read_only)
        for name, change in (("undo", undo), ("redo", redo)):
            action = self.actions[name]
            self._let_go(action)
            action.setEnabled(change is not None and not read_only)
            plain = self._texts(f"window.action.{name}")
            what = plain if change is None else self._texts(f"window.{name}_what", what=change.label)
            action.setText(what)
            action.setIconText(_short(plain))
            action.setToolTip(self._tip(_short(what), action))

    def _let_go(self, action: QAction) -> None:
        """Qt 6.11 has the button of an act listen to it once more at each change, and so edits grow slower all day.

        The button hears of the next change all the same: it listens anew just before.
        """
        button = self._toolbar.widgetForAction(action)
        if button is not None:
            action.disconnect(button)

    def context(self, kind: str) -> QMenu:
        """The menu of a kind of thing."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu, [spec for spec in self._specs if kind in spec.context])
        return menu

    def _action(self, spec: ActionSpec) -> QAction:
        words = self._texts(spec.text)
        action = QAction(words, self._window)
        action.setObjectName(spec.id)
        action.setIconText(_short(words))
        action.setCheckable(bool(spec.holds))
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        meaning = does(spec, self._texts)
        action.setToolTip(meaning if "/" in spec.menu else self._tip(_short(words), action))
        action.setStatusTip(meaning)
        action.triggered.connect(lambda: self._run(spec))
        self._window.addAction(action)
        return action

    def _tick(self, specs: Sequence[ActionSpec]) -> None:
        """Tick what the selection has, and what was chosen."""
        for spec in specs:
            self.actions[spec.id].setChecked(self._holds(spec.holds, spec.argument))

    def _tip(self, text: str, action: QAction) -> str:
        """What an act is called, with its keys."""
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return self._texts("window.tip", text=text, keys=keys) if keys else text

    def _run(self, spec: ActionSpec) -> None:
        # What was told of a place may be gone with what the act changes there.
        QToolTip.hideText()
        self.began.emit(spec.id)
        here = self._window.here(spec.id)
        if here is not None:
            self._window.finish()
            here()
            return
        room, method = spec.handler.split(".")
        handler = getattr(self._rooms(room), method)
        handler(*([spec.argument] if spec.argument else []))

    def _build(self) -> None:
        bar = self._window.menuBar()
        for name in MENUS:
            menu = bar.addMenu(self._texts(f"window.menu.{name}"))
            self._fill(menu, [spec for spec in self._specs if spec.menu.split("/")[0] == name and not spec.hidden])
            if name == "file":
                self._add_recent(menu)
            if name == "view":
                menu.addSeparator()
                window = self._window
                for dock in (window.outline_dock, window.inspector_dock, window.find_dock, window.answers_dock):
                    menu.addAction(dock.toggleViewAction())
        toolbar = self._toolbar
        toolbar.setObjectName("toolbar")
        toolbar.setMovable(False)
        group = ""
        for spec in self._specs:
            if spec.toolbar:
                if group and spec.menu != group:
                    toolbar.addSeparator()
                group = spec.menu
                toolbar.addAction(self.actions[spec.id])
        self._window.addToolBar(toolbar)

    def _fill(self, menu: QMenu, specs: Sequence[ActionSpec]) -> None:
        if ticked := [each for each in specs if each.holds and "/" not in each.menu]:
            menu.aboutToShow.connect(lambda: self._tick(ticked))
        group: int | None = None
        submenus: dict[str, QMenu] = {}
        for spec in specs:
            if group is not None and spec.group != group and "/" not in spec.menu:
                menu.addSeparator()
            group = spec.group
            _, _, sub = spec.menu.partition("/")
            if sub and sub not in submenus:
                submenus[sub] = menu.addMenu(self._texts(f"window.menu.{sub}"))
                submenus[sub].setToolTipsVisible(True)
                within = [each for each in specs if each.menu == spec.menu and each.holds]
                submenus[sub].aboutToShow.connect(lambda within=within: self._tick(within))
                if sub == "views":
                    self._add_views(submenus[sub])
            (submenus[sub] if sub else menu).addAction(self.actions[spec.id])

    def _add_views(self, menu: QMenu) -> None:
        """The saved views, as they are when the menu is opened, above its acts."""
        shown: list[QAction] = []

        def fill() -> None:
            for action in shown:
                menu.removeAction(action)
                action.deleteLater()
            shown.clear()
            first = menu.actions()[0]
            for id, name, on in self.views():
                action = QAction(name.replace("&", "&&"), menu)
                action.setCheckable(True)
                action.setChecked(on)
                action.triggered.connect(lambda _checked=False, id=id: self.view_chosen.emit(id))
                menu.insertAction(first, action)
                shown.append(action)
            if shown:
                shown.append(menu.insertSeparator(first))

        menu.aboutToShow.connect(fill)

    def _add_recent(self, menu: QMenu) -> None:
        recent = QMenu(self._texts("window.menu.recent"), menu)
        recent.aboutToShow.connect(lambda: self._show_recent(recent))
        menu.insertMenu(self.actions["save"], recent)
        menu.insertSeparator(self.actions["save"])

    def _show_recent(self, menu: QMenu) -> None:
        menu.clear()
        names = list(self._recent())
        for name in names:
            words = self._texts("window.recent", name=Path(name).name, folder=str(Path(name).parent))
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, name=name: self.recent_chosen.emit(name))
        if not names:
            menu.addAction(self._texts(message("window.no_recent"))).setEnabled(False)


def _short(text: str) -> str:
    """A menu's words for the toolbar: no mnemonic, no dots."""
    return text.replace("&", "").replace("…", "")
