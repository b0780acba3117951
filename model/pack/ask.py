"""The ask: what the undecided improvements take by year and budget line, who decides, up to what amount, by when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from model.analysis.best_set import DECIDED
from model.analysis.economy import Economy
from model.analysis.limits import Limit, limits, taken, year_of
from model.analysis.timeline import Timeline, plan
from model.improvements import Improvement, ImprovementStatus
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Column, Grid, Row, Said, Text
from model.messages import Message, Value, message
from model.pack.ground import Ground, cell, column, dash
from model.registers import DecisionRight, Forum, ForumKind

ZERO = Decimal(0)


class Asked(NamedTuple):
    """Money asked: by budget line, then by fiscal year; lines in the order of their names, that without one last."""

    improvements: tuple[str, ...]
    amounts: dict[str, dict[int, Decimal]]

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which anything is asked for."""
        return tuple(sorted({year for years in self.amounts.values() for year in years}))

    @property
    def total(self) -> Decimal:
        return sum((amount for years in self.amounts.values() for amount in years.values()), ZERO)


class Decider(NamedTuple):
    """A forum that is asked: by when, and up to what amount it may decide (None: nobody says)."""

    forum: str | None
    by: date | None
    limit: Decimal | None


def asked(ground: Ground) -> Asked:
    """What the proposed improvements take within the horizon, one-off and running as paid out."""
    document = ground.document
    rows = [row for row in document.where(Improvement) if row.status is ImprovementStatus.PROPOSED]
    timeline, year = Timeline(Economy(document), plan(document)), year_of(document)
    years = sorted({year(month) for month in timeline.months})
    amounts: dict[str, dict[int, Decimal]] = {}
    for row in sorted(rows, key=lambda row: (not row.budget_line, row.budget_line.casefold(), row.budget_line)):
        for each in years:
            amount = taken(document, timeline, row.id, Limit(row.budget_line, each, ZERO))
            if amount:
                own = amounts.setdefault(row.budget_line, {})
                own[each] = own.get(each, ZERO) + amount
    return Asked(tuple(row.id for row in rows), amounts)


def deciders(ground: Ground) -> tuple[Decider, ...]:
    """The forums of the open decisions and of the improvements asked for, each with its earliest day."""
    document = ground.document
    found: dict[str | None, date | None] = {}
    for row in ground.open_decisions:
        found.setdefault(row.forum, row.needed_by)
    for each in document.where(Improvement):
        if each.status is ImprovementStatus.PROPOSED and each.forum is not None:
            found.setdefault(each.forum, None)
    return tuple(Decider(forum, by, limit_of(ground, forum)) for forum, by in found.items())


def limit_of(ground: Ground, forum: str | None) -> Decimal | None:
    """The most that a forum may decide on."""
    rows = ground.document.where(DecisionRight, forum=forum) if forum is not None else ()
    return max((row.limit for row in rows if row.limit is not None), default=None)


def ask_blocks(ground: Ground) -> tuple[Block, ...]:
    """The amounts, then a line for each who decides."""
    found, blocks = asked(ground), list[Block]()
    if found.amounts:
        blocks.append(_table(ground, found))
    else:
        blocks.append(Text(Said(_unpriced(ground, len(found.improvements)), Tone.QUIET)))
    decided = sum(row.status in DECIDED for row in ground.document.where(Improvement))
    if decided and not ground.moneyless:
        blocks.append(Text(Said(message("pack.ask.decided", n=decided), Tone.QUIET), small=True))
    whom = deciders(ground)
    blocks += [Text(said, small=True) for each in whom for said in _decider(ground, each, found)]
    if not whom:
        blocks.append(Text(Said(message("pack.ask.nobody"), Tone.BAD), small=True))
    return tuple(blocks)


def _unpriced(ground: Ground, improvements: int) -> Message:
    """That nothing is asked, or for how much nobody says."""
    if not improvements:
        return message("pack.ask.none" if ground.moneyless else "pack.ask.nothing")
    return message("pack.ask.waiting" if ground.moneyless else "pack.ask.no_money", n=improvements)


def _table(ground: Ground, found: Asked) -> Grid:
    years = found.years
    most = {(limit.line, limit.year): limit.most for limit in limits(ground.document)}
    heads = (column("budget_line"), *(Column(_year(ground, year), True) for year in years), column("total", True))
    rows = [
        Row(
            (
                cell(line or message("pack.ask.no_line")),
                *(_taken(ground, own.get(year), most.get((line, year))) for year in years),
                cell(ground.money(sum(own.values(), ZERO)), Tone.STRONG),
            )
        )
        for line, own in found.amounts.items()
    ]
    if len(rows) > 1:
        sums = [sum((own.get(year, ZERO) for own in found.amounts.values()), ZERO) for year in years]
        cells = (cell(message("sheet.total")), *(cell(ground.money(each)) for each in sums))
        rows.append(Row((*cells, cell(ground.money(found.total))), strong=True))
    return Grid(heads, tuple(rows))


def _taken(ground: Ground, amount: Decimal | None, most: Decimal | None) -> tuple[Said, ...]:
    """Money of a year, and of how much where the budget says so."""
    if amount is None:
        return (dash(),)
    lines = [Said(ground.money(amount), Tone.BAD if most is not None and amount > most else Tone.PLAIN)]
    if most is not None:
        lines.append(Said(message("pack.ask.of", amount=ground.money(most)), Tone.QUIET))
    return tuple(lines)


def _year(ground: Ground, year: int) -> Value:
    """A calendar year; without a case date the first, second and so on."""
    if ground.document.blueprint.case_date is None:
        return message("pack.ask.year", n=year + 1)
    return str(year)


def _decider(ground: Ground, who: Decider, found: Asked) -> list[Said]:
    """Who decides, up to what amount, by when; and where that is not enough."""
    row = ground.document.get(Forum, who.forum)
    parts: dict[str, Value] = {"forum": ground.forum(who.forum)}
    if not ground.moneyless:
        parts["limit"] = message("pack.ask.no_limit") if who.limit is None else ground.money(who.limit)
    parts["by"] = message("pack.ask.no_day") if who.by is None else who.by
    said = [Said(message("pack.ask.who" if ground.moneyless else "pack.ask.decider", **parts), Tone.STRONG)]
    trouble: Message | None = None
    if row is not None and row.kind is ForumKind.ADVISES:
        trouble = message("pack.ask.advises", name=ground.name(row.id))
    elif who.limit is not None and found.total > who.limit:
        trouble = message("pack.ask.above", total=ground.money(found.total), limit=ground.money(who.limit))
    return said if trouble is None else [*said, Said(trouble, Tone.BAD)]
