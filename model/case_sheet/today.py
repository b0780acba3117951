"""What this costs today: failure cost, ranked and by what failures set off; cost to serve by stage."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from model.analysis.partitions import NONE, By, parts
from model.case_sheet.finding import Appraisable, Found
from model.case_sheet.words import lacking, missing_sayings, money, name, share
from model.elements import Card
from model.grid import stages
from model.layout.case.data import Bar, Panel, Saying, Tone
from model.messages import Value, message
from model.registers import ConsequenceKind

MOST = 8
ZERO = Decimal(0)


def today_panels(found: Found) -> list[Panel]:
    """What is there to show; a panel without a number is left out, but for the first, which says what is missing."""
    panels = [_totals(found)]
    if found.appraisal.failing:
        panels.append(_ranked(found))
    return panels


def waterfalls(found: Found) -> list[Panel]:
    """Failure cost by driver, and cost to serve by stage, each adding up to its total."""
    panels = []
    if found.appraisal.failure.items:
        panels.append(_by_driver(found))
    if found.appraisal.serve.items:
        panels.append(_by_stage(found))
    return panels


def failing_today(found: Appraisable) -> list[Saying]:
    """How many fail points there are, what they cost a year, and how much of that is assumed."""
    document, appraisal = found.document, found.appraisal
    count = len(appraisal.failing)
    sayings = [Saying(message("sheet.fail_points", n=count), "funnel 0" if count else "", Tone.STRONG)]
    if appraisal.failure.items:
        total = money(document, appraisal.failure.total)
        sayings.append(Saying(message("sheet.failure", amount=total), "failure", Tone.BAD))
        assumed = appraisal.assumed.value
        if assumed is not None:
            sayings.append(Saying(message("sheet.assumed", share=share(assumed)), "assumed", Tone.QUIET))
    return sayings


def _totals(found: Found) -> Panel:
    document, appraisal = found.document, found.appraisal
    sayings = failing_today(found)
    if appraisal.serve.items:
        sayings.append(Saying(message("sheet.serve", amount=money(document, appraisal.serve.total)), "serve"))
        if appraisal.within:
            within = message("sheet.within", amount=money(document, appraisal.within))
            sayings.append(Saying(within, "within", Tone.QUIET))
    sayings += _missing(found)
    return Panel("today", message("sheet.title.today"), 0, 0.9, above=tuple(sayings))


def _missing(found: Found) -> Iterable[Saying]:
    """What failure cost lacks; where there are no fail points, how they come about; what cost to serve lacks."""
    document, appraisal = found.document, found.appraisal
    if not appraisal.failing:
        yield Saying(message("sheet.no_fail_points"), "", Tone.QUIET)
    lacks = [each for row in appraisal.failing for each in row.missing]
    lacks += [each for each in appraisal.missing if document.get(Card, each.element) is not None]
    yield from missing_sayings(document, list(dict.fromkeys(lacks)))


def ranking(found: Appraisable, most: int) -> tuple[Bar, ...]:
    """The fail points that cost most, and after these those whose cost cannot be said."""
    document = found.document
    ranked = sorted(found.appraisal.failing, key=lambda row: (row.cost is None, -(row.cost or ZERO), row.fail_point))
    return tuple(
        Bar(
            name(document, row.fail_point),
            lacking(document, row.missing) if row.cost is None else money(document, row.cost),
            f"fail {row.fail_point}",
            end=row.cost,
            bad=True,
        )
        for row in ranked[:most]
    )


def _ranked(found: Found) -> Panel:
    bars = ranking(found, MOST)
    more = len(found.appraisal.failing) - len(bars)
    below = (Saying(message("sheet.more", n=more), "failure", Tone.QUIET),) if more > 0 else ()
    return Panel("ranked", message("sheet.title.ranked"), 0, 1.4, bars=bars, below=below)


def _by_driver(found: Found) -> Panel:
    amounts = parts(found.document, found.appraisal.failure, By.DRIVER)
    order = sorted(ConsequenceKind, key=lambda kind: -amounts.get(kind.value, ZERO))
    named = [
        (message(f"sheet.driver.{kind.value}"), amounts[kind.value], f"driver {kind.value}")
        for kind in order
        if amounts.get(kind.value)
    ]
    total = (message("sheet.total"), found.appraisal.failure.total, "failure")
    bars = tuple(bar._replace(bad=True) for bar in _falling(found, named, total))
    return Panel("drivers", message("sheet.title.drivers"), 1, bars=bars)


def _by_stage(found: Found) -> Panel:
    document, bill = found.document, found.appraisal.serve
    amounts = parts(document, bill, By.STAGE)
    named: list[tuple[Value, Decimal, str]] = [
        (name(document, stage.id), amounts[stage.id], f"stage {stage.id}")
        for stage in stages(document)
        if amounts.get(stage.id)
    ]
    if amounts.get(NONE):
        named.append((message("sheet.no_stage"), amounts[NONE], "stage "))
    bars = _falling(found, named, (message("sheet.total"), bill.total, "serve"))
    return Panel("stages", message("sheet.title.stages"), 1, bars=bars)


def _falling(
    found: Found, named: Iterable[tuple[Value, Decimal, str]], total: tuple[Value, Decimal, str]
) -> tuple[Bar, ...]:
    """Each part from where the one before ended, then the total from zero."""
    bars, reached = [], ZERO
    for words, amount, figure in named:
        bars.append(Bar(words, money(found.document, amount), figure, reached, reached + amount))
        reached += amount
    words, amount, figure = total
    return (*bars, Bar(words, money(found.document, amount), figure, ZERO, amount, True))
