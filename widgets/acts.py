"""What menus and keys do to the document: thin, each on what is selected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from model import grid
from model.elements import Card, CardKind, Grounding, Lane, Link, LinkKind, Mark, Role, Stage, Step
from model.kinds import kind_of
from model.messages import Message, message
from model.record import Record
from widgets.canvas.canvas import Canvas
from widgets.canvas.ranges import under
from widgets.selection import cell_of

R = TypeVar("R", bound=Record)
Confirm = Callable[[Message, tuple[Message, ...]], bool]
# Kinds that are named one by one, and those nobody thinks of as things of their own.
_MISSED = frozenset({"Step", "Card", "Link", "FailPoint", "Consequence", "Cost"})
_WAYS = {"up": 1, "down": -1}
_QUIET = frozenset({"CardSystem", "CardChannel", "RaciEntry", "Translation", "Picture"})


class Acts:
    """The acts of one canvas. `confirm` asks before a deletion that takes more along than was selected.

    `delete_entries` deletes entries of registers, saying what refers to them.
    """

    def __init__(self, canvas: Canvas, confirm: Confirm, delete_entries: Callable[[Sequence[str]], bool]) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._document = canvas.workspace.document
        self._selection = canvas.workspace.selection
        self._confirm = confirm
        self._delete_entries = delete_entries

    def undo(self) -> None:
        """Take the last edit back."""
        self._workspace.attempt(self._workspace.editor.undo)

    def redo(self) -> None:
        """Do it again."""
        self._workspace.attempt(self._workspace.editor.redo)

    def add_card(self) -> None:
        """Start a card in the selected cell, or below the selected card."""
        self._canvas.setFocus()
        self._canvas.capture.begin_here()

    def add_step(self, after: str = "after") -> None:
        """Add a step beside the selected one, or last, and ask for its title."""
        step = self._here(Step)
        stage = self._here(Stage)
        if step is not None:
            siblings = [row.id for row in self._document.where(Step, stage=step.stage)]
            home, before = step.stage, _beside(siblings, step.id, after)
        else:
            stages = grid.stages(self._document)
            home, before = (stage or stages[-1]).id, None
        self._made(self._workspace.attempt(lambda: self._workspace.editor.add_step(home, before=before)))

    def add_stage(self) -> None:
        """Add a stage after the selected one, or last, with a first step, and ask for its title."""
        stage = self._here(Stage)
        stages = [row.id for row in grid.stages(self._document)]
        before = None if stage is None else _beside(stages, stage.id, "after")

        def act() -> str:
            with self._workspace.group(message("window.label.add_stage")):
                made = self._workspace.editor.add_stage(before=before)
                self._workspace.editor.add_step(made)
            return made

        self._made(self._workspace.attempt(act))

    def add_lane(self, role: str) -> None:
        """Add a lane of a role, below the selected one where that is of the same band."""
        wanted = Role(role)
        title = self._workspace.texts(f"window.choice.Role.{role}")
        lane = self._here(Lane)
        before = None
        if lane is not None and grid.band(lane) is grid.band(Lane("", role=wanted)):
            band = [row.id for row in grid.lanes(self._document) if grid.band(row) is grid.band(lane)]
            before = _beside(band, lane.id, "after")
        self._made(self._workspace.attempt(lambda: self._workspace.editor.add_lane(wanted, title, before=before)))

    def edit_text(self) -> None:
        """Edit the text of what is selected; a selected cell starts a card."""
        self._canvas.setFocus()
        current = self._selection.current
        if current is None:
            self._canvas.capture.begin_here()
        else:
            self._canvas.capture.edit(current)

    def delete(self) -> None:
        """Delete what is selected, saying first what goes along."""
        ids = self._selection.ids
        if not ids or self._workspace.read_only:
            self._workspace.attempt(lambda: None)
            return
        from model.entries.columns import is_entry
        from model.rules import may_delete

        reason = may_delete(self._document, ids).reason
        if reason is not None:
            self._workspace.said.emit(reason)
            return
        if all(is_entry(self._document.find(id)) for id in ids):
            self._delete_entries(ids)
            return
        along = self._along(ids)
        if along and not self._confirm(message("window.delete.question", n=len(ids), name=self._name(ids[0])), along):
            return
        cell = self._selection.cell
        if self._workspace.attempt(lambda: self._delete(ids)):
            self._selection.set((), cell if self._still_there(cell) else None)

    def holds(self, field: str, value: str) -> bool:
        """Whether all that is selected and has a field has this value in it."""
        rows = [row for id in self._selection.ids if (row := self._document.find(id)) is not None]
        found = [getattr(row, field) for row in rows if hasattr(row, field)]
        return bool(found) and all(value in held if isinstance(held, tuple) else held == value for held in found)

    def select_all(self) -> None:
        """Select the cards under the selected heads; else, and then, every card on the map."""
        under_heads = under(self._document, self._selection.ids)
        if under_heads:
            self._selection.set(under_heads, cell_of(self._document, under_heads[-1]))
            return
        cards = self._document.table(Card).values()
        self._selection.set(card.id for card in cards if card.lane is not None)

    def set_kind(self, kind: str) -> None:
        """Set the kind of the selected cards."""
        self._edit(Card, kind=CardKind(kind))

    def set_grounding(self, grounding: str) -> None:
        """Set how well the selected cards are known."""
        self._edit(Card, grounding=Grounding(grounding))

    def set_link_kind(self, kind: str) -> None:
        """Set the kind of the selected links."""
        self._edit(Link, kind=LinkKind(kind))

    def toggle_mark(self, mark: str) -> None:
        """Mark the selected cards, or unmark them where all are marked; one undo step."""
        cards = [id for id in self._selection.ids if self._document.get(Card, id) is not None]
        if cards:
            self._workspace.attempt(lambda: self._workspace.editor.toggle_mark(cards, Mark(mark)))

    def shift_emotion(self, way: str) -> None:
        """Raise or lower the selected moods by one; in an empty cell of an emotion lane begin one."""
        from model.emotions import is_mood
        from model.tables import usual_kind

        document, editor = self._document, self._workspace.editor
        cards = [card for id in self._selection.ids if (card := document.get(Card, id)) is not None]
        moods, cell, by = [card for card in cards if is_mood(document, card)], self._selection.cell, _WAYS[way]
        if moods:
            self._workspace.attempt(lambda: editor.shift_emotions([card.id for card in moods], by))
        elif not cards and cell is not None and document.need(Lane, cell[0]).role is Role.EMOTION:
            made = self._workspace.attempt(lambda: editor.add_card(*cell, kind=usual_kind(Role.EMOTION), emotion=by))
            if made is not None:
                self._selection.set((made,), cell)
        else:
            self._workspace.said.emit(message("emotion.none"))

    def link(self) -> None:
        """Link the selected cards in the order of selection; from one card arrow keys or the mouse draw on."""
        cards = [id for id in self._selection.ids if self._document.get(Card, id) is not None]
        if len(cards) == 1:
            self._canvas.setFocus()
            self._canvas.tools.start_link(cards[0])
            self._workspace.said.emit(message("window.said.link_from"))
            return

        def act() -> None:
            with self._workspace.group(message("window.label.link", n=len(cards) - 1)):
                for source, target in zip(cards, cards[1:], strict=False):
                    self._workspace.editor.add_link(source, target)

        if cards:
            self._workspace.attempt(act)

    def reverse_link(self) -> None:
        """Let the selected link run the other way."""
        current = self._selection.current
        if self._document.get(Link, current) is not None and current is not None:
            self._workspace.attempt(lambda: self._workspace.editor.reverse_link(current))

    def select_link(self) -> None:
        """Select a link of the selected card, or the next of its links."""
        self._canvas.follow.select_link()

    def to_tray(self) -> None:
        """Take the selected cards off the map, into the tray."""
        ids = [id for id in self._selection.ids if self._document.get(Card, id) is not None]
        if ids:
            self._workspace.attempt(lambda: self._workspace.editor.move_cards(ids, None, None))

    def _delete(self, ids: Iterable[str]) -> bool:
        self._workspace.editor.delete(ids)
        return True

    def _along(self, ids: tuple[str, ...]) -> tuple[Message, ...]:
        """What goes along and a person would miss, counted by kind."""
        names = (kind_of(row).name for row in self._workspace.editor.goes_with(ids))
        counts = Counter(name if name in _MISSED else "other" for name in names if name not in _QUIET)
        return tuple(message(f"window.goes.{name}", n=count) for name, count in counts.items())

    def _name(self, id: str) -> str:
        row = self._document.find(id)
        title = getattr(row, "title", "") or self._workspace.texts("window.outline.untitled")
        return str(title).replace("\n", " ")

    def _still_there(self, cell: tuple[str, str] | None) -> bool:
        return cell is not None and cell[0] in self._document and cell[1] in self._document

    def _edit(self, record: type[Record], **fields: Any) -> None:
        ids = [id for id in self._selection.ids if isinstance(self._document.find(id), record)]
        if ids:
            self._workspace.attempt(lambda: self._workspace.editor.edit(ids, **fields))

    def _here(self, kind: type[R]) -> R | None:
        """The selected record of a kind, or the one the selected cell is in."""
        found = self._document.get(kind, self._selection.current)
        cell = self._selection.cell
        if found is None and cell is not None:
            step = self._document.get(Step, cell[1])
            stage = step.stage if step is not None else None
            found = next((row for id in (*cell, stage) if (row := self._document.get(kind, id)) is not None), None)
        if found is None and kind is Stage:
            step = self._document.get(Step, self._selection.current)
            found = self._document.get(kind, step.stage) if step is not None else None
        return found

    def _made(self, id: str | None) -> None:
        """Select what was made, and ask for its title."""
        if id is not None:
            self._selection.set((id,), self._selection.cell)
            self._canvas.capture.edit(id)


def _beside(ids: list[str], id: str, side: str) -> str | None:
    """The id before which something beside another comes."""
    index = ids.index(id) + (1 if side == "after" else 0)
    return ids[index] if index < len(ids) else None
