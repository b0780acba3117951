"""What all chapters of a pack are made from, found once; and the words and targets that they share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from model.analysis.action import improvements_by_fail_point
from model.analysis.differences import Comparison
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.missing import Missing
from model.analysis.names import name_of
from model.analysis.places import Places
from model.analysis.units import Units
from model.analysis.views import whole_of
from model.case_sheet.finding import Found, find
from model.case_sheet.sheet import case_data
from model.case_sheet.words import money, name, share
from model.document import DocumentView
from model.elements import Card, Picture, Step
from model.improvements import Improvement
from model.layout.case.data import Panel, Tone
from model.layout.case.kit import Kit
from model.layout.fonts import FontBook
from model.layout.pack.data import Cell, Column, Grid, Said, Targets
from model.layout.text import Shaper
from model.layout.theme import load_theme
from model.messages import Message, Value, message
from model.printing import PAPER_THEME
from model.redaction import Redaction
from model.registers import Decision, Forum, Owner
from model.texts import Texts

# Chapters and packs laid out that are kept, for who looks at one choice after another.
_KEPT = 40
CENT = Decimal("0.01")
T = TypeVar("T")


class Past(NamedTuple):
    """The document whose versions tell how it was, and what is to be taken out of them as it was of the document."""

    source: DocumentView
    redaction: Redaction = Redaction()

    @property
    def plain(self) -> bool:
        """Whether nothing is to be taken out."""
        return self.redaction == Redaction()


class States(NamedTuple):
    """Two states of a blueprint compared, and what each is called."""

    found: Comparison
    before: Value
    after: Value


class Ground:
    """A document, or the part of it that a view shows, with the answers for its whole, on a day.

    `states`: what it is compared with; `past`: where its versions are, which a redacted document has not.
    """

    def __init__(
        self,
        document: DocumentView,
        today: date,
        clock: Callable[[], float],
        fonts: FontBook,
        logo: Picture | None = None,
        states: States | None = None,
        past: Past | None = None,
    ) -> None:
        self.part = document
        self.document = whole_of(document)
        self.today = today
        self.fonts = fonts
        self.logo = logo
        self.states = states
        self.past = past or Past(self.document)
        self._clock = clock
        self._kept: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is made under a key, made once; of many, those made last are kept."""
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    @property
    def moneyless(self) -> bool:
        """Whether all amounts were taken out: nothing is said of them, not even that they are missing."""
        return self.past.redaction.money

    @cached_property
    def kit(self) -> Kit:
        """What words are set with, in the document's language."""
        language = self.document.blueprint.language
        return Kit(load_theme(PAPER_THEME), Texts(language), Shaper(self.fonts, language))

    @cached_property
    def found(self) -> Found:
        """What the case view shows."""
        return find(self.document, self._clock)._replace(moneyless=self.moneyless)

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """The panels of the case view."""
        return case_data(self.found).panels

    @cached_property
    def figures(self) -> Evaluation:
        """The exact figures of today."""
        return Evaluation(Economy(self.document))

    @cached_property
    def places(self) -> Places:
        """Where cards lie."""
        return Places(self.document)

    @cached_property
    def units(self) -> Units:
        """The units of cards."""
        return Units(self.document)

    @cached_property
    def fixes(self) -> dict[str, list[Improvement]]:
        """By fail point, the improvements that were not dropped."""
        return improvements_by_fail_point(self.document)

    @cached_property
    def open_decisions(self) -> tuple[Decision, ...]:
        """The decisions nobody has taken yet, the most urgent first."""
        rows = [row for row in self.document.where(Decision) if row.decided_on is None and row.chosen is None]
        return tuple(sorted(rows, key=lambda row: (row.needed_by is None, row.needed_by or date.max)))

    def money(self, amount: Decimal | float) -> Message:
        """An amount in whole units of the document's currency."""
        return money(self.document, amount)

    def exact(self, amount: Decimal) -> Message:
        """An amount to the cent, where it has any."""
        exact = amount.quantize(CENT, ROUND_HALF_EVEN)
        whole = exact == exact.to_integral_value()
        currency = self.document.blueprint.currency
        return message("format.money", amount=int(exact) if whole else exact, currency=currency)

    def name(self, id: str | None) -> Value:
        """What a record is called."""
        return name(self.document, id)

    def said(self, id: str | None, tone: Tone = Tone.PLAIN) -> Said:
        """The name of a record, which leads to where it is told of; a dash for none."""
        if self.document.find(id) is None:
            return dash()
        return Said(self.name(id), tone, leading(id or ""))

    def named(self, ids: Iterable[str]) -> Cell:
        """Several names, one a line; a dash for none."""
        rows = tuple(self.said(id) for id in ids)
        return rows or (dash(),)

    def owner(self, id: str | None) -> Said:
        """An owner's name; that one is needed where there is none."""
        if self.document.get(Owner, id) is None:
            return Said(message("map.owner_needed"), Tone.BAD)
        return self.said(id)

    def step_of(self, card: Card) -> Value:
        """Where a card lies: stage and step, as far as they have names."""
        step = self.document.get(Step, card.step)
        return message("pack.tray") if step is None else self.step_at(step)

    def step_at(self, step: Step) -> Value:
        """A step with its stage, as far as they have names."""
        stage, own = name_of(self.document, step.stage), name_of(self.document, step.id)
        if stage and own:
            return message("pack.place", stage=stage, step=own)
        return stage or own or message("sheet.unnamed")

    def lacking(self, missing: Sequence[Missing]) -> Message:
        """What is missing, the first input by name, and how many others."""
        first, more = missing[0], len(missing) - 1
        said = message(f"pack.missing.{first.what}", name=self.name(first.element))
        return message("pack.missing_more", first=said, n=more) if more else said

    def forum(self, id: str | None) -> Value:
        """A forum, and whether it decides."""
        row = self.document.get(Forum, id)
        if row is None:
            return message("pack.no_forum")
        return message(f"pack.forum.{row.kind.value}", name=self.name(row.id))


def leading(id: str) -> Targets:
    """Where what is about a record leads: to the map, else to its entry."""
    return (f"map {id}", f"entry {id}")


def entry(id: str) -> Targets:
    """Where a record is entered."""
    return (f"entry {id}",)


def dash() -> Said:
    """Nothing there."""
    return Said(message("sheet.dash"), Tone.QUIET)


def cell(words: Value, tone: Tone = Tone.PLAIN, to: Targets = ()) -> Cell:
    """A cell of one thing; a dash where there are no words."""
    return (Said(words, tone, to),) if words != "" else (dash(),)


def column(word: str, number: bool = False, most: float = 1.0) -> Column:
    """A column by the word of its head."""
    return Column(message(f"pack.column.{word}"), number, most)


def priced(ground: Ground, grid: Grid, *words: str) -> Grid:
    """A table; where amounts were taken out without its columns of money, named by the words of their heads."""
    if not ground.moneyless:
        return grid
    gone = {message(f"pack.column.{word}") for word in words}
    kept = [place for place, head in enumerate(grid.columns) if head.words not in gone]
    rows = tuple(row._replace(cells=tuple(row.cells[place] for place in kept)) for row in grid.rows)
    return Grid(tuple(grid.columns[place] for place in kept), rows)


def page(*targets: str) -> Cell:
    """The page of a target."""
    return (Said("", Tone.PLAIN, targets, page=True),)


def percent(value: Decimal | float) -> Message:
    """A share in whole per cents."""
    return share(value)


def joined(parts: Iterable[Value]) -> Value:
    """Parts on one line."""
    found = [part for part in parts if part != ""]
    if not found:
        return ""
    said, *rest = found
    for part in rest:
        said = message("sheet.pair", one=said, other=part)
    return said


def listed(parts: Iterable[Value]) -> Value:
    """Parts of a list on one line."""
    found = [part for part in parts if part != ""]
    if not found:
        return ""
    said, *rest = found
    for part in rest:
        said = message("pack.list", one=said, other=part)
    return said
