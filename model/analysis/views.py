"""Saved views: which cards one shows, and the part of a document that is left when the others are taken away.

A card's people are its accountable owner, its own or its lane's, and those who have a part in it (RACI). Its stages are
those of the steps it covers. A card without a source is assumed, whatever it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import cache, cached_property
from itertools import chain
from typing import Any

from model import variants
from model.change import Change, Delta
from model.document import Document, DocumentView
from model.elements import Card, CardChannel, CardSystem, Grounding, Lane, Link, RaciEntry, Stage, Step
from model.errors import KnownError
from model.folding import same_name
from model.grid import steps
from model.grounding import is_assumed
from model.keeping import SavedView, ViewMode
from model.kinds import Field, kinds
from model.messages import message
from model.owners import accountable
from model.record import Record, record
from model.registers import Owner, Source

# So many rows are looked at in a fraction of a millisecond.
_STRIDE = 64
# Rows that decide of which cards a view consists, beside the cards themselves.
_OF_A_CARD = (CardSystem, CardChannel, RaciEntry)
FILTERS = (
    *("owners", "units", "systems", "channels", "lanes", "stages"),
    *("variants", "groundings", "source_kinds", "kinds", "marks"),
)


@record
class OnlyThese(SavedView):
    """A view of cards that are named one by one, such as those of an answer, without some steps; it is never saved."""

    cards: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def only(document: DocumentView, ids: Iterable[str], name: str) -> OnlyThese:
    """The view that hides all but some cards, and lanes, steps and stages in which there is none of them."""
    cards = [card for id in ids if (card := document.get(Card, id)) is not None]
    sieve = Sieve(document, SavedView(""))
    lanes = tuple(dict.fromkeys(card.lane for card in cards if card.lane is not None))
    covered = {step.id: step.stage for card in cards for step in sieve.covered(card)}
    stages, named = tuple(dict.fromkeys(covered.values())), tuple(card.id for card in cards)
    without = tuple(id for id in document.table(Step) if id not in covered)
    return OnlyThese("", name=name, mode=ViewMode.HIDE, lanes=lanes, stages=stages, cards=named, without=without)


def cards_named(view: SavedView) -> tuple[str, ...]:
    """The cards that a view names one by one; none: any."""
    return view.cards if isinstance(view, OnlyThese) else ()


def ask_alike(one: SavedView, other: SavedView) -> bool:
    """Whether two views ask for the same cards."""
    same = all(getattr(one, name) == getattr(other, name) for name in FILTERS)
    return same and cards_named(one) == cards_named(other)


def named(document: DocumentView, name: str) -> SavedView:
    """The view with a name, whatever its case, or with an id, else that of a variant; `KnownError` naming the views."""
    views = document.where(SavedView)
    found = next((view for view in views if same_name(view.name, name)), document.get(SavedView, name))
    variant = variants.named(document, name)
    if found is None and variant is not None:
        return variants.view_of(variant)
    if found is not None:
        return found
    if not views:
        raise KnownError(message("views.none", name=name))
    raise KnownError(message("views.unknown", name=name, known=", ".join(view.name for view in views)))


def matches(document: DocumentView, view: SavedView) -> frozenset[str]:
    """The cards that a view shows."""
    sieve = Sieve(document, view)
    return frozenset(card.id for card in document.table(Card).values() if sieve.passes(card))


def filtered(document: DocumentView, view: SavedView) -> DocumentView:
    """The document without what a view does not show: its cards with their links and sub-records; where the view
    names lanes or stages, the other lanes or stages too. Registers stay, and so do figures (`Part.whole`).
    """
    return Projection(document, view).part


def whole_of(document: DocumentView) -> DocumentView:
    """The document that figures are computed from: a part's whole, else itself."""
    return document.whole if isinstance(document, Part) else document


def _moved(delta: Delta) -> bool:
    """Whether a step or stage came, went, or stands elsewhere."""
    before, after = delta.before, delta.after
    if before is None or after is None:
        return True
    return (before.order, getattr(before, "stage", "")) != (after.order, getattr(after, "stage", ""))


# What a view may take away by itself; all else goes with what it belongs to.
_HIDEABLE = frozenset({"Stage", "Lane", "Card"})


@cache
def _concerned(everywhere: bool) -> Mapping[type[Record], tuple[Field, ...]]:
    """The fields of each kind that may hold ids of what is not there; `everywhere`: all lanes and stages are."""
    going, before = {"Card"} if everywhere else set(_HIDEABLE), set[str]()
    while going != before:
        before = set(going)
        for kind in kinds():
            if any(field.owned and going.intersection(field.refers) for field in kind.references):
                going.add(kind.name)
    return {
        kind.record: tuple(
            field for field in kind.references if "*" in field.refers or going.intersection(field.refers)
        )
        for kind in kinds()
    }


class Part(Document):
    """What a view leaves of a document; `whole` is the document it is a part of, which keeps all figures true."""

    def __init__(self, whole: DocumentView, rows: Iterable[Record] = ()) -> None:
        super().__init__(rows, whole.revision)
        self.whole = whole

    def take(self, row: Record) -> None:
        """One row more, while it is made."""
        self._rows[row.id] = self._tables[type(row)][row.id] = row


class Lit(Set[str]):
    """The cards and links of a part, whichever they are by now."""

    def __init__(self, part: DocumentView) -> None:
        self._tables = (part.table(Card), part.table(Link))

    def __contains__(self, id: object) -> bool:
        return any(id in table for table in self._tables)

    def __iter__(self) -> Iterator[str]:
        return chain(*self._tables)

    def __len__(self) -> int:
        return sum(map(len, self._tables))


class Sieve:
    """Tells of one card after another whether a view shows it, as the document stands when it is made."""

    def __init__(self, document: DocumentView, view: SavedView) -> None:
        self._document, self._view = document, view
        # They are handed the sieve, as holding it they would keep it from going when it is no longer wanted.
        tests: tuple[tuple[tuple[Any, ...], Callable[[Sieve, Card], Iterable[Any]]], ...] = (
            (view.owners, lambda its, card: [owner.id for owner in its._people(card)]),
            (view.units, lambda its, card: [owner.unit for owner in its._people(card)]),
            (view.systems, lambda its, card: [use.system for use in its._document.where(CardSystem, card=card.id)]),
            (view.channels, lambda its, card: [use.channel for use in its._document.where(CardChannel, card=card.id)]),
            (view.lanes, lambda _, card: (card.lane,)),
            (view.stages, lambda its, card: [step.stage for step in its.covered(card)]),
            (view.variants, lambda its, card: card.variants or its._view.variants),
            (view.groundings, lambda _, card: (Grounding.ASSUMED if is_assumed(card) else card.grounding,)),
            (view.source_kinds, lambda its, card: its._source_kinds(card)),
            (view.kinds, lambda _, card: (card.kind,)),
            (view.marks, lambda _, card: card.marks),
            (cards_named(view), lambda _, card: (card.id,)),
        )
        self._tests = [(frozenset(wanted), has) for wanted, has in tests if wanted]

    def passes(self, card: Card) -> bool:
        """Whether a card satisfies every field that is not empty; within a field any value does."""
        return all(not wanted.isdisjoint(has(self, card)) for wanted, has in self._tests)

    def covered(self, card: Card) -> tuple[Step, ...]:
        """The steps a card covers, first to last."""
        first = self._document.get(Step, card.step)
        if first is None:
            return ()
        if card.last_step is None or card.last_step == card.step:
            return (first,)
        start, end = self._places[first.id], self._places.get(card.last_step, -1)
        return self._steps[start : end + 1] or (first,)

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return steps(self._document)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {step.id: place for place, step in enumerate(self._steps)}

    def _source_kinds(self, card: Card) -> Iterator[str]:
        return (row.kind for id in card.sources if (row := self._document.get(Source, id)))

    def _people(self, card: Card) -> Iterator[Owner]:
        owner = accountable(self._document, card)
        if owner is not None:
            yield owner
        for entry in self._document.where(RaciEntry, card=card.id):
            if (other := self._document.get(Owner, entry.owner)) is not None:
                yield other


class Projection:
    """Keeps the `part` of a document that a view leaves in step with the document's edits.

    What a view showed when it was picked it shows until it is picked again, and so it does cards that come later: who
    works in a view must not see work vanish. A hidden card that comes to match is shown.
    """

    def __init__(self, whole: DocumentView, view: SavedView, *, at_once: bool = True) -> None:
        """Unless `at_once`, it holds nothing before all steps of `taking` are done; no edit may come between them."""
        self.whole = whole
        self.view = view
        self._sieve = Sieve(whole, view)
        self._hidden: set[str] = set()
        self._everywhere = not view.lanes and not view.stages
        self._concerned = _concerned(self._everywhere)
        self.part = Part(whole)
        self.lit = Lit(self.part)
        for _ in self.taking() if at_once else ():
            pass

    def taking(self) -> Iterator[None]:
        """Find out what the view leaves, a little at each step."""
        for count, card in enumerate(self.whole.table(Card).values(), 1):
            if not self._sieve.passes(card):
                self._hidden.add(card.id)
            if not count % _STRIDE:
                yield
        for count, row in enumerate(self._rows(), 1):
            if row is not None:
                self.part.take(row)
            if not count % _STRIDE:
                yield

    @property
    def shown(self) -> list[str]:
        """The cards of the part."""
        return list(self.part.table(Card))

    def _rows(self) -> Iterator[Record | None]:
        """The rows of the whole as the part holds them: kinds that nothing hidden concerns as they are."""
        for kind in kinds():
            rows = self.whole.table(kind.record).values()
            if kind.name in _HIDEABLE or self._concerned[kind.record]:
                yield from map(self._projected, rows)
            else:
                yield from rows

    def update(self, change: Change) -> Change:
        """Take in an edit that the whole has just gone through; the edit that the part went through."""
        self._sieve = Sieve(self.whole, self.view)
        stale = dict.fromkeys((*(delta.id for delta in change.deltas), *self._reveal(change)))
        waiting, after = list(stale), dict[str, Record | None]()
        while waiting:
            id = waiting.pop()
            row = self.whole.find(id)
            after[id] = None if row is None else self._projected(row)
            if (after[id] is None) != (id not in self.part):
                around = (*self.whole.referrers(id), *self.part.referrers(id))
                fresh = {other.id: None for other, _ in around if other.id not in stale}
                stale.update(fresh)
                waiting += fresh
        pairs = ((self.part.find(id), after[id]) for id in stale)
        made = Change(change.label, tuple(Delta(before, now) for before, now in pairs if before != now))
        self.part.alter(made)
        return made

    def _reveal(self, change: Change) -> set[str]:
        """Hidden cards that an edit made to match, and cards whose steps it moved; they are no longer hidden."""
        touched: set[str] = set()
        for delta in change.deltas:
            touched.update(self._cards_of(delta))
        come = {id for id in touched & self._hidden if (card := self.whole.get(Card, id)) and self._sieve.passes(card)}
        self._hidden -= come
        return touched - self._hidden

    def _cards_of(self, delta: Delta) -> Iterable[str]:
        """The cards for which the answer may be another after an edit of one row."""
        rows = [row for row in (delta.before, delta.after) if row is not None]
        if isinstance(delta.row, Card):
            return (delta.id,)
        if isinstance(delta.row, _OF_A_CARD):
            return [str(getattr(row, "card", "")) for row in rows]
        if isinstance(delta.row, Lane):
            return [card.id for card in self.whole.where(Card, lane=delta.id)]
        if isinstance(delta.row, Step | Stage):
            return self.whole.table(Card) if self.view.stages and _moved(delta) else ()
        if isinstance(delta.row, Source):
            return [card.id for card in self.whole.where(Card, sources=delta.id)]
        return self._cards_with(delta.id) if isinstance(delta.row, Owner) else ()

    def _cards_with(self, owner: str) -> Iterator[str]:
        """The cards that an owner has to do with."""
        yield from (card.id for card in self.whole.where(Card, owner=owner))
        yield from (entry.card for entry in self.whole.where(RaciEntry, owner=owner))
        for lane in self.whole.where(Lane, owner=owner):
            yield from (card.id for card in self.whole.where(Card, lane=lane.id))

    def _visible(self, row: Record) -> bool:
        view = self.view
        if isinstance(row, Stage):
            return not view.stages or row.id in view.stages
        if isinstance(row, Step) and isinstance(view, OnlyThese) and row.id in view.without:
            return False
        if isinstance(row, Lane):
            return not view.lanes or row.id in view.lanes
        if isinstance(row, Card):
            return row.id not in self._hidden and (self._everywhere or self._has_place(row))
        if isinstance(row, Link) and view.variants and not any(variants.belongs(row, id) for id in view.variants):
            return False
        for field in self._concerned[type(row)]:
            if field.owned and not self._there(getattr(row, field.name)):
                return False
        return True

    def _has_place(self, card: Card) -> bool:
        """Whether a card's lane and one of its steps are there; in the tray it needs none."""
        lane = self.whole.get(Lane, card.lane)
        return lane is None or (self._visible(lane) and any(map(self._visible, self._sieve.covered(card))))

    def _projected(self, row: Record) -> Record | None:
        """A row as the part holds it: without what refers to rows that are not there; None: not there."""
        if not self._visible(row):
            return None
        cleared: dict[str, Any] = {}
        if isinstance(row, Card) and self.view.stages:
            cleared |= self._clipped(row)
        for field in self._concerned[type(row)]:
            value = getattr(row, field.name)
            if not value or field.owned or field.name in cleared:
                continue
            if isinstance(value, tuple):
                left: Any = tuple(id for id in value if self._there(id))
            else:
                left = value if self._there(value) else None
            if left != value:
                cleared[field.name] = left
        changed: Record = replace(row, **cleared) if cleared else row
        return changed

    def _there(self, id: str) -> bool:
        row = self.whole.find(id)
        return row is not None and self._visible(row)

    def _clipped(self, card: Card) -> dict[str, Any]:
        """First and last step of a card as far as its steps are there."""
        left = [step.id for step in self._sieve.covered(card) if self._visible(step)]
        if not left:
            return {}
        spans = card.last_step is not None and len(left) > 1
        return {"step": left[0], "last_step": left[-1] if spans else None}
