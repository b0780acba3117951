"""The browser of backups: when each was made, how large it is, and what its document is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QTreeWidget, QTreeWidgetItem, QWidget

from model.messages import message
from model.texts import Texts
from widgets.dialogs import Dialog

OPEN, RESTORE = "open", "restore"
_SIZE = (640, 420)
_AHEAD = 5


class BackupsDialog(Dialog):
    """`entries`: date and size of each, the newest first. `title`: of one by its number, read when it is shown."""

    def __init__(
        self,
        texts: Texts,
        name: str,
        entries: Sequence[tuple[str, str]],
        title: Callable[[int], str],
        restorable: bool,
        parent: QWidget | None,
    ) -> None:
        super().__init__(texts, texts("backups.title"), parent, "restore_backup")
        self.resize(*_SIZE)
        self._title = title
        self._restorable = restorable
        self.act = ""
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(texts("backups.title"))
        self.list.setHeaderLabels([texts(f"backups.column.{column}") for column in ("taken", "size", "title")])
        self.list.addTopLevelItems([QTreeWidgetItem([taken, size, ""]) for taken, size in entries])
        said = QLabel(texts(message("backups.said", name=name) if entries else "backups.none"))
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.body.addWidget(self.list, 1)
        self.look = self.buttons.addButton(texts("window.button.look"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.look.clicked.connect(lambda: self._choose(OPEN))
        self.yes.clicked.connect(lambda: self._choose(RESTORE))
        self.list.currentItemChanged.connect(self._moved)
        for number in range(min(_AHEAD, len(entries))):
            self._name(number)
        self._moved()
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        for column in range(3):
            self.list.resizeColumnToContents(column)

    @property
    def number(self) -> int:
        """Which one is chosen; -1: none."""
        return self.list.currentIndex().row()

    def _choose(self, act: str) -> None:
        self.act = act

    def _moved(self) -> None:
        chosen = self.list.currentItem() is not None
        self.look.setEnabled(chosen)
        self.yes.setEnabled(chosen and self._restorable)
        if chosen:
            self._name(self.number)

    def _name(self, number: int) -> None:
        item = self.list.topLevelItem(number)
        if item is not None and not item.text(2):
            item.setText(2, self._title(number))
