"""The case as on screen, chart by chart; its tables over as many pages as they need."""

from __future__ import annotations

from model.case_sheet.sheet import basis
from model.layout.case.data import Cell as SheetCell
from model.layout.case.data import Panel, Saying, Table, Tone
from model.layout.pack.data import Block, Cell, Charts, Column, Grid, Heading, Row, Said, Text
from model.messages import message
from model.pack.ground import Ground, cell, dash

# What other chapters tell.
ELSEWHERE = frozenset({"funnel", "kept", "acid"})
# More columns than this are turned into rows, so many beside one another.
_ACROSS, _BESIDE = 9, 4


def case(ground: Ground) -> tuple[Block, ...]:
    """What today costs and what improving is worth; nothing where neither can be said."""
    appraisal = ground.found.appraisal
    if not (appraisal.failure.items or appraisal.serve.items or appraisal.whole):
        return ()
    panels = [_on_paper(ground, panel) for panel in ground.panels if panel.key not in ELSEWHERE]
    blocks: list[Block] = [Text(Said(basis(ground.document), Tone.QUIET, ("how basis",)), small=True)]
    charts = [panel for panel in panels if panel.table is None]
    blocks.append(Charts(tuple(charts)))
    for panel in panels:
        if panel.table is not None:
            blocks += table(panel, panel.table)
    return tuple(blocks)


def table(panel: Panel, found: Table) -> list[Block]:
    """A panel that is a table: the same cells, over as many pages as it needs."""
    blocks: list[Block] = [Heading(panel.title, 2), *(_said(each) for each in panel.above)]
    if len(found.heads) > _ACROSS:
        blocks += _turned(found)
    else:
        columns = tuple(Column(head.words, head.number, 1.0 if head.number else 0.42) for head in found.heads)
        rows = [Row(tuple(_cell(each) for each in row)) for row in found.rows]
        rows += [Row(tuple(_cell(each) for each in row), strong=True) for row in found.totals]
        blocks.append(Grid(columns, tuple(rows)))
    below = [_said(each)._replace(keep=True) for each in panel.below]
    return [*blocks, *below[:-1], *(last._replace(keep=False) for last in below[-1:])]


def _turned(found: Table) -> list[Block]:
    """A table of more columns than a page is wide, turned over: rows become columns, the first in every table."""
    first, *others = (*found.rows, *found.totals)
    tables = max(-(-len(others) // _BESIDE), 1)
    many = -(-len(others) // tables)
    blocks: list[Block] = []
    for start in range(0, max(len(others), 1), max(many, 1)):
        some = (first, *others[start : start + many])
        heads = (Column(found.heads[0].words, most=0.3), *(Column(row[0].words, True) for row in some))
        lines = [
            Row((cell(head.words), *(_cell(row[place]) for row in some)))
            for place, head in enumerate(found.heads)
            if place
        ]
        blocks.append(Grid(heads, tuple(lines)))
    return blocks


def _cell(found: SheetCell) -> Cell:
    if found.words == "":
        return (dash(),)
    to = (f"how {found.figure}",) if found.figure else ()
    return (Said(found.words, found.tone, to, found.sign),)


def _said(found: Saying) -> Text:
    return Text(Said(found.words, found.tone, (f"how {found.figure}",) if found.figure else ()), small=True)


def _on_paper(ground: Ground, panel: Panel) -> Panel:
    """A panel without what only a screen can do: being asked for what is missing."""
    bars = tuple(bar if bar.end is not None else bar._replace(words=message("pack.unknown")) for bar in panel.bars)
    return panel._replace(
        above=tuple(_plain(ground, each) for each in panel.above),
        below=tuple(_plain(ground, each) for each in panel.below),
        bars=bars,
    )


def _plain(ground: Ground, said: Saying) -> Saying:
    word, _, about = said.figure.partition(" ")
    if word != "missing":
        return said
    what, _, element = about.partition(" ")
    return said._replace(words=message(f"pack.missing.{what}", name=ground.name(element)), figure="")
