"""Views of cards that are named one by one, such as those of an answer."""

from __future__ import annotations

from dataclasses import replace

from model.analysis.views import Projection, ask_alike, only
from model.elements import Card, Lane, Stage, Step
from model.keeping import SavedView
from model.validate import faults
from tests.model.test_saved_views import Clinic


def test_only_some_cards_leave_their_lanes_steps_and_stages() -> None:
    # given B, which spans the second and third step, and C in the first: nothing in the back or in the last step
    clinic = Clinic()
    grid, document = clinic.grid, clinic.document

    projection = Projection(document, only(document, [clinic.b, clinic.c, grid.lanes[2]], "These"))

    assert set(projection.part.table(Card)) == {clinic.b, clinic.c}
    assert set(projection.part.table(Lane)) == set(grid.lanes[:2])
    assert set(projection.part.table(Step)) == set(grid.steps[:3])
    assert set(projection.part.table(Stage)) == set(document.table(Stage))
    assert projection.part.need(Card, clinic.b).last_step == grid.steps[2]
    assert not list(faults(tuple(projection.part.rows())))
    # and a step that comes later is seen
    late = clinic.editor.add_step(document.need(Step, grid.steps[3]).stage)
    change = clinic.editor.history.can_undo
    assert change is not None
    projection.update(change)
    assert late in projection.part


def test_views_of_cards_by_name_ask_alike_only_for_the_same_cards() -> None:
    clinic = Clinic()
    one, other = (only(clinic.document, [id], "These") for id in (clinic.c, clinic.d))

    assert ask_alike(one, replace(one, name="Those"))
    assert not ask_alike(one, replace(one, cards=other.cards))
    assert not ask_alike(SavedView("", lanes=one.lanes, stages=one.stages), one)
