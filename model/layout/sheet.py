"""The laid out map: implements `Drawing` over whole-number places and a few offsets.

Everything inside is laid out from the start side; `out` turns a piece over where the document runs right to left.
Cards keep their faces; primitives are made when first asked for, so that what nobody sees costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from model.layout.arrange import Place, Shelf
from model.layout.axes import Starts
from model.layout.drawing import ALL, Areas, Box, Hit, Layer, Piece, Point, Primitive, Slot
from model.layout.face import Face, draw_face
from model.layout.framing import Frame
from model.layout.ground import grid_piece, lane_band, rule_piece
from model.layout.link_shapes import link_box, link_piece
from model.layout.mirror import mirror
from model.layout.routing import Axes, CardBox, corners
from model.layout.theme import Theme
from model.layout.wardrobe import Dressed
from model.layout.wiring import Wiring

STRETCH = 1.6
STRETCH_LEAST = 130.0
NEAR = 5.0


class Sheet:
    """A drawing whose parts a `Composer` renews."""

    def __init__(self, theme: Theme, rtl: bool, dressed: Mapping[str, Dressed], wiring: Wiring) -> None:
        self.theme = theme
        self.rtl = rtl
        self.dressed = dressed
        self.wiring = wiring
        self.frame: Frame
        self.shelves: list[Shelf] = []
        self.row_of: dict[str, int] = {}
        self.lane_of: dict[str, str] = {}
        self.tints: dict[str, str] = {}
        self._primitives: dict[str, tuple[float, tuple[Primitive, ...]]] = {}
        self._corners: dict[str, tuple[Point, ...]] = {}
        self._axes: Axes | None = None

    def set_frame(self, frame: Frame, moved: bool) -> None:
        """Take a new frame; `moved`: rows or columns lie elsewhere, so routes are measured anew."""
        self.frame = frame
        self._columns = Starts([column.start for column in frame.columns])
        self._rows = Starts([row.y for row in frame.rows])
        self._column_of = {column.step: index for index, column in enumerate(frame.columns)}
        if moved:
            self._axes = None
            self._corners.clear()

    def forget(self, cards: Iterable[str], links: Iterable[str]) -> None:
        """Draw these anew when next asked."""
        for card in cards:
            self._primitives.pop(card, None)
        for link in links:
            self._corners.pop(link, None)

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
        if not self.rtl:
            return piece
        return piece._replace(
            x=self.width - piece.x - piece.width, primitives=mirror(piece.primitives, piece.width)
        )

    def place(self, card: str) -> Place:
        """The slot and columns of a card on the map."""
        return self.shelves[self.row_of[self.lane_of[card]]].places[card]

    def card_box(self, card: str) -> Box | None:
        """Where a card lies, from the start side."""
        lane = self.lane_of.get(card)
        if lane is None:
            return None
        index = self.row_of[lane]
        place, row = self.shelves[index].places[card], self.frame.rows[index]
        first, last = self.frame.columns[place.first], self.frame.columns[place.last]
        top, height = row.slots[place.slot]
        needed = self.dressed[card].face.height
        tall = height if height <= max(needed * STRETCH, STRETCH_LEAST) else needed
        return Box(first.x, row.y + top, last.x + last.width - first.x, tall)

    def box(self, id: str) -> Box | None:
        found = self.card_box(id)
        if found is None and id in self.wiring.links:
            found = link_box(self._route(id))
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
        points = self._route(link)
        return tuple((self.width - x, y) for x, y in points) if self.rtl else points

    def _route(self, link: str) -> tuple[Point, ...]:
        found = self._corners.get(link)
        if found is None:
            row = self.wiring.links[link]
            source, target = self.card_box(row.source), self.card_box(row.target)
            route = self.wiring.router.routes.get(link)
            if source is None or target is None or route is None:
                return ()
            ends = [CardBox(box.x, box.y, box.right, box.bottom) for box in (source, target)]
            found = corners(route, self.axes(), *ends)
            self._corners[link] = found
        return found

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
        for link in self._links_in(around):
            points = self._route(link)
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
        return {card: d.face.title.missing for card, d in self.dressed.items() if d.face.title.missing}

    def fonts(self) -> frozenset[str]:
        return frozenset(
            run.font
            for d in self.dressed.values()
            for line in d.face.title.lines
            for run in line.runs
            if run.font.startswith("system:")
        )

    def pieces(self, clip: Box | None = None, layers: tuple[Layer, ...] = ALL) -> Iterator[Piece]:
        logical = None if clip is None else self._turned(clip)
        for layer in layers:
            for piece in self._layer(layer, logical):
                yield self._out(piece)

    def _layer(self, layer: Layer, clip: Box | None) -> Iterator[Piece]:
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
            for link in self._links_in(seen):
                points = self._route(link)
                if len(points) > 1:
                    yield link_piece(
                        link, points, self.wiring.links[link].kind, self.wiring.labels.get(link), theme
                    )
        elif layer is Layer.CARD:
            for card in self._cards_in(seen):
                yield self._card_piece(card)
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

    def _links_in(self, seen: Box) -> Iterator[str]:
        slots = [row.first + slot for row in self.frame.rows for slot in range(len(row.slots))]
        if not slots or not self.frame.columns:
            return
        rows, columns = self._visible_rows(seen), self._visible_columns(seen)
        top, bottom = self.frame.rows[rows[0]], self.frame.rows[rows[-1]]
        last = bottom.first + len(bottom.slots) - 1
        for link in self.wiring.wires.within(top.first, last, columns[0], columns[-1]):
            if link_box(self._route(link)).meets(seen):
                yield link

    def _card_piece(self, card: str) -> Piece:
        box = self.card_box(card)
        assert box is not None
        facts, _, face = self.dressed[card]
        kept = self._primitives.get(card)
        if kept is None or kept[0] != box.height:
            kept = (box.height, draw_face(face, facts, box.width, box.height, self.theme, self.rtl))
            self._primitives[card] = kept
        return Piece(Layer.CARD, "card", card, *box, kept[1], reading(face))


def reading(face: Face) -> str:
    """A card's words in reading order."""
    words = [" ".join(line.text for line in face.title.lines)]
    words += [placed.line.text for row in face.rows for placed in row]
    if face.amount is not None:
        words.append(face.amount.text)
    return " · ".join(word for word in words if word)
