"""Split and merge cards, insert beside others, move where stages begin, and mark many at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from model.elements import (
    Card,
    CardChannel,
    CardKind,
    CardSystem,
    Grounding,
    Lane,
    Link,
    LinkKind,
    Mark,
    RaciEntry,
    RaciRole,
    Role,
    Stage,
    Step,
    Translation,
    Variant,
)
from model.grid import lanes, stages, steps
from model.messages import message
from model.registers import Channel, Consequence, Cost, Decision, FailPoint, Metric, Owner, Source, System
from model.rules import Refused, may_be
from model.texts import Texts
from tests.model.builders import Grid, a_grid, covered


def label(grid: Grid) -> str:
    """What the Edit menu calls the last act."""
    done = grid.editor.history.can_undo
    assert done is not None
    return Texts()(done.label)


def undone(grid: Grid, act: Callable[[], object]) -> None:
    """Do an act, and see that it is one undo step that brings all back, and that the document is sound."""
    before, depth = list(grid.document.rows()), grid.editor.history.depth
    act()
    assert grid.editor.history.depth == depth + 1
    assert all(may_be(grid.document, row).ok for row in grid.document.rows())
    grid.editor.undo()
    assert list(grid.document.rows()) == before
    grid.editor.redo()


# Split


def test_each_line_becomes_a_card_and_the_first_keeps_what_it_had() -> None:
    grid = a_grid()
    editor = grid.editor
    grid.card(title="above")
    id = grid.card(title="one\n\n- two\n3. three ")
    grid.card(title="below")
    owner, system = editor.add(Owner, name="Ops"), editor.add(System, name="CRM")
    channel, source = editor.add(Channel, name="Phone"), editor.add(Source, name="Talks")
    editor.edit(id, owner=owner, kind=CardKind.IDEA, sources=(source,), grounding=Grounding.REPORTED)
    editor.span_card(id, grid.steps[1])
    editor.use_system(id, system, essential=False)
    editor.add(CardChannel, card=id, channel=channel)
    editor.add(FailPoint, card=id)
    link = editor.add_link(grid.card(), id)

    undone(grid, lambda: editor.split_card(id))

    document = grid.document
    ids = [card.id for card in document.where(Card, lane=grid.lanes[0], step=grid.steps[0])][1:4]
    assert grid.titles() == ["above", "one", "two", "three", "below", "Card"]
    assert ids[0] == id
    assert document.need(Link, link).target == id
    assert [row.card for row in document.where(FailPoint)] == [id]
    for each in ids[1:]:
        card = document.need(Card, each)
        assert (card.owner, card.kind, card.sources, card.grounding) == (
            *(owner, CardKind.IDEA, (source,), Grounding.REPORTED),
        )
        assert covered(grid, each) == ["Step 1", "Step 2"]
        assert [(use.system, use.essential) for use in document.where(CardSystem, card=each)] == [(system, False)]
        assert [entry.channel for entry in document.where(CardChannel, card=each)] == [channel]
    assert label(grid) == "Split card into 3 cards"


def test_a_card_in_the_tray_can_be_split() -> None:
    grid = a_grid()
    id = grid.editor.add_card(None, None, "a\nb")

    assert len(grid.editor.split_card(id)) == 2


# Merge


def test_merged_cards_unite_what_they_say_and_what_belongs_to_them() -> None:
    grid = a_grid()
    editor = grid.editor
    a, b = grid.card(title="a"), grid.card(title="b")
    ops, law = editor.add(Owner, name="Ops"), editor.add(Owner, name="Legal")
    crm, erp = editor.add(System, name="CRM"), editor.add(System, name="ERP")
    editor.edit(a, owner=ops, marks=(Mark.WAIT_POINT,), grounding=Grounding.MEASURED, notes="n")
    editor.edit(b, owner=law, marks=(Mark.FAIL_POINT,), grounding=Grounding.OBSERVED, notes="n", times=Decimal(2))
    editor.use_system(a, crm, essential=False)
    editor.use_system(b, crm, essential=True)
    editor.use_system(b, erp)
    editor.add(RaciEntry, card=a, owner=ops, role=RaciRole.INFORMED)
    editor.add(RaciEntry, card=b, owner=ops, role=RaciRole.INFORMED)
    fail = editor.add(FailPoint, card=b, delivered="lost")
    cost = editor.add(Cost, subject=b)
    handled = editor.add(Consequence, fail_point=fail, handled_by=b)
    metric, decision = editor.add(Metric, name="m", subject=b), editor.add(Decision, name="d", subjects=(a, b))
    editor.add(Translation, element=a, field="title", language="de", text="A")
    editor.add(Translation, element=b, field="title", language="de", text="B")
    editor.add(Translation, element=b, field="title", language="he", text="C")

    undone(grid, lambda: editor.merge_cards([b, a]))

    document = grid.document
    card = document.need(Card, a)
    assert b not in document
    assert (card.title, card.notes, card.owner, card.times) == ("a\nb", "n", ops, Decimal(2))
    assert (card.marks, card.grounding) == ((Mark.FAIL_POINT, Mark.WAIT_POINT), Grounding.OBSERVED)
    assert {(use.system, use.essential) for use in document.where(CardSystem, card=a)} == {(crm, True), (erp, True)}
    assert {(row.owner, row.role) for row in document.where(RaciEntry, card=a)} == {
        *((ops, RaciRole.INFORMED), (law, RaciRole.RESPONSIBLE)),
    }
    assert document.need(FailPoint, fail).card == document.need(Cost, cost).subject == a
    assert document.need(Consequence, handled).handled_by == document.need(Metric, metric).subject == a
    assert document.need(Decision, decision).subjects == (a,)
    assert [(row.language, row.text) for row in document.where(Translation, element=a)] == [("de", "A\nB")]
    assert label(grid) == "Merge 2 cards"


def test_links_of_merged_cards_are_neither_doubled_nor_to_itself() -> None:
    grid = a_grid()
    a, b, c = grid.card(title="a"), grid.card(title="b"), grid.card(2, 2, "c")
    add = grid.editor.add_link
    first = add(a, c)
    add(b, c)
    add(a, b)
    back = add(c, b)
    both = add(c, a, LinkKind.EXCHANGE)
    add(b, c, LinkKind.EXCHANGE)

    undone(grid, lambda: grid.editor.merge_cards([a, b]))

    found = grid.document.where(Link)
    assert {(link.source, link.target, link.kind) for link in found} >= {(a, c, LinkKind.FLOW), (c, a, LinkKind.FLOW)}
    assert len(found) == 3
    assert {first, back} <= {link.id for link in found}
    assert both in grid.document or len([link for link in found if link.kind is LinkKind.EXCHANGE]) == 1


def test_the_first_in_reading_order_stays_where_it_is() -> None:
    grid = a_grid()
    late, early = grid.card(1, 2, "late"), grid.card(1, 1, "early")

    assert grid.editor.merge_cards([late, early]) == early
    assert grid.titles(1, 1) == ["early\nlate"]


def test_variants_stay_said_only_where_every_card_says_them() -> None:
    grid = a_grid()
    a, b = grid.card(title="a"), grid.card(title="b")
    one = grid.editor.add(Variant, title="one")
    grid.editor.edit(a, variants=(one,))

    grid.editor.merge_cards([a, b])

    assert grid.document.need(Card, a).variants == ()


# Insert


def test_a_step_inserted_inside_a_span_widens_it() -> None:
    grid = a_grid()
    id = grid.card(1, 0)
    grid.editor.span_card(id, grid.steps[2])

    before = grid.editor.insert_step(grid.steps[0], after=False, title="first")
    undone(grid, lambda: grid.editor.insert_step(grid.steps[1], title="inside"))
    last = grid.editor.insert_step(grid.steps[2], title="after")

    assert covered(grid, id) == ["Step 1", "Step 2", "inside", "Step 3"]
    order = [step.id for step in steps(grid.document)]
    assert order[0] == before
    assert order.index(last) == order.index(grid.steps[2]) + 1
    assert grid.document.need(Step, last).stage == grid.stages[1]


def test_a_lane_is_inserted_with_the_role_of_its_neighbour() -> None:
    grid = a_grid()
    mood = grid.editor.add(Lane, role=Role.EMOTION, beside=grid.lanes[1])

    above = grid.editor.insert_lane(grid.lanes[1], after=False, title="Visitor")
    second = grid.editor.insert_lane(mood)

    order = [lane.id for lane in lanes(grid.document)]
    assert order[1:5] == [above, grid.lanes[1], mood, second]
    assert grid.document.need(Lane, above).role is Role.CUSTOMER
    assert grid.document.need(Lane, second).beside == grid.lanes[1]


def test_a_stage_is_inserted_with_a_first_step() -> None:
    grid = a_grid()

    id = grid.editor.insert_stage(grid.stages[1], after=False, title="Middle")

    assert [stage.id for stage in stages(grid.document)] == [grid.stages[0], id, grid.stages[1]]
    assert len(grid.document.where(Step, stage=id)) == 1
    assert label(grid) == "Add stage"


def test_a_stage_begins_at_a_step_and_no_step_moves() -> None:
    grid = a_grid((3, 1))
    order = [step.id for step in steps(grid.document)]
    owner = grid.editor.add(Owner, name="Ops")
    grid.editor.edit(grid.stages[0], owner=owner)

    undone(grid, lambda: grid.editor.split_stage(grid.steps[1], "Second"))

    second = stages(grid.document)[1]
    assert [step.id for step in steps(grid.document)] == order
    assert [step.id for step in grid.document.where(Step, stage=second.id)] == order[1:3]
    assert (second.title, second.owner) == ("Second", owner)


def test_joined_stages_go_on_in_the_first_and_no_step_moves() -> None:
    grid = a_grid((2, 2, 1))
    editor = grid.editor
    order = [step.id for step in steps(grid.document)]
    editor.edit(grid.stages[2], loops_to=grid.stages[1])
    metric = editor.add(Metric, name="m", subject=grid.stages[1])
    editor.add(Translation, element=grid.stages[1], field="title", language="de", text="x")
    id = grid.card(1, 1)
    editor.span_card(id, grid.steps[2])

    undone(grid, lambda: editor.join_stage(grid.stages[1]))

    document = grid.document
    assert [step.id for step in steps(document)] == order
    assert [stage.id for stage in stages(document)] == [grid.stages[0], grid.stages[2]]
    assert document.need(Stage, grid.stages[0]).title == "Stage 2"
    assert document.need(Stage, grid.stages[2]).loops_to == grid.stages[0]
    assert document.need(Metric, metric).subject == grid.stages[0]
    assert document.where(Translation) == ()
    assert covered(grid, id) == ["Step 2", "Step 3"]


def test_splitting_and_joining_takes_each_other_back() -> None:
    grid = a_grid((3,))
    where = [(step.id, step.stage) for step in steps(grid.document)]

    grid.editor.join_stage(grid.editor.split_stage(grid.steps[1]))

    assert [(step.id, step.stage) for step in steps(grid.document)] == where


# Bulk


def test_marks_are_set_where_any_lacks_them_and_taken_where_none_does() -> None:
    grid = a_grid()
    a, b = grid.card(), grid.card()
    grid.editor.toggle_mark([a], Mark.REGULATED)

    undone(grid, lambda: grid.editor.toggle_mark([a, b], Mark.REGULATED))
    assert [grid.document.need(Card, id).marks for id in (a, b)] == [(Mark.REGULATED,)] * 2
    assert label(grid) == "Change marks of 2 cards"

    grid.editor.toggle_mark([a, b], Mark.REGULATED)
    assert [grid.document.need(Card, id).marks for id in (a, b)] == [()] * 2


REFUSALS: dict[str, Callable[[Grid], object]] = {
    "one_line": lambda grid: grid.editor.split_card(grid.card(title="one\n \n")),
    "merge_two": lambda grid: grid.editor.merge_cards([grid.card()] * 2),
    "merge_lanes": lambda grid: grid.editor.merge_cards([grid.card(0), grid.card(1)]),
    "stage_begins": lambda grid: grid.editor.split_stage(grid.steps[2]),
    "first_stage": lambda grid: grid.editor.join_stage(grid.stages[0]),
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_what_may_not_be_is_refused_with_its_reason(reason: str) -> None:
    grid = a_grid()

    with pytest.raises(Refused) as refusal:
        REFUSALS[reason](grid)

    assert refusal.value.message == message(f"rule.{reason}")
    assert Texts()(refusal.value.message)


@pytest.mark.parametrize(
    "act",
    [
        lambda grid: grid.editor.split_card("gone"),
        lambda grid: grid.editor.merge_cards([grid.card(), "gone"]),
        lambda grid: grid.editor.insert_step(grid.lanes[0]),
        lambda grid: grid.editor.insert_lane("gone"),
        lambda grid: grid.editor.insert_stage("gone"),
        lambda grid: grid.editor.split_stage("gone"),
        lambda grid: grid.editor.join_stage("gone"),
        lambda grid: grid.editor.toggle_mark(["gone"], Mark.REGULATED),
        lambda grid: grid.editor.set_number(["gone"], "times", Decimal(1)),
    ],
)
def test_what_is_gone_is_refused(act: Callable[[Grid], object]) -> None:
    with pytest.raises(Refused) as refusal:
        act(a_grid())

    assert refusal.value.message == message("rule.gone")


def test_cards_without_room_between_them_can_be_split() -> None:
    grid = a_grid()
    a, b = grid.card(title="a1\na2"), grid.card(title="b")
    tied = replace(grid.document.need(Card, b), order=grid.document.need(Card, a).order)
    grid.editor.edit(b, order=tied.order)
    first = grid.titles()

    grid.editor.split_card(a)

    expected = ["a1", "a2", "b"] if first[0].startswith("a") else ["b", "a1", "a2"]
    assert grid.titles() == expected
