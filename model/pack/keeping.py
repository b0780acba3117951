"""What became of what was decided: the acid test, and money promised against money verified (R11, R69)."""

from __future__ import annotations

from decimal import Decimal

from model.analysis.action import live_since
from model.improvements import Improvement
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Charts, Grid, Row, Said, Text
from model.messages import message
from model.pack.case import table
from model.pack.ground import Ground, cell, column, dash, entry, priced


def acid(ground: Ground) -> tuple[Block, ...]:
    """The improvements that began here and are live; nothing where none is."""
    found = next((panel for panel in ground.panels if panel.key == "acid"), None)
    if found is None or found.table is None:
        return ()
    note = Text(Said(message("pack.acid.note"), Tone.QUIET), small=True)
    return (note, *table(found, found.table)[1:])


def record(ground: Ground) -> tuple[Block, ...]:
    """The funnel, then each decided improvement with its promise; nothing where no fail point and no promise is."""
    panels = [panel for panel in ground.panels if panel.key in ("funnel", "kept")]
    promises = ground.found.record.promises
    if not panels:
        return ()
    blocks: list[Block] = [Charts(tuple(panels))]
    if promises:
        heads = (
            column("improvement", most=0.36),
            column("status"),
            column("live_since"),
            column("promised", True),
            column("verified", True),
        )
        rows = [
            _promise(ground, ground.document.need(Improvement, each.improvement), each.promised, each.verified)
            for each in promises
        ]
        total = ground.found.record
        sums = (cell(ground.money(total.promised)), cell(ground.money(total.verified)))
        if not ground.moneyless:
            rows.append(Row((cell(message("sheet.together")), (dash(),), (dash(),), *sums), strong=True))
        blocks.append(priced(ground, Grid(heads, tuple(rows)), "promised", "verified"))
    return tuple(blocks)


def _promise(ground: Ground, row: Improvement, promised: Decimal | None, verified: Decimal | None) -> Row:
    since = live_since(ground.document, row)
    name: Cell = (Said(ground.name(row.id), Tone.PLAIN, entry(row.id)),)
    return Row(
        (
            name,
            cell(message(f"sheet.status.{row.status.value}")),
            (dash(),) if since is None or since > ground.today else cell(since),
            cell(message("pack.unknown"), Tone.QUIET) if promised is None else cell(ground.money(promised)),
            (dash(),) if verified is None else cell(ground.money(verified)),
        )
    )
