"""Composing: from a document to a drawing, whole or as far as an edit touched it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import inf

from model.change import Change
from model.collector import without_collector
from model.document import DocumentView
from model.elements import BAND_OF, Card, Link
from model.grid import lanes
from model.layout.arrange import Shelf, arrange, rearrange
from model.layout.axes import Column, slot_tops, span
from model.layout.damage import EVERYTHING, Damage
from model.layout.drawing import Box, Drawing
from model.layout.face import Faces
from model.layout.facts import CardWords, Figures
from model.layout.folds import across
from model.layout.framing import Frame, Tops, lines_after, make_columns, make_frame, make_tops, shifted_from
from model.layout.heads import Setting
from model.layout.legend import InUse
from model.layout.sheet import Sheet
from model.layout.text import Shaper
from model.layout.theme import Theme
from model.layout.touched import Touched, touched
from model.layout.view import View
from model.layout.wardrobe import Blanks, Wardrobe
from model.layout.wiring import Spot, Wiring
from model.making_way import by_the_way, make_way
from model.texts import Texts

_FOLDED = 1.0
# Cards that are dressed at a time: in a few milliseconds.
_DRESSED = 300
# Links that are taken in at a time.
_TAKEN = 1_000
# So many cards are laid out with their links before anyone could wait for it.
FEW = 400
# With more links than these nearly all that is seen of a map comes from where rows shift.
DENSE = 5_000
# With more touched cards and links than these a dense map is laid out anew, what is out of sight in steps.
MUCH = 60
# Where more links than these run elsewhere or have other notes, which of them look different is not asked either.
REDRAWN = 400
RTL_LANGUAGES = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "dv"})


def is_rtl(language: str) -> bool:
    """Whether a language (BCP 47) is written right to left."""
    return language.split("-")[0].lower() in RTL_LANGUAGES


class Composer:
    """Keeps the drawing of a document up to date; after `everything` it may be another object."""

    def __init__(
        self,
        document: DocumentView,
        theme: Theme,
        texts: Texts,
        shaper: Shaper,
        figures: Figures,
        view: View | None = None,
        first: float = inf,
        *,
        at_once: bool = True,
    ) -> None:
        """`first`: as far down (px) as it is laid out at once; `step` does the rest.

        When all must be laid out anew, that holds for many cards again; few are laid out at once. Unless `at_once`,
        `step` does that as well: there is no drawing before it has `begun`, and no edit may come until then.
        """
        self._document = document
        self._view = view or View()
        faces, rtl = Faces(theme, shaper), is_rtl(document.blueprint.language)
        self._set = Setting(document, theme, texts, shaper, figures, faces, rtl, self._view)
        self._wardrobe = Wardrobe()
        self._sheet: Sheet
        self._columns: tuple[Column, ...] = ()
        self._heights: list[list[float]] = []
        self._tops: Tops | None = None
        self._framed: tuple[Tops, list[list[float]], InUse] | None = None
        self._rest: Iterator[None] | None = None
        # What was laid out before all was laid out anew.
        self._left: list[Sheet] = []
        self._first = first
        self.begun = False
        if at_once:
            self._build(first)
        else:
            self._rest = self._laying(first)

    @property
    def drawing(self) -> Drawing:
        """The drawing as it stands."""
        return self._sheet

    def update(self, change: Change) -> Damage:
        """Take in an edit that the document has just gone through; what to paint anew."""
        found = touched(self._document, change)
        if found.structure or not self.finished or self._is_much(found):
            if self.finished:
                self._left.append(self._sheet)
            self._build(inf if len(self._document.table(Card)) <= FEW else self._first)
            return EVERYTHING
        if found.heads:
            self._across, self._lanes = across(self._document, self._view), lanes(self._document)
        if found.heads or (found.cards and self._view.folded):
            self._tops = None
        return self._update(found.cards, found.moved, found.links)

    def _is_much(self, found: Touched) -> bool:
        """Whether so much of a dense map is touched that nobody should wait for all of it."""
        return len(found.cards) + len(found.links) > MUCH and len(self._document.table(Link)) > DENSE

    def renew_title(self) -> Damage:
        """Set the title anew, whose lights come from elsewhere; what to paint anew."""
        before = self._sheet.frame
        self._tops = None
        if not self.finished:
            return Damage((), False)
        frame = self._make_frame()
        if frame.heads == before.heads:
            return Damage((), False)
        shifted = (frame.rows, frame.areas) != (before.rows, before.areas)
        self._sheet.set_frame(frame, moved=shifted)
        return EVERYTHING if shifted else Damage((self._sheet.areas.title,), False)

    @property
    def finished(self) -> bool:
        """Whether all is laid out, links and all."""
        return self._rest is None

    def step(self) -> None:
        """Lay out a little of what was put off; once it is `finished`, everything is to be painted anew."""
        make_way()
        with without_collector():
            for _ in self._rest or ():
                return
        self._rest = None

    def let_go(self) -> Iterator[None]:
        """Take apart bit by bit what was laid out before: half a million objects of a large map, which take long."""
        while self._left:
            yield from self._left.pop().leaving()

    def _build(self, first: float) -> None:
        """Lay everything out: at once the lanes down to `first` px, and where these are not all, the rest in steps."""
        self._rest, self.begun = self._laying(first), False
        with without_collector():
            while not self.begun:
                self.step()

    def _laying(self, first: float) -> Iterator[None]:
        """The grid and the lanes down to `first` px; where these are not all, that is a drawing before the rest is."""
        self._lay_grid()
        yield
        rest = range(len(self._lanes))
        for left in self._dress_down_to(first):
            rest = left
            yield
        if rest:
            self._sheet.dressed = Blanks(self._wardrobe.dressed, self._set)
            self._sheet.set_frame(self._make_frame(), moved=True)
            self.begun = True
            yield
        yield from self._finishing(rest)
        self.begun = True

    def _finishing(self, rest: range) -> Iterator[None]:
        """Dress the rest of the lanes and route the links; what is drawn meanwhile stays as it is."""
        sheet, wardrobe = self._sheet, self._wardrobe
        for row in rest:
            self._dress(sheet.shelves[row].places)
            self._heights[row] = self._slot_heights(row, sheet.shelves[row])
            yield
        wiring = Wiring(self._set.theme, lines_after(self._lanes))
        wardrobe.forget_links()
        links = [*self._document.table(Link)]
        for begin in range(0, len(links), _TAKEN):
            self._take_links(wiring, links[begin : begin + _TAKEN])
            yield
        yield from wiring.routing(len(self._columns), self._slots(), self._spots(sheet.lane_of))
        self._wiring = sheet.links.wiring = wiring
        sheet.dressed = wardrobe.dressed
        sheet.forget((card for row in rest for card in sheet.shelves[row].places), ())
        sheet.set_frame(self._make_frame(), moved=True)

    def _lay_grid(self) -> None:
        """The cards in their slots, the columns as wide as they must be, and no face nor link yet."""
        document, theme = self._document, self._set.theme
        self._set = self._set._replace(rtl=is_rtl(document.blueprint.language))
        self._across, self._lanes = across(document, self._view), lanes(document)
        self._wiring = Wiring(theme, ())
        self._sheet = sheet = Sheet(self._set, self._wardrobe.dressed, self._wiring)
        sheet.row_of = {lane.id: index for index, lane in enumerate(self._lanes)}
        sheet.tints = {lane.id: theme.bands[BAND_OF[lane.role]].tint for lane in self._lanes}
        folded = self._view.folded
        sheet.shelves = [arrange(document, lane.id, self._across, lane.id in folded) for lane in self._lanes]
        for lane, shelf in zip(self._lanes, sheet.shelves, strict=True):
            sheet.lane_of.update(dict.fromkeys(shelf.places, lane.id))
        self._wardrobe.keep(set(sheet.lane_of))
        table = document.table(Card)
        for shelf in by_the_way(sheet.shelves):
            self._wardrobe.widen_all(self._set, [table[card] for card in shelf.places])
        self._columns = self._make_columns()
        self._tops = None
        self._framed = None

    def _dress_down_to(self, depth: float) -> Iterator[range]:
        """Dress the lanes that begin above a depth, one at a step; the others, whose slots are as low as can be."""
        shelves, theme = self._sheet.shelves, self._set.theme
        self._heights = [[self._least(row)] * shelf.slots for row, shelf in enumerate(shelves)]
        y = 0.0
        for row, shelf in enumerate(shelves):
            if y > depth:
                return
            self._dress(shelf.places)
            self._heights[row] = self._slot_heights(row, shelf)
            y += slot_tops(self._heights[row], theme)[1]
            yield range(row + 1, len(shelves))

    def _make_columns(self) -> tuple[Column, ...]:
        wide: dict[int, float] = {}
        for card, width in self._wardrobe.wide.items():
            column = self._sheet.place(card).first
            wide[column] = max(width, wide.get(column, 0.0))
        return make_columns(self._set, self._across.steps, wide)

    def _make_frame(self) -> Frame:
        """The frame as it must now be: the one that stands where nothing it hangs on has changed."""
        tops = self._tops
        if tops is None or tops.columns != self._columns:
            tops = self._tops = make_tops(self._set, self._columns, self._lanes)
        made_of = (tops, [*self._heights], self._wardrobe.in_use())
        if made_of != self._framed:
            self._framed = made_of
            self._frame = make_frame(self._set, tops, self._lanes, self._heights, made_of[2])
        return self._frame

    def _dress(self, cards: Iterable[str]) -> None:
        setting, sheet, columns = self._set, self._sheet, self._columns
        words = CardWords(self._document, setting.figures, setting.texts, self._view.density)
        table, ids = self._document.table(Card), list(cards)
        for begin in by_the_way(range(0, len(ids), _DRESSED)):
            some = ids[begin : begin + _DRESSED]
            places = map(sheet.place, some)
            widths = [span(columns, first, last)[1] for _, first, last in places]
            sheet.forget(self._wardrobe.dress(setting.faces, words, [table[id] for id in some], widths), ())

    def _least(self, row: int) -> float:
        """How low a slot of a row can be: those of a folded lane have no height of their own."""
        return _FOLDED if self._lanes[row].id in self._view.folded else self._set.theme["card_height"]

    def _slot_heights(self, row: int, shelf: Shelf) -> list[float]:
        dressed, heights = self._wardrobe.dressed, [self._least(row)] * shelf.slots
        for card, place in shelf.places.items():
            heights[place.slot] = max(heights[place.slot], dressed[card].face.height)
        return heights

    def _measure(self, slots: Iterable[tuple[int, int]]) -> None:
        """Measure slots of rows anew, and those that rows have more or fewer of."""
        dressed, across = self._wardrobe.dressed, range(len(self._columns))
        for row in {row for row, _ in slots}:
            shelf, before = self._sheet.shelves[row], self._heights[row]
            least = self._least(row)
            heights = [least] * shelf.slots
            heights[: len(before)] = before[: shelf.slots]
            for slot in {slot for at, slot in slots if at == row and slot < shelf.slots}:
                cards = [shelf.at[slot, column] for column in across if (slot, column) in shelf.at]
                heights[slot] = max([least, *[dressed[card].face.height for card in cards]])
            self._heights[row] = heights

    def _slots_of(self, cards: Iterable[str]) -> set[tuple[int, int]]:
        """The row and slot of each card that is on the map."""
        sheet = self._sheet
        placed = [card for card in cards if card in sheet.lane_of]
        return {(sheet.row_of[sheet.lane_of[card]], sheet.place(card).slot) for card in placed}

    def _take_links(self, wiring: Wiring, links: Iterable[str]) -> None:
        for id in by_the_way(links):
            before, after = wiring.take(self._set, id, self._sheet.lane_of.__contains__)
            self._wardrobe.count_link(before, after)

    def _spots(self, cards: Iterable[str]) -> dict[str, Spot]:
        sheet = self._sheet
        found = {}
        for card in cards:
            row = sheet.row_of[sheet.lane_of[card]]
            found[card] = (row, sheet.shelves[row].places[card])
        return found

    def _slots(self) -> list[int]:
        return [shelf.slots for shelf in self._sheet.shelves]

    def _update(self, cards: set[str], moved: set[str], links: set[str]) -> Damage:
        sheet = self._sheet
        before = sheet.frame
        rows, shoved = self._new_shelves(moved)
        changed = cards | shoved
        curves = self._curves()
        boxes, lay = self._boxes(changed), {id: sheet.card_box(id) for id in changed}
        slots = self._slots_of(changed)
        slots_changed = any(sheet.shelves[row].slots != shelf.slots for row, shelf in rows.items())
        came_or_went = self._put(moved, rows)
        placed = self._fit(changed)
        self._measure(slots | self._slots_of(placed))
        wired = links | self._links_at(came_or_went)
        self._take_links(self._wiring, wired)
        rerouted, noted = self._reroute(changed, wired)
        redrawn = wired | rerouted
        frame = self._make_frame()
        dense, places = len(self._wiring.links) > DENSE, (before.rows, before.columns, before.areas)
        many = dense and len(redrawn) + len(sheet.links.standing(noted)) > REDRAWN
        another = many or slots_changed or (frame.rows, frame.columns, frame.areas) != places
        shifted = shifted_from(before, frame) if another and not dense else None
        sheet.set_frame(frame, another, shifted)
        redrawn |= self._links_at(id for id, box in lay.items() if sheet.card_box(id) != box)
        if another and shifted is None:
            return EVERYTHING
        boxes = [*dict.fromkeys((*boxes, *self._boxes(changed)))]
        different, where = sheet.renew(changed, redrawn, noted, boxes, wired)
        if (shifted is None and frame.heads != before.heads) or self._curves() != curves:
            return EVERYTHING
        return Damage((*boxes, *where), False, frozenset(different), shifted)

    def _curves(self) -> list[tuple[tuple[float, float], ...]]:
        """The points of all curves."""
        return [self._sheet.points(row.lane) for row in self._sheet.frame.rows if row.curve]

    def _boxes(self, ids: Iterable[str]) -> list[Box]:
        return [box for box in map(self._sheet.box, sorted(ids)) if box is not None]

    def _new_shelves(self, cards: Iterable[str]) -> tuple[dict[int, Shelf], set[str]]:
        """The rows that hold or held these cards, arranged anew; the cards that lie elsewhere there."""
        sheet, across = self._sheet, self._across
        touched: dict[int, set[int]] = {}
        for id in cards:
            card, lane = self._document.get(Card, id), sheet.lane_of.get(id)
            if lane is not None:
                touched.setdefault(sheet.row_of[lane], set()).add(sheet.place(id).first)
            if card is not None and card.lane is not None:
                columns = touched.setdefault(sheet.row_of[card.lane], set())
                if card.step is not None and across.has_column(card.step) and card.lane not in self._view.folded:
                    columns.add(across.column_of[card.step])
        rows, elsewhere = {}, set[str]()
        for row, columns in touched.items():
            lane = self._lanes[row].id
            rows[row], moved = rearrange(self._document, lane, across, sheet.shelves[row], columns)
            elsewhere |= moved
        return rows, elsewhere

    def _put(self, cards: Iterable[str], rows: Mapping[int, Shelf]) -> set[str]:
        """Put the touched cards where they now belong; those that came onto the map or left it."""
        sheet = self._sheet
        there = {card for card in cards if sheet.lane_of.pop(card, None) is not None}
        for row, shelf in rows.items():
            sheet.shelves[row] = shelf
            sheet.lane_of.update((card, self._lanes[row].id) for card in cards if card in shelf.places)
        return {card for card in cards if (card in there) != (card in sheet.lane_of)}

    def _fit(self, changed: Iterable[str]) -> set[str]:
        """Dress what changed, and all cards in columns whose width did; the cards dressed."""
        sheet, wide = self._sheet, self._wardrobe.wide
        were_wide = not wide.keys().isdisjoint(changed)
        for id in changed:
            if id in sheet.lane_of:
                self._wardrobe.widen(self._set, self._document.need(Card, id))
            else:
                self._wardrobe.drop(id)
                sheet.forget((id,), ())
        as_before = self._tops is not None and not were_wide and wide.keys().isdisjoint(changed)
        columns = self._columns if as_before else self._make_columns()
        pairs = enumerate(zip(columns, self._columns, strict=True))
        resized = {index for index, (now, before) in pairs if now.width != before.width}
        self._columns = columns
        placed = {id for id in changed if id in sheet.lane_of}
        if resized:
            placed.update(id for shelf in sheet.shelves for (_, column), id in shelf.at.items() if column in resized)
        self._dress(placed)
        return placed

    def _links_at(self, cards: Iterable[str]) -> set[str]:
        document = self._document
        return {
            link.id
            for card in cards
            for link in (*document.where(Link, source=card), *document.where(Link, target=card))
        }

    def _reroute(self, changed: Iterable[str], wired: Iterable[str]) -> tuple[set[str], set[str]]:
        on_map = self._spots(card for card in changed if card in self._sheet.lane_of)
        return self._wiring.reroute(self._slots(), {card: on_map.get(card) for card in changed}, wired)
