"""Looking at the map through views: picking a saved one, choosing conditions, saving what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QRectF

from model import grid
from model.analysis.views import FILTERS, cards_named
from model.change import Change
from model.document import DocumentView
from model.elements import Card, Variant
from model.folding import same_name
from model.keeping import SavedView, ViewMode
from model.kinds import Field, kind_of
from model.layout.drawing import Box, Layer
from model.messages import Message, message
from model.record import Record
from model.registers import Channel, Owner, System
from model.variants import view_of
from widgets.canvas.canvas import Canvas
from widgets.filter_bar import Condition, FilterBar
from widgets.references import name_of

_FIELDS: dict[str, Field] = {field.name: field for field in kind_of(SavedView).fields if field.name in FILTERS}
_KINDS: dict[str, type[Record]] = {"owners": Owner, "systems": System, "channels": Channel, "variants": Variant}


class Viewing:
    """The views of one canvas, with the bar that says which one is on. `status` is told a line about it, or None."""

    def __init__(self, canvas: Canvas, status: Callable[[Message | None], None]) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._document = canvas.workspace.document
        self._status = status
        self._mode = ViewMode.DIM
        self.bar = FilterBar(canvas.workspace.texts, lambda: list(self._conditions()))
        self.bar.hide()
        self.bar.flipped.connect(self.flip)
        self.bar.dims.connect(self.set_mode)
        self.bar.named.connect(self.keep)
        self.bar.renamed.connect(self.rename)
        self.bar.deleted.connect(self.delete)
        self.bar.ended.connect(self.end)
        self._disconnect = (
            self._workspace.viewed.connect(lambda _: self._viewed()),
            self._document.changed.connect(self._changed),
        )
        self._show()

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        for disconnect in self._disconnect:
            disconnect()

    @property
    def called(self) -> str:
        """What the view that is on is called; empty: none is on."""
        view = self._workspace.seen
        return "" if view is None else self._name(view)

    def saved(self) -> Sequence[tuple[str, str, bool]]:
        """The saved views: id, name, and whether it is the one that is on."""
        seen = self._workspace.seen
        return [(view.id, self._name(view), seen == view) for view in self._document.where(SavedView)]

    def pick(self, id: str) -> None:
        """Look through a saved view, as it and the document are now."""
        view = self._document.get(SavedView, id)
        if view is not None:
            self._look(view)
            self._canvas.setFocus()

    def next_variant(self) -> None:
        """Show the next variant alone, to read and to edit, and after the last the whole map again."""
        rows, seen = self._document.where(Variant), self._workspace.seen
        held = seen.variants if seen is not None else ()
        at = next((place for place, row in enumerate(rows) if held == (row.id,)), -1)
        if not rows:
            self._workspace.said.emit(message("variants.none"))
        elif at + 1 < len(rows):
            self.show_variant(rows[at + 1])
        else:
            self.end()

    def show_variant(self, variant: Variant) -> None:
        """Show a variant alone; what is added belongs to it."""
        self._look(view_of(variant))
        self._workspace.selection.set((variant.id,), None)
        self._canvas.setFocus()
        self._workspace.said.emit(message("variants.on", name=variant.title))

    def filter(self) -> None:
        """Show the bar, to choose what the map shows."""
        self.bar.begin()

    def save(self) -> None:
        """Ask what the view that is on is to be called."""
        self.bar.ask_name()

    def end(self) -> None:
        """Show the whole map again."""
        self.bar.hide()
        self._workspace.see(None)
        self._canvas.setFocus()

    def flip(self, field: str, plain: str) -> None:
        """Ask for a value of a field, or no longer."""
        (value,) = _FIELDS[field].from_plain([plain])
        view = self._base()
        held = getattr(view, field)
        now = tuple(each for each in held if each != value) if value in held else (*held, value)
        fields: dict[str, Any] = {field: now}
        self._look(replace(view, id="", **fields))

    def set_mode(self, mode: str) -> None:
        """Dim or hide what the view does not show."""
        self._mode = ViewMode(mode)
        self._look(replace(self._base(), id="", mode=self._mode))

    def keep(self, name: str) -> None:
        """Save the view that is on under a name; one that has it already is saved anew."""
        view, name = self._base(), " ".join(name.split())
        fields: dict[str, Any] = {field: getattr(view, field) for field in ("mode", *FILTERS)}
        there = next((row for row in self._document.where(SavedView) if same_name(row.name, name)), None)

        def act() -> str:
            if there is None:
                return self._workspace.editor.add(SavedView, name=name, **fields)
            self._workspace.editor.edit(there.id, **fields)
            return there.id

        made = self._workspace.attempt(act)
        if made is not None:
            self.pick(made)
            self._workspace.said.emit(message("views.saved", name=name))

    def rename(self, name: str) -> None:
        """Call the saved view that is on by another name."""
        view, name = self._workspace.seen, " ".join(name.split())
        if view is not None and view.id and name:
            self._workspace.attempt(lambda: self._workspace.editor.rename(view.id, name))

    def delete(self) -> None:
        """Delete the saved view that is on, and show the whole map."""
        view = self._workspace.seen
        if view is None or not view.id:
            self._workspace.said.emit(message("views.pick_first"))
        else:
            self._workspace.attempt(lambda: self._workspace.editor.delete([view.id]))

    def _base(self) -> SavedView:
        """The view that is on, or one that asks for nothing yet."""
        return self._workspace.seen or SavedView("", mode=self._mode)

    def _look(self, view: SavedView) -> None:
        """Look through a view; one that asks for nothing shows everything."""
        asks = view.id or cards_named(view) or any(getattr(view, field) for field in FILTERS)
        self._workspace.see(view if asks else None)

    def _viewed(self) -> None:
        """Another view is on: what it hides is selected no more, and something that it shows is in sight."""
        self._show()
        if self._workspace.seen is None:
            return
        selection, there = self._workspace.selection, self._workspace.map
        kept = tuple(id for id in selection.ids if id in there)
        cell = selection.cell if selection.cell is not None and all(id in there for id in selection.cell) else None
        selection.set(kept, cell)
        self._reveal()

    def _reveal(self) -> None:
        """Bring something that the view shows into sight, where none of it is."""
        canvas, view, shown = self._canvas, self._canvas.view, self._workspace.shown.table(Card)
        seen = view.viewportTransform().inverted()[0].mapRect(QRectF(view.viewport().rect()))
        pieces = canvas.drawing.pieces(Box(seen.x(), seen.y(), seen.width(), seen.height()), (Layer.CARD,))
        if any(piece.id in shown for piece in pieces):
            return
        boxes = [box for id in shown if (box := canvas.drawing.box(id)) is not None]
        if boxes:
            canvas.reveal(min(boxes, key=lambda box: (box.y, box.x)))

    def _changed(self, change: Change) -> None:
        """Follow the saved view that is on; let an unsaved one ask for nothing that is gone."""
        view = self._workspace.seen
        if view is None:
            return
        if view.id:
            now = self._document.get(SavedView, view.id)
            if now is None:
                self.end()
            elif now != view:
                self._look(now)
        elif any(delta.after is None for delta in change.deltas):
            fields: dict[str, Any] = {name: _there(self._document, view, field) for name, field in _FIELDS.items()}
            if replace(view, **fields) != view:
                self._look(replace(view, **fields))
        self._say()

    def _show(self) -> None:
        """Say which view is on, in the bar and in the status line."""
        seen = self._workspace.seen
        view = self._base()
        if seen is not None:
            self._mode = view.mode
        self.bar.setVisible(seen is not None or self.bar.busy)
        named = cards_named(view)
        summary, can_save = view.name if named else self._summary(view), not (named or self._workspace.read_only)
        self.bar.show_view(summary, "" if named else view.name, view.mode, bool(view.id), can_save)
        self._say()

    def _say(self) -> None:
        view = self._workspace.seen
        if view is None:
            self._status(None)
            return
        cards = {"n": len(self._workspace.shown.table(Card)), "of": len(self._document.table(Card))}
        self._status(message("views.on", name=self._name(view), **cards))

    def _name(self, view: SavedView) -> str:
        texts = self._workspace.texts
        variant = self._document.get(Variant, next(iter(view.variants), None))
        if cards_named(view):
            return view.name
        if view.id or not view.name or (variant is not None and view == view_of(variant)):
            return view.name or texts("views.unsaved")
        return texts("views.changed", name=view.name)

    def _summary(self, view: SavedView) -> str:
        """What a view asks for, in words."""
        texts = self._workspace.texts
        parts = []
        for name in FILTERS:
            words = texts("views.or").join(self._words(name, value) for value in getattr(view, name))
            if words:
                parts.append(texts("views.asked", field=texts(f"views.field.{name}"), values=words))
        return texts("views.and").join(parts) or texts("views.nothing")

    def _conditions(self) -> Iterator[Condition]:
        """Every value that cards may be asked for, field by field."""
        view = self._base()
        for name, field in _FIELDS.items():
            held = getattr(view, name)
            for value in self._values(name, field):
                plain = value.value if isinstance(value, StrEnum) else value
                yield Condition(name, plain, self._words(name, value), value in held)

    def _values(self, name: str, field: Field) -> Sequence[str]:
        """The values of a field that there are; of a register in the order of their names."""
        document = self._document
        if field.choices is not None:
            return list(field.choices)
        if name == "units":
            return sorted({owner.unit for owner in document.table(Owner).values() if owner.unit}, key=str.casefold)
        if name in ("lanes", "stages"):
            return [row.id for row in (grid.lanes(document) if name == "lanes" else grid.stages(document))]
        return sorted(document.table(_KINDS[name]), key=lambda id: (self._words(name, id).casefold(), id))

    def _words(self, name: str, value: str) -> str:
        texts = self._workspace.texts
        if isinstance(value, StrEnum):
            return texts(f"window.choice.{type(value).__name__}.{value.value}")
        return value if name == "units" else name_of(self._document, texts, value)


def _there(document: DocumentView, view: SavedView, field: Field) -> tuple[Any, ...]:
    """The values of a field that are still there."""
    held: tuple[Any, ...] = getattr(view, field.name)
    return tuple(value for value in held if not field.refers or value in document)
