"""What of a map is asked for in a part of it: all that is seen there, of links only those with a leg there."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks import generate
from model.blueprint_map import map_composer
from model.editor import Editor
from model.elements import Card, Link
from model.history import History
from model.layout import sheet
from model.layout.drawing import Box, Drawing, Layer, Piece
from model.layout.link_shapes import runs_through
from tests.model.builders import a_context
from tests.model.layout.composing import FONTS, composed


def a_map(language: str = "en") -> Editor:
    """A map through each part of which many links pass; some have labels, and some of these are long."""
    document = generate.document(400, 700, 7)
    editor = Editor(document, History(document), a_context(7))
    editor.edit(document.blueprint.id, language=language)
    for place, link in enumerate(sorted(document.table(Link))[::9]):
        editor.edit(link, label="because of it" if place % 2 else "as soon as somebody has the time to see to it")
    return editor


def clips(drawing: Drawing, count: int) -> list[Box]:
    """Parts of a map: some as a window shows it, some as narrow as what scrolls into sight."""
    rng, body = Random(3), drawing.areas.body
    sizes = ((1400.0, 800.0), (300.0, 200.0), (20.0, 900.0), (1200.0, 6.0))
    return [
        Box(
            rng.uniform(body.x - 50, body.right),
            rng.uniform(body.y - 50, body.bottom),
            *sizes[place % len(sizes)],
        )
        for place in range(count)
    ]


def is_seen(drawing: Drawing, piece: Piece, clip: Box) -> bool:
    return runs_through(drawing.route(piece.id), clip) if piece.kind == "link" else Box(*piece[3:7]).meets(clip)


@pytest.mark.parametrize("few", [0, 10**6])
@pytest.mark.parametrize("language", ["en", "he"])
def test_links_of_a_clip_are_those_with_a_leg_there(few: int, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "FEW", few)
    drawing = map_composer(a_map(language).document, FONTS).drawing
    every = list(drawing.pieces(None, (Layer.LINK,)))
    passing = 0
    for clip in clips(drawing, 40):
        found = list(drawing.pieces(clip, (Layer.LINK,)))
        assert [piece[:7] for piece in found] == [piece[:7] for piece in every if is_seen(drawing, piece, clip)]
        passing += sum(Box(*piece[3:7]).meets(clip) for piece in every) - len(found)
    # Many links pass by parts that the box round them meets.
    assert passing > len(every) / 2


@pytest.mark.parametrize("few", [0, 10**6])
def test_what_may_be_in_a_clip_is_all_that_is(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "FEW", few)
    drawing = map_composer(a_map().document, FONTS).drawing
    for clip in clips(drawing, 40):
        may = set(drawing.within(clip))
        drawn = {piece.id for piece in drawing.pieces(clip, (Layer.LINK, Layer.CARD)) if piece.kind in ("link", "card")}
        assert drawn <= may
        of_them = {piece.id for piece in drawing.pieces_of(sorted(may), clip) if piece.kind == "link"}
        assert of_them == {id for id in drawn if id.startswith("link")}


def test_links_of_a_clip_after_rows_came_and_went() -> None:
    editor = a_map()
    composer, rng = composed(editor), Random(5)
    cards = sorted(card.id for card in editor.document.table(Card).values() if card.lane is not None)
    for _ in range(12):
        one, other = (editor.document.need(Card, id) for id in rng.sample(cards, 2))
        editor.move_cards([one.id], other.lane, other.step)
        drawing = composer.drawing
        every = list(drawing.pieces(None, (Layer.LINK,)))
        for clip in clips(drawing, 8):
            found = list(drawing.pieces(clip, (Layer.LINK,)))
            assert [piece[:7] for piece in found] == [piece[:7] for piece in every if is_seen(drawing, piece, clip)]
