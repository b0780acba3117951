"""The export dialog: a preset or a format, its options, and the pages they give as they are chosen."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.errors import KnownError
from model.messages import Message
from model.texts import Texts
from widgets.dialogs import Dialog
from widgets.export.fields import OptionFields
from widgets.export.offer import Choice, FormatLike, Offer, Preview
from widgets.export.page_view import PageView
from widgets.field_editors import PatientCombo
from widgets.worker import Worker

_SIZE = QSize(1120, 760)
_LEFT = 380
_FORMATS_SHOWN = 6
# Who types a number is not shown what the half of it gives.
_PAUSE_MS = 60


class ExportDialog(Dialog):
    """`choice` is what was chosen; `waits` tells whether the pages shown are still those of an earlier choice."""

    def __init__(self, texts: Texts, offer: Offer, parent: QWidget | None) -> None:
        super().__init__(texts, texts("window.export.title"), parent, "export")
        self._offer = offer
        self._preview: Preview | None = None
        self._place = 0
        self._taking = False
        self._worker = Worker()
        self._worker.done.connect(lambda found, _revision: self._show(found))
        self._worker.failed.connect(self._failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.presets, self.formats = PatientCombo(), QListWidget()
        self.part = QCheckBox(texts("views.export", name=offer.view))
        self.part.setChecked(bool(offer.view))
        self.part.setVisible(bool(offer.view))
        self.fields = OptionFields(texts, ())
        self.area = QScrollArea()
        self.page = PageView(texts("window.export.preview"))
        self.notice, self.facts, self.warning, self.count = QLabel(), QLabel(), QLabel(), QLabel()
        self.back, self.on = QToolButton(), QToolButton()
        self._build()
        self.finished.connect(lambda _result: self._worker.stop())
        self.finished.connect(lambda _result: self._timer.stop())
        self.resize(_SIZE)
        self._begin()

    @property
    def format(self) -> FormatLike:
        """The format chosen."""
        return self._offer.formats[max(0, self.formats.currentRow())]

    @property
    def choice(self) -> Choice:
        """All that was chosen."""
        return Choice(self.format.name, self.fields.values, self.part.isChecked())

    @property
    def preview(self) -> Preview | None:
        """The pages that are shown."""
        return self._preview

    @property
    def waits(self) -> bool:
        """Whether other pages will soon be shown."""
        return self._timer.isActive() or self._worker.busy

    def choose(self, name: str) -> None:
        """Choose a format by name, its options as usual."""
        names = [each.name for each in self._offer.formats]
        self.formats.setCurrentRow(names.index(name))

    def take(self, choice: Choice) -> None:
        """Take over a choice made before."""
        self._taking = True
        self.choose(choice.format)
        self.fields.fill(choice.options)
        self._taking = False

    def turn(self, pages: int) -> None:
        """Show the page so many on; a negative number: back."""
        if self._preview is not None:
            self._place = min(max(self._place + pages, 0), len(self._preview.leaves) - 1)
            self._show_page()

    def _order(self) -> list[QWidget]:
        """Presets, format, its options, the view, the pages, the buttons."""
        inner = self.fields.inputs
        order = [self.presets, self.formats, *inner, self.part, self.page, self.back, self.on, *self.buttons.buttons()]
        for one, other in pairwise(order):
            self.setTabOrder(one, other)
        return order

    def _begin(self) -> None:
        """As last time, else with the first format."""
        if self._offer.presets:
            self._preset(0)
            self.presets.setCurrentIndex(0)
        else:
            self.formats.setCurrentRow(0)

    def _preset(self, place: int) -> None:
        preset = self.presets.itemData(place)
        if isinstance(preset, int):
            self.take(self._offer.presets[preset].choice)

    def _format_chosen(self) -> None:
        self.fields = OptionFields(self.texts, self.format.options, self._offer.words)
        self.fields.changed.connect(self._changed)
        self.area.setWidget(self.fields)
        self.fields.show()
        self._order()
        self._changed()

    def _changed(self) -> None:
        """Something else is chosen: what is shown is worked out anew, beside the window."""
        if not self._taking:
            self.presets.setCurrentIndex(-1)
        self._timer.start()

    def _ask(self) -> None:
        choice, preview = self.choice, self._offer.preview
        self._worker.run(lambda _document: preview(choice), self._offer.document)

    def _show(self, found: object) -> None:
        if isinstance(found, Preview) and found.leaves:
            self._preview = found
            self._place = min(self._place, len(found.leaves) - 1)
            self._tell(found.facts, found.warnings)
            self._show_page()
        else:
            self._nothing(self.texts("window.export.no_pages"))

    def _failed(self, error: object) -> None:
        """What cannot be exported so says why; a mistake of ours is not hidden."""
        if not isinstance(error, KnownError):
            assert isinstance(error, BaseException)
            raise error
        self._nothing("")
        self._tell((), (error.message,))

    def _nothing(self, words: str) -> None:
        self._preview = None
        self._tell((), ())
        self.notice.setText(words)
        self._show_page()

    def _tell(self, facts: tuple[Message, ...], warnings: tuple[Message, ...]) -> None:
        between = self.texts("window.export.between")
        self.facts.setText(between.join(map(self.texts, facts)))
        self.warning.setText("\n".join(map(self.texts, warnings)))
        self.warning.setVisible(bool(warnings))

    def _show_page(self) -> None:
        found = self._preview
        pages = 0 if found is None else len(found.leaves)
        self.stack.setCurrentWidget(self.notice if found is None else self.page)
        if found is not None:
            self.page.show_page(found, self._place)
            self.count.setText(self.texts("window.export.page", number=self._place + 1, n=pages))
        self.back.setEnabled(self._place > 0)
        self.on.setEnabled(self._place + 1 < pages)
        for widget in (self.back, self.count, self.on):
            widget.setVisible(pages > 1)

    def _build(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(self._left())
        columns.addLayout(self._right(), 1)
        self.body.addLayout(columns, 1)
        for label in (self.facts, self.warning, self.notice):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.warning.setObjectName("reason")
        self.warning.hide()
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.warning)
        self.presets.setPlaceholderText(self.texts("window.export.own"))
        for preset, each in enumerate(self._offer.presets):
            self.presets.addItem(self.texts(each.title), preset)
        for format in self._offer.formats:
            QListWidgetItem(self.texts(format.title), self.formats)
        row = max(self.formats.sizeHintForRow(0), 16)
        self.formats.setFixedHeight(row * min(len(self._offer.formats), _FORMATS_SHOWN) + 12)
        self.presets.activated.connect(self._preset)
        self.formats.currentRowChanged.connect(lambda _row: self._format_chosen())
        self.part.toggled.connect(lambda _checked: self._changed())
        self.page.turned.connect(self.turn)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(_LEFT)
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        for name, field in (("preset", self.presets), ("format", self.formats)):
            label = QLabel(self.texts(f"window.export.{name}"))
            label.setBuddy(field)
            field.setAccessibleName(self.texts(f"window.export.{name}"))
            layout.addWidget(label)
            layout.addWidget(field)
            label.setVisible(field is self.formats or bool(self._offer.presets))
            field.setVisible(field is self.formats or bool(self._offer.presets))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addSpacing(6)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.part)
        return left

    def _right(self) -> QVBoxLayout:
        layout, below = QVBoxLayout(), QHBoxLayout()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self.page)
        layout.addWidget(self.stack, 1)
        for button, arrow, name in (
            (self.back, Qt.ArrowType.LeftArrow, "back"),
            (self.on, Qt.ArrowType.RightArrow, "on"),
        ):
            button.setArrowType(arrow)
            button.setAccessibleName(self.texts(f"window.export.{name}"))
            button.setToolTip(self.texts(f"window.export.{name}"))
        below.addStretch(1)
        for widget in (self.back, self.count, self.on):
            below.addWidget(widget)
        below.addStretch(1)
        layout.addLayout(below)
        return layout
