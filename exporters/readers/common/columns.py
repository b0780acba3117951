"""Columns that a source does not name: from where its shapes stand, or, where they stand nowhere, from its flow."""

from __future__ import annotations

from collections import Counter, defaultdict

from exporters.readers.common.sketch import DrawnCard, DrawnColumn, DrawnStage, Sketch, Span
from model.messages import message

# A shape this many times as long as usual goes over all the columns it covers.
_LONG = 1.5


def columns_by_place(sketch: Sketch) -> None:
    """Give every card a column: shapes whose middles are no further apart than half a usual shape share one.

    A quarter of the shapes are longer than usual: events and gateways are small, and activities say how long steps are.
    A shape that reaches over the middles of later columns goes over them. Columns come out in the order of the flow.
    """
    cards = [card for card in sketch.cards if card.along is not None and card.lane is not None]
    if not cards:
        return
    places = [card.along for card in cards if card.along is not None]
    usual = sorted(span.length for span in places)[len(places) * 3 // 4]
    spans = sorted((span for span in places if span.length <= 2 * usual), key=lambda span: span.middle)
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span.middle - _mean(groups[-1]) <= usual / 2:
            groups[-1].append(span)
        else:
            groups.append([span])
    for group in groups:
        along = Span(min(span.start for span in group), max(span.end for span in group))
        sketch.columns.append(DrawnColumn(f"column {len(sketch.columns) + 1}", along=along))
    middles = [_mean(group) for group in groups]
    for card in cards:
        assert card.along is not None
        _fit(card.along, middles, card, usual)
    _told(sketch, "readers.diagram.step_by_place")


def _mean(group: list[Span]) -> float:
    return sum(span.middle for span in group) / len(group)


def _fit(along: Span, middles: list[float], card: DrawnCard, usual: float) -> None:
    """The nearest column, or for a long shape all whose middles it covers."""
    covered = [place for place, middle in enumerate(middles) if along.start <= middle <= along.end]
    nearest = min(range(len(middles)), key=lambda place: abs(middles[place] - along.middle))
    several = len(covered) > 1 and along.length > _LONG * usual
    card.column = covered[0] if several else nearest
    card.steps = len(covered) if several else 1


def columns_by_flow(sketch: Sketch) -> None:
    """Give every card a column: one after the last of those that lead to it, links that run back left aside."""
    following: dict[int, list[int]] = defaultdict(list)
    for link in sketch.links:
        if link.source != link.target:
            following[link.source].append(link.target)
    order = _forward(len(sketch.cards), following)
    rank = dict.fromkeys(order, 0)
    position = {card: place for place, card in enumerate(order)}
    for card in order:
        for after in following[card]:
            if position[after] > position[card]:
                rank[after] = max(rank[after], rank[card] + 1)
    for place in range(max(rank.values(), default=-1) + 1):
        sketch.columns.append(DrawnColumn(f"column {place + 1}"))
    for index, drawn in enumerate(sketch.cards):
        if drawn.lane is not None and drawn.column is None:
            drawn.column = rank[index]
    _told(sketch, "readers.diagram.step_by_flow")


def _forward(count: int, following: dict[int, list[int]]) -> list[int]:
    """All cards, each before those it leads to but for links that run back; depth first, without recursion."""
    done: list[int] = []
    seen = [False] * count
    for start in range(count):
        if seen[start]:
            continue
        seen[start] = True
        stack = [(start, iter(following[start]))]
        while stack:
            card, rest = stack[-1]
            after = next((one for one in rest if not seen[one]), None)
            if after is None:
                done.append(card)
                stack.pop()
            else:
                seen[after] = True
                stack.append((after, iter(following[after])))
    return done[::-1]


def _told(sketch: Sketch, why: str) -> None:
    """One stage for all, unless there are some, and a line of the report for each step."""
    count = Counter(card.column for card in sketch.cards)
    first: dict[int | None, str] = {}
    for card in sketch.cards:
        first.setdefault(card.column, card.title)
    for place, column in enumerate(sketch.columns):
        sketch.infer(first.get(place, ""), column.key, message(why, n=count[place]))
    if not sketch.stages:
        sketch.stages.append(DrawnStage("stage"))


def nearest_column(sketch: Sketch, along: Span) -> int | None:
    """The column whose middle is nearest, among those that are steps."""
    known = [
        (abs(column.along.middle - along.middle), place)
        for place, column in enumerate(sketch.columns)
        if column.step and column.along is not None
    ]
    return min(known)[1] if known else None


def covered_steps(sketch: Sketch, first: int, along: Span) -> int:
    """Over how many columns from the first on a shape goes: those whose middle it covers."""
    count = 1
    for column in sketch.columns[first + 1 :]:
        if column.along is None or not along.start <= column.along.middle <= along.end:
            break
        count += 1
    return count
