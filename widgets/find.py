"""Find and replace across cards and registers: a panel beside the map, in step with the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from model.document import DocumentView
from model.elements import Blueprint, Card, CardSystem, Lane, Link, Stage, Step
from model.kinds import kind_of
from model.registers import FailPoint
from model.search import Found, find, finding
from widgets.idle import Idle
from widgets.panes import in_sight
from widgets.selection import cell_of
from widgets.workspace import Workspace

# So many places are kept: a single letter stands in a large document a hundred thousand times.
_SHOWN = 500
_WAIT_MS = 120
# Up to so many records are searched at once, more in slices.
_AT_ONCE = 3000
# So many rows of the list are laid out at a time.
_BATCH = 40
_SHOWABLE = (Blueprint, Stage, Step, Lane, Card, Link)


def shown_by(document: DocumentView, id: str) -> str | None:
    """The element of the map that shows a record: itself, the card it belongs to, or the first that uses it."""
    row = document.find(id)
    if row is None or isinstance(row, _SHOWABLE):
        return None if row is None else id
    for name in ("card", "subject", "element", "step", "fail_point"):
        if other := getattr(row, name, None):
            return shown_by(document, other)
    if use := next(iter(document.where(CardSystem, system=id)), None):
        return use.card
    for kind in (Card, Lane):
        if owned := next(iter(document.where(kind, owner=id)), None):
            return owned.id
    failing = next(iter(document.where(FailPoint, owner=id)), None)
    return failing.card if failing is not None else None


class FindPanel(QWidget):
    """`chosen`: an element that holds what was found should be shown on the map."""

    chosen = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._found: tuple[Found, ...] = ()
        texts = workspace.texts
        self.line, self.by = QLineEdit(), QLineEdit()
        for line, name in ((self.line, "what"), (self.by, "by")):
            line.setPlaceholderText(texts(f"window.find.{name}"))
            line.setAccessibleName(texts(f"window.find.{name}"))
            line.installEventFilter(self)
        self.case, self.words = QCheckBox(texts("window.find.case")), QCheckBox(texts("window.find.words"))
        self.said = QLabel()
        self.said.setObjectName("caption")
        self.list = QListWidget()
        self.list.setAccessibleName(texts("window.find.found"))
        self.list.setWordWrap(True)
        self.list.setLayoutMode(QListWidget.LayoutMode.Batched)
        self.list.setBatchSize(_BATCH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.look)
        self._places: list[Found] = []
        self._lines: list[str] = []
        self._count = 0
        self._then: Callable[[], None] | None = None
        self._stale = False
        self._idle = Idle(self._looking, self)
        self._idle.done.connect(self._looked)
        self.line.textChanged.connect(lambda _: self._timer.start())
        for check in (self.case, self.words):
            check.toggled.connect(lambda _: self.look())
        self.list.currentRowChanged.connect(self._show)
        self._disconnect = (
            workspace.document.changed.connect(lambda _: self._changed()),
            workspace.selection.changed.connect(lambda _: self._forget()),
        )

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._timer.stop()
        self._idle.stop()
        for disconnect in self._disconnect:
            disconnect()

    def begin(self, *, replacing: bool = False) -> None:
        """Take the keyboard, to find or to replace."""
        line = self.by if replacing and self.line.text() else self.line
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def next(self) -> None:
        """Show the next place."""
        self._step(1)

    def previous(self) -> None:
        """Show the place before."""
        self._step(-1)

    def replace(self) -> None:
        """Replace at the place shown, and show the next."""
        self._when_fresh(self._replace)

    def _replace(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            found, text = self._found[row], self.by.text()
            self._workspace.attempt(lambda: self._workspace.editor.replace(found, text))
            self.look()
            self._step(1)

    def replace_all(self) -> None:
        """Replace everywhere, in one undo step."""
        found, text = find(self._workspace.document, self.line.text(), **self._ways), self.by.text()
        if found:
            self._workspace.attempt(lambda: self._workspace.editor.replace(found, text))
            self.look()

    def look(self) -> None:
        """Find anew, keeping the place shown as far as it is still there; in many records a moment later."""
        self._timer.stop()
        self._stale = False
        self._idle.restart()
        if len(self._workspace.document) <= _AT_ONCE:
            self._idle.finish()

    def _looking(self) -> Iterator[None]:
        self._places, self._lines, self._count = [], [], 0
        for found in finding(self._workspace.document, self.line.text(), **self._ways):
            self._places += found[: _SHOWN - len(self._places)]
            self._count += len(found)
            yield
        for place in self._places:
            self._lines.append(self._words(place))
            yield

    @property
    def _ways(self) -> dict[str, bool]:
        return {"case": self.case.isChecked(), "words": self.words.isChecked()}

    def _looked(self) -> None:
        """Show what was found, and do what waited for it."""
        self._found, self._places = tuple(self._places), []
        row, query = self.list.currentRow(), self.line.text()
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(self._lines)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(False)
        self.said.setText(self._workspace.texts("window.find.count", n=self._count) if query else "")
        then, self._then = self._then, None
        if then is not None:
            then()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter finds the next, Shift+Enter the one before; in the second line Enter replaces."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                act = self.previous if shift else self.replace if watched is self.by else self.next
                act()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._stale:
            self._timer.start()

    def _changed(self) -> None:
        """What was found may be elsewhere; nobody looks for it where nobody sees it."""
        self._forget()
        self._idle.stop()
        self._stale = not in_sight(self)
        if not self._stale:
            self._timer.start()

    def _forget(self) -> None:
        """Whoever waited for what is found has gone on: nothing comes over them."""
        self._then = None

    def _when_fresh(self, act: Callable[[], None]) -> None:
        """Do what needs the places as they are: at once, or when they are found."""
        self._forget()
        if self._timer.isActive() or self._stale:
            self.look()
        if self._idle.busy:
            self._then = act
        else:
            act()

    def _step(self, by: int) -> None:
        self._when_fresh(lambda: self._go(by))

    def _go(self, by: int) -> None:
        count = self.list.count()
        if count:
            row = self.list.currentRow()
            self.list.setCurrentRow((row + by) % count if row >= 0 else 0 if by > 0 else count - 1)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            return
        document = self._workspace.document
        id = shown_by(document, self._found[row].id)
        if id is not None:
            self._workspace.selection.set((id,), cell_of(document, id))
            self.chosen.emit(id)

    def _words(self, found: Found) -> str:
        document, texts = self._workspace.document, self._workspace.texts
        row = document.find(found.id)
        kind = texts(f"window.find.kind.{kind_of(row).name}") if row is not None else ""
        return texts("window.find.place", snippet=found.snippet, kind=kind)

    def _lay_out(self) -> None:
        texts = self._workspace.texts
        layout, buttons = QVBoxLayout(self), QGridLayout()
        layout.setContentsMargins(14, 12, 14, 10)
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("previous", self.previous),
            ("next", self.next),
            ("replace", self.replace),
            ("replace_all", self.replace_all),
        )
        for number, (name, act) in enumerate(acts):
            button = QPushButton(texts(f"window.find.{name}"))
            button.clicked.connect(act)
            buttons.addWidget(button, number // 2, number % 2)
        for widget in (self.line, self.by, self.case, self.words):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self.said)
        layout.addWidget(self.list, 1)
