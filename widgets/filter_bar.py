"""The bar above the map that says what a view shows: conditions to choose, how the rest looks, and its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from model.keeping import ViewMode
from model.named import NamedTuple
from model.texts import Texts
from widgets.field_editors import PatientCombo
from widgets.reference_fields import NameButton

_NAME_WIDTH = 150


class Condition(NamedTuple):
    """One value that cards may be asked for: its field, its plain value, its words, whether it is asked for."""

    field: str
    value: str
    words: str
    chosen: bool


class FilterBar(QWidget):
    """`flipped` names a field and a value, `dims` a mode, `named` a name to save by; `ended`: show all again.

    `offers` yields the conditions there are, asked each time somebody comes to choose.
    """

    flipped = Signal(str, str)
    dims = Signal(str)
    named = Signal(str)
    renamed = Signal(str)
    deleted = Signal()
    ended = Signal()

    def __init__(self, texts: Texts, offers: Callable[[], Sequence[Condition]]) -> None:
        super().__init__()
        self._texts = texts
        self._offers = offers
        self.setObjectName("filter")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(texts("views.bar"))
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.choose = self._button("views.choose", self.menu)
        self.said = NameButton("", texts("views.choose_tip"))
        self.said.clicked.connect(self.choose.showMenu)
        self.mode = PatientCombo()
        self.mode.setAccessibleName(texts("views.rest"))
        for mode in ViewMode:
            self.mode.addItem(texts(f"views.mode.{mode.value}"), mode.value)
        self.mode.activated.connect(lambda index: self.dims.emit(self.mode.itemData(index)))
        self.name = QLineEdit()
        self.name.setPlaceholderText(texts("views.name"))
        self.name.setAccessibleName(texts("views.name"))
        self.name.setMinimumWidth(_NAME_WIDTH)
        self.name.returnPressed.connect(self._save)
        self.save = QPushButton(texts("views.save"))
        self.save.setObjectName("add")
        self.save.clicked.connect(self._save)
        self.more_menu = QMenu(self)
        self.rename = self.more_menu.addAction(texts("views.rename"))
        self.rename.triggered.connect(lambda: self.renamed.emit(self.name.text()))
        self.delete = self.more_menu.addAction(texts("views.delete"))
        self.delete.triggered.connect(self.deleted)
        self.more = self._button("views.manage", self.more_menu)
        self.end = QPushButton(texts("views.end"))
        self.end.setObjectName("add")
        self.end.clicked.connect(self.ended)
        self._lay_out()

    def show_view(self, summary: str, name: str, mode: ViewMode, saved: bool, can_save: bool) -> None:
        """Show what the view asks for, what it is called, and whether it is a saved one."""
        self.said.setText(summary)
        self.said.setToolTip(summary)
        self.said.setAccessibleName(summary)
        self.mode.setCurrentIndex(list(ViewMode).index(mode))
        self.name.setText(name)
        self.name.setEnabled(can_save)
        self.save.setEnabled(can_save)
        self.more.setEnabled(saved and can_save)

    @property
    def busy(self) -> bool:
        """Whether somebody is choosing."""
        focus = self.window().focusWidget()
        return self.menu.isVisible() or (self.isVisible() and focus is not None and self.isAncestorOf(focus))

    def begin(self) -> None:
        """Take the keyboard, to choose what to show."""
        self.show()
        self.choose.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_name(self) -> None:
        """Take the keyboard, to say what the view is called."""
        self.show()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        if self.name.text().strip():
            self.named.emit(self.name.text())
        else:
            self.ask_name()

    def _fill(self) -> None:
        """The conditions, a submenu for each field that has some."""
        self.menu.clear()
        within: dict[str, QMenu] = {}
        for condition in self._offers():
            if condition.field not in within:
                within[condition.field] = self.menu.addMenu(self._texts(f"views.field.{condition.field}"))
            action = within[condition.field].addAction(condition.words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(condition.chosen)
            action.triggered.connect(lambda _checked=False, each=condition: self.flipped.emit(each.field, each.value))

    def _button(self, words: str, menu: QMenu) -> QToolButton:
        button = QToolButton()
        button.setText(self._texts(words))
        button.setAccessibleName(self._texts(words))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(self.choose)
        row.addWidget(self.said, 3)
        row.addWidget(self.mode)
        row.addWidget(self.name, 1)
        for part in (self.save, self.more, self.end):
            row.addWidget(part)
