"""Tracks kept in step with a channel whose strands come and go are those that it would get at once."""

from __future__ import annotations

from random import Random

import pytest

from model.layout.channels import Tracks
from model.layout.colouring import FEW, Colouring
from model.layout.strands import Strand, side_key

CAPACITY = 4
LENGTH = 60
# A channel that is looked through, one that is compared with what it held, and one that is now this, now that.
AMOUNTS = ((0, FEW - 1), (FEW, 6 * FEW), (FEW // 2, 2 * FEW))


def strand(rng: Random, link: int) -> Strand:
    """A leg with one before it and one after it, and the insides of two cards."""
    begin = rng.randrange(LENGTH)
    one, other = rng.sample(range(begin, begin + 8), 2)
    stops = (rng.randrange(LENGTH), one, rng.randrange(LENGTH), other, rng.randrange(LENGTH))
    key = side_key(stops, 2, rng.random() < 0.5, rng.random() < 0.5)
    return min(one, other), max(one, other), key, f"link_{link}", 0


def at_once(laid: dict[int, Strand]) -> dict[Strand, Tracks]:
    return dict(Colouring().colour(laid, CAPACITY))


@pytest.mark.parametrize("amounts", AMOUNTS)
def test_bit_by_bit_as_at_once(amounts: tuple[int, int]) -> None:
    least, most = amounts
    rng = Random(most)
    colouring = Colouring()
    laid: dict[int, Strand] = {}
    tracks: dict[Strand, Tracks] = {}
    for turn in range(200):
        aim = rng.randint(least, most)
        while len(laid) > aim:
            gone = laid.pop(rng.choice(list(laid)))
            tracks.pop(gone)
        while len(laid) < aim:
            come = strand(rng, turn * 1000 + len(laid))
            laid[id(come)] = come
        tracks.update(colouring.colour(laid, CAPACITY))
        assert tracks == at_once(laid)


def filled(amount: int) -> tuple[Colouring, dict[int, Strand]]:
    rng = Random(amount)
    made = [strand(rng, link) for link in range(amount)]
    return Colouring(), {id(one): one for one in made}


@pytest.mark.parametrize("amount", [FEW - 1, 3 * FEW])
def test_what_lies_as_before_is_not_told_again(amount: int) -> None:
    colouring, laid = filled(amount)
    assert len(colouring.colour(laid, CAPACITY)) == amount
    assert colouring.colour(laid, CAPACITY) == []
    far = (LENGTH + 20, LENGTH + 21, 0, "far", 0)
    assert [one for one, _ in colouring.colour({**laid, id(far): far}, CAPACITY)] == [far]


@pytest.mark.parametrize("amount", [FEW - 1, 3 * FEW])
def test_plans_made_anew_are_told(amount: int) -> None:
    """A leg of a plan made anew has no track yet, also where its strand equals the one before, and after an undo."""
    colouring, laid = filled(amount)
    before = dict(colouring.colour(laid, CAPACITY))
    first = next(iter(laid.values()))
    begin, end, key, link, leg = first
    anew = (begin, end, key, link, leg)
    assert anew is not first
    rest = {key: one for key, one in laid.items() if one is not first}
    for come in (anew, None, first):
        found = dict(colouring.colour(rest if come is None else {**rest, id(come): come}, CAPACITY))
        assert come is None or found[come] == before[come]


@pytest.mark.parametrize("amount", [FEW - 1, 3 * FEW])
def test_another_capacity_colours_all_anew(amount: int) -> None:
    colouring, laid = filled(amount)
    colouring.colour(laid, CAPACITY)
    for capacity in (CAPACITY - 2, CAPACITY):
        assert dict(colouring.colour(laid, capacity)) == dict(Colouring().colour(laid, capacity))
