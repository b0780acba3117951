"""The conflicts of a merge one by one: what it was, what each side has, and which it shall be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from model.conflicts import Disputed
from model.messages import message
from model.picking import Pick
from model.texts import Texts
from widgets.dialogs import Dialog

_SIZE, _LIST = (900, 460), 320


class ConflictDialog(Dialog):
    """A list of the conflicts, and the choices of the one that is current; all must be decided."""

    def __init__(self, texts: Texts, name: str, conflicts: Sequence[Disputed], parent: QWidget | None) -> None:
        super().__init__(texts, texts("merge.title", name=name), parent, "put_together")
        self.resize(*_SIZE)
        self._conflicts = conflicts
        self.picks: dict[str, Pick] = {}
        said = _label(texts(message("merge.said", n=len(conflicts))))
        self.list = QListWidget()
        self.list.setAccessibleName(texts("merge.list"))
        self.list.setMinimumWidth(_LIST)
        for each in conflicts:
            self.list.addItem(QListWidgetItem(each.what))
        self.head, self.why = _label(""), _label("")
        self.head.setObjectName("head")
        self.choices = {pick: QRadioButton() for pick in Pick}
        self._group = QButtonGroup(self)
        side = QVBoxLayout()
        side.addWidget(self.head)
        side.addWidget(self.why)
        for pick, button in self.choices.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, pick=pick: self.pick(pick))
            side.addWidget(button)
        side.addStretch(1)
        for name_of, pick in (("all_ours", Pick.OURS), ("all_theirs", Pick.THEIRS)):
            button_of_all = self.buttons.addButton(texts(f"merge.{name_of}"), QDialogButtonBox.ButtonRole.ActionRole)
            button_of_all.setAutoDefault(False)
            button_of_all.clicked.connect(lambda _checked=False, pick=pick: self.pick_all(pick))
        columns = QHBoxLayout()
        columns.addWidget(self.list, 2)
        columns.addLayout(side, 3)
        self.body.addWidget(said)
        self.body.addLayout(columns, 1)
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.list.setCurrentRow(0)
        self._tell()

    @property
    def choice(self) -> Mapping[str, Pick]:
        """What was picked, by the id of the conflict."""
        return dict(self.picks)

    def pick(self, pick: Pick) -> None:
        """Decide the current conflict."""
        self.picks[self._current.id] = pick
        self._show()
        self._tell()

    def pick_all(self, pick: Pick) -> None:
        """Decide all of them alike."""
        self.picks = dict.fromkeys((each.id for each in self._conflicts), pick)
        self._show()
        self._tell()

    @property
    def _current(self) -> Disputed:
        return self._conflicts[max(self.list.currentRow(), 0)]

    def _show(self) -> None:
        current = self._current
        self.head.setText(current.what)
        self.why.setText(current.why)
        self._group.setExclusive(False)
        for pick, said in current.choices:
            button = self.choices[pick]
            button.setText(self.texts(f"merge.pick.{pick.value}", side=said.replace("&", "&&")))
            button.setAccessibleDescription(f"{current.what} {current.why}")
            button.setChecked(self.picks.get(current.id) is pick)
        self._group.setExclusive(True)

    def _tell(self) -> None:
        """Say beside each conflict what it shall be, and whether all are decided."""
        for place, each in enumerate(self._conflicts):
            pick = self.picks.get(each.id)
            words = self.texts("merge.open" if pick is None else f"merge.picked.{pick.value}")
            item = self.list.item(place)
            item.setText(self.texts("merge.entry", what=each.what, picked=words))
        self.yes.setEnabled(len(self.picks) == len(self._conflicts))


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
