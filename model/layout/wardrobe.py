"""The faces of all placed cards, the words that widen columns, and a tally of what a legend must explain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from model.elements import Band, Card, CardKind, Link, LinkKind, Mark
from model.layout.face import Face
from model.layout.facts import CardFacts, card_facts
from model.layout.heads import Setting
from model.layout.legend import InUse
from model.layout.view import Density

LONG_WORD = 14
_LONG = re.compile(rf"\S{{{LONG_WORD}}}")


class Dressed(NamedTuple):
    """A card's facts and its face at one width."""

    facts: CardFacts
    width: float
    face: Face


class Blanks(dict[str, Dressed]):
    """Faces as far as they are set, and empty ones for all other cards on the map."""

    def __init__(self, dressed: Mapping[str, Dressed], setting: Setting) -> None:
        super().__init__(dressed)
        self._setting = setting

    def __missing__(self, card: str) -> Dressed:
        setting = self._setting
        row = setting.document.get(Card, card)
        kind = CardKind.ACTION if row is None else row.kind
        facts = CardFacts("", kind, (), False, Band.ANNOTATION, (), "", None)
        return Dressed(facts, 0.0, setting.faces.set(facts, 0.0))


class Wardrobe:
    """Keeps faces by card; a face is set again only when its facts or its width differ."""

    def __init__(self) -> None:
        self.dressed: dict[str, Dressed] = {}
        self.wide: dict[str, float] = {}
        self._kinds: Counter[CardKind] = Counter()
        self._marks: Counter[Mark] = Counter()
        self._links: Counter[LinkKind] = Counter()
        self._assumed = 0

    def dress(self, setting: Setting, card: Card, width: float, density: Density) -> bool:
        """Set a placed card's face; whether it differs from before."""
        facts = card_facts(setting.document, card, setting.figures, setting.texts, density)
        before = self.dressed.get(card.id)
        if before is not None and before.width == width and before.facts == facts:
            return False
        if before is not None:
            self._count(before.facts, -1)
        self.dressed[card.id] = Dressed(facts, width, setting.faces.set(facts, width))
        self._count(facts, 1)
        return True

    def drop(self, card: str) -> None:
        """Forget a card that is no longer on the map."""
        self.wide.pop(card, None)
        before = self.dressed.pop(card, None)
        if before is not None:
            self._count(before.facts, -1)

    def keep(self, cards: set[str]) -> None:
        """Forget all cards but these."""
        for card in (self.dressed.keys() | self.wide.keys()) - cards:
            self.drop(card)

    def _count(self, facts: CardFacts, by: int) -> None:
        self._kinds[facts.kind] += by
        for mark in facts.marks:
            self._marks[mark] += by
        self._assumed += by if facts.assumed else 0

    def count_link(self, before: Link | None, after: Link | None) -> None:
        """Count a link that came, went or changed its kind."""
        if before is not None:
            self._links[before.kind] -= 1
        if after is not None:
            self._links[after.kind] += 1

    def forget_links(self) -> None:
        """Count links from nothing."""
        self._links.clear()

    def widen(self, setting: Setting, card: Card) -> None:
        """Remember a card whose longest word needs more than the usual width; a spanning card never does."""
        theme = setting.theme
        self.wide.pop(card.id, None)
        if card.last_step is not None or _LONG.search(card.title) is None:
            return
        room = theme["card_text"] + theme["card_pad"] + len(card.marks) * (theme["mark"] + theme["mark_gap"])
        need = setting.shaper.longest_word(card.title, theme.style("card")) + room + 1.0
        if need > theme["card_width"]:
            self.wide[card.id] = min(need, theme["card_width_most"])

    def in_use(self) -> InUse:
        """What the map shows."""
        return InUse(frozenset(+self._kinds), frozenset(+self._marks), frozenset(+self._links), self._assumed > 0)
