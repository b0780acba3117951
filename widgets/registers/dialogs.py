"""What is asked about entries of registers: where one is used, how one goes, which one stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from model.messages import Message
from model.texts import Texts
from model.usage import UseGroup
from widgets.dialogs import Dialog
from widgets.field_editors import Names, named_combo

_SIZE = (560, 480)
_MOST = 200
_ID = Qt.ItemDataRole.UserRole
_CHECKED = Qt.CheckState.Checked
Entry = tuple[str, str, int]


class Asked(NamedTuple):
    """A deletion to be decided: what is said, what refers to the entries, what goes along, what could replace them."""

    head: Message
    groups: tuple[UseGroup, ...]
    along: tuple[UseGroup, ...]
    others: Names


class Deletion(NamedTuple):
    """How entries go: replaced by another, by its id, or unlinked."""

    by: str | None = None


class UsedDialog(Dialog):
    """What refers to an entry; `chosen` is what is to be shown."""

    def __init__(self, texts: Texts, name: str, groups: Sequence[UseGroup], parent: QWidget | None) -> None:
        super().__init__(texts, texts("register.where.title"), parent, "show")
        self.resize(*_SIZE)
        self.body.addWidget(_head(texts("register.where.head", name=name)))
        self.tree = _tree(texts, groups, texts("register.where.title"))
        self.body.addWidget(self.tree, 1)
        self.tree.itemActivated.connect(lambda *_: self.accept())
        first = self.tree.topLevelItem(0)
        use = None if first is None else first.child(0)
        if use is not None:
            self.tree.setCurrentItem(use)

    @property
    def chosen(self) -> str:
        """The id of the current row; a heading stands for the first below it."""
        item = self.tree.currentItem()
        if item is not None and item.data(0, _ID) is None:
            item = item.child(0)
        return "" if item is None else str(item.data(0, _ID) or "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tree.setFocus()


class DeleteDialog(Dialog):
    """Lists what refers to entries before they go, and offers another in their place, or that nothing refers there."""

    def __init__(self, texts: Texts, asked: Asked, parent: QWidget | None) -> None:
        used = bool(asked.groups)
        super().__init__(texts, texts("register.deleting.title"), parent, "unlink" if used else "delete")
        self.resize(*_SIZE)
        self.body.addWidget(_head(texts(asked.head)))
        self.tree = _tree(texts, (*asked.groups, *asked.along), texts(asked.head))
        self.body.addWidget(self.tree, 1)
        self._others = asked.others
        self._by: str | None = None
        self.combo = named_combo()
        self.replace = QPushButton(texts("window.button.replace"))
        caption = QLabel(texts("register.deleting.by"))
        caption.setObjectName("caption")
        caption.setBuddy(self.combo)
        self.body.addWidget(caption)
        self.body.addWidget(self.combo)
        for id, name in asked.others:
            self.combo.addItem(name, id)
        self.combo.setCurrentIndex(-1)
        self.combo.setAccessibleName(texts("register.deleting.by"))
        line = self.combo.lineEdit()
        assert line is not None
        line.setPlaceholderText(texts("register.deleting.by_hint"))
        self.buttons.addButton(self.replace, QDialogButtonBox.ButtonRole.ActionRole)
        self.replace.clicked.connect(self._replace)
        self.combo.editTextChanged.connect(self._typed)
        for widget in (caption, self.combo, self.replace):
            widget.setVisible(used and bool(asked.others))
        self._typed("")

    @property
    def deletion(self) -> Deletion:
        """What was decided."""
        return Deletion(self._by)

    def _typed(self, text: str) -> None:
        """Enter means replacing once an entry is named, else unlinking."""
        known = self._known(text) is not None
        self.replace.setEnabled(known)
        self.replace.setDefault(known)
        if not known:
            self.yes.setDefault(True)

    def _known(self, text: str) -> str | None:
        wanted = text.strip().casefold()
        index = self.combo.currentIndex()
        if index >= 0 and self.combo.itemText(index).casefold() == wanted:
            return str(self.combo.itemData(index))
        return next((id for id, name in self._others if name.casefold() == wanted), None)

    def _replace(self) -> None:
        self._by = self._known(self.combo.currentText())
        if self._by is not None:
            self.accept()


class MergeDialog(Dialog):
    """Which of some entries takes in the others."""

    def __init__(self, texts: Texts, entries: Sequence[Entry], parent: QWidget | None) -> None:
        super().__init__(texts, texts("register.merging.title"), parent, "merge")
        self.body.addWidget(_head(texts("register.merging.head")))
        self.list = QListWidget()
        # Before it is filled, so that its rows have the room of the style.
        self.body.addWidget(self.list, 1)
        self.list.ensurePolished()
        self.list.setAccessibleName(texts("register.merging.title"))
        for id, name, uses in entries:
            item = QListWidgetItem(_entry(texts, name, uses))
            item.setData(_ID, id)
            self.list.addItem(item)
        most = max(range(len(entries)), key=lambda place: entries[place][2])
        self.list.setCurrentRow(most)

    @property
    def chosen(self) -> str:
        """The id of the one that stays."""
        return str(self.list.currentItem().data(_ID))


class DuplicatesDialog(Dialog):
    """Groups of entries of the same name, each ticked to become one."""

    def __init__(self, texts: Texts, groups: Sequence[Sequence[Entry]], parent: QWidget | None) -> None:
        super().__init__(texts, texts("register.duplicates.title"), parent, "merge")
        self.resize(*_SIZE)
        self.body.addWidget(_head(texts("register.duplicates.head")))
        self.list = QListWidget()
        # Before it is filled, so that its rows have the room of the style.
        self.body.addWidget(self.list, 1)
        self.list.ensurePolished()
        self.list.setAccessibleName(texts("register.duplicates.title"))
        for group in groups:
            names = "\n".join(_entry(texts, name, uses) for _, name, uses in group)
            item = QListWidgetItem(names)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_CHECKED)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The places of the ticked groups."""
        return tuple(row for row in range(self.list.count()) if self.list.item(row).checkState() == _CHECKED)


def _entry(texts: Texts, name: str, uses: int) -> str:
    return texts("register.merging.entry", name=name, uses=texts("register.merging.uses", n=uses))


def _head(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _tree(texts: Texts, groups: Sequence[UseGroup], name: str) -> QTreeWidget:
    """Uses under what they are; of very many the first."""
    tree = QTreeWidget()
    tree.ensurePolished()
    tree.setHeaderHidden(True)
    tree.setAccessibleName(name)
    for group in groups:
        top = QTreeWidgetItem([texts(group.title)])
        tree.addTopLevelItem(top)
        for id, called in group.uses[:_MOST]:
            item = QTreeWidgetItem([texts.value(called)])
            item.setData(0, _ID, id)
            top.addChild(item)
        more = len(group.uses) - _MOST
        if more > 0:
            top.addChild(QTreeWidgetItem([texts("register.deleting.more", n=more)]))
    tree.expandAll()
    return tree
