"""Cards as plain rectangles, and routes between them."""

from __future__ import annotations

from typing import NamedTuple

from model.layout import routing
from model.layout.drawing import Point
from model.layout.routing import Axes, Route, Side, on_track


class CardBox(NamedTuple):
    """The rectangle of a card, which may be shorter than its slot."""

    x0: float
    y0: float
    x1: float
    y1: float

    def edge(self, side: Side) -> float:
        """Where a side lies."""
        return {Side.START: self.x0, Side.END: self.x1, Side.TOP: self.y0, Side.BOTTOM: self.y1}[side]


def corners(route: Route, axes: Axes, source: CardBox, target: CardBox) -> tuple[Point, ...]:
    """The corners of a route from card to card."""
    begin, end = source.edge(route.source_side), target.edge(route.target_side)
    legs = [on_track(axes.band(leg.family, leg.channel), leg.track, leg.tracks) for leg in route.legs]
    stops = [begin, *legs, end]
    return routing.corners(stops, route.source_side in (Side.START, Side.END))
