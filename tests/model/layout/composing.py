"""What tests of composing share: a composer that follows an editor, all that a drawing shows, edits of any kind."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from model.blueprint_map import map_composer
from model.editor import Editor
from model.elements import Card, CardSystem, Lane, Link, LinkKind, Mark, Step
from model.layout.compose import Composer
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.registers import Owner, System
from model.rules import Refused

FONTS = FontBook.bundled()


def composed(editor: Editor) -> Composer:
    """A composer that follows an editor."""
    composer = map_composer(editor.document, FONTS)
    editor.document.changed.connect(lambda change: composer.update(change) and None)
    return composer


def everything(drawing: Drawing) -> dict[tuple[Any, ...], Any]:
    """All pieces of a drawing, comparable whatever the order of links."""
    return {(piece.layer, piece.kind, piece.id, piece.x, piece.y): piece for piece in drawing.pieces()}


def act(editor: Editor, draw: Any) -> None:
    """Any edit that a map may show."""
    document = editor.document
    cards, lanes = sorted(document.table(Card)), sorted(document.table(Lane))
    steps, links = sorted(document.table(Step)), sorted(document.table(Link))
    owners = sorted(document.table(Owner))
    kind = draw(st.integers(0, 11))
    if kind <= 1 or not cards:
        lane, step = draw(st.sampled_from(lanes)), draw(st.sampled_from(steps))
        title = draw(
            st.sampled_from(["Ask", "A long title that has to wrap over a few lines", "Donaudampfschifffahrt" * 2])
        )
        editor.add_card(lane, step, title)
        return
    card = draw(st.sampled_from(cards))
    if kind == 2:
        editor.rename(card, draw(st.sampled_from(["Short", "Much longer than it was before, over lines", ""])))
    elif kind == 3:
        editor.move_cards([card], draw(st.sampled_from(lanes)), draw(st.sampled_from(steps)), 0)
    elif kind == 4:
        other = draw(st.sampled_from(cards))
        link, label = draw(st.sampled_from(list(LinkKind))), draw(st.sampled_from(["", "why"]))
        if other != card:
            with suppress(Refused):
                editor.add_link(card, other, link, label=label)
    elif kind == 5:
        editor.delete([draw(st.sampled_from(cards + links))])
    elif kind == 6:
        editor.edit(card, owner=editor.add(Owner, name=f"Team {len(owners)}"), marks=(Mark.FAIL_POINT,))
    elif kind == 7 and owners:
        editor.rename(draw(st.sampled_from(owners)), "Renamed team")
    elif kind == 8:
        editor.add(CardSystem, card=card, system=editor.add(System, name="Ledger"))
    elif kind == 9:
        editor.undo()
    elif kind == 10:
        editor.edit(draw(st.sampled_from(lanes)), title="A lane with another title")
    else:
        editor.move_cards([card], None, None)
