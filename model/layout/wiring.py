"""The links of the map: which are drawn, their routes, where they run, their labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from model.elements import Link
from model.layout.heads import Setting
from model.layout.routes_geometry import gutter_margin
from model.layout.routing import Capacities, Cover, Ends, Leg, Router
from model.layout.text import Line
from model.layout.theme import Theme
from model.layout.wires import Wires, reach

COLUMN_TRACKS = 11
ROW_TRACKS = 5
TRACK = 3.5


class Wiring:
    """Links by id, their labels and routes; a link one of whose cards is not on the map is not drawn."""

    def __init__(self) -> None:
        self.links: dict[str, Link] = {}
        self.labels: dict[str, Line] = {}
        self.wires = Wires()
        self.router: Router

    def take(self, setting: Setting, id: str, on_map: Callable[[str], bool]) -> tuple[Link | None, Link | None]:
        """Take in a link as it now is; the link as it was drawn and as it will be."""
        before, after = self.links.pop(id, None), setting.document.get(Link, id)
        if after is not None and not (on_map(after.source) and on_map(after.target)):
            after = None
        self.labels.pop(id, None)
        if after is not None:
            self.links[id] = after
            if after.label:
                self.labels[id] = setting.shaper.line(after.label, setting.theme.style("label"))
        return before, after

    def route_all(
        self, columns: int, slots: Sequence[int], lined: Collection[int], covers: Mapping[str, Cover], theme: Theme
    ) -> None:
        """Route every link anew over lanes of so many slots; `lined` are the lanes above a line."""
        self.router = Router(columns, sum(slots), capacities(slots, lined, theme))
        self.router.place(covers, {id: _ends(link) for id, link in self.links.items()})
        self.wires = Wires()
        for id in self.links:
            self._file(id, covers.__getitem__)

    def reroute(
        self, covers: Mapping[str, Cover | None], links: Iterable[str], cover: Callable[[str], Cover]
    ) -> set[str]:
        """Route what moved cards and changed links touch; the links whose route is another now."""
        found = {id: self.links.get(id) for id in links}
        ends = {id: None if link is None else _ends(link) for id, link in found.items()}
        changed = self.router.update(covers, ends)
        for id in changed | ends.keys():
            self._file(id, cover)
        return changed

    def led_bundles(self, id: str) -> Iterable[Leg]:
        """The legs on shared tracks whose count this link tells."""
        return self.wires.led(id)

    def _file(self, id: str, cover: Callable[[str], Cover]) -> None:
        link, route = self.links.get(id), self.router.routes.get(id)
        if link is None or route is None:
            self.wires.put(id, None)
        else:
            bundled = tuple(leg for leg in route.legs if leg.bundle > 1)
            self.wires.put(id, reach(route, cover(link.source), cover(link.target)), bundled)


def _ends(link: Link) -> Ends:
    return Ends(link.source, link.target)


def capacities(slots: Sequence[int], lined: Collection[int], theme: Theme) -> Capacities:
    """Tracks by gutter: as many as fit, fewer between the cards of one lane, more where a line is drawn."""
    within = _tracks(theme["slot_gap"])
    between = _tracks(2 * theme["lane_pad"] + theme["lane_gap"])
    under_line = _tracks(2 * theme["lane_pad"] + theme["line_band"])
    gutters = [between]
    for lane, count in enumerate(slots):
        gutters += [*[within] * (count - 1), under_line if lane in lined else between]
    return Capacities(COLUMN_TRACKS, ROW_TRACKS, _tracks(theme["gutter"]), gutters)


def _tracks(width: float) -> int:
    return int((width - 2 * gutter_margin(width)) // TRACK) + 1
