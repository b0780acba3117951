"""Derivations as rows of a table: what a number is, how it came about in one line, and what it amounts to.

A product is written out down to what was entered. What has rows of its own, or was told before, is not told again: it
leads to where it stands. In short, a sum tells its largest parts and what the others come to; told in full, all parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from model.analysis.derivation import LESS, OVER, PLUS, Measure, Step
from model.layout.case.data import Tone
from model.layout.pack.data import Cell, Row, Said
from model.messages import Value, message
from model.pack.ground import CENT, Ground, dash, leading, listed, percent

TENTH = Decimal("0.1")
# The figures whose parts are the months, told in a table.
BY_MONTH = frozenset({"cash", "payback", "peak"})
# In short: so many parts of a sum in rows, in one line, and so many names.
MOST, INLINE, NAMES = 6, 5, 6
# From here on nobody reads the cents.
_LARGE = 1000
_PRODUCTS = ("x", "x / 60")
_SIGNS = {PLUS: "sum", LESS: "less", OVER: "over"}
_SHORT = frozenset({"number", "unit_cost", "failure_rate", "share", "times", "minutes", "occurrences", "rate"})


class Teller:
    """Tells derivations row by row, and remembers what it has told. `steps`: by figure, how it came about."""

    def __init__(self, ground: Ground, steps: Mapping[str, Step], full: bool) -> None:
        self._ground = ground
        self._steps = steps
        self._full = full
        self._own = {step: f"how {figure}" for figure, step in reversed(list(steps.items())) if _whole(step)}
        self._told: dict[Step, str] = {}

    def rows(self, figure: str) -> list[Row]:
        """The rows of one figure: itself, then what it is made of as far as one line does not say it."""
        target, step = f"how {figure}", self._steps[figure]
        amount = self._amount(step)._replace(tone=Tone.STRONG)
        title = Said(self._title(figure, step), Tone.STRONG)
        if figure in BY_MONTH:
            months = Said(message("pack.method.months"), Tone.QUIET, ("how months",))
            return [Row(((title,), (months,), (amount,)), target)]
        how, inner = self._how(step, 0), self._inner(step, 1, target)
        return [Row(((title,), how, (amount,)), target, keep=bool(inner)), *inner]

    def _inner(self, step: Step, depth: int, target: str) -> list[Row]:
        """The rows of what a step is made of."""
        if not self._in_rows(step, depth - 1):
            parts = tuple(part for part in _factors(step)[0] if _whole(part) and part is not step) if self._full else ()
        else:
            parts = step.parts
        given = () if self._is_at_hand(step.given) else step.given
        shown, left = self._largest(parts) if step.how == PLUS else (parts, ())
        rows = [row for part in (*shown, *given) for row in self._line(part, depth, target)]
        if left:
            total = sum((part.amount or Decimal(0) for part in left), Decimal(0))
            more = Said(message("pack.method.rest", n=len(left)), Tone.QUIET, inset=depth)
            rows.append(Row(((more,), (Said(),), (Said(self._measured(total, left[0].measure), Tone.QUIET),))))
        return rows

    def _line(self, step: Step, depth: int, target: str) -> list[Row]:
        whole = _whole(step)
        own, before = (self._own.get(step), self._told.get(step)) if whole else (None, None)
        if own is not None or before is not None:
            there = message("pack.method.see" if own is not None else "pack.method.before")
            name = Said(self._words(step), Tone.PLAIN, (own or before or "",), inset=depth)
            return [Row(((name,), (Said(there, Tone.QUIET),), (self._amount(step),)))]
        if whole and step.element:
            self._told[step] = target
        to = leading(step.element) if step.element else ()
        name = Said(self._words(step), Tone.PLAIN, to, inset=depth)
        how = self._how(step, depth)
        inner = self._inner(step, depth + 1, target) if self._full else []
        return [Row(((name,), how, (self._amount(step),))), *inner]

    def _in_rows(self, step: Step, depth: int) -> bool:
        """Whether the parts of a step have rows of their own, as no line says them."""
        if not step.parts or _is_product(step) or step.how in (LESS, OVER) or self._is_at_hand(step.parts):
            return False
        if self._full:
            return True
        known = [part for part in step.parts if part in self._own or part in self._told]
        return depth == 0 and 2 * len(known) < len(step.parts)

    def _is_at_hand(self, steps: Sequence[Step]) -> bool:
        """Whether one line says some steps: none is made of others, and in full they are few."""
        return not any(map(_whole, steps)) and (not self._full or len(steps) <= INLINE or all(map(_is_name, steps)))

    def _largest(self, parts: Sequence[Step]) -> tuple[Sequence[Step], Sequence[Step]]:
        """In short the parts that come to something, those that weigh most, in their order; and the others."""
        if self._full:
            return parts, ()
        parts = [part for part in parts if part.amount != 0]
        if len(parts) <= MOST + 1 or any(part.amount is None for part in parts):
            return parts, ()
        order = sorted(range(len(parts)), key=lambda place: -_size(parts[place]))
        shown = set(order[:MOST])
        return (
            [part for place, part in enumerate(parts) if place in shown],
            [part for place, part in enumerate(parts) if place not in shown],
        )

    def _how(self, step: Step, depth: int) -> Cell:
        """In one line how a step came about, and below it what else went into it."""
        lines: list[Said] = []
        if step.parts and not self._in_rows(step, depth):
            lines.append(Said(self._formula(step)))
        if step.given and self._is_at_hand(step.given):
            lines.append(Said(listed(self._terms(step.given)), Tone.QUIET))
        return tuple(lines) or (Said(),)

    def _formula(self, step: Step) -> Value:
        if all(map(_is_name, step.parts)):
            return self._names([self._words(part) for part in step.parts])
        if _is_product(step):
            factors, sixties = _factors(step)
            said = _joined("times", map(self._term, factors))
            return message("pack.method.hour", terms=said) if sixties else said
        parts = sorted(step.parts, key=lambda part: -_size(part)) if step.how == PLUS else step.parts
        terms = self._terms(parts)
        return _joined(_SIGNS[step.how], terms) if step.how in _SIGNS else listed(terms)

    def _terms(self, steps: Sequence[Step]) -> list[Value]:
        """Numbers within a line; in short the first, and how many more."""
        left = 0 if self._full or len(steps) <= INLINE + 1 else len(steps) - INLINE
        terms = [self._term(step) for step in steps[: len(steps) - left]]
        return [*terms, message("pack.method.others", n=left)] if left else terms

    def _names(self, names: Sequence[Value]) -> Value:
        left = 0 if self._full else max(len(names) - NAMES, 0)
        said = listed(names[: len(names) - left])
        return message("pack.method.names", names=said, n=left) if left else said

    def _term(self, step: Step) -> Value:
        """A number within a line, and what it is."""
        if step.words.id == "opened.input":
            given = dict(step.words.parameters)
            return message("pack.method.range", **{**given, "likely": self._amount(step).words})
        if step.amount is None:
            return self._words(step)
        _, _, entered = step.words.id.rpartition("derivation.entered.")
        if step.words.id == "derivation.customers_in":
            entered = "customers_in"
        short = entered in _SHORT or entered == "customers_in"
        what: Value = message(f"pack.short.{entered}") if short else self._words(step)
        return message("pack.method.term", what=self._sourced(what, step), amount=self._amount(step).words)

    def _title(self, figure: str, step: Step) -> Value:
        """What a figure is; of one improvement also which."""
        word, _, about = figure.partition(" ")
        if word == "one":
            return message("pack.named", name=step.words, what=self._ground.name(about))
        return self._sourced(step.words, step)

    def _words(self, step: Step) -> Value:
        """What a step is, and in full the sources it rests on."""
        return self._sourced(step.words, step)

    def _sourced(self, what: Value, step: Step) -> Value:
        if not step.sources or not self._full:
            return what
        return message("pack.method.sources", what=what, sources=listed(map(self._ground.name, step.sources)))

    def _amount(self, step: Step) -> Said:
        if step.amount is None:
            return Said("") if step.measure is Measure.COUNT else dash()
        return Said(self._measured(step.amount, step.measure))

    def _measured(self, amount: Decimal, measure: Measure) -> Value:
        match measure:
            case Measure.MONEY:
                return self._ground.money(amount) if self._is_rounded(amount) else self._ground.exact(amount)
            case Measure.SHARE:
                share = (amount * 100).quantize(TENTH, ROUND_HALF_EVEN)
                if share == share.to_integral_value():
                    return percent(amount)
                return message("format.percent", number=share)
            case Measure.MINUTES:
                return message("map.minutes", n=_plain(amount))
        return _plain(amount)

    def _is_rounded(self, amount: Decimal) -> bool:
        """Whether only whole units of money are told: of large amounts, but in full."""
        return not self._full and abs(amount) >= _LARGE


def _whole(step: Step) -> bool:
    """Whether a step is made of others."""
    return bool(step.parts or step.given)


def _size(step: Step) -> Decimal:
    return abs(step.amount or Decimal(0))


def _is_name(step: Step) -> bool:
    """Whether a step is nothing but a name."""
    return step.amount is None and step.measure is Measure.COUNT and not _whole(step)


def _is_product(step: Step) -> bool:
    return step.how in _PRODUCTS and not step.given


def _factors(step: Step) -> tuple[list[Step], bool]:
    """What is multiplied, down to what was entered or is a sum; and whether minutes became hours in it."""
    if _is_product(step):
        inner = [_factors(part) for part in step.parts]
        return [each for factors, _ in inner for each in factors], step.how == "x / 60" or any(h for _, h in inner)
    if step.how == PLUS and len(step.parts) == 1 and not step.given:
        return _factors(step.parts[0])
    return [step], False


def _joined(sign: str, terms: Iterable[Value]) -> Value:
    """Terms with a sign between them."""
    found: Iterator[Value] = iter(terms)
    said = next(found, "")
    for term in found:
        said = message(f"pack.method.{sign}", one=said, other=term)
    return said


def _plain(amount: Decimal) -> Value:
    """A count as it was entered or computed: whole, or to two digits."""
    exact = amount.quantize(CENT, ROUND_HALF_EVEN)
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()
