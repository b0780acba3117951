"""Links by keyboard: picking the card a link leads to, and following links from card to card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF

from model import grid
from model.document import DocumentView
from model.elements import Card, Link
from model.layout.drawing import Box, Drawing
from model.messages import Message, message
from widgets.announce import announce
from widgets.canvas.gestures import DrawLink

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

# What lies aside of the way counts for so much more than what lies along it.
_ASIDE = 2.5


class PickEnd(DrawLink):
    """A link under way whose end the arrow keys pick; the mouse may pick it as well."""

    def __init__(self, canvas: Canvas, source: str) -> None:
        super().__init__(canvas, source)
        drawing, document = self._workspace.drawing, self._workspace.map
        cards = ((card.id, drawing.box(card.id)) for card in document.table(Card).values() if card.lane is not None)
        self._boxes = {id: box for id, box in cards if box is not None and id != source}

    @property
    def target(self) -> str | None:
        """The card the link would lead to."""
        return self._target

    def walk(self, across: int, down: int) -> None:
        """Pick the next card in a direction of the screen."""
        here = self._workspace.drawing.box(self._target or self._source)
        if here is None:
            return
        rest = {id: box for id, box in self._boxes.items() if id != self._target}
        found = nearest(here, rest, across, down)
        if found is not None:
            self._aim(found)

    def move(self, point: QPointF, cursor: QPoint) -> None:
        if self._card_at(point) is not None:
            super().move(point, cursor)

    def accept(self) -> bool:
        """Make the link; whether it was made. The card it leads to is then selected, to go on from."""
        target, reason = self._target, self._reason()
        if target is None:
            return False
        if reason is not None:
            self._workspace.said.emit(reason)
            return False
        editor = self._workspace.editor
        made = self._workspace.attempt(lambda: editor.add_link(self._source, target))
        if made is not None:
            self._canvas.follow.came_from(self._source)
            self._workspace.selection.show(self._workspace.map, target)
            self._canvas.reveal_id(target)
            self._say(message("window.linked", one=self._title(self._source), other=self._title(target)))
        return made is not None

    def _aim(self, target: str) -> None:
        self._target = target
        box, start = self._boxes[target], self._workspace.drawing.box(self._source)
        reason = self._reason()
        overlays = self._canvas.overlays
        overlays.allow(reason is None)
        overlays.target.show_boxes((box,))
        self._canvas.reveal(box)
        if start is not None:
            overlays.show_route(elbow(start, box))
        where = self._canvas.on_widget(box).center()
        self._canvas.show_reason("" if reason is None else self._workspace.texts(reason), where)
        self._say(reason or message("window.link_to", title=self._title(target)))

    def _title(self, id: str) -> str:
        return self._workspace.document.need(Card, id).title.replace("\n", " ")

    def _say(self, said: Message) -> None:
        self._workspace.said.emit(said)
        announce(self._canvas.inline, self._workspace.texts(said))


class Follow:
    """Walks links with the keyboard: forwards, back, and through the others where there are several."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._hop: tuple[str, bool] | None = None
        self._came_from = ""

    def along(self, forwards: bool) -> None:
        """To the card a link leads to, or comes from; of a selected link to its end."""
        document, current = self._workspace.map, self._workspace.selection.current
        link = document.get(Link, current)
        if link is not None:
            self._hop = (link.source if forwards else link.target, forwards)
            self._go(link.target if forwards else link.source)
        elif current is not None and document.get(Card, current) is not None:
            ends = others(document, current, forwards)
            if ends:
                self._hop = (current, forwards)
                self._go(self._came_from if self._came_from in ends else ends[0])
            else:
                self._workspace.said.emit(message("window.said.no_link_on" if forwards else "window.said.no_link_back"))

    def aside(self, by: int) -> None:
        """To another card that the last step along a link could have led to."""
        document, current = self._workspace.map, self._workspace.selection.current
        if self._hop is None or self._hop[0] not in document:
            return
        ends = others(document, *self._hop)
        if current in ends and len(ends) > 1:
            self._go(ends[(ends.index(current) + by) % len(ends)])

    def select_link(self) -> None:
        """Select a link of the selected card; again: the next one. The last is followed by the card itself."""
        document, selection = self._workspace.map, self._workspace.selection
        link = document.get(Link, selection.current)
        if link is None:
            self._hop = None if selection.current is None else (selection.current, True)
        home = self._hop[0] if self._hop is not None else ""
        if link is not None and home not in (link.source, link.target):
            home = link.source
            self._hop = (home, True)
        links = [row.id for row in (*document.where(Link, source=home), *document.where(Link, target=home))]
        place = links.index(link.id) + 1 if link is not None else 0
        if place < len(links):
            selection.set((links[place],), selection.cell)
            self._canvas.reveal_id(links[place])
        elif links:
            self._go(home)
        else:
            self._workspace.said.emit(message("window.said.no_links"))

    def came_from(self, card: str) -> None:
        """Remember the card the keyboard was at, to go back to among others."""
        self._came_from = card

    def _go(self, card: str) -> None:
        current = self._workspace.selection.current
        if current is not None:
            self.came_from(current)
        self._workspace.selection.show(self._workspace.map, card)
        self._canvas.reveal_id(card)


def others(document: DocumentView, card: str, forwards: bool) -> list[str]:
    """The cards that links of a card lead to (or come from), each once, in reading order; the tray last."""
    if forwards:
        found = {link.target for link in document.where(Link, source=card)}
    else:
        found = {link.source for link in document.where(Link, target=card)}
    steps = {step.id: place for place, step in enumerate(grid.steps(document))}
    lanes = {lane.id: place for place, lane in enumerate(grid.lanes(document))}

    def place(id: str) -> tuple[int, int, str, str]:
        row = document.need(Card, id)
        return steps.get(row.step or "", len(steps)), lanes.get(row.lane or "", len(lanes)), row.order, id

    return sorted(found, key=place)


def nearest(here: Box, boxes: dict[str, Box], across: int, down: int) -> str | None:
    """The box to go to from a box in a direction of the screen; None: there is none that way."""
    best: tuple[float, str] | None = None
    x, y = here.x + here.width / 2, here.y + here.height / 2
    for id, box in boxes.items():
        dx, dy = box.x + box.width / 2 - x, box.y + box.height / 2 - y
        along, aside = (dx * across, abs(dy)) if across else (dy * down, abs(dx))
        beyond = box.x >= here.right - 1 or box.right <= here.x + 1 if across else True
        if along > 1 and beyond:
            best = min(best or (along + _ASIDE * aside, id), (along + _ASIDE * aside, id))
    return None if best is None else best[1]


def elbow(start: Box, end: Box) -> tuple[QPointF, ...]:
    """The corners of a ghost link between two boxes."""
    one = QPointF(start.x + start.width / 2, start.y + start.height / 2)
    other = QPointF(end.x + end.width / 2, end.y + end.height / 2)
    if end.x >= start.right or end.right <= start.x:
        onwards = end.x >= start.right
        one.setX(start.right if onwards else start.x)
        other.setX(end.x if onwards else end.right)
        middle = (one.x() + other.x()) / 2
        return (one, QPointF(middle, one.y()), QPointF(middle, other.y()), other)
    below = end.y >= start.y
    one.setY(start.bottom if below else start.y)
    other.setY(end.y if below else end.bottom)
    middle = (one.y() + other.y()) / 2
    return (one, QPointF(one.x(), middle), QPointF(other.x(), middle), other)


def ends_of(document: DocumentView, drawing: Drawing, links: Iterable[str]) -> list[Box]:
    """Where the cards at the ends of some links lie."""
    rows = (document.get(Link, id) for id in links)
    ids = dict.fromkeys(end for row in rows if row is not None for end in (row.source, row.target))
    return [box for id in ids if (box := drawing.box(id)) is not None]
