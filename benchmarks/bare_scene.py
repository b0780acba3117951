"""The reference of the window: Qt's own scene with a C++ box a card and a C++ line a link, without text."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPoint, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsRectItem, QGraphicsScene, QGraphicsView

from benchmarks import screen
from benchmarks.plan import Plan

VIEW = (1680, 1050)


class BareScene:
    """A scene of a plan in a view of the size that is measured, shown and painted."""

    def __init__(self, plan: Plan, *, whole: bool = True) -> None:
        """`whole`: everything in view, else 100 %."""
        self.scene = QGraphicsScene()
        pen, brush, line = QPen(QColor("#c8c8c8"), 1.2), QBrush(QColor("#ffffff")), QPen(QColor("#555555"), 1.5)
        add_rect, add_line = self.scene.addRect, self.scene.addLine
        self.boxes: list[QGraphicsRectItem] = [add_rect(QRectF(*card), pen, brush) for card in plan.cards]
        for link in plan.links:
            add_line(QLineF(*link), line)
        self.view = QGraphicsView(self.scene)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.resize(*VIEW)
        if whole:
            self.view.fitInView(QRectF(0, 0, plan.width, plan.height), Qt.AspectRatioMode.KeepAspectRatio)
        else:
            self.view.centerOn(self.boxes[len(self.boxes) // 2])
        screen.show(self.view)

    def repaint(self) -> None:
        """Paint all that is in view anew."""
        self.view.viewport().update()
        QApplication.processEvents()

    def pan(self, by: QPoint) -> None:
        """Scroll by px and paint."""
        across, down = self.view.horizontalScrollBar(), self.view.verticalScrollBar()
        across.setValue(across.value() - by.x())
        down.setValue(down.value() - by.y())
        QApplication.processEvents()

    def zoom(self, factor: float) -> None:
        """Zoom round the middle and paint."""
        self.view.scale(factor, factor)
        QApplication.processEvents()

    def nudge(self, by: float) -> None:
        """Move one box in view and paint."""
        self.boxes[len(self.boxes) // 2].moveBy(by, 0)
        QApplication.processEvents()

    def close(self) -> None:
        """Let it all go."""
        self.scene.clear()
        screen.let_go(self.view)
