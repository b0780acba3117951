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
# A strand with its track, how many tracks share the channel there, and how many links share the track.
Tracked = tuple[Strand, int, int, int]

_BASE = 1 << 15
_BY_KEY = itemgetter(2, 3, 4)


def side_key(stops: Sequence[int], place: int, down: int, forward: bool) -> int:
    """Where among the strands of a channel a leg belongs: small keys on the start side or at the top.

    `stops` are the positions of a route's legs, with those of the insides of its cards at both ends, `place` the leg's
    place among them, `down` whether it runs down, `forward` whether the route is told from the end that all links
    between these cards are told from. The last bit of the key is whether equal keys are to be read backwards, so that
    links with one path run in parallel round every corner.
    """
    here, one, other = stops[place], stops[place - 1], stops[place + 1]
    one_turn = stops[place - 2] - here if place > 1 else 0
    other_turn = stops[place + 2] - here if place < len(stops) - 2 else 0
    rising = one < other
    low, high = (one, other) if rising else (other, one)
    pull = second = third = 0
    if one_turn and other_turn:
        low_turn = one_turn if rising else other_turn
        if (one_turn > 0) == (other_turn > 0):
            pull, first = (2, low - high) if one_turn > 0 else (-2, high - low)
        else:
            first, second, third = (1, low, high) if low_turn > 0 else (-1, -low, -high)
    elif one_turn:
        back = place > 2 and (stops[place - 3] > one) == (other > one)
        pull, first, second, third = _stub_key(one_turn > 0, high - low, back, stops[place - 2])
    else:
        back = place < len(stops) - 3 and (stops[place + 3] > other) == (one > other)
        pull, first, second, third = _stub_key(other_turn > 0, high - low, back, stops[place + 2])
    backwards = (rising == forward) == (down > 0)
    return (((pull * _BASE + first) * _BASE + second) * _BASE + third) * 2 + backwards


def _stub_key(towards_end: bool, length: int, back: bool, far: int) -> tuple[int, int, int, int]:
    """The key of a leg from a card that turns off once, to a leg that ends at `far`, where the route may turn back."""
    pull, first = (1, -length) if towards_end else (-1, length)
    return pull, first, towards_end == back, -far if back else far


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
        reach = max(reach, strand[1])
    if cluster:
        _cluster(cluster, capacity, found)
    return found


def _cluster(cluster: list[Strand], capacity: int, found: list[Tracked]) -> None:
    """Add the tracks of strands that hang together by overlaps; they are sorted by where they begin."""
    if len(cluster) == 1:
        found.append((cluster[0], 0, 1, 1))
        return
    ranked = _ranked(cluster)
    tracks = _layered(ranked)
    count = max(tracks) + 1
    if count <= capacity:
        found += [(strand, track, count, 1) for strand, track in zip(ranked, tracks, strict=True)]
        return
    rank = {strand: place for place, strand in enumerate(ranked)}
    swept = _swept(cluster, [rank[strand] for strand in cluster], capacity)
    shared = _bundles(cluster, swept, capacity - 1)
    for place, strand in enumerate(cluster):
        found.append((strand, swept[place], capacity, shared.get(place, 1)))


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
    """How many strands share the last track, by place in the cluster, run by run."""
    runs: list[list[int]] = []
    reach = -1
    for place, strand in enumerate(cluster):
        if tracks[place] != last:
            continue
        if strand[0] > reach:
            runs.append([])
        runs[-1].append(place)
        reach = max(reach, strand[1])
    return {place: len(run) for run in runs for place in run}
