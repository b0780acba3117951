"""Walk-through mode: one step a screen, top to bottom, with a line to take down what was seen there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from model.errors import KnownError
from model.keeping import Observation
from model.layout.view import View
from model.messages import message
from widgets.presenter import Presenter
from widgets.workspace import Workspace

_PAD, _LINE, _TEXT = 14, 40, 18


class _Seen(QLineEdit):
    """The line: Enter keeps, Esc and the arrows up and down give the keyboard back."""

    def __init__(self, walk: WalkThrough) -> None:
        super().__init__(walk)
        self._walk = walk

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._walk.keep()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk.setFocus()
        else:
            super().keyPressEvent(event)


class WalkThrough(Presenter):
    """A presentation that takes observations: each is one undo step, by the actor of the session, of today."""

    def __init__(self, workspace: Workspace, view: View, parent: QWidget | None, step: str | None = None) -> None:
        self._ready = False
        super().__init__(workspace, view, parent, step)
        self._editor = workspace.editor
        texts = workspace.texts
        self.setWindowTitle(texts("walk.title", name=workspace.document.blueprint.title))
        self.line, self.said = _Seen(self), QLabel(self)
        self.line.setPlaceholderText(texts("walk.hint"))
        self.line.setAccessibleName(texts("walk.hint"))
        paper, ink, rim = (self._theme.colour(name) for name in ("card", "ink", "card_line"))
        self.line.setStyleSheet(
            f"background: {paper}; color: {ink}; border: 1px solid {rim}; border-radius: 6px;"
            f" font-size: {_TEXT}px; padding: 4px 10px;"
        )
        muted = self._theme.colour("muted")
        self.said.setStyleSheet(f"color: {muted}; background: {self._theme.colour('paper')}; font-size: {_TEXT - 3}px;")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self._ready = True
        self._place_page()

    def walk(self, by: int) -> None:
        """So many steps on, from the first lane that holds something: a step is gone through top to bottom."""
        if self._steps:
            self._at = max(0, min(self._at + by, len(self._steps) - 1))
            self._go(self._at, self._first())

    def keep(self) -> None:
        """Keep what was typed of the step on the screen."""
        seen = self.line.text().strip()
        if not seen or self.step is None:
            return
        context = self._editor.context
        try:
            self._editor.add(Observation, step=self.step, dated=context.today(), actor=context.actor, seen=seen)
        except KnownError as error:
            self.said.setText(self._texts(error.message))
            return
        self.line.clear()
        self._place_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_O:
            self.line.setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_page()

    def _place_page(self) -> None:
        """The line at the foot, above it what was seen before."""
        super()._place_page()
        if not self._ready:
            return
        rows = self._document.where(Observation, step=self.step) if self.step else ()
        days = [row.dated for row in rows if row.dated is not None]
        told = message("walk.seen", n=len(rows), day=max(days)) if days else message("walk.never")
        self.said.setText(self._texts(told))
        self.said.adjustSize()
        width = max(200, self.width() - self._page.width() - 3 * _PAD)
        self.line.setGeometry(_PAD, self.height() - _LINE - _PAD, width, _LINE)
        self.said.move(_PAD, self.height() - _LINE - 2 * _PAD - self.said.height())
