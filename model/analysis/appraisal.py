"""All that finance asks of a blueprint: failure cost, cost to serve, the case, how sure it is, what to do first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from model.analysis import missing, partitions
from model.analysis.best_set import BestSet, best_set
from model.analysis.case import Case, cases, chosen_by_default
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.knowledge import Money, money_assumed
from model.analysis.missing import Missing
from model.analysis.partitions import Bill
from model.analysis.pilots import Pilot, piloted
from model.analysis.simulation import DRAWS, SEED, Risk, Swing, break_even, simulate, tornado
from model.analysis.study import Study
from model.analysis.uncertain import Inputs, inputs
from model.document import DocumentView
from model.messages import Message
from model.registers import FailPoint


class Failing(NamedTuple):
    """A fail point by id: what it costs a year, and where that is blank, what it lacks."""

    fail_point: str
    cost: Decimal | None
    missing: tuple[Missing, ...]


class Appraised(NamedTuple):
    """Some improvements together: their case, and how sure it is."""

    chosen: tuple[str, ...]
    case: Case
    risk: Risk


class Appraisal(NamedTuple):
    """The answers. `whole`: all improvements that were not dropped; `best`: what the budgets can bear.

    `single`: each improvement by itself. Without a discount rate, or improvements, there is no case: `missing` says so.
    `idle`: why some numbers that are said to be uncertain were not drawn.
    """

    failure: Bill
    failing: tuple[Failing, ...]
    assumed: Money
    serve: Bill
    within: Decimal
    idle: tuple[Message, ...]
    missing: tuple[Missing, ...]
    single: Mapping[str, Case] = MappingProxyType({})
    whole: Appraised | None = None
    swings: tuple[Swing, ...] = ()
    break_even: float | None = None
    best: BestSet | None = None
    best_set: Appraised | None = None


class Terms(NamedTuple):
    """How the questions are put: seed and number of draws, and one limit instead of the document's budgets.

    `pilot`: improvements only as far as they are piloted, or as strong as their pilots showed.
    """

    seed: int = SEED
    draws: int = DRAWS
    limit: Decimal | None = None
    pilot: Pilot | None = None


USUAL = Terms()


def appraise(document: DocumentView, clock: Callable[[], float], terms: Terms = USUAL) -> Appraisal:
    """The answers for a document; contradictory bounds of an uncertain number are a `KnownError`."""
    if terms.pilot is not None:
        document = piloted(document, terms.pilot)
    drawn = inputs(document)
    ids = chosen_by_default(document)
    found = _today(document, drawn)
    if document.blueprint.rate is None or not ids:
        return found
    study = Study(document)
    best = best_set(document, clock, terms.limit)
    all_of_them, chosen, *rest = cases(document, [ids, best.chosen, *((id,) for id in ids)])

    def risk(some: tuple[str, ...]) -> Risk:
        return simulate(study, some, drawn, terms.seed, terms.draws)

    return found._replace(
        single=dict(zip(ids, rest, strict=True)),
        whole=Appraised(ids, all_of_them, risk(ids)),
        swings=tornado(study, ids, drawn),
        break_even=break_even(study, ids),
        best=best,
        best_set=Appraised(best.chosen, chosen, risk(best.chosen)) if best.why is None else None,
    )


def headline(document: DocumentView) -> Appraisal:
    """Only what the first lines say: today's costs, and all improvements together with how sure that is."""
    drawn = inputs(document)
    ids = chosen_by_default(document)
    found = _today(document, drawn)
    if document.blueprint.rate is None or not ids:
        return found
    whole, *rest = cases(document, [ids, *((id,) for id in ids)])
    risk = simulate(Study(document), ids, drawn, USUAL.seed, USUAL.draws)
    return found._replace(single=dict(zip(ids, rest, strict=True)), whole=Appraised(ids, whole, risk))


def _today(document: DocumentView, drawn: Inputs) -> Appraisal:
    """What there is without improvements."""
    figures = Evaluation(Economy(document))
    serve = partitions.cost_to_serve(document, figures)
    lacking = (*missing.of_cost_to_serve(document, serve.unknown), *missing.of_case(document))
    return Appraisal(
        partitions.failure_cost(document, figures),
        tuple(_failing(figures, row.id) for row in document.where(FailPoint)),
        money_assumed(document, figures),
        serve,
        partitions.handled_within(document, figures),
        drawn.idle,
        lacking,
    )


def _failing(figures: Evaluation, id: str) -> Failing:
    cost = figures.failure_cost(id)
    return Failing(id, cost, () if cost is not None else missing.of_fail_point(figures, id))
