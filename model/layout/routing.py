"""Routes of links: orthogonal, in gutters and through empty cells, never through a card.

The path of a link depends on the cards alone and the tracks of a channel on the paths alone, so that an update ends
as placing everything anew would. An update costs what it touches: the links at the touched cards, those that ran
across cells now covered, those that were kept from a simpler path by cells now free, and the channels these use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from model.errors import BugError
from model.layout.channels import Family, Leg, Route, Side, Tracks
from model.layout.colouring import Channels
from model.layout.paths import Cover, Finder, Ground
from model.layout.plans import Covers, Plan, Rows, spot
from model.layout.routes_geometry import Axes, Band, corners, on_track
from model.making_way import Parting, by_the_way, dissolving
from model.named import NamedTuple

__all__ = [
    "Axes",
    "Band",
    "Capacities",
    "Cover",
    "Ends",
    "Family",
    "Laid",
    "Leg",
    "Reach",
    "Route",
    "Router",
    "Routes",
    "Side",
    "Track",
    "Tracks",
    "corners",
    "on_track",
]

_Key = TypeVar("_Key", str, int)
# The first and last slot row and the first and last column of something.
Reach = tuple[int, int, int, int]
# A channel by its lasting name and a track there.
Track = tuple[int, int]
# A leg as plans have it: the channel's lasting name, and the tracks there.
Laid = tuple[int, Tracks]
# Links and channels that are done in one step.
_PLANNED, _COLOURED = 250, 50


class Ends(NamedTuple):
    """The cards a link joins."""

    source: str
    target: str


class Capacities(NamedTuple):
    """How many tracks a channel of each family has, at least 1.

    H gutters differ: one number for all, one each from the top, or a function of the gutter's number.
    """

    column: int
    row: int
    vgutter: int
    hgutter: Sequence[int] | Callable[[int], int] | int

    def of_hgutter(self, gutter: int) -> int:
        """The tracks of one H gutter; beyond a sequence its last number holds."""
        if isinstance(self.hgutter, int):
            return self.hgutter
        if callable(self.hgutter):
            return self.hgutter(gutter)
        return self.hgutter[min(gutter, len(self.hgutter) - 1)]

    def of(self, family: Family, number: int) -> int:
        """The tracks of one channel."""
        if family is Family.HGUTTER:
            return self.of_hgutter(number)
        if family is Family.COLUMN:
            return self.column
        return self.row if family is Family.ROW else self.vgutter


class Routes(Mapping[str, Route]):
    """The routes by link, made when first asked for."""

    def __init__(self, plans: Mapping[str, Plan], rows: Rows) -> None:
        self._plans = plans
        self._rows = rows

    def __getitem__(self, link: str) -> Route:
        return self._rows.route(self._plans[link])

    def __contains__(self, link: object) -> bool:
        return link in self._plans

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)


class Router(Parting):
    """The routes of all links over one grid of cards; `routes` and `covers` always show those of now."""

    def __init__(self, columns: int, rows: int, capacities: Capacities) -> None:
        self.columns = columns
        self.rows = rows
        self._capacities = capacities
        self._clear()

    def _clear(self) -> None:
        self._ground = Ground(self.columns, self.rows)
        self._finder = Finder(self._ground, self._capacities.of_hgutter, self._capacities.vgutter)
        self._rows = Rows(self.rows)
        self.covers = Covers(self._rows)
        self._links: dict[str, Ends] = {}
        self._at_card: defaultdict[str, list[str]] = defaultdict(list)
        self._watchers: defaultdict[int, list[str]] = defaultdict(list)
        self._plans: dict[str, Plan] = {}
        self._channels = Channels()
        # The channels that are to be coloured anew, and whether that waits for more of them.
        self._dirty: set[int] = set()
        self._held = False
        self.routes = Routes(self._plans, self._rows)

    @property
    def _tables(self) -> tuple[MutableMapping[Any, Any], ...]:
        return *self._channels.tables, self._plans, self._watchers, self._at_card

    def leaving(self) -> Iterator[None]:
        """Take it apart bit by bit; there is no asking any more."""
        yield from dissolving(*self._tables)

    def place(self, covers: Mapping[str, Cover], links: Mapping[str, Ends]) -> None:
        """Route everything anew. A link to a card that is not placed has no route."""
        for _ in self.placing(covers, links):
            pass

    def placing(self, covers: Mapping[str, Cover], links: Mapping[str, Ends]) -> Iterator[None]:
        """As `place`, in steps of some milliseconds; there is no asking before the last."""
        self._clear()
        for card, cover in by_the_way(covers.items()):
            self._ground.put(cover)
            self.covers.put(card, cover)
        self._links.update(links)
        for count, (link, ends) in enumerate(by_the_way(links.items()), 1):
            self._attach(link, ends)
            self._plan(link)
            if not count % _PLANNED:
                yield
        channels = [*self._channels]
        for begin in range(0, len(channels), _COLOURED):
            yield
            self._colour(channels[begin : begin + _COLOURED])

    def update(self, covers: Mapping[str, Cover | None], links: Mapping[str, Ends | None]) -> set[str]:
        """Move, add and take away (None) cards and links; the links whose route changed, came or went.

        A link at a card that grew or shrank may keep its route and yet have other corners.
        """
        touched = self._move(covers)
        for link, ends in links.items():
            before = self._links.pop(link, None)
            if before is not None:
                for card in before:
                    _take(self._at_card, card, link)
            if ends is not None:
                self._links[link] = ends
                self._attach(link, ends)
            touched.add(link)
        return self._replan(touched, self._dropped(touched), set())

    def insert_row(self, at: int, count: int = 1, capacities: Capacities | None = None) -> set[str]:
        """Make room for empty slot rows before row `at`; below it all rows are renumbered.

        Capacities may come with the rows, where those of the gutters round the new rows differ; all others
        must stay. Returns the links whose route changed otherwise than by the new numbers.
        """
        touched = self._round(at - 1, at)
        spread = self._rows.insert(at, count)
        self._shift(at, count, capacities)
        before = self._dropped(touched)
        self._lay_anew(spread)
        dirty = {2 * code for code in self._rows.codes[2 * at : 2 * (at + count) + 1 : 2]}
        return self._replan(touched, before, dirty)

    def remove_row(self, at: int, capacities: Capacities | None = None) -> set[str]:
        """Take an empty slot row away; capacities and what is returned are as for `insert_row`."""
        if self._ground.next_along(at, 0, 2 * self.columns) >= 0:
            raise BugError(f"slot row {at} still has cards")
        touched = self._round(at - 1, at + 1)
        # By codes that go: to be dropped while these still have a position.
        before = self._dropped(touched)
        for code in self._rows.codes[2 * at + 1 : 2 * at + 3]:
            self._channels.drop(2 * code)
        self._rows.remove(at)
        self._shift(at, -1, capacities)
        return self._replan(touched, before, {2 * self._rows.codes[2 * at]})

    @contextmanager
    def together(self) -> Iterator[set[str]]:
        """Channels that several changes touch are coloured once, after the last; then the links are told which that
        gave another track.
        """
        late: set[str] = set()
        self._held = True
        try:
            yield late
        finally:
            self._held = False
        late |= self._settle()

    def reach(self, link: str) -> Reach:
        """The slot rows and columns that a routed link stays within, its cards included."""
        position, covers, (source, target) = self._rows.position, self.covers, self._links[link]
        (row, first, last), (other, begin, end) = covers[source], covers[target]
        top, bottom = (row, other) if row < other else (other, row)
        left, right = first if first < begin else begin, last if last > end else end
        for channel in self._plans[link].channels:
            place = channel >> 1 if channel & 1 else position[channel >> 1]
            low, high = place - 1 >> 1, place >> 1
            if channel & 1:
                left, right = low if low < left else left, high if high > right else right
            else:
                top, bottom = low if low < top else top, high if high > bottom else bottom
        return max(top, 0), min(bottom, self.rows - 1), max(left, 0), min(right, self.columns - 1)

    def running(self, links: Iterable[str], rows: range, columns: range) -> Iterator[str]:
        """Of some links those with a leg in some slot rows and columns, or in the gutters at these."""
        plans, marks, ordered = self._plans, self._rows.marks, self._rows.ordered
        down, across = (ordered[2 * rows.start], ordered[2 * rows.stop]), (2 * columns.start, 2 * columns.stop)
        return (link for link in links if plans[link].runs_in(down, across, marks))

    def shared(self, link: str) -> tuple[Track, ...]:
        """The full tracks where a link lies on others, by names that last while rows come and go."""
        plan = self._plans[link]
        laid = zip(plan.channels, plan.tracks, strict=True)
        return tuple([(channel, tracks[0]) for channel, tracks in laid if tracks[1] > 1])

    def plan(self, link: str) -> Plan | None:
        """Where a link lies in which channels."""
        return self._plans.get(link)

    def family(self, channel: int) -> tuple[Family, int]:
        """The family of a channel of a plan, and its number there."""
        return self._rows.family(channel)

    def bundles(self, link: str) -> list[Laid]:
        """The legs of a link on full tracks."""
        plan = self._plans[link]
        return [leg for leg in zip(plan.channels, plan.tracks, strict=True) if leg[1][1] > 1]

    def along_gutter(self, gutter: int) -> set[str]:
        """The links in an H gutter."""
        return self._channels.links(2 * self._rows.codes[2 * gutter])

    def _shift(self, at: int, count: int, capacities: Capacities | None) -> None:
        """Row `at` and those below have other numbers."""
        self._ground.shift(at, count)
        self.rows = self._ground.rows
        if capacities is not None:
            self._capacities = capacities
            self._finder.room, self._finder.beside = capacities.of_hgutter, capacities.vgutter

    def _lay_anew(self, spread: range) -> None:
        """Lay the links where rows and gutters have other marks now: nothing of them lies elsewhere."""
        if not spread:
            return
        rows = range((spread.start - 2) // 2, spread.stop // 2 + 1)
        links = {link for card in self.covers.in_rows(rows) for link in self._at_card.get(card, ())}
        for code in self._rows.codes[spread.start : spread.stop]:
            links |= self._channels.links(2 * code)
        for link in links & self._plans.keys():
            ends, plan = self._links[link], self._plans[link]
            self._channels.take(plan)
            self._rows.lay(plan, self.covers[ends.source], self.covers[ends.target])
            self._channels.put(plan)

    def _round(self, above: int, below: int) -> set[str]:
        """The links at cards of two rows, and those in the H gutters between them."""
        touched = {link for card in self.covers.in_rows({above, below}) for link in self._at_card.get(card, ())}
        for code in self._rows.codes[2 * above + 2 : 2 * below + 1]:
            touched |= self._channels.links(2 * code)
        return touched

    def _move(self, covers: Mapping[str, Cover | None]) -> set[str]:
        """Lift and put cards; the links this may concern."""
        moves = {card: cover for card, cover in covers.items() if self.covers.get(card) != cover}
        touched = {link for card in moves for link in self._at_card.get(card, ())}
        for card in moves:
            before = self.covers.pop(card)
            if before is not None:
                self._ground.lift(before)
                code = self._rows.code(before.row)
                for position in range(2 * before.first + 1, 2 * before.last + 2):
                    touched.update(self._watchers.get(spot(code, position), ()))
        for card, cover in moves.items():
            if cover is not None:
                self._ground.put(cover)
                self.covers.put(card, cover)
                touched |= self._across(cover)
        return touched

    def _across(self, cover: Cover) -> set[str]:
        """The links that ran across the place of a card."""
        here = self._rows.ordered[2 * cover.row + 1]
        low, high = 2 * cover.first + 1, 2 * cover.last + 1
        strands = self._channels.strands
        along = strands(2 * self._rows.code(cover.row))
        found = {strand[3] for strand in along if strand[0] <= high and strand[1] >= low}
        for position in range(low, high + 1):
            found |= {strand[3] for strand in strands(2 * position + 1) if strand[0] <= here <= strand[1]}
        return found

    def _attach(self, link: str, ends: Ends) -> None:
        self._at_card[ends.source].append(link)
        self._at_card[ends.target].append(link)

    def _dropped(self, links: Iterable[str]) -> dict[str, Plan]:
        """Take the plans of links out of everything."""
        found: dict[str, Plan] = {}
        for link in links:
            plan = self._plans.pop(link, None)
            if plan is None:
                continue
            found[link] = plan
            self._channels.take(plan)
            for block in plan.blocks:
                _take(self._watchers, block, link)
        return found

    def _replan(self, touched: Iterable[str], before: Mapping[str, Plan], dirty: set[int]) -> set[str]:
        """Plan dropped and new links and colour what that touches; the links whose route changed, came or went."""
        changed: set[str] = set()
        for link in touched:
            if link in self._links:
                self._plan(link)
            old, new = before.get(link), self._plans.get(link)
            if old is not None and new is not None and old.same_path(new):
                new.tracks = old.tracks
                dirty.update(new.restrung(old))
                continue
            if new is not None:
                dirty.update(new.channels)
            if old is not None:
                dirty.update(old.channels)
                changed.add(link)
        self._dirty |= dirty
        return changed if self._held else changed | self._settle()

    def _settle(self) -> set[str]:
        """Colour the channels that were touched; the links with a leg that differs."""
        dirty, self._dirty = self._dirty, set()
        return self._colour(channel for channel in dirty if channel in self._channels)

    def _plan(self, link: str) -> None:
        """Choose a link's path and lay it into its channels."""
        ends = self._links[link]
        source, target = self.covers.get(ends.source), self.covers.get(ends.target)
        if source is None or target is None:
            return
        path = self._finder.path(source, target)
        plan = self._rows.plan(link, path, self._finder.blocks)
        self._finder.blocks.clear()
        self._rows.lay(plan, source, target)
        self._channels.put(plan)
        for block in plan.blocks:
            self._watchers[block].append(link)
        self._plans[link] = plan

    def _colour(self, channels: Iterable[int]) -> set[str]:
        """Give the strands of channels their tracks; the links with a leg that differs."""
        changed: set[str] = set()
        plans = self._plans
        for channel in by_the_way(channels):
            capacity = self._capacities.of(*self._rows.family(channel))
            for (_, _, _, link, place), tracks in self._channels.colour(channel, capacity):
                plan = plans[link]
                if plan.tracks[place] != tracks:
                    plan.tracks[place] = tracks
                    changed.add(link)
        return changed


def _take(lists: dict[_Key, list[str]], key: _Key, value: str) -> None:
    """Take a value out of one of several lists, and the list with its last."""
    values = lists[key]
    values.remove(value)
    if not values:
        del lists[key]
