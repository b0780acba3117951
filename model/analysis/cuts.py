"""What effects change at one moment: factors that are left (1: nothing is cut), minutes saved, moves.

Cuts on different causes of a fail point multiply; of those on one thing only the largest counts. A relative cut is
never more than all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from model.analysis.arithmetic import Number
from model.improvements import BenefitClass, EffectKind
from model.named import NamedTuple

if TYPE_CHECKING:
    from model.analysis.evaluation import Evaluation

Node = tuple[str, str]


class Work(NamedTuple):
    """One effect, read off the document: `thing` is what cuts of the same are compared on (a cause, a card ...)."""

    id: str
    improvement: str
    kind: EffectKind
    benefit: BenefitClass
    target: str
    thing: str
    moves_to: str | None


class Book:
    """All effects of a document by what they change.

    Those on the occurrences of one card, or the drop-off of one step, stand largest first: the largest moves or brings
    all that it cuts, the others what they cut beyond that.
    """

    def __init__(self, works: Iterable[Work]) -> None:
        self.works = tuple(works)
        self.on: dict[tuple[EffectKind, str], list[int]] = {}
        self.sources: dict[str, list[str]] = {}
        for place, work in enumerate(self.works):
            self.on.setdefault((work.kind, work.target), []).append(place)
            if work.kind is EffectKind.SHARE and work.moves_to is not None:
                sources = self.sources.setdefault(work.moves_to, [])
                if work.target not in sources:
                    sources.append(work.target)


class Cuts:
    """The effects of a book, each in force so far as `strengths` says; zero: not at all.

    `touches`: by figure, the places of the effects that it can depend on; a figure that is not in it, on any.
    """

    def __init__(self, book: Book, strengths: tuple[Number, ...], touches: Mapping[Node, tuple[int, ...]]) -> None:
        self._book = book
        self._strengths = strengths
        self._touches = touches

    def state(self, node: Node) -> tuple[Number, ...]:
        """What of these cuts a figure depends on."""
        places = self._touches.get(node)
        return self._strengths if places is None else tuple([self._strengths[place] for place in places])

    def _in_force(self, kind: EffectKind, target: str) -> list[int]:
        return [place for place in self._book.on.get((kind, target), ()) if self._strengths[place]]

    def _amount(self, place: int, figures: Evaluation) -> Number:
        return figures.value(self._book.works[place].id, "amount") * self._strengths[place]

    def _share(self, place: int, figures: Evaluation) -> Number:
        share, strength = figures.share(self._book.works[place].id), self._strengths[place]
        return share if strength == 1 else share * strength

    def factor(self, kind: EffectKind, target: str, figures: Evaluation) -> Number:
        """What relative cuts leave of something; None where there are none."""
        largest: dict[str, Number] = {}
        for place in self._in_force(kind, target):
            thing, share = self._book.works[place].thing, self._share(place, figures)
            largest[thing] = _most(largest[thing], share, figures) if thing in largest else share
        left = None
        for share in largest.values():
            left = figures.economy.one - share if left is None else left * (figures.economy.one - share)
        return left

    def minutes(self, card: str, figures: Evaluation) -> Number:
        """Minutes saved each time; None where there are none."""
        saved = None
        for place in self._in_force(EffectKind.WORK_TIME, card):
            amount = self._amount(place, figures)
            saved = amount if saved is None else saved + amount
        return saved

    def sources(self, card: str) -> list[str]:
        """The cards whose occurrences may move to a card."""
        return self._book.sources.get(card, [])

    def moved(self, source: str, card: str, figures: Evaluation) -> Number:
        """The share of a card's occurrences that moves to another."""
        moved = figures.economy.zero
        for place, more in self._in_turn(EffectKind.SHARE, source, figures):
            if self._book.works[place].moves_to == card:
                moved = moved + more
        return moved

    def worth(self, step: str, figures: Evaluation) -> Number:
        """What cuts of a step's drop-off bring, for each customer it would lose."""
        total = figures.economy.zero
        for place, more in self._in_turn(EffectKind.DROP_OFF, step, figures):
            worth = figures.value(self._book.works[place].id, "worth")
            if worth is not None:
                total = total + more * worth
        return total

    def _in_turn(self, kind: EffectKind, target: str, figures: Evaluation) -> Iterator[tuple[int, Number]]:
        """The cuts of one thing, each with what it cuts beyond those before it: together the largest."""
        most = figures.economy.zero
        for place in self._in_force(kind, target):
            reached = _most(most, self._share(place, figures), figures)
            yield place, reached - most
            most = reached

    def yearly(self, effect: str, figures: Evaluation) -> Number:
        """Money a year that an effect brings by itself."""
        total = figures.economy.zero
        for place in self._in_force(EffectKind.YEARLY, effect):
            total = total + self._amount(place, figures)
        return total


NO_CUTS = Cuts(Book(()), (), {})


def _most(left: Number, right: Number, figures: Evaluation) -> Number:
    return -figures.economy.least(-left, -right)
