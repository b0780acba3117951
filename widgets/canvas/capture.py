"""Typing onto the map: which entry is open, where it stands, and where the next one goes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer

from model import grid
from model.elements import Blueprint, Card, Lane, Link, Stage, Step
from model.layout.drawing import Box
from model.layout.theme import Theme
from model.messages import message
from model.named import NamedTuple
from widgets.canvas import cursor
from widgets.canvas.inline import How

if TYPE_CHECKING:
    from model.capture import Taken
    from widgets.canvas.canvas import Canvas
    from widgets.canvas.strips import Strip
    from widgets.canvas.type_ahead import TypeAhead

_PAD = 6.0
_HEAD = 26.0
_LEAST_WIDTH = 120
# After so long without an edit or a scroll the map is at rest.
_REST_MS = 100
_BESIDE = QRect(0, 0, 1, 1)


class NewCard(NamedTuple):
    """A card to be, before the card at a place of a cell."""

    lane: str
    step: str
    place: int


class Text(NamedTuple):
    """The text of an element that exists."""

    id: str


class Capture:
    """Opens entries in the inline editor and turns what was typed into acts."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._target: NewCard | Text | None = None
        self._parking = QTimer(canvas)
        self._parking.setSingleShot(True)
        self._parking.setInterval(_REST_MS)
        self._parking.timeout.connect(self.park)

    @cached_property
    def ahead(self) -> TypeAhead:
        """What is offered while somebody types."""
        from widgets.canvas.type_ahead import TypeAhead

        return TypeAhead(self._canvas, self.link)

    def dress(self, theme: Theme) -> None:
        """Take a theme's colours."""
        if "ahead" in vars(self):
            self.ahead.dress(theme)

    def begin_here(self) -> None:
        """Start a card below the selected card, or last in the selected cell."""
        target = self._next_target()
        if target is not None:
            self.begin(target)

    def begin(self, target: NewCard) -> None:
        """Start a card at a place."""
        from model.rules import may_place

        if self._workspace.read_only or not may_place(self._workspace.document, target.lane, target.step).ok:
            self._workspace.attempt(lambda: None)
            return
        self._canvas.finish()
        self._workspace.bring_out_cell(target.lane, target.step)
        self._target = target
        box = self._new_box(target)
        self._canvas.reveal(box)
        self._workspace.selection.set((), (target.lane, target.step))
        self._open(self._canvas.on_widget(box), "", "card")

    def edit(self, id: str) -> None:
        """Edit the text of an element where it stands."""
        self._workspace.bring_out(id)
        found = self._text_of(id)
        box = self._box_of(id)
        if found is None or box is None or self._workspace.read_only:
            self._workspace.attempt(lambda: None)
            return
        text, style = found
        self._canvas.finish()
        self._canvas.reveal_id(id)
        self._target = Text(id)
        self._open(self._canvas.on_widget(box, self._strip(id)), text, style)

    def keep(self, text: str, how: How) -> None:
        """The entry ended: do it, and go where the key said."""
        from model.capture import Spot

        taken = self.ahead.taken(text)
        target = self._close()
        if target is None:
            return
        made: str | None = None
        if isinstance(target, Text):
            self._say(target.id, taken)
        elif taken.text or taken.choices:
            editor, place = self._workspace.editor, self._workspace.place_of(*target)
            spot = Spot(target.lane, target.step, place)
            made = self._workspace.attempt(lambda: editor.capture(spot, taken))
            if made is not None:
                self._workspace.selection.show(self._workspace.map, made)
                self._canvas.reveal_id(made)
        if how is not How.STAY:
            self._go_on(target, made, how)

    def follow(self) -> None:
        """Keep the open entry where it belongs while the map scrolls under it."""
        if isinstance(self._target, NewCard):
            self._canvas.inline.move(self._canvas.on_widget(self._new_box(self._target)).topLeft())
        elif self._target is not None and (box := self._box_of(self._target.id)) is not None:
            self._canvas.inline.move(self._canvas.on_widget(box, self._strip(self._target.id)).topLeft())
        self.ahead.place()

    def come_back(self) -> None:
        """Who goes on typing sees it: scroll the entry into sight where nothing of it is left there."""
        canvas, target = self._canvas, self._target
        if target is None or canvas.rect().intersects(canvas.inline.geometry()):
            return
        if isinstance(target, NewCard):
            canvas.reveal(self._new_box(target))
        else:
            canvas.reveal_id(target.id)

    def drop(self) -> None:
        """The entry was given up: back to the card above it, if there is one."""
        target = self._close()
        if isinstance(target, NewCard) and target.place > 0:
            cards = grid.cell(self._workspace.map, target.lane, target.step)
            above = cards[min(target.place, len(cards)) - 1] if cards else None
            if above is not None:
                self._workspace.selection.show(self._workspace.map, above.id)

    def link(self) -> None:
        """Give the entry up, and start a link from its card, or the card above it."""
        source = self._target.id if isinstance(self._target, Text) else None
        self.drop()
        source = source or self._workspace.selection.current
        if source is None or self._workspace.document.get(Card, source) is None:
            self._workspace.said.emit(message("window.said.link_none"))
        else:
            self._canvas.tools.start_link(source)
            self._workspace.said.emit(message("window.said.link_from"))

    def park_soon(self) -> None:
        """Park once the map has come to rest."""
        self._parking.start()

    def make_way(self) -> None:
        """The same, and be beside the body until then: Qt paints all of it anew where something lies over it."""
        self._canvas.inline.park(_BESIDE)
        self._parking.start()

    def park(self) -> None:
        """Wait where the next card would begin, so that an input method opens its list there."""
        target = self._next_target()
        if target is not None and not self._canvas.inline.active:
            self._canvas.inline.park(self._canvas.on_widget(self._new_box(target)))

    def _close(self) -> NewCard | Text | None:
        """The entry that was open, and is no longer."""
        target, self._target = self._target, None
        self.ahead.end()
        self._canvas.inline.close_entry()
        return target

    def _say(self, id: str, taken: Taken) -> None:
        """Let an element that exists say what was typed; where nothing was, it keeps its words."""
        from model.capture import Taken

        current, text, editor = self._text_of(id), taken.text, self._workspace.editor
        if taken != Taken(text):
            self._workspace.attempt(lambda: editor.capture(id, taken))
        elif not text or current is None or current[0] == text:
            return
        elif isinstance(self._workspace.document.find(id), Link):
            self._workspace.attempt(lambda: editor.edit(id, label=text))
        else:
            self._workspace.attempt(lambda: editor.rename(id, text))

    def _go_on(self, target: NewCard | Text, made: str | None, how: How) -> None:
        document = self._workspace.map
        if isinstance(target, Text):
            card = document.get(Card, target.id)
            if card is None or card.lane is None or card.step is None or how is How.BELOW:
                return
            target = NewCard(card.lane, card.step, 0)
        elif how is How.BELOW:
            if made is not None:
                self.begin(target._replace(place=target.place + 1))
            return
        place = cursor.Place(target.lane, target.step)
        if how is How.NEXT_LANE:
            lane = cursor.next_lane(document, target.lane, 1)
            after = None if lane is None else cursor.Place(lane, target.step)
        else:
            after = cursor.along(document, place, 1 if how is How.NEXT_STEP else -1)
        if after is not None:
            self.begin(NewCard(after.lane, after.step, len(grid.cell(document, after.lane, after.step))))

    def _next_target(self) -> NewCard | None:
        document, selection = self._workspace.map, self._workspace.selection
        if selection.cell is None or not all(id in document for id in selection.cell):
            place = cursor.first(document)
            if place is None or selection.ids:
                return None
            return NewCard(place.lane, place.step, len(grid.cell(document, place.lane, place.step)))
        cards = [card.id for card in grid.cell(document, *selection.cell)]
        current = selection.current
        index = cards.index(current) + 1 if current in cards else len(cards)
        return NewCard(*selection.cell, index)

    def _new_box(self, target: NewCard) -> Box:
        drawing, theme = self._workspace.drawing, self._workspace.theme
        cell = drawing.cell_box(target.lane, target.step)
        head = drawing.box(target.step)
        if cell is None:
            return Box(0, 0, 1, 1)
        x, width = (head.x, head.width) if head else (cell.x, cell.width)
        cards = grid.cell(self._workspace.map, target.lane, target.step)
        above = drawing.box(cards[min(target.place, len(cards)) - 1].id) if cards and target.place else None
        y = above.bottom + theme["slot_gap"] / 2 if above else cell.y + theme["lane_pad"]
        return Box(x, y, width, theme["card_height"] / 2)

    def _open(self, place: QRect, text: str, style: str) -> None:
        scale = self._canvas.view.zoom
        if style == "title":
            scale = self._canvas.title.scale
        place.setWidth(max(place.width(), _LEAST_WIDTH))
        look = self._workspace.theme.style(style)
        self._canvas.inline.open(place, text, look.size * scale, look.bold)
        self.ahead.begin(style == "card")

    def _box_of(self, id: str) -> Box | None:
        """Where an element's text is edited."""
        box, row = self._workspace.drawing.box(id), self._workspace.document.find(id)
        if isinstance(row, Blueprint):
            return self._title_box()
        if box is not None and isinstance(row, Lane):
            side = self._workspace.drawing.areas.side
            return Box(side.x + _PAD, box.y + _PAD, side.width - 2 * _PAD, min(box.height, _HEAD))
        return box

    def _title_box(self) -> Box:
        """The title's line, without what stands below it."""
        area, margin = self._workspace.drawing.areas.title, self._workspace.theme["margin"]
        return Box(area.x + margin, area.y + _PAD, area.width / 2, area.height / 2)

    def _strip(self, id: str) -> Strip | None:
        row = self._workspace.document.find(id)
        if isinstance(row, Stage | Step):
            return self._canvas.top
        if isinstance(row, Lane):
            return self._canvas.side
        return self._canvas.title if isinstance(row, Blueprint) else None

    def _text_of(self, id: str) -> tuple[str, str] | None:
        """The text of an element and the style it is set in."""
        row = self._workspace.document.find(id)
        if isinstance(row, Link):
            return row.label, "label"
        styles = {Card: "card", Stage: "stage", Step: "step", Lane: "lane", Blueprint: "title"}
        style = styles.get(type(row))
        if style is None or not isinstance(row, Card | Stage | Step | Lane | Blueprint):
            return None
        return row.title, style
