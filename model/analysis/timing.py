"""How long it takes: the longest path in work and wait (minutes), end to end and within each stage.

A `flow` puts its source before its target, and the link's wait between them; `needs` puts what is needed first;
exchange and escalation order nothing. Cards that run side by side are never added: a path follows one of them.

Cards that lead back to themselves count once as a whole: the longest path inside over the links that run forward in
the order of the map, and the largest wait of those that run backward. A stage that loops back (`Stage.loops_to`) is
passed `Stage.repeats` times, at least once, with every stage between: cards there, and links with both ends there,
count as often; where loops lie in one another, as often as both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from model.analysis.components import components
from model.analysis.loops import order_of
from model.analysis.places import Places
from model.document import DocumentView
from model.elements import Card, Link, Stage

ZERO, ONE = Decimal(0), Decimal(1)


class Span(NamedTuple):
    """Minutes of work and of waiting."""

    work: Decimal = ZERO
    wait: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Both."""
        return self.work + self.wait

    def and_then(self, other: Span) -> Span:
        """One after the other."""
        return Span(self.work + other.work, self.wait + other.wait)


class Path(NamedTuple):
    """A longest path: its cards in order, the links between them, its minutes, repeats counted."""

    cards: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    span: Span = Span()

    @property
    def waiting(self) -> Decimal:
        """The share of it that is waiting."""
        return self.span.wait / self.span.total if self.span.total else ZERO


class Timing(NamedTuple):
    """End to end and by stage; None where no card or link on any path has a time. `untimed`: cards without one."""

    whole: Path | None
    stages: tuple[tuple[str, Path | None], ...]
    untimed: tuple[str, ...]


class _Edge(NamedTuple):
    """One card before another."""

    first: str
    then: str
    link: str
    wait: Decimal


class _Way(NamedTuple):
    """An edge that leads from one part of a path, by number, to another."""

    first: int
    edge: _Edge


def timing(document: DocumentView) -> Timing:
    """The longest paths of a document; cards in the tray and in annotation lanes take no part."""
    places, weights, edges = _graph(document)
    cards = tuple(weights)
    stage_of = {id: places.stage(places.cards[id]) or "" for id in cards}
    by_stage: dict[str, tuple[list[str], list[_Edge]]] = {stage: ([], []) for stage in places.stages}
    for id in cards:
        by_stage[stage_of[id]][0].append(id)
    for edge in edges:
        if stage_of[edge.first] == stage_of[edge.then]:
            by_stage[stage_of[edge.first]][1].append(edge)
    untimed = (id for id in cards if (card := places.cards[id]).work_minutes is None and card.wait_minutes is None)
    return Timing(
        _longest(cards, weights, edges),
        tuple((stage, _longest(ids, weights, within)) for stage, (ids, within) in by_stage.items()),
        tuple(untimed),
    )


def paths_of_steps(document: DocumentView) -> dict[str, Path | None]:
    """The longest path among the cards that begin in each step."""
    places, weights, edges = _graph(document)
    cards: dict[str, list[str]] = {step: [] for step in places.steps}
    step_of = {id: places.cards[id].step or "" for id in weights}
    for id, step in step_of.items():
        cards[step].append(id)
    within: dict[str, list[_Edge]] = {step: [] for step in places.steps}
    for edge in edges:
        if step_of[edge.first] == step_of[edge.then]:
            within[step_of[edge.first]].append(edge)
    return {step: _longest(ids, weights, within[step]) for step, ids in cards.items()}


def _graph(document: DocumentView) -> tuple[Places, dict[str, Span], list[_Edge]]:
    """The cards that take part, in the order of the map, with their minutes, and which comes before which."""
    places = Places(document)
    cards = places.ordered(id for id, card in places.cards.items() if places.band(card) is not None)
    rounds = _Rounds(document)
    weights = {id: _weight(places, places.cards[id], rounds) for id in cards}
    edges = []
    for link in document.where(Link):
        ends = order_of(link)
        if ends is not None and ends[0] in weights and ends[1] in weights:
            times = rounds.of(*(places.stage(places.cards[id]) for id in ends))
            edges.append(_Edge(*ends, link.id, (link.wait_minutes or ZERO) * times))
    return places, weights, edges


class _Rounds:
    """How often the loops of stages make their stages be passed."""

    def __init__(self, document: DocumentView) -> None:
        stages = document.where(Stage)
        order = {stage.id: number for number, stage in enumerate(stages)}
        self._loops = [
            (frozenset(other.id for other in stages[order[stage.loops_to] : order[stage.id] + 1]), stage.repeats)
            for stage in stages
            if stage.loops_to is not None and stage.repeats is not None and stage.repeats > ONE
        ]

    def of(self, *stages: str | None) -> Decimal:
        """How often what lies in these stages is passed."""
        times = ONE
        for covered, repeats in self._loops:
            if all(stage in covered for stage in stages):
                times *= repeats
        return times


def _weight(places: Places, card: Card, rounds: _Rounds) -> Span:
    times = rounds.of(places.stage(card))
    return Span((card.work_minutes or ZERO) * times, (card.wait_minutes or ZERO) * times)


def _longest(cards: Sequence[str], weights: Mapping[str, Span], edges: Sequence[_Edge]) -> Path | None:
    """The longest path over some cards, given in the order of the map, and edges between them; the first of equals."""
    place = {id: number for number, id in enumerate(cards)}
    following: dict[str, list[str]] = {id: [] for id in cards}
    for edge in edges:
        following[edge.first].append(edge.then)
    members = [sorted(part, key=place.__getitem__) for part in components(following)]
    part_of = {id: number for number, ids in enumerate(members) for id in ids}
    inside: dict[int, list[_Edge]] = {}
    ways: dict[int, list[_Way]] = {}
    for edge in edges:
        first, then = part_of[edge.first], part_of[edge.then]
        if first == then:
            inside.setdefault(then, []).append(edge)
        else:
            ways.setdefault(then, []).append(_Way(first, edge))
    parts = [_once_round(ids, weights, inside.get(number, ())) for number, ids in enumerate(members)]
    found = _follow(parts, ways)
    return found if found.span.total else None


def _once_round(cards: Sequence[str], weights: Mapping[str, Span], edges: Iterable[_Edge]) -> Path:
    """Once round cards that lead back to themselves, given in the order of the map; of one card, the card."""
    if len(cards) == 1:
        return Path((cards[0],), (), weights[cards[0]])
    place = {id: number for number, id in enumerate(cards)}
    forward: dict[int, list[_Way]] = {}
    back = ZERO
    for edge in edges:
        first, then = place[edge.first], place[edge.then]
        if first < then:
            forward.setdefault(then, []).append(_Way(first, edge))
        elif first > then:
            back = max(back, edge.wait)
    path = _follow([Path((id,), (), weights[id]) for id in cards], forward)
    return path._replace(span=path.span.and_then(Span(ZERO, back)))


def _follow(parts: Sequence[Path], ways: Mapping[int, Sequence[_Way]]) -> Path:
    """The longest path over parts given first to last, `ways` leading to each; of equals that with most cards."""
    best: list[tuple[Decimal, int]] = []
    over: list[_Way | None] = []
    for number, part in enumerate(parts):
        before: tuple[Decimal, int] = (ZERO, 0)
        by = None
        for way in ways.get(number, ()):
            total, count = best[way.first]
            if (total + way.edge.wait, count) > before:
                before, by = (total + way.edge.wait, count), way
        best.append((before[0] + part.span.total, before[1] + len(part.cards)))
        over.append(by)
    if not best:
        return Path()
    last = best.index(max(best))
    chain = [parts[last]]
    while (step := over[last]) is not None:
        last = step.first
        chain += (Path((), (step.edge.link,), Span(ZERO, step.edge.wait)), parts[last])
    chain.reverse()
    span = Span(sum((each.span.work for each in chain), ZERO), sum((each.span.wait for each in chain), ZERO))
    cards = tuple(id for each in chain for id in each.cards)
    return Path(cards, tuple(id for each in chain for id in each.links), span)
