"""Which effects a figure can depend on: the figures are reckoned once with sets of effects in place of numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

from model.analysis.cuts import Book, Cuts, Node
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.document import DocumentView
from model.elements import Card, Step
from model.improvements import EffectKind
from model.registers import Consequence


class Tracks(NamedTuple):
    """By figure, the places of the effects it can depend on; `terms`: the summands of the outlay that have some."""

    touches: dict[Node, tuple[int, ...]]
    terms: tuple[Node, ...]


class Traced:
    """Stands for a number: the effects that it depends on, as bits; what is computed from two depends on both's."""

    __slots__ = ("bits",)

    def __init__(self, bits: int = 0) -> None:
        self.bits = bits

    def _with(self, other: Any) -> Traced:
        bits = other.bits if isinstance(other, Traced) else 0
        return self if bits | self.bits == self.bits else Traced(bits | self.bits)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _with

    def __neg__(self) -> Traced:
        return self

    def __ne__(self, other: object) -> bool:
        """No number is known to be zero."""
        return True

    def places(self) -> tuple[int, ...]:
        """The effects by their places."""
        return tuple(place for place in range(self.bits.bit_length()) if self.bits >> place & 1)


def tracks(document: DocumentView, book: Book) -> Tracks:
    """What the effects of a book can reach."""
    if not book.works:
        return Tracks({}, ())
    economy = Economy(document, lambda _number: Traced(), lambda left, right: left + right)
    values = {
        (work.id, name): Traced(1 << place) for place, work in enumerate(book.works) for name in ("amount", "worth")
    }
    given = {key: value for key, value in values.items() if economy.value(*key) is not None}
    cuts = Cuts(book, (Traced(),) * len(book.works), {})
    answers: dict[Any, Any] = {}
    figures = Evaluation(economy, cuts, given, answers)
    found = {node: figures.term(node) for node in _candidates(document, book)}
    touches = {
        node: () if value is None else value.places() for (node, _), value in answers.items() if isinstance(node, tuple)
    }
    touches |= {node: value.places() for node, value in found.items() if node not in touches}
    return Tracks(touches, tuple(node for node, value in found.items() if value.bits))


def _candidates(document: DocumentView, book: Book) -> list[Node]:
    """Every summand that an effect might reach."""
    return [
        *(("running", card.id) for card in document.where(Card)),
        *(("consequence", row.id) for row in document.where(Consequence)),
        *(("worth", step.id) for step in document.where(Step)),
        *(("yearly", work.id) for work in book.works if work.kind is EffectKind.YEARLY),
    ]
