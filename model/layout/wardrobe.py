"""The faces of all placed cards, the words that widen columns, and a tally of what a legend must explain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat

from model.elements import Band, Card, CardKind, Link, LinkKind, Mark
from model.layout.face import Face, Faces
from model.layout.facts import CardFacts, CardWords
from model.layout.heads import Setting
from model.layout.legend import InUse
from model.making_way import Parting
from model.named import NamedTuple

LONG_WORD = 14
_LONG = re.compile(rf"\S{{{LONG_WORD}}}")
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__


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
        return Dressed(facts, 0.0, setting.faces.set([facts], [0.0])[0])


class Wardrobe(Parting):
    """Keeps faces by card; a face is set again only when its facts or its width differ."""

    def __init__(self) -> None:
        self.dressed: dict[str, Dressed] = {}
        self.wide: dict[str, float] = {}
        self._kinds: Counter[CardKind] = Counter()
        self._marks: Counter[Mark] = Counter()
        self._links: Counter[LinkKind] = Counter()
        self._assumed = 0

    def dress(self, faces: Faces, words: CardWords, cards: Sequence[Card], widths: Sequence[float]) -> list[str]:
        """Set the faces of placed cards for their widths; the cards whose face differs from before."""
        known = self.dressed.get
        said = [(card.id, words.facts(card), width) for card, width in zip(cards, widths, strict=True)]
        said = [one for one in said if (before := known(one[0])) is None or before[1] != one[2] or before[0] != one[1]]
        ids, facts, wide = zip(*said, strict=True) if said else ((), (), ())
        self._count([before.facts for before in map(known, ids) if before is not None], -1)
        self._count(facts, 1)
        made = zip(facts, wide, faces.set(facts, wide), strict=True)
        self.dressed.update(zip(ids, map(_NEW, repeat(Dressed), made), strict=True))
        return list(ids)

    def drop(self, card: str) -> None:
        """Forget a card that is no longer on the map."""
        self.wide.pop(card, None)
        before = self.dressed.pop(card, None)
        if before is not None:
            self._count([before.facts], -1)

    def keep(self, cards: set[str]) -> None:
        """Forget all cards but these."""
        for card in (self.dressed.keys() | self.wide.keys()) - cards:
            self.drop(card)

    def _count(self, said: Sequence[CardFacts], by: int) -> None:
        for kind, times in Counter([facts[1] for facts in said]).items():
            self._kinds[kind] += by * times
        for mark, times in Counter(chain.from_iterable([facts[2] for facts in said])).items():
            self._marks[mark] += by * times
        self._assumed += by * [facts[3] for facts in said].count(True)

    def count_link(self, before: Link | None, after: Link | None) -> None:
        """Count a link that came, went or changed its kind."""
        if before is not None:
            self._links[before.kind] -= 1
        if after is not None:
            self._links[after.kind] += 1

    def forget_links(self) -> None:
        """Count links from nothing."""
        self._links.clear()

    def widen_all(self, setting: Setting, cards: Iterable[Card]) -> None:
        """The same of many cards, few of which have long words."""
        for card in cards:
            if card.id in self.wide or _LONG.search(card.title) is not None:
                self.widen(setting, card)

    def widen(self, setting: Setting, card: Card) -> None:
        """Remember a card whose longest word needs more than the usual width; a spanning card never does."""
        if self.wide:
            self.wide.pop(card.id, None)
        if card.last_step is not None or _LONG.search(card.title) is None:
            return
        theme = setting.theme
        room = theme["card_text"] + theme["card_pad"] + len(card.marks) * (theme["mark"] + theme["mark_gap"])
        need = setting.shaper.longest_word(card.title, theme.style("card")) + room + 1.0
        if need > theme["card_width"]:
            self.wide[card.id] = min(need, theme["card_width_most"])

    def in_use(self) -> InUse:
        """What the map shows."""
        return InUse(frozenset(+self._kinds), frozenset(+self._marks), frozenset(+self._links), self._assumed > 0)
