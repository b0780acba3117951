"""The two totals told apart by owner, unit, system, channel and the like, and what each part is made of."""

from __future__ import annotations

from decimal import Decimal

from model.analysis import derivation
from model.analysis.derivation import PLUS, TIMES, Measure, Step
from model.analysis.evaluation import Evaluation
from model.analysis.partitions import NONE, Bill, By, Item, parts, weights
from model.case_sheet import opening_today
from model.case_sheet.finding import Found
from model.case_sheet.words import money, name
from model.layout.case.data import Bar, Panel
from model.messages import Message, Value, message
from model.registers import Consequence, System

MOST = 8
ZERO = Decimal(0)
FAILURE, SERVE = "failure", "serve"


def parts_panels(found: Found, by: By) -> list[Panel]:
    """Failure cost and cost to serve by one thing, the largest part first; a total nobody can say is left out."""
    return [_panel(found, which, by) for which in (FAILURE, SERVE) if _bill(found, which).items]


def part(found: Found, figures: Evaluation, about: str) -> Step | None:
    """What a part is made of: `about` says of which total, by what, and to what it belongs. None: it is gone."""
    which, _, rest = about.partition(" ")
    by, _, key = rest.partition(" ")
    if which not in (FAILURE, SERVE) or by not in list(By):
        return None
    found_parts = []
    for item in _bill(found, which).items:
        given = weights(found.document, item, By(by))
        if key in given and item.amount:
            found_parts.append(_of_item(found, figures, item, given[key] / sum(given.values())))
    if not found_parts:
        return None
    found_parts.sort(key=lambda step: -(step.amount or ZERO))
    total = sum((step.amount for step in found_parts if step.amount is not None), ZERO)
    words = message(f"sheet.part.{which}", name=_name(found, By(by), key))
    element = key if found.document.find(key) is not None else ""
    return Step(words, total, Measure.MONEY, PLUS, tuple(found_parts), element)


def _panel(found: Found, which: str, by: By) -> Panel:
    bill = _bill(found, which)
    amounts = parts(found.document, bill, by)
    order = sorted((key for key in amounts if amounts[key]), key=lambda key: (-amounts[key], key))
    bars, reached = [], ZERO
    for key in order[:MOST]:
        words, end = money(found.document, amounts[key]), reached + amounts[key]
        bars.append(Bar(_name(found, by, key), words, f"part {which} {by} {key}", reached, end, bad=which == FAILURE))
        reached = end
    rest = sum((amounts[key] for key in order[MOST:]), ZERO)
    if rest:
        more = message("sheet.more", n=len(order) - MOST)
        bars.append(Bar(more, money(found.document, rest), which, reached, reached + rest, bad=which == FAILURE))
    total = money(found.document, bill.total)
    bars.append(Bar(message("sheet.total"), total, which, ZERO, bill.total, True, which == FAILURE))
    return Panel(f"parts {which}", message(f"sheet.parts.{which}", by=message(f"sheet.by.{by}")), 2, bars=tuple(bars))


def _bill(found: Found, which: str) -> Bill:
    return found.appraisal.failure if which == FAILURE else found.appraisal.serve


def _name(found: Found, by: By, key: str) -> Value:
    """What a part belongs to."""
    if key == NONE:
        return message(f"sheet.none.{by}")
    if by is By.DRIVER:
        return message(f"sheet.driver.{key}")
    return key if by is By.UNIT else name(found.document, key)


def _of_item(found: Found, figures: Evaluation, item: Item, weight: Decimal) -> Step:
    """One amount as it came about; where it is shared among several, times the share."""
    whole = _whole(found, figures, item)
    if weight == 1:
        return whole
    share = Step(message("sheet.part.share"), weight, Measure.SHARE)
    return Step(_shared(whole.words), item.amount * weight, Measure.MONEY, TIMES, (whole, share), whole.element)


def _shared(words: Message) -> Message:
    return message("sheet.part.of", what=words)


def _whole(found: Found, figures: Evaluation, item: Item) -> Step:
    document = found.document
    consequence = document.get(Consequence, item.record)
    if consequence is not None:
        return opening_today.consequence(found, figures, consequence)
    system = document.get(System, item.record)
    if system is not None and item.card is None:
        return opening_today.unallocated(found, figures, system)
    if system is not None and item.card is not None:
        return opening_today.system_part(found, figures, system.id, item.card, item.amount)
    if item.yearly:
        return opening_today.yearly(found, figures, item.record)
    return derivation.cost_to_serve(figures, item.record)
