"""The command palette and the shortcut sheet: lists of acts to search. What an act is, the caller says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.folding import fold
from model.texts import Texts
from widgets.fuzzy import fit

_WIDTH, _HEIGHT = 640, 460
_TITLE_WIDTH = 230
_TITLE_BONUS = 1000
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ID = Qt.ItemDataRole.UserRole


class Command(NamedTuple):
    """Something that can be done: `does` says in a sentence what, `ready` whether it can be done now."""

    id: str
    title: str
    place: str
    keys: str
    does: str
    ready: bool = True


def matching(query: str, commands: Sequence[Command]) -> list[Command]:
    """The commands that fit what was typed, best first; commands that can be done now before others."""
    found = []
    for number, command in enumerate(commands):
        own, wide = fit(query, command.title), fit(query, f"{command.place} {command.title}")
        if own is not None or wide is not None:
            score = own + _TITLE_BONUS if own is not None else wide or 0
            found.append((not command.ready, -score, number, command))
    return [command for *_, command in sorted(found, key=lambda each: each[:3])]


class CommandPalette(QDialog):
    """Type, walk with the arrow keys, Enter runs. `chosen` is the id of the command, or empty."""

    def __init__(
        self, texts: Texts, commands: Sequence[Command], parent: QWidget | None, words: str = "window.palette"
    ) -> None:
        """`words`: where its title and hint stand in the catalogue."""
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._texts = texts
        self._commands = tuple(commands)
        self.chosen = ""
        self.setObjectName("palette")
        self.setWindowTitle(texts(f"{words}.title"))
        self.resize(_WIDTH, _HEIGHT)
        self.line = QLineEdit()
        self.line.setPlaceholderText(texts(f"{words}.hint"))
        self.line.setAccessibleName(texts(f"{words}.title"))
        self.line.installEventFilter(self)
        self.list = _table(texts(f"{words}.title"), 3)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.about = QLabel()
        self.about.setObjectName("caption")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        for widget in (self.line, self.list, self.about):
            layout.addWidget(widget)
        self.line.textChanged.connect(self._filter)
        self.line.returnPressed.connect(self._run)
        self.list.itemClicked.connect(lambda _: self._run())
        self.list.currentItemChanged.connect(lambda item, _: self._tell(item))
        self._filter("")
        self._place(parent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys walk the list while the line keeps the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _WALKING:
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8}.get(Qt.Key(event.key()), 8)
            self._walk(by)
            return True
        return super().eventFilter(watched, event)

    def _filter(self, query: str) -> None:
        found = matching(query, self._commands)
        self.list.clear()
        for command in found:
            item = QTreeWidgetItem([command.title, command.place, command.keys])
            item.setData(0, _ID, command.id)
            item.setDisabled(not command.ready)
            item.setForeground(1, self.palette().placeholderText())
            self.list.addTopLevelItem(item)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        else:
            self.about.setText(self._texts("window.palette.none"))

    def _walk(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        row = max(0, min(row, self.list.topLevelItemCount() - 1))
        if (item := self.list.topLevelItem(row)) is not None:
            self.list.setCurrentItem(item)

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        id = item.data(0, _ID) if item is not None else ""
        self.about.setText(next((command.does for command in self._commands if command.id == id), ""))

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isDisabled():
            self.chosen = str(item.data(0, _ID))
            self.accept()

    def _place(self, parent: QWidget | None) -> None:
        """In the upper third of the window, where eyes are."""
        if parent is not None:
            middle = parent.mapToGlobal(parent.rect().center())
            top = parent.mapToGlobal(parent.rect().topLeft())
            self.move(middle.x() - self.width() // 2, top.y() + max(40, parent.height() // 8))


class ShortcutSheet(QDialog):
    """Every act with its keys, menu by menu; to search, and to copy as text."""

    def __init__(
        self, texts: Texts, commands: Sequence[Command], as_text: Callable[[], str], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._as_text = as_text
        self.setWindowTitle(texts("window.shortcuts.title"))
        self.resize(_WIDTH + 360, _HEIGHT + 180)
        self.line = QLineEdit()
        self.line.setPlaceholderText(texts("window.shortcuts.hint"))
        self.line.setAccessibleName(texts("window.shortcuts.hint"))
        self.list = _table(texts("window.shortcuts.title"), 3)
        copy = QPushButton(texts("window.button.copy"))
        copy.clicked.connect(self.copy)
        copy.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 12)
        for widget in (self.line, self.list):
            layout.addWidget(widget)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignRight)
        self.line.textChanged.connect(self._filter)
        for place in dict.fromkeys(command.place for command in commands):
            head = QTreeWidgetItem([place])
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            self.list.addTopLevelItem(head)
            head.addChildren(
                [QTreeWidgetItem([each.title, each.does, each.keys]) for each in commands if each.place == place]
            )
        self.list.expandAll()

    def copy(self) -> None:
        """Put it all on the clipboard, as text to print."""
        QGuiApplication.clipboard().setText(self._as_text())

    def _filter(self, query: str) -> None:
        wanted = fold(query.strip())
        for number in range(self.list.topLevelItemCount()):
            head = self.list.topLevelItem(number)
            assert head is not None
            left = 0
            for item in (head.child(row) for row in range(head.childCount())):
                assert item is not None
                seen = wanted in fold(" ".join(item.text(column) for column in range(3)))
                item.setHidden(not seen)
                left += seen
            head.setHidden(not left)


def _table(name: str, columns: int) -> QTreeWidget:
    table = QTreeWidget()
    table.setColumnCount(columns)
    table.setHeaderHidden(True)
    table.setAccessibleName(name)
    table.setIndentation(0)
    table.setItemsExpandable(False)
    table.setUniformRowHeights(True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = table.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
    header.resizeSection(0, _TITLE_WIDTH)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table
