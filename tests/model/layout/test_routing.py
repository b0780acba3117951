"""Routes over random grids: clear of every card, apart from one another, and the same however they came about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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

Point = tuple[float, float]
WIDTH, GAP = 150.0, 26.0
# No card is lower than the tracks of its row need.
LEAST = ROW_MIDDLE + ROW_REACH + 2
NARROW = Capacities(column=3, row=2, vgutter=2, hgutter=lambda gutter: 1 + gutter % 2)
EVEN = NARROW._replace(hgutter=(1,))
WIDE = Capacities(column=11, row=5, vgutter=5, hgutter=(4,))


class Grid(NamedTuple):
    """Cards on a grid with the links between them."""

    columns: int
    rows: int
    covers: dict[str, Cover]
    links: dict[str, Ends]


class Line(NamedTuple):
    """A segment of a link's polyline with the leg it came from: x or y, from, to, and whether it runs down."""

    link: str
    down: bool
    at: float
    low: float
    high: float
    leg: Leg


@st.composite
def covers_of(draw: st.DrawFn, columns: int, rows: int) -> list[Cover]:
    """Places for cards that do not overlap, spans included."""
    found = []
    for row in range(rows):
        column = 0 if draw(st.sampled_from((True, True, False))) else columns
        while column < columns:
            width = draw(st.sampled_from((0, 0, 1, 1, 1, 2, 4)))
            if width:
                found.append(Cover(row, column, min(column + width, columns) - 1))
            column += max(width, 1)
    return found


@st.composite
def grids(draw: st.DrawFn, size: int = 12, most: int = 40) -> Grid:
    columns, rows = draw(st.integers(1, size)), draw(st.integers(1, size))
    covers = {f"c{place}": cover for place, cover in enumerate(draw(covers_of(columns, rows)))}
    links = {}
    if covers:
        end = st.sampled_from(sorted(covers))
        pairs = draw(st.lists(st.builds(Ends, end, end), max_size=most))
        links = {f"l{place}": ends for place, ends in enumerate(pairs)}
    return Grid(columns, rows, covers, links)


def placed(grid: Grid, capacities: Capacities = WIDE) -> Router:
    router = Router(grid.columns, grid.rows, capacities)
    router.place(grid.covers, grid.links)
    return router


def axes_of(columns: int, rows: int, heights: tuple[int, ...] = (68, 84, 120)) -> Axes:
    """Columns of one width and slot rows of several heights."""
    across = [(GAP + place * (WIDTH + GAP), (place + 1) * (WIDTH + GAP)) for place in range(columns)]
    down, y = [], 20.0
    for row in range(rows):
        down.append((y, y + heights[row % len(heights)]))
        y = down[-1][1] + 16 + 6 * (row % 3)
    return Axes(across, down, (0.0, across[-1][1] + GAP, 0.0, y))


def boxes_of(covers: dict[str, Cover], axes: Axes) -> dict[str, CardBox]:
    """Cards as wide as their columns, some shorter than their slot."""
    boxes = {}
    for place, (card, cover) in enumerate(sorted(covers.items())):
        top, bottom = axes.rows[cover.row]
        low = top + LEAST if place % 2 else bottom
        boxes[card] = CardBox(axes.columns[cover.first][0], top, axes.columns[cover.last][1], low)
    return boxes


def polylines(router: Router, grid: Grid) -> dict[str, tuple[Point, ...]]:
    axes = axes_of(grid.columns, grid.rows)
    boxes = boxes_of(grid.covers, axes)
    return {
        link: corners(route, axes, boxes[grid.links[link].source], boxes[grid.links[link].target])
        for link, route in router.routes.items()
    }


def lines_of(router: Router, grid: Grid) -> Iterator[Line]:
    """The segments of all links; every leg becomes one."""
    for link, points in polylines(router, grid).items():
        legs = router.routes[link].legs
        assert len(points) == len(legs) + 1
        for leg, (x0, y0), (x1, y1) in zip(legs, points, points[1:], strict=False):
            if leg.family in (Family.COLUMN, Family.VGUTTER):
                yield Line(link, True, x0, min(y0, y1), max(y0, y1), leg)
            else:
                yield Line(link, False, y0, min(x0, x1), max(x0, x1), leg)


def assert_sound(router: Router, grid: Grid) -> None:
    """Every rule a drawing of routes must keep."""
    axes = axes_of(grid.columns, grid.rows)
    boxes = boxes_of(grid.covers, axes)
    assert set(router.routes) == set(grid.links)
    for link, points in polylines(router, grid).items():
        ends = grid.links[link]
        assert_on_edge(points[0], boxes[ends.source])
        assert_on_edge(points[-1], boxes[ends.target])
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            assert (x0 == x1) != (y0 == y1)
            assert min(x0, x1) >= axes.edges[0] and max(x0, x1) <= axes.edges[1]
            assert min(y0, y1) >= axes.edges[2] and max(y0, y1) <= axes.edges[3]
            for box in boxes.values():
                across = min(x0, x1) < box.x1 and max(x0, x1) > box.x0
                assert not (across and min(y0, y1) < box.y1 and max(y0, y1) > box.y0)
    assert_apart(router, grid)


def assert_on_edge(point: Point, box: CardBox) -> None:
    x, y = point
    inside = box.x0 < x < box.x1, box.y0 < y < box.y1
    assert (x in (box.x0, box.x1) and inside[1]) or (y in (box.y0, box.y1) and inside[0])


def assert_apart(router: Router, grid: Grid) -> None:
    """Segments lie on one another, even by a point, only where both are bundled."""
    together = defaultdict(list)
    for line in lines_of(router, grid):
        together[line.down, line.at].append(line)
    for lines in together.values():
        lines.sort(key=lambda line: line.low)
        for place, line in enumerate(lines):
            for other in lines[place + 1 :]:
                if other.low <= line.high and other.link != line.link:
                    assert line.leg.bundle > 1 and other.leg.bundle > 1


@given(grids())
def test_routes_keep_clear_of_cards_and_of_one_another(grid: Grid) -> None:
    assert_sound(placed(grid), grid)


@given(grids(size=5, most=60))
def test_full_channels_bundle_their_links(grid: Grid) -> None:
    router = placed(grid, NARROW)

    assert_sound(router, grid)
    for route in router.routes.values():
        for leg in route.legs:
            assert 0 <= leg.track < leg.tracks <= NARROW.of_hgutter(leg.channel) or leg.family is not Family.HGUTTER
            assert leg.bundle == 1 or leg.track == leg.tracks - 1


@given(grids())
def test_the_same_grid_gives_the_same_routes(grid: Grid) -> None:
    backwards = Grid(grid.columns, grid.rows, dict(reversed(grid.covers.items())), dict(reversed(grid.links.items())))
    router = placed(grid)
    first = dict(router.routes)

    router.place(grid.covers, grid.links)

    assert router.routes == first
    assert placed(backwards).routes == first


@given(grids(size=6), st.data())
def test_an_update_ends_as_placing_all_anew(grid: Grid, data: st.DataObject) -> None:
    router = placed(grid, NARROW)
    covers, links = dict(grid.covers), dict(grid.links)
    for _ in range(3):
        before = dict(router.routes)
        cards, changes = edits(data, grid, covers, links)

        changed = router.update(cards, changes)

        for card, cover in cards.items():
            covers.pop(card, None)
            if cover is not None:
                covers[card] = cover
        for link, ends in changes.items():
            links.pop(link, None)
            if ends is not None:
                links[link] = ends
        there = {link: ends for link, ends in links.items() if ends.source in covers and ends.target in covers}
        now = Grid(grid.columns, grid.rows, covers, there)
        assert router.routes == placed(now, NARROW).routes
        assert_sound(router, now)
        assert changed >= {link for link in {*before, *router.routes} if before.get(link) != router.routes.get(link)}
        assert changed <= {*before, *router.routes}


@given(grids(size=6), st.data())
def test_rows_that_come_and_go_end_as_placing_all_anew(grid: Grid, data: st.DataObject) -> None:
    gutters = data.draw(st.lists(st.integers(1, 3), min_size=grid.rows + 1, max_size=grid.rows + 1))
    router = placed(grid, NARROW._replace(hgutter=tuple(gutters)))
    for _ in range(3):
        at = data.draw(st.integers(0, grid.rows))
        empty = sorted(set(range(grid.rows)) - {cover.row for cover in grid.covers.values()})
        if empty and grid.rows > 1 and data.draw(st.booleans()):
            at, count = data.draw(st.sampled_from(empty)), -1
            gutters[at : at + 2] = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=1))
            remake = router.remove_row
        else:
            count = data.draw(st.integers(1, 2))
            gutters[at : at + 1] = data.draw(st.lists(st.integers(1, 3), min_size=count + 1, max_size=count + 1))
            remake = partial(router.insert_row, count=count)
        capacities = NARROW._replace(hgutter=tuple(gutters))
        before = {link: shape(route) for link, route in router.routes.items()}

        changed = remake(at, capacities=capacities)

        covers = {
            card: cover._replace(row=cover.row + count) if cover.row >= at else cover
            for card, cover in grid.covers.items()
        }
        grid = Grid(grid.columns, grid.rows + count, covers, grid.links)
        assert router.rows == grid.rows
        assert router.routes == placed(grid, capacities).routes
        assert_sound(router, grid)
        assert {link for link, route in router.routes.items() if shape(route) != before[link]} <= changed


@given(grids(size=6), st.data())
def test_changes_made_together_end_as_placing_all_anew(grid: Grid, data: st.DataObject) -> None:
    router = placed(grid, EVEN)
    for _ in range(3):
        covers, links = dict(grid.covers), dict(grid.links)
        before = {link: shape(route) for link, route in router.routes.items()}
        at, count = data.draw(st.integers(0, grid.rows)), data.draw(st.integers(0, 2))
        rows = grid.rows + count

        with router.together() as late:
            changed = router.insert_row(at, count, EVEN) if count else set()
            covers = {id: c._replace(row=c.row + count) if c.row >= at else c for id, c in covers.items()}
            cards, changes = edits(data, Grid(grid.columns, rows, covers, links), covers, links)
            changed |= router.update(cards, changes)
            covers = {id: c for id, c in (covers | cards).items() if c is not None}
            links = {id: ends for id, ends in (links | changes).items() if ends is not None}
            empty = sorted(set(range(rows)) - {cover.row for cover in covers.values()})
            if empty and rows > 1:
                gone = data.draw(st.sampled_from(empty))
                changed |= router.remove_row(gone, EVEN)
                rows -= 1
                covers = {id: c._replace(row=c.row - 1) if c.row > gone else c for id, c in covers.items()}

        there = {id: ends for id, ends in links.items() if ends.source in covers and ends.target in covers}
        assert router.routes == placed(Grid(grid.columns, rows, covers, there), EVEN).routes
        assert_sound(router, Grid(grid.columns, rows, covers, there))
        now = {link: shape(route) for link, route in router.routes.items()}
        assert {link for link in {*before, *now} if before.get(link) != now.get(link)} <= changed | late
        grid = Grid(grid.columns, rows, covers, links)


@settings(max_examples=30)
@given(grids(size=5), st.data())
def test_a_place_where_rows_come_without_end_never_runs_out_of_room(grid: Grid, data: st.DataObject) -> None:
    router, covers, rows = placed(grid, WIDE), dict(grid.covers), grid.rows
    at, below = data.draw(st.integers(0, grid.rows)), data.draw(st.booleans())
    for count in (*[1] * 70, 50, *[1] * 30, 600, *[1] * 20):
        router.insert_row(at, count)
        covers = {id: c._replace(row=c.row + count) if c.row >= at else c for id, c in covers.items()}
        at, rows = at + below * count, rows + count
    moved = data.draw(st.sampled_from([*sorted(covers), None]))
    aim = at if below else 0
    if moved is not None and aim < rows and all(cover.row != aim for cover in covers.values()):
        covers[moved] = covers[moved]._replace(row=aim)
        router.update({moved: covers[moved]}, {})

    assert router.rows == rows
    assert router.routes == placed(Grid(grid.columns, rows, covers, grid.links), WIDE).routes


@given(grids(size=8), st.data())
def test_an_edit_moves_no_route_outside_the_gutters_it_touches(grid: Grid, data: st.DataObject) -> None:
    router = placed(grid, NARROW)
    covers, before = dict(grid.covers), dict(router.routes)
    cards, links = edits(data, grid, covers, {})

    router.update(cards, links)

    # The links at what changed, those that ran where a card came, and those that run where one went.
    came = [cover for card, cover in cards.items() if cover is not None and cover != covers.get(card)]
    went = [covers[card] for card in cards if card in covers and cards[card] != covers[card]]
    replanned = {link for link, ends in grid.links.items() if {*ends} & cards.keys()} | links.keys()
    for link in before.keys() | router.routes.keys():
        old, new = before.get(link), router.routes.get(link)
        if old is None or new is None or channels_of(old) != channels_of(new):
            assert (
                link in replanned
                or (old is not None and any(meets(old, grid.links[link], covers, cover) for cover in came))
                or (new is not None and any(meets(new, grid.links[link], covers, cover) for cover in went))
            )
            replanned.add(link)
    touched = {
        channel
        for link in replanned
        for route in (before.get(link), router.routes.get(link))
        if route is not None
        for channel in channels_of(route)
    }
    for link, route in router.routes.items():
        assert route == before.get(link) or touched & set(channels_of(route))


def channels_of(route: Route) -> list[tuple[Family, int]]:
    """The channels a route runs through, in turn."""
    return [(leg.family, leg.channel) for leg in route.legs]


def meets(route: Route, ends: Ends, covers: dict[str, Cover], cover: Cover) -> bool:
    """Whether a route runs across the place of a card."""
    where = []
    for family, channel in channels_of(route):
        where.append(2 * channel + (family in (Family.COLUMN, Family.ROW)))
    source, target = covers[ends.source], covers[ends.target]
    across = route.source_side in (Side.START, Side.END)
    stops = [middle(source, across), *where, middle(target, route.target_side in (Side.START, Side.END))]
    for place, at in enumerate(where):
        low, high = sorted((stops[place], stops[place + 2]))
        row, first, last = 2 * cover.row + 1, 2 * cover.first + 1, 2 * cover.last + 1
        if (at == row and low <= last and high >= first) if across else (first <= at <= last and low <= row <= high):
            return True
        across = not across
    return False


def middle(cover: Cover, across: bool) -> int:
    """Where a leg to a card ends along its channel, at the least."""
    return cover.first + cover.last + 1 if across else 2 * cover.row + 1


def shape(route: Route) -> tuple[object, ...]:
    """What of a route does not change when rows are renumbered."""
    legs = [leg if leg.family in (Family.COLUMN, Family.VGUTTER) else leg._replace(channel=0) for leg in route.legs]
    return route.source_side, route.target_side, *legs


def edits(
    data: st.DataObject, grid: Grid, covers: dict[str, Cover], links: dict[str, Ends]
) -> tuple[dict[str, Cover | None], dict[str, Ends | None]]:
    """Some cards and links to add, move or take away, without putting two cards in one place."""
    cards: dict[str, Cover | None] = {}
    names = sorted({*grid.covers, "new"})
    for card in data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
        free = {(row, column) for row in range(grid.rows) for column in range(grid.columns)}
        staying = [cover for name, cover in covers.items() if name not in cards and name != card]
        for cover in [*staying, *(moved for moved in cards.values() if moved is not None)]:
            free -= {(cover.row, column) for column in range(cover.first, cover.last + 1)}
        places = [Cover(row, column, column) for row, column in sorted(free)]
        places += [Cover(row, first, first + 1) for row, first, _ in places if (row, first + 1) in free]
        cards[card] = data.draw(st.sampled_from([None, *places]))
    end = st.sampled_from(names)
    link = st.sampled_from([*sorted(links), "added"])
    return cards, data.draw(st.dictionaries(link, st.none() | st.builds(Ends, end, end), max_size=3))


@settings(max_examples=400)
@given(grids(size=16, most=150))
@pytest.mark.full
def test_routes_over_many_large_grids(grid: Grid) -> None:
    assert_sound(placed(grid), grid)
    assert_sound(placed(grid, NARROW), grid)
