"""The questions nobody has answered yet, stage by stage, the customer's and the team's apart (R55)."""

from __future__ import annotations

from model.analysis.gaps import open_questions
from model.elements import Card
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Grid, Row, Said, Text
from model.messages import message
from model.owners import accountable
from model.pack.ground import Ground, cell, column, page


def asking(ground: Ground) -> tuple[Block, ...]:
    """Nothing where none is open."""
    document = ground.document
    rows, counts = [], {"customer": 0, "team": 0}
    for found in open_questions(document):
        for who, cards in (("customer", found.customer), ("team", found.team)):
            counts[who] += len(cards)
            for id in cards:
                card = document.need(Card, id)
                owner = accountable(document, card)
                name = ground.owner(None if owner is None else owner.id)
                asker = cell(message(f"pack.question.{who}"))
                rows.append(Row((asker, (ground.said(id),), cell(ground.step_of(card)), (name,), page(f"map {id}"))))
    if not rows:
        return ()
    heads = (column("asked_by"), column("question", most=0.42), column("where"), column("owner"), column("page", True))
    said = Said(message("pack.question.count", **counts), Tone.STRONG)
    return (Text(said), Grid(heads, tuple(rows)))
