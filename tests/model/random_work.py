"""Somebody at work on a copy of a document: some acts of the editor, told by a seed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from model.document import Document, DocumentView
from model.editor import Editor
from model.elements import Card, Grounding, Lane, LinkKind, Mark, RaciEntry, RaciRole, Stage, Step
from model.history import History
from model.record import Record
from model.registers import Consequence, Cost, FailPoint, Owner, System
from model.rules import Refused
from tests.model.builders import a_context

WORDS = ("Call back", "Ask again", "Print", "Decide", "Wait", "")


def at_work(document: DocumentView, seed: str, acts: int) -> Document:
    """The document after so many acts of a person; ids of what they add are theirs alone."""
    draw = Random(seed)
    copy = Document(document.rows())
    editor = Editor(copy, History(copy), a_context(seed))
    for _ in range(acts):
        try:
            draw.choice(ACTS)(editor, draw)
        except Refused:
            continue
    return copy


def _some(editor: Editor, draw: Random, kind: type[Record]) -> Any:
    ids = sorted(editor.document.table(kind))
    return draw.choice(ids) if ids else ""


def _add_card(editor: Editor, draw: Random) -> None:
    editor.add_card(_some(editor, draw, Lane), _some(editor, draw, Step), draw.choice(WORDS))


def _add_parts(editor: Editor, draw: Random) -> None:
    card = _some(editor, draw, Card)
    editor.add(Cost, subject=card, name="c", amount=Decimal(draw.randint(1, 9)))
    editor.use_system(card, _some(editor, draw, System), draw.random() < 0.5)
    editor.add(RaciEntry, card=card, owner=_some(editor, draw, Owner), role=draw.choice(tuple(RaciRole)))
    fail = editor.add(FailPoint, card=card)
    above = editor.add(Consequence, fail_point=fail)
    editor.add(Consequence, fail_point=fail, parent=above)


def _follow(editor: Editor, draw: Random) -> None:
    editor.edit(_some(editor, draw, Consequence), parent=_some(editor, draw, Consequence))


def _link(editor: Editor, draw: Random) -> None:
    kind = draw.choice(tuple(LinkKind))
    editor.add_link(_some(editor, draw, Card), _some(editor, draw, Card), kind)


def _rename(editor: Editor, draw: Random) -> None:
    editor.rename(_some(editor, draw, draw.choice((Card, Step, Stage, Lane, Owner))), draw.choice(WORDS))


def _edit(editor: Editor, draw: Random) -> None:
    fields: dict[str, Any] = {
        "owner": _some(editor, draw, Owner) or None,
        "marks": tuple(draw.sample(tuple(Mark), draw.randint(0, 2))),
        "work_minutes": Decimal(draw.randint(0, 9)),
        "grounding": draw.choice(tuple(Grounding)),
    }
    name = draw.choice(tuple(fields))
    editor.edit(_some(editor, draw, Card), **{name: fields[name]})


def _move(editor: Editor, draw: Random) -> None:
    tray = draw.random() < 0.2
    place = (None, None) if tray else (_some(editor, draw, Lane), _some(editor, draw, Step))
    editor.move_cards([_some(editor, draw, Card)], *place)


def _span(editor: Editor, draw: Random) -> None:
    editor.span_card(_some(editor, draw, Card), _some(editor, draw, Step))


def _arrange(editor: Editor, draw: Random) -> None:
    editor.move_step(_some(editor, draw, Step), _some(editor, draw, Stage))


def _delete(editor: Editor, draw: Random) -> None:
    editor.delete([_some(editor, draw, draw.choice((Card, Card, Step, Lane, Owner, System)))])


ACTS: tuple[Callable[[Editor, Random], None], ...] = (
    *(_add_card, _add_parts, _follow, _link, _rename, _rename, _edit, _edit, _move, _move, _span, _arrange, _delete),
)
