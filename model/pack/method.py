"""How each number came about: the derivation of every figure that the case shows, down to what was entered.

What has a derivation of its own, or was told before, is not told again: it leads to where it stands. A product of
plain numbers is one line. Months stand in one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice

from model.analysis.derivation import Measure, Step
from model.analysis.timeline import CLASSES, HEADLINE
from model.case_sheet.opening import open_figure
from model.layout.case.data import Panel, Tone
from model.layout.pack.data import Block, Branch, Cell, Column, Grid, Heading, Row, Said, Text, Tree
from model.messages import Value, message
from model.pack.ground import Ground, cell, column, dash, leading, listed, percent

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
# The figures whose parts are the months, told in a table; and so many lines of one figure at most.
BY_MONTH = frozenset({"cash", "payback", "peak"})
MOST = 400
_SIGNS = {"x": "×", "x / 60": "×", "+": "+", "/": "÷", "-": "−"}


def method(ground: Ground) -> tuple[Block, ...]:
    """First what everything rests on; then each figure, in the order of the case."""
    figures = list(_figures(ground))
    if not figures:
        return ()
    opened = ((figure, open_figure(ground.found, figure, ground.figures)) for figure in figures)
    steps = {figure: found.step for figure, found in opened if found is not None}
    teller = _Teller(ground, steps)
    blocks: list[Block] = [Text(Said(message(f"pack.method.{word}"))) for word in ("case", "drawn", "assumed")]
    blocks.append(Heading(message("pack.method.figures"), 2))
    blocks += [Tree(tuple(teller.branches(figure))) for figure in steps]
    if ground.found.appraisal.whole is not None:
        blocks += _months(ground)
    return tuple(blocks)


def _figures(ground: Ground) -> Iterator[str]:
    """The figures of the case that open, each once, the basis first."""
    shown = dict.fromkeys(["basis", *(figure for panel in ground.panels for figure in _of_panel(panel))])
    known = ground.found.appraisal
    if known.whole is None and not known.failure.items and not known.serve.items:
        return
    yield from (figure for figure in shown if figure and figure.partition(" ")[0] != "missing")


def _of_panel(panel: Panel) -> Iterator[str]:
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


class _Teller:
    """Tells derivations line by line, and remembers what it has told."""

    def __init__(self, ground: Ground, steps: Mapping[str, Step]) -> None:
        self._ground = ground
        self._steps = steps
        self._own = {
            step: f"how {figure}" for figure, step in reversed(list(steps.items())) if step.parts or step.given
        }
        self._told: dict[Step, str] = {}

    def branches(self, figure: str) -> Iterator[Branch]:
        """The lines of one figure."""
        target, step = f"how {figure}", self._steps[figure]
        yield Branch(0, self._title(figure, step), self._amount(step), target)
        if figure in BY_MONTH:
            yield Branch(1, Said(message("pack.method.months"), Tone.QUIET, ("how months",)), Said(""))
            return
        lines = self._inner(step, 1, target)
        yield from islice(lines, MOST)
        if next(lines, None) is not None:
            yield Branch(1, Said(message("pack.method.more"), Tone.QUIET), Said(""))

    def _inner(self, step: Step, depth: int, target: str) -> Iterator[Branch]:
        """The lines of what a step is made of."""
        if len(step.parts) > 1 and all(_is_name(part) for part in step.parts):
            yield Branch(depth, Said(listed(self._words(part, 0).words for part in step.parts)), Said(""))
        else:
            for place, part in enumerate(step.parts):
                for number, line in enumerate(self._lines(part, depth, target)):
                    yield line if number or not place else _signed(line, step.how)
        for part in step.given:
            yield from self._lines(part, depth, target)

    def _lines(self, step: Step, depth: int, target: str) -> Iterator[Branch]:
        whole = bool(step.parts or step.given)
        own, before = (self._own.get(step), self._told.get(step)) if whole else (None, None)
        if own is not None or before is not None:
            words = message("pack.method.there" if own is not None else "pack.method.above", what=step.words)
            yield Branch(depth, Said(words, Tone.PLAIN, (own or before or "",)), self._amount(step))
            return
        if whole:
            self._told[step] = target
        if _is_product(step):
            yield Branch(depth, self._product(step, depth), self._amount(step))
            return
        yield Branch(depth, self._words(step, depth), self._amount(step))
        yield from self._inner(step, depth + 1, target)

    def _product(self, step: Step, depth: int) -> Said:
        """A product of numbers as they were entered, with what each is."""
        said = self._words(step, depth)
        terms: Value = ""
        for part in step.parts:
            term = message("pack.method.term", what=self._words(part, 0).words, amount=self._amount(part).words)
            terms = term if terms == "" else message("pack.method.times", one=terms, other=term)
        return said._replace(words=message("pack.method.product", what=said.words, terms=terms))

    def _title(self, figure: str, step: Step) -> Said:
        """What a figure is; of one improvement also which."""
        said = self._words(step, 0)
        word, _, about = figure.partition(" ")
        if word != "one":
            return said
        return said._replace(words=message("pack.named", name=said.words, what=self._ground.name(about)))

    def _words(self, step: Step, depth: int) -> Said:
        """What a step is, and the sources it rests on; it leads to what it was entered on."""
        names = [self._ground.name(id) for id in step.sources]
        words: Value = step.words
        if names:
            words = message("pack.method.sources", what=words, sources=listed(names))
        to = leading(step.element) if step.element and depth else ()
        return Said(words, Tone.PLAIN, to)

    def _amount(self, step: Step) -> Said:
        if step.amount is None:
            return Said("") if step.measure is Measure.COUNT else dash()
        return Said(self._measured(step.amount, step.measure), Tone.PLAIN)

    def _measured(self, amount: Decimal, measure: Measure) -> Value:
        match measure:
            case Measure.MONEY:
                exact = amount.quantize(CENT, ROUND_HALF_EVEN)
                whole = exact == exact.to_integral_value()
                currency = self._ground.document.blueprint.currency
                return message("format.money", amount=int(exact) if whole else exact, currency=currency)
            case Measure.SHARE:
                share = (amount * 100).quantize(TENTH, ROUND_HALF_EVEN)
                if share == share.to_integral_value():
                    return percent(amount)
                return message("format.percent", number=share)
            case Measure.MINUTES:
                return message("map.minutes", n=_plain(amount))
        return _plain(amount)


def _is_name(step: Step) -> bool:
    """Whether a step is nothing but a name."""
    return step.amount is None and step.measure is Measure.COUNT and not step.parts and not step.given


def _is_product(step: Step) -> bool:
    """Whether a step is nothing but numbers multiplied."""
    plain = all(not (part.parts or part.given) for part in step.parts)
    return step.how in ("x", "x / 60") and len(step.parts) > 1 and not step.given and plain


def _plain(amount: Decimal) -> Value:
    """A count as it was entered or computed: whole, or to two digits."""
    exact = amount.quantize(CENT, ROUND_HALF_EVEN)
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


def _signed(line: Branch, how: str) -> Branch:
    """A part with the sign by which it joins those before."""
    sign = _SIGNS.get(how)
    if sign is None:
        return line
    return line._replace(said=line.said._replace(words=message("pack.method.signed", sign=sign, what=line.said.words)))


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
