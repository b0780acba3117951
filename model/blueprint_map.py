"""The map of a blueprint: layout wired to the figures that analysis computes, for every device alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import inf

from model import trending
from model.analysis import health
from model.analysis.costs import cost_per_occurrence, evaluation, failure_cost_of_card
from model.analysis.evaluation import Evaluation
from model.analysis.views import whole_of
from model.analysis.volumes import share_lost, volumes
from model.document import DocumentView
from model.elements import Card, Step
from model.grid import stages
from model.layout.compose import Composer
from model.layout.curves import Spark
from model.layout.facts import Amount, Flow, Light
from model.layout.fonts import FontBook
from model.layout.text import Shaper
from model.layout.theme import Theme, load_theme
from model.layout.view import View
from model.registers import Cost, CostBasis, FailPoint
from model.texts import Texts

ALARM = Decimal("0.10")


class MapFigures:
    """Failure cost and cost per occurrence of cards, customers and drop-off of steps; lights as last given.

    Of a part of a document the figures are those of its whole. `printed`: so are the numbers of its stages; on the
    screen, where an edit elsewhere would leave them as they were, stages are counted as they are seen.
    """

    def __init__(self, lights: Sequence[Light] = (), printed: bool = False) -> None:
        self.lights = lights
        self._printed = printed
        # What cards have in common is reckoned once for a document as it stands.
        self._kept: tuple[int, Evaluation] | None = None

    def _evaluation(self, document: DocumentView) -> Evaluation:
        kept = self._kept
        if kept is None or kept[0] != document.revision or kept[1].economy.document is not document:
            kept = self._kept = (document.revision, evaluation(document))
        return kept[1]

    def amounts(self, document: DocumentView) -> Callable[[Card], Amount | None]:
        """Of a document as it stands: by card, a year of failure cost where it can be computed, else what is entered
        per occurrence.
        """
        # What a view hides still counts.
        whole = whole_of(document)
        failing, costing = whole.by(FailPoint, "card"), whole.by(Cost, "subject")

        def amount(card: Card) -> Amount | None:
            id = card.id
            return self._amount(whole, id, costing(id)) if failing(id) or costing(id) else None

        return amount

    def _amount(self, document: DocumentView, id: str, costs: Iterable[Cost]) -> Amount | None:
        card, figures = document.need(Card, id), self._evaluation(document)
        failing = failure_cost_of_card(document, card, figures)
        if failing is not None:
            return Amount(failing, each=False)
        if not any(cost.basis is CostBasis.PER_OCCURRENCE for cost in costs):
            return None
        each = cost_per_occurrence(document, card, figures)
        return None if each is None else Amount(each, each=True)

    def flows(self, document: DocumentView) -> Mapping[str, Flow]:
        """By step: customers a year who come, and the share lost; a tenth or more lost is worth an alarm."""
        found = {}
        document = whole_of(document)
        for step, (arriving, _) in volumes(document).items():
            if arriving is not None:
                drop = share_lost(document.need(Step, step), arriving)
                found[step] = Flow(Decimal(arriving), drop, drop is not None and drop >= ALARM)
        return found

    def sparks(self, document: DocumentView) -> Mapping[str, Sequence[Spark]]:
        """By stage, how the readings of its metrics went."""
        return trending.sparks(whole_of(document))

    def numbers(self, document: DocumentView) -> Mapping[str, int]:
        """By stage, its number."""
        counted = stages(whole_of(document) if self._printed else document)
        return {stage.id: number for number, stage in enumerate(counted, 1)}


def health_of(document: DocumentView, today: date) -> tuple[Light, ...]:
    """The health lights of a document on a day, as the map shows them."""
    return tuple(Light(light.colour.value, light.words) for light in health.lights(whole_of(document), today))


def map_composer(
    document: DocumentView,
    fonts: FontBook,
    theme: Theme | None = None,
    view: View | None = None,
    first: float = inf,
    figures: MapFigures | None = None,
    shaper: Shaper | None = None,
    *,
    at_once: bool = True,
) -> Composer:
    """A composer for a document, its words in the document's own language; `first`, `at_once` as for `Composer`.

    `shaper`: one in that language, which remembers what it has shaped for another map.
    """
    language, figures = document.blueprint.language, figures or MapFigures()
    shaper = shaper or Shaper(fonts, language)
    return Composer(document, theme or load_theme(), _words(language), shaper, figures, view, first, at_once=at_once)


@lru_cache(maxsize=8)
def _words(language: str) -> Texts:
    """The words of all maps in a language: what was said on one of them is known for the next."""
    return Texts(language)
