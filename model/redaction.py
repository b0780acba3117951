"""Redaction: a document without names, money, contacts, lanes or registers; what is taken out is nowhere in it.

Pictures are kept as they are: what is written in one is not looked for. Versions go: each holds what was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from model.analysis.views import Part
from model.context import Context
from model.document import Document, DocumentView
from model.elements import Blueprint, Card, Lane, Link, Review, Stage, Step
from model.errors import KnownError
from model.folding import same_name
from model.improvements import Effect, EffectKind, ScenarioEdit, StatusChange, Uncertainty
from model.keeping import Dismissal, Observation, Snapshot, Workshop
from model.kinds import Field, FieldType, kind_of, kinds
from model.messages import message
from model.record import Record
from model.registers import Metric, MetricKind, Owner, Reading
from model.texts import Texts

NAMES, MONEY, CONTACTS, LANE = "names", "money", "contacts", "lane:"
_GRID = (Blueprint, Stage, Step, Lane, Card, Link)
# By kind, the fields that hold money.
MONEY_FIELDS: Mapping[str, frozenset[str]] = {
    "Blueprint": frozenset({"budget"}),
    "Owner": frozenset({"hourly_cost"}),
    "System": frozenset({"running_cost"}),
    "Cost": frozenset({"amount"}),
    "DecisionRight": frozenset({"limit"}),
    "DecisionOption": frozenset({"amount"}),
    "Consequence": frozenset({"unit_cost"}),
    "Improvement": frozenset({"running_cost", "measured"}),
    "Spend": frozenset({"amount"}),
    "Effect": frozenset({"worth"}),
    "Budget": frozenset({"limit"}),
    "Card": frozenset({"price"}),
}
# Without these there is no case: what is left of one without money would say that all costs and brings nothing.
_TERMS: Mapping[str, frozenset[str]] = {"Blueprint": frozenset({"rate", "hurdle_rate"})}
_ACTORS = (Review, StatusChange, Observation, Dismissal)
_CODES = "EUR|USD|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|AED|SAR|ILS|INR|CNY"
_SIGNS = "€$£¥₪₹"
_NUMBER = r"\d[\d.,'’\u00a0\u202f ]*"
_CONTACT = re.compile(r"(?:mailto:|https?://|tel:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d ()/-]{6,}\d")
GONE = "…"


class Redaction(NamedTuple):
    """What is to be taken out: `lanes` and `kinds` (of registers) by name."""

    names: bool = False
    money: bool = False
    contacts: bool = False
    lanes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def parse(text: str) -> Redaction:
    """A list such as `names,money,lane:Service desk,metrics`; `KnownError` for a part that is nothing to take out."""
    registers = {kind.plural.casefold(): kind.name for kind in kinds() if kind.record not in _GRID}
    parts = [part.strip() for part in text.split(",") if part.strip()]
    words = {part.casefold() for part in parts}
    lanes = tuple(part[len(LANE) :].strip() for part in parts if part.casefold().startswith(LANE))
    for part in parts:
        word = part.casefold()
        if word not in registers and word not in (NAMES, MONEY, CONTACTS) and not word.startswith(LANE):
            known = ", ".join((NAMES, MONEY, CONTACTS, LANE + GONE, *sorted(registers)))
            raise KnownError(message("redaction.unknown", value=part, known=known))
    taken = tuple(registers[word] for word in sorted(words & registers.keys()))
    return Redaction(NAMES in words, MONEY in words, CONTACTS in words, lanes, taken)


def redacted(document: DocumentView, what: Redaction) -> DocumentView:
    """The document without what is to be taken out; of a part also its whole, from which figures are computed."""
    if what == Redaction():
        return document
    whole = document.whole if isinstance(document, Part) else document
    redactor = _Redactor(whole, what)
    left = redactor.rows(document)
    return Part(Document(redactor.rows(whole)), left) if isinstance(document, Part) else Document(left)


def redacted_context(context: Context, what: Redaction) -> Context:
    """The context without the name of who exports, where names are taken out."""
    return replace(context, actor="") if what.names else context


class _Redactor:
    """Takes out of rows what a redaction of a document says."""

    def __init__(self, whole: DocumentView, what: Redaction) -> None:
        self._what = what
        self._lanes = {_lane(whole, name) for name in what.lanes}
        self._owners = self._stand_ins(whole) if what.names else {}
        self._patterns = [(_pattern(name), stand_in) for name, stand_in in _people(whole, self._owners)]
        if what.contacts or what.names:
            self._patterns.append((_CONTACT, GONE))
        if what.money:
            self._patterns.append((_money(whole.blueprint.currency), GONE))
        self._scaled = _money_metrics(whole) if what.money else frozenset()

    def _stand_ins(self, whole: DocumentView) -> dict[str, str]:
        texts = Texts(whole.blueprint.language)
        return {owner.id: texts("redaction.owner", n=n) for n, owner in enumerate(whole.where(Owner), 1)}

    def rows(self, document: DocumentView) -> list[Record]:
        """What is left of the rows of the whole or of a part of it."""
        left = {row.id: row for row in document.rows() if not self._goes(row)}
        while gone := [row.id for row in left.values() if _lost_its_owner(row, left)]:
            for id in gone:
                del left[id]
        return [self._cleaned(row, left) for row in left.values()]

    def _goes(self, row: Record) -> bool:
        if isinstance(row, Snapshot) or kind_of(row).name in self._what.kinds or row.id in self._lanes:
            return True
        if isinstance(row, Card):
            return row.lane in self._lanes
        if not self._what.money:
            return False
        if isinstance(row, Reading):
            return row.metric in self._scaled
        if isinstance(row, Effect):
            return row.kind is EffectKind.YEARLY
        return isinstance(row, (ScenarioEdit, Uncertainty))

    def _cleaned(self, row: Record, left: Mapping[str, Record]) -> Record:
        """A row without words, amounts and references that are to go; what other programs left in it goes too."""
        kind = kind_of(row)
        changed: dict[str, Any] = {"extra": ""}
        money = frozenset[str]()
        if self._what.money:
            money = MONEY_FIELDS.get(kind.name, money) | _TERMS.get(kind.name, money)
        for field in kind.fields:
            value = getattr(row, field.name)
            if (not value and not isinstance(value, Decimal)) or field.name in _TECHNICAL:
                continue
            if field.refers:
                changed[field.name] = _there(value, left)
            elif field.name in money or self._is_scaled(row, field):
                changed[field.name] = None
            elif field.holds is FieldType.TEXT:
                changed[field.name] = self._said(row, field.name, value)
            elif field.holds is FieldType.TEXTS:
                present = isinstance(row, Workshop) and field.name == "attended" and self._what.names
                changed[field.name] = () if present else tuple(self._text(text) for text in value)
        made: Record = replace(row, **{name: value for name, value in changed.items() if getattr(row, name) != value})
        return made

    def _is_scaled(self, row: Record, field: Field) -> bool:
        return row.id in self._scaled and field.optional and field.holds is FieldType.DECIMAL

    def _said(self, row: Record, name: str, value: str) -> str:
        what = self._what
        if isinstance(row, Owner):
            if name == "name" and what.names:
                return self._owners[row.id]
            if name == "contact" and (what.names or what.contacts):
                return ""
        if isinstance(row, _ACTORS) and name == "actor" and what.names:
            return ""
        # A lane that is called like its owner goes by its role.
        if isinstance(row, Lane) and name == "title" and any(p.fullmatch(value) for p, _ in self._patterns):
            return ""
        return self._text(value)

    def _text(self, text: str) -> str:
        for pattern, stand_in in self._patterns:
            text = pattern.sub(stand_in, text)
        return text


_TECHNICAL = frozenset({"id", "order", "extra", "language", "currency", "mime", "field"})


def _lane(document: DocumentView, name: str) -> str:
    """The id of a lane by its title or id."""
    lanes = document.where(Lane)
    found = next((lane.id for lane in lanes if same_name(lane.title, name) or lane.id == name), None)
    if found is None:
        raise KnownError(message("redaction.lane", value=name, known=", ".join(lane.title for lane in lanes)))
    return found


def _lost_its_owner(row: Record, left: Mapping[str, Record]) -> bool:
    """Whether a row is a part of one that is gone."""
    owners = (getattr(row, field.name) for field in kind_of(row).references if field.owned)
    return any(owner and owner not in left for owner in owners)


def _there(value: Any, left: Mapping[str, Record]) -> Any:
    """A reference as far as it leads to what is left."""
    if isinstance(value, tuple):
        return tuple(id for id in value if id in left)
    return value if value in left else None


def _people(whole: DocumentView, owners: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Names with what stands for them, the longest first, so that none is a part of one that is still to come."""
    names = [(owner.name.strip(), owners[owner.id]) for owner in whole.where(Owner) if owner.id in owners]
    if owners:
        names += [(actor.strip(), GONE) for actor in _actors(whole)]
        names += [(name.strip(), GONE) for row in whole.where(Workshop) for name in row.attended]
    return sorted(((name, said) for name, said in names if name), key=lambda pair: -len(pair[0]))


def _actors(whole: DocumentView) -> Iterable[str]:
    """Who held reviews, changed states, observed, set findings aside, or kept versions."""
    yield from (row.actor for row in whole.where(Review))
    yield from (row.actor for row in whole.where(StatusChange))
    yield from (row.actor for row in whole.where(Observation))
    yield from (row.actor for row in whole.where(Dismissal))
    yield from (row.actor for row in whole.where(Snapshot))


def _pattern(name: str) -> re.Pattern[str]:
    """A name as a whole word, whatever its case; anywhere in scripts that do not part words."""
    escaped = r"\s+".join(map(re.escape, name.split()))
    parted = name.lower() != name.upper()
    return re.compile(rf"(?<!\w){escaped}(?!\w)" if parted else escaped, re.IGNORECASE)


def _money(currency: str) -> re.Pattern[str]:
    """A number beside a currency."""
    unit = rf"(?:\b(?:{re.escape(currency)}|{_CODES})\b|[{_SIGNS}])"
    return re.compile(rf"{unit}\s?{_NUMBER}|{_NUMBER}{unit}", re.IGNORECASE)


def _money_metrics(whole: DocumentView) -> frozenset[str]:
    """Metrics whose values are money."""
    unit = _money(whole.blueprint.currency)
    rows = whole.where(Metric)
    return frozenset(row.id for row in rows if row.kind is MetricKind.COST_TO_SERVE or unit.search(f"1 {row.unit}"))
