"""Which figures blocks print: those that lead to how they came about, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.layout.case.data import Panel
from model.layout.pack.data import Beside, Block, Cell, Charts, Crossings, Grid, Pairs, Text, Trend

HOW = "how "


def printed(blocks: Iterable[Block]) -> Iterator[str]:
    """The figures of some blocks, as often as they are printed."""
    for block in blocks:
        if isinstance(block, Charts):
            for panel in block.panels:
                yield from of_panel(panel)
        elif isinstance(block, Beside):
            yield from printed(block.blocks)
        else:
            for said in (said for cell in _cells(block) for said in cell):
                yield from (name.removeprefix(HOW) for name in said.to if name.startswith(HOW))


def of_panel(panel: Panel) -> Iterator[str]:
    """The figures of a panel of the case view; empty where one has nothing to open."""
    yield from (each.figure for each in panel.above)
    yield from (bar.figure for bar in panel.bars)
    if panel.curve is not None:
        yield "cash"
        yield "payback"
    if panel.swings is not None:
        yield from (span.figure for span in panel.swings.spans)
        yield panel.swings.likely_words.figure
    if panel.spread is not None:
        yield from (name.figure for name in panel.spread.names)
    yield from (stage.figure for stage in panel.funnel)
    if panel.table is not None:
        for row in (*panel.table.rows, *panel.table.totals):
            yield from (each.figure for each in row)
    yield from (each.figure for each in panel.below)


def _cells(block: Block) -> Iterator[Cell]:
    """The cells of what is words."""
    if isinstance(block, Text):
        yield (block.said,)
    elif isinstance(block, (Pairs, Trend)):
        yield from (cell for _, cell in block.rows)
    elif isinstance(block, Grid):
        yield from (cell for row in block.rows for cell in row.cells)
    elif isinstance(block, Crossings):
        yield from (cell for each in block.found for cell in each.row.cells)
