"""What the inspector does to records: fields set, rows added and taken away, each one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from model.elements import Mark, Review, Validation
from model.improvements import Improvement, StatusChange
from model.kinds import Field, kind_named
from model.messages import Message, message
from model.ranges import may_vary
from model.record import Record
from model.registers import Owner, Reading
from widgets.fields import Rows
from widgets.references import creates, known, name_of, title_field
from widgets.workspace import Workspace

Ids = tuple[str, ...]


class RecordActs:
    """Acts on records by their ids. What may not be done is said, and changes nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._document = workspace.document

    def set(self, ids: Ids, field: Field, value: Any) -> None:
        """Set a field; of a reference the value is ("id", id) or ("name", the name of a new record)."""
        if any(may_vary(type(row), field.name) for id in ids if (row := self._document.find(id)) is not None):
            self._attempt(lambda: self._workspace.editor.set_number(ids, field.name, value))
            return
        if not field.refers or field.many:
            self._attempt(lambda: self._put(ids, field.name, value))
            return
        what, held = value

        def make() -> None:
            with self._workspace.group(_made(creates(field), held)):
                self._put(ids, field.name, self._create(field, held))

        self._attempt(make if what == "name" else lambda: self._put(ids, field.name, held))

    def flip(self, ids: Ids, mark: Mark) -> None:
        """Mark cards, or unmark them where all are marked."""
        self._attempt(lambda: self._workspace.editor.toggle_mark(ids, mark))

    def add_to(self, ids: Ids, field: Field, what: str, value: str) -> None:
        """Let records refer to one more, made by its name where it is new."""

        def act() -> None:
            with self._workspace.group(_made(creates(field), self._named(what, value))):
                other = self._create(field, value) if what == "name" else value
                for id in ids:
                    self._put((id,), field.name, tuple(dict.fromkeys((*self._held(id, field), other))))

        self._attempt(act)

    def take_from(self, ids: Ids, field: Field, gone: Ids) -> None:
        """Let a record refer to some no longer."""

        def act() -> None:
            for id in ids:
                self._put((id,), field.name, tuple(held for held in self._held(id, field) if held not in gone))

        self._attempt(act)

    def add_row(self, rows: Rows, asked: Field | None, ids: Ids, what: str, value: str) -> str:
        """Add a row to each record that has none like it; the id of the last one added."""
        if what == "new":
            fields: dict[str, Any] = {rows.parent: ids[0], **self._begun(rows.kind, ids[0])}
            return self._workspace.attempt(lambda: self._workspace.editor.add(rows.kind, **fields)) or ""

        def act() -> str:
            with self._workspace.group(message(f"inspector.label.{rows.name}", name=self._named(what, value))):
                if asked is None:
                    return self._adopt(rows, ids[0], what, value)
                other = self._create(asked, value) if what == "name" else value
                wanted: list[dict[str, Any]] = [{rows.parent: id, rows.head: other} for id in ids]
                made = [self._workspace.editor.add(rows.kind, **pair) for pair in wanted if not self._has(rows, pair)]
                return made[-1] if made else ""

        return self._workspace.attempt(act) or ""

    def take_away(self, rows: Rows, ids: Iterable[str]) -> None:
        """Delete rows, or let them belong to nothing."""
        if rows.unlinks:
            self._attempt(lambda: self._put(tuple(ids), rows.parent, None))
        else:
            self._attempt(lambda: self._workspace.editor.delete(ids))

    def _adopt(self, rows: Rows, parent: str, what: str, value: str) -> str:
        """A record there is, or a new one, comes to belong."""
        fields: dict[str, Any] = {title_field(rows.kind): value}
        made = value if what == "id" else self._workspace.editor.add(rows.kind, **fields)
        self._put((made,), rows.parent, parent)
        return made

    def _has(self, rows: Rows, pair: dict[str, Any]) -> bool:
        return bool(self._document.where(rows.kind, **pair))

    def _put(self, ids: Ids, name: str, value: Any) -> None:
        fields: dict[str, Any] = {name: value}
        self._workspace.editor.edit(ids, **fields)

    def _held(self, id: str, field: Field) -> Ids:
        held: Ids = getattr(self._document.find(id), field.name)
        return held

    def _create(self, field: Field, name: str) -> str:
        """The record of a name, made where there is none."""
        kind = creates(field) or kind_named(field.refers[0]).record
        fields: dict[str, Any] = {title_field(kind): name}
        return known(self._document, kind, name) or self._workspace.editor.add(kind, **fields)

    def _named(self, what: str, value: str) -> str:
        return value if what == "name" else name_of(self._document, self._workspace.texts, value)

    def _begun(self, kind: type[Record], parent: str) -> dict[str, Any]:
        """What a new row says from the start."""
        context = self._workspace.context
        if kind is Review:
            return {"held": context.today(), "actor": context.actor}
        if kind is StatusChange:
            status = self._document.need(Improvement, parent).status
            return {"status": status, "dated": context.today(), "actor": context.actor}
        if kind is Reading:
            return {"taken": context.today()}
        return {"dated": context.today()} if kind is Validation else {}

    def _attempt(self, act: Callable[[], object]) -> None:
        self._workspace.attempt(act)


def _made(kind: type[Record] | None, name: str) -> Message:
    return message("window.label.owner" if kind is Owner else "inspector.label.made", name=name)
