"""May I? Every refusal with its reason, and what is allowed beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from model import rules
from model.change import Change, Delta
from model.elements import Blueprint, Card, CardSystem, Lane, Link, LinkKind, Role, Stage
from model.errors import BugError
from model.messages import Message, message
from model.registers import Consequence, FailPoint, Owner, System
from model.rules import Refused, Verdict
from model.texts import Texts
from tests.model.builders import Grid, a_grid


def reason(verdict: Verdict) -> str:
    """The id of a refusal's reason; it has words."""
    assert not verdict.ok
    assert isinstance(verdict.reason, Message)
    assert Texts()(verdict.reason)
    return verdict.reason.id.removeprefix("rule.")


def refusal(grid: Grid, act: str, *arguments: Any, **named: Any) -> str:
    """The reason for which an act is refused; it changes nothing."""
    before = list(grid.document.rows())
    with pytest.raises(Refused) as refused:
        getattr(grid.editor, act)(*arguments, **named)
    assert list(grid.document.rows()) == before
    return reason(Verdict(False, refused.value.message))


def test_a_card_sits_in_a_whole_cell_or_in_the_tray() -> None:
    grid = a_grid()
    lane, step = grid.lanes[0], grid.steps[0]
    card = grid.card()

    assert rules.may_place(grid.document, lane, step).ok
    assert rules.may_place(grid.document, None, None).ok
    assert reason(rules.may_place(grid.document, lane, None)) == "half_a_cell"
    assert reason(rules.may_place(grid.document, lane, "nowhere")) == "gone"
    assert refusal(grid, "add_card", None, step) == "half_a_cell"
    assert refusal(grid, "move_cards", [card], lane, None) == "half_a_cell"
    assert refusal(grid, "edit", card, lane=None) == "half_a_cell"


def test_a_lane_stays_in_its_band() -> None:
    grid = a_grid(roles=(Role.CUSTOMER, Role.FRONTSTAGE, Role.FRONTSTAGE_TECH, Role.BACKSTAGE))
    customer, front, tech, _ = grid.lanes

    assert rules.may_move_lane(grid.document, tech, front).ok
    assert reason(rules.may_move_lane(grid.document, tech, customer)) == "lane_band"
    assert refusal(grid, "add_lane", Role.SUPPORT, "x", before=front) == "lane_band"
    assert refusal(grid, "edit", front, role=Role.BACKSTAGE) == "lane_band"
    grid.editor.edit(front, role=Role.FRONTSTAGE_TECH)
    assert grid.document.need(Lane, front).role is Role.FRONTSTAGE_TECH


def test_a_step_goes_before_one_of_the_same_stage() -> None:
    grid = a_grid((2, 2))

    assert rules.may_move_step(grid.document, grid.steps[0], grid.stages[1], grid.steps[3]).ok
    assert reason(rules.may_move_step(grid.document, grid.steps[0], grid.stages[1], grid.steps[1])) == "step_stage"
    assert refusal(grid, "add_step", grid.stages[0], "x", before=grid.steps[2]) == "step_stage"


def test_a_span_runs_forwards_from_a_card_in_the_grid() -> None:
    grid = a_grid()
    card = grid.card(1, 1)
    waiting = grid.editor.add_card(None, None, "Later")

    assert rules.may_span(grid.document, card, grid.steps[3]).ok
    assert rules.may_span(grid.document, card, None).ok
    assert reason(rules.may_span(grid.document, card, grid.steps[0])) == "span_backwards"
    assert reason(rules.may_span(grid.document, waiting, grid.steps[0])) == "span_in_tray"
    assert reason(rules.may_span(grid.document, card, "nowhere")) == "gone"


def test_a_link_joins_two_cards_once_for_each_kind() -> None:
    grid = a_grid()
    one, two = grid.card(), grid.card()
    grid.editor.add_link(one, two)

    assert rules.may_link(grid.document, two, one).ok
    assert rules.may_link(grid.document, one, two, LinkKind.NEEDS).ok
    assert reason(rules.may_link(grid.document, one, two)) == "linked_already"
    assert reason(rules.may_link(grid.document, one, one)) == "link_to_itself"
    assert reason(rules.may_link(grid.document, one, grid.steps[0])) == "gone"


def test_an_exchange_runs_both_ways_already() -> None:
    grid = a_grid()
    one, two = grid.card(), grid.card()
    link = grid.editor.add_link(one, two, LinkKind.EXCHANGE)

    assert reason(rules.may_link(grid.document, two, one, LinkKind.EXCHANGE)) == "linked_already"
    grid.editor.reverse_link(link)
    assert grid.document.need(Link, link).source == two


def test_a_link_is_not_reversed_onto_another() -> None:
    grid = a_grid()
    one, two = grid.card(), grid.card()
    link = grid.editor.add_link(one, two)
    grid.editor.add_link(two, one)

    assert reason(rules.may_reverse(grid.document, link)) == "linked_already"


def test_a_link_cannot_be_edited_into_another() -> None:
    grid = a_grid()
    one, two = grid.card(), grid.card()
    grid.editor.add_link(one, two)
    needs = grid.editor.add_link(one, two, LinkKind.NEEDS)

    assert refusal(grid, "edit", needs, kind=LinkKind.FLOW) == "linked_already"


def test_a_card_uses_a_system_once() -> None:
    grid = a_grid()
    card, system = grid.card(), grid.editor.add(System, name="PermitDB")
    use = grid.editor.use_system(card, system)

    assert reason(rules.may_use_system(grid.document, card, system)) == "uses_already"
    grid.editor.edit(use, essential=False)
    assert not grid.document.need(CardSystem, use).essential


def test_the_blueprint_and_the_last_stage_stay() -> None:
    grid = a_grid((1, 1))
    blueprint = grid.document.blueprint.id

    assert reason(rules.may_delete(grid.document, [blueprint])) == "keep_blueprint"
    assert reason(rules.may_delete(grid.document, grid.stages)) == "keep_stage"
    assert rules.may_delete(grid.document, grid.stages[:1]).ok
    assert refusal(grid, "add", Blueprint) == "one_blueprint"


def test_what_is_gone_cannot_be_worked_on() -> None:
    grid = a_grid()
    card = grid.card()
    grid.editor.delete([card])

    assert refusal(grid, "delete", [card]) == "gone"
    assert refusal(grid, "edit", card, title="x") == "gone"
    assert refusal(grid, "rename", card, "x") == "gone"
    assert refusal(grid, "move_cards", [card], None, None) == "gone"
    assert refusal(grid, "move_step", "nowhere", grid.stages[0]) == "gone"
    assert refusal(grid, "move_stage", "nowhere") == "gone"
    assert refusal(grid, "move_lane", "nowhere") == "gone"
    assert refusal(grid, "span_card", card, None) == "gone"
    assert refusal(grid, "reverse_link", "nowhere") == "gone"
    assert refusal(grid, "add_step", "nowhere") == "gone"
    assert refusal(grid, "edit", grid.lanes[0], owner="nobody") == "gone"
    assert refusal(grid, "add_lane", Role.CUSTOMER, before="nowhere") == "gone"


def test_an_owned_record_needs_what_owns_it() -> None:
    assert refusal(a_grid(), "add", FailPoint) == "owner_missing"


def test_a_stage_loops_back_only() -> None:
    grid = a_grid((1, 1, 1))
    first, second, third = grid.stages

    grid.editor.edit(second, loops_to=first)
    assert refusal(grid, "edit", first, loops_to=third) == "loop_forwards"
    assert refusal(grid, "edit", first, loops_to=first) == "loop_forwards"


def test_a_fault_from_elsewhere_does_not_stop_other_edits() -> None:
    grid = a_grid((1, 1))
    grid.editor.edit(grid.stages[1], loops_to=grid.stages[0])
    grid.editor.move_stage(grid.stages[0])

    grid.editor.rename(grid.stages[1], "Still mine")

    assert grid.document.need(Stage, grid.stages[1]).title == "Still mine"


def test_a_consequence_follows_one_of_its_own_fail_point() -> None:
    grid = a_grid()
    card = grid.card()
    one, two = (grid.editor.add(FailPoint, card=card) for _ in range(2))
    call = grid.editor.add(Consequence, fail_point=one)
    escalation = grid.editor.add(Consequence, fail_point=one, parent=call)

    assert refusal(grid, "add", Consequence, fail_point=two, parent=call) == "consequence_elsewhere"
    assert refusal(grid, "edit", call, parent=escalation) == "consequence_loop"
    assert refusal(grid, "edit", call, parent=call) == "consequence_loop"


def test_consequences_of_a_strangers_file_that_follow_from_themselves_end_the_question() -> None:
    grid = a_grid()
    point = grid.editor.add(FailPoint, card=grid.card())
    rows = (Consequence("one", fail_point=point, parent="other"), Consequence("other", fail_point=point, parent="one"))
    grid.document.apply(Change(message("x"), tuple(Delta(None, row) for row in rows)))

    assert refusal(grid, "add", Consequence, fail_point=point, parent="one") == "consequence_loop"


def test_an_annotation_lane_stands_beside_an_actor() -> None:
    grid = a_grid(roles=(Role.CUSTOMER, Role.EMOTION, Role.NOTES))
    customer, emotion, notes = grid.lanes

    grid.editor.edit(emotion, beside=customer)
    assert refusal(grid, "edit", notes, beside=emotion) == "beside_actor"
    assert refusal(grid, "edit", customer, beside=emotion) == "beside_annotation"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"share": Decimal("1.01")}, "share"),
        ({"share": Decimal("-0.1")}, "negative"),
        ({"work_minutes": Decimal(-1)}, "negative"),
        ({"times": Decimal("Infinity")}, "number"),
        ({"times": Decimal("1E+41")}, "number"),
        ({"times": Decimal("1E-41")}, "number"),
        ({"times": Decimal("9E+999990")}, "number"),
        ({"times": Decimal("0." + "3" * 40)}, "number"),
        ({"emotion": 3}, "emotion"),
        ({"emotion": -3}, "emotion"),
    ],
)
def test_values_out_of_range_are_refused(fields: dict[str, Any], why: str) -> None:
    grid = a_grid()

    assert refusal(grid, "edit", grid.card(), **fields) == why


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"currency": "eur"}, "currency"),
        ({"language": "e"}, "language"),
        ({"volume": -1}, "negative"),
        ({"volume": 2**53}, "number"),
    ],
)
def test_codes_and_counts_of_a_blueprint_are_checked(fields: dict[str, Any], why: str) -> None:
    grid = a_grid()

    assert refusal(grid, "edit", grid.document.blueprint.id, **fields) == why


def test_values_at_the_edge_are_allowed() -> None:
    grid = a_grid()
    card = grid.card()

    grid.editor.edit(card, share=Decimal(1), times=Decimal("1.4"), emotion=-2, work_minutes=Decimal(0))
    grid.editor.edit(grid.document.blueprint.id, language="pt-BR", currency="CHF", volume=0)
    grid.editor.edit(grid.document.blueprint.id, volume=2**53 - 1, budget=Decimal("1E+39"))

    assert grid.document.need(Card, card).emotion == -2


@pytest.mark.parametrize(
    "fields",
    [
        {"title": 3},
        {"title": None},
        {"share": 0.5},
        {"emotion": True},
        {"marks": ["fail_point"]},
        {"sources": ["a"]},
        {"kind": "action"},
        {"colour": "red"},
        {"id": "other"},
    ],
)
def test_a_value_of_the_wrong_type_is_a_bug(fields: dict[str, Any]) -> None:
    grid = a_grid()
    card = grid.card()

    with pytest.raises(BugError):
        grid.editor.edit(card, **fields)


def test_a_reference_to_the_wrong_kind_is_a_bug() -> None:
    grid = a_grid()
    card = grid.card()

    with pytest.raises(BugError):
        grid.editor.edit(card, owner=grid.lanes[0])
    with pytest.raises(BugError):
        grid.editor.move_step(grid.steps[0], grid.stages[0], grid.lanes[0])


def test_an_id_that_is_taken_is_a_bug() -> None:
    grid = a_grid()

    with pytest.raises(BugError):
        rules.may_add(grid.document, Owner(grid.lanes[0]))
