"""How sure a set of improvements is: seeded draws, the inputs that swing it, and what it takes to break even.

Domain section 3, "Uncertainty". The same seed gives the same draws on every platform.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from math import fsum
from typing import NamedTuple

import numpy as np

from model.analysis.economy import Key
from model.analysis.study import Study
from model.analysis.uncertain import Floats, Input, Inputs
from model.values import is_share

DRAWS = 10_000
SEED = 1
# Factors on all effects up to which a break-even is looked for, and steps of each look.
_DOUBLINGS = 10
_STEPS = 256
_PRECISION = 1e-12
# Bars that are long enough to ask where they reach zero.
_LONG = 3
# More draws than this are reckoned in parts, to bound the memory they take.
_AT_ONCE = DRAWS + 1


class Risk(NamedTuple):
    """The NPV of a set over all draws. `loss`: the share of draws below zero; `outcomes`: all draws, sorted."""

    seed: int
    likely: float
    mean: float
    p10: float
    p50: float
    p90: float
    loss: float
    outcomes: Floats


class Swing(NamedTuple):
    """The NPV with one input, or all of one group, at low, then at high, all others likely.

    `zero_at`: of a long bar of one input, the value nearest to its likely one at which the NPV is zero.
    """

    name: str
    members: tuple[Input, ...]
    low: float
    high: float
    zero_at: float | None = None

    @property
    def width(self) -> float:
        """The length of the bar."""
        return abs(self.high - self.low)


def simulate(study: Study, chosen: Collection[str], inputs: Inputs, seed: int = SEED, draws: int = DRAWS) -> Risk:
    """The NPV of a set, drawn so many times."""
    values = inputs.draws(seed, draws)
    npv = np.empty(draws + 1)
    for begin in range(0, draws + 1, _AT_ONCE):
        part = {key: drawn[begin : begin + _AT_ONCE] for key, drawn in values.items()}
        npv[begin : begin + _AT_ONCE] = study.npv(chosen, part)
    likely, outcomes = float(npv[0]), np.sort(npv[1:])
    p10, p50, p90 = (float(outcomes[draws * tenths // 10]) for tenths in (1, 5, 9))
    loss = int(np.searchsorted(outcomes, 0.0)) / draws
    return Risk(seed, likely, fsum(outcomes.tolist()) / draws, p10, p50, p90, loss, outcomes)


def tornado(study: Study, chosen: Collection[str], inputs: Inputs) -> tuple[Swing, ...]:
    """What each input or group does to the NPV of a set, the longest bar first."""
    swings = inputs.swings()
    values: dict[Key, Floats] = {}
    for place, members in enumerate(swings.values()):
        for each in members:
            values[each.key] = np.full(2 * len(swings), each.likely)
            values[each.key][2 * place : 2 * place + 2] = each.low, each.high
    npv = np.broadcast_to(np.asarray(study.npv(chosen, values), dtype=np.float64), (2 * len(swings),))
    bars = [
        Swing(name, members, float(npv[2 * place]), float(npv[2 * place + 1]))
        for place, (name, members) in enumerate(swings.items())
    ]
    bars.sort(key=lambda bar: (-bar.width, bar.members[0].stream))
    for place, bar in enumerate(bars[:_LONG]):
        if bar.width and len(bar.members) == 1:
            bars[place] = bar._replace(zero_at=break_even_of(study, chosen, bar.members[0].key))
    return tuple(bars)


def break_even(study: Study, chosen: Collection[str]) -> float | None:
    """The common factor on all effects of a set at which its NPV is zero; above 1: more than is expected of them.

    None where there is none: no effect, or the set pays, or does not, whatever the factor.
    """
    amounts = [
        ((work.id, "amount"), study.economy.value(work.id, "amount"))
        for work in study.plan.book.works
        if work.improvement in chosen
    ]

    def npv(factor: Floats) -> Floats:
        return _like(study.npv(chosen, {key: amount * factor for key, amount in amounts}), factor)

    found = _crossing(npv, 0.0, 1.0)
    for doubled in range(_DOUBLINGS if found is None else 0):
        found = _crossing(npv, 2.0**doubled, 2.0 ** (doubled + 1))
        if found is not None:
            return found
    return found


def break_even_of(study: Study, chosen: Collection[str], key: Key) -> float | None:
    """The value of one input at which the NPV of a set is zero, the nearest to its likely one; None where none is."""
    likely = study.economy.value(*key)

    def npv(value: Floats) -> Floats:
        return _like(study.npv(chosen, {key: value}), value)

    def at(distance: float, way: int) -> float | None:
        found = _crossing(lambda far: npv(likely + way * far), 0.0, distance)
        return None if found is None else likely + way * found

    share = is_share(study.document.find(key[0]), key[1])
    reach = 1.0 - likely if share and likely < 1.0 else likely * 2.0**_DOUBLINGS
    found = [value for value in (at(likely, -1), at(reach, 1)) if value is not None]
    return min(found, key=lambda value: abs(value - likely), default=None)


def _like(npv: Floats | float, factor: Floats) -> Floats:
    return np.broadcast_to(np.asarray(npv, dtype=np.float64), factor.shape)


def _crossing(npv: Callable[[Floats], Floats], low: float, high: float) -> float | None:
    """The first place from `low` to `high` where a figure passes zero, cut down to nothing by ever smaller steps."""
    while True:
        places = np.linspace(low, high, _STEPS + 1)
        negative = npv(places) < 0.0
        turns = np.flatnonzero(negative[1:] != negative[:-1])
        if not len(turns):
            return None
        low, high = float(places[turns[0]]), float(places[turns[0] + 1])
        if high - low <= _PRECISION * max(1.0, abs(high)):
            return (low + high) / 2.0
