"""Two states side by side: the figures of both, and below them every element that differs, field by field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.analysis.differences import counted
from model.texts import Texts
from widgets.versions.sides import Compared
from widgets.versions.tree import Tree

_ELEMENT = Qt.ItemDataRole.UserRole
_MODE = QHeaderView.ResizeMode
_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_COLUMNS = ("figure", "before", "after", "difference")
_TOLD = ("became", "what", "which")
# Up to so many differences, all of them stand open.
_OPEN_UP_TO = 12


class CompareView(QWidget):
    """`chosen`: an element should be shown on the map; `wanted`: an act, by its id; `left`: back to the map."""

    chosen = Signal(str)
    wanted = Signal(str)
    left = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.head = QLabel()
        self.head.setObjectName("head")
        self.counts = QLabel()
        self.counts.setObjectName("caption")
        for label in (self.head, self.counts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.figures = Tree(texts("window.versions.figures"), [texts(f"window.versions.{name}") for name in _COLUMNS])
        self.tree = Tree(texts("window.versions.differences"), [texts(f"window.versions.{name}") for name in _TOLD])
        self.overlay_button = QPushButton(texts("window.versions.show_overlay"))
        self.print_button = QPushButton(texts("window.versions.print"))
        self.copy_button = QPushButton(texts("window.versions.copy"))
        self.overlay_button.clicked.connect(lambda: self.wanted.emit("version.overlay"))
        self.print_button.clicked.connect(lambda: self.wanted.emit("version.print"))
        self.copy_button.clicked.connect(self.copy)
        self.tree.itemSelectionChanged.connect(self._choose)
        for tree in (self.figures, self.tree):
            tree.left.connect(self.left)
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Show that nothing is compared."""
        self._say(self._texts("window.versions.nothing_compared"), "")

    def wait(self) -> None:
        """Say that a comparison is being worked out."""
        self.counts.setText(self._texts("window.versions.waiting"))

    def fail(self, why: str) -> None:
        """Say why there is no comparison."""
        self._say(why, "")

    def show_compared(self, compared: Compared) -> None:
        """Show a comparison."""
        texts, pair = self._texts, compared.pair
        sorts = counted(sort for each in compared.told for sort in each.sorts)
        counts = [texts(f"cli.diff.count.{sort.value}", n=n) for sort, n in sorts]
        head = texts("window.versions.compared", before=pair.before.title, after=pair.after.title)
        self._say(head, ", ".join(counts) or texts("cli.diff.same"))
        for line in compared.figures:
            cells = [texts(line.what), *(texts.value(cell) for cell in (line.before, line.after, line.more))]
            item = QTreeWidgetItem(cells)
            for column in (1, 2, 3):
                item.setTextAlignment(column, _END)
            self.figures.addTopLevelItem(item)
        for each in compared.told:
            said = ", ".join(texts(f"compare.sort.{sort.value}") for sort in each.sorts)
            item = QTreeWidgetItem([said, each.kind, each.name])
            item.setData(0, _ELEMENT, each.element)
            for line_of in each.lines:
                child = QTreeWidgetItem([line_of])
                child.setData(0, _ELEMENT, each.element)
                item.addChild(child)
            self.tree.addTopLevelItem(item)
            for below in self.tree.below(item):
                below.setFirstColumnSpanned(True)
            item.setExpanded(len(compared.told) <= _OPEN_UP_TO)
        self._enable(True)

    def text(self) -> str:
        """All that is shown, tabs between columns."""
        lines = [self.head.text(), self.counts.text(), ""]
        lines += ["\t".join(item.text(column) for column in range(4)) for item in self.figures.items()]
        lines.append("")
        for item in self.tree.items():
            lines.append("\t".join(item.text(column) for column in range(3)))
            lines += [f"\t{below.text(0)}" for below in self.tree.below(item)]
        return "\n".join(lines)

    def copy(self) -> None:
        """Put what is shown on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def take_focus(self) -> None:
        """Give the keyboard to the differences."""
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say(self, head: str, counts: str) -> None:
        self.head.setText(head)
        self.counts.setText(counts)
        self.figures.clear()
        self.tree.clear()
        self._enable(False)

    def _enable(self, there: bool) -> None:
        for button in (self.overlay_button, self.print_button, self.copy_button):
            button.setEnabled(there)

    def _choose(self) -> None:
        for item in self.tree.selectedItems():
            if element := str(item.data(0, _ELEMENT) or ""):
                self.chosen.emit(element)

    def _lay_out(self) -> None:
        self.figures.setRootIsDecorated(False)
        self.figures.header().setStretchLastSection(False)
        self.figures.header().setSectionResizeMode(0, _MODE.Stretch)
        for column in (1, 2, 3):
            self.figures.header().setSectionResizeMode(column, _MODE.ResizeToContents)
        for column in (1, 2, 3):
            self.figures.headerItem().setTextAlignment(column, _END)
        self.tree.header().setStretchLastSection(True)
        for column in (0, 1):
            self.tree.header().setSectionResizeMode(column, _MODE.ResizeToContents)
        top, layout = QHBoxLayout(), QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        words = QVBoxLayout()
        words.addWidget(self.head)
        words.addWidget(self.counts)
        top.addLayout(words, 1)
        for button in (self.overlay_button, self.print_button, self.copy_button):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tree)
        split.addWidget(self.figures)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout.addWidget(split, 1)
