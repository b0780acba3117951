"""The links of the map: which are drawn, their routes, where they run, their labels."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from model.elements import Link, Variant
from model.layout.arrange import Place
from model.layout.heads import Setting
from model.layout.routes_geometry import gutter_margin
from model.layout.routing import Capacities, Cover, Ends, Laid, Reach, Router, Track
from model.layout.text import Line
from model.layout.theme import Theme
from model.layout.wires import Span, Wires
from model.making_way import Parting, by_the_way

COLUMN_TRACKS = 11
ROW_TRACKS = 5
TRACK = 3.5
_FILED = 500
# A card's lane and its place there.
Spot = tuple[int, Place]


class Wiring(Parting):
    """Links by id, their labels and routes; a link one of whose cards is not on the map is not drawn.

    Cards lie at a lane and a place in it; their rows among all slots are known here alone.
    """

    def __init__(self, theme: Theme, lined: Collection[int]) -> None:
        """`lined` are the lanes above a line."""
        self._theme = theme
        self._lined = lined
        self.links: dict[str, Link] = {}
        self.labels: dict[str, Line] = {}
        # No label that there is or was is longer (px).
        self.longest_label = 0.0
        self.wires = Wires()
        self.router: Router
        self._number([])

    def take(self, setting: Setting, id: str, on_map: Callable[[str], bool]) -> tuple[Link | None, Link | None]:
        """Take in a link as it now is; the link as it was drawn and as it will be."""
        before, after = self.links.pop(id, None), setting.document.get(Link, id)
        if after is not None and not (on_map(after.source) and on_map(after.target)):
            after = None
        self.labels.pop(id, None)
        if after is not None:
            self.links[id] = after
            words = link_words(setting, after)
            if words:
                label = self.labels[id] = setting.shaper.line(words, setting.theme.style("label"))
                self.longest_label = max(self.longest_label, label.width)
        return before, after

    def routing(self, columns: int, slots: Sequence[int], spots: Mapping[str, Spot]) -> Iterator[None]:
        """Route every link anew over lanes of so many slots, in steps."""
        self._number(slots)
        self.router, self.wires = Router(columns, sum(slots), self._capacities()), Wires()
        covers = {card: self._cover(spot) for card, spot in by_the_way(spots.items())}
        yield
        ends = {id: _ends(link) for id, link in by_the_way(self.links.items())}
        yield
        yield from self.router.placing(covers, ends)
        for count, id in enumerate(self.links, 1):
            self._file(id)
            if not count % _FILED:
                yield

    def reroute(
        self, slots: Sequence[int], spots: Mapping[str, Spot | None], links: Iterable[str]
    ) -> tuple[set[str], set[str]]:
        """Route what moved cards, changed links and lanes of other sizes touch.

        The links whose route is another now, and those that share a track with one of them: another may lead there.
        Where a lane has another number of slots, every link may have other corners.
        """
        resized = [lane for lane, count in enumerate(slots) if count != self._slots[lane]]
        changed: set[str] = set()
        found = {id: self.links.get(id) for id in links}
        ends = {id: None if link is None else _ends(link) for id, link in found.items()}
        with self.router.together() as late:
            for lane in resized:
                if slots[lane] > self._slots[lane]:
                    changed |= self._insert(lane, slots[lane] - self._slots[lane])
            covers = {card: None if spot is None else self._cover(spot) for card, spot in spots.items()}
            changed |= self.router.update(covers, ends)
            for lane in resized:
                while slots[lane] < self._slots[lane]:
                    changed |= self._remove(lane)
        changed |= late
        below = {link for lane in resized for link in self.router.along_gutter(self._firsts[lane + 1])}
        filed = changed | ends.keys() | below
        beside = self.wires.beside(filed)
        for id in filed:
            self._file(id)
        return changed, beside | self.wires.beside(filed)

    def every_led_bundle(self) -> dict[str, list[Laid]]:
        """The `led_bundles` of all links that have any."""
        led: defaultdict[str, list[Track]] = defaultdict(list)
        known = self._reaches.get
        for track, links in self.wires.tracks():
            # The last first: links of one place mostly have ids near each other.
            before: deque[Reach] = deque()
            for id in links:
                top, bottom, first, last = reach = known(id) or self._reach(id)
                for near in before:
                    if near[0] <= bottom and near[1] >= top and near[2] <= last and near[3] >= first:
                        break
                else:
                    led[id].append(track)
                before.appendleft(reach)
        found = ((id, tracks, self.router.bundles(id)) for id, tracks in led.items())
        return {id: [leg for leg in legs if (leg[0], leg[1][0]) in tracks] for id, tracks, legs in found}

    def led_bundles(self, id: str) -> list[Laid]:
        """The legs on shared tracks whose count this link tells: no other link it meets there comes before it."""
        shared = self.wires.sharing(id)
        led = [place for place, links in enumerate(shared) if links[0] == id or self._leads(id, links)]
        if not led:
            return []
        legs = self.router.bundles(id)
        return [legs[place] for place in led]

    def _leads(self, id: str, links: list[str]) -> bool:
        """Whether a link meets none of those before it on a track."""
        known = self._reaches.get
        top, bottom, first, last = known(id) or self._reach(id)
        for other in links:
            if other == id:
                break
            near = known(other) or self._reach(other)
            if near[0] <= bottom and near[1] >= top and near[2] <= last and near[3] >= first:
                return False
        return True

    def _reach(self, id: str) -> Reach:
        found = self._reaches.get(id)
        if found is None:
            found = self._reaches[id] = self.router.reach(id)
        return found

    def _number(self, slots: Sequence[int]) -> None:
        """Lanes have so many slots now."""
        self._slots = list(slots)
        self._firsts = [0, *accumulate(slots)]
        self._lanes = [lane for lane, count in enumerate(slots) for _ in range(count)]
        self._reaches: dict[str, Reach] = {}

    def _cover(self, spot: Spot) -> Cover:
        lane, (slot, first, last) = spot
        return Cover(self._firsts[lane] + slot, first, last)

    def _insert(self, lane: int, count: int) -> set[str]:
        end = self._firsts[lane + 1]
        self._slots[lane] += count
        self._number(self._slots)
        return self.router.insert_row(end, count, self._capacities())

    def _remove(self, lane: int) -> set[str]:
        end = self._firsts[lane + 1]
        self._slots[lane] -= 1
        self._number(self._slots)
        return self.router.remove_row(end - 1, self._capacities())

    def _file(self, id: str) -> None:
        self._reaches.pop(id, None)
        if id not in self.links or self.router.plan(id) is None:
            self.wires.put(id, None)
            return
        reach = self.router.reach(id)
        top, bottom, first, last = reach
        shared = self.router.shared(id)
        if shared:
            self._reaches[id] = reach
        self.wires.put(id, Span(self._lanes[top], self._lanes[bottom], first, last), shared)

    def _capacities(self) -> Capacities:
        """Tracks by gutter: as many as fit, fewer between the cards of one lane, more where a line is drawn."""
        theme = self._theme
        within = _tracks(theme["slot_gap"])
        between = _tracks(2 * theme["lane_pad"] + theme["lane_gap"])
        under_line = _tracks(2 * theme["lane_pad"] + theme["line_band"])
        gutters = [between]
        for lane, count in enumerate(self._slots):
            gutters += [*[within] * (count - 1), under_line if lane in self._lined else between]
        return Capacities(COLUMN_TRACKS, ROW_TRACKS, _tracks(theme["gutter"]), gutters)


def _ends(link: Link) -> Ends:
    return Ends(link.source, link.target)


def _tracks(width: float) -> int:
    return int((width - 2 * gutter_margin(width)) // TRACK) + 1


def link_words(setting: Setting, link: Link) -> str:
    """A link's label, and the variants it is only in."""
    if not link.variants:
        return link.label
    names = [row.title for id in link.variants if (row := setting.document.get(Variant, id)) is not None]
    only = setting.texts("map.only_in", names=setting.texts("map.and").join(names))
    return setting.texts("map.separator").join(text for text in (link.label, only) if text)
