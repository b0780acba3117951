"""Where work passes from unit to unit: the matrix, and each hand-off with its wait and what was agreed."""

from __future__ import annotations

from decimal import Decimal

from model.analysis.asking.answer import time
from model.analysis.handoffs import HandOff, HandOffs, hand_offs, matrix, pulling_apart
from model.elements import Card
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Column, Grid, Heading, Row, Said, Text
from model.messages import Value, message
from model.pack.ground import Ground, cell, column, dash

# So many units stand in the columns of one matrix.
_ACROSS = 16


def handing(ground: Ground) -> tuple[Block, ...]:
    """Nothing where no link passes from unit to unit and none is left unjudged."""
    found = hand_offs(ground.document)
    if not found.found:
        return ()
    blocks: list[Block] = [*_said(found), *_matrix(found)]
    heads = (
        column("wait", True),
        column("from", most=0.3),
        column("to", most=0.3),
        column("units", most=0.2),
        column("agreed", most=0.2),
    )
    blocks.append(Heading(message("pack.hand.listed"), 2))
    blocks.append(Grid(heads, tuple(_row(ground, each) for each in found.found)))
    pulls = pulling_apart(ground.document, found.found)
    if pulls:
        blocks.append(Heading(message("pack.hand.pulling"), 2))
        rows = []
        for pull in pulls:
            over: Value = message("pack.hand.declared") if pull.metric is None else ground.name(pull.metric)
            one, other = pull.owners
            rows.append(Row(((ground.said(one),), (ground.said(other),), cell(over), cell(len(pull.links)))))
        own = (column("owner"), column("other"), column("over"), column("hand_offs", True))
        blocks.append(Grid(own, tuple(rows)))
    return tuple(blocks)


def _said(found: HandOffs) -> list[Block]:
    without = len(found.without_agreement)
    said = [Said(message("pack.hand.count", n=len(found.found)), Tone.STRONG)]
    if without:
        said.append(Said(message("pack.hand.without", n=without), Tone.BAD))
    if found.unjudged:
        said.append(Said(message("pack.hand.unjudged", n=len(found.unjudged)), Tone.QUIET))
    return [Text(each) for each in said]


def _matrix(found: HandOffs) -> list[Block]:
    """Units by number across, so that their names stand once, at the rows; many units make several tables."""
    table = matrix(found.found)
    sums = [sum(row) for row in table.counts]
    blocks: list[Block] = [
        Heading(message("pack.hand.matrix"), 2),
        Text(Said(message("pack.hand.read"), Tone.QUIET), small=True),
    ]
    for first in range(0, len(table.units), _ACROSS):
        across = range(first, min(first + _ACROSS, len(table.units)))
        heads = (column("unit", most=0.4), *(Column(place + 1, True) for place in across), column("sum", True))
        rows = [
            Row(
                (
                    cell(message("pack.hand.unit", n=place + 1, name=unit)),
                    *(_count(table.counts[place][other]) for other in across),
                    cell(sums[place], Tone.STRONG),
                )
            )
            for place, unit in enumerate(table.units)
        ]
        down = [sum(row[other] for row in table.counts) for other in across]
        rows.append(Row((cell(message("sheet.total")), *(cell(n) for n in down), cell(sum(sums))), strong=True))
        blocks.append(Grid(heads, tuple(rows)))
    return blocks


def _count(number: int) -> Cell:
    return cell(number) if number else (Said("·", Tone.QUIET),)


def _row(ground: Ground, each: HandOff) -> Row:
    wait: Cell = (dash(),) if each.wait is None else cell(time(Decimal(each.wait)))
    agreed = each.agreed.strip()
    units = message("pack.hand.units", giver=each.units[0], taker=each.units[1])
    return Row(
        (
            wait,
            _end(ground, each.source),
            _end(ground, each.target),
            cell(units),
            cell(agreed) if agreed else cell(message("pack.hand.nothing"), Tone.BAD),
        )
    )


def _end(ground: Ground, card: str) -> Cell:
    return (ground.said(card), Said(ground.step_of(ground.document.need(Card, card)), Tone.QUIET))
