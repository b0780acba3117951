"""Channels and their tracks: what a link's route is made of, and which track each leg gets.

All four families are seen on one coarse scale, so that a route is a short tuple of numbers. Across the map, V gutter g
is position 2g and column c is 2c + 1; down the map, H gutters and slot rows have marks that ascend. A *strand* is a leg
that waits for its track: where along its channel it begins and ends (both included: legs that only meet in one gutter
are kept apart too), and a key that says on which side of its neighbours it crosses the fewest of them.

Tracks count from the start side or the top, and a leg's track is one of `tracks` that share the channel there: a lone
leg is track 0 of 1 and lies in the middle. Colouring is a pure function of a channel's strands, hence what changed
bit by bit ends as what is placed at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, combinations
from operator import itemgetter

from model.layout.strands import Strand, turns
from model.named import NamedTuple


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


# A leg's track, how many links share it, and how many tracks the channel has there.
Tracks = tuple[int, int, int]
Tracked = tuple[Strand, Tracks]
# What a strand overlaps, by its place in the cluster, and the price of lying before it.
_Near = list[tuple[int, int]]
# From, to, and how these two ends turn.
_Ends = tuple[int, int, int, int]

# Clusters that are not searched for better tracks, for the time it takes: a full channel of a workshop's map has fewer.
MANY = 25
ROUNDS = 4
# How much more a crossing weighs than the order of keys.
_CROSSING = 64
_ALONE: Tracks = (0, 1, 1)
_BY_KEY = itemgetter(2, 3, 4)


def tracked(cluster: list[Strand], capacity: int) -> list[Tracked]:
    """Strands that hang together by overlaps, sorted by where they begin, with their tracks."""
    if len(cluster) == 1:
        return [(cluster[0], _ALONE)]
    ranked = _ranked(cluster)
    tracks = _layered(ranked)
    count = max(tracks) + 1
    if count <= capacity:
        return [(strand, _one(track, 1, count)) for strand, track in zip(ranked, tracks, strict=True)]
    rank = {strand: place for place, strand in enumerate(ranked)}
    ranks = [rank[strand] for strand in cluster]
    swept = _searched(cluster, ranks, capacity) if len(cluster) < MANY else _swept(cluster, ranks, capacity)
    shared = _bundles(cluster, swept, capacity - 1)
    return [(strand, _one(swept[place], shared.get(place, 1), capacity)) for place, strand in enumerate(cluster)]


@lru_cache(maxsize=10_000)
def _one(track: int, bundle: int, tracks: int) -> Tracks:
    """Tracks that are alike are one: legs look up by theirs where they lie, and the processor has it at hand."""
    return track, bundle, tracks


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
    places = _places(ranked)
    level = [-1] * len(places)
    tracks = []
    for strand in ranked:
        begin, end = places[strand[0]], places[strand[1]] + 1
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
    places = range(capacity)
    tracks = []
    for strand, own in zip(cluster, rank, strict=True):
        begin, end = strand[0], strand[1]
        best, least = capacity - 1, len(cluster)
        # How many of those taken would lie on its wrong side; each that is passed lies on the other from there on.
        upset = sum([until[track] >= begin and holder[track] < own for track in places])
        for track in places:
            if until[track] >= begin:
                upset += -1 if holder[track] < own else 1
            elif upset < least:
                best, least = track, upset
        until[best] = max(until[best], end)
        holder[best] = own
        tracks.append(best)
    return tracks


def _searched(cluster: Sequence[Strand], rank: Sequence[int], capacity: int) -> list[int]:
    """The tracks with the fewest crossings that a bounded search finds; as few strands share as it can.

    The strands are laid against the channel and by their order, and what that gives is mended.
    """
    near = _neighbours(cluster, rank)
    places = range(len(cluster))
    against = sorted(places, key=lambda place: (-cluster[place][1], rank[place]))
    best: list[int] = []
    least = (len(cluster) + 1, 0)
    for order in (against, sorted(places, key=rank.__getitem__)):
        tracks = _laid(order, near, capacity)
        cost = _cost(cluster, tracks, near, capacity)
        if cost[1] >= _CROSSING:
            _mend(cluster, tracks, near, capacity)
            cost = _cost(cluster, tracks, near, capacity)
        if cost < least:
            best, least = tracks, cost
        if least < (1, _CROSSING):
            break
    return best


def _neighbours(cluster: Sequence[Strand], rank: Sequence[int]) -> list[_Near]:
    """By strand, what it overlaps and how bad it is to lie before that: less than 0 where it is good."""
    near: list[_Near] = [[] for _ in cluster]
    ends = [(strand[0], strand[1], *turns(strand[2])) for strand in cluster]
    for place, one in enumerate(ends):
        for after in range(place + 1, len(ends)):
            other = ends[after]
            if other[0] > one[1]:
                break
            upset = _upset(one, other) - _upset(other, one)
            price = upset * _CROSSING + (1 if rank[place] > rank[after] else -1)
            near[place].append((after, price))
            near[after].append((place, -price))
    return near


def _upset(one: _Ends, other: _Ends) -> int:
    """How often two strands cross for certain where the first lies on the start side of the other or above it."""
    low, high, low_turn, high_turn = one
    begin, end, begin_turn, end_turn = other
    found = 0
    if low_turn > 0 and (begin < low < end or (low == begin and begin_turn < 0) or (low == end and end_turn < 0)):
        found += 1
    if high_turn > 0 and (begin < high < end or (high == begin and begin_turn < 0) or (high == end and end_turn < 0)):
        found += 1
    if begin_turn < 0 and low < begin < high:
        found += 1
    if end_turn < 0 and low < end < high:
        found += 1
    return found


def _laid(order: Iterable[int], near: Sequence[_Near], capacity: int) -> list[int]:
    """Each strand in turn on the free track that costs least; on the last where none is free."""
    tracks = [-1] * len(near)
    for place in order:
        laid = [(tracks[other], price) for other, price in near[place] if tracks[other] >= 0]
        free = {*range(capacity)}.difference([track for track, _ in laid])
        best, least = capacity - 1, -1
        for track in sorted(free) if len(free) > 1 else free:
            cost = 0
            for other, price in laid:
                if (price > 0) == (track < other):
                    cost += price if price > 0 else -price
            if least < 0 or cost < least:
                best, least = track, cost
        tracks[place] = best
    return tracks


def _mend(cluster: Sequence[Strand], tracks: list[int], near: Sequence[_Near], capacity: int) -> None:
    """Let strands of two tracks that hang together change places as long as that saves something.

    What two tracks can save hangs on them and those between them alone: until one of these changes, nothing more.
    """
    changes = 0
    changed = [0] * capacity
    seen: dict[tuple[int, int], int] = {}
    for _ in range(ROUNDS):
        before = changes
        for one, other in combinations(range(capacity), 2):
            if seen.get((one, other), -1) >= max(changed[one : other + 1]):
                continue
            for chain in _chains(cluster, tracks, one, other):
                if other == capacity - 1 and _shared(cluster, [p for p in chain if tracks[p] == other]):
                    continue
                if _saving(chain, tracks, near, one, other) > 0:
                    for place in chain:
                        tracks[place] = one + other - tracks[place]
                    changes += 1
                    changed[one] = changed[other] = changes
            seen[one, other] = changes
        if changes == before:
            return


def _chains(cluster: Sequence[Strand], tracks: Sequence[int], one: int, other: int) -> list[list[int]]:
    """The strands of two tracks, those together that hang together by overlaps."""
    places = [place for place, track in enumerate(tracks) if track in (one, other)]
    chains: list[list[int]] = []
    begin, reach = 0, -1
    for count, place in enumerate(places):
        low, high = cluster[place][:2]
        if low > reach and count:
            chains.append(places[begin:count])
            begin = count
        reach = high if high > reach else reach
    return [*chains, places[begin:]] if places else []


def _saving(chain: Sequence[int], tracks: Sequence[int], near: Sequence[_Near], low: int, high: int) -> int:
    """What it saves to let the strands of a chain change tracks: all that a strand overlaps on the other is in it."""
    saved = 0
    for place in chain:
        if tracks[place] == low:
            for other, price in near[place]:
                if low < tracks[other] <= high:
                    saved += price
        else:
            for other, price in near[place]:
                if low < tracks[other] < high:
                    saved -= price
    return saved


def _cost(cluster: Sequence[Strand], tracks: Sequence[int], near: Sequence[_Near], capacity: int) -> tuple[int, int]:
    """How many strands share a track, and what the order of the tracks costs."""
    upset = 0
    for place, found in enumerate(near):
        own = tracks[place]
        for other, price in found:
            if price > 0 and own < tracks[other]:
                upset += price
    return _shared(cluster, [place for place, track in enumerate(tracks) if track == capacity - 1]), upset


def _shared(cluster: Sequence[Strand], places: Iterable[int]) -> int:
    """How many of some strands, sorted by where they begin, begin on another one."""
    found, reach = 0, -1
    for place in places:
        found += cluster[place][0] <= reach
        reach = max(reach, cluster[place][1])
    return found


def _bundles(cluster: Sequence[Strand], tracks: Sequence[int], last: int) -> dict[int, int]:
    """How many strands lie on one another on the last track, by place in the cluster: where they are most."""
    sharing = [place for place, track in enumerate(tracks) if track == last]
    places = _places([cluster[place] for place in sharing])
    reaches = {place: (places[cluster[place][0]], places[cluster[place][1]] + 1) for place in sharing}
    more = [0] * (len(places) + 1)
    for begin, end in reaches.values():
        more[begin] += 1
        more[end] -= 1
    depth = list(accumulate(more))
    return {place: max(depth[begin:end]) for place, (begin, end) in reaches.items()}


def _places(strands: Iterable[Strand]) -> dict[int, int]:
    """Where strands begin and end, counted: nothing else lies between that matters to what overlaps."""
    ends = {end for strand in strands for end in strand[:2]}
    return {end: place for place, end in enumerate(sorted(ends))}
