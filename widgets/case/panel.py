"""The case below the map: the sheet in a scroll area, what may be spent, and the derivation beside it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget

from model.layout.case.sheet import CaseSheet
from widgets.case.derivation_panel import DerivationPanel
from widgets.case.figures import tips
from widgets.case.sheet_view import SheetView
from widgets.field_editors import PatientCombo
from widgets.workspace import Workspace

_LEAST = 440
_LIMIT_WIDE, _USUAL_SIZE = 160, 13
_SIZE = QSize(900, 420)
_SHARES = (54, 46)
_GAP = 16
_BY = ("owner", "unit", "system", "channel", "step", "card", "stage", "driver")


class CasePanel(QWidget):
    """`shown`: it can be seen from now on; `widened`: the sheet has another width; `limited`: what may be spent;
    `told_apart`: costs are wanted by something else.
    """

    shown = Signal()
    told_apart = Signal()
    widened = Signal()
    limited = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        texts = self._texts = workspace.texts
        tip = tips(texts, "tip_opened")
        self.view = SheetView(workspace.fonts, workspace.theme, texts("window.case.sheet"), tip)
        self.derivation = DerivationPanel(workspace)
        self.derivation.hide()
        self.limit_line, self.said = QLineEdit(), QLabel()
        self.limit_line.setAccessibleName(texts("window.case.limit"))
        self.limit_line.setPlaceholderText(texts("window.case.limit_hint"))
        self.limit_line.editingFinished.connect(self.limited)
        self.by = PatientCombo()
        for name in _BY:
            self.by.addItem(texts(f"window.case.parts.{name}"))
        self.by.setAccessibleName(texts("window.case.by"))
        self.by.activated.connect(self.told_apart)
        self.said.setObjectName("caption")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.view)
        self.area.viewport().installEventFilter(self)
        self.view.setMinimumWidth(_LEAST)
        self.view.moved.connect(self._bring_into_sight)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()

    @property
    def sheet_width(self) -> int:
        """How wide the sheet is to be laid out."""
        return max(self.area.viewport().width(), _LEAST)

    @property
    def limit(self) -> Decimal | None:
        """What may be spent in all; None: what the budgets say."""
        typed = self.limit_line.text().strip().replace(" ", "")
        point, group = (self._texts(f"format.{name}") for name in ("point", "group"))
        try:
            found = Decimal(typed.replace(group, "").replace(point, "."))
        except InvalidOperation:
            return None
        return found if found.is_finite() and found >= 0 else None

    @property
    def told_by(self) -> str:
        """By what costs are told apart: the name of a `model.analysis.partitions.By`."""
        return _BY[self.by.currentIndex()]

    def show_sheet(self, sheet: CaseSheet, workspace: Workspace) -> None:
        """Show a sheet laid out for this width."""
        self.said.clear()
        self.limit_line.setFixedWidth(_LIMIT_WIDE * self.font().pixelSize() // _USUAL_SIZE)
        self.view.show_sheet(sheet, workspace.theme)
        figure = self.view.figure
        if figure is not None and not self.derivation.isHidden():
            # The figure that is opened stays in sight however narrow the sheet has become.
            QCoreApplication.sendPostedEvents(self.area, QEvent.Type.LayoutRequest)
            self._bring_into_sight(self.view.box(figure))

    def say(self, text: str) -> None:
        """A quiet line beside the limit."""
        self.said.setText(text)

    def open_derivation(self) -> None:
        """Show the derivation beside the sheet."""
        if self.derivation.isHidden():
            wide = self.split.width()
            self.derivation.show()
            self.split.setSizes([wide * share // sum(_SHARES) for share in _SHARES])

    def close_derivation(self) -> None:
        """Give the whole width to the sheet, and the keyboard to its figures."""
        self.derivation.hide()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return _SIZE

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            self.widened.emit()
        return super().eventFilter(watched, event)

    def _bring_into_sight(self, box: QRect) -> None:
        middle = box.center()
        self.area.ensureVisible(middle.x(), middle.y(), 0, min(box.height() // 2 + 24, self.area.height() // 2))

    def _lay_out(self) -> None:
        layout, top = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top.setContentsMargins(24, 8, 14, 0)
        label = QLabel(self._texts("window.case.limit"))
        label.setBuddy(self.limit_line)
        top.setSpacing(8)
        by = QLabel(self._texts("window.case.by"))
        by.setBuddy(self.by)
        top.addWidget(label)
        top.addWidget(self.limit_line)
        top.addSpacing(_GAP)
        top.addWidget(by)
        top.addWidget(self.by)
        top.addWidget(self.said, 1)
        layout.addLayout(top)
        self.split.addWidget(self.area)
        self.split.addWidget(self.derivation)
        self.split.setChildrenCollapsible(False)
        layout.addWidget(self.split, 1)
