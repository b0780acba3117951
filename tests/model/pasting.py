"""What tests of the clipboard share: what a document looks like, and a card with all that can belong to one."""

from __future__ import annotations

import json
from typing import Any

from model.document import DocumentView
from model.elements import (
    Card,
    Grounding,
    Mark,
    Picture,
    RaciEntry,
    Translation,
)
from model.grid import lanes, steps
from model.registers import Consequence, Cost, FailPoint, Owner, Source, System
from model.rules import may_be
from model.texts import Texts
from tests.model.builders import Grid


def shape(document: DocumentView) -> list[list[list[str]]]:
    """The titles of all cells, lane by lane."""
    return [
        [[card.title for card in document.where(Card, lane=lane.id, step=step.id)] for step in steps(document)]
        for lane in lanes(document)
    ]


def label(grid: Grid) -> str:
    """What the Edit menu calls the last act."""
    done = grid.editor.history.can_undo
    assert done is not None
    return Texts()(done.label)


def sound(document: DocumentView) -> bool:
    """Whether every row keeps the rules."""
    return all(may_be(document, row).ok for row in document.rows())


def a_full_card(grid: Grid, lane: int = 1, step: int = 0) -> str:
    """A card with something of each kind that belongs to a card."""
    editor = grid.editor
    owner = editor.add(Owner, name="Ops", unit="Back office")
    maker = editor.add(Owner, name="IT")
    system = editor.add(System, name="CRM", owner=maker, vendor="Acme")
    source = editor.add(Source, name="Interviews")
    picture = editor.add(Picture, name="p", mime="image/png", width=1, height=1, data=b"\x89PNG")
    id = grid.card(lane, step, "Full")
    editor.edit(
        id,
        owner=owner,
        sources=(source,),
        grounding=Grounding.OBSERVED,
        marks=(Mark.FAIL_POINT,),
        picture=picture,
    )
    editor.use_system(id, system, essential=False)
    editor.add(RaciEntry, card=id, owner=maker)
    fail = editor.add(FailPoint, card=id, delivered="lost")
    first = editor.add(Consequence, fail_point=fail, name="call")
    editor.add(Consequence, fail_point=fail, name="rework", parent=first, handled_by=id)
    editor.add(Cost, subject=id, name="post")
    editor.add(Translation, element=id, field="title", language="de", text="Voll")
    return id


def changed(text: str, **fields: Any) -> str:
    """A fragment with other words in it."""
    return json.dumps(json.loads(text) | fields)
