"""A metric with its readings as a curve, within its limits and against what is wanted, and what that shows in words."""

from __future__ import annotations

from model.layout.case.control import control_chart
from model.layout.case.kit import moved, text_piece
from model.layout.leaves import Tag
from model.layout.pack.data import Pairs, Trend
from model.layout.pack.grids import USUAL, pairs
from model.layout.pack.strips import Bit, Pen, Strip, shifted, stacked

# The share of the width that facts take, and the air above and below the curve, in ems.
_FACTS, _AIR = 0.42, 0.4


def trend(pen: Pen, found: Trend, width: float, name: str, before: float) -> Strip:
    """The metric on one strip: its name, its facts, and its curve beside them where there are readings."""
    title = pen.words(found.title, 0.0, 0.0, width, pen.heading(3), pen.kit.colour("ink"))
    head = Strip(title.height, (Bit((title,), (Tag("H3", name),)),), marks=((found.target, 0.0),))
    facts = stacked(pairs(pen, Pairs(found.rows), width * _FACTS - pen.em, f"{name}.facts", USUAL._replace(before=0.0)))
    bits, leads = list(facts.bits), list(facts.leads)
    height = facts.height
    if found.chart.dots:
        x, y = width * _FACTS + pen.em, _AIR * pen.em
        drawn = control_chart(pen.kit, found.chart, width - x)
        bits.append(Bit(tuple(moved(drawn.pieces, x, y)), (Tag("Figure", name, pen.kit.words(found.alt)),)))
        y += drawn.height + _AIR * pen.em
        small, muted = pen.kit.small(), pen.kit.colour("muted")
        for place, words in enumerate(found.below):
            piece = text_piece(pen.kit, words, x, y, width - x, small, muted, lines=3)
            bits.append(Bit((piece,), (Tag("P", f"{name}.said {place}"),)))
            y += piece.height + 0.2 * pen.em
        height = max(height, y)
    body = shifted(Strip(height, tuple(bits), leads=tuple(leads)), 0.0, title.height + 2.0)
    return Strip(title.height + 2.0 + height, (*head.bits, *body.bits), before, leads=body.leads, marks=head.marks)
