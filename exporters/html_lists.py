"""The lists of the page: cards, registers and findings as tables whose names lead to where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from exporters.common.svg_text import escaped
from exporters.html_tables import Cell, Head, Row, Table
from exporters.html_text import address, link, prose, said
from model import grid
from model.analysis.checks.base import Finding, Severity
from model.analysis.checks.naming import called as named
from model.analysis.checks.runner import Cannot, check_named
from model.document import DocumentView
from model.elements import Card, CardChannel, CardSystem, Grounding, Lane, Link, Step
from model.entries.columns import REGISTERS, Column, Register
from model.entries.words import Words
from model.folding import fold
from model.grounding import is_assumed
from model.messages import message
from model.naming import called
from model.owners import accountable
from model.record import Record
from model.texts import Texts

_CARD = (
    "card",
    "step",
    "lane",
    "kind",
    "marks",
    "owner",
    "systems",
    "channels",
    "grounding",
    "leads",
    "notes",
    "address",
)
_NAMED = 3


def placed_cards(document: DocumentView, places: Mapping[str, str]) -> Iterator[Card]:
    """The cards on the map, step by step from the top."""
    for step in grid.steps(document):
        for lane in grid.lanes(document):
            yield from (card for card in grid.cell(document, lane.id, step.id) if card.id in places)


def entries(document: DocumentView) -> Iterator[tuple[Register, tuple[Record, ...]]]:
    """The registers that have entries, each followed by the parts of its entries. Cards are listed elsewhere."""
    for register in REGISTERS:
        if register.record is Card:
            continue
        if rows := register.rows(document):
            yield register, rows
        if register.details is not None and (parts := document.where(register.details.record)):
            yield register.details, parts


class Lists(NamedTuple):
    """Tables of a document in its language. `rows`, `places`: the anchors of records in tables and on the map."""

    document: DocumentView
    texts: Texts
    rows: Mapping[str, str]
    places: Mapping[str, str]

    def cards(self, cards: Iterable[Card]) -> Table:
        """What the map shows of each card, in the order of reading."""
        order = [*(step.id for step in grid.steps(self.document)), *(lane.id for lane in grid.lanes(self.document))]
        ranks = {id: rank for rank, id in enumerate(order)}
        heads = [Head(message(f"html.column.{name}"), stays=name == "card") for name in _CARD]
        rows = [Row(self.rows[card.id], tuple(self._card(card, ranks)), self.places.get(card.id, "")) for card in cards]
        return Table(message("html.page.cards"), tuple(heads), tuple(rows))

    def register(self, register: Register, rows: Iterable[Record]) -> Table:
        """A register as the window lists it; of parts, what each is a part of."""
        currency = self.document.blueprint.currency
        heads = [Head(column.heading(currency), column.numeric) for column in register.columns]
        if register.by:
            heads.insert(0, Head(message("html.column.part_of")))
        heads[0] = heads[0]._replace(stays=True)
        words: dict[str | None, Words] = {}
        made = []
        for row in rows:
            master = str(getattr(row, register.by[0])) if register.by else None
            told = words.setdefault(master, Words(self.document, self.texts, register, master))
            cells = [self._cell(told, row, column) for column in register.columns]
            if master is not None:
                cells.insert(0, self._names([master]))
            made.append(Row(self.rows[row.id], tuple(cells), self.places.get(row.id, "")))
        return Table(message(f"register.name.{register.name}"), tuple(heads), tuple(made))

    def findings(self, all_found: Iterable[Finding], cannot: Iterable[Cannot]) -> Iterator[Table]:
        """What the checks found, the worst first, and which of them could not judge."""
        heads = tuple(
            Head(message(f"html.column.{name}"), stays=name == "finding") for name in ("finding", "where", "why")
        )
        for severity in Severity:
            found = [each for each in all_found if check_named(each.check).severity is severity]
            if found:
                rows = tuple(Row("", tuple(self._finding(each))) for each in found)
                yield Table(message(f"html.severity.{severity.value}"), heads, rows)
        unsure = tuple(self._cannot(each) for each in cannot)
        if unsure:
            yield Table(message("html.severity.cannot"), heads, unsure)

    def _card(self, card: Card, ranks: Mapping[str, int]) -> Iterator[Cell]:
        document, texts = self.document, self.texts
        title = texts.value(called(document, card))
        yield Cell(escaped(title), fold(title))
        for kind, id in ((Step, card.step), (Lane, card.lane)):
            yield Cell(escaped(self._name(id)) if document.get(kind, id) else "", ranks.get(id or ""))
        yield self._words(f"map.kind.{card.kind.value}")
        yield Cell(", ".join(said(texts, f"map.mark.{mark.value}") for mark in card.marks), len(card.marks) or None)
        owner = accountable(document, card)
        yield self._names([] if owner is None else [owner.id])
        yield self._names([use.system for use in document.where(CardSystem, card=card.id)])
        yield self._names([use.channel for use in document.where(CardChannel, card=card.id)])
        known = Grounding.ASSUMED if is_assumed(card) else card.grounding
        yield Cell(said(texts, f"html.grounding.{known.value}"), list(Grounding).index(known))
        yield self._names([each.target for each in document.where(Link, source=card.id)])
        yield Cell(prose(card.notes), fold(card.notes) or None)
        yield Cell(address(card.external_url), card.external_url or None)

    def _cell(self, words: Words, row: Record, column: Column) -> Cell:
        key = words.key(row, column)
        value = words.value(row, column)
        if column.field is not None and column.field.refers and value:
            return self._names(value if isinstance(value, tuple) else [value])
        return Cell(prose(words.shown(row, column)), key)

    def _finding(self, finding: Finding) -> Iterator[Cell]:
        words = self.texts(finding.words)
        yield Cell(said(self.texts, finding.words), fold(words))
        shown = [self._subject(id) for id in finding.subjects[:_NAMED]]
        more = len(finding.subjects) - _NAMED
        if more > 0:
            shown.append(f"+{more}")
        yield Cell(", ".join(shown), fold(self.texts(named(self.document, finding.subjects[0]))) if shown else None)
        yield Cell(said(self.texts, check_named(finding.check).why))

    def _cannot(self, each: Cannot) -> Row:
        what = check_named(each.check).what
        return Row(
            "", (Cell(said(self.texts, what), fold(self.texts(what))), Cell(""), Cell(said(self.texts, each.why)))
        )

    def _subject(self, id: str) -> str:
        words = named(self.document, id)
        anchor = self.places.get(id) or self.rows.get(id)
        return said(self.texts, words) if anchor is None else link(anchor, self.texts(words))

    def _names(self, ids: Iterable[str]) -> Cell:
        """Records by name; those that stand on the page lead there."""
        shown = [(self._name(id), self.rows.get(id) or self.places.get(id)) for id in ids]
        html = "; ".join(escaped(name) if anchor is None else link(anchor, name) for name, anchor in shown)
        return Cell(html, fold("; ".join(name for name, _ in shown)) or None)

    def _name(self, id: str | None) -> str:
        return self.texts.value(called(self.document, self.document.find(id)))

    def _words(self, id: str) -> Cell:
        return Cell(said(self.texts, id), fold(self.texts(id)))
