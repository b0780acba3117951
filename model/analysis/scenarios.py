"""What-if scenarios: overlays on a document, compared with it and with one another (R39, R40, R58, R62).

An overlay is a copy: the scenario's edits are done, what stops fails every time, and its improvements are in at full
strength. The base is the document with no improvement done. Whatever is compared is a full computation of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from model.analysis.case import case
from model.analysis.economy import Economy
from model.analysis.evaluation import HOUR, Evaluation
from model.analysis.full_strength import brings, done
from model.analysis.handoffs import hand_offs
from model.analysis.impact import Nodes, reach
from model.analysis.partitions import cost_to_serve, failure_cost, handled_within, rounded
from model.analysis.stopping import stopped, stopping
from model.analysis.timeline import Timeline, plan
from model.analysis.timing import timing
from model.analysis.touching import nodes_of
from model.analysis.workload import workload
from model.document import Document, DocumentView
from model.elements import Card, Step
from model.errors import KnownError
from model.improvements import Cause, Effect, EffectKind, Improvement, ImprovementStatus, Scenario, ScenarioEdit
from model.messages import Message
from model.owners import accountable
from model.registers import FailPoint, Owner, System
from model.what_if import edited, fault, put, take_as_given, what

ZERO, ONE = Decimal(0), Decimal(1)


class Figures(NamedTuple):
    """What a service costs and takes; None where nothing of it can be said. Money is a year's, to the cent.

    `outlay`: cost to serve and failure cost, what is in both counted once. `brings`: what improvements bring by
    themselves; `running` and `once`: what they cost; `npv`: their case. `hours` a year; `each`: minutes of work a
    customer; `elapsed`: minutes of the longest path.
    """

    outlay: Decimal | None
    serve: Decimal | None
    failure: Decimal | None
    brings: Decimal | None
    running: Decimal | None
    once: Decimal | None
    npv: Decimal | None
    hours: Decimal | None
    each: Decimal | None
    elapsed: Decimal | None
    steps: Decimal | None
    hand_offs: Decimal | None

    def less(self, other: Figures) -> Figures:
        """What these have more than others; None where one of the two cannot be said."""
        pairs = zip(self, other, strict=True)
        return Figures(*(None if left is None or right is None else left - right for left, right in pairs))


class Row(NamedTuple):
    """One scenario, or the base (empty `scenario`).

    `why`: why it cannot be, with no figures then. `owners`: whom it touches. `stopped`: cards that stop in it.
    `elsewhere`: what it may reach downstream of what it touches.
    """

    scenario: str
    figures: Figures | None = None
    why: Message | None = None
    owners: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    elsewhere: Nodes = Nodes((), (), ())


def compare(document: DocumentView) -> tuple[Row, ...]:
    """The base and each scenario, in their order."""
    base = Row("", figures_of(document, document, ()))
    return (base, *(row_of(document, scenario.id) for scenario in document.where(Scenario)))


def row_of(document: DocumentView, scenario: str) -> Row:
    """One scenario, compared with no other yet."""
    try:
        copy, halted = _begun(document, scenario)
    except KnownError as error:
        return Row(scenario, why=error.message)
    on = copy.need(Scenario, scenario).improvements
    before = copy.frozen()
    done(copy, on)
    first = touched(document, scenario)
    elsewhere, _ = reach(document, first)
    return Row(scenario, figures_of(copy, before, on), None, _owners(document, copy, first), halted, elsewhere)


def overlay(document: DocumentView, scenario: str) -> DocumentView:
    """The document as it would be in a scenario; `KnownError` names the scenario and what cannot be in it."""
    copy, _ = _begun(document, scenario)
    done(copy, copy.need(Scenario, scenario).improvements)
    return copy


def set_up(document: DocumentView, scenario: str) -> DocumentView:
    """The document in which the case of a scenario is made: its improvements are proposed, all others dropped."""
    return _begun(document, scenario)[0]


def figures_of(document: DocumentView, before: DocumentView, improvements: tuple[str, ...]) -> Figures:
    """The figures of a document; those of improvements as they were before these were done."""
    figures = Evaluation(Economy(document))
    serve, failure = cost_to_serve(document, figures), failure_cost(document, figures)
    outlay = serve.total + failure.total - handled_within(document, figures)
    hours, customers = workload(figures, document.where(Card)), document.blueprint.volume
    found = timing(document).whole
    costs = Timeline(Economy(before), plan(before))
    earned = case(before, improvements)
    return Figures(
        outlay if serve.items or failure.items else None,
        serve.total if serve.items else None,
        failure.total if failure.items else None,
        rounded(brings(before, improvements)),
        rounded(sum((costs.running(id) for id in improvements), ZERO)),
        rounded(sum((amount for id in improvements for _, amount in costs.spent(id)), ZERO)),
        None if earned is None else rounded(earned.npv),
        hours,
        hours * HOUR / customers if hours is not None and customers else None,
        None if found is None else found.span.total,
        Decimal(len(document.table(Step))),
        Decimal(len(hand_offs(document).found)),
    )


def touched(document: DocumentView, scenario: str) -> tuple[str, ...]:
    """The cards, systems and owners that a scenario's edits and improvements are about."""
    edits = (edit.element for edit in document.where(ScenarioEdit, scenario=scenario))
    return nodes_of(document, (*edits, *document.need(Scenario, scenario).improvements))


def _begun(document: DocumentView, scenario: str) -> tuple[Document, tuple[str, ...]]:
    """A copy with the edits of a scenario and what stops in it, its improvements not yet done; the stopped cards."""
    row = document.need(Scenario, scenario)
    copy, said, stops = edited(document, scenario)
    halted = stopped(stopping(copy), stops)
    failing = [fail for fail in copy.where(FailPoint) if fail.card in halted]
    for fail in failing:
        if (fail.id, "rate") in said:
            raise fault(row, "stopped_rate", what=what(document, fail.card))
        put(copy, fail.id, rate=ONE)
    take_as_given(copy, [(fail.id, "rate") for fail in failing])
    causes = (cause.id for fail in failing for cause in copy.where(Cause, fail_point=fail.id))
    in_vain = frozenset((*(fail.id for fail in failing), *causes))
    cuts = [effect for effect in copy.where(Effect) if effect.kind is EffectKind.FAILURE_RATE]
    for effect in cuts:
        if effect.target in in_vain and effect.amount is not None:
            put(copy, effect.id, amount=ZERO)
            take_as_given(copy, [(effect.id, "amount")])
    _turn(copy, row)
    return copy, tuple(card.id for card in copy.where(Card) if card.id in halted)


def _turn(copy: Document, scenario: Scenario) -> None:
    """Let improvements be on that a scenario has on, and all others off."""
    on = frozenset(scenario.improvements)
    for row in copy.where(Improvement):
        if row.id not in on:
            if row.status is not ImprovementStatus.DROPPED:
                put(copy, row.id, status=ImprovementStatus.DROPPED)
            continue
        against = next((id for id in row.excludes if id in on), None)
        if against is not None:
            raise fault(scenario, "excludes", one=what(copy, row.id), other=what(copy, against))
        lacking = next((id for id in row.requires if id not in on), None)
        if lacking is not None:
            raise fault(scenario, "requires", one=what(copy, row.id), other=what(copy, lacking))
        if row.status is ImprovementStatus.DROPPED:
            put(copy, row.id, status=ImprovementStatus.PROPOSED)


def _owners(document: DocumentView, copy: DocumentView, ids: Iterable[str]) -> tuple[str, ...]:
    """Whom a change of some nodes touches: those accountable for them, before or after."""
    found: set[str] = set()
    for id in ids:
        for place in (document, copy):
            row = place.find(id)
            if isinstance(row, Owner):
                found.add(id)
            elif isinstance(row, System) and row.owner is not None:
                found.add(row.owner)
            elif isinstance(row, Card) and (owner := accountable(place, row)) is not None:
                found.add(owner.id)
    return tuple(row.id for row in document.where(Owner) if row.id in found)
