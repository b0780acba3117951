"""System gaps, weak systems, work asked for twice, open questions and routing: as answers."""

from __future__ import annotations

from model.analysis.asking.answer import CARD_HEADS, Answer, Book, Row, heads, joined
from model.analysis.channels import side_by_side
from model.analysis.gaps import asked_twice, open_questions, routings, system_gaps, weak_systems
from model.document import DocumentView
from model.messages import Value, message
from model.registers import Owner


def which_systems_do_not_talk(document: DocumentView) -> Answer:
    """Systems used in one step that exchange no data."""
    book, found = Book(document), system_gaps(document)
    rows = tuple(
        Row((*(book.name(system) for system in gap.systems), len(gap.steps), book.names(gap.steps)), gap.cards)
        for gap in found
    )
    said = (message("answer.gaps.said", n=len(found)),)
    shown = frozenset(card for gap in found for card in gap.cards)
    return Answer("gaps", message("answer.gaps.head"), said, heads("system", "other", "number", "steps"), rows, shown)


def which_systems_are_weak(document: DocumentView) -> Answer:
    """Systems that are not simply live, with the cards that use them."""
    book, found = Book(document), weak_systems(document)
    rows = []
    for each in found:
        state = message(f"map.system_state.{each.state.value}")
        uses = each.needed_by, each.helps
        cells: tuple[Value, ...] = (book.name(each.system), state, len(each.needed_by), *map(book.names, uses))
        rows.append(Row(cells, (*each.needed_by, *each.helps) or (each.system,)))
    said = (message("answer.weak.said", n=len(found)),)
    shown = frozenset(card for each in found for card in (*each.needed_by, *each.helps))
    columns = heads("system", "state", "number", "needed_by", "helps")
    return Answer("weak", message("answer.weak.head"), said, columns, tuple(rows), shown)


def what_is_asked_twice(document: DocumentView) -> Answer:
    """The same evidence or question of several units."""
    book, found = Book(document), asked_twice(document)
    rows = []
    for each in found:
        kind = message(f"window.choice.CardKind.{each.kind.value}")
        cells = book.name(each.cards[0]), kind, len(each.cards), joined(list(each.units))
        rows.append(Row(cells, each.cards))
    said = (message("answer.twice.said", n=len(found)),)
    shown = frozenset(card for each in found for card in each.cards)
    columns = heads("card", "what", "number", "units")
    return Answer("twice", message("answer.twice.head"), said, columns, tuple(rows), shown)


def what_is_open(document: DocumentView) -> Answer:
    """Open questions stage by stage, the customer's and the team's apart."""
    book, found = Book(document), open_questions(document)
    rows = [
        book.card(card, message(f"answer.questions.{who}"))
        for stage in found
        for who, cards in (("customer", stage.customer), ("team", stage.team))
        for card in cards
    ]
    customer, team = (
        (sum(len(cards) for cards in side) for side in zip(*(row[1:] for row in found), strict=True))
        if found
        else (0, 0)
    )
    said = (message("answer.questions.said", customer=customer, team=team),)
    shown = frozenset(row.ids[0] for row in rows)
    return Answer(
        "questions", message("answer.questions.head"), said, heads("asked_by", *CARD_HEADS), tuple(rows), shown
    )


def which_channels_there_are(document: DocumentView) -> Answer:
    """One step in several channels side by side, with what contradicts what."""
    book, found = Book(document), side_by_side(document)
    rows = tuple(
        Row(
            (
                book.name(each.step),
                book.name(each.channel),
                len(each.cards),
                book.names(each.cards),
                book.names(dict.fromkeys(other for _, other in each.contradictions)) if each.contradictions else "",
            ),
            each.cards,
        )
        for each in found
    )
    against = {frozenset(pair) for each in found for pair in each.contradictions}
    said = (message("answer.channels.said", n=len({each.step for each in found}), against=len(against)),)
    shown = frozenset(card for each in found for card in each.cards)
    columns = heads("step", "channel", "number", "cards", "against")
    return Answer("channels", message("answer.channels.head"), said, columns, rows, shown)


def who_takes_a_request(document: DocumentView) -> Answer:
    """Which team takes a request that arises in which stage."""
    book, found = Book(document), routings(document)
    rows = []
    for row in found:
        owner = document.get(Owner, row.owner)
        taker: Value = message("answer.nobody") if owner is None else book.name(owner.id)
        unit: Value = "" if owner is None else owner.unit
        rows.append(Row((book.name(row.stage), row.request, taker, unit, row.notes), (row.stage,)))
    said = (message("answer.routing.said", n=len(found)),)
    columns = heads("stage", "request", "team", "unit", "notes")
    return Answer("routing", message("answer.routing.head"), said, columns, tuple(rows))
