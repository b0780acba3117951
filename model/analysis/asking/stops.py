"""What stops, what it rests on, and where one thing holds up everything: as answers."""

from __future__ import annotations

from collections.abc import Sequence

from model.analysis.asking.answer import CARD_HEADS, Answer, Book, Row, heads, whole
from model.analysis.impact import Nodes, impact, reach, single_points, trace
from model.document import DocumentView
from model.elements import Card, Lane
from model.kinds import kind_of
from model.messages import Message, Value, message
from model.money import rounded
from model.registers import Owner, System


def subjects(document: DocumentView, ids: Sequence[str]) -> tuple[str, ...]:
    """The nodes that are meant: cards, systems and owners themselves, and the cards of a lane."""
    found: list[str] = []
    for id in ids:
        row = document.find(id)
        if isinstance(row, Card | System | Owner):
            found.append(id)
        elif isinstance(row, Lane):
            found += [card.id for card in document.where(Card, lane=id)]
    return tuple(dict.fromkeys(found))


def what_stops(document: DocumentView, ids: Sequence[str]) -> Answer:
    """What the customer feels if these stop."""
    causes = subjects(document, ids)
    if not causes:
        return Answer("impact", message("answer.impact.none"), (message("answer.impact.choose"),))
    book, found = Book(document), impact(document, causes)
    felt = [card for _, cards in found.touchpoints for card in cards]
    said = [
        message("answer.impact.touchpoints", n=len(felt)),
        message("answer.impact.cards", n=len(found.stopped.cards)),
    ]
    if found.customers is not None:
        said.append(message("answer.impact.customers", number=whole(found.customers)))
    else:
        said.append(message("answer.impact.no_customers"))
    if found.exposure is not None:
        amount = rounded(found.exposure, document.blueprint.currency)
        said.append(message("answer.impact.exposure", amount=amount))
    if found.unreckoned:
        said.append(message("answer.impact.unreckoned", n=found.unreckoned))
    rows = [book.card(card, message("answer.touchpoint")) for card in felt]
    met = frozenset(felt)
    rows += [book.card(card, message("answer.kind.Card")) for card in found.stopped.cards if card not in met]
    shown = frozenset((*found.stopped.cards, *found.links))
    head = message("answer.impact.head", what=_what(book, ids))
    return Answer("impact", head, tuple(said), heads("what", *CARD_HEADS), tuple(rows), shown)


def what_it_rests_on(document: DocumentView, ids: Sequence[str]) -> Answer:
    """All whose stop alone would stop a card."""
    card = next((id for id in reversed(ids) if document.get(Card, id) is not None), None)
    if card is None:
        return Answer("trace", message("answer.trace.none"), (message("answer.trace.choose"),))
    book, found = Book(document), trace(document, card)
    others = found.rests_on._replace(cards=tuple(id for id in found.rests_on.cards if id != card))
    counts = {"systems": len(others.systems), "owners": len(others.owners), "cards": len(others.cards)}
    said = message("answer.trace.said", **{name: message(f"count.{name}", n=n) for name, n in counts.items()})
    shown = frozenset((*found.rests_on.cards, *found.links))
    head = message("answer.trace.head", what=_what(book, (card,)))
    return Answer("trace", head, (said,), heads("what", "name", *CARD_HEADS[1:]), _rows(book, others), shown)


def what_it_touches(document: DocumentView, ids: Sequence[str]) -> Answer:
    """All that a change may reach downstream."""
    causes = subjects(document, ids)
    if not causes:
        return Answer("touched", message("answer.touched.none"), (message("answer.impact.choose"),))
    book = Book(document)
    found, links = reach(document, causes)
    said = (message("answer.touched.said", n=len(found.cards)),)
    shown = book.on_map((*causes, *found.cards, *links))
    head = message("answer.touched.head", what=_what(book, ids))
    return Answer("touched", head, said, heads("what", *CARD_HEADS), _rows(book, found), shown)


def what_holds_up(document: DocumentView) -> Answer:
    """The single points of failure."""
    book, found = Book(document), single_points(document)
    rows = []
    for point in found:
        row = document.find(point.id)
        kind = message(f"answer.kind.{kind_of(row).name}") if row is not None else ""
        cells: tuple[Value, ...] = (book.name(point.id), kind, whole(point.customers), point.touchpoints)
        rows.append(Row(cells, (point.id,)))
    said = (message("answer.single.said", n=len(found)),)
    shown = book.on_map(point.id for point in found)
    columns = heads("name", "what", "customers", "touchpoints")
    return Answer("single", message("answer.single.head"), said, columns, tuple(rows), shown)


def _rows(book: Book, found: Nodes) -> tuple[Row, ...]:
    """Nodes as rows: systems and owners first, then the cards."""
    rows = [
        Row((message(f"answer.kind.{kind}"), book.name(id), "", "", _keeper(book, id)), (id,))
        for kind, ids in (("System", found.systems), ("Owner", found.owners))
        for id in ids
    ]
    return (*rows, *(book.card(card, message("answer.kind.Card")) for card in found.cards))


def _keeper(book: Book, id: str) -> Value:
    """Whose a system is."""
    row = book.document.get(System, id)
    return "" if row is None else message("answer.nobody") if row.owner is None else book.name(row.owner)


def _what(book: Book, ids: Sequence[str]) -> Message:
    if len(ids) == 1:
        return message("answer.named", name=book.name(ids[0]))
    return message("answer.several", n=len(ids))
