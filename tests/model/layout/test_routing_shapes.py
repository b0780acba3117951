"""The shapes of routes one by one, and how they become corners."""

from __future__ import annotations

import pytest

from model.errors import BugError
from model.layout.routes_geometry import ROW_MIDDLE, ROW_REACH
from model.layout.routing import (
    Axes,
    Capacities,
    Cover,
    Ends,
    Family,
    Leg,
    Route,
    Router,
    Side,
)
from tests.model.layout.card_boxes import CardBox, corners

COLUMN, ROW, VGUTTER, HGUTTER = Family
START, END, TOP, BOTTOM = Side
CAPACITIES = Capacities(column=11, row=5, vgutter=5, hgutter=4)
Shape = tuple[Side, list[tuple[Family, int]], Side]


def routed(*links: str, columns: int = 5, rows: int = 5, hgutter: int = 4, **cards: tuple[int, ...]) -> Router:
    """Links such as "a-b" between cards given as (row, column) or (row, first, last)."""
    router = Router(columns, rows, CAPACITIES._replace(hgutter=hgutter))
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
        # A card between, in the column: down at the end side and up at the start side, else on the other side.
        ({"a": (0, 2), "x": (1, 2), "b": (2, 2)}, (END, [(ROW, 0), (VGUTTER, 3), (ROW, 2)], END)),
        ({"a": (2, 2), "x": (1, 2), "b": (0, 2)}, (START, [(ROW, 2), (VGUTTER, 2), (ROW, 0)], START)),
        ({"a": (0, 2), "x": (1, 2, 3), "b": (2, 2)}, (START, [(ROW, 0), (VGUTTER, 2), (ROW, 2)], START)),
        ({"a": (2, 2), "x": (1, 1, 2), "b": (0, 2)}, (END, [(ROW, 2), (VGUTTER, 3), (ROW, 0)], END)),
        # One of them reaches further to a side: one bend there.
        ({"a": (0, 2), "x": (1, 2), "b": (2, 2, 3)}, (END, [(ROW, 0), (COLUMN, 3)], TOP)),
        ({"a": (2, 2), "x": (1, 2), "b": (0, 1, 2)}, (START, [(ROW, 2), (COLUMN, 1)], BOTTOM)),
        ({"a": (0, 2, 3), "x": (1, 2), "b": (2, 2)}, (BOTTOM, [(COLUMN, 3), (ROW, 2)], END)),
        # A wide card between cards that are apart: round both.
        ({"a": (0, 0), "x": (1, 0, 1), "b": (2, 1)}, (END, [(ROW, 0), (VGUTTER, 2), (ROW, 2)], END)),
        ({"a": (2, 1), "x": (1, 0, 1), "b": (0, 0)}, (START, [(ROW, 2), (VGUTTER, 0), (ROW, 0)], START)),
        # One bend, through the empty corner.
        ({"a": (0, 0), "b": (3, 3)}, (END, [(ROW, 0), (COLUMN, 3)], TOP)),
        ({"a": (0, 0), "x": (0, 1), "b": (3, 3)}, (BOTTOM, [(COLUMN, 0), (ROW, 3)], START)),
        ({"a": (3, 3), "b": (0, 0)}, (START, [(ROW, 3), (COLUMN, 0)], BOTTOM)),
        # Both corners taken, columns side by side: a Z in the gutter between, where the one below is narrower.
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


def test_cards_side_by_side_are_joined_by_the_wider_gutter() -> None:
    cards = {"a": (0, 0), "x": (0, 1), "y": (1, 0), "b": (1, 1)}

    wide, narrow = routed("a-b", hgutter=5, **cards), routed("a-b", hgutter=2, **cards)

    assert shape(wide.routes["a-b"]) == (BOTTOM, [(COLUMN, 0), (HGUTTER, 1), (COLUMN, 1)], TOP)
    assert shape(narrow.routes["a-b"]) == (END, [(ROW, 0), (VGUTTER, 1), (ROW, 1)], START)


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


def test_a_new_row_renumbers_what_is_below_and_takes_nothing_else_along() -> None:
    router = routed("a-b", "c-d", "a-d", a=(0, 0), b=(0, 2), c=(2, 0), d=(2, 2))
    tracks = [leg.track for route in router.routes.values() for leg in route.legs]

    assert router.insert_row(1, 2) == set()

    assert router.rows == 7
    assert shape(router.routes["a-b"]) == (END, [(ROW, 0)], START)
    assert shape(router.routes["c-d"]) == (END, [(ROW, 4)], START)
    assert [leg.track for route in router.routes.values() for leg in route.legs] == tracks
    assert router.update({"c": Cover(4, 0, 0)}, {}) == set()


def test_a_row_with_cards_cannot_be_taken_away() -> None:
    router = routed("a-b", a=(0, 0), b=(2, 2))

    with pytest.raises(BugError):
        router.remove_row(2)
    router.remove_row(1)

    assert shape(router.routes["a-b"]) == (END, [(ROW, 0), (COLUMN, 2)], TOP)


@pytest.mark.parametrize(
    ("cards", "links"),
    [
        # Three links with one path, one of them the other way: side by side round every corner.
        ({"a": (0, 0), "b": (3, 3)}, ("a-b 1", "a-b 2", "b-a 3")),
        ({"a": (0, 0), "x": (0, 1), "y": (1, 0), "b": (1, 1)}, ("a-b 1", "a-b 2")),
        ({"a": (1, 0), "x": (1, 1), "b": (1, 3)}, ("a-b 1", "a-b 2", "a-b 3")),
        ({"a": (0, 2), "x": (1, 2), "b": (2, 2)}, ("a-b 1", "a-b 2", "a-b 3")),
        # A fan down from one card, to both sides.
        (
            {"a": (0, 2), "w": (0, 0), "z": (0, 4), "v": (0, 1), "y": (0, 3), "x": (1, 2), "b": (2, 0), "c": (2, 1)}
            | {"d": (2, 3), "e": (2, 4)},
            ("a-b", "a-c", "a-d", "a-e"),
        ),
        # Two arches from one card, one over the other, and from one to two.
        ({"a": (1, 0), "x": (1, 1), "b": (1, 2), "c": (1, 3)}, ("a-b", "a-c")),
        ({"a": (1, 3), "x": (1, 2), "b": (1, 1), "c": (1, 0)}, ("a-b", "a-c")),
        # One span round another, in a row and down a column.
        ({"a": (1, 0), "b": (1, 1), "c": (1, 2), "d": (1, 3)}, ("a-d", "d-a")),
        ({"a": (1, 0), "b": (1, 1), "x": (1, 2), "c": (1, 3), "d": (1, 4)}, ("a-d", "b-c")),
        ({"a": (0, 1), "b": (1, 1), "x": (2, 1), "c": (3, 1), "d": (4, 1)}, ("a-d", "b-c")),
    ],
)
def test_links_that_need_not_cross_do_not(cards: dict[str, tuple[int, ...]], links: tuple[str, ...]) -> None:
    router = routed(*links, hgutter=5, **cards)
    axes = Axes(
        [(20.0 + 170 * column, 170.0 + 170 * column) for column in range(5)],
        [(30.0 + 120 * row, 120.0 + 120 * row) for row in range(5)],
        (0.0, 870.0, 0.0, 630.0),
    )
    boxes = {
        name: CardBox(
            axes.columns[place[1]][0], axes.rows[place[0]][0], axes.columns[place[1]][1], axes.rows[place[0]][1]
        )
        for name, place in cards.items()
    }

    lines = [corners(router.routes[link], axes, boxes[link[0]], boxes[link[2]]) for link in links]

    assert crossings(lines) == 0


def crossings(lines: list[tuple[tuple[float, float], ...]]) -> int:
    """How often a level segment and an upright one meet."""
    pieces = [(one, other) for line in lines for one, other in zip(line, line[1:], strict=False)]
    level = [(one[1], *sorted((one[0], other[0]))) for one, other in pieces if one[1] == other[1]]
    upright = [(one[0], *sorted((one[1], other[1]))) for one, other in pieces if one[0] == other[0]]
    return sum(low < x < high and top < y < bottom for y, low, high in level for x, top, bottom in upright)


# The middle of the upper and of the lower row's tracks.
UPPER, LOWER = 10.0 + ROW_MIDDLE, 110.0 + ROW_MIDDLE
AXES = Axes(((20.0, 170.0), (190.0, 340.0)), ((10.0, 90.0), (110.0, 190.0)), (0.0, 360.0, 0.0, 200.0))
LEFT, RIGHT = CardBox(20.0, 10.0, 170.0, 70.0), CardBox(190.0, 10.0, 340.0, 90.0)
BELOW = CardBox(20.0, 110.0, 170.0, 190.0)


def test_a_lone_straight_link_lies_on_the_middle_track() -> None:
    across = Route((Leg(ROW, 0, 0, 1, 1),), END, START)
    down = Route((Leg(COLUMN, 0, 0, 1, 1),), BOTTOM, TOP)

    assert corners(across, AXES, LEFT, RIGHT) == ((170.0, UPPER), (190.0, UPPER))
    assert corners(down, AXES, LEFT, BELOW) == ((95.0, 70.0), (95.0, 110.0))


def test_tracks_spread_evenly_round_the_middle() -> None:
    def at(family: Family, track: int, tracks: int) -> float:
        (x, y), _ = corners(Route((Leg(family, 0, track, 1, tracks),), END, START), AXES, LEFT, RIGHT)
        assert x == 170.0
        return y

    assert [at(ROW, track, 3) for track in range(3)] == [UPPER - 8, UPPER, UPPER + 8]
    assert [at(ROW, track, 5) for track in range(5)] == [UPPER + offset for offset in (-16, -8, 0, 8, 16)]
    assert (at(ROW, 0, 9), at(ROW, 8, 9)) == (UPPER - ROW_REACH, UPPER + ROW_REACH)


def test_a_z_turns_in_the_middle_of_its_gutter() -> None:
    route = Route((Leg(ROW, 0, 0, 1, 1), Leg(VGUTTER, 1, 0, 1, 1), Leg(ROW, 1, 0, 1, 1)), END, START)

    points = corners(route, AXES, LEFT, CardBox(190.0, 110.0, 340.0, 190.0))

    assert points == ((170.0, UPPER), (180.0, UPPER), (180.0, LOWER), (190.0, LOWER))


def test_outer_gutters_end_at_the_edges_of_the_body() -> None:
    route = Route((Leg(COLUMN, 0, 0, 1, 1), Leg(HGUTTER, 0, 0, 1, 1), Leg(COLUMN, 1, 0, 1, 1)), TOP, TOP)

    assert corners(route, AXES, LEFT, RIGHT) == ((95.0, 10.0), (95.0, 5.0), (265.0, 5.0), (265.0, 10.0))


def test_points_on_one_straight_line_are_merged() -> None:
    legs = (Leg(ROW, 0, 0, 1, 1), Leg(VGUTTER, 1, 0, 1, 1), Leg(ROW, 0, 0, 1, 1))

    assert corners(Route(legs, END, START), AXES, LEFT, RIGHT) == ((170.0, UPPER), (190.0, UPPER))
