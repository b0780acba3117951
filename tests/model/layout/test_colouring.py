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


def test_what_lies_as_before_is_not_told_again() -> None:
    rng = Random(1)
    for amount in (FEW - 1, 3 * FEW):
        made = [strand(rng, link) for link in range(amount)]
        laid = {id(one): one for one in made}
        colouring = Colouring()
        assert len(colouring.colour(laid, CAPACITY)) == amount
        assert colouring.colour(laid, CAPACITY) == []
        far = (LENGTH + 20, LENGTH + 21, 0, "far", 0)
        assert [one for one, _ in colouring.colour({**laid, id(far): far}, CAPACITY)] == [far]


def test_plans_made_anew_are_told() -> None:
    """A leg of a plan made anew has no track yet, also where its strand equals the one before."""
    for amount in (FEW - 1, 3 * FEW):
        rng = Random(amount)
        made = [strand(rng, link) for link in range(amount)]
        laid = {id(one): one for one in made}
        colouring = Colouring()
        before = dict(colouring.colour(laid, CAPACITY))
        begin, end, key, link, leg = made[0]
        anew = (begin, end, key, link, leg)
        del laid[id(made[0])]
        laid[id(anew)] = anew
        assert anew is not made[0]
        found = dict(colouring.colour(laid, CAPACITY))
        assert anew in found
        assert all(before[one] == tracks for one, tracks in found.items())
