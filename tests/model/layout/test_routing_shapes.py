"""The shapes of routes one by one, and how they become corners."""

from __future__ import annotations

import pytest

from model.errors import BugError
from model.layout.routing import (
    Axes,
    Capacities,
    CardBox,
    Cover,
    Ends,
    Family,
    Leg,
    Route,
    Router,
    Side,
    corners,
)

COLUMN, ROW, VGUTTER, HGUTTER = Family
START, END, TOP, BOTTOM = Side
CAPACITIES = Capacities(column=11, row=5, vgutter=5, hgutter=4)
Shape = tuple[Side, list[tuple[Family, int]], Side]


def routed(*links: str, columns: int = 5, rows: int = 5, **cards: tuple[int, ...]) -> Router:
    """Links such as "a-b" between cards given as (row, column) or (row, first, last)."""
    router = Router(columns, rows, CAPACITIES)
    covers = {name: Cover(place[0], place[1], place[-1]) for name, place in cards.items()}
    router.place(covers, {link: Ends(*link[:3].split("-")) for link in links})
    return router


def shape(route: Route) -> Shape:
    return route.source_side, [(leg.family, leg.channel) for leg in route.legs], route.target_side


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        # Nothing between: straight.
        ({"a": (1, 0), "b": (1, 3)}, (END, [(ROW, 1)], START)),
        ({"a": (1, 3), "b": (1, 0)}, (START, [(ROW, 1)], END)),
        ({"a": (0, 2), "b": (4, 2)}, (BOTTOM, [(COLUMN, 2)], TOP)),
        ({"a": (4, 2), "b": (0, 2)}, (TOP, [(COLUMN, 2)], BOTTOM)),
        ({"a": (0, 0, 2), "b": (4, 2, 4)}, (BOTTOM, [(COLUMN, 2)], TOP)),
        # A card between, in the row: over or under it.
        ({"a": (1, 0), "x": (1, 1), "b": (1, 3)}, (BOTTOM, [(COLUMN, 0), (HGUTTER, 2), (COLUMN, 3)], BOTTOM)),
        ({"a": (1, 3), "x": (1, 1), "b": (1, 0)}, (TOP, [(COLUMN, 3), (HGUTTER, 1), (COLUMN, 0)], TOP)),
        # A card between, in the column: round it at the end side, else at the start side.
        ({"a": (0, 2), "x": (1, 2), "b": (2, 2)}, (END, [(ROW, 0), (VGUTTER, 3), (ROW, 2)], END)),
        ({"a": (0, 2), "x": (1, 2, 3), "b": (2, 2)}, (START, [(ROW, 0), (VGUTTER, 2), (ROW, 2)], START)),
        # One bend, through the empty corner.
        ({"a": (0, 0), "b": (3, 3)}, (END, [(ROW, 0), (COLUMN, 3)], TOP)),
        ({"a": (0, 0), "x": (0, 1), "b": (3, 3)}, (BOTTOM, [(COLUMN, 0), (ROW, 3)], START)),
        ({"a": (3, 3), "b": (0, 0)}, (START, [(ROW, 3), (COLUMN, 0)], BOTTOM)),
        # Both corners taken, columns side by side: a Z in the gutter between.
        (
            {"a": (0, 0), "x": (0, 1), "y": (1, 0), "b": (1, 1)},
            (END, [(ROW, 0), (VGUTTER, 1), (ROW, 1)], START),
        ),
        # Both corners taken, further apart: straight down to the target.
        (
            {"a": (0, 0), "x": (0, 3), "y": (3, 0), "b": (3, 3)},
            (BOTTOM, [(COLUMN, 0), (HGUTTER, 1), (COLUMN, 3)], TOP),
        ),
        # The target's column is taken too: the gutter beside the target.
        (
            {"a": (0, 0), "w": (0, 1), "x": (1, 0), "y": (2, 3), "z": (3, 2), "b": (3, 3)},
            (BOTTOM, [(COLUMN, 0), (HGUTTER, 1), (VGUTTER, 3), (ROW, 3)], START),
        ),
    ],
)
def test_the_simplest_clear_shape_is_taken(cards: dict[str, tuple[int, ...]], expected: Shape) -> None:
    router = routed("a-b", **cards)

    assert shape(router.routes["a-b"]) == expected


def test_a_wall_is_gone_round_by_the_outer_gutter() -> None:
    router = routed("a-b", a=(0, 2), wall=(1, 0, 3), b=(2, 2), columns=4)

    assert shape(router.routes["a-b"]) == (
        BOTTOM,
        [(COLUMN, 2), (HGUTTER, 1), (VGUTTER, 4), (HGUTTER, 2), (COLUMN, 2)],
        TOP,
    )


def test_a_link_to_its_own_card_is_a_loop_at_its_corner() -> None:
    router = routed("a-a", a=(1, 1))

    assert shape(router.routes["a-a"]) == (END, [(ROW, 1), (VGUTTER, 2), (HGUTTER, 1), (COLUMN, 1)], TOP)


def test_a_link_whose_card_is_not_placed_has_no_route_until_it_is() -> None:
    router = routed("a-b", a=(0, 0))
    assert not router.routes

    changed = router.update({"b": Cover(0, 2, 2)}, {})

    assert changed == set(router.routes) == {"a-b"}


def test_a_card_put_in_the_way_moves_the_link_and_taken_away_gives_it_back() -> None:
    router = routed("a-b", "c-d", a=(1, 0), b=(1, 4), c=(3, 0), d=(3, 4))
    straight = dict(router.routes)

    assert router.update({"x": Cover(1, 2, 2)}, {}) == {"a-b"}
    assert len(router.routes["a-b"].legs) == 3

    assert router.update({"x": None}, {}) == {"a-b"}
    assert router.routes == straight


def test_two_cards_may_change_places_in_one_update() -> None:
    router = routed("a-b", a=(0, 0), b=(0, 2))

    router.update({"a": Cover(0, 2, 2), "b": Cover(0, 0, 0)}, {})

    assert shape(router.routes["a-b"]) == (START, [(ROW, 0)], END)


def test_two_cards_in_one_place_are_a_mistake_of_ours() -> None:
    with pytest.raises(BugError):
        routed(a=(0, 0, 2), b=(0, 1))


def test_a_card_outside_the_grid_is_a_mistake_of_ours() -> None:
    with pytest.raises(BugError):
        routed(a=(0, 5))


AXES = Axes(((20.0, 170.0), (190.0, 340.0)), ((10.0, 90.0), (110.0, 190.0)), (0.0, 360.0, 0.0, 200.0))
LEFT, RIGHT = CardBox(20.0, 10.0, 170.0, 70.0), CardBox(190.0, 10.0, 340.0, 90.0)
BELOW = CardBox(20.0, 110.0, 170.0, 190.0)


def test_a_lone_straight_link_lies_on_the_middle_track() -> None:
    across = Route((Leg(ROW, 0, 0, 1, 1),), END, START)
    down = Route((Leg(COLUMN, 0, 0, 1, 1),), BOTTOM, TOP)

    assert corners(across, AXES, LEFT, RIGHT) == ((170.0, 33.0), (190.0, 33.0))
    assert corners(down, AXES, LEFT, BELOW) == ((95.0, 70.0), (95.0, 110.0))


def test_tracks_spread_evenly_round_the_middle() -> None:
    def at(family: Family, track: int, tracks: int) -> float:
        (x, y), _ = corners(Route((Leg(family, 0, track, 1, tracks),), END, START), AXES, LEFT, RIGHT)
        assert x == 170.0
        return y

    assert [at(ROW, track, 3) for track in range(3)] == [25.0, 33.0, 41.0]
    assert [at(ROW, track, 5) for track in range(5)] == [17.0, 25.0, 33.0, 41.0, 49.0]
    assert at(ROW, 0, 9) == 17.0 and at(ROW, 8, 9) == 49.0


def test_a_z_turns_in_the_middle_of_its_gutter() -> None:
    route = Route((Leg(ROW, 0, 0, 1, 1), Leg(VGUTTER, 1, 0, 1, 1), Leg(ROW, 1, 0, 1, 1)), END, START)

    points = corners(route, AXES, LEFT, CardBox(190.0, 110.0, 340.0, 190.0))

    assert points == ((170.0, 33.0), (180.0, 33.0), (180.0, 133.0), (190.0, 133.0))


def test_outer_gutters_end_at_the_edges_of_the_body() -> None:
    route = Route((Leg(COLUMN, 0, 0, 1, 1), Leg(HGUTTER, 0, 0, 1, 1), Leg(COLUMN, 1, 0, 1, 1)), TOP, TOP)

    assert corners(route, AXES, LEFT, RIGHT) == ((95.0, 10.0), (95.0, 5.0), (265.0, 5.0), (265.0, 10.0))


def test_points_on_one_straight_line_are_merged() -> None:
    legs = (Leg(ROW, 0, 0, 1, 1), Leg(VGUTTER, 1, 0, 1, 1), Leg(ROW, 0, 0, 1, 1))

    assert corners(Route(legs, END, START), AXES, LEFT, RIGHT) == ((170.0, 33.0), (190.0, 33.0))
