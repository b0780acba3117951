"""Strands: the legs of routes that wait for their tracks, and on which side of its neighbours each belongs."""

from __future__ import annotations

from collections.abc import Sequence

# From, to (both included), key, link, number of the leg in its route.
Strand = tuple[int, int, int, str, int]

# No place on the map, nor mark of one, is as large.
_BASE = 1 << 27
# What one step of the side is worth in a key.
_SIDE = _BASE * _BASE * 2 * _BASE * 4
# How a strand's low and high end turn, by the side in its key: -1 to the start side or the top, 1 to the other.
_TURNS = {0: (0, 0), 1: (1, -1), -1: (-1, 1), 3: (1, 1), -3: (-1, -1)}


def side_key(stops: Sequence[int], place: int, down: int, forward: bool) -> int:
    """Where among the strands of a channel a leg belongs: small keys on the start side or at the top.

    `stops` are the positions of a route's legs, with those of the insides of its cards at both ends, `place` the leg's
    place among them, `down` whether it runs down, `forward` whether the route is told from the end that all links
    between these cards are told from.

    The side that a leg's ends turn to comes first; then, of two legs where one spans the other, the shorter lies
    nearer to that side; then, for legs that leave a card together, what keeps them apart further on. The last bits are
    which end turns, where one does, and whether equal keys are to be read backwards, so that links with one path run
    in parallel round every corner. Keys only compare positions, so that rows that come or go elsewhere do not change
    the order.
    """
    here, one, other = stops[place], stops[place - 1], stops[place + 1]
    one_turn = stops[place - 2] - here if place > 1 else 0
    other_turn = stops[place + 2] - here if place < len(stops) - 2 else 0
    rising = one < other
    low, high = (one, other) if rising else (other, one)
    turn = far = late = 0
    if one_turn and other_turn:
        to_end = one_turn > 0
        if to_end == (other_turn > 0):
            side, high = (3, -high) if to_end else (-3, -high)
        else:
            side = 1 if to_end == rising else -1
    else:
        if one_turn:
            to_end, far = one_turn > 0, stops[place - 2]
            back = place > 2 and (stops[place - 3] > one) == (other > one)
        else:
            to_end, far = other_turn > 0, stops[place + 2]
            back = place < len(stops) - 3 and (stops[place + 3] > other) == (one > other)
        side, high = (2, -high) if to_end else (-2, -high)
        turn = to_end == back
        far = -far if back else far
        late = rising == (not one_turn)
    if side < 0:
        low, high = -low, -high
    backwards = (rising == forward) == (down > 0)
    return (((((side * _BASE + low) * _BASE + high) * 2 + turn) * _BASE + far) * 2 + late) * 2 + backwards


def turns(key: int) -> tuple[int, int]:
    """How the low and the high end of a strand turn, from its key."""
    side = (key + _SIDE // 2) // _SIDE
    if side in (2, -2):
        return (0, side // 2) if key & 2 else (side // 2, 0)
    return _TURNS[side]
