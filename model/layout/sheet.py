"""The laid out map: implements `Drawing` over whole-number places and a few offsets.

Everything inside is laid out from the start side; `out` turns a piece over where the document runs right to left.
Cards keep their faces; primitives are made when first asked for, so that what nobody sees costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import inf

from model.layout.arrange import Place, Shelf
from model.layout.axes import Starts
from model.layout.drawing import ALL, Areas, Box, Hit, Layer, Piece, Point, Slot
from model.layout.facts import CardFacts
from model.layout.framing import Frame
from model.layout.ground import grid_piece, lane_band, rule_piece
from model.layout.heads import Setting
from model.layout.link_notes import bundle_piece, label_piece
from model.layout.link_shapes import link_box, link_piece
from model.layout.mirror import mirror
from model.layout.routing import Axes, Cover, Family, Side, Tracks, corners
from model.layout.wardrobe import Dressed
from model.layout.wiring import Wiring

STRETCH = 1.6
STRETCH_LEAST = 130.0
NEAR = 5.0
_CARD = Layer.CARD
_START, _END, _TOP = Side.START, Side.END, Side.TOP
_Trace = tuple[tuple[Point, ...], Box]


class Sheet:
    """A drawing whose parts a `Composer` renews."""

    def __init__(self, setting: Setting, dressed: Mapping[str, Dressed], wiring: Wiring) -> None:
        self.theme = setting.theme
        self.rtl = setting.rtl
        self._shaper = setting.shaper
        self._faces = setting.faces
        self.dressed = dressed
        self.wiring = wiring
        self.frame: Frame
        self.shelves: list[Shelf] = []
        self.row_of: dict[str, int] = {}
        self.lane_of: dict[str, str] = {}
        self.tints: dict[str, str] = {}
        self._cards: dict[str, Piece] = {}
        self._traced: dict[str, _Trace] = {}
        self._links: dict[str, Piece] = {}
        self._axes: Axes | None = None
        self._positions: dict[tuple[int, Tracks], float] = {}

    def set_frame(self, frame: Frame, moved: bool) -> None:
        """Take a new frame; `moved`: rows or columns lie elsewhere, so routes are measured anew."""
        self.frame = frame
        self._columns = Starts([column.start for column in frame.columns])
        self._rows = Starts([row.y for row in frame.rows])
        self._column_of = {column.step: index for index, column in enumerate(frame.columns)}
        if moved:
            self._axes = None
            self._positions.clear()
            self._traced.clear()
            self._links.clear()

    def forget(self, cards: Iterable[str], links: Iterable[str]) -> None:
        """Draw these anew when next asked."""
        for card in cards:
            self._cards.pop(card, None)
        for link in links:
            self._traced.pop(link, None)
            self._links.pop(link, None)

    def drawn(self, links: Iterable[str]) -> list[Box]:
        """Where these links lie as last drawn; what was never drawn is left out."""
        traces = (self._traced.get(link) for link in sorted(links))
        return [self._turned(trace[1]) for trace in traces if trace is not None]

    @property
    def width(self) -> float:
        return self.frame.width

    @property
    def height(self) -> float:
        return self.frame.height

    @property
    def areas(self) -> Areas:
        return Areas(*(self._turned(area) for area in self.frame.areas))

    def _turned(self, box: Box) -> Box:
        return Box(self.width - box.right, box.y, box.width, box.height) if self.rtl else box

    def _out(self, piece: Piece) -> Piece:
        return piece._replace(x=self.width - piece.x - piece.width, primitives=mirror(piece.primitives, piece.width))

    def place(self, card: str) -> Place:
        """The slot and columns of a card on the map."""
        return self.shelves[self.row_of[self.lane_of[card]]].places[card]

    def card_box(self, card: str) -> Box | None:
        """Where a card lies, from the start side."""
        lane = self.lane_of.get(card)
        if lane is None:
            return None
        index = self.row_of[lane]
        (slot, first, last), row = self.shelves[index].places[card], self.frame.rows[index]
        left, right = self.frame.columns[first], self.frame.columns[last]
        top, room = row.slots[slot]
        return Box(left.x, row.y + top, right.x + right.width - left.x, self._height(card, room))

    def box(self, id: str) -> Box | None:
        found = self.card_box(id)
        if found is None and id in self.wiring.links:
            found = self._trace(id)[1]
        if found is None and id in self.row_of:
            row, body = self.frame.rows[self.row_of[id]], self.frame.areas.body
            found = Box(self.theme["margin"], row.y, body.right - self.theme["margin"], row.height)
        if found is None:
            heads = (Box(*head[3:7]) for head in self.frame.heads if head.id == id)
            found = next(heads, None)
        return None if found is None else self._turned(found)

    def route(self, link: str) -> tuple[Point, ...]:
        if link not in self.wiring.links:
            return ()
        points = self._trace(link)[0]
        return tuple((self.width - x, y) for x, y in points) if self.rtl else points

    def _trace(self, link: str, keep: bool = True) -> _Trace:
        """The corners of a link on the map, from the start side, and the box round them."""
        found = self._traced.get(link)
        if found is None:
            row, router = self.wiring.links[link], self.wiring.router
            plan, covers = router.plan(link), router.covers
            if plan is None or row.source not in covers or row.target not in covers:
                return (), link_box((), ())
            known = self._positions
            stops = [self._edge(row.source, covers[row.source], plan.leave)]
            for key in zip(plan.channels, plan.tracks, strict=True):
                place = known.get(key)
                stops.append(self._position(key) if place is None else place)
            stops.append(self._edge(row.target, covers[row.target], plan.enter))
            across = plan.leave <= _END
            found = (corners(stops, across), link_box(stops[not across :: 2], stops[across::2]))
            if keep:
                self._traced[link] = found
        return found

    def _position(self, key: tuple[int, Tracks]) -> float:
        """Where a leg lies, measured once for all links that share it."""
        found = self._positions[key] = self.axes().position(self.wiring.router.leg(*key))
        return found

    def _edge(self, card: str, cover: Cover, side: Side) -> float:
        """Where a side of a card lies."""
        axes = self.axes()
        if side is _START:
            return axes.columns[cover[1]][0]
        if side is _END:
            return axes.columns[cover[2]][1]
        top, bottom = axes.rows[cover[0]]
        return top if side is _TOP else top + self._height(card, bottom - top)

    def _height(self, card: str, room: float) -> float:
        """How tall a card is in a slot of a height."""
        if room > STRETCH_LEAST:
            needed = self.dressed[card].face.height
            return needed if room > needed * STRETCH else room
        return room

    def axes(self) -> Axes:
        """The axes the router measures with."""
        if self._axes is None:
            body = self.frame.areas.body
            self._axes = Axes(
                [(column.x, column.x + column.width) for column in self.frame.columns],
                [(row.y + top, row.y + top + height) for row in self.frame.rows for top, height in row.slots],
                (body.x, body.right, body.y, body.bottom),
            )
        return self._axes

    def cell_box(self, lane: str, step: str) -> Box | None:
        row, column = self.row_of.get(lane), self._column_of.get(step)
        if row is None or column is None:
            return None
        at, across = self.frame.rows[row], self.frame.columns[column]
        return self._turned(Box(across.start, at.y, across.end - across.start, at.height))

    def _cell(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) at a point from the start side, or None outside rows and columns."""
        frame = self.frame
        if not frame.rows or not frame.columns:
            return None
        row, column = self._rows.index(y), self._columns.index(x)
        inside = frame.columns[column].start <= x < frame.columns[column].end
        return (row, column) if inside and frame.rows[row].y <= y < frame.rows[row].bottom else None

    def at(self, x: float, y: float) -> Hit | None:
        lx = self.width - x if self.rtl else x
        for head in reversed(self.frame.heads):
            if Box(*head[3:7]).contains(lx, y) and head.kind != "legend":
                return Hit(head.kind, head.id)
        cell = self._cell(lx, y)
        names: tuple[str | None, str | None] = (None, None)
        if cell is not None:
            row, column = cell
            names = (self.frame.rows[row].lane, self.frame.columns[column].step)
            for slot in range(self.shelves[row].slots):
                card = self.shelves[row].at.get((slot, column))
                box = None if card is None else self.card_box(card)
                if card is not None and box is not None and box.contains(lx, y):
                    return Hit("card", card, *names)
        link = self._link_at(lx, y)
        if link is not None:
            return Hit("link", link, *names)
        return None if cell is None else Hit("cell", "", *names)

    def _link_at(self, x: float, y: float) -> str | None:
        around = Box(x - NEAR, y - NEAR, 2 * NEAR, 2 * NEAR)
        for link, (points, _) in self._links_in(around):
            for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
                leg = Box(min(x0, x1), min(y0, y1), abs(x1 - x0) + 0.1, abs(y1 - y0) + 0.1)
                if leg.meets(around):
                    return link
        return None

    def slot(self, x: float, y: float) -> Slot | None:
        cell = self._cell(self.width - x if self.rtl else x, y)
        if cell is None:
            return None
        row, column = cell
        boxes = (self.card_box(card) for card in self.shelves[row].cells[column])
        place = sum(1 for box in boxes if box is not None and box.y + box.height / 2 < y)
        return Slot(self.frame.rows[row].lane, self.frame.columns[column].step, place)

    def missing(self) -> dict[str, tuple[str, ...]]:
        said = {card: words(dressed.facts) for card, dressed in self.dressed.items() if not _is_ascii(dressed.facts)}
        said.update((head.id, [head.text]) for head in self.frame.heads if head.id)
        said.update((link, [label.text]) for link, label in self.wiring.labels.items())
        style = self.theme.style("card")
        strange = ((id, [text for text in texts if not text.isascii()]) for id, texts in said.items())
        blocks = ((id, [self._shaper.block(text, inf, style) for text in texts]) for id, texts in strange)
        signs = ((id, {sign for block in found for sign in block.missing}) for id, found in blocks)
        return {id: tuple(sorted(found)) for id, found in signs if found}

    def pieces(self, clip: Box | None = None, layers: tuple[Layer, ...] = ALL, *, keep: bool = True) -> Iterator[Piece]:
        logical = None if clip is None else self._turned(clip)
        for layer in layers:
            pieces = self._layer(layer, logical, keep)
            yield from map(self._out, pieces) if self.rtl else pieces

    def _layer(self, layer: Layer, clip: Box | None, keep: bool) -> Iterator[Piece]:
        frame, theme = self.frame, self.theme
        body = frame.areas.body
        seen = Box(0.0, 0.0, frame.width, frame.height) if clip is None else clip
        if layer is Layer.PAPER:
            yield rule_piece(Box(0.0, 0.0, frame.width, frame.height), theme.colour("paper"))
        elif layer is Layer.LANE:
            for index in self._visible_rows(seen):
                yield lane_band(frame.rows[index], self.tints[frame.rows[index].lane], body)
        elif layer is Layer.GRID:
            yield from grid_piece(frame.columns, frame.lines, body, seen, theme)
        elif layer is Layer.LINK:
            yield from self._link_pieces(seen, keep)
        elif layer is Layer.CARD:
            for card in self._cards_in(seen):
                yield self._card_piece(card, keep)
        else:
            for head in frame.heads:
                if head.layer is layer and Box(*head[3:7]).meets(seen):
                    yield head

    def _visible_rows(self, seen: Box) -> range:
        if not self.frame.rows:
            return range(0)
        return range(self._rows.index(seen.y), self._rows.index(seen.bottom) + 1)

    def _visible_columns(self, seen: Box) -> range:
        if not self.frame.columns:
            return range(0)
        return range(self._columns.index(seen.x), self._columns.index(seen.right) + 1)

    def _cards_in(self, seen: Box) -> Iterator[str]:
        """The cards that meet a box, in reading order: column by column, lane by lane."""
        rows, columns = self._visible_rows(seen), self._visible_columns(seen)
        for column in columns:
            for row in rows:
                shelf = self.shelves[row]
                for slot in range(shelf.slots):
                    card = shelf.at.get((slot, column))
                    if card is not None and (shelf.places[card].first == column or column == columns[0]):
                        yield card

    def _links_in(self, seen: Box, keep: bool = True) -> Iterator[tuple[str, _Trace]]:
        if not self.frame.rows or not self.frame.columns:
            return
        rows, columns = self._visible_rows(seen), self._visible_columns(seen)
        for link in self.wiring.wires.within(rows[0], rows[-1], columns[0], columns[-1]):
            trace = self._trace(link, keep)
            if len(trace[0]) > 1 and trace[1].meets(seen):
                yield link, trace

    def _link_pieces(self, seen: Box, keep: bool) -> Iterator[Piece]:
        """The links that meet a box, then what stands on them."""
        wiring = self.wiring
        notes: list[Piece] = []
        for link, trace in self._links_in(seen, keep):
            piece = self._links.get(link)
            if piece is None:
                piece = link_piece(link, *trace, wiring.links[link].kind, self.theme)
                if keep:
                    self._links[link] = piece
            yield piece
            if link in wiring.labels or wiring.wires.shares(link):
                notes += self._notes(link, trace[0])
        yield from notes

    def _notes(self, link: str, points: tuple[Point, ...]) -> Iterator[Piece]:
        """A link's label, and the counts of the bundles that it leads."""
        label = self.wiring.labels.get(link)
        if label is not None:
            piece = label_piece(link, points, label, self._free, self.theme)
            if piece is not None:
                yield piece
        for leg in self.wiring.led_bundles(link):
            count = self._shaper.line(f"×{leg.bundle}", self.theme.style("label"))
            across = leg.family in (Family.ROW, Family.HGUTTER)
            at = self.axes().position(leg)
            for one, other in pairwise(points):
                if one[across] == other[across] == at:
                    yield bundle_piece(link, (one, other), count, self.theme)

    def _free(self, box: Box) -> bool:
        """Whether no card lies at a box."""
        boxes = map(self.card_box, self._cards_in(box))
        return not any(card is not None and card.meets(box) for card in boxes)

    def _card_piece(self, card: str, keep: bool) -> Piece:
        box = self.card_box(card)
        assert box is not None
        kept = self._cards.get(card)
        if kept is None or kept.height != box.height:
            facts, _, face = self.dressed[card]
            made = self._faces.draw(face, facts, box.width, box.height, self.rtl)
            kept = Piece(_CARD, "card", card, *box, made, reading(facts))
        elif (kept.x, kept.y) != (box.x, box.y):
            kept = kept._replace(x=box.x, y=box.y)
        if keep:
            self._cards[card] = kept
        return kept


def reading(facts: CardFacts) -> str:
    """A card's words in reading order."""
    return " · ".join(words(facts))


def _is_ascii(facts: CardFacts) -> bool:
    return facts.title.isascii() and facts.amount.isascii() and all(pill.text.isascii() for pill in facts.pills)


def words(facts: CardFacts) -> list[str]:
    """The texts on a card, in reading order."""
    return [text for text in (facts.title, *[pill[0] for pill in facts.pills], facts.amount) if text]
