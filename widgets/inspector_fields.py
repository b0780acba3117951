"""The editors of one page of the inspector: made from the model, filled from records, and set through the editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from model import grid
from model.analysis.readouts import metric_line
from model.document import Document
from model.elements import BAND_OF, Band, Card, CardKind, Lane, Link, LinkKind, Review, Role
from model.improvements import Effect, EffectKind, StatusChange
from model.kinds import Field, kind_of
from model.messages import Message
from model.owners import accountable
from model.ranges import with_range
from model.record import Record
from model.registers import Metric, Reading, SystemExchange
from model.values import is_share
from widgets.field_editors import MIXED, ChecksField, ChoiceField, FieldEditor, LineField, Names, editor_for
from widgets.fields import LONG, ONE_LINE_TITLES, ROWS, Rows
from widgets.inspector_acts import RecordActs
from widgets.reference_fields import NameLine, RecordField, Row, RowsField
from widgets.references import creates, name_of, offered
from widgets.workspace import Workspace

# What is worth offering only for some records of a kind.
_OF_KINDS = {
    "asked_by": CardKind.QUESTION,
    "answered": CardKind.QUESTION,
    "content_owner": CardKind.EVIDENCE,
    "last_checked": CardKind.EVIDENCE,
    "alternatives": LinkKind.NEEDS,
    "owner": LinkKind.ESCALATION,
    "limit_minutes": LinkKind.ESCALATION,
    "moves_to": EffectKind.SHARE,
    "worth": EffectKind.DROP_OFF,
}
# The day by which rows are shown.
_DAYS: dict[type[Record], str] = {Reading: "taken", Review: "held", StatusChange: "dated"}
_Key = tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]
# An editor in a row: the row's id, the field, the editor.
Inner = tuple[str, Field, FieldEditor]


class PageFields:
    """Fields of records of one kind. `editors` by name, `opened` is called with what a person wants to see."""

    def __init__(self, workspace: Workspace, kind: type[Record], opened: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._document: Document = workspace.document
        self._texts = workspace.texts
        self._kind = kind
        self._opened = opened
        self._acts = RecordActs(workspace)
        self._records: Sequence[Record] = ()
        self.editors: dict[str, FieldEditor] = {}
        self._rows: dict[str, tuple[_Key, list[Inner]]] = {}

    def make(self, name: str) -> FieldEditor:
        """The editor of a field, or of rows that belong to the record."""
        field = _field(self._kind, name)
        label = self.label(name)
        if field is None:
            editor: FieldEditor = self._rows_editor(ROWS[name], label)
        elif field.refers and field.many:
            editor = self._many_editor(field, label)
        else:
            editor = self._editor(self._kind, field, label, self._ids, self._first)
        self.editors[name] = editor
        return editor

    def label(self, name: str) -> str:
        """What a field is called."""
        return _label(self._texts, self._kind, name)

    def fill(self, records: Sequence[Record]) -> None:
        """Show the values of records."""
        self._records = records
        for name, editor in self.editors.items():
            field = _field(self._kind, name)
            if field is None or (field.refers and field.many):
                assert isinstance(editor, RowsField)
                self._fill_rows(name, field, editor)
            else:
                _show(self._workspace, editor, field, records)
            editor.setEnabled(not self._workspace.read_only)

    def says(self, name: str, records: Sequence[Record]) -> bool:
        """Whether a field of some records holds more than what it begins with."""
        field = _field(self._kind, name)
        if field is None:
            return any(self._found(ROWS[name], record.id) for record in records)
        return any(getattr(record, name) != field.default for record in records)

    def relevant(self, name: str, record: Record) -> bool:
        """Whether a field is worth offering for a record."""
        wanted = _OF_KINDS.get(name)
        if wanted is not None and isinstance(record, Card | Link | Effect) and type(wanted) is type(record.kind):
            return record.kind is wanted
        if name == "emotion" and isinstance(record, Card):
            lane = self._document.get(Lane, record.lane)
            return lane is not None and lane.role is Role.EMOTION
        return name != "beside" or (isinstance(record, Lane) and grid.band(record) is Band.ANNOTATION)

    def finish(self) -> None:
        """Keep what is being typed."""
        nested = (editor for _, editors in self._rows.values() for *_, editor in editors)
        for editor in (*self.editors.values(), *nested):
            focus = editor.focusProxy()
            if focus is not None and focus.hasFocus():
                editor.finish()
                return

    def _ids(self) -> tuple[str, ...]:
        return tuple(record.id for record in self._records)

    def _first(self) -> Record | None:
        return self._records[0] if self._records else None

    def _editor(
        self,
        kind: type[Record],
        field: Field,
        label: str,
        ids: Callable[[], tuple[str, ...]],
        row: Callable[[], Record | None],
    ) -> FieldEditor:
        """The editor of one field that holds one value or some choices."""
        if field.refers:
            named = RecordField(self._texts, label, self._offers(field, row), self._name, creates(field) is not None)
            named.opened.connect(self._opened)
            editor: FieldEditor = named
        else:
            long = field.name in LONG and not (field.name == "title" and kind in ONE_LINE_TITLES)
            editor = editor_for(self._texts, kind, field, label, _choices(field, row()), long)
        editor.committed.connect(lambda value: self._do(lambda: self._acts.set(ids(), field, value)))
        editor.unread.connect(self._refuse)
        if isinstance(editor, ChecksField):
            editor.flipped.connect(lambda mark: self._do(lambda: self._acts.flip(ids(), mark)))
        return editor

    def _offers(self, field: Field, row: Callable[[], Record | None]) -> Callable[[], Names]:
        return lambda: offered(self._document, self._texts, field, row())

    def _name(self, id: str) -> str:
        return name_of(self._document, self._texts, id)

    def _many_editor(self, field: Field, label: str) -> RowsField:
        adder = NameLine(self._texts, self._offers(field, self._first), creates(field) is not None)
        editor = RowsField(self._texts, label, adder)
        editor.added.connect(lambda what, value: self._do(lambda: self._acts.add_to(self._ids(), field, what, value)))
        editor.removed.connect(lambda gone: self._do(lambda: self._acts.take_from(self._ids(), field, gone)))
        editor.opened.connect(self._opened)
        return editor

    def _rows_editor(self, rows: Rows, label: str) -> RowsField:
        asked = _field(rows.kind, rows.head) if rows.head else None
        if rows.unlinks:
            adder: NameLine | str = NameLine(self._texts, lambda: self._unlinked(rows.kind), True)
        elif asked is not None:
            adder = NameLine(self._texts, self._offers(asked, lambda: None), creates(asked) is not None)
        else:
            id = f"inspector.add_row.{rows.name}"
            adder = self._texts(id) if id in self._texts else ""
        editor = RowsField(self._texts, label, adder)
        editor.added.connect(lambda what, value: self._add_row(rows, asked, what, value))
        editor.removed.connect(lambda ids: self._do(lambda: self._acts.take_away(rows, ids)))
        editor.opened.connect(self._opened)
        return editor

    def _unlinked(self, kind: type[Record]) -> Names:
        return [(row.id, self._name(row.id)) for row in self._document.where(kind)]

    def _fill_rows(self, name: str, field: Field | None, editor: RowsField) -> None:
        """Show the rows; those that are as before keep their editors, so that nobody is torn from one."""
        rows, hidden = self._row_list(name, field)
        key: _Key = tuple((row.ids, row.name, self._said(name, row.ids[0])) for row in rows)
        before = self._rows.get(name)
        if before is None or before[0] != key:
            made: list[Inner] = []
            spec = ROWS.get(name) if field is None else None
            if spec is not None and len(self._records) == 1:
                rows = [
                    row._replace(lines=self._lines(spec, row.ids[0], place == 0, made))
                    for place, row in enumerate(rows)
                ]
            self._rows[name] = (key, made)
            editor.show_rows(rows, hidden)
        for id, inner, each in self._rows[name][1]:
            record = self._document.find(id)
            if record is not None:
                _show(self._workspace, each, inner, (record,))

    def _said(self, name: str, id: str) -> tuple[str, ...]:
        """The quiet fields of a row that say something."""
        row, spec = self._document.find(id), ROWS.get(name)
        return tuple(field for field in spec.quiet if getattr(row, field, None)) if spec is not None else ()

    def _row_list(self, name: str, field: Field | None) -> tuple[list[Row], int]:
        if field is not None:
            return [Row((id,), self._name(id), id) for id in getattr(self._records[0], field.name)], 0
        spec = ROWS[name]
        if len(self._records) > 1:
            return self._shared_rows(spec), 0
        found = self._found(spec, self._records[0].id)
        shown = found[-spec.most :]
        return [self._row(spec, row) for row in shown], len(found) - len(shown)

    def _row(self, spec: Rows, row: Record) -> Row:
        if spec.head:
            held = getattr(row, spec.head)
            if held == self._records[0].id:
                held = getattr(row, spec.parent)
            return Row((row.id,), self._name(held), held)
        if spec.lines:
            return Row((row.id,), "", row.id if spec.opens else "")
        if isinstance(row, Metric):
            said = self._texts(metric_line(self._document, row, self._workspace.context.today()))
            return Row((row.id,), said, row.id)
        if isinstance(row, Link):
            way, other = ("to", row.target) if row.source == self._records[0].id else ("from", row.source)
            return Row((row.id,), self._texts(f"inspector.link_{way}", name=self._name(other)), row.id)
        return Row((row.id,), self._name(row.id), row.id)

    def _shared_rows(self, spec: Rows) -> list[Row]:
        """What several records have rows for, with how many do where not all."""
        used: dict[str, list[str]] = {}
        for record in self._records:
            for use in self._found(spec, record.id):
                used.setdefault(getattr(use, spec.head), []).append(use.id)
        rows = []
        for id, uses in used.items():
            name, by, of = self._name(id), len(uses), len(self._records)
            said = name if by == of else self._texts("window.used_by", name=name, by=by, of=of)
            rows.append(Row(tuple(uses), said, id))
        return rows

    def _found(self, spec: Rows, id: str) -> tuple[Record, ...]:
        found: tuple[Record, ...] = self._document.where(spec.kind, **{spec.parent: id})
        other = {Link: "target", SystemExchange: "other"}.get(spec.kind)
        if other is not None:
            found += self._document.where(spec.kind, **{other: id})
        day = _DAYS.get(spec.kind)
        if day is not None:
            found = tuple(sorted(found, key=lambda row: str(getattr(row, day) or "")))
        return found

    def _lines(self, spec: Rows, id: str, first: bool, made: list[Inner]) -> tuple[tuple[QWidget, ...], ...]:
        """The editors of a row, those of its first line under their names in the first row only."""
        row = self._document.find(id)
        quiet = [(name,) for name in spec.quiet if getattr(row, name)]
        lines = []
        for place, names in enumerate((*spec.lines, *quiet)):
            parts: list[QWidget] = []
            for name in names:
                field = _field(spec.kind, name)
                assert field is not None
                label = _label(self._texts, spec.kind, name)
                editor = self._editor(spec.kind, field, label, lambda: (id,), lambda: self._document.find(id))
                editor.setToolTip(label)
                made.append((id, field, editor))
                named = spec.head or (place == 0 and not first and len(spec.lines) == 1)
                parts.append(editor if named else _captioned(label, editor))
            lines.append(tuple(parts))
        return tuple(lines)

    def _refresh(self) -> None:
        """Show what now holds, also where an act was refused."""
        rows = (self._document.find(record.id) for record in self._records)
        self.fill([row for row in rows if row is not None])

    def _refuse(self, why: Message) -> None:
        self._workspace.said.emit(why)

    def _do(self, act: Callable[[], object]) -> None:
        act()
        self._refresh()

    def _add_row(self, rows: Rows, asked: Field | None, what: str, value: str) -> None:
        made = self._acts.add_row(rows, asked, self._ids(), what, value)
        self._refresh()
        if made and rows.opens and not rows.lines and not rows.unlinks:
            self._opened(made)


def _field(kind: type[Record], name: str) -> Field | None:
    return next((field for field in kind_of(kind).fields if field.name == name), None)


def _label(texts: Any, kind: type[Record], name: str) -> str:
    own = f"inspector.field.{kind.__name__}.{name}"
    return str(texts(own if own in texts else f"window.field.{name}"))


def _captioned(label: str, editor: FieldEditor) -> QWidget:
    """An editor under its name."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    caption = QLabel(label)
    caption.setObjectName("caption")
    caption.setBuddy(editor)
    caption.setMinimumWidth(1)
    layout.addWidget(caption)
    layout.addWidget(editor)
    made.setFocusProxy(editor)
    return made


def _choices(field: Field, row: Record | None) -> Sequence[StrEnum | None]:
    if field.choices is None:
        return ()
    values: list[StrEnum | None] = list(field.choices)
    if field.choices is Role and isinstance(row, Lane):
        values = [role for role in Role if BAND_OF[role] is grid.band(row)]
    return [None, *values] if field.optional else values


def _show(workspace: Workspace, editor: FieldEditor, field: Field, records: Sequence[Record]) -> None:
    values = [with_range(workspace.document, record, field.name) for record in records]
    if isinstance(editor, LineField):
        editor.share = is_share(records[0], field.name)
    if isinstance(editor, ChecksField):
        editor.show_values(values)
        return
    if isinstance(editor, ChoiceField):
        editor.offer(_choices(field, records[0]))
    if isinstance(editor, RecordField):
        editor.nobody = _nobody(workspace, field, records)
    editor.show_value(values[0] if all(value == values[0] for value in values) else MIXED)


def _nobody(workspace: Workspace, field: Field, records: Iterable[Record]) -> str:
    """What no record is called: for a card without an owner of its own, the lane's."""
    texts = workspace.texts
    for record in records:
        if field.name == "owner" and isinstance(record, Card) and record.owner is None:
            inherited = accountable(workspace.document, record)
            if inherited is not None:
                return texts("window.inherited", name=inherited.name)
    return texts("window.nobody")
