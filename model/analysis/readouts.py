"""What is computed about one record, in words, group by group, for whoever shows the record (the inspector).

Figures that cannot be said are left out. Amounts are rounded here, for reading: money to the cent, counts to whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from model.analysis import knowledge, metrics, reviews
from model.analysis.costs import cost_per_occurrence, failure_cost, failure_cost_of_card, occurrences
from model.analysis.volumes import share_lost, volumes
from model.document import DocumentView
from model.elements import Blueprint, Card, CardChannel, CardSystem, DropReason, Grounding, Lane, RaciEntry, Stage, Step
from model.messages import Message, message
from model.owners import accountable
from model.record import Record
from model.registers import Channel, FailPoint, Metric, Owner, Reading, Source, System

Said = Mapping[str, tuple[Message, ...]]
Lines = list[tuple[str, Message | None]]
CENT = Decimal("0.01")
ONE = Decimal(1)


def readouts(document: DocumentView, row: Record, today: date) -> Said:
    """By group of fields, what is computed about a record on a day."""
    teller = _TELLERS.get(type(row))
    found: dict[str, tuple[Message, ...]] = {}
    for group, line in teller(document, row, today) if teller is not None else ():
        if line is not None:
            found[group] = (*found.get(group, ()), line)
    return found


def fail_point_line(document: DocumentView, point: FailPoint) -> Message:
    """A fail point in one line: what goes wrong, and what that costs a year where it can be said."""
    name = point.cause or point.delivered or point.expected
    cost = failure_cost(document, point)
    words: Message | str = name or message("readout.fail_point.unnamed")
    if cost is None:
        return message("readout.fail_point.open", name=words)
    return message("readout.fail_point.costed", name=words, cost=_money(document, cost))


def metric_line(document: DocumentView, metric: Metric, today: date) -> Message:
    """A metric in one line: its latest reading and how it stands."""
    found = metrics.status(document, metric, today)
    standing = message(f"readout.standing.{found.standing.value}")
    if found.latest is None:
        return message("readout.metric.unread", name=metric.name, standing=standing)
    value = _reading(metric, found.latest)
    return message("readout.metric.read", name=metric.name, value=value, standing=standing)


def _card(document: DocumentView, card: Card, _: date) -> Lines:
    arriving = volumes(document).get(card.step or "", (None, None))[0]
    times, each = occurrences(document, card), cost_per_occurrence(document, card)
    yearly = None if times is None or each is None else times * each
    failing = failure_cost_of_card(document, card)
    return [
        ("with_what", _mix(document, card)),
        ("how_many", None if arriving is None else message("readout.arriving", n=arriving)),
        ("how_many", None if times is None else message("readout.occurrences", n=_whole(times))),
        ("how_sure", _unproved(card)),
        ("fails", _costing("failure", document, failing)),
        ("money", _costing("each", document, each)),
        ("money", _costing("yearly", document, yearly)),
    ]


def _mix(document: DocumentView, card: Card) -> Message | None:
    """That the shares of the channels are not one whole."""
    shares = [use.share for use in document.where(CardChannel, card=card.id)]
    said = [share for share in shares if share is not None]
    if not said or (len(said) == len(shares) and sum(said) == ONE) or (len(said) < len(shares) and sum(said) < ONE):
        return None
    return message("readout.mix", sum=sum(said, Decimal(0)))


def _unproved(card: Card) -> Message | None:
    if card.grounding is Grounding.ASSUMED or card.sources:
        return None
    return message("readout.unproved")


def _step(document: DocumentView, step: Step, _: date) -> Lines:
    arriving, leaving = volumes(document).get(step.id, (None, None))
    lost = share_lost(step, arriving)
    reasons = [row.count for row in document.where(DropReason, step=step.id) if row.count is not None]
    gone = None if arriving is None or step.customers_out is None else arriving - step.customers_out
    return [
        ("customers", None if arriving is None else message("readout.customers_in", n=arriving)),
        ("customers", None if leaving is None else message("readout.customers_out", n=leaving)),
        ("customers", None if lost is None else message("readout.drop_off", n=gone or 0, percent=_percent(lost))),
        ("customers", message("readout.reasons", n=sum(reasons), of=gone) if reasons and gone is not None else None),
    ]


def _stage(document: DocumentView, stage: Stage, _: date) -> Lines:
    return [("how_sure", _assumed(knowledge.assumed_by_stage(document).get(stage.id)))]


def _lane(document: DocumentView, lane: Lane, _: date) -> Lines:
    return [("how_sure", _assumed(knowledge.assumed_by_lane(document).get(lane.id)))]


def _blueprint(document: DocumentView, _row: Blueprint, today: date) -> Lines:
    held, due = reviews.last_review(document), reviews.next_review(document)
    never = message("readout.review.never")
    late = due is not None and due < today
    sure = knowledge.validated(document)
    return [
        ("life", never if held is None else message("readout.review.last", day=held)),
        ("life", None if due is None else message(f"readout.review.{'late' if late else 'next'}", day=due)),
        ("how_sure", _assumed(knowledge.assumed(document))),
        ("how_sure", message("readout.validated", n=sure.part, of=sure.whole) if sure.part else None),
    ]


def _assumed(share: knowledge.Share | None) -> Message | None:
    if share is None or share.value is None:
        return None
    return message("readout.assumed", n=share.part, of=share.whole, percent=_percent(share.value))


def _owner(document: DocumentView, owner: Owner, _: date) -> Lines:
    own = document.where(Card, owner=owner.id)
    lanes = document.where(Lane, owner=owner.id)
    inherited = (card for lane in lanes for card in document.where(Card, lane=lane.id))
    cards = {card.id for card in (*own, *inherited) if accountable(document, card) == owner}
    return [("used", _used("owner", len(cards))), ("used", _part(len(document.where(RaciEntry, owner=owner.id))))]


def _system(document: DocumentView, system: System, _: date) -> Lines:
    uses = document.where(CardSystem, system=system.id)
    return [
        ("used", _used("system", len({use.card for use in uses}))),
        ("used", message("readout.essential", n=len({use.card for use in uses if use.essential})) if uses else None),
    ]


def _channel(document: DocumentView, channel: Channel, _: date) -> Lines:
    return [("used", _used("channel", len({use.card for use in document.where(CardChannel, channel=channel.id)})))]


def _source(document: DocumentView, source: Source, _: date) -> Lines:
    readings = len(document.where(Reading, source=source.id))
    return [
        ("used", _used("source", len(document.where(Card, sources=source.id)))),
        ("used", message("readout.readings", n=readings) if readings else None),
    ]


def _metric(document: DocumentView, metric: Metric, today: date) -> Lines:
    found = metrics.status(document, metric, today)
    latest = found.latest
    day = None if latest is None else latest.taken
    said = None
    if latest is not None and day is not None:
        said = message("readout.latest", value=_reading(metric, latest), day=day)
    return [
        ("readings", said),
        ("readings", message("readout.stands", standing=message(f"readout.standing.{found.standing.value}"))),
        ("readings", None if found.trend is None else message(f"readout.trend.{found.trend.value}")),
    ]


def _reading(metric: Metric, reading: Reading) -> Message:
    if not metric.unit:
        return message("readout.bare_reading", value=reading.value)
    return message("readout.reading", value=reading.value, unit=metric.unit)


def _fail_point(document: DocumentView, point: FailPoint, _: date) -> Lines:
    times = occurrences(document, document.need(Card, point.card))
    failures = None if times is None or point.rate is None else times * point.rate
    return [
        ("how_often", None if times is None else message("readout.occurrences", n=_whole(times))),
        ("how_often", None if failures is None else message("readout.failures", n=_whole(failures))),
        ("consequences", _costing("failure", document, failure_cost(document, point))),
    ]


def _costing(name: str, document: DocumentView, amount: Decimal | None) -> Message | None:
    return None if amount is None else message(f"readout.cost.{name}", cost=_money(document, amount))


def _money(document: DocumentView, amount: Decimal) -> Message:
    exact = amount.quantize(CENT, rounding=ROUND_HALF_EVEN)
    whole = exact == exact.to_integral_value()
    return message("readout.money", amount=_whole(exact) if whole else exact, currency=document.blueprint.currency)


def _used(name: str, cards: int) -> Message:
    return message(f"readout.used.{name}", n=cards)


def _part(entries: int) -> Message | None:
    return message("readout.part", n=entries) if entries else None


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(rounding=ROUND_HALF_EVEN))


def _percent(share: Decimal) -> int:
    return _whole(share * 100)


_TELLERS: dict[type[Record], Callable[[DocumentView, Any, date], Iterable[tuple[str, Message | None]]]] = {
    Blueprint: _blueprint,
    Card: _card,
    Step: _step,
    Stage: _stage,
    Lane: _lane,
    Owner: _owner,
    System: _system,
    Channel: _channel,
    Source: _source,
    Metric: _metric,
    FailPoint: _fail_point,
}
