"""What lies in the channels of a map, and which tracks it gets there, kept in step with links that come and go."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from operator import is_
from typing import Any

from model.layout.channels import Tracked, tracked
from model.layout.plans import Plan
from model.layout.strands import Strand

# What lies in a channel, by which it is.
_Strands = dict[int, Strand]
# Strands that hang together by overlaps, sorted, and the same with their tracks.
_Cluster = tuple[list[Strand], list[Tracked]]

# A channel that holds fewer strands is looked through sooner than it is compared with what it held.
FEW = 12


class Channels:
    """The strands of plans, by channel."""

    def __init__(self) -> None:
        self._laid: defaultdict[int, _Strands] = defaultdict(dict)
        self._colourings: defaultdict[int, Colouring] = defaultdict(Colouring)

    @property
    def tables(self) -> tuple[MutableMapping[Any, Any], ...]:
        """What holds it all."""
        return self._laid, self._colourings

    def __contains__(self, channel: int) -> bool:
        return channel in self._laid

    def __iter__(self) -> Iterator[int]:
        return iter(self._laid)

    def put(self, plan: Plan) -> None:
        """Lay a plan into its channels."""
        laid = self._laid
        for channel, strand in zip(plan.channels, plan.strands, strict=True):
            laid[channel][id(strand)] = strand

    def take(self, plan: Plan) -> None:
        """Take what lies of a plan out of its channels."""
        laid = self._laid
        for channel, strand in zip(plan.channels, plan.strands, strict=True):
            del laid[channel][id(strand)]

    def drop(self, channel: int) -> None:
        """A channel is there no more."""
        self._laid.pop(channel, None)
        self._colourings.pop(channel, None)

    def strands(self, channel: int) -> Collection[Strand]:
        """What lies in a channel."""
        return self._laid[channel].values() if channel in self._laid else ()

    def links(self, channel: int) -> set[str]:
        """The links that lie in a channel."""
        return {strand[3] for strand in self.strands(channel)}

    def colour(self, channel: int, capacity: int) -> list[Tracked]:
        """The strands of a channel with their tracks, as far as these may be others than the last time."""
        return self._colourings[channel].colour(self._laid[channel], capacity)


class Colouring:
    """The tracks of one channel's strands. Strands that hang together by overlaps are looked at anew only where these
    are others than before, and than before that: so that a change costs what it touches, and taking it back less.
    """

    __slots__ = ("_capacity", "_clusters", "_former", "_laid", "_reaches")

    def __init__(self) -> None:
        self._begin(0)

    def _begin(self, capacity: int) -> None:
        self._capacity = capacity
        # What hangs together, with its tracks, along the channel.
        self._clusters: list[_Cluster] = []
        self._former: dict[Strand, _Cluster] = {}
        # How far each of these reaches, and all that they hold: known of a channel that holds much.
        self._reaches: list[int] = []
        self._laid: _Strands = {}

    def colour(self, laid: _Strands, capacity: int) -> list[Tracked]:
        """The strands with their tracks, but for those that surely have what they had before."""
        if capacity != self._capacity:
            self._begin(capacity)
        return self._walked(laid) if len(laid) < FEW else self._compared(laid)

    def _walked(self, laid: _Strands) -> list[Tracked]:
        """All of a channel is looked through."""
        known = {entry[0][0]: entry for entry in self._clusters}
        found = list[Tracked]()
        self._clusters, self._laid = [], {}
        for cluster in _clusters(laid.values()):
            entry = known.get(cluster[0])
            if entry is None or entry[0] != cluster or not all(map(is_, entry[0], cluster)):
                entry = self._tracked(cluster, known)
                found += entry[1]
            self._clusters.append(entry)
        self._former = known
        return found

    def _compared(self, laid: _Strands) -> list[Tracked]:
        """Only what overlaps strands that came or went is looked at."""
        if not self._laid:
            self._laid = {id(strand): strand for cluster, _ in self._clusters for strand in cluster}
            self._reaches = [_reach(cluster) for cluster, _ in self._clusters]
        before, self._laid = self._laid, laid.copy()
        gone, come = before.keys() - laid.keys(), [laid[key] for key in laid.keys() - before.keys()]
        taken = self._take([*come, *(before[key] for key in gone)])
        loose = [strand for cluster, _ in taken for strand in cluster if id(strand) not in gone]
        # By which they are: most keep their tracks, and where links know these is far from here in the memory.
        had = {id(strand): tracks for _, pairs in taken for strand, tracks in pairs}
        known = {entry[0][0]: entry for entry in taken}
        found = list[Tracked]()
        for cluster in _clusters([*loose, *come]):
            entry = self._tracked(cluster, known)
            found += [pair for pair in entry[1] if had.get(id(pair[0])) is not pair[1]]
            self._put(entry)
        self._former = known
        return found

    def _tracked(self, cluster: list[Strand], known: dict[Strand, _Cluster]) -> _Cluster:
        """What hangs together, with its tracks: those it had, as equal strands may be of plans made anew."""
        for entries in (known, self._former):
            kept = entries.get(cluster[0])
            if kept is not None and kept[0] == cluster:
                if all(map(is_, kept[0], cluster)):
                    return kept
                tracks = dict(kept[1])
                return cluster, [(strand, tracks[strand]) for strand in cluster]
        return cluster, tracked(cluster, self._capacity)

    def _take(self, strands: Iterable[Strand]) -> list[_Cluster]:
        """Take out all that overlaps some strands."""
        clusters, reaches = self._clusters, self._reaches
        touched: set[int] = set()
        for strand in strands:
            place = bisect_left(reaches, strand[0])
            while place < len(clusters) and clusters[place][0][0][0] <= strand[1]:
                touched.add(place)
                place += 1
        taken = [clusters[place] for place in touched]
        for place in sorted(touched, reverse=True):
            del clusters[place], reaches[place]
        return taken

    def _put(self, entry: _Cluster) -> None:
        cluster = entry[0]
        place = bisect_left(self._reaches, cluster[0][0])
        self._clusters.insert(place, entry)
        self._reaches.insert(place, _reach(cluster))


def _reach(cluster: Iterable[Strand]) -> int:
    return max([strand[1] for strand in cluster])


def _clusters(strands: Iterable[Strand]) -> Iterator[list[Strand]]:
    """The strands that hang together by overlaps."""
    ordered = sorted(strands)
    begin, reach = 0, -1
    for place, strand in enumerate(ordered):
        if strand[0] > reach and place:
            yield ordered[begin:place]
            begin = place
        reach = strand[1] if strand[1] > reach else reach
    if ordered:
        yield ordered[begin:]
