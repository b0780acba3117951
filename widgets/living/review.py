"""Review mode: one item a screen, answered from the keyboard; at its end the log has an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from model.errors import KnownError
from model.messages import Message, message
from model.naming import called
from model.reviewing import ACTS, FIELDS, Act, Item, Reviewing, facts, options
from widgets.living.trend_view import TrendView
from widgets.workspace import Workspace

_SIZE = (820, 620)
# The height of the curve of a metric, where text is of the usual size.
_CHART, _USUAL_SIZE = 210, 13
_KEYS = {Act.CONFIRM: Qt.Key.Key_C, Act.CHANGE: Qt.Key.Key_H, Act.ASK: Qt.Key.Key_Q, Act.DECIDE: Qt.Key.Key_D}
_ON = (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class _Field(QLineEdit):
    """A line whose Enter is `done` and nothing else."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)


class ReviewWindow(QDialog):
    """`shown`: the map should show an element. Closed without its last page it keeps what was done, and no entry."""

    shown = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._texts = workspace.texts
        self.setWindowTitle(self._texts("review.title"))
        self.setModal(True)
        self.resize(*_SIZE)
        before = self._texts("review.before", day=workspace.context.today())
        self.reviewing = Reviewing(workspace.editor, before)
        self.at = 0
        self._act: Act | None = None
        self.page, self.topic, self.words, self.lines, self.state = (QLabel() for _ in range(5))
        self.trend = TrendView(workspace)
        self.trend.setFixedHeight(_CHART * self.font().pixelSize() // _USUAL_SIZE)
        self.field = _Field()
        self.field.done.connect(self._keep)
        self.buttons = {act: QPushButton(self._texts(f"review.act.{act.value}")) for act in Act}
        self.choices: list[QPushButton] = []
        self.finish, self.back, self.on = (
            QPushButton(self._texts(f"review.{name}")) for name in ("finish", "back", "on")
        )
        self._choice_row = QHBoxLayout()
        self._lay_out()
        self.go(0)

    @property
    def item(self) -> Item | None:
        """The item on the screen; None: the last page, which keeps the review."""
        items = self.reviewing.items
        return items[self.at] if self.at < len(items) else None

    def go(self, at: int) -> None:
        """Show an item, or after the last the end."""
        items = self.reviewing.items
        self.at = max(0, min(at, len(items)))
        self._act = None
        self._show()
        item = self.item
        if item is not None:
            self.shown.emit(item.id)

    def act(self, act: Act) -> None:
        """Do something about the item, once its words are typed where it takes some."""
        item = self.item
        if item is None or act not in ACTS[item.topic]:
            return
        if act is Act.CONFIRM:
            self._try(lambda: self.reviewing.confirm(item))
            return
        self._act = act
        self._show()

    def decide(self, place: int) -> None:
        """Decide for one of the options."""
        item = self.item
        found = () if item is None else options(self._workspace.document, item)
        if item is not None and place < len(found):
            self._try(lambda: self.reviewing.decide(item, found[place].id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        act = next((each for each, known in _KEYS.items() if known == key), None)
        digit = key.value - Qt.Key.Key_1.value
        if key == Qt.Key.Key_Escape and self._act is not None:
            self.go(self.at)
        elif self.field.isVisible() and key not in (Qt.Key.Key_Escape, Qt.Key.Key_PageUp):
            event.ignore()
        elif act is not None:
            self.act(act)
        elif self._act is Act.DECIDE and 0 <= digit < len(self.choices):
            self.decide(digit)
        elif key in _ON:
            self.go(self.at + 1)
        elif key in _BACK:
            self.go(self.at - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(self.at + 1)
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        """What was typed: the note of the review, words that change, or a question."""
        item, text = self.item, self.field.text().strip()
        if item is None:
            self._try(lambda: self.reviewing.finish(text), last=True)
        elif text and self._act is Act.CHANGE:
            self._try(lambda: self.reviewing.change(item, text))
        elif text and self._act is Act.ASK:
            self._try(lambda: self.reviewing.ask(item, text))

    def _try(self, act: Callable[[], object], last: bool = False) -> None:
        """Do something, and go on; a refusal is said, and nothing has changed."""
        try:
            act()
        except KnownError as error:
            self.state.setText(self._texts(error.message))
            return
        if last:
            self.accept()
        else:
            self.go(self.at + 1)

    def _show(self) -> None:
        texts, items, item = self._texts, self.reviewing.items, self.item
        document = self._workspace.document
        typed = self._act in (Act.CHANGE, Act.ASK) or item is None
        self.field.setVisible(typed)
        self.field.clear()
        for act, button in self.buttons.items():
            button.setVisible(item is not None and act in ACTS[item.topic])
        self.back.setEnabled(self.at > 0)
        self.finish.setVisible(item is not None)
        self._show_choices()
        # It goes out of sight by itself for what is no metric, or one that was never read.
        self.trend.show_metric(None if item is None else item.id)
        if item is None:
            self.page.setText("")
            self.topic.setText(texts("review.end" if items else "review.nothing"))
            self.words.setText(texts(self._counted()))
            self.lines.setText(texts("review.note"))
            self.on.setText(texts("review.keep"))
            self.state.clear()
        else:
            self.page.setText(texts("review.page", n=self.at + 1, of=len(items)))
            self.topic.setText(texts(f"review.topic.{item.topic.value}"))
            self.words.setText(texts.value(called(document, document.find(item.id))))
            today = self._workspace.context.today()
            self.lines.setText("\n".join(texts(line) for line in facts(document, item, today)))
            self.on.setText(texts("review.on"))
            done = self.reviewing.done.get(item)
            self.state.setText("" if done is None else texts(f"review.done.{done.value}"))
        if typed:
            self._ask_words(item)
        else:
            self.setFocus()

    def _ask_words(self, item: Item | None) -> None:
        """Let be typed what an act needs, beginning with what is there."""
        kind = "note" if item is None else "change" if self._act is Act.CHANGE else "ask"
        if item is not None and self._act is Act.CHANGE:
            self.field.setText(str(getattr(self._workspace.document.find(item.id), FIELDS[item.topic], "")))
            kind = f"change_{FIELDS[item.topic]}"
        hint = self._texts(f"review.field.{kind}")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setFocus()
        self.field.selectAll()

    def _show_choices(self) -> None:
        for button in self.choices:
            self._choice_row.removeWidget(button)
            button.deleteLater()
        self.choices = []
        if self._act is not Act.DECIDE or self.item is None:
            return
        found = options(self._workspace.document, self.item)
        for place, option in enumerate(found):
            button = QPushButton(self._texts("review.choice", n=place + 1, title=option.title).replace("&", "&&"))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, place=place: self.decide(place))
            self._choice_row.insertWidget(place, button)
            self.choices.append(button)
        if not found:
            self.state.setText(self._texts("review.no_options"))

    def _counted(self) -> Message:
        """What was done, in one line."""
        counts = Counter(self.reviewing.done.values())
        return message("review.counts", **{act.value: counts[act] for act in Act}, of=len(self.reviewing.items))

    def _press_on(self) -> None:
        if self.item is None:
            self._keep()
        else:
            self.go(self.at + 1)

    def _lay_out(self) -> None:
        outer, acts, ways = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        outer.setContentsMargins(36, 28, 36, 24)
        outer.setSpacing(14)
        for name, label in (("caption", self.page), ("caption", self.topic)):
            label.setObjectName(name)
        self.words.setStyleSheet("font-size: 24px; font-weight: 600;")
        for label in (self.page, self.topic, self.words, self.lines, self.state):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for widget in (self.page, self.topic, self.words, self.lines, self.trend):
            outer.addWidget(widget)
        outer.addStretch(1)
        outer.addWidget(self.field)
        outer.addLayout(self._choice_row)
        self._choice_row.addStretch(1)
        outer.addWidget(self.state)
        for act, button in self.buttons.items():
            button.clicked.connect(lambda _=False, act=act: self.act(act))
            button.setToolTip(self._texts(f"review.tip.{act.value}"))
            acts.addWidget(button)
        acts.addStretch(1)
        for button in (self.finish, self.back, self.on):
            ways.addWidget(button)
        for button in (*self.buttons.values(), self.finish, self.back, self.on):
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.finish.setToolTip(self._texts("review.tip.finish"))
        self.finish.clicked.connect(lambda: self.go(len(self.reviewing.items)))
        self.back.clicked.connect(lambda: self.go(self.at - 1))
        self.on.clicked.connect(self._press_on)
        ways.insertStretch(0, 1)
        outer.addLayout(acts)
        outer.addLayout(ways)
