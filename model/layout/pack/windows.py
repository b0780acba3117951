"""The map of a stage on pages at one size: which steps stand together, where lanes break, heads on every page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Card, Lane
from model.grid import lanes
from model.layout.drawing import BODY, Box, Drawing, Layer, Piece
from model.layout.leaves import Part, Tag, Way
from model.layout.pack.data import StageMap
from model.layout.pack.strips import asked

# No text under 7 points: the smallest on a map, the names of the three lines, is 9 px.
SCALE = 0.778
# Heights that differ by no more are one.
_HAIR = 0.01
# Where it is, so far below a card.
_UNDER = 6.0
_GROUND = (*(layer for layer in BODY if layer is not Layer.CARD),)


class Group(NamedTuple):
    """Steps that stand together, as a drawing of their own; `start`: the place of the first in the stage."""

    document: DocumentView
    drawing: Drawing
    start: int
    many: int


class Window(NamedTuple):
    """What one page shows of a group: from one height of its drawing to another."""

    group: Group
    top: float
    bottom: float

    @property
    def opens(self) -> bool:
        """Whether it is the first of its group."""
        return self.top <= self.group.drawing.areas.body.y


class _Cost(NamedTuple):
    """What some windows cost, the worst first: how many they are, how many lanes they divide, how uneven they are."""

    sheets: int
    divided: int
    uneven: float


def groups(found: StageMap, across: float, upright: float) -> tuple[list[Group], bool]:
    """The steps of a stage in groups that fit into a width (px), and whether they need lying pages for that."""
    whole = found.draw(found.cut(found.steps))
    widths = _widths(whole, found)
    edges = whole.areas.side.width + max(0.0, whole.areas.body.width - sum(widths))
    wide = _dealt(widths, across - edges)
    narrow = _dealt(widths, upright - edges)
    lying = len(wide) < len(narrow)
    dealt = wide if lying else narrow
    made, first = [], 0
    for count in dealt:
        steps = found.steps[first : first + count]
        document = found.cut(steps)
        made.append(Group(document, whole if len(dealt) == 1 else found.draw(document), first, count))
        first += count
    return made, lying


def _widths(drawing: Drawing, found: StageMap) -> list[float]:
    """How wide the column of each step is."""
    lane = next(iter(found.cut(found.steps).table(Lane)), "")
    boxes = (drawing.cell_box(lane, step) for step in found.steps)
    return [0.0 if box is None else box.width for box in boxes]


def _dealt(widths: Sequence[float], room: float) -> list[int]:
    """How many steps stand on each sheet: as few sheets as can be, with as many on each as on the others."""
    sheets = len(_filled(widths, room, len(widths)))
    return _filled(widths, room, -(-len(widths) // max(sheets, 1)))


def _filled(widths: Sequence[float], room: float, most: int) -> list[int]:
    counts: list[int] = []
    used = 0.0
    for width in widths:
        if not counts or used + width > room or counts[-1] >= most:
            counts.append(0)
            used = 0.0
        counts[-1] += 1
        used += width
    return counts


def windows(group: Group, height: float) -> list[Window]:
    """A group in windows of a height (px): as few as can be, as few lanes divided, each as full as the others.

    What holds no card is in none of them.
    """
    body = group.drawing.areas.body
    tops = sorted(box.y for lane in lanes(group.document) if (box := group.drawing.box(lane.id)) is not None)
    ends = [*tops[1:], body.bottom]
    breaks = _between_cards(group, list(zip(tops, ends, strict=True)))
    places = _reached(sorted({body.y, *ends, *breaks}), height)
    cards = sorted(box.y for card in group.document.table(Card) if (box := group.drawing.box(card)) is not None)
    whole = {body.y, *ends}
    # By place, the least it takes to get there, and from where.
    best: dict[float, tuple[_Cost, float]] = {places[0]: (_Cost(0, 0, 0.0), body.y)}
    for at, bottom in enumerate(places[1:], 1):
        found = []
        for top in reversed(places[:at]):
            if bottom - top > height + _HAIR:
                break
            cost = _Cost(0, 0, 0.0) if _is_empty(cards, top, bottom) else _Cost(1, 0, (height - bottom + top) ** 2)
            divided = int(bottom not in whole)
            before = best[top][0]
            found.append((_Cost(before[0] + cost[0], before[1] + divided, before[2] + cost[2]), top))
        best[bottom] = min(found)
    made: list[Window] = []
    bottom = places[-1]
    while bottom > places[0]:
        top = best[bottom][1]
        made.append(Window(group, top, bottom))
        bottom = top
    made.reverse()
    return [window for window in made if not _is_empty(cards, window.top, window.bottom)] or made[:1]


def _reached(places: Sequence[float], height: float) -> list[float]:
    """Places of which each is within a height of the one before: what is taller is divided where the height ends."""
    found = [places[0]]
    for place in places[1:]:
        while place - found[-1] > height + _HAIR:
            found.append(found[-1] + height)
        found.append(place)
    return found


def _is_empty(cards: Sequence[float], top: float, bottom: float) -> bool:
    """Whether no card (their tops, ascending) begins between two heights: a sheet of empty lanes tells nothing."""
    return bisect_left(cards, top) == bisect_left(cards, bottom)


def _between_cards(group: Group, rows: Sequence[tuple[float, float]]) -> list[float]:
    """Heights below a card that cross none, with another of the same lane still to come: no lane goes on empty."""
    boxes = [box for card in group.document.table(Card) if (box := group.drawing.box(card)) is not None]
    found = []
    for top, end in rows:
        own = [box for box in boxes if top <= box.y < end]
        for y in {box.bottom + _UNDER for box in own}:
            more = any(box.y >= y for box in own)
            if more and not any(box.y < y < box.bottom for box in own):
                found.append(y)
    return found


def window_parts(window: Window, left: float, top: float, name: str) -> Iterator[Part]:
    """What a window shows, its heads above and beside it, with its corner at a place of the page (points)."""
    drawing = window.group.drawing
    areas, high = drawing.areas, window.bottom - window.top
    origin = min(areas.side.x, areas.body.x)
    heads = head_height(drawing)
    x = left - origin * SCALE
    y = top + heads * SCALE - window.top * SCALE
    seen = Box(areas.body.x, window.top, areas.body.width, high)
    body = _on_page(seen, x, y)
    yield Part(lambda: _seen(drawing, seen, _GROUND), SCALE, x, y, body)
    yield from _heads(window, x, top, y, name)
    cards = list(_seen(drawing, seen, (Layer.CARD,)))

    def way(card: Piece) -> Way:
        return (Tag("P", f"{name}.{card.id}"),) if card.y >= window.top else ()

    yield Part(asked(*cards), SCALE, x, y, body, each=way)


def _seen(drawing: Drawing, seen: Box, layers: tuple[Layer, ...]) -> Iterator[Piece]:
    """The pieces that show in a box: words outside of it would not be seen, but found and copied."""
    return (piece for piece in drawing.pieces(seen, layers) if not piece.text or Box(*piece[3:7]).meets(seen))


def _heads(window: Window, x: float, top: float, y: float, name: str) -> Iterator[Part]:
    """Steps over the window and lanes beside it; on later pages they are a repetition."""
    drawing = window.group.drawing
    areas = drawing.areas
    steps = [step._replace(y=0.0) for step in _steps(drawing)]

    def step_way(step: Piece) -> Way:
        return (Tag("P", f"{name}.{step.id}"),) if window.opens else ()

    yield Part(asked(*steps), SCALE, x, top, each=step_way)
    seen = Box(areas.side.x, window.top, areas.side.width, window.bottom - window.top)
    heads = list(drawing.pieces(seen, (Layer.SIDE_HEAD,)))
    begun = {head.id for head in heads if head.y < window.top}

    def head_way(head: Piece) -> Way:
        return () if head.id and head.id in begun else (Tag("P", f"{name}.{head.id or head.text}"),)

    lowered = [head._replace(y=max(head.y, window.top)) for head in heads]
    yield Part(asked(*lowered), SCALE, x, y, _on_page(seen, x, y), each=head_way)


def legend_scale(drawing: Drawing, room: float, margin: float) -> float:
    """How large a legend is set: as the map, or smaller where it is wider than a page's room (points).

    `margin`: the air (px) on both sides of its words.
    """
    return min(SCALE, room / (drawing.areas.legend.width - 2 * margin))


def legend_part(drawing: Drawing, left: float, top: float, room: float, margin: float) -> Part:
    """The legend of a drawing in the room of a page, with its top at a place of it."""
    legend = drawing.areas.legend
    scale = legend_scale(drawing, room, margin)
    x = left + room - (legend.width - margin) * scale if drawing.rtl else left - margin * scale
    y = top - legend.y * scale
    return Part(lambda: drawing.pieces(None, (Layer.LEGEND,)), scale, x, y)


def card_boxes(window: Window, left: float, top: float) -> Iterator[tuple[str, Box]]:
    """The cards that a window shows, with their places on the page as far as they are seen."""
    drawing = window.group.drawing
    areas = drawing.areas
    x = left - min(areas.side.x, areas.body.x) * SCALE
    y = top + head_height(drawing) * SCALE - window.top * SCALE
    for card in window.group.document.table(Card):
        box = drawing.box(card)
        if box is not None and window.top <= box.y < window.bottom:
            high = min(box.bottom, window.bottom) - box.y
            yield card, _on_page(Box(box.x, box.y, box.width, high), x, y)


def head_height(drawing: Drawing) -> float:
    """How high the heads of steps are (px), with the air below them."""
    return max((step.height for step in _steps(drawing)), default=0.0) + 6.0


def _steps(drawing: Drawing) -> list[Piece]:
    return [piece for piece in drawing.pieces(None, (Layer.TOP_HEAD,)) if piece.kind == "step"]


def _on_page(box: Box, x: float, y: float) -> Box:
    return Box(x + box.x * SCALE, y + box.y * SCALE, box.width * SCALE, box.height * SCALE)
