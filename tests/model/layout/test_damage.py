"""Damage: whatever looks different after an edit is told, whether or not anybody has looked at it before."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.blueprint_map import map_composer
from model.document import Document
from model.elements import Card, Lane, Link, Step
from model.layout import compose
from model.layout.damage import Damage
from model.layout.drawing import Drawing, Layer
from tests.model.builders import a_grid
from tests.model.layout.composing import FONTS, act, everything

Look = dict[str, list[tuple[Any, ...]]]


def looks(document: Document) -> Look:
    """By card and link, its pieces on a map that nobody has touched."""
    found: Look = defaultdict(list)
    for piece in map_composer(document, FONTS).drawing.pieces(layers=(Layer.LINK, Layer.CARD)):
        found[piece.id].append(piece)
    return found


def differing(before: Look, after: Look) -> set[str]:
    """What looks different."""
    return {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}


def lowest(look: Look, id: str) -> float:
    """How far down what is drawn of an element reaches."""
    return max([piece[4] + piece[6] for piece in look.get(id, ())], default=0.0)


@settings(max_examples=25)
@given(st.data())
def test_whatever_looks_different_is_told(data: st.DataObject) -> None:
    # given a composer whose drawing nobody looks at
    editor = a_grid().editor
    composer = map_composer(editor.document, FONTS)
    damages: list[Damage] = []
    editor.document.changed.connect(lambda change: damages.append(composer.update(change)))
    # when anything is done
    for _ in range(data.draw(st.integers(1, 12))):
        before = looks(editor.document)
        damages.clear()
        act(editor, data.draw)
        after = looks(editor.document)
        # then what looks different is named, or reaches down to where rows shifted
        if not any(damage.everything for damage in damages):
            named = {id for damage in damages for id in damage.ids}
            shifted = min((each.shifted for each in damages if each.shifted is not None), default=float("inf"))
            for id in differing(before, after) - named:
                assert max(lowest(before, id), lowest(after, id)) > shifted


def test_a_link_that_nobody_has_looked_at_is_told_when_it_runs_elsewhere() -> None:
    # given a link beside one with a label, on a map of which nothing was asked yet
    grid = a_grid()
    one, other = grid.card(0, 0, "One"), grid.card(0, 1, "Other")
    link = grid.editor.add_link(one, other)
    grid.editor.add_link(one, grid.card(1, 1, "Below"), label="why")
    composer = map_composer(grid.document, FONTS)
    damages: list[Damage] = []
    grid.document.changed.connect(lambda change: damages.append(composer.update(change)))
    # when one of its cards moves a step further
    lane, step = sorted(grid.document.table(Lane))[0], sorted(grid.document.table(Step))[2]
    grid.editor.move_cards([other], lane, step)
    # then the link looks different
    (damage,) = damages
    assert not damage.everything and link in damage.ids


def test_where_a_row_grows_all_above_stays() -> None:
    # given cards in two lanes, and one that is linked to a lane further down
    grid = a_grid()
    above, here, below = grid.card(0, 0, "Above"), grid.card(2, 0, "Here"), grid.card(4, 1, "Below")
    grid.editor.add_link(above, here)
    composer = map_composer(grid.document, FONTS)
    top, low = (composer.drawing.box(id) for id in (above, below))
    damages: list[Damage] = []
    grid.document.changed.connect(lambda change: damages.append(composer.update(change)))
    # when a second card comes into a cell of the middle one
    grid.card(2, 0, "One more")
    # then the map shifts from below the first on, and what is above lies where it lay
    (damage,) = damages
    box, now = composer.drawing.box(here), composer.drawing.box(below)
    assert top is not None and low is not None and box is not None and now is not None
    assert not damage.everything
    assert damage.shifted == box.bottom
    assert composer.drawing.box(above) == top
    assert now.y > low.y


def test_an_edit_of_much_of_a_dense_map_lays_it_out_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a map that counts as dense
    monkeypatch.setattr(compose, "DENSE", 0)
    monkeypatch.setattr(compose, "MUCH", 2)
    grid = a_grid()
    cards = [grid.card(lane, step, f"Card {lane} {step}") for lane in range(5) for step in range(3)]
    for one, other in zip(cards, cards[1:], strict=False):
        grid.editor.add_link(one, other)
    composer = map_composer(grid.document, FONTS)
    damages: list[Damage] = []
    grid.document.changed.connect(lambda change: damages.append(composer.update(change)))
    former: Drawing = composer.drawing
    # when several cards go at once
    grid.editor.delete(cards[:4])
    # then all is laid out anew as composing at once does, and what was there before is taken apart at leisure
    (damage,) = damages
    assert damage.everything and composer.drawing is not former
    while not composer.finished:
        composer.step()
    steps = sum(1 for _ in composer.let_go())
    assert everything(composer.drawing) == everything(map_composer(grid.document, FONTS).drawing)
    assert steps > len(grid.document.table(Link)) and not list(composer.let_go())
    # and one card alone is followed as ever
    grid.editor.rename(cards[-1], "Renamed")
    assert not damages[-1].everything and composer.finished
    assert len(grid.document.table(Card)) == 11 and grid.document.table(Lane)


def test_where_very_many_links_of_a_dense_map_may_differ_all_of_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a map that counts as dense, where one link redrawn is very many
    monkeypatch.setattr(compose, "DENSE", 0)
    monkeypatch.setattr(compose, "REDRAWN", 0)
    grid = a_grid()
    one, other = grid.card(0, 0, "One"), grid.card(2, 1, "Other")
    link = grid.editor.add_link(one, other, label="why")
    composer = map_composer(grid.document, FONTS)
    damages: list[Damage] = []
    grid.document.changed.connect(lambda change: damages.append(composer.update(change)))
    everything(composer.drawing)
    # when a card of it moves within its lane
    card = grid.document.need(Card, other)
    grid.editor.move_cards([other], card.lane, next(id for id in sorted(grid.document.table(Step)) if id != card.step))
    # then nothing in particular is named, and it is drawn as composing anew draws it
    assert damages[-1].everything and composer.drawing.route(link)
    assert everything(composer.drawing) == everything(map_composer(grid.document, FONTS).drawing)
