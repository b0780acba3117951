"""The laid out map: implements `Drawing` over whole-number places and a few offsets.

Everything inside is laid out from the start side; `out` turns a piece over where the document runs right to left.
Cards keep their faces; primitives are made when first asked for, so that what nobody sees costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from math import inf
from operator import itemgetter
from weakref import proxy

from model.layout.arrange import Place, Shelf
from model.layout.axes import Row, Starts, span
from model.layout.drawing import ALL, Areas, Box, Hit, Layer, Piece, Point, Slot
from model.layout.drawn_links import DrawnLinks, Trace
from model.layout.facts import CardFacts
from model.layout.framing import Frame
from model.layout.ground import grid_piece, lane_band, rule_piece
from model.layout.heads import Setting
from model.layout.link_shapes import PAD, runs_through
from model.layout.mirror import mirror
from model.layout.moods import curve_piece, points_of
from model.layout.wardrobe import Dressed
from model.layout.wiring import Wiring
from model.making_way import Parting, by_the_way, dissolving

STRETCH = 1.6
STRETCH_LEAST = 130.0
NEAR = 5.0
# So many links are asked where they run sooner than sorted out by their places in the grid.
FEW = 100
_CARD = Layer.CARD
_TEXT = itemgetter(0)


class Sheet(Parting):
    """A drawing whose parts a `Composer` renews."""

    def __init__(self, setting: Setting, dressed: Mapping[str, Dressed], wiring: Wiring) -> None:
        self.theme = setting.theme
        self.rtl = setting.rtl
        self._shaper = setting.shaper
        self._faces = setting.faces
        self.dressed = dressed
        # Half a million objects go with a large sheet. Were it held by its links, only the collector would free it.
        itself: Sheet = proxy(self)

        def height(card: str, room: float) -> float:
            return itself._height(card, room)

        def free(box: Box) -> bool:
            return itself._free(box)

        self.links = DrawnLinks(self.theme, self._shaper, wiring, height, free)
        self.frame: Frame
        self.shelves: list[Shelf] = []
        self.row_of: dict[str, int] = {}
        self.lane_of: dict[str, str] = {}
        self.tints: dict[str, str] = {}
        self._cards: dict[str, Piece] = {}
        self._curves: dict[str, tuple[object, Piece]] = {}

    def set_frame(self, frame: Frame, moved: bool, shifted: float | None = None) -> None:
        """Take a new frame; `moved`: rows or columns lie elsewhere, so routes are measured anew.

        `shifted`: only rows, and only from this y on.
        """
        self.frame = frame
        self._columns = Starts([column.start for column in frame.columns])
        self._rows = Starts([row.y for row in frame.rows])
        self._column_of = {column.step: index for index, column in enumerate(frame.columns)}
        if moved:
            self.links.measure_anew(frame, shifted)

    def forget(self, cards: Iterable[str], links: Iterable[str]) -> None:
        """Draw these anew when next asked."""
        for card in cards:
            self._cards.pop(card, None)
        self.links.forget(links)

    def leaving(self) -> Iterator[None]:
        """Take it apart bit by bit; there is no asking any more."""
        yield from self.links.leaving()
        yield from dissolving(self._cards)

    def renew(
        self, cards: Iterable[str], links: Iterable[str], noted: Set[str], around: Iterable[Box], whole: Collection[str]
    ) -> tuple[set[str], list[Box]]:
        """Draw anew links and what stands on others; what looks different now, these cards too, and where links do.

        `around` is where these cards were and are: the labels of links there may go elsewhere. `whole` are links that
        differ from end to end.
        """
        lifted = self.links.lift(links)
        near = {link for box in around for link in self._labelled(self._turned(box))}
        different, boxes = self.links.renew(lifted, noted | near, whole)
        return different.union(cards), [self._turned(box) for box in boxes] if self.rtl else boxes

    def _labelled(self, box: Box) -> Iterator[str]:
        """The links with a label that might stand at a box."""
        labels, reach = self.links.wiring.labels, self.links.wiring.longest_label
        if labels:
            wide = box._replace(x=box.x - reach, width=box.width + 2 * reach)
            yield from (link for link, _ in self._links_in(wide) if link in labels)

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
        return self._lies(card, index, self.shelves[index].places[card])

    def _lies(self, card: str, index: int, place: Place) -> Box:
        """Where a card of a row lies, by its place there."""
        (slot, first, last), row = place, self.frame.rows[index]
        top, room = row.slots[slot]
        x, width = span(self.frame.columns, first, last)
        height = self._height(card, room) if room > STRETCH_LEAST else room
        return tuple.__new__(Box, (x, row.y + top, width, height))

    def box(self, id: str) -> Box | None:
        found = self.card_box(id)
        if found is None and id in self.links.wiring.links:
            found = self.links.trace(id).box
        if found is None and id in self.row_of:
            row, body = self.frame.rows[self.row_of[id]], self.frame.areas.body
            found = Box(self.theme["margin"], row.y, body.right - self.theme["margin"], row.height)
        if found is None:
            heads = (Box(*head[3:7]) for head in self.frame.heads if head.id == id)
            found = next(heads, None)
        return None if found is None else self._turned(found)

    def route(self, link: str) -> tuple[Point, ...]:
        if link not in self.links.wiring.links:
            return ()
        points = self.links.trace(link).points
        return tuple((self.width - x, y) for x, y in points) if self.rtl else points

    def _height(self, card: str, room: float) -> float:
        """How tall a card is in a slot of a height."""
        if room > STRETCH_LEAST:
            needed = self.dressed[card].face.height
            return needed if room > needed * STRETCH else room
        return room

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
        faces = by_the_way(self.dressed.items())
        said = {card: words(dressed.facts) for card, dressed in faces if not _is_ascii(dressed.facts)}
        said.update((head.id, [head.text]) for head in self.frame.heads if head.id)
        said.update((link, [label.text]) for link, label in self.links.wiring.labels.items())
        style = self.theme.style("card")
        strange = ((id, [text for text in texts if not text.isascii()]) for id, texts in said.items())
        blocks = ((id, [self._shaper.block(text, inf, style) for text in texts]) for id, texts in strange)
        signs = ((id, {sign for block in found for sign in block.missing}) for id, found in blocks)
        return {id: tuple(sorted(found)) for id, found in signs if found}

    def pieces_of(self, ids: Iterable[str], clip: Box | None = None) -> Iterator[Piece]:
        logical = None if clip is None else self._turned(clip)
        found = (piece for id in ids for piece in self._pieces_of(id, logical))
        yield from map(self._out, found) if self.rtl else found

    def _pieces_of(self, id: str, clip: Box | None) -> Iterator[Piece]:
        if id in self.lane_of:
            box = self.card_box(id)
            assert box is not None
            yield self._card_piece(id, box, True)
        elif id in self.links.wiring.links:
            trace = self.links.trace(id)
            if len(trace[0]) > 1:
                if clip is None or runs_through(trace[0], clip):
                    yield self.links.piece(id, trace)
                yield from self.links.notes(id, trace)

    def within(self, clip: Box) -> list[str]:
        seen = self._turned(clip)
        return [*self._wired(seen), *(card for card, _ in self._cards_in(seen))]

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
            lanes = body._replace(height=frame.rows[-1].bottom - body.y) if frame.rows else body
            yield from grid_piece(frame.columns, frame.lines, lanes, seen, theme)
            rows = (frame.rows[index] for index in self._visible_rows(seen))
            yield from (self._curve(row, self.points(row.lane)) for row in rows if row.curve)
        elif layer is Layer.LINK:
            yield from self._link_pieces(clip, keep)
        elif layer is Layer.CARD:
            for card, at in self._cards_in(seen):
                yield self._card_piece(card, at, keep)
        else:
            left, top, right, bottom = seen.x, seen.y, seen.right, seen.bottom
            for head in frame.heads:
                if head[0] is layer:
                    x, y, width, height = head[3:7]
                    if x < right and y < bottom and x + width > left and y + height > top:
                        yield head

    def points(self, lane: str) -> tuple[tuple[float, float], ...]:
        """The points of a lane's curve: where across, and which emotion; none of a lane without one."""
        row = self.row_of[lane]
        if not self.frame.rows[row].curve:
            return ()
        said = ((place, self.dressed[card].facts.emotion) for card, place in self.shelves[row].places.items())
        return points_of(((at.first, at.last, found) for at, found in said if found is not None), self.frame.columns)

    def _curve(self, row: Row, points: tuple[tuple[float, float], ...]) -> Piece:
        """The curve of a lane, made anew where it differs."""
        name = next(head.text for head in self.frame.heads if head.kind == "lane" and head.id == row.lane)
        key = (points, row, name, self.frame.areas.body)
        kept = self._curves.get(row.lane)
        if kept is None or kept[0] != key:
            piece = curve_piece(points, row, name, self.frame.areas.body, self.theme, self._shaper)
            kept = self._curves[row.lane] = (key, piece)
        return kept[1]

    def _visible_rows(self, seen: Box) -> range:
        if not self.frame.rows:
            return range(0)
        return range(self._rows.index(seen.y), self._rows.index(seen.bottom) + 1)

    def _visible_columns(self, seen: Box) -> range:
        if not self.frame.columns:
            return range(0)
        return range(self._columns.index(seen.x), self._columns.index(seen.right) + 1)

    def _cards_in(self, seen: Box) -> Iterator[tuple[str, Box]]:
        """The cards that meet a box and where they lie, in reading order: column by column, lane by lane."""
        rows, columns = self._visible_rows(seen), self._visible_columns(seen)
        for column in columns:
            for row in rows:
                shelf = self.shelves[row]
                for slot in range(shelf.slots):
                    card = shelf.at.get((slot, column))
                    if card is not None:
                        place = shelf.places[card]
                        if place[1] == column or column == columns[0]:
                            yield card, self._lies(card, row, place)

    def _wired(self, seen: Box) -> Iterable[str]:
        """The links that may run through a box, by the slot rows and columns there."""
        if not self.frame.rows or not self.frame.columns:
            return ()
        x, y, width, height = seen
        near = Box(x - PAD, y - PAD, width + 2 * PAD, height + 2 * PAD)
        rows, columns = self._visible_rows(near), self._visible_columns(near)
        above, below = self.frame.rows[rows[0]], self.frame.rows[rows[-1]]
        first = above.first + sum(1 for top, tall in above.slots if above.y + top + tall < near.y)
        after = below.first + sum(1 for top, _ in below.slots if below.y + top <= near.bottom)
        wiring = self.links.wiring
        found = [*wiring.wires.within(rows[0], rows[-1], columns[0], columns[-1])]
        return wiring.router.running(found, range(first, after), columns) if len(found) > FEW else found

    def _links_in(self, seen: Box, keep: bool = True) -> Iterator[tuple[str, Trace]]:
        """The links with a box of their own that meets one."""
        for link in self._wired(seen):
            trace = self.links.trace(link, keep)
            if len(trace[0]) > 1 and trace[1].meets(seen):
                yield link, trace

    def _link_pieces(self, clip: Box | None, keep: bool) -> Iterator[Piece]:
        """The links that run through a clip, then what stands there on them and on those that pass it by."""
        if clip is None:
            yield from self.links.every(keep)
            return
        notes: list[Piece] = []
        x, y, width, height = clip
        reach, drawn = self.links.wiring.longest_label, self.links
        for link, trace in self._links_in(Box(x - reach, y, width + 2 * reach, height), keep):
            if runs_through(trace[0], clip):
                yield drawn.piece(link, trace, keep)
            if standing := drawn.notes(link, trace, keep):
                notes += [note for note in standing if Box(*note[3:7]).meets(clip)]
        yield from notes

    def _free(self, box: Box) -> bool:
        """Whether no card lies at a box."""
        return not any(at.meets(box) for _, at in self._cards_in(box))

    def _card_piece(self, card: str, box: Box, keep: bool) -> Piece:
        kept = self._cards.get(card)
        if kept is None or kept[5:7] != box[2:]:
            facts, _, face = self.dressed[card]
            made = self._faces.draw(face, facts, box.width, box.height, self.rtl)
            kept = tuple.__new__(Piece, (_CARD, "card", card, *box, made, reading(facts)))
        elif (kept.x, kept.y) != (box.x, box.y):
            kept = kept._replace(x=box.x, y=box.y)
        if keep:
            self._cards[card] = kept
        return kept


def reading(facts: CardFacts) -> str:
    """A card's words in reading order."""
    return " · ".join(words(facts))


def _is_ascii(facts: CardFacts) -> bool:
    for text, _ in facts[5]:
        if not text.isascii():
            return False
    return facts[0].isascii() and facts[6].isascii()


def words(facts: CardFacts) -> list[str]:
    """The texts on a card, in reading order."""
    return [*filter(None, (facts[0], *map(_TEXT, facts[5]), facts[6]))]
