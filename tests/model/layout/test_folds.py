"""Folded lanes, steps and stages, and one stage alone: what is drawn, what is left out, and that edits keep up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.blueprint_map import map_composer
from model.document import Document
from model.elements import Card, Link
from model.layout.compose import Composer
from model.layout.drawing import TEXT, Drawing, Layer
from model.layout.fonts import FontBook
from model.layout.view import View
from tests.model.builders import Grid, a_grid

FONTS = FontBook.bundled(system=False)


@pytest.fixture
def grid() -> Grid:
    """Two stages of two steps, five lanes, a card in each cell, each linked to the next in its lane."""
    made = a_grid()
    for lane in range(5):
        cards = [made.card(lane, step, f"{lane}/{step}") for step in range(4)]
        for one, other in zip(cards, cards[1:], strict=False):
            made.editor.add_link(one, other)
    return made


def composer(document: Document, *folded: str, stage: str | None = None) -> Composer:
    return map_composer(document, FONTS, view=View(folded=frozenset(folded), stage=stage))


def titles(drawing: Drawing, document: Document) -> set[str]:
    return {document.need(Card, piece.id).title for piece in drawing.pieces(None, (Layer.CARD,))}


def head(drawing: Drawing, id: str) -> str:
    layers = (Layer.SIDE_HEAD, Layer.TOP_HEAD)
    return next(piece.text for piece in drawing.pieces(None, layers) if piece.id == id)


def test_a_folded_lane_is_low_and_says_how_many_cards_it_hides(grid: Grid) -> None:
    open_, folded = (composer(grid.document, *ids).drawing for ids in ((), (grid.lanes[1],)))

    assert titles(folded, grid.document) == {title for title in titles(open_, grid.document) if title[0] != "1"}
    before, after = open_.box(grid.lanes[1]), folded.box(grid.lanes[1])
    assert before is not None and after is not None and after.height < before.height / 1.5
    assert head(folded, grid.lanes[1]) == "Lane customer 4 cards, collapsed"


def test_a_folded_step_is_narrow_and_the_others_keep_their_cards(grid: Grid) -> None:
    drawing = composer(grid.document, grid.steps[1]).drawing

    assert titles(drawing, grid.document) == {f"{lane}/{step}" for lane in range(5) for step in (0, 2, 3)}
    wide, narrow = drawing.box(grid.steps[0]), drawing.box(grid.steps[1])
    assert wide is not None and narrow is not None and narrow.width < wide.width / 2
    assert head(drawing, grid.steps[1]).endswith("5 cards, collapsed")


def test_a_folded_stage_is_one_column(grid: Grid) -> None:
    drawing = composer(grid.document, grid.stages[0]).drawing

    assert titles(drawing, grid.document) == {f"{lane}/{step}" for lane in range(5) for step in (2, 3)}
    assert drawing.box(grid.steps[1]) is None and drawing.cell_box(grid.lanes[0], grid.steps[1]) is None
    assert head(drawing, grid.steps[0]) == "2 steps, collapsed"


def test_a_card_that_spans_into_a_folded_stage_ends_there(grid: Grid) -> None:
    card = grid.card(0, 1, "long")
    grid.editor.span_card(card, grid.steps[3])

    drawing = composer(grid.document, grid.stages[1]).drawing

    box, column = drawing.box(card), drawing.cell_box(grid.lanes[0], grid.steps[2])
    assert box is not None and column is not None and column.x < box.right <= column.right


def test_links_of_hidden_cards_are_not_drawn(grid: Grid) -> None:
    drawn = {piece.id for piece in composer(grid.document, grid.steps[1]).drawing.pieces(None, (Layer.LINK,))}

    seen = {card.id for card in grid.document.table(Card).values() if card.step != grid.steps[1]}
    for link in grid.document.where(Link):
        assert (link.id in drawn) == (link.source in seen and link.target in seen)


@pytest.mark.parametrize("what", ["lane", "step", "stage", "alone"])
def test_edits_of_a_folded_map_end_as_composing_it_anew(grid: Grid, what: str) -> None:
    # given a folded map that hears of every edit
    folded = {"lane": (grid.lanes[2],), "step": (grid.steps[1],), "stage": (grid.stages[0],), "alone": ()}[what]
    stage = grid.stages[1] if what == "alone" else None
    kept = composer(grid.document, *folded, stage=stage)
    grid.document.changed.connect(kept.update)
    (hidden,) = grid.document.where(Card, lane=grid.lanes[2], step=grid.steps[1])
    (shown,) = grid.document.where(Card, lane=grid.lanes[3], step=grid.steps[2])
    edits = (
        lambda: grid.card(2, 1, "more"),
        lambda: grid.editor.rename(hidden.id, "A name that is very much longer than it was before"),
        lambda: grid.editor.move_cards([hidden.id], grid.lanes[3], grid.steps[2], 0),
        lambda: grid.editor.move_cards([shown.id], grid.lanes[2], grid.steps[1]),
        lambda: grid.editor.add_link(hidden.id, grid.card(4, 3)),
        lambda: grid.editor.rename(grid.steps[1], "Elsewhere"),
        lambda: grid.editor.insert_step(grid.steps[0]),
        lambda: grid.editor.delete([grid.steps[1]]),
        grid.editor.undo,
    )
    for edit in edits:
        # when one is made
        edit()
        # then the map is as if it were composed from nothing
        anew = composer(grid.document, *folded, stage=stage).drawing
        assert [piece[1:8] for piece in kept.drawing.pieces()] == [piece[1:8] for piece in anew.pieces()]


def test_one_stage_alone_keeps_its_number_and_its_figures(grid: Grid) -> None:
    drawing = composer(grid.document, stage=grid.stages[1]).drawing

    assert titles(drawing, grid.document) == {f"{lane}/{step}" for lane in range(5) for step in (2, 3)}
    assert drawing.box(grid.stages[0]) is None
    (piece,) = [piece for piece in drawing.pieces(None, (Layer.TOP_HEAD,)) if piece.kind == "stage"]
    numbers = [part[3].text for part in piece.primitives if part[0] == TEXT]
    assert numbers[0] == "2"


def test_a_view_that_folds_nothing_is_the_whole_map(grid: Grid) -> None:
    whole = composer(grid.document).drawing
    same = map_composer(grid.document, FONTS, view=replace(View(), folded=frozenset({"nothing"}))).drawing
    assert list(whole.pieces()) == list(same.pieces())
