"""Two states as one map: what is gone stands where it was, each change has its mark, and the map is sound."""

from __future__ import annotations

from datetime import date

import pytest

from model.analysis.differences import compare, counted
from model.comparing import figures, told
from model.document import DocumentView
from model.elements import Card
from model.errors import KnownError
from model.layout.changes import ChangesDrawing
from model.layout.drawing import PATH, TEXT, Layer
from model.layout.fonts import FontBook
from model.overlaying import Overlay, overlay
from model.posters import prepare
from model.printing import light_drawing, press_of
from model.texts import Texts
from model.validate import faults
from tests.model.analysis.random_documents import a_random_document
from tests.model.builders import Grid, a_grid
from tests.model.random_work import at_work

DAY = date(2026, 11, 23)


def changed() -> tuple[Grid, DocumentView, dict[str, str]]:
    """A grid, how it was, and the cards of which something became, by what that is."""
    grid = a_grid()
    names = ("removed", "moved", "reworded", "still")
    cards = {name: grid.card(title=name) for name in names}
    before = grid.document.frozen()
    grid.editor.delete([cards["removed"]])
    grid.editor.move_cards([cards["moved"]], grid.lanes[1], grid.steps[1])
    grid.editor.edit(cards["reworded"], title="Said otherwise")
    cards["added"] = grid.card(title="added")
    return grid, before, cards


def overlaid(before: DocumentView, after: DocumentView) -> Overlay:
    return overlay(compare(before, after))


def test_what_is_gone_stands_at_its_old_place_and_every_change_is_marked() -> None:
    grid, before, cards = changed()

    found = overlaid(before, grid.document)

    gone, old = found.document.need(Card, cards["removed"]), before.need(Card, cards["removed"])
    assert (gone.lane, gone.step, gone.order) == (old.lane, old.step, old.order)
    marks = {name: found.marks.get(id) for name, id in cards.items()}
    assert marks.pop("still") is None
    assert marks == {name: (name,) for name in ("removed", "moved", "reworded", "added")}


def test_a_card_whose_lane_is_gone_comes_back_with_its_lane() -> None:
    grid = a_grid()
    card = grid.card()
    before = grid.document.frozen()
    grid.editor.delete([grid.lanes[0]])

    found = overlaid(before, grid.document)

    assert found.document.need(Card, card).lane == grid.lanes[0]
    assert found.marks[grid.lanes[0]] == ("removed",)


@pytest.mark.parametrize("seed", range(40))
def test_an_overlay_of_anything_is_one_sound_document(seed: int) -> None:
    before = a_random_document(seed)

    found = overlaid(before, at_work(before, f"overlay {seed}", 25))

    assert not list(faults(tuple(found.document.rows())))
    assert set(found.marks) <= {row.id for row in found.document.rows()}


def test_each_change_is_told_by_its_sign_and_words_and_what_is_gone_is_crossed_out() -> None:
    grid, before, cards = changed()
    found = overlaid(before, grid.document)
    plain, fonts = light_drawing(found.document, DAY)

    drawing = ChangesDrawing(plain, found.marks, press_of(found.document, fonts), "Before")

    pieces = list(drawing.pieces(None, (Layer.CARD,)))
    marks = {piece.id: piece for piece in pieces if piece.kind == "change"}
    assert {marks[id].text for name, id in cards.items() if id in marks} == {"added", "removed", "moved", "reworded"}
    signs = {id: [part[3].text for part in piece.primitives if part[0] == TEXT] for id, piece in marks.items()}
    assert signs == {
        cards[name]: [sign] for name, sign in (("added", "+"), ("removed", "−"), ("moved", "→"), ("reworded", "Aa"))
    }
    crossed = {id for id, piece in marks.items() if any(part[0] == PATH for part in piece.primitives)}
    assert crossed == {cards["removed"]}


def test_the_legend_explains_the_signs_that_are_there_below_the_other_one() -> None:
    grid, before, _ = changed()
    found = overlaid(before, grid.document)
    plain, fonts = light_drawing(found.document, DAY)

    drawing = ChangesDrawing(plain, found.marks, press_of(found.document, fonts), "Before")

    *_, legend = drawing.pieces(None, (Layer.LEGEND,))
    assert legend.text == "Since “Before”, added, removed, moved, reworded"
    assert (legend.y, drawing.height) == (plain.height, plain.height + legend.height)
    assert drawing.areas.legend.bottom == plain.areas.legend.bottom + legend.height


def test_a_poster_against_a_version_is_of_both_states() -> None:
    grid = a_grid()
    card = grid.card(title="Gone since")
    grid.editor.take_snapshot("Current state")
    grid.editor.delete([card])

    prepared = prepare(grid.document, DAY, {"against": "current STATE"})

    (one,) = prepared.maps
    assert card in prepared.document
    ways = {piece.kind: one.reading.way(piece) for piece in one.reading.pieces() if piece.id == card}
    assert ways["change"] == ways["card"] != ()


def test_the_name_of_a_version_is_left_out_with_what_is_redacted() -> None:
    grid = a_grid()
    kept = grid.editor.take_snapshot("As Ann Smith left it")

    for redact, said in (("names", f"Since “{kept}”"), ("", "Since “As Ann Smith left it”")):
        (one,) = prepare(grid.document, DAY, {"against": kept, "redact": redact}).maps
        *_, legend = one.drawing.pieces(None, (Layer.LEGEND,))
        assert legend.text.startswith(said)


def test_a_version_that_is_not_there_is_said_so() -> None:
    with pytest.raises(KnownError) as caught:
        prepare(a_grid().document, DAY, {"against": "Then"})

    assert Texts()(caught.value.message).startswith("against: there is no version “Then”")


def test_differences_are_told_by_element_with_before_and_after() -> None:
    grid, before, cards = changed()
    comparison = compare(before, grid.document)

    found = {each.element: each for each in told(comparison, Texts())}

    each = found[cards["reworded"]]
    assert (each.kind, each.name) == ("Card", "Said otherwise")
    assert any("“reworded” → “Said otherwise”" in line for line in each.lines)
    assert dict(counted(sort for each in found.values() for sort in each.sorts)) == dict.fromkeys(
        ("added", "removed", "moved", "reworded"), 1
    )


def test_the_figures_of_both_stand_side_by_side_with_what_is_more() -> None:
    grid = a_grid()
    before = grid.document.frozen()
    grid.editor.add_step(grid.stages[0], "One more")
    texts = Texts()

    lines = {texts(line.what): line for line in figures(compare(before, grid.document))}

    steps = lines["Steps"]
    assert (steps.before, steps.after, texts.value(steps.more)) == (4, 5, "+1")
    assert texts.value(lines["Owners"].more) == "the same"


def test_words_on_a_map_are_in_the_language_of_the_document() -> None:
    grid = a_grid()
    grid.editor.edit(grid.document.blueprint.id, language="de")
    before = grid.document.frozen()
    grid.card()
    found = overlaid(before, grid.document)
    plain, fonts = light_drawing(found.document, DAY, None, FontBook.bundled())

    drawing = ChangesDrawing(plain, found.marks, press_of(found.document, fonts), "Ist")

    *_, legend = drawing.pieces(None, (Layer.LEGEND,))
    assert legend.text == "Seit „Ist“, neu"
