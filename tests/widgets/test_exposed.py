"""What lies on one of many small rectangles is found, however they lie, and little else."""

from __future__ import annotations

from random import Random

import pytest

from widgets.canvas.exposed import Exposed, lying
from widgets.canvas.strokes import Bounds, meet


def rectangles(random: Random, count: int, most: float) -> list[Bounds]:
    """Rectangles on a large map, each as wide and tall as it happens, up to so much."""
    found = []
    for _ in range(count):
        x, y = random.uniform(-300, 3000), random.uniform(-300, 3000)
        found.append((x, y, x + random.uniform(0.5, most), y + random.uniform(0.5, most)))
    return found


@pytest.mark.parametrize("count", [1, 3, 4, 40])
@pytest.mark.parametrize("thin", [False, True])
def test_things_on_a_rectangle_are_found(count: int, thin: bool) -> None:
    random = Random(count)
    parts = rectangles(random, count, 200)
    things = [(bounds, number) for number, bounds in enumerate(rectangles(random, 2000, 11 if thin else 600))]
    things += [((x0, y0, x0 + 700, y0 + 3), 0) for (x0, y0, _, _), _ in things]
    things += [((x0, y0, x0 + 3, y0 + 700), 0) for (x0, y0, _, _), _ in things]

    there = [thing for thing in things if any(meet(thing[0], part) for part in parts)]

    assert Exposed(parts).there(things) == there == lying(things, parts)
    assert there


def test_the_rectangles_near_bounds_are_those_they_overlap() -> None:
    random = Random(7)
    parts = rectangles(random, 30, 300)

    for bounds in rectangles(random, 200, 300):
        near = Exposed(parts).near(bounds)
        assert near == [part for part in parts if meet(part, bounds)]


def test_no_more_is_found_than_is_looked_at() -> None:
    random = Random(3)
    exposed, seen = Exposed(rectangles(random, 30, 300)), (500.0, 400.0, 1500.0, 2000.0)
    things = [(bounds, number) for number, bounds in enumerate(rectangles(random, 2000, 100))]

    there = exposed.within(seen).there(things)

    assert there == [thing for thing in exposed.there(things) if meet(thing[0], seen)]
    assert len(there) < len(exposed.there(things))
    assert exposed.within(seen).near((0.0, 0.0, 400.0, 300.0)) == []


def test_the_bounds_are_round_all_rectangles() -> None:
    assert Exposed([(0.0, 5.0, 2.0, 6.0), (-1.0, 7.0, 1.0, 9.0)]).bounds == (-1.0, 5.0, 2.0, 9.0)
    assert Exposed([(3.0, 5.0, 4.0, 6.0)]).bounds == (3.0, 5.0, 4.0, 6.0)
