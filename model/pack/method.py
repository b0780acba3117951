"""How each number came about: the derivation of every figure that the pack prints, as one table; months in another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from model.analysis.timeline import CLASSES, HEADLINE
from model.case_sheet.opening import open_figure
from model.layout.pack.data import Block, Cell, Column, Grid, Heading, Pairs, Row, Said, Text
from model.messages import message
from model.pack.derived import BY_MONTH, Teller
from model.pack.ground import Ground, cell, column, dash
from model.pack.printed import of_panel

RULES = ("benefits", "discount", "overlap", "headline", "range", "assumed")


def method(ground: Ground, wanted: Collection[str] | None = None, full: bool = False) -> tuple[Block, ...]:
    """First what everything rests on; then each figure of the case, or those wanted, in the order of the case.

    `full`: all figures, and each of their parts down to what was entered.
    """
    figures = [each for each in _figures(ground) if full or wanted is None or each in wanted]
    opened = ((figure, open_figure(ground.found, figure, ground.figures)) for figure in figures)
    steps = {figure: found.step for figure, found in opened if found is not None}
    if not steps:
        return ()
    teller = Teller(ground, steps, full)
    rules = tuple((message(f"pack.rule.{rule}"), cell(message(f"pack.rule_said.{rule}"))) for rule in RULES)
    heads = (column("figure", most=0.36), column("how"), column("amount", True))
    rows = tuple(row for figure in steps for row in teller.rows(figure))
    blocks: list[Block] = [Pairs(rules), Heading(message("pack.method.figures"), 2), Grid(heads, rows)]
    if not full:
        blocks.insert(2, Text(Said(message("pack.method.short")), small=True, keep=True))
    if ground.found.appraisal.whole is not None and BY_MONTH & steps.keys():
        blocks += _months(ground)
    return tuple(blocks)


def _figures(ground: Ground) -> Iterator[str]:
    """The figures of the case that open, each once, the basis first."""
    shown = dict.fromkeys(["basis", *(figure for panel in ground.panels for figure in of_panel(panel))])
    known = ground.found.appraisal
    if known.whole is None and not known.failure.items and not known.serve.items:
        return
    yield from (figure for figure in shown if figure and figure.partition(" ")[0] != "missing")


def _months(ground: Ground) -> list[Block]:
    """Cash month by month: what comes in by class, what goes out, and what that adds up to."""
    whole = ground.found.appraisal.whole
    assert whole is not None
    flow = whole.case.flow
    earned = [each for each in CLASSES if each in HEADLINE and any(flow.benefits[each])]
    heads: list[Column] = [column("month", True)]
    heads += [Column(message(f"opened.month.{each.value}"), True) for each in earned]
    heads += [Column(message(f"opened.month.{each}"), True) for each in ("running", "spend")]
    heads += [column("net", True), column("cumulated", True)]
    rows, total = [], Decimal(0)
    for month, net in enumerate(flow.net()):
        total += net
        amounts = [*(flow.benefits[each][month] for each in earned), -flow.running[month], -flow.spend[month]]
        cells: list[Cell] = [cell(month), *(_money(each) for each in amounts), _money(net), _money(total)]
        rows.append(Row(tuple(cells)))
    return [Heading(message("pack.method.by_month"), 2, "how months"), Grid(tuple(heads), tuple(rows))]


def _money(amount: Decimal) -> Cell:
    """Whole units: the currency stands everywhere else."""
    return cell(round(amount)) if round(amount) else (dash(),)
