"""How wide the columns of a table are: none narrower than its longest word as far as there is room, numbers whole."""

from __future__ import annotations

from collections.abc import Sequence

from model.layout.pack.data import Column, Grid, Said
from model.layout.pack.strips import Pen, indent_of

GAP = 12.0
# Words that are longer than so many letters may widen their column, up to so much.
_LONG, _WIDEST = 8, 96.0
# A head of words stands on one line if it takes no more than this.
_LEAST = 72.0


def columns_of(pen: Pen, found: Grid, width: float) -> list[tuple[float, float]]:
    """Start and width of each column."""
    free = width - GAP * (len(found.columns) - 1)
    wanted = [_wanted(pen, found, place, free) for place in range(len(found.columns))]
    least = [min(_least(pen, found, place, wanted[place]), wanted[place]) for place in range(len(found.columns))]
    if sum(least) > free:
        widths = [each * free / sum(least) for each in least]
    else:
        widths = _shared(wanted, least, found.columns, free)
    columns, x = [], 0.0
    for own in _spread(pen, found, widths, free):
        columns.append((x, own))
        x += own + GAP
    return columns


def _spread(pen: Pen, found: Grid, widths: Sequence[float], free: float) -> list[float]:
    """The room that is left to columns of words that still wrap, the rest to the last; or to all alike."""
    given = list(widths)
    words = [place for place, column in enumerate(found.columns) if not column.number]
    if not words:
        return [own + (free - sum(given)) / len(given) for own in given]
    natural = {place: _natural(pen, found, place) for place in words}
    order = sorted(words, key=lambda place: natural[place] - given[place])
    for rank, place in enumerate(order):
        left = max(free - sum(given), 0.0)
        given[place] += min(max(natural[place] - given[place], 0.0), left / (len(order) - rank))
    given[words[-1]] += max(free - sum(given), 0.0)
    return given


def _shared(wanted: Sequence[float], least: Sequence[float], columns: Sequence[Column], free: float) -> list[float]:
    """Each gets its least; of the rest numbers what they want, then words a fair share, the modest first."""
    given = list(least)
    room = free - sum(least)
    order = sorted(range(len(wanted)), key=lambda place: (not columns[place].number, wanted[place] - least[place]))
    for rank, place in enumerate(order):
        share = room if columns[place].number else room / (len(order) - rank)
        more = min(wanted[place] - least[place], share)
        given[place] += more
        room -= more
    return given


def _wanted(pen: Pen, found: Grid, place: int, free: float) -> float:
    """Room for the longest cell on one line, and for the head's longest word."""
    column = found.columns[place]
    widest = _natural(pen, found, place)
    head = pen.kit.width(column.words, pen.kit.small(True)) + 1.0
    return max(min(widest, column.most * free), _head(pen, column), min(head, _LEAST))


def _natural(pen: Pen, found: Grid, place: int) -> float:
    """Room for the longest cell on one line."""
    return max((_width(pen, said) for row in found.rows for said in row.cells[place]), default=0.0) + 1.0


def _least(pen: Pen, found: Grid, place: int, wanted: float) -> float:
    """What it takes not to break a word, nor a number at all."""
    column = found.columns[place]
    if column.number:
        return wanted
    words = {word for row in found.rows for said in row.cells[place] for word in _words(pen, said)}
    style = pen.table(True)
    widest = max((pen.kit.shaper.longest_word(word, style) for word in words), default=0.0)
    return max(_head(pen, column), min(widest + 1.0, _WIDEST))


def _words(pen: Pen, said: Said) -> list[str]:
    return [word for word in pen.kit.words(said.words).split() if len(word) > _LONG]


def _head(pen: Pen, column: Column) -> float:
    words = pen.kit.words(column.words)
    return pen.kit.shaper.longest_word(words, pen.kit.small(True)) + 1.0


def _width(pen: Pen, said: Said) -> float:
    return pen.kit.width("0000" if said.page else said.words, pen.table(True)) + indent_of(pen, said)
