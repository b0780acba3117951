"""One page of the inspector: groups of fields that fold, what is computed beside them, lines that offer the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from model.analysis.readouts import Said
from model.kinds import kind_of
from model.messages import Message
from model.record import Record
from model.texts import Texts
from widgets.field_editors import FieldEditor
from widgets.fields import BULK, GROUPS, Group
from widgets.inspector_fields import PageFields
from widgets.reference_fields import NameButton
from widgets.workspace import Workspace

Folds = MutableMapping[str, bool]


class GroupBox(QWidget):
    """A group of fields under a head that folds it. `toggled` when a person folds or opens it, `wanted` names a field
    to be shown.
    """

    toggled = Signal()
    wanted = Signal(str)

    def __init__(self, texts: Texts, group: Group, headed: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.group = group
        self.rows: dict[str, QWidget] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = QToolButton(self)
        self.head.setObjectName("group")
        self.head.setText(texts(f"inspector.group.{group.name}") if headed else "")
        self.head.setAccessibleName(self.head.text())
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.clicked.connect(self.toggled)
        self.body = QWidget(self)
        self._lines = QVBoxLayout(self.body)
        self._lines.setContentsMargins(2, 0, 0, 8)
        self._lines.setSpacing(2)
        self._said = self._label("readout")
        self._offer = self._label("offer")
        self._offer.setTextFormat(Qt.TextFormat.RichText)
        self._offer.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._offer.linkActivated.connect(self.wanted)
        layout.addWidget(self.head)
        layout.addWidget(self.body)
        self.head.setVisible(headed)

    @property
    def open(self) -> bool:
        """Whether its fields are in sight."""
        return self.body.isVisibleTo(self)

    def unfold(self, open: bool) -> None:
        """Show its fields, or only its head."""
        self.body.setVisible(open)
        self.head.setArrowType(Qt.ArrowType.DownArrow if open else Qt.ArrowType.RightArrow)
        said = self._texts("inspector.open_group" if open else "inspector.folded_group")
        self.head.setAccessibleDescription(said)

    def place(self, name: str, row: QWidget) -> None:
        """Put the row of a field where it belongs among the others."""
        order = self.group.names
        before = [other for other in self.rows if order.index(other) < order.index(name)]
        self.rows[name] = row
        self._lines.insertWidget(len(before), row)

    def say(self, lines: Sequence[Message]) -> None:
        """What is computed about the record."""
        self._said.setText("\n".join(self._texts(line) for line in lines))
        self._said.setVisible(bool(lines))

    def offer(self, fields: Sequence[tuple[str, str]]) -> None:
        """Name the fields that may be added: names and words."""
        links = (f'<a href="{name}" style="text-decoration:none">{_as_html(words)}</a>' for name, words in fields)
        self._offer.setText(self._texts("inspector.offer", fields=" · ".join(links)))
        self._offer.setAccessibleName(self._texts("inspector.offer", fields=", ".join(words for _, words in fields)))
        self._offer.setVisible(bool(fields))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self.body)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        label.hide()
        self._lines.addWidget(label)
        return label


class Page(QWidget):
    """The fields of records of one kind; of several records those that can be set at once.

    `back` asks for what was shown before. `folds`: by kind and group, whether a person folded it.
    """

    back = Signal()

    def __init__(
        self,
        workspace: Workspace,
        kind: type[Record],
        bulk: bool,
        folds: Folds,
        opened: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._texts = workspace.texts
        self._kind = kind
        self._folds = folds
        self._shown: tuple[str, ...] = ()
        self._revealed: set[str] = set()
        self.fields = PageFields(workspace, kind, opened)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 10, 14, 14)
        self._layout.setSpacing(2)
        self._add_head()
        groups = (Group("what", BULK.get(kind, ())),) if bulk else GROUPS[kind]
        self.boxes = {group.name: self._box(group, len(groups) > 1) for group in groups}
        self._layout.addStretch(1)

    @property
    def editors(self) -> dict[str, FieldEditor]:
        """The editors shown, by field, top to bottom."""
        shown = (name for box in self.boxes.values() for name in box.group.names if name in box.rows)
        return {name: self.fields.editors[name] for name in shown if not self._row_of(name).isHidden()}

    def _row_of(self, name: str) -> QWidget:
        return next(box.rows[name] for box in self.boxes.values() if name in box.rows)

    def fill(self, records: Sequence[Record], before: str) -> None:
        """Show records; `before` names what was shown before them, if there is a way back."""
        ids = tuple(record.id for record in records)
        if ids != self._shown:
            self._shown, self._revealed = ids, set()
        self._head.setText(self._texts(f"window.selected.{kind_of(self._kind).name}", n=len(records)))
        self._way_back.setText(before)
        self._way_back.setVisible(bool(before))
        for box in self.boxes.values():
            self._fill_box(box, records)
        self.fields.fill(records)

    def make_row(self) -> bool:
        """Make one row more of those that a record always has; whether one was still to be made."""
        for box in self.boxes.values():
            for name in box.group.names:
                if name in box.group.always and name not in box.rows:
                    row = self._row(name, box)
                    row.hide()
                    box.place(name, row)
                    return True
        return False

    def say(self, said: Said) -> None:
        """Show what is computed about the record."""
        for name, box in self.boxes.items():
            box.say(said.get(name, ()))
            self._unfold(box, bool(box.rows) and self._any(box), name in said)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from top to bottom, also through rows that came later, and out at the end."""
        here = self.focusWidget()
        stops = [stop for stop in _stops(self._layout) if _takes_focus(stop)]
        place = stops.index(here) + (1 if next else -1) if here in stops else -1
        if 0 <= place < len(stops):
            stops[place].setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
            return True
        return self._leave(here, next)

    def _leave(self, here: QWidget | None, next: bool) -> bool:
        """To the next widget of the window that is none of this page."""
        if here is None:
            return super().focusNextPrevChild(next)
        for other in _beyond(here, next):
            if not self.isAncestorOf(other) and other is not self and _takes_focus(other):
                other.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
                return True
        return False

    def reveal(self, name: str) -> None:
        """Bring a field into sight and go to it."""
        box = next(box for box in self.boxes.values() if name in box.group.names)
        self._revealed.add(name)
        records = [row for id in self._shown if (row := self._workspace.document.find(id)) is not None]
        self._fill_box(box, records)
        self.fields.fill(records)
        self.fields.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_box(self, box: GroupBox, records: Sequence[Record]) -> None:
        """Show what of a group says something, and offer the rest."""
        wanted, offered = [], []
        for name in box.group.names:
            relevant = len(records) > 1 or self.fields.relevant(name, records[0])
            used = name in self._revealed or self.fields.says(name, records)
            if used or (relevant and name in box.group.always):
                wanted.append(name)
                self._revealed.add(name)
            elif relevant and not self._workspace.read_only:
                offered.append((name, self.fields.label(name)))
        for name in wanted:
            if name not in box.rows:
                box.place(name, self._row(name, box))
        for name, row in box.rows.items():
            row.setVisible(name in wanted)
        box.offer(offered)
        self._unfold(box, bool(wanted), box.group.names == ())

    def _any(self, box: GroupBox) -> bool:
        return any(not row.isHidden() for row in box.rows.values())

    def _unfold(self, box: GroupBox, fields: bool, said: bool) -> None:
        """A group that says nothing stays folded until a person opens it; one without anything is not there."""
        key = self._key(box)
        box.unfold(self._folds.get(key, fields or said))
        box.setVisible(bool(box.group.names) or said)

    def _toggle(self, box: GroupBox) -> None:
        self._folds[self._key(box)] = not box.open
        box.unfold(not box.open)

    def _key(self, box: GroupBox) -> str:
        return f"{self._kind.__name__}.{box.group.name}"

    def _row(self, name: str, box: GroupBox) -> QWidget:
        """An editor under its name, unless the head of its group says that already."""
        editor = self.fields.make(name)
        row = QWidget(box.body)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(2)
        caption = QLabel(self.fields.label(name), row)
        caption.setObjectName("caption")
        caption.setBuddy(editor)
        caption.setWordWrap(True)
        caption.setMinimumWidth(1)
        caption.setVisible(caption.text() != box.head.text())
        layout.addWidget(caption)
        layout.addWidget(editor)
        return row

    def _box(self, group: Group, headed: bool) -> GroupBox:
        box = GroupBox(self._texts, group, headed, self)
        box.toggled.connect(lambda: self._toggle(box))
        box.wanted.connect(self.reveal)
        self._layout.addWidget(box)
        return box

    def _add_head(self) -> None:
        self._way_back = NameButton("", self._texts("inspector.back"))
        self._way_back.clicked.connect(self.back)
        self._head = QLabel(self)
        self._head.setObjectName("head")
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._way_back)
        self._layout.addLayout(row)
        self._layout.addWidget(self._head)


def _as_html(words: str) -> str:
    """Words as they stand between tags. `html` would bring a table of two thousand signs along."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _beyond(here: QWidget, next: bool) -> Iterator[QWidget]:
    """The widgets of a window after one, or before it, in the order in which Tab would go."""
    other = here.nextInFocusChain() if next else here.previousInFocusChain()
    while other is not None and other is not here:
        yield other
        other = other.nextInFocusChain() if next else other.previousInFocusChain()


def _takes_focus(widget: QWidget) -> bool:
    tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabs) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _stops(layout: QLayout) -> Iterator[QWidget]:
    """The innermost widgets of a layout in their order."""
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        widget = item.widget()
        inner = item.layout() if widget is None else widget.layout()
        if inner is not None:
            yield from _stops(inner)
        elif widget is not None:
            yield widget
