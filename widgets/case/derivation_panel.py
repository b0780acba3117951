"""How a figure came about: a tree of steps, each with its amount, how its parts make it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.document import DocumentView
from model.elements import Blueprint, Card
from model.registers import Consequence, FailPoint, Source
from model.texts import Texts
from widgets.find import shown_by
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from model.analysis.derivation import Step

_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_ELEMENT = Qt.ItemDataRole.UserRole
_SPARE_ROWS = 12
_HOW_COLUMN, _RESTS_ON, _RESTS_WIDE = 2, 3, 190
_MODE = QHeaderView.ResizeMode
_MODES = (_MODE.Stretch, _MODE.ResizeToContents, _MODE.ResizeToContents, _MODE.Interactive)
_MOST_PLACES = 4
_ABOUT_A_CARD = (Card, FailPoint, Consequence)


class _Tree(QTreeWidget):
    """Esc leaves it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class DerivationPanel(QWidget):
    """`chosen`: the record of a row should be shown on the map; `left`: the figures are to have the keyboard again."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        texts = self._texts = workspace.texts
        self.figure = ""
        self.head = QLabel()
        self.head.setObjectName("head")
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setWordWrap(True)
        self.tree = _Tree()
        self.tree.setAccessibleName(texts("window.case.derivation"))
        self.tree.setHeaderLabels([texts(f"window.case.{name}") for name in ("step", "value", "how", "rests_on")])
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        heads = self.tree.header()
        heads.setStretchLastSection(False)
        for column, mode in enumerate(_MODES):
            heads.setSectionResizeMode(column, mode)
        heads.resizeSection(_RESTS_ON, _RESTS_WIDE)
        self.tree.headerItem().setTextAlignment(1, _END)
        self.tree.itemSelectionChanged.connect(self._choose)
        self.tree.left.connect(self.left)
        close = QPushButton(texts("window.button.close"))
        close.clicked.connect(self.left)
        layout, top = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(10, 8, 14, 8)
        top.addWidget(self.head, 1)
        top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)

    def show_step(self, figure: str, step: Step, document: DocumentView) -> None:
        """Show a derivation, its first branches open."""
        self.figure = figure
        self.head.setText(self._texts(step.words))
        words = _Words(self._texts, document)
        self.tree.clear()
        root = words.item(step)
        self.tree.addTopLevelItem(root)
        root.setExpanded(True)
        for column in (_HOW_COLUMN, _RESTS_ON):
            self.tree.setColumnHidden(column, not any(item.text(column) for item in self.rows()))
        for item in _below(root) if len(step.parts) <= _SPARE_ROWS else ():
            item.setExpanded(True)

    def take_focus(self) -> None:
        """Give the keyboard to the rows; none is chosen yet, so that nothing on the map moves."""
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def rows(self) -> Iterable[QTreeWidgetItem]:
        """All rows, from the figure down."""
        waiting = _below(self.tree.invisibleRootItem())
        while waiting:
            item = waiting.pop(0)
            yield item
            waiting = [*_below(item), *waiting]

    def _choose(self) -> None:
        for item in self.tree.selectedItems():
            if element := str(item.data(0, _ELEMENT) or ""):
                self.chosen.emit(element)


class _Words:
    """Rows in the words of the reader and the currency of the document."""

    def __init__(self, texts: Texts, document: DocumentView) -> None:
        self._texts = texts
        self._document = document

    def item(self, step: Step) -> QTreeWidgetItem:
        """A row with those below it: its parts, then what else went into it."""
        texts = self._texts
        how = texts(f"window.case.made.{_HOW[step.how]}") if step.how and step.parts else ""
        item = QTreeWidgetItem([texts(step.words), self._amount(step), how, self._rests_on(step)])
        item.setTextAlignment(1, _END)
        for column in (0, 2, 3):
            item.setToolTip(column, item.text(column))
        item.setData(0, _ELEMENT, step.element)
        for part in step.parts:
            item.addChild(self.item(part))
        for part in step.given:
            item.addChild(self.item(part))
        return item

    def _amount(self, step: Step) -> str:
        from model.analysis.derivation import Measure

        texts, amount = self._texts, step.amount
        if amount is None:
            return "" if step.measure is Measure.COUNT else texts("window.case.blank")
        if step.measure is Measure.MONEY:
            return texts.money(amount.quantize(Decimal("0.01")), self._document.blueprint.currency)
        if step.measure is Measure.SHARE:
            return texts("format.percent", number=_short(amount * 100))
        return texts(f"window.case.measure.{step.measure.value}", amount=_short(amount))

    def _rests_on(self, step: Step) -> str:
        """Of what was entered, its sources, else how well the card it is about is known; when a rate was read."""
        texts, document = self._texts, self._document
        row = document.find(step.element)
        if isinstance(row, FailPoint) and step.parts:
            day = row.rate_date
            return texts("window.case.no_date") if day is None else texts("window.case.read_on", day=day)
        if step.sources:
            return self._named(step.sources)
        if row is None or step.parts or step.amount is None or isinstance(row, Blueprint):
            return ""
        card = document.get(Card, shown_by(document, row.id)) if isinstance(row, _ABOUT_A_CARD) else None
        if card is None:
            return texts("window.case.no_source")
        known = texts(f"window.choice.Grounding.{card.grounding.value}").replace("&", "")
        return texts("window.case.known", how=known, sources=self._named(card.sources)) if card.sources else known

    def _named(self, ids: Iterable[str]) -> str:
        rows = (self._document.get(Source, id) for id in ids)
        named = (
            row.name if row.dated is None else self._texts("window.case.source", name=row.name, day=row.dated)
            for row in rows
            if row is not None
        )
        return "; ".join(named)


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The rows right below a row."""
    found = (item.child(row) for row in range(item.childCount()))
    return [row for row in found if row is not None]


_HOW = {"x": "times", "x / 60": "hourly", "+": "plus", "/": "over", "-": "less"}


def _short(amount: Decimal) -> Decimal:
    """A number with no more places than a person reads, and no needless zeros."""
    rounded = round(amount, _MOST_PLACES)
    whole = rounded.to_integral_value()
    return whole if whole == rounded else rounded.normalize()
