"""What a pasted table would become, before it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QListWidget,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.clipboard import Plan
from model.messages import Message, message
from model.texts import Texts

_SIZE = (760, 480)
_COLUMN = 170
_TALLEST_LIST = 110
_MEASURED = 200
_CARDS_SHOWN = 4
_FEW = 4
_GRID = (
    "QTableView { gridline-color: palette(alternate-base); }"
    " QTableCornerButton::section { background: palette(window); border: none; }"
    " QHeaderView { background: palette(window); }"
    " QHeaderView::section { background: palette(window); border: none; padding: 4px 8px; }"
)


class PastePreview(QDialog):
    """A grid of what lands where, what is new, and what is left out and why. `plan` is what was agreed to."""

    def __init__(
        self,
        texts: Texts,
        planned: Callable[[bool, bool], Plan],
        either: bool,
        stacked: bool,
        headed: bool | None,
        parent: QWidget | None,
    ) -> None:
        """`planned`: the plan with rows as lanes (False) or stacked in one lane (True), and the first row as cards or
        heads. `either`: both ways of rows make sense; `headed` None: heads do not.
        """
        super().__init__(parent)
        self._texts = texts
        self._planned = planned
        self.plan = planned(stacked, bool(headed))
        self.setWindowTitle(texts("window.paste.title"))
        self.resize(*_SIZE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        layout.addWidget(self.summary)
        self.ways = self._ways(stacked)
        for button in self.ways.buttons():
            layout.addWidget(button)
            button.setVisible(either)
        self.heads = QCheckBox(texts("window.paste.heads"))
        self.heads.setChecked(bool(headed))
        self.heads.setVisible(headed is not None)
        self.heads.toggled.connect(lambda _: self._plan_anew())
        layout.addWidget(self.heads)
        self.grid = self._grid()
        layout.addWidget(self.grid, 1)
        self._left_label = QLabel(texts("window.paste.left_out"))
        self.left_out = QListWidget()
        self.left_out.setAccessibleName(texts("window.paste.left_out"))
        self.left_out.setMaximumHeight(_TALLEST_LIST)
        self.left_out.setWordWrap(True)
        layout.addWidget(self._left_label)
        layout.addWidget(self.left_out)
        buttons = self._buttons()
        layout.addWidget(buttons)
        self._show()
        self.accept_button.setFocus()

    def choose(self, stacked: bool) -> None:
        """Show the other way to read the rows."""
        self.ways.button(int(stacked)).setChecked(True)

    def _ways(self, stacked: bool) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, name in enumerate(("lanes", "stacked")):
            button = QRadioButton(self._texts(f"window.paste.rows_{name}"), self)
            button.setChecked(bool(number) is stacked)
            group.addButton(button, number)
        group.idToggled.connect(self._toggled)
        return group

    def _grid(self) -> QTableWidget:
        grid = QTableWidget()
        grid.setAccessibleName(self._texts("window.paste.grid"))
        grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        grid.setTabKeyNavigation(False)
        grid.setStyleSheet(_GRID)
        grid.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        return grid

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton(
            self._texts("window.button.paste"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.accept_button.setDefault(True)
        buttons.addButton(self._texts("window.button.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _toggled(self, _way: int, checked: bool) -> None:
        if checked:
            self._plan_anew()

    def _plan_anew(self) -> None:
        self.plan = self._planned(bool(self.ways.checkedId()), self.heads.isChecked())
        self._show()

    def _show(self) -> None:
        plan = self.plan
        self.summary.setText(self._texts(self._said()))
        self.accept_button.setEnabled(plan.cards > 0)
        self.grid.clear()
        self.grid.setRowCount(max(1, len(plan.lanes)))
        self.grid.setColumnCount(max(1, len(plan.steps)))
        new_step, new_lane = (self._texts(f"window.paste.new_{name}") for name in ("step", "lane"))
        untitled, tray = self._texts("window.outline.untitled"), self._texts("window.outline.tray")
        along = [step.title or (new_step if step.id is None else untitled) for step in plan.steps] or [tray]
        down = [new_lane if lane.id is None else lane.title or untitled for lane in plan.lanes] or [tray]
        self.grid.setHorizontalHeaderLabels([text.replace("\n", " ") for text in along])
        self.grid.setVerticalHeaderLabels([text.replace("\n", " ") for text in down])
        for place, step in enumerate(plan.steps):
            if step.id is None:
                _embolden(self.grid.horizontalHeaderItem(place))
        for place, lane in enumerate(plan.lanes):
            if lane.id is None:
                _embolden(self.grid.verticalHeaderItem(place))
        self._fill()
        said = [self._left(each.row, each.column, each.text, each.why) for each in plan.left_out]
        self.left_out.clear()
        self.left_out.addItems(said)
        self.left_out.setVisible(bool(said))
        self._left_label.setVisible(bool(said))

    def _fill(self) -> None:
        cells: dict[tuple[int, int], list[str]] = {}
        for each in self.plan.cells:
            place = (each.lane, each.step) if self.plan.lanes else (0, 0)
            cells.setdefault(place, []).extend(each.cards)
        for (lane, step), cards in cells.items():
            shown = [card.replace("\n", " ") for card in cards[:_CARDS_SHOWN]]
            if len(cards) > _CARDS_SHOWN:
                shown.append(self._texts("window.paste.more", n=len(cards) - _CARDS_SHOWN))
            item = QTableWidgetItem("\n".join(shown))
            item.setToolTip("\n".join(cards[:40]))
            item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            self.grid.setItem(lane, step, item)
        few = self.grid.columnCount() <= _FEW
        mode = QHeaderView.ResizeMode
        self.grid.horizontalHeader().setSectionResizeMode(mode.Stretch if few else mode.Interactive)
        for column in range(0 if few else self.grid.columnCount()):
            self.grid.setColumnWidth(column, _COLUMN)
        for row in range(min(self.grid.rowCount(), _MEASURED)):
            self.grid.resizeRowToContents(row)

    def _said(self) -> Message:
        plan = self.plan
        if not plan.lanes:
            return message("window.paste.to_tray", n=plan.cards)
        where = message(
            "window.paste.where",
            lanes=message("window.paste.lanes", n=len(plan.lanes)),
            steps=message("window.paste.steps", n=len(plan.steps)),
            n=plan.cards,
        )
        new = [*_counted("lanes", plan.new_lanes), *_counted("steps", plan.new_steps)]
        if not new:
            return where
        added = new[0] if len(new) == 1 else message("window.paste.both", one=new[0], other=new[1])
        return message("window.paste.adding", where=where, new=added)

    def _left(self, row: int, column: int, text: str, why: Message) -> str:
        shown = " ".join(text.split())[:60]
        return self._texts("window.paste.left", row=row + 1, column=column + 1, text=shown, why=why)


def _counted(name: str, new: Iterable[object]) -> list[Message]:
    count = len(tuple(new))
    return [message(f"window.paste.new_{name}", n=count)] if count else []


def _embolden(item: QTableWidgetItem | None) -> None:
    if item is not None:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
