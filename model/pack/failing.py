"""Fail points as a committee sees them: what they cost, whom they hit, of which class that is, and what mends them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from model.analysis.missing import of_fail_point
from model.elements import Card
from model.improvements import Improvement
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Grid, Heading, Row, Said, Text
from model.messages import Value, message
from model.owners import accountable
from model.pack.ground import Ground, cell, column, dash, entry, percent, priced
from model.registers import Consequence, ConsequenceKind, FailPoint

ZERO = Decimal(0)


class Ranked(NamedTuple):
    """A fail point with its yearly cost and the customers it hits a year, each once; None: nobody can say."""

    row: FailPoint
    cost: Decimal | None
    hit: Decimal | None


def ranked(ground: Ground) -> tuple[Ranked, ...]:
    """The dearest first; those whose cost nobody can say last."""
    figures = ground.figures
    found = [
        Ranked(row, figures.failure_cost(row.id), customers_hit(ground, row))
        for row in ground.document.where(FailPoint)
    ]
    return tuple(sorted(found, key=lambda each: (each.cost is None, -(each.cost or ZERO), each.row.id)))


def customers_hit(ground: Ground, row: FailPoint) -> Decimal | None:
    """Failures a year, but no more than the customers who come to the step: nobody is counted twice."""
    figures = ground.figures
    failures = figures.failures(row.id)
    place = figures.economy.card(row.card).step
    arriving = None if place is None else figures.arriving[place]
    return None if failures is None or arriving is None else min(failures, arriving)


def classes(ground: Ground, row: FailPoint) -> list[tuple[ConsequenceKind, Decimal]]:
    """What a fail point costs by what it sets off, the most first."""
    found: dict[ConsequenceKind, Decimal] = {}
    for each in ground.document.where(Consequence, fail_point=row.id):
        cost = ground.figures.consequence_cost(each.id)
        if cost:
            found[each.kind] = found.get(each.kind, ZERO) + cost
    return sorted(found.items(), key=lambda pair: -pair[1])


def fail_points(ground: Ground) -> tuple[Block, ...]:
    """All of them ranked, then each with what was expected, what is delivered, and why."""
    found = ranked(ground)
    if not found:
        return ()
    ranking = [_row(ground, number, each, (f"how fail {each.row.id}",)) for number, each in enumerate(found, 1)]
    heads = (
        column("rank", True),
        column("fail_point", most=0.3),
        column("cost", True),
        column("hit", True),
        column("class", most=0.22),
        column("fix", most=0.26),
    )
    note = Text(Said(message("pack.fail.hit" if ground.moneyless else "pack.fail.note"), Tone.QUIET), small=True)
    return (note, priced(ground, Grid(heads, tuple(ranking)), "cost", "class"), *_told(ground, found))


def top(ground: Ground, most: int) -> Block | None:
    """The dearest few in short."""
    found = ranked(ground)[:most]
    if not found:
        return None
    heads = (column("fail_point", most=0.36), column("hit", True), column("cost", True), column("fix", most=0.4))
    rows = tuple(
        Row(
            (
                (Said(ground.name(each.row.id), Tone.PLAIN, _leads(each.row)),),
                _hit(each),
                _cost(ground, each, ()),
                fixes(ground, each.row),
            )
        )
        for each in found
    )
    return priced(ground, Grid(heads, rows), "cost")


def _leads(row: FailPoint) -> tuple[str, ...]:
    return (f"map {row.card}", f"entry {row.id}")


def _row(ground: Ground, number: int, each: Ranked, to: tuple[str, ...]) -> Row:
    own = tuple(
        Said(message("pack.fail.class", name=message(f"sheet.driver.{kind.value}"), amount=ground.money(amount)))
        for kind, amount in classes(ground, each.row)
    )
    card = ground.document.need(Card, each.row.card)
    name = (
        Said(ground.name(each.row.id), Tone.PLAIN, _leads(each.row)),
        Said(ground.step_of(card), Tone.QUIET),
    )
    cells = (cell(number), name, _cost(ground, each, to), _hit(each), own or (dash(),), fixes(ground, each.row))
    return Row(cells, f"entry {each.row.id}")


def _cost(ground: Ground, each: Ranked, to: tuple[str, ...]) -> Cell:
    if each.cost is None:
        return (Said(message("pack.unknown"), Tone.BAD),)
    return cell(ground.money(each.cost), Tone.STRONG, to)


def _hit(each: Ranked) -> Cell:
    return cell(message("pack.unknown"), Tone.QUIET) if each.hit is None else cell(round(each.hit))


def fixes(ground: Ground, row: FailPoint) -> Cell:
    """The improvements of a fail point with how far they are."""
    rows = ground.fixes[row.id]
    return tuple(_fix(ground, each) for each in rows) or (Said(message("pack.fail.no_fix"), Tone.BAD),)


def _fix(ground: Ground, row: Improvement) -> Said:
    status = message(f"sheet.status.{row.status.value}")
    return Said(message("pack.named", name=ground.name(row.id), what=status), Tone.PLAIN, entry(row.id))


def _told(ground: Ground, found: tuple[Ranked, ...]) -> tuple[Block, ...]:
    """What each is about."""
    heads = (
        column("rank", True),
        column("fail_point", most=0.2),
        column("expected", most=0.22),
        column("delivered", most=0.22),
        column("cause", most=0.22),
        column("rate", True),
        column("owner", most=0.14),
    )
    rows = []
    for number, each in enumerate(found, 1):
        row = each.row
        owner = row.owner or getattr(accountable(ground.document, ground.document.need(Card, row.card)), "id", None)
        cells = (
            cell(number),
            (Said(ground.name(row.id), Tone.PLAIN, _leads(row)),),
            cell(row.expected),
            cell(row.delivered),
            cell(row.cause),
            _rate(row),
            (ground.owner(owner),),
        )
        rows.append(Row(cells))
    blank = [
        Text(Said(ground.lacking(of_fail_point(ground.figures, each.row.id)), Tone.QUIET), small=True)
        for each in found
        if each.cost is None and not ground.moneyless
    ]
    return (Heading(message("pack.fail.told"), 2), *blank, Grid(heads, tuple(rows)))


def _rate(row: FailPoint) -> Cell:
    """The failure rate and when it was read."""
    if row.rate is None:
        return (Said(message("pack.unknown"), Tone.BAD),)
    day: Value = message("pack.fail.undated") if row.rate_date is None else row.rate_date
    return (Said(rate(row.rate)), Said(day, Tone.QUIET))


def rate(value: Decimal) -> Value:
    """A share, to a tenth of a per cent where it is small."""
    share = value * 100
    if share >= 10 or share == share.to_integral_value():
        return percent(value)
    return message("format.percent", number=share.quantize(Decimal("0.1")))
