"""The decisions asked of the committee: options with money, who decides, by when, and what each is about (R10)."""

from __future__ import annotations

from model.elements import Card
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Grid, Heading, Pairs, Row, Said
from model.messages import Value, message
from model.pack.ask import Decider, limit_of
from model.pack.ground import Ground, cell, column, dash, page, priced
from model.registers import Decision, DecisionOption, Forum, Owner


def decisions(ground: Ground) -> tuple[Block, ...]:
    """Those still open, then those taken."""
    blocks: list[Block] = []
    for row in ground.open_decisions:
        blocks += _asked(ground, row)
    taken = [row for row in ground.document.where(Decision) if row not in ground.open_decisions]
    if taken:
        blocks.append(Heading(message("pack.decision.taken"), 2))
        heads = (
            column("decision", most=0.34),
            column("chosen", most=0.26),
            column("forum"),
            column("date"),
            column("conditions"),
        )
        blocks.append(Grid(heads, tuple(_taken(ground, row) for row in taken)))
    return tuple(blocks)


def _asked(ground: Ground, row: Decision) -> list[Block]:
    document = ground.document
    forum = document.get(Forum, row.forum)
    who = Decider(row.forum, row.needed_by, limit_of(ground, row.forum))
    pairs: list[tuple[Value, Cell]] = [(message("pack.decision.who"), cell(ground.forum(row.forum)))]
    if forum is not None and document.get(Owner, forum.chair) is not None:
        pairs.append((message("pack.decision.chair"), (ground.said(forum.chair),)))
    if not ground.moneyless:
        limit = message("pack.ask.no_limit") if who.limit is None else ground.money(who.limit)
        pairs.append((message("pack.decision.limit"), cell(limit)))
    pairs.append((message("pack.decision.by"), cell(message("pack.ask.no_day") if who.by is None else who.by)))
    if row.conditions:
        pairs.append((message("pack.decision.conditions"), cell(row.conditions)))
    if row.notes:
        pairs.append((message("pack.decision.notes"), cell(row.notes)))
    blocks: list[Block] = [
        Heading(row.name or message("sheet.unnamed"), 2, f"entry {row.id}", listed=True),
        Pairs(tuple(pairs)),
    ]
    options = document.where(DecisionOption, decision=row.id)
    if options:
        rows = tuple(_option(ground, option, who) for option in options)
        blocks.append(priced(ground, Grid((column("option"), column("amount", True)), rows), "amount"))
    subjects = [id for id in row.subjects if document.find(id) is not None]
    if subjects:
        about = tuple(_subject(ground, id) for id in subjects)
        blocks.append(Grid((column("about"), column("where", most=0.4), column("page", True)), about))
    return blocks


def _option(ground: Ground, option: DecisionOption, who: Decider) -> Row:
    if option.amount is None:
        return Row((cell(option.title), (dash(),)))
    over = who.limit is not None and option.amount > who.limit
    amount = [Said(ground.money(option.amount), Tone.BAD if over else Tone.PLAIN)]
    if over:
        amount.append(Said(message("pack.decision.over"), Tone.BAD))
    return Row((cell(option.title), tuple(amount)))


def _subject(ground: Ground, id: str) -> Row:
    """A card or an improvement that a decision is about, with the page where it is told of."""
    card = ground.document.get(Card, id)
    where: Value = message("pack.decision.improvement") if card is None else ground.step_of(card)
    return Row(((ground.said(id),), cell(where), page(f"map {id}", f"entry {id}")))


def _taken(ground: Ground, row: Decision) -> Row:
    chosen = ground.document.get(DecisionOption, row.chosen)
    amount: Cell = ()
    if chosen is not None and chosen.amount is not None:
        amount = (Said(ground.money(chosen.amount), Tone.QUIET),)
    name = (dash(),) if chosen is None else (Said(chosen.title), *amount)
    forum = (dash(),) if row.forum is None else cell(ground.name(row.forum))
    day = (dash(),) if row.decided_on is None else cell(row.decided_on)
    return Row((cell(row.name), name, forum, day, cell(row.conditions)), f"entry {row.id}")
