"""Hand-offs, waits, approvals, goals and shared cards: as answers."""

from __future__ import annotations

from model.analysis.asking.answer import CARD_HEADS, Answer, Book, Row, heads, time
from model.analysis.gaps import shared_cards
from model.analysis.handoffs import HandOffs, approvals, hand_offs, matrix, pulling_apart, waits
from model.document import DocumentView
from model.messages import Message, Value, message


def where_work_passes(document: DocumentView) -> Answer:
    """The hand-offs, longest wait first."""
    book, found = Book(document), hand_offs(document)
    rows = []
    for each in found.found:
        agreed: Value = each.agreed.strip() or message("answer.handoffs.not_agreed")
        cards = book.name(each.source), book.name(each.target)
        rows.append(Row((time(each.wait), *each.units, *cards, book.stage(each.source), agreed), (each.link,)))
    columns = heads("wait", "from_unit", "to_unit", "from_card", "to_card", "stage", "agreed")
    shown = book.ends(each.link for each in found.found)
    return Answer("handoffs", message("answer.handoffs.head"), _said(found), columns, tuple(rows), shown)


def unit_by_unit(document: DocumentView) -> Answer:
    """The hand-offs counted from each unit to each."""
    book, found = Book(document), hand_offs(document)
    table = matrix(found.found)
    links: dict[tuple[str, str], list[str]] = {}
    for each in found.found:
        links.setdefault(each.units, []).append(each.link)
    rows = []
    for giver, counts in zip(table.units, table.counts, strict=True):
        parts = tuple(tuple(links.get((giver, taker), ())) for taker in table.units)
        every = tuple(link for part in parts for link in part)
        cells: list[Value] = [giver, *(count or "" for count in counts), sum(counts)]
        rows.append(Row(tuple(cells), every, (every, *parts, every)))
    columns: tuple[Value, ...] = (message("answer.column.from_to"), *table.units, message("answer.column.sum"))
    shown = book.ends(each.link for each in found.found)
    return Answer("matrix", message("answer.matrix.head"), _said(found), columns, tuple(rows), shown)


def what_is_waited_for(document: DocumentView) -> Answer:
    """Waits, unit by unit."""
    rows = tuple(
        Row((row.unit or message("answer.nowhere"), time(row.links + row.cards), time(row.links), time(row.cards)))
        for row in waits(document)
    )
    columns = heads("unit", "wait", "on_links", "on_cards")
    return Answer("waits", message("answer.waits.head"), (message("answer.waits.said"),), columns, rows)


def what_is_approved(document: DocumentView) -> Answer:
    """Approvals, longest wait first."""
    book, found = Book(document), approvals(document)
    rows = tuple(book.card(each.card, time(each.wait)) for each in found)
    said = (message("answer.approvals.said", n=len(found)),)
    shown = frozenset(each.card for each in found)
    return Answer("approvals", message("answer.approvals.head"), said, heads("wait", *CARD_HEADS), rows, shown)


def which_goals_pull_apart(document: DocumentView) -> Answer:
    """Owners whose goals pull apart across a hand-off."""
    book = Book(document)
    found = pulling_apart(document, hand_offs(document).found)
    rows = []
    for pull in found:
        why: Value = message("answer.goals.declared") if pull.metric is None else book.name(pull.metric)
        rows.append(Row((*(book.name(owner) for owner in pull.owners), why, len(pull.links)), pull.links))
    said = (message("answer.goals.said", n=len(found)),)
    shown = book.ends(link for pull in found for link in pull.links)
    columns = heads("owner", "other", "over", "handoffs")
    return Answer("goals", message("answer.goals.head"), said, columns, tuple(rows), shown)


def what_two_teams_share(document: DocumentView) -> Answer:
    """Cards in which two owners have a part."""
    book, found = Book(document), shared_cards(document)
    rows = tuple(
        Row((*(book.name(owner) for owner in each.owners), len(each.cards), book.names(each.cards)), each.cards)
        for each in found
    )
    said = (message("answer.shared.said", n=len(found)),)
    shown = frozenset(card for each in found for card in each.cards)
    columns = heads("owner", "other", "number", "cards")
    return Answer("shared", message("answer.shared.head"), said, columns, rows, shown)


def _said(found: HandOffs) -> tuple[Message, ...]:
    said = [message("answer.handoffs.said", n=len(found.found))]
    if found.found:
        said.append(message("answer.handoffs.without", n=len(found.without_agreement)))
    if found.unjudged:
        said.append(message("answer.handoffs.unjudged", n=len(found.unjudged)))
    return tuple(said)
