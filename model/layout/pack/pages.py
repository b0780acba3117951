"""The pack as a book: chapters flowed over pages, the map on its own, head and foot, contents, links and outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from model.elements import Card
from model.layout.case.kit import Kit
from model.layout.drawing import Box, Piece
from model.layout.furniture import Furniture, Press, on_map
from model.layout.leaves import Book, Entry, Leaf, Link, Part, Tag, Way
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
    legend_scale,
    window_parts,
    windows,
)
from model.layout.paging import POINTS_PER_MM, POINTS_PER_PX, Paper
from model.messages import Value, message

# Margins in points: at the sides, and what is left for head and foot.
SIDE, HEAD, FOOT = 32.0, 48.0, 42.0
_HEAD_LINE, _FOOT_LINE, _STAMP_LINE = 26.0, 30.0, 14.0
# How much smaller a page may be set to hold a chapter: its smallest text stays above 7 points.
SMALLER = (1.0, 0.95, 0.9)
# A last page that is filled less is avoided, in chapters of not too many pages.
_HARDLY, _FEW = 0.2, 20
# A chapter that takes no more of a page may begin below the one before, so far apart (px).
_SHORT, _APART = 0.55, 28.0
# On a page that is filled less any chapter begins.
_LITTLE = 0.2
_APART_BLOCKS = (StageMap, Crossings, Contents)
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
    scale: float = POINTS_PER_PX


class _Ink:
    """All that is flowed on one page, as one part: each piece with the way to it."""

    def __init__(self, width: float, rtl: bool, scale: float) -> None:
        self._scale = scale
        self._room = _room(width, scale)
        self._rtl = rtl
        self._pieces: list[Piece] = []
        self._ways: dict[int, Way] = {}

    def add(self, pieces: Iterable[Piece], way: Way, y: float) -> None:
        """Pieces of a strip that stands so far down, turned over from right to left."""
        for piece in pieces:
            put = piece._replace(y=piece.y + y)
            if self._rtl:
                x = self._room - put.x - put.width
                put = put._replace(x=x, primitives=mirror(put.primitives, put.width))
            self._pieces.append(put)
            self._ways[id(put)] = way

    def box(self, box: Box, y: float) -> Box:
        """A box of a strip that stands so far down, in points of the page."""
        x = self._room - box.right if self._rtl else box.x
        scale = self._scale
        return Box(SIDE + x * scale, HEAD + (y + box.y) * scale, box.width * scale, box.height * scale)

    def part(self) -> Part:
        """What was added."""
        return Part(asked(*self._pieces), self._scale, SIDE, HEAD, each=lambda piece: self._ways[id(piece)])


def _room(width: float, scale: float = POINTS_PER_PX) -> float:
    """The width for strips on a page of a width in points, in px."""
    return (width - 2 * SIDE) / scale


def _bottom(sheet: _Sheet) -> float:
    """How far down a page is filled, in px."""
    return max((put.y + put.strip.height for put in sheet.puts), default=0.0)


class Binder:
    """Lays a pack out, and makes a book of it with what is wanted around its pages."""

    def __init__(self, kit: Kit, rtl: bool, paper: Paper, data: PackData) -> None:
        self.pen = Pen(kit, rtl)
        self._data = data
        self._around = Furniture()
        self.setter = Setter(self.pen)
        self.width, self.height = paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM
        self._together: list[frozenset[str]] = []
        self._numbers: dict[str, int] = {}
        # By element id of the map, characters that no font has.
        self.missing: dict[str, tuple[str, ...]] = {}
        self._sheets = self._laid()
        for number, sheet in enumerate(self._sheets, 1):
            for name, *_ in (*sheet.targets, *self._marks(sheet)):
                self._numbers.setdefault(name, number)

    def book(self, around: Furniture) -> Book:
        """All pages with their links, and the outline."""
        self._around = around
        data, sheets = self._data, self._sheets
        leaves = tuple(self._leaf(data, sheet, number, len(sheets)) for number, sheet in enumerate(sheets, 1))
        logos = () if around.logo is None else (around.logo,)
        return Book(leaves, tuple(self._outline(data)), pictures=logos)

    def _laid(self) -> list[_Sheet]:
        """The pages of all chapters."""
        sheets: list[_Sheet] = []
        for chapter in self._data.chapters:
            made = self._on_from(sheets[-1], chapter) if sheets else []
            if made:
                sheets[-1:] = made
                continue
            first, *others = self._chapter(self._data, chapter)
            if sheets and self._goes_below(sheets[-1], first):
                first = self._below(sheets.pop(), first)
            sheets += (first, *others)
        return sheets

    def _on_from(self, above: _Sheet, chapter: Chapter) -> list[_Sheet]:
        """A chapter that begins on the page before it, which holds a few lines; none where it begins its own."""
        high, tall = _bottom(above), self._tall(POINTS_PER_PX)
        few = above.chapter.flows and not above.parts and above.scale == POINTS_PER_PX and high < _LITTLE * tall
        if not few or not chapter.flows or any(isinstance(block, _APART_BLOCKS) for block in chapter.blocks):
            return []
        blocks = [Heading(chapter.title, 1, f"part {chapter.name}"), *chapter.blocks]
        first, *others = flow(self.setter.strips(blocks, self.room), tall, high + _APART)
        if not first:
            return []
        begun = above._replace(puts=(*above.puts, *first))
        return [begun, *(_Sheet(self.width, self.height, chapter, tuple(puts)) for puts in others)]

    @property
    def _margin(self) -> float:
        """The air beside what is drawn on a map, in px."""
        return self.pen.kit.theme["margin"]

    def page_of(self, targets: Targets) -> int | None:
        """The number of the page of the first target that there is."""
        return next((self._numbers[name] for name in targets if name in self._numbers), None)

    @property
    def room(self) -> float:
        """The width for strips, in px."""
        return _room(self.width)

    def _chapter(self, data: PackData, chapter: Chapter) -> list[_Sheet]:
        sheets: list[_Sheet] = []
        waiting: list[Block] = []
        if chapter.title:
            waiting.append(Heading(chapter.title, 1, f"part {chapter.name}"))
        for block in chapter.blocks:
            if isinstance(block, StageMap):
                sheets += self._flowed(chapter, waiting)
                waiting = []
                sheets += self._mapped(chapter, block)
            elif isinstance(block, Crossings):
                waiting += self._crossings(block)
            elif isinstance(block, Contents):
                strips = self.setter.strips(waiting, self.room)
                made = contents_strips(self.setter, block, data.chapters, self.room)
                sheets += self._on_pages(chapter, [*strips, *made])
                waiting = []
            else:
                waiting.append(block)
        if chapter.fitted and not sheets:
            return self._fitted(chapter, waiting)
        return [*sheets, *self._flowed(chapter, waiting)]

    def _fitted(self, chapter: Chapter, blocks: Sequence[Block]) -> list[_Sheet]:
        """One page where that can be, set no smaller than can be read; else as many as it takes, at the usual size."""
        for smaller in SMALLER:
            made = self._set(chapter, blocks, smaller)
            if len(made) == 1:
                return made
        return self._set(chapter, blocks)

    def _flowed(self, chapter: Chapter, blocks: Sequence[Block]) -> list[_Sheet]:
        """As many pages as blocks take; set a little smaller where that saves a page with hardly anything on it."""
        if not blocks:
            return []
        usual = self._set(chapter, blocks)
        if 1 < len(usual) <= _FEW and _bottom(usual[-1]) < _HARDLY * self._tall(usual[-1].scale):
            tighter = (self._set(chapter, blocks, smaller) for smaller in SMALLER[1:])
            return next((made for made in tighter if len(made) < len(usual)), usual)
        return usual

    def _set(self, chapter: Chapter, blocks: Sequence[Block], smaller: float = 1.0) -> list[_Sheet]:
        """The pages of some blocks, so much smaller than usual."""
        scale = POINTS_PER_PX * smaller
        return self._on_pages(chapter, self.setter.strips(blocks, _room(self.width, scale)), scale)

    def _on_pages(self, chapter: Chapter, strips: Sequence[Strip], scale: float = POINTS_PER_PX) -> list[_Sheet]:
        pages = flow(strips, self._tall(scale)) if strips else []
        return [_Sheet(self.width, self.height, chapter, tuple(puts), scale=scale) for puts in pages]

    def _tall(self, scale: float) -> float:
        """The height for strips on a page, in px."""
        return (self.height - HEAD - FOOT) / scale

    def _goes_below(self, above: _Sheet, first: _Sheet) -> bool:
        """Whether the first page of a chapter is short and fits below the last one of the chapter before."""
        plain = all(sheet.chapter.flows and not sheet.parts for sheet in (above, first))
        tall, high = self._tall(first.scale), _bottom(first)
        return plain and above.scale == first.scale and high <= _SHORT * tall and _bottom(above) + _APART + high <= tall

    def _below(self, above: _Sheet, first: _Sheet) -> _Sheet:
        """Two pages as one."""
        down = _bottom(above) + _APART
        return above._replace(puts=(*above.puts, *(put._replace(y=put.y + down) for put in first.puts)))

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
            self.missing |= group.drawing.missing()
            scale = legend_scale(group.drawing, size[0] - 2 * SIDE, self._margin)
            legend = group.drawing.areas.legend.height * scale + _LEGEND
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
            *window_parts(window, left, top, name),
            legend_part(drawing, SIDE, foot, size[0] - 2 * SIDE, self._margin),
        )
        boxes = list(card_boxes(window, left, top))
        links = tuple((box, (f"entry {card}",)) for card, box in boxes)
        targets = tuple((f"map {card}", box.x, box.y) for card, box in boxes)
        title = self._map_title(found, window, size[0], place, of)
        return _Sheet(*size, chapter, (Put(title, 0.0),), parts, links, targets)

    def _map_title(self, found: StageMap, window: Window, width: float, place: int, of: int) -> Strip:
        """The stage, and which of its steps and sheets this is."""
        pen, room = self.pen, _room(width)
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
        marks = ((f"stage {found.stage}", 0.0),) if not place else ()
        return Strip(title.height, (Bit((title,), tags), Bit((muted,))), marks=marks)

    def _leaf(self, data: PackData, sheet: _Sheet, number: int, of: int) -> Leaf:
        links = [Link(box, target) for box, to in sheet.links if (target := self._first(to))]
        running = (*self._stamped(sheet), *(self._running(data, sheet, number, of) if sheet.chapter.title else ()))
        parts = [self._inked(sheet, running, POINTS_PER_PX, links)]
        parts.append(self._inked(sheet, sheet.puts, sheet.scale, links))
        targets = (*self._marks(sheet), *sheet.targets)
        leaf = Leaf(sheet.width, sheet.height, (*parts, *sheet.parts), targets, tuple(links))
        kit = self.pen.kit
        return on_map(leaf, self._around._replace(logo=None), Press(kit.theme, kit.texts, kit.shaper, self.pen.rtl))

    def _inked(self, sheet: _Sheet, puts: Iterable[Put], scale: float, links: list[Link]) -> Part:
        """Strips as one part of a page, their links beside those there are."""
        ink = _Ink(sheet.width, self.pen.rtl, scale)
        for strip, y in puts:
            for bit in strip.bits:
                late = () if bit.late is None else bit.late(self.page_of)
                ink.add((*bit.pieces, *late), bit.tags, y)
            for lead in strip.leads:
                target = self._first(lead.to)
                if target:
                    links.append(Link(ink.box(lead.box, y), target, "", lead.words, lead.tags))
        return ink.part()

    def _first(self, to: Targets) -> str:
        return next((name for name in to if name in self._numbers), "")

    def _marks(self, sheet: _Sheet) -> Iterator[tuple[str, float, float]]:
        """The targets of what is flowed on a page; those of what stands there again are no targets."""
        for strip, y in sheet.puts:
            for name, down in strip.marks:
                yield name, SIDE, HEAD + (y + down) * sheet.scale

    def _running(self, data: PackData, sheet: _Sheet, number: int, of: int) -> Iterator[Put]:
        """The running head and foot: header or title, and state; notice, footer, page x of y."""
        pen, room = self.pen, _room(sheet.width)
        small, muted = pen.kit.small(), pen.kit.colour("muted")
        state = pen.words(data.state, 0.0, 0.0, room, small, muted, at_end=True)
        said = pen.kit.block(self._around.header or data.head, room - state.width - 16.0, small, 1)
        title = pen.piece(said, 0.0, 0.0, room, muted)
        line = rule(pen, 0.0, title.height + 3.0, room)
        yield Put(Strip(0.0, (Bit((title, state, line)),)), (_HEAD_LINE - HEAD) / POINTS_PER_PX)
        page: Value = message("pack.page", n=number, of=of)
        pieces = [pen.words(page, 0.0, 0.0, room, small, muted, at_end=True)]
        below = 0.0
        if data.notice:
            notice = pen.words(data.notice, 0.0, 0.0, room * 0.8, pen.kit.small(True), pen.kit.colour("alert"))
            pieces.append(notice)
            below = notice.height
        if self._around.footer:
            foot = pen.kit.block(self._around.footer, room * 0.8, small, 1)
            pieces.append(pen.piece(foot, 0.0, below, room, muted))
        yield Put(Strip(0.0, (Bit(tuple(pieces)),)), (sheet.height - _FOOT_LINE - HEAD) / POINTS_PER_PX)

    def _stamped(self, sheet: _Sheet) -> Iterator[Put]:
        """The stamp over the running head, where it is wanted in the margin."""
        if self._around.stamp and not self._around.across:
            pen, room = self.pen, _room(sheet.width)
            block = pen.kit.block(self._around.stamp, room, pen.kit.small(True), 1)
            piece = pen.piece(block, 0.0, 0.0, room, pen.kit.colour("alert"), at_end=True)
            yield Put(Strip(0.0, (Bit((piece,)),)), (_STAMP_LINE - HEAD) / POINTS_PER_PX)

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
