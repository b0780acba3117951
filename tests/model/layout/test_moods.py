"""The emotion curve: where its points lie, what is said of it, and that it follows every edit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from model.blueprint_map import map_composer
from model.document import Document
from model.elements import Blueprint, Card, Lane, Link, Role
from model.layout.compose import Composer
from model.layout.drawing import ICON, PATH, TEXT, Layer, Piece
from model.layout.fonts import FontBook
from model.layout.view import View
from model.new import from_template
from tests.model.builders import Grid, a_context, a_grid

FONTS = FontBook.bundled()
ROLES = (Role.CUSTOMER, Role.EMOTION, Role.FRONTSTAGE)


def a_mood(*values: int | None) -> tuple[Grid, tuple[str, ...]]:
    """A customer with a lane of moods beside it: one card a step."""
    grid = a_grid((len(values),), ROLES)
    grid.editor.edit(grid.lanes[1], beside=grid.lanes[0])
    cards = tuple(grid.card(1, step, "Mood") for step in range(len(values)))
    for card, value in zip(cards, values, strict=True):
        grid.editor.edit(card, emotion=value)
    return grid, cards


def curves(composer: Composer) -> list[Piece]:
    """The curves of a drawing."""
    return [piece for piece in composer.drawing.pieces(layers=(Layer.GRID,)) if piece.kind == "curve"]


def of_kind(piece: Piece, kind: int) -> list[Any]:
    """The primitives of a kind."""
    return [primitive for primitive in piece.primitives if primitive[0] == kind]


def test_points_lie_below_their_steps_and_as_high_as_their_values() -> None:
    # given moods of 2, 0 and -2
    grid, cards = a_mood(2, 0, -2)
    composer = map_composer(grid.document, FONTS)
    # when the curve is drawn
    (piece,) = curves(composer)
    signs = of_kind(piece, ICON)
    # then its points are in the middle of the cards, the worst as far below nought as the best is above
    for sign, card in zip(signs, cards, strict=True):
        box = composer.drawing.box(card)
        assert box is not None
        assert piece.x + sign[2] + sign[4] / 2 == pytest.approx(box.x + box.width / 2)
        assert piece.y >= box.bottom
    heights = [sign[3] for sign in signs]
    assert heights[1] - heights[0] == heights[2] - heights[1] > 20
    # and it runs through them in one line, within the room it has
    nought, curve = of_kind(piece, PATH)
    assert [segment[0] for segment in curve[1]] == ["M", "C", "C"]
    assert all(0 <= y <= piece.height for segment in curve[1] for y in segment[2::2])


def test_each_point_has_a_sign_and_a_number_of_its_own_beside_its_colour() -> None:
    # given every mood there is
    grid, _ = a_mood(-2, -1, 0, 1, 2)
    # when they are drawn
    (piece,) = curves(map_composer(grid.document, FONTS))
    # then no two have the same sign or number, and good, bad and neither differ in colour
    signs = of_kind(piece, ICON)
    assert [sign[1] for sign in signs] == [f"emotion_{value}" for value in range(-2, 3)]
    assert [text[3].text for text in of_kind(piece, TEXT)] == ["−2", "−1", "0", "+1", "+2"]
    assert len({sign[5] for sign in signs}) == 3
    # and the actor is named in what a screen reader hears
    assert piece.text.endswith("emotion of Lane customer: −2, −1, 0, +1, +2")


def test_a_mood_beyond_the_scale_as_a_file_may_hold_it_is_drawn_at_its_rim() -> None:
    # given a file of somebody's that says more than the scale has
    grid, cards = a_mood(2, -2)
    wild = dict(zip(cards, (9_000_000, -3), strict=True))
    rows = [
        replace(row, emotion=wild[row.id]) if isinstance(row, Card) and row.id in wild else row
        for row in grid.document.rows()
    ]
    # when it is drawn
    (piece,) = curves(map_composer(Document(rows), FONTS))
    # then it is where the best and the worst are, with its own number
    (usual,) = curves(map_composer(grid.document, FONTS))
    assert [sign[1:5] for sign in of_kind(piece, ICON)] == [sign[1:5] for sign in of_kind(usual, ICON)]
    assert [text[3].text for text in of_kind(piece, TEXT)] == ["+9e+06", "−3"]


def test_moods_of_one_step_make_one_point_at_their_mean_and_steps_without_make_none() -> None:
    # given two moods in the first step, none in the second, one over the last two
    grid, cards = a_mood(2, None, -1, None)
    second = grid.card(1, 0, "Another")
    grid.editor.edit(second, emotion=-1)
    grid.editor.delete([cards[3]])
    grid.editor.edit(cards[2], last_step=grid.steps[3])
    # when they are drawn
    composer = map_composer(grid.document, FONTS)
    (piece,) = curves(composer)
    # then there is the mean of the two, and one in the middle of the span
    assert [text[3].text for text in of_kind(piece, TEXT)] == ["+0.5", "−1"]
    box = composer.drawing.box(cards[2])
    sign = of_kind(piece, ICON)[1]
    assert box is not None and piece.x + sign[2] + sign[4] / 2 == pytest.approx(box.x + box.width / 2)


def test_the_curve_follows_each_edit_and_says_what_to_paint() -> None:
    # given a curve
    grid, cards = a_mood(1, 0)
    composer = map_composer(grid.document, FONTS)
    damages = []
    grid.document.changed.connect(lambda change: damages.append(composer.update(change)))
    # when a mood is changed, moved away and undone
    grid.editor.edit(cards[0], emotion=-2)
    # then all is painted, since the curve runs over the width of the map
    assert damages[-1].everything
    grid.editor.move_cards([cards[1]], None, None)
    grid.editor.undo()
    assert curves(composer) == curves(map_composer(grid.document, FONTS))
    # and a title that leaves the curve as it is does not repaint the map
    grid.editor.rename(cards[0], "Moods")
    assert not damages[-1].everything


def test_links_keep_off_the_curve() -> None:
    # given a link from the customer to frontstage below the curve, and one within the lane of moods
    grid, cards = a_mood(1, 0, -1)
    above, below = grid.card(0, 0), grid.card(2, 2)
    links = (grid.editor.add_link(above, below), grid.editor.add_link(cards[0], below))
    composer = map_composer(grid.document, FONTS)
    (piece,) = curves(composer)
    # then no leg of them runs across through the curve
    for link in links:
        route = composer.drawing.route(link)
        for (x, y), (x1, y1) in zip(route, route[1:], strict=False):
            assert y != y1 or not piece.y < y < piece.y + piece.height or x == x1
    # and the link from a card begins at that card's edge
    box = composer.drawing.box(cards[0])
    assert box is not None
    x, y = composer.drawing.route(links[1])[0]
    assert box.x <= x <= box.right and box.y <= y <= box.bottom
    assert len(grid.document.table(Link)) == 2


def test_a_folded_lane_has_no_curve_and_a_right_to_left_map_turns_it_over() -> None:
    # given a curve
    grid, _ = a_mood(2, -2)
    # when its lane is folded, then there is none
    assert curves(map_composer(grid.document, FONTS, view=View(folded=frozenset({grid.lanes[1]})))) == []
    # when the map runs right to left, then the first point is on the right
    grid.editor.edit(grid.document.blueprint.id, language="ar")
    (piece,) = curves(map_composer(grid.document, FONTS))
    first, last = of_kind(piece, ICON)
    assert first[1] == "emotion_2" and first[2] > last[2]


def test_the_employee_journey_begins_with_one() -> None:
    # given the template
    document = from_template("employee", a_context())
    # then its curve stands beside the employee
    (piece,) = curves(map_composer(document, FONTS))
    lane = document.need(Lane, piece.id)
    assert lane.beside is not None and document.need(Lane, lane.beside).role is Role.EMPLOYEE
    assert document.table(Blueprint) and not document.table(Card)
