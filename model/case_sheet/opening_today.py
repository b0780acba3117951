"""How the figures of today came about: failure cost and cost to serve, and their parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from model.analysis import derivation
from model.analysis.derivation import PLUS, TIMES, Measure, Step
from model.analysis.evaluation import Evaluation
from model.analysis.knowledge import told_apart
from model.analysis.partitions import handled_within
from model.case_sheet.finding import Found
from model.case_sheet.words import name
from model.elements import Card, CardSystem
from model.elements import Step as MapStep
from model.grid import stages
from model.messages import Message, message
from model.registers import Consequence, ConsequenceKind, Cost, CostBasis, FailPoint, System

ZERO = Decimal(0)


def failure(found: Found, figures: Evaluation, _about: str) -> Step:
    """The fail points, those whose cost nobody can say among them."""
    document = found.document
    parts = tuple(derivation.failure_cost(figures, row.id) for row in document.where(FailPoint))
    known = tuple(part for part in parts if part.amount is not None)
    blank = tuple(part for part in parts if part.amount is None)
    return Step(message("opened.failure"), _sum(known), Measure.MONEY, PLUS, known, given=blank)


def driver(found: Found, figures: Evaluation, about: str) -> Step | None:
    """The consequences of one kind."""
    if about not in list(ConsequenceKind):
        return None
    kind = ConsequenceKind(about)
    rows = [row for row, _ in told_apart(found.document, figures) if row.kind is kind]
    words = message("opened.driver", name=message(f"sheet.driver.{about}"))
    return _of_consequences(found, figures, words, rows)


def assumed(found: Found, figures: Evaluation, _about: str) -> Step:
    """The consequences whose cost rests on assumptions, of the whole."""
    rows = [row for row, loose in told_apart(found.document, figures) if loose]
    part = _of_consequences(found, figures, message("opened.assumed_part"), rows)
    whole = Step(message("opened.failure"), found.appraisal.assumed.whole, Measure.MONEY)
    rule = message("opened.assumed")
    return Step(rule, found.appraisal.assumed.value, Measure.SHARE, derivation.OVER, (part, whole))


def within(found: Found, figures: Evaluation, _about: str) -> Step:
    """The consequences that cards of the map handle."""
    rows = [row for row in found.document.where(Consequence) if figures.is_inside(row.id)]
    rows = [row for row in rows if figures.consequence_cost(row.id) is not None]
    step = _of_consequences(found, figures, message("opened.within"), rows)
    return step._replace(amount=handled_within(found.document, figures))


def serve(found: Found, figures: Evaluation, _about: str) -> Step:
    """The stages, and what is in none."""
    parts = tuple(
        step
        for id in (*(stage.id for stage in stages(found.document)), "")
        if (step := stage(found, figures, id)) is not None
    )
    return Step(message("opened.serve"), _sum(parts), Measure.MONEY, PLUS, parts)


def stage(found: Found, figures: Evaluation, about: str) -> Step | None:
    """The cards of a stage, or of none, each with its work and its part of the systems; None: nothing costs there."""
    document = found.document
    cards = [card for card in document.where(Card) if _stage_of(found, card) == about]
    parts = [part for card in cards for part in _of_card(found, figures, card)]
    if not about:
        parts += [
            unallocated(found, figures, row) for row in document.where(System) if figures.allocated(row.id) is None
        ]
    if not parts:
        return None
    words = message("opened.stage", name=name(document, about)) if about else message("opened.no_stage")
    return Step(words, _sum(parts), Measure.MONEY, PLUS, tuple(parts), about)


def _of_consequences(found: Found, figures: Evaluation, words: Message, rows: list[Consequence]) -> Step:
    parts = tuple(consequence(found, figures, row) for row in rows)
    return Step(words, _sum(parts), Measure.MONEY, PLUS, parts)


def consequence(found: Found, figures: Evaluation, row: Consequence) -> Step:
    """The branch of a consequence in the derivation of its fail point, under the name of that."""
    whole = derivation.failure_cost(figures, row.fail_point)
    part = next(part for part in whole.parts if part.element == row.id)
    words = message("opened.consequence", name=name(found.document, row.fail_point), what=name(found.document, row.id))
    return part._replace(words=words)


def _stage_of(found: Found, card: Card) -> str:
    step = found.document.get(MapStep, card.step)
    return "" if step is None else step.stage or ""


def _of_card(found: Found, figures: Evaluation, card: Card) -> Iterator[Step]:
    document = found.document
    if figures.running_cost(card.id) is not None:
        yield derivation.cost_to_serve(figures, card.id)
    if figures.yearly(card.id):
        yield yearly(found, figures, card.id)
    for use in document.where(CardSystem, card=card.id):
        shares = figures.allocated(use.system) or {}
        if shares.get(card.id):
            yield system_part(found, figures, use.system, card.id, shares[card.id])


def yearly(found: Found, figures: Evaluation, card: str) -> Step:
    """What is entered on a card by the year."""
    rows = [row for row in found.document.where(Cost, subject=card) if row.basis is CostBasis.PER_YEAR]
    parts = tuple(
        Step(message("opened.entered", name=row.name), row.amount, Measure.MONEY, "", (), row.id, _sources(row))
        for row in rows
    )
    words = message("opened.yearly", name=name(found.document, card))
    return Step(words, figures.yearly(card), Measure.MONEY, PLUS, parts, card)


def system_part(found: Found, figures: Evaluation, system: str, card: str, amount: Decimal) -> Step:
    """What of a system's cost is a card's."""
    words = message("opened.system", name=name(found.document, system), card=name(found.document, card))
    whole = _system(found, figures, system)
    return Step(words, amount, Measure.MONEY, "", (whole, derivation.occurrences(figures, card)), system)


def unallocated(found: Found, figures: Evaluation, row: System) -> Step:
    """A system's cost that no card has a part of."""
    step = _system(found, figures, row.id)
    return step._replace(words=message("opened.unallocated", name=name(found.document, row.id)))


def _system(found: Found, figures: Evaluation, id: str) -> Step:
    """This blueprint's part of a system's running cost."""
    row = found.document.need(System, id)
    entered = [
        Step(message("opened.entered", name=cost.name), cost.amount, Measure.MONEY, "", (), cost.id, _sources(cost))
        for cost in found.document.where(Cost, subject=id)
        if cost.basis is CostBasis.PER_YEAR
    ]
    words, amount = message("opened.system_whole", name=name(found.document, id)), figures.system_cost(id)
    cost = Step(message("opened.running_cost"), row.running_cost, Measure.MONEY, element=id)
    share = Step(message("opened.running_share"), row.running_share, Measure.SHARE, element=id)
    product = (cost.amount or ZERO) * (share.amount or ZERO)
    if not entered:
        return Step(words, amount, Measure.MONEY, TIMES, (cost, share), id)
    own = Step(message("opened.own_share"), product, Measure.MONEY, TIMES, (cost, share), id)
    return Step(words, amount, Measure.MONEY, PLUS, (own, *entered), id)


def _sum(parts: Iterable[Step]) -> Decimal:
    """What the parts that can be said add up to."""
    return sum((part.amount for part in parts if part.amount is not None), ZERO)


def _sources(row: Cost) -> tuple[str, ...]:
    return () if row.source is None else (row.source,)
