"""The inspector: the fields of what is selected, set through the editor; several records are set at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from model import grid
from model.change import Change
from model.elements import BAND_OF, Card, Lane, Mark, Role
from model.kinds import Field, kind_of
from model.messages import message
from model.owners import accountable
from model.record import Record
from model.registers import Owner
from widgets.field_editors import MIXED, ChecksField, FieldEditor, RecordField, RelationField, editor_for
from widgets.fields import BULK, FIELDS, LONG, ONE_LINE_TITLES, Relation, relation
from widgets.workspace import Workspace


class Inspector(QScrollArea):
    """Shows the selection; with nothing selected, the blueprint."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._document = workspace.document
        self._shown: tuple[type[Record], tuple[str, ...]] | None = None
        self.editors: dict[str, FieldEditor] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(workspace.texts("window.dock.inspector"))
        self._disconnect = (
            workspace.selection.changed.connect(lambda _: self.refresh()),
            workspace.document.changed.connect(self._changed),
        )
        self.refresh()

    def detach(self) -> None:
        """Hear nothing of the workspace any more."""
        for disconnect in self._disconnect:
            disconnect()

    def finish(self) -> None:
        """Keep what is being typed."""
        for editor in self.editors.values():
            focus = editor.focusProxy()
            if focus is not None and focus.hasFocus():
                editor.finish()
                return

    def refresh(self) -> None:
        """Show what is selected now."""
        records = self._records()
        kind = type(records[0])
        shown = (kind, tuple(row.id for row in records))
        if shown != self._shown:
            again = self._shown is not None and self._shown[0] is kind and _bulk(self._shown[1]) == _bulk(shown[1])
            self._shown = shown
            if not again:
                self._build(kind, len(records) > 1)
        self._fill(records)

    def _records(self) -> list[Record]:
        """The selected records of the kind of the current one."""
        selection = self._workspace.selection
        current = self._document.find(selection.current)
        if current is None or type(current) not in FIELDS:
            return [self._document.blueprint]
        rows = (self._document.find(id) for id in selection.ids)
        return [row for row in rows if row is not None and type(row) is type(current)]

    def _build(self, kind: type[Record], bulk: bool) -> None:
        texts = self._workspace.texts
        self.editors = {}
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 10, 14, 14)
        self._head = QLabel()
        self._head.setObjectName("head")
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setWordWrap(True)
        layout.addWidget(self._head)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(4)
        layout.addLayout(form)
        layout.addStretch(1)
        for name in BULK.get(kind, ()) if bulk else FIELDS[kind]:
            label = texts(f"window.field.{name}")
            editor = self._editor(kind, name, label)
            self.editors[name] = editor
            caption = QLabel(label)
            caption.setObjectName("caption")
            caption.setBuddy(editor)
            form.addRow(caption, editor)
        self.setWidget(page)

    def _editor(self, kind: type[Record], name: str, label: str) -> FieldEditor:
        texts = self._workspace.texts
        related = relation(name)
        if related is not None:
            editor = RelationField(texts, label)
            editor.added.connect(lambda text: self._add_related(related, text))
            editor.removed.connect(lambda uses: self._workspace.attempt(lambda: self._workspace.editor.delete(uses)))
            return editor
        field = _field(kind, name)
        long = name in LONG and not (name == "title" and kind in ONE_LINE_TITLES)
        made = editor_for(texts, field, label, self._choices(field), long)
        made.committed.connect(lambda value: self._set(field, value))
        if isinstance(made, ChecksField):
            made.flipped.connect(self._flip)
        return made

    def _choices(self, field: Field) -> Sequence[StrEnum | None]:
        if field.choices is None:
            return ()
        values: list[StrEnum | None] = list(field.choices)
        if field.choices is Role:
            rows = [row for row in self._records() if isinstance(row, Lane)]
            values = [role for role in Role if rows and BAND_OF[role] is grid.band(rows[0])]
        return [None, *values] if field.optional else values

    def _fill(self, records: Sequence[Record]) -> None:
        texts = self._workspace.texts
        first = records[0]
        name = kind_of(first).name
        self._head.setText(texts(f"window.selected.{name}", n=len(records)))
        for field, editor in self.editors.items():
            if isinstance(editor, RelationField):
                self._fill_relation(editor, relation(field), records)
                continue
            if isinstance(editor, RecordField):
                editor.offer(self._names(Owner), self._nobody(field, records))
            values = [getattr(record, field) for record in records]
            if isinstance(editor, ChecksField):
                editor.show_values(values)
            else:
                editor.show_value(values[0] if all(value == values[0] for value in values) else MIXED)
            editor.setEnabled(not self._workspace.read_only)

    def _fill_relation(self, editor: RelationField, related: Relation | None, records: Sequence[Record]) -> None:
        assert related is not None
        used: dict[str, list[str]] = {}
        for record in records:
            for use in self._document.where(related.link, card=record.id):
                used.setdefault(getattr(use, related.field), []).append(use.id)
        editor.offer(self._names(related.register))
        editor.show_value([(tuple(uses), self._used(id, len(uses), len(records))) for id, uses in used.items()])
        editor.setEnabled(not self._workspace.read_only)

    def _used(self, id: str, by: int, of: int) -> str:
        """A name, with how many of the shown cards use it where not all do."""
        name = str(getattr(self._document.find(id), "name", ""))
        return name if by == of else self._workspace.texts("window.used_by", name=name, by=by, of=of)

    def _nobody(self, field: str, records: Iterable[Record]) -> str:
        """What no owner is called: for a card without its own, the lane's."""
        texts = self._workspace.texts
        for record in records:
            if field == "owner" and isinstance(record, Card) and record.owner is None:
                inherited = accountable(self._document, record)
                if inherited is not None:
                    return texts("window.inherited", name=inherited.name)
        return texts("window.nobody")

    def _names(self, register: type[Record]) -> list[tuple[str, str]]:
        rows = ((row.id, str(getattr(row, "name", ""))) for row in self._document.table(register).values())
        return sorted(rows, key=lambda pair: (pair[1].casefold(), pair[0]))

    def _set(self, field: Field, value: Any) -> None:
        ids = self._shown[1] if self._shown else ()
        editor = self._workspace.editor

        def act() -> None:
            if field.refers and value[0] == "name":
                with self._workspace.group(message("window.label.owner", name=value[1])):
                    self._edit(ids, field, editor.add(Owner, name=value[1]))
            else:
                self._edit(ids, field, value[1] if field.refers else value)

        self._workspace.attempt(act)
        self.refresh()

    def _flip(self, mark: Mark) -> None:
        """Mark the shown cards, or unmark them where all are marked."""
        ids = self._shown[1] if self._shown else ()
        self._workspace.attempt(lambda: self._workspace.editor.toggle_mark(ids, mark))
        self.refresh()

    def _edit(self, ids: Sequence[str], field: Field, value: Any) -> None:
        values: dict[str, Any] = {field.name: value}
        self._workspace.editor.edit(ids, **values)

    def _add_related(self, related: Relation, name: str) -> None:
        """Let the shown cards use a record by name, made where there is none."""
        ids = self._shown[1] if self._shown else ()
        editor = self._workspace.editor

        def act() -> None:
            with self._workspace.group(message(f"window.label.{related.name}", name=name)):
                known = {text.casefold(): id for id, text in self._names(related.register)}
                row = known.get(name.casefold()) or editor.add(related.register, name=name)
                for card in ids:
                    if not self._document.where(related.link, **{"card": card, related.field: row}):
                        editor.add(related.link, **{"card": card, related.field: row})

        self._workspace.attempt(act)
        self.refresh()

    def _changed(self, change: Change) -> None:
        """Show the new values, unless what changed is nothing this page shows."""
        shown = set(self._shown[1]) if self._shown else set()
        for delta in change.deltas:
            row = delta.row
            if row.id in shown or isinstance(row, Owner | Lane) or getattr(row, "card", None) in shown:
                self.refresh()
                return
            if any(
                isinstance(row, related.register) for related in (relation("systems"), relation("channels")) if related
            ):
                self.refresh()
                return


def _bulk(ids: tuple[str, ...]) -> bool:
    return len(ids) > 1


def _field(kind: type[Record], name: str) -> Field:
    return next(field for field in kind_of(kind).fields if field.name == name)
