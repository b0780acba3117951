"""The findings panel: what the checks find, grouped by weight, shown on the map, fixed, dismissed and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from model.entries.columns import entry_of
from widgets.announce import announce
from widgets.find import shown_by
from widgets.findings.checking import Checking
from widgets.findings.model import FindingsModel
from widgets.selection import cell_of
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from widgets.findings.listing import Group, Line, Listing

_WAIT_MS = 120
# Up to so many findings in all, those of each rule stand open at first.
_OPEN_UP_TO = 20
_SIDE = 300
# Room for some lines beside the reason and what to do about it.
_LEAST_HEIGHT = 220
_WIDE = ("fix", "open")
_ACTS = (*_WIDE, "dismiss", "dismiss_rule", "bring_back")


class FindingsPanel(QWidget):
    """`chosen`: an element should be shown on the map; `entry_chosen`: an entry of a register, where that is in sight,
    `entry_wanted`: wherever it is; `left`: the keyboard may go back to the map; `menu_wanted`: a context menu at a
    point of the screen.
    """

    chosen = Signal(str)
    entry_chosen = Signal(str)
    entry_wanted = Signal(str)
    left = Signal()
    menu_wanted = Signal(str, QPoint)

    def __init__(self, workspace: Workspace, checking: Checking) -> None:
        super().__init__()
        self._workspace = workspace
        texts = workspace.texts
        self._steady = False
        self._open: dict[str, bool] = {}
        self._dismissing: tuple[Line, ...] = ()
        self.checking = checking
        self.checking.told.connect(self._told)
        self.line, self.reason = QLineEdit(), QLineEdit()
        for line, name in ((self.line, "filter"), (self.reason, "reason")):
            line.setPlaceholderText(texts(f"window.findings.{name}"))
            line.setAccessibleName(texts(f"window.findings.{name}"))
            line.installEventFilter(self)
        self.line.setClearButtonEnabled(True)
        self.reason.hide()
        self.dismissed = QCheckBox(texts("window.findings.show_dismissed"))
        self.said, self.why = QLabel(), QLabel()
        self.said.setObjectName("caption")
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = {name: QPushButton(texts(f"window.findings.{name}")) for name in _ACTS}
        self.tree = QTreeView()
        self._model = FindingsModel(texts, self)
        self._set_up_tree()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._show)
        self.line.textChanged.connect(lambda _: self._timer.start())
        self.dismissed.toggled.connect(lambda _: self._show())
        self._refresh()

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._timer.stop()

    def begin(self) -> None:
        """Take the keyboard, at the first finding where none is chosen yet."""
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._choose_first()

    def fix(self) -> None:
        """Do what takes the chosen finding away."""
        line = self.current
        fix = None if line is None or line.finding is None or line.dismissed else line.finding.fix
        if fix is not None:
            from model.findings import mend

            self._do(lambda: mend(self._workspace.editor, fix))

    def open(self) -> None:
        """Go to what the chosen finding is about: to its row where it is an entry of a register, else to the map."""
        entry = self._entry()
        self._reveal()
        if entry is None:
            self.left.emit()
        else:
            self.entry_wanted.emit(entry)

    def dismiss(self) -> None:
        """Ask why the chosen finding is to be set aside."""
        line = self.current
        if line is not None and line.finding is not None and line.dismissed is None:
            self._ask((line,))

    def dismiss_rule(self) -> None:
        """Ask why all findings of the chosen one's rule are to be set aside."""
        rule = self._rule_to_dismiss()
        if rule:
            self._ask(tuple(each for each in self._lines() if each.rule == rule and each.finding))

    def bring_back(self) -> None:
        """Show the chosen finding again, which was set aside."""
        line = self.current
        if line is not None and (aside := line.dismissed) is not None:
            from model.findings import bring_back

            self._do(lambda: bring_back(self._workspace.editor, (aside,)))

    def show_dismissed(self) -> None:
        """Show what was set aside, or no longer."""
        self.dismissed.toggle()

    @property
    def current(self) -> Line | None:
        """The chosen line."""
        return self._model.line(self.tree.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the reason, Escape leaves it; from the filter Enter and Down go to the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.reason and (enter or key == Qt.Key.Key_Escape):
                self._answer(enter)
                return True
            if watched is self.line and (enter or key == Qt.Key.Key_Down):
                self._fresh()
                self.begin()
                return True
            if watched is self.line and key == Qt.Key.Key_Escape and self.line.text():
                self.line.clear()
                return True
            if watched is self.tree and (enter or key == Qt.Key.Key_Escape) and self.current is not None:
                if enter:
                    self.open()
                else:
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._detail(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._detail(False)

    def _detail(self, wanted: bool) -> None:
        """Nobody puts into words what nobody sees."""
        self.checking.detailed = wanted
        if wanted:
            self.checking.ask()

    def _do(self, act: Callable[[], object]) -> None:
        self._workspace.attempt(act)
        self.checking.ask()

    def _ask(self, lines: tuple[Line, ...]) -> None:
        """Ask for the reason beneath the list."""
        if self._workspace.read_only:
            self._workspace.attempt(lambda: None)
            return
        self._dismissing = lines
        self.reason.clear()
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.reason, self._workspace.texts("window.findings.reason"))

    def _answer(self, yes: bool) -> None:
        lines, self._dismissing = self._dismissing, ()
        why = self.reason.text().strip()
        self.reason.hide()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        listing = self.checking.listing
        findings = [line.finding for line in lines if line.finding is not None]
        if yes and listing is not None and findings:
            from model.findings import dismiss

            self._do(lambda: dismiss(self._workspace.editor, listing.report, findings, why))

    def _told(self, _listing: Listing) -> None:
        if self.checking.detailed:
            before = self.current
            self._show(go_on=True)
            if self.tree.hasFocus():
                self._choose_first()
            after = self.current
            if self.tree.hasFocus() and before is not None and after is not None and after.key != before.key:
                self._reveal()

    def _show(self, go_on: bool = False) -> None:
        """Fill the list anew, keeping the chosen line; where it is gone, `go_on` to the one in its place."""
        self._timer.stop()
        before, index = self.current, self.tree.currentIndex()
        row, heading = index.row(), self._model.heading(index)
        for index, key, _ in self._model.headings():
            self._open[key] = self.tree.isExpanded(index)
        self._steady = True
        self._model.show(tuple(self._groups()), self.line.text())
        few = sum(1 for _ in self._lines()) <= _OPEN_UP_TO or bool(self.line.text())
        for index, key, of_rule in self._model.headings():
            self.tree.setFirstColumnSpanned(index.row(), index.parent(), True)
            self.tree.setExpanded(index, few or self._open.get(key, not of_rule))
        self.tree.setCurrentIndex(self._known_again(before, heading, row, go_on))
        self._steady = False
        self._refresh()

    def _known_again(self, before: Line | None, heading: str, row: int, go_on: bool) -> QModelIndex:
        """Where what was chosen is now; where a line is gone, `go_on` to the one in its place."""
        if before is None:
            return self._model.headed(heading)
        index = self._model.find(before.key)
        return self._model.beside(row, before.rule) if go_on and not index.isValid() else index

    def _choose_first(self) -> None:
        first = self._model.first()
        if not self.tree.currentIndex().isValid() and first.isValid():
            self.tree.setCurrentIndex(first)

    def _fresh(self) -> None:
        if self._timer.isActive():
            self._show()

    def _groups(self) -> Iterable[Group]:
        listing = self.checking.listing
        for group in () if listing is None else listing.groups:
            if group.name != "dismissed" or self.dismissed.isChecked():
                yield group

    def _rule_to_dismiss(self) -> str:
        """The rule of the chosen line or heading, where it has findings that are not set aside; else none."""
        line, rule = self.current, self._model.rule(self.tree.currentIndex())
        if line is not None and (line.finding is None or line.dismissed):
            return ""
        return rule if any(each.rule == rule and each.finding for each in self._lines()) else ""

    def _lines(self) -> Iterable[Line]:
        return (line for group in self._groups() if group.name != "dismissed" for line in group.lines)

    def _moved(self) -> None:
        """Another line was chosen by hand: show on the map what it is about."""
        if not self._steady:
            self._refresh()
            self._reveal()

    def _reveal(self) -> None:
        line, document = self.current, self._workspace.document
        id = None if line is None or line.finding is None else shown_by(document, line.finding.subjects[0])
        entry = self._entry()
        selected = id if entry is None else entry
        if selected is not None:
            self._workspace.selection.set((selected,), cell_of(document, selected))
        if id is not None:
            self.chosen.emit(id)
        if entry is not None:
            self.entry_chosen.emit(entry)

    def _entry(self) -> str | None:
        """The entry of a register that the chosen finding is about."""
        finding = None if self.current is None else self.current.finding
        return None if finding is None else entry_of(self._workspace.document, finding.subjects[0])

    def _refresh(self) -> None:
        """What is said of the chosen line, and what can be done about it."""
        line, texts, listing = self.current, self._workspace.texts, self.checking.listing
        finding = None if line is None else line.finding
        aside = line is not None and line.dismissed is not None
        fix = None if finding is None or aside else finding.fix
        index = self.tree.currentIndex()
        self.why.setText(self._model.why(index) if line is None else f"{line.words}\n\n{line.why}")
        can = {"fix": fix is not None, "dismiss": finding is not None and not aside, "bring_back": aside}
        can["dismiss_rule"] = bool(self._rule_to_dismiss())
        can["open"] = self._entry() is not None
        for name, button in self.buttons.items():
            button.setEnabled(can[name])
        self.buttons["fix"].setVisible(fix is not None)
        self.buttons["open"].setVisible(can["open"])
        self.buttons["dismiss"].setVisible(not aside)
        self.buttons["bring_back"].setVisible(aside)
        self.buttons["fix"].setText(texts("window.findings.fix") if fix is None else texts(fix.label))
        if listing is None:
            self.said.setText(texts("window.findings.running"))
        else:
            dismissed = len(listing.report.dismissed)
            self.said.setText(listing.said + (texts("window.findings.aside", n=dismissed) if dismissed else ""))

    def _menu(self, at: QPoint) -> None:
        self.menu_wanted.emit("finding", self.tree.viewport().mapToGlobal(at))

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setModel(self._model)
        tree.setUniformRowHeights(True)
        tree.setAccessibleName(self._workspace.texts("window.dock.findings"))
        tree.setAllColumnsShowFocus(True)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._menu)
        tree.installEventFilter(self)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
        tree.setColumnWidth(2, 180)
        tree.selectionModel().currentChanged.connect(lambda *_: self._moved())
        tree.clicked.connect(lambda _: self._reveal())
        tree.doubleClicked.connect(lambda _: self.open())

    def _lay_out(self) -> None:
        layout, top, middle, side = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        layout.setContentsMargins(14, 8, 14, 8)
        top.addWidget(self.line, 1)
        top.addWidget(self.dismissed)
        top.addWidget(self.said)
        reading = QScrollArea()
        reading.setWidget(self.why)
        reading.setWidgetResizable(True)
        reading.setFrameShape(QFrame.Shape.NoFrame)
        reading.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.addWidget(reading, 1)
        for name in _WIDE:
            side.addWidget(self.buttons[name])
        side.addLayout(rest := QHBoxLayout())
        for name, button in self.buttons.items():
            button.clicked.connect(getattr(self, name))
            if name not in _WIDE:
                rest.addWidget(button, 1)
        beside = QWidget()
        beside.setFixedWidth(_SIDE)
        beside.setLayout(side)
        side.setContentsMargins(6, 0, 0, 0)
        middle.addWidget(self.tree, 1)
        middle.addWidget(beside)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self.reason)
        self.setMinimumHeight(_LEAST_HEIGHT)
