"""When an item of the backlog is done: criteria that somebody can see or measure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from model.analysis.names import name_of
from model.document import DocumentView
from model.elements import Card
from model.improvements import Cause, Effect, EffectKind, Improvement
from model.messages import Message, Value, message
from model.money import exact
from model.registers import Consequence, FailPoint, Metric


def of_fail_point(document: DocumentView, row: FailPoint, seen: Message) -> tuple[Value, ...]:
    """Criteria of a fail point: what is to be seen, a lower rate, fewer consequences."""
    found: list[Value] = [seen]
    if row.rate is not None:
        found.append(message("backlog.done.rate", card=_name(document, row.id), rate=hundredths(row.rate)))
    names = (" ".join(each.name.split()) for each in document.where(Consequence, fail_point=row.id))
    found += [message("backlog.done.consequence", name=name) for name in names if name]
    return tuple(found)


def of_improvement(document: DocumentView, row: Improvement) -> tuple[Value, ...]:
    """Criteria of an improvement: its effects, the metric that must move, the guardrails that must not."""
    return (*_effects(document, row), *_metric(document, row), *_guardrails(document, row))


def hundredths(share: Decimal) -> Decimal:
    """A share in per cents, with as many places as it has."""
    found = (share * 100).normalize()
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


def _effects(document: DocumentView, row: Improvement) -> Iterator[Message]:
    for effect in document.where(Effect, improvement=row.id):
        if effect.amount is None:
            continue
        if effect.kind is EffectKind.YEARLY:
            amount = exact(effect.amount, document.blueprint.currency)
            yield message("backlog.done.yearly", amount=amount)
        elif effect.kind is EffectKind.WORK_TIME:
            yield message("backlog.done.work_time", name=_name(document, effect.target), minutes=effect.amount)
        else:
            cut = hundredths(effect.amount)
            yield message(f"backlog.done.{effect.kind.value}", name=_name(document, effect.target), cut=cut)


def _metric(document: DocumentView, row: Improvement) -> Iterator[Message]:
    metric = document.get(Metric, row.metric)
    if metric is not None and metric.target is not None:
        yield message("backlog.done.metric", name=_name(document, metric.id), target=metric.target, unit=metric.unit)


def _guardrails(document: DocumentView, row: Improvement) -> Iterator[Message]:
    for id in row.guardrails:
        yield message("backlog.done.guardrail", name=_name(document, id))


def _name(document: DocumentView, id: str | None) -> Value:
    """What something is called; a fail point and its parts without a name of their own go by the card."""
    row = document.find(id)
    if isinstance(row, Cause | Consequence) and not name_of(document, id):
        row = document.find(row.fail_point)
    if isinstance(row, FailPoint):
        row = document.get(Card, row.card)
    return name_of(document, None if row is None else row.id) or message("backlog.unnamed")
