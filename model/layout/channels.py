"""Channels and their tracks: what a link's route is made of, and which track each leg gets.

All four families are seen on one coarse scale, so that a route is a short tuple of numbers. Across the map, V gutter g
is position 2g and column c is 2c + 1; down the map, H gutter h is 2h and slot row r is 2r + 1. A *strand* is a leg
that waits for its track: where along its channel it begins and ends (both included: legs that only meet in one gutter
are kept apart too), and a key that says on which side of its neighbours it crosses the fewest of them.

Tracks count from the start side or the top, and a leg's track is one of `tracks` that share the channel there: a lone
leg is track 0 of 1 and lies in the middle. Colouring is a pure function of a channel's strands, hence what changed
bit by bit ends as what is placed at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from operator import itemgetter
from typing import NamedTuple


class Family(IntEnum):
    """The four kinds of channel."""

    COLUMN = 0
    ROW = 1
    VGUTTER = 2
    HGUTTER = 3


class Side(IntEnum):
    """The sides of a card; START is where reading starts."""

    START = 0
    END = 1
    TOP = 2
    BOTTOM = 3


class Leg(NamedTuple):
    """A straight piece of a route: `track` of the `tracks` that share the channel there.

    `bundle` says how many links share this very track where the channel is full; it is 1 for a link on its own.
    """

    family: Family
    channel: int
    track: int
    bundle: int
    tracks: int


class Route(NamedTuple):
    """A link's legs from its source on, horizontal and vertical in turn."""

    legs: tuple[Leg, ...]
    source_side: Side
    target_side: Side


# From, to (both included), key, link, number of the leg in its route.
Strand = tuple[int, int, int, str, int]
# A leg's track, how many links share it, and how many tracks the channel has there.
Tracks = tuple[int, int, int]
Tracked = tuple[Strand, Tracks]

_BASE = 1 << 15
_ALONE: Tracks = (0, 1, 1)
_BY_KEY = itemgetter(2, 3, 4)


def side_key(stops: Sequence[int], place: int, down: int, forward: bool) -> int:
    """Where among the strands of a channel a leg belongs: small keys on the start side or at the top.

    `stops` are the positions of a route's legs, with those of the insides of its cards at both ends, `place` the leg's
    place among them, `down` whether it runs down, `forward` whether the route is told from the end that all links
    between these cards are told from.

    The side that a leg's ends turn to comes first; then, of two legs where one spans the other, the shorter lies
    nearer to that side; then, for legs that leave a card together, what keeps them apart further on. The last bit is
    whether equal keys are to be read backwards, so that links with one path run in parallel round every corner. Keys
    only compare positions, so that rows that come or go elsewhere do not change the order.
    """
    here, one, other = stops[place], stops[place - 1], stops[place + 1]
    one_turn = stops[place - 2] - here if place > 1 else 0
    other_turn = stops[place + 2] - here if place < len(stops) - 2 else 0
    rising = one < other
    low, high = (one, other) if rising else (other, one)
    turn = far = 0
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
    if side < 0:
        low, high = -low, -high
    backwards = (rising == forward) == (down > 0)
    return ((((side * _BASE + low) * _BASE + high) * 2 + turn) * _BASE + far) * 2 + backwards


def coloured(strands: Iterable[Strand], capacity: int) -> list[Tracked]:
    """Each strand of one channel with its track."""
    found: list[Tracked] = []
    cluster: list[Strand] = []
    reach = -1
    for strand in sorted(strands):
        if strand[0] > reach and cluster:
            _cluster(cluster, capacity, found)
            cluster = []
        cluster.append(strand)
        reach = strand[1] if strand[1] > reach else reach
    if cluster:
        _cluster(cluster, capacity, found)
    return found


def _cluster(cluster: list[Strand], capacity: int, found: list[Tracked]) -> None:
    """Add the tracks of strands that hang together by overlaps; they are sorted by where they begin."""
    if len(cluster) == 1:
        found.append((cluster[0], _ALONE))
        return
    ranked = _ranked(cluster)
    tracks = _layered(ranked)
    count = max(tracks) + 1
    if count <= capacity:
        found += [(strand, (track, 1, count)) for strand, track in zip(ranked, tracks, strict=True)]
        return
    rank = {strand: place for place, strand in enumerate(ranked)}
    swept = _swept(cluster, [rank[strand] for strand in cluster], capacity)
    shared = _bundles(cluster, swept, capacity - 1)
    for place, strand in enumerate(cluster):
        found.append((strand, (swept[place], shared.get(place, 1), capacity)))


def _ranked(cluster: list[Strand]) -> list[Strand]:
    """The strands from the start side or the top on, as their keys ask."""
    ranked = sorted(cluster, key=_BY_KEY)
    begin = 0
    for end in range(1, len(ranked) + 1):
        if end == len(ranked) or ranked[end][2] != ranked[begin][2]:
            if end - begin > 1 and ranked[begin][2] & 1:
                ranked[begin:end] = ranked[begin:end][::-1]
            begin = end
    return ranked


def _layered(ranked: Sequence[Strand]) -> list[int]:
    """Each strand on the track after the last one it overlaps: the order holds everywhere, but may need many tracks."""
    base = min(strand[0] for strand in ranked)
    level = [-1] * (max(strand[1] for strand in ranked) - base + 1)
    tracks = []
    for strand in ranked:
        begin, end = strand[0] - base, strand[1] - base + 1
        track = max(level[begin:end]) + 1
        level[begin:end] = [track] * (end - begin)
        tracks.append(track)
    return tracks


def _swept(cluster: Sequence[Strand], rank: Sequence[int], capacity: int) -> list[int]:
    """The fewest tracks: along the channel, each strand on the free track that upsets the order least.

    Where none is free it shares the last.
    """
    until = [-1] * capacity
    holder = [0] * capacity
    tracks = []
    for strand, own in zip(cluster, rank, strict=True):
        begin, end = strand[0], strand[1]
        best, least = capacity - 1, len(cluster)
        for track in range(capacity):
            if until[track] < begin:
                upset = 0
                for other in range(capacity):
                    if until[other] >= begin and (other < track) != (holder[other] < own):
                        upset += 1
                if upset < least:
                    best, least = track, upset
        until[best] = max(until[best], end)
        holder[best] = own
        tracks.append(best)
    return tracks


def _bundles(cluster: Sequence[Strand], tracks: Sequence[int], last: int) -> dict[int, int]:
    """How many strands lie on one another on the last track, by place in the cluster: where they are most."""
    sharing = [place for place, track in enumerate(tracks) if track == last]
    base = cluster[0][0]
    depth = [0] * (max(cluster[place][1] for place in sharing) - base + 1) if sharing else []
    for place in sharing:
        for position in range(cluster[place][0] - base, cluster[place][1] - base + 1):
            depth[position] += 1
    return {place: max(depth[cluster[place][0] - base : cluster[place][1] - base + 1]) for place in sharing}
