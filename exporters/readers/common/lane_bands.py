"""Which role each lane of a drawn map has: by its title, by whom it is linked to, or by where it stands."""

from __future__ import annotations

from exporters.readers.common.sketch import DrawnLane, Sketch
from exporters.readers.csv_roles import by_position, role_of
from model.elements import BAND_OF, Band, Role
from model.messages import message

_BANDS = list(Band)


def lane_roles(sketch: Sketch) -> list[Role]:
    """The role of every lane but the tray, which gets one that nobody sees; each is told in the report.

    Where a lane is known to be the customer's, those linked to it are frontstage and the rest backstage. Where none
    is, the lanes are taken to stand from the customer down.
    """
    said = [_said(lane) for lane in sketch.lanes]
    customers = {place for place, role in enumerate(said) if role in (Role.CUSTOMER, Role.EMPLOYEE)}
    near = _linked(sketch, customers)
    by_place = by_position(said)
    roles, deepest = [], 0
    for place, (lane, role) in enumerate(zip(sketch.lanes, said, strict=True)):
        if role is not None:
            found, why = role, "readers.csv.role_by_title"
        elif customers:
            linked = place in near
            found = Role.FRONTSTAGE if linked else Role.BACKSTAGE
            why = "readers.diagram.role_by_links" if linked else "readers.diagram.role_without_links"
        else:
            found, why = by_place[place], "readers.csv.role_by_position"
        roles.append(found)
        if lane.own is None and not lane.tray:
            deepest = _tell(sketch, lane, found, why, deepest)
    return roles


def _said(lane: DrawnLane) -> Role | None:
    """The role that a lane says: as its field, which is left out where it is the default, or by its title."""
    if lane.own is None:
        return role_of(lane.title)
    role = lane.own.fields.get("role")
    return role if isinstance(role, Role) else Role.CUSTOMER


def _tell(sketch: Sketch, lane: DrawnLane, role: Role, why: str, deepest: int) -> int:
    """Report the role of a lane, and where its band puts it elsewhere than the source; how far down it is by now."""
    sketch.infer(lane.title, lane.key, message(why, role=message(f"readers.role.{role.value}")))
    depth = _BANDS.index(BAND_OF[role])
    if depth < deepest:
        sketch.infer(lane.title, lane.key, message("readers.csv.own_band"))
    return max(deepest, depth)


def _linked(sketch: Sketch, customers: set[int]) -> set[int | None]:
    """The lanes with a link to or from one of some lanes."""
    found: set[int | None] = set()
    for link in sketch.links:
        lanes = sketch.cards[link.source].lane, sketch.cards[link.target].lane
        if lanes[0] in customers:
            found.add(lanes[1])
        if lanes[1] in customers:
            found.add(lanes[0])
    return found - customers
