"""The pack as a book: chapters flowed over pages, the map on its own, head and foot, contents, links and outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from model.elements import Card
from model.layout.case.kit import Kit
from model.layout.drawing import Box, Piece
from model.layout.leaves import Book, Entry, Leaf, Link, Part, Tag
from model.layout.mirror import mirror
from model.layout.pack.blocks import Setter
from model.layout.pack.contents import contents_strips
from model.layout.pack.data import (
    Block,
    Chapter,
    Contents,
    Crossings,
    Grid,
    Heading,
    PackData,
    StageMap,
    Targets,
)
from model.layout.pack.flow import Put, flow
from model.layout.pack.strips import Bit, Pen, Strip, asked, rule
from model.layout.pack.windows import (
    SCALE,
    Window,
    card_boxes,
    groups,
    head_height,
    legend_part,
    window_parts,
    windows,
)
from model.layout.paging import POINTS_PER_MM, POINTS_PER_PX, Paper
from model.messages import Value, message

# Margins in points: at the sides, and what is left for head and foot.
SIDE, HEAD, FOOT = 36.0, 50.0, 46.0
_HEAD_LINE, _FOOT_LINE = 26.0, 30.0
# Under the title of a sheet of the map, and over its legend.
_TITLE, _LEGEND = 26.0, 6.0


class _Sheet(NamedTuple):
    """A page to be: its size, what is flowed on it, and parts, links and targets in points of the page."""

    width: float
    height: float
    chapter: Chapter
    puts: tuple[Put, ...] = ()
    parts: tuple[Part, ...] = ()
    links: tuple[tuple[Box, Targets], ...] = ()
    targets: tuple[tuple[str, float, float], ...] = ()


class Binder:
    """Makes a book of a pack; used once."""

    def __init__(self, kit: Kit, rtl: bool, paper: Paper) -> None:
        self.pen = Pen(kit, rtl)
        self.setter = Setter(self.pen)
        self.width, self.height = paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM
        self._together: list[frozenset[str]] = []
        self._numbers: dict[str, int] = {}

    def book(self, data: PackData) -> Book:
        """All pages with their links, and the outline."""
        sheets: list[_Sheet] = []
        for chapter in data.chapters:
            sheets += self._chapter(data, chapter)
        for number, sheet in enumerate(sheets, 1):
            for name, *_ in (*sheet.targets, *self._marks(sheet)):
                self._numbers.setdefault(name, number)
        leaves = tuple(self._leaf(data, sheet, number, len(sheets)) for number, sheet in enumerate(sheets, 1))
        return Book(leaves, tuple(self._outline(data)))

    def page_of(self, targets: Targets) -> int | None:
        """The number of the page of the first target that there is."""
        return next((self._numbers[name] for name in targets if name in self._numbers), None)

    @property
    def room(self) -> float:
        """The width for strips, in px."""
        return (self.width - 2 * SIDE) / POINTS_PER_PX

    def _chapter(self, data: PackData, chapter: Chapter) -> list[_Sheet]:
        sheets: list[_Sheet] = []
        waiting: list[Block] = []
        if chapter.title:
            waiting.append(Heading(chapter.title, 1, f"part {chapter.name}"))
        for block in chapter.blocks:
            if isinstance(block, StageMap):
                sheets += self._flowed(chapter, self.setter.strips(waiting, self.room))
                waiting = []
                sheets += self._mapped(chapter, block)
            elif isinstance(block, Crossings):
                waiting += self._crossings(block)
            elif isinstance(block, Contents):
                strips = self.setter.strips(waiting, self.room)
                made = contents_strips(self.setter, block, data.chapters, self.room)
                sheets += self._flowed(chapter, [*strips, *made])
                waiting = []
            else:
                waiting.append(block)
        return [*sheets, *self._flowed(chapter, self.setter.strips(waiting, self.room))]

    def _flowed(self, chapter: Chapter, strips: Sequence[Strip]) -> list[_Sheet]:
        if not strips:
            return []
        room = (self.height - HEAD - FOOT) / POINTS_PER_PX
        return [_Sheet(self.width, self.height, chapter, tuple(puts)) for puts in flow(strips, room)]

    def _crossings(self, found: Crossings) -> list[Block]:
        rows = [
            each.row
            for each in found.found
            if not any(each.source in cards and each.target in cards for cards in self._together)
        ]
        return [Heading(found.title, 2), Grid(found.columns, tuple(rows))] if rows else []

    def _mapped(self, chapter: Chapter, found: StageMap) -> list[_Sheet]:
        """The sheets of a stage: as many steps as fit on upright pages, or on lying ones where that needs fewer."""
        across, upright = ((side - 2 * SIDE) / SCALE for side in (self.height, self.width))
        made, lying = groups(found, across, upright)
        size = (self.height, self.width) if lying else (self.width, self.height)
        seen: list[Window] = []
        for group in made:
            self._together.append(frozenset(group.document.table(Card)))
            legend = group.drawing.areas.legend.height * SCALE + _LEGEND
            room = size[1] - HEAD - FOOT - _TITLE - legend - head_height(group.drawing) * SCALE
            seen += windows(group, room / SCALE)
        return [self._sheet(chapter, found, window, size, place, len(seen)) for place, window in enumerate(seen)]

    def _sheet(
        self, chapter: Chapter, found: StageMap, window: Window, size: tuple[float, float], place: int, of: int
    ) -> _Sheet:
        drawing, name = window.group.drawing, self.setter.name()
        areas = drawing.areas
        wide = (max(areas.side.right, areas.body.right) - min(areas.side.x, areas.body.x)) * SCALE
        left = size[0] - SIDE - wide if self.pen.rtl else SIDE
        top = HEAD + _TITLE
        foot = top + (head_height(drawing) + window.bottom - window.top) * SCALE + _LEGEND
        parts = (
            *self._map_title(found, window, size[0], place, of),
            *window_parts(window, left, top, name),
            legend_part(drawing, left, foot),
        )
        boxes = list(card_boxes(window, left, top))
        links = tuple((box, (f"card {card}",)) for card, box in boxes)
        targets = [(f"map {card}", box.x, box.y) for card, box in boxes]
        if not place:
            targets.insert(0, (f"stage {found.stage}", SIDE, HEAD))
        return _Sheet(*size, chapter, (), parts, links, tuple(targets))

    def _map_title(self, found: StageMap, window: Window, width: float, place: int, of: int) -> Iterator[Part]:
        """The stage, and which of its steps and sheets this is."""
        pen, room = self.pen, (width - 2 * SIDE) / POINTS_PER_PX
        group = window.group
        said: Value = message(
            "pack.map.sheet",
            first=group.start + 1,
            last=group.start + group.many,
            n=len(found.steps),
            sheet=place + 1,
            sheets=of,
        )
        muted = pen.words(said, 0.0, 5.0, room, pen.kit.small(), pen.kit.colour("muted"), at_end=True)
        title = pen.words(found.title, 0.0, 0.0, room - muted.width - 12.0, pen.heading(2), pen.kit.colour("ink"))
        tags = (Tag("H2", self.setter.name()),) if not place else ()
        yield self._part((title,), tags, width, HEAD)
        yield self._part((muted,), (), width, HEAD)

    def _part(self, pieces: Iterable[Piece], tags: tuple[Tag, ...], width: float, top: float) -> Part:
        """Pieces of a strip on a page."""
        made = tuple(self._turned(piece, width) for piece in pieces)
        return Part(asked(*made), POINTS_PER_PX, SIDE, top, None, tags)

    def _turned(self, piece: Piece, width: float) -> Piece:
        """A piece of a strip as it stands on a page of a width (points): turned over from right to left."""
        if not self.pen.rtl:
            return piece
        room = (width - 2 * SIDE) / POINTS_PER_PX
        return piece._replace(x=room - piece.x - piece.width, primitives=mirror(piece.primitives, piece.width))

    def _leaf(self, data: PackData, sheet: _Sheet, number: int, of: int) -> Leaf:
        parts = list(self._furniture(data, sheet, number, of)) if sheet.chapter.title else []
        links = [Link(box, target) for box, to in sheet.links if (target := self._first(to))]
        for strip, y in sheet.puts:
            top = HEAD + y * POINTS_PER_PX
            parts += [self._bit(bit, sheet.width, top) for bit in strip.bits]
            for box, to in strip.leads:
                target = self._first(to)
                if target:
                    links.append(Link(self._box(box, sheet.width, top), target))
        targets = (*sheet.targets, *self._marks(sheet))
        return Leaf(sheet.width, sheet.height, (*parts, *sheet.parts), targets, tuple(links))

    def _bit(self, bit: Bit, width: float, top: float) -> Part:
        late = () if bit.late is None else bit.late(self.page_of)
        return self._part((*bit.pieces, *late), bit.tags, width, top)

    def _first(self, to: Targets) -> str:
        return next((name for name in to if name in self._numbers), "")

    def _box(self, box: Box, width: float, top: float) -> Box:
        x = box.x if not self.pen.rtl else (width - 2 * SIDE) / POINTS_PER_PX - box.right
        scale = POINTS_PER_PX
        return Box(SIDE + x * scale, top + box.y * scale, box.width * scale, box.height * scale)

    def _marks(self, sheet: _Sheet) -> Iterator[tuple[str, float, float]]:
        """The targets of what is flowed on a page; those of what stands there again are no targets."""
        for strip, y in sheet.puts:
            for name, down in strip.marks:
                yield name, SIDE, HEAD + (y + down) * POINTS_PER_PX

    def _furniture(self, data: PackData, sheet: _Sheet, number: int, of: int) -> Iterator[Part]:
        """The running head and foot: title and state, notice, page x of y."""
        pen, room = self.pen, (sheet.width - 2 * SIDE) / POINTS_PER_PX
        small, muted = pen.kit.small(), pen.kit.colour("muted")
        state = pen.words(data.state, 0.0, 0.0, room, small, muted, at_end=True)
        head = pen.kit.block(data.head, room - state.width - 16.0, small, 1).lines[0]
        title = pen.words(head.text, 0.0, 0.0, room, small, muted)
        line = rule(pen, 0.0, title.height + 3.0, room)
        yield self._part((title, state, line), (), sheet.width, _HEAD_LINE)
        page: Value = message("pack.page", n=number, of=of)
        pieces = [pen.words(page, 0.0, 0.0, room, small, muted, at_end=True)]
        if data.notice:
            pieces.append(pen.words(data.notice, 0.0, 0.0, room * 0.8, pen.kit.small(True), pen.kit.colour("alert")))
        yield self._part(pieces, (), sheet.width, sheet.height - _FOOT_LINE)

    def _outline(self, data: PackData) -> Iterator[Entry]:
        """The chapters; in them their listed headings, and stages with their cards."""
        texts = self.pen.kit.words
        for chapter in data.chapters:
            if not chapter.title:
                continue
            inner = [
                Entry(texts(block.words), block.target)
                for block in chapter.blocks
                if isinstance(block, Heading) and block.listed and block.target in self._numbers
            ]
            inner += [self._stage(block) for block in chapter.blocks if isinstance(block, StageMap)]
            yield Entry(texts(chapter.title), f"part {chapter.name}", tuple(inner))

    def _stage(self, found: StageMap) -> Entry:
        document = found.cut(found.steps)
        unnamed = self.pen.kit.words(message("sheet.unnamed"))
        cards = tuple(
            Entry(self.pen.kit.words(row.title) or unnamed, f"map {row.id}")
            for row in document.table(Card).values()
            if f"map {row.id}" in self._numbers
        )
        return Entry(self.pen.kit.words(found.title), f"stage {found.stage}", cards)
