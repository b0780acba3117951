"""Every graph answer beside a slow and obvious one, on the samples and on random documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from model import samples
from model.analysis.crossings import crossings
from model.analysis.gaps import asked_twice, open_questions, shared_cards, system_gaps, weak_systems
from model.analysis.handoffs import hand_offs, matrix, passings, pulling_apart, waits
from model.analysis.impact import Nodes, impact, reach, single_points, trace
from model.analysis.loops import loops
from model.analysis.support import unsupported
from model.analysis.timing import ZERO, Path, timing
from model.analysis.touchpoints import touchpoints
from model.context import fixed_context
from model.document import DocumentView
from model.elements import Card, Link
from model.registers import System
from tests.model.analysis import reference
from tests.model.analysis.random_documents import a_random_document

Check = Callable[[DocumentView], None]
QUICK, FULL = 60, 500


def all_of(found: Nodes) -> set[str]:
    return {*found.systems, *found.owners, *found.cards}


def near(one: Decimal | None, other: Fraction | None) -> bool:
    """Whether two figures are one, but for the last of 28 digits."""
    if one is None or other is None:
        return one is None and other is None
    return abs(Fraction(one) - other) < Fraction(1, 10**15)


def check_touchpoints(document: DocumentView) -> None:
    assert set(touchpoints(document)) == reference.touchpoints(document)


def check_impact(document: DocumentView) -> None:
    felt = reference.touchpoints(document)
    for node in _some(reference.nodes(document)):
        stopped = reference.stopped(document, [node])
        found = impact(document, [node])
        assert all_of(found.stopped) == stopped
        assert {id for _, ids in found.touchpoints for id in ids} == felt & stopped
        assert near(found.customers, reference.customers_hit(document, felt & stopped))


def check_impact_of_several(document: DocumentView) -> None:
    several = reference.nodes(document)[::3]
    assert all_of(impact(document, several).stopped) == reference.stopped(document, several)


def check_reach(document: DocumentView) -> None:
    for node in _some(list(document.table(Card))):
        assert all_of(reach(document, [node])[0]) == reference.touched(document, node) - {node}


def check_trace_and_single_points(document: DocumentView) -> None:
    stopped = {node: reference.stopped(document, [node]) for node in reference.nodes(document)}
    for card in _some(list(document.table(Card))):
        assert all_of(trace(document, card).rests_on) == {node for node in stopped if card in stopped[node]}
    found = single_points(document)
    expected = reference.single_points(document, stopped)
    assert {point.id: point.touchpoints for point in found} == {id: count for id, (count, _) in expected.items()}
    assert all(near(point.customers, expected[point.id][1]) for point in found)
    ranks = [(point.customers is None, -(point.customers or 0), -point.touchpoints) for point in found]
    assert ranks == sorted(ranks)


def check_hand_offs(document: DocumentView) -> None:
    found = hand_offs(document)
    pairs, unknown = reference.hand_offs(document)
    assert {each.link: tuple(unit.lower() for unit in each.units) for each in found.found} == pairs
    assert set(found.unjudged) == unknown
    assert {each.link for each in found.without_agreement} == {
        id for id in pairs if not document.need(Link, id).agreed.strip()
    }
    asked = [(each.wait is None, -(each.wait or ZERO)) for each in found.found]
    assert asked == sorted(asked)
    table = matrix(found.found)
    for row, giver in enumerate(table.units):
        for column, taker in enumerate(table.units):
            count = sum(pair == (giver.lower(), taker.lower()) for pair in pairs.values())
            assert table.counts[row][column] == count
    assert sorted(id for group in passings(document, found.found) for id in group.links) == sorted(pairs)
    assert {frozenset(pull.owners) for pull in pulling_apart(document, found.found)} == reference.pulls(document)


def check_waits(document: DocumentView) -> None:
    assert {row.unit.lower(): (row.links, row.cards) for row in waits(document)} == reference.waits(document)


def check_crossings(document: DocumentView) -> None:
    found = [(each.line.value, each.link, each.down) for each in crossings(document)]
    assert len(found) == len(set(found))
    assert set(found) == reference.crossings(document)


def check_loops(document: DocumentView) -> None:
    assert {frozenset(loop.cards) for loop in loops(document)} == reference.loops(document)


def check_timing(document: DocumentView) -> None:
    found = timing(document)
    placed = {card.id for card in document.where(Card) if reference.role(document, card.id)}
    _check_path(found.whole, reference.longest(document, placed))
    for stage, path in found.stages:
        within = {id for id in placed if reference.stage_of(document, document.need(Card, id)) == stage}
        _check_path(path, reference.longest(document, within))


def check_unsupported(document: DocumentView) -> None:
    found = unsupported(document)
    assert {each.card for each in found} == reference.unsupported(document)
    assert [bool(each.promise) for each in found] == sorted((bool(each.promise) for each in found), reverse=True)


def check_gaps(document: DocumentView) -> None:
    assert {frozenset(gap.systems): set(gap.steps) for gap in system_gaps(document)} == reference.gaps(document)


def check_twice(document: DocumentView) -> None:
    assert {frozenset(each.cards) for each in asked_twice(document)} == reference.twice(document)


def check_shared(document: DocumentView) -> None:
    found = {frozenset(each.owners): set(each.cards) for each in shared_cards(document)}
    assert found == reference.shared(document)


def check_questions(document: DocumentView) -> None:
    found = {each.stage: (set(each.customer), set(each.team)) for each in open_questions(document)}
    assert found == reference.open_questions(document)


def check_weak(document: DocumentView) -> None:
    found = {each.system: {*each.needed_by, *each.helps} for each in weak_systems(document)}
    assert found == reference.weak(document)


CHECKS: tuple[Check, ...] = tuple(value for name, value in list(globals().items()) if name.startswith("check_"))


def _some(nodes: list[str]) -> list[str]:
    """At most a dozen of some nodes, spread over them."""
    return nodes[:: max(1, len(nodes) // 12)]


def _check_path(found: Path | None, total: Decimal) -> None:
    assert (found.span.total if found else ZERO) == total


def random_ones(seeds: Iterable[int]) -> Iterable[DocumentView]:
    return (a_random_document(seed) for seed in seeds)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_quick_random_documents(check: Check) -> None:
    for document in random_ones(range(QUICK)):
        check(document)


@pytest.mark.full
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_random_documents(check: Check) -> None:
    for document in random_ones(range(QUICK, FULL)):
        check(document)


@pytest.mark.parametrize("name", ["permit", "outpatient"])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_samples(check: Check, name: str) -> None:
    check(samples.build(name, fixed_context(date(2026, 11, 23))))


def test_exposure_of_random_documents() -> None:
    told = 0
    for document in random_ones(range(QUICK)):
        for system in document.table(System):
            found = impact(document, [system])
            expected = reference.exposure(document, all_of(found.stopped))
            assert (found.exposure, found.unreckoned) == expected
            told += found.exposure is not None
    assert told > 5


def test_the_random_documents_hold_something_to_find() -> None:
    found = {check.__name__: 0 for check in CHECKS}
    for document in random_ones(range(QUICK)):
        found["check_trace_and_single_points"] += len(single_points(document))
        found["check_loops"] += len(loops(document))
        found["check_unsupported"] += len(unsupported(document))
        found["check_gaps"] += len(system_gaps(document))
        found["check_twice"] += len(asked_twice(document))
        found["check_hand_offs"] += len(pulling_apart(document, hand_offs(document).found))
    named = ("trace_and_single_points", "loops", "unsupported", "gaps", "twice", "hand_offs")
    assert {name: found[f"check_{name}"] for name in named if found[f"check_{name}"] < 5} == {}
