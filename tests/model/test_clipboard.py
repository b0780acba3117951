"""Copy and paste: tables and lists of other programs, and parts of a blueprint."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import clipboard
from model.clipboard import Shape
from model.document import DocumentView
from model.elements import (
    Card,
    CardSystem,
    DropReason,
    Grounding,
    Link,
    LinkKind,
    Mark,
    Picture,
    RaciEntry,
    Role,
    Step,
    Translation,
)
from model.errors import KnownError
from model.grid import lanes, stages, steps
from model.messages import message
from model.registers import Consequence, Cost, FailPoint, Owner, Source, System
from model.rules import Refused, may_be
from model.texts import Texts
from tests.model.builders import Grid, a_grid, covered


def shape(document: DocumentView) -> list[list[list[str]]]:
    """The titles of all cells, lane by lane."""
    return [
        [[card.title for card in document.where(Card, lane=lane.id, step=step.id)] for step in steps(document)]
        for lane in lanes(document)
    ]


def sound(document: DocumentView) -> bool:
    """Whether every row keeps the rules."""
    return all(may_be(document, row).ok for row in document.rows())


def label(grid: Grid) -> str:
    """What the Edit menu calls the last act."""
    done = grid.editor.history.can_undo
    assert done is not None
    return Texts()(done.label)


# Tables and lists


def test_a_block_of_calc_has_quoted_cells_with_line_breaks() -> None:
    text = 'a\t"b1\nb2"\tc\n"say ""hi"", or\nnot"\t\t"quoted" words\n'

    table = clipboard.read_table(text)

    assert table == (Shape.CELLS, (("a", "b1\nb2", "c"), ('say "hi", or\nnot', "", '"quoted" words')))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one\ntwo\n", ["one", "two"]),
        ("- one\r\n\u2022 two\r\n\r\n 3. three\r\n10) ten", ["one", "two", "three", "ten"]),
        ("just one line", ["just one line"]),
        ("Check form, then stamp\nSend letter, wait", ["Check form, then stamp", "Send letter, wait"]),
        ('He said\n"yes"\nand left', ["He said", '"yes"', "and left"]),
        ('"never closed\nnext', ['"never closed', "next"]),
        ("-5 degrees", ["-5 degrees"]),
        ("\u2022\tone\n\u2022\ttwo\n\to\tinner", ["one", "two", "inner"]),
        ("1.\tone\n2.\ttwo", ["one", "two"]),
        ("Parent\n\tchild\n\t\tgrandchild", ["Parent", "child", "grandchild"]),
    ],
)
def test_a_text_without_cells_is_a_list(text: str, lines: list[str]) -> None:
    table = clipboard.read_table(text)

    assert table.shape is Shape.LIST
    assert [row[0] for row in table.cells] == lines


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b\nc,d", (("a", "b"), ("c", "d"))),
        ('a;"b;1"\nc;d\n', (("a", "b;1"), ("c", "d"))),
        ("a\tb\r\nc\r\n", (("a", "b"), ("c", ""))),
        ("'=1+1\t'@x\n", (("=1+1", "@x"),)),
        ('x\n"two\nlines"\n', (("x",), ("two\nlines",))),
        ("1\tone\n2\ttwo", (("1", "one"), ("2", "two"))),
        ("a\t\n\tb\n", (("a", ""), ("", "b"))),
        ("\ta\n\n\tb\n", (("", "a"), ("", ""), ("", "b"))),
    ],
)
def test_cells_are_told_from_prose(text: str, cells: tuple[tuple[str, ...], ...]) -> None:
    assert clipboard.read_table(text).cells == cells


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "\t\t\n", "a\tb\n" * 2001, "\t".join("a" * 501), "x" * (16 * 2**20 + 1), '""\t""']
)
def test_nothing_or_too_much_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(KnownError) as refusal:
        clipboard.read_table(text)

    assert "\n" not in Texts()(refusal.value.message)


@given(st.text('ab",;\t\n\r', max_size=30))
def test_no_text_breaks_the_table(text: str) -> None:
    try:
        table = clipboard.read_table(text)
    except KnownError:
        return
    assert all(len(row) == table.columns for row in table.cells)


CELLS = st.text("abé \",;'=\n", max_size=6).map(lambda text: text.strip().lstrip("'").strip())


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_a_spreadsheet_quotes_comes_back(rows: list[list[str]]) -> None:
    rows = [["x", *row, *[""] * (3 - len(row))] for row in rows]
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(rows)

    table = clipboard.read_table(out.getvalue())

    assert table.cells == tuple(tuple(row) for row in rows)


# Plans


def test_rows_land_in_lanes_and_columns_in_steps_from_the_cell_on() -> None:
    grid = a_grid()
    grid.card(1, 1, "old")
    table = clipboard.read_table('a\tb\n"c1\nc2"\t\n')

    plan = clipboard.plan_table(grid.document, table, grid.lanes[1], grid.steps[1])
    made = grid.editor.paste(plan)

    assert plan.cards == len(made) == 4
    assert (plan.new_lanes, plan.new_steps, plan.left_out) == ((), (), ())
    assert grid.titles(1, 1) == ["old", "a"]
    assert grid.titles(1, 2) == ["b"]
    assert grid.titles(2, 1) == ["c1", "c2"]
    assert [grid.document.need(Card, id).title for id in made] == ["a", "b", "c1", "c2"]
    assert label(grid) == "Paste 4 cards"


def test_a_list_is_stacked_in_the_cell_where_it_is_wanted() -> None:
    grid = a_grid()
    for title in ("first", "last"):
        grid.card(0, 0, title)
    table = clipboard.read_table("- a\n- b\n")

    grid.editor.paste(clipboard.plan_table(grid.document, table, grid.lanes[0], grid.steps[0], place=1))

    assert grid.titles() == ["first", "a", "b", "last"]


def test_a_block_larger_than_the_grid_adds_lanes_and_steps_at_the_end() -> None:
    grid = a_grid()
    table = clipboard.read_table("a\tb\nc\td\ne\tf\n")

    plan = clipboard.plan_table(grid.document, table, grid.lanes[4], grid.steps[3])
    before = list(grid.document.rows())
    grid.editor.paste(plan)

    assert [lane.role for lane in plan.new_lanes] == [Role.SUPPORT] * 2
    assert len(plan.new_steps) == 1
    assert [row[-2:] for row in shape(grid.document)[-3:]] == [[["a"], ["b"]], [["c"], ["d"]], [["e"], ["f"]]]
    assert grid.editor.history.depth == 1
    grid.editor.undo()
    assert list(grid.document.rows()) == before


def test_rows_can_be_stacked_in_one_lane() -> None:
    grid = a_grid()
    table = clipboard.read_table("a\tb\nc\td\n")

    grid.editor.paste(clipboard.plan_table(grid.document, table, grid.lanes[0], grid.steps[0], stacked=True))

    assert (grid.titles(0, 0), grid.titles(0, 1)) == (["a", "c"], ["b", "d"])


def test_a_headed_table_names_steps_that_are_added_or_have_no_name() -> None:
    # given four steps, the last without a name, and a table of three columns pasted at the third
    grid = a_grid()
    grid.editor.edit(grid.steps[2], title="Pay")
    grid.editor.edit(grid.steps[3], title="")
    table = clipboard.read_table("Settle\tReceive\tOwner\tPark\na\tb\tc\td\n")

    plan = clipboard.plan_table(grid.document, table, grid.lanes[0], grid.steps[2], headed=True)
    grid.editor.paste(plan)

    # then the named one keeps its name, the nameless one and a new one take theirs, and a field names none
    assert [grid.document.need(Step, id).title for id in grid.steps[2:4]] == ["Pay", "Receive"]
    assert [step.title for step in plan.new_steps] == ["", "Park"]
    assert [(each.row, each.column, each.text) for each in plan.left_out] == [(0, 0, "Settle"), (0, 2, "Owner")]
    assert (grid.titles(0, 2), grid.titles(0, 3)) == (["a"], ["b"])
    assert [each.row for each in plan.cells] == [1, 1, 1, 1]
    grid.editor.undo()
    assert grid.document.need(Step, grid.steps[3]).title == ""


@pytest.mark.parametrize(
    ("text", "headed"),
    [
        ("Step\tLane\tWhat happens\na\tb\tc", True),
        ("Step 1\tStep 2\tStep 3\na\tb\tc", True),
        ("Owner\tFollow up\na\tb", True),
        ("pay\tOther\na\tb", True),
        ("Greets\tAsks\na\tb", False),
        ("Owner\tOwner\na\tb", False),
        ("Owner\tStep", False),
        ("Owner\nStep\na", False),
    ],
)
def test_a_first_row_of_names_of_fields_or_steps_looks_like_heads(text: str, headed: bool) -> None:
    grid = a_grid()
    grid.editor.edit(grid.steps[2], title="Pay")

    assert clipboard.has_heads(grid.document, clipboard.read_table(text)) is headed


def test_without_a_cell_all_goes_to_the_tray() -> None:
    grid = a_grid()

    grid.editor.paste(clipboard.plan_table(grid.document, clipboard.read_table("a\tb\nc\td"), None, None))

    assert [card.title for card in grid.document.where(Card, lane=None, step=None)] == ["a", "b", "c", "d"]


def test_what_does_not_fit_is_left_out_and_said() -> None:
    grid = a_grid()
    table = clipboard.Table(Shape.CELLS, (("\n".join("x" * 10_000), "y"),))

    plan = clipboard.plan_table(grid.document, table, grid.lanes[0], grid.steps[0])

    assert [(each.row, each.column, each.text, each.why.id) for each in plan.left_out] == [
        (0, 1, "y", "clipboard.too_many_cards")
    ]
    assert plan.cards == 10_000


def test_a_plan_whose_ground_is_gone_is_refused() -> None:
    grid = a_grid()
    table = clipboard.read_table("a\tb")
    plan = clipboard.plan_table(grid.document, table, grid.lanes[0], grid.steps[0])
    grid.editor.delete([grid.steps[1]])

    with pytest.raises(Refused) as refusal:
        grid.editor.paste(plan)
    assert refusal.value.message == message("rule.gone")
    with pytest.raises(Refused):
        clipboard.plan_table(grid.document, table, grid.lanes[0], grid.steps[1])
    with pytest.raises(Refused):
        clipboard.plan_table(grid.document, table, grid.lanes[0], None)
    with pytest.raises(Refused):
        grid.editor.paste(clipboard.Plan((), (), ()))


def test_a_hundred_rows_of_seven_columns_are_pasted_at_once() -> None:
    grid = a_grid((6, 6), (Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT))
    text = "".join("\t".join(f'"{row} {column}\nmore"' for column in range(7)) + "\n" for row in range(100))

    start = time.perf_counter()
    plan = clipboard.plan_table(grid.document, clipboard.read_table(text), grid.lanes[0], grid.steps[0])
    made = grid.editor.paste(plan)
    took = time.perf_counter() - start

    assert len(made) == 1400
    assert grid.editor.history.depth == 1
    assert shape(grid.document)[99][6] == ["99 6", "more"]
    assert took < 0.2


# Writing tables


def test_a_selection_is_written_as_spreadsheets_read_it() -> None:
    grid = a_grid()
    ids = [grid.card(1, 0, "a"), grid.card(1, 0, "b"), grid.card(2, 1, "=1+1"), grid.card(2, 0, 'say "hi"')]
    grid.card(1, 1, "not selected")
    tray = grid.editor.add_card(None, None, "later")

    text = clipboard.as_table(grid.document, [*ids, tray])

    assert text == '"a\nb"\t\n"say ""hi"""\t\'=1+1\nlater\n'
    assert clipboard.as_table(grid.document, []) == ""


def test_moods_are_written_as_the_numbers_that_a_paste_takes_for_moods() -> None:
    grid = a_grid()
    lane = grid.editor.add_lane(Role.EMOTION, "Mood")
    for step, mood in zip(steps(grid.document), (2, 0, -1), strict=False):
        grid.editor.add_card(lane, step.id, emotion=mood)
    wanted = [f"{mood:+d}" if mood else "0" for mood in (2, 0, -1)][: len(steps(grid.document))]

    written = clipboard.as_table(grid.document, [lane])

    assert written.rstrip("\n").split("\t")[: len(wanted)] == [f"'{each}" if each != "0" else each for each in wanted]
    assert list(clipboard.as_sheet(grid.document, [lane])[-1])[1 : len(wanted) + 1] == wanted


def test_what_is_written_as_a_table_comes_back_in_its_cells() -> None:
    grid = a_grid()
    for lane, step, title in ((0, 0, "a"), (1, 2, "b"), (1, 2, "c"), (4, 3, "=x")):
        grid.card(lane, step, title)
    other = a_grid()

    table = clipboard.read_table(clipboard.as_table(grid.document, grid.steps))
    other.editor.paste(clipboard.plan_table(other.document, table, other.lanes[0], other.steps[0]))

    assert shape(other.document) == shape(grid.document)


# Fragments


def a_full_card(grid: Grid, lane: int = 1, step: int = 0) -> str:
    """A card with something of each kind that belongs to a card."""
    editor = grid.editor
    owner = editor.add(Owner, name="Ops", unit="Back office")
    maker = editor.add(Owner, name="IT")
    system = editor.add(System, name="CRM", owner=maker, vendor="Acme")
    source = editor.add(Source, name="Interviews")
    picture = editor.add(Picture, name="p", mime="image/png", width=1, height=1, data=b"\x89PNG")
    id = grid.card(lane, step, "Full")
    editor.edit(
        id,
        owner=owner,
        sources=(source,),
        grounding=Grounding.OBSERVED,
        marks=(Mark.FAIL_POINT,),
        picture=picture,
    )
    editor.use_system(id, system, essential=False)
    editor.add(RaciEntry, card=id, owner=maker)
    fail = editor.add(FailPoint, card=id, delivered="lost")
    first = editor.add(Consequence, fail_point=fail, name="call")
    editor.add(Consequence, fail_point=fail, name="rework", parent=first, handled_by=id)
    editor.add(Cost, subject=id, name="post")
    editor.add(Translation, element=id, field="title", language="de", text="Voll")
    return id


def test_pasting_twice_shares_no_ids_and_keeps_what_belongs_to_a_card() -> None:
    grid = a_grid()
    id = a_full_card(grid)
    text = clipboard.fragment(grid.document, [id])
    counts = {kind: len(grid.document.where(kind)) for kind in (Owner, System, Source, Picture)}

    (one,) = grid.editor.paste_fragment(text, grid.lanes[2], grid.steps[1])
    (two,) = grid.editor.paste_fragment(text, grid.lanes[2], grid.steps[1])

    document = grid.document
    assert len({id, one, two}) == 3
    for copy in (one, two):
        card, first = document.need(Card, copy), document.need(Card, id)
        assert (card.title, card.owner, card.sources, card.marks, card.picture) == (
            *(first.title, first.owner, first.sources, first.marks, first.picture),
        )
        (use,) = document.where(CardSystem, card=copy)
        assert use.essential is False
        (fail,) = document.where(FailPoint, card=copy)
        consequences = document.where(Consequence, fail_point=fail.id)
        assert [row.name for row in consequences] == ["call", "rework"]
        assert (consequences[1].parent, consequences[1].handled_by) == (consequences[0].id, copy)
        assert len(document.where(Cost, subject=copy)) == len(document.where(RaciEntry, card=copy)) == 1
        assert document.where(Translation, element=copy)[0].text == "Voll"
    assert {kind: len(document.where(kind)) for kind in counts} == counts
    assert sound(document)


def test_another_document_gets_the_register_entries_it_lacks() -> None:
    grid, other = a_grid(), a_grid()
    theirs = other.editor.add(Owner, name=" ops ")
    text = from_elsewhere(clipboard.fragment(grid.document, [a_full_card(grid)]))

    (copy,) = other.editor.paste_fragment(text, other.lanes[0], other.steps[0])

    document = other.document
    assert document.need(Card, copy).owner == theirs
    (system,) = document.where(System)
    assert (system.name, system.vendor) == ("CRM", "Acme")
    assert document.need(Owner, system.owner).name == "IT"
    assert document.where(Picture)[0].data == b"\x89PNG"
    assert sound(document)
    other.editor.paste_fragment(text, other.lanes[0], other.steps[0])
    assert len(document.where(System)) == 1


def test_cards_keep_their_distance_and_the_links_between_them() -> None:
    grid = a_grid((3, 3))
    a, b, c = grid.card(1, 0, "a"), grid.card(2, 2, "b"), grid.card(3, 0, "c")
    grid.editor.span_card(a, grid.steps[1])
    grid.editor.add_link(a, b, LinkKind.NEEDS, label="yes")
    grid.editor.add_link(b, c)

    text = clipboard.fragment(grid.document, [b, a])
    one, two = grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[3])

    document = grid.document
    first, second = document.need(Card, one), document.need(Card, two)
    assert (first.title, first.lane, first.step) == ("a", grid.lanes[0], grid.steps[3])
    assert (second.title, second.lane, second.step) == ("b", grid.lanes[1], grid.steps[5])
    assert covered(grid, one) == ["Step 4", "Step 5"]
    (link,) = document.where(Link, source=one)
    assert (link.target, link.kind, link.label) == (two, LinkKind.NEEDS, "yes")
    assert len(document.where(Link)) == 3


def test_cards_pasted_over_the_edge_get_new_lanes_and_steps() -> None:
    grid = a_grid()
    ids = [grid.card(0, 0, "a"), grid.card(1, 1, "b")]

    grid.editor.paste_fragment(clipboard.fragment(grid.document, ids), grid.lanes[4], grid.steps[3])

    assert len(lanes(grid.document)) == 6
    assert [step.title for step in steps(grid.document)][-1] == "Step 2"
    assert shape(grid.document)[-1][-1] == ["b"]


def test_one_cell_of_cards_goes_before_the_card_it_is_put_at_and_to_the_tray() -> None:
    grid = a_grid()
    ids = [grid.card(0, 0, title) for title in ("a", "b")]
    for title in ("x", "y"):
        grid.card(1, 1, title)
    text = clipboard.fragment(grid.document, ids)

    grid.editor.paste_fragment(text, grid.lanes[1], grid.steps[1], 1)
    grid.editor.paste_fragment(text, None, None)
    tray = [card.id for card in grid.document.where(Card, lane=None, step=None)]
    grid.editor.paste_fragment(clipboard.fragment(grid.document, tray), grid.lanes[2], grid.steps[0])

    assert grid.titles(1, 1) == ["x", "a", "b", "y"]
    assert grid.titles(2, 0) == ["a", "b"]


def test_a_lane_is_copied_beside_itself_with_its_cards() -> None:
    grid = a_grid(roles=(Role.CUSTOMER, Role.BACKSTAGE, Role.BACKSTAGE))
    a, b = grid.card(1, 0, "a"), grid.card(1, 3, "b")
    grid.editor.add_link(a, b)
    grid.editor.add_link(grid.card(0, 0, "outside"), a)

    (copy,) = grid.editor.duplicate([grid.lanes[1]])

    assert [lane.id for lane in lanes(grid.document)] == [grid.lanes[0], grid.lanes[1], copy, grid.lanes[2]]
    assert shape(grid.document)[2] == [["a"], [], [], ["b"]]
    assert len(grid.document.where(Link)) == 3


def test_a_step_is_copied_after_itself_and_spans_stay_within_it() -> None:
    grid = a_grid()
    id = grid.card(1, 0, "long")
    grid.editor.span_card(id, grid.steps[2])
    grid.editor.add(DropReason, step=grid.steps[0], reason="queue")

    two = grid.editor.duplicate(grid.steps[:2])
    one = grid.editor.duplicate([grid.steps[0]])

    document = grid.document
    assert [step.id for step in document.where(Step, stage=grid.stages[0])] == [
        *(grid.steps[0], one[0], grid.steps[1], *two),
    ]
    (short,) = document.where(Card, step=one[0])
    assert short.last_step is None
    (both,) = document.where(Card, step=two[0])
    assert both.last_step == two[1]
    assert len(document.where(DropReason)) == 3
    assert sound(document)


def test_a_stage_is_copied_with_its_steps_and_cards() -> None:
    grid = a_grid()
    grid.card(1, 0, "a")
    grid.card(2, 1, "b")
    text = clipboard.fragment(grid.document, [grid.stages[0]])

    (copy,) = grid.editor.paste_fragment(text, None, grid.steps[3])

    assert [stage.id for stage in stages(grid.document)] == [*grid.stages, copy]
    assert [row[4:] for row in shape(grid.document)][1:3] == [[["a"], []], [[], ["b"]]]
    assert label(grid) == "Paste"


def test_a_stage_in_another_document_finds_its_lanes_or_brings_them() -> None:
    grid = a_grid()
    for lane in range(5):
        grid.card(lane, 0, f"{lane}")
    other = a_grid((1,), (Role.CUSTOMER, Role.CUSTOMER, Role.SUPPORT))
    other.editor.rename(other.lanes[1], "Lane customer ")
    other.editor.rename(other.lanes[0], "Visitor")
    text = from_elsewhere(clipboard.fragment(grid.document, [grid.stages[0]]))

    other.editor.paste_fragment(text, None, None)

    document = other.document
    found = {lane.title: [card.title for card in document.where(Card, lane=lane.id)] for lane in lanes(document)}
    assert found == {
        "Lane evidence": ["0"],
        "Visitor": [],
        "Lane customer ": ["1"],
        "Lane frontstage": ["2"],
        "Lane backstage": ["3"],
        "Lane support": ["4"],
    }
    assert sound(document)


def test_a_lane_in_another_document_keeps_the_places_of_its_cards() -> None:
    grid, other = a_grid(), a_grid((2,), (Role.CUSTOMER,))
    grid.card(3, 1, "second")
    grid.card(3, 3, "fourth")

    text = from_elsewhere(clipboard.fragment(grid.document, [grid.lanes[3]]))
    other.editor.paste_fragment(text, other.lanes[0], None)

    assert shape(other.document)[1] == [[], ["second"], [], ["fourth"]]


def test_duplicates_come_right_below() -> None:
    grid = a_grid()
    a, b = grid.card(title="a"), grid.card(title="b")

    (copy,) = grid.editor.duplicate([a])

    assert grid.titles() == ["a", "a", "b"]
    assert [card.id for card in grid.document.where(Card, lane=grid.lanes[0])] == [a, copy, b]
    assert label(grid) == "Duplicate card"


def test_cards_are_copied_where_they_are_dropped() -> None:
    grid = a_grid()
    ids = [grid.card(0, 0, "a"), grid.card(1, 0, "b")]

    made = grid.editor.copy_cards(ids, grid.lanes[2], grid.steps[2])

    assert len(made) == 2
    assert (grid.titles(2, 2), grid.titles(3, 2)) == (["a"], ["b"])


def test_cut_and_paste_brings_everything_back_elsewhere() -> None:
    grid = a_grid()
    id = a_full_card(grid)
    before = len(grid.document)

    text = grid.editor.cut([id])
    assert label(grid) == "Cut"
    assert id not in grid.document
    grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    assert len(grid.document) == before
    assert sound(grid.document)


def test_what_cannot_be_copied_or_pasted_is_refused() -> None:
    grid = a_grid()
    owner, card = grid.editor.add(Owner, name="x"), grid.card()
    text = clipboard.fragment(grid.document, [card])

    assert clipboard.fragment(grid.document, [owner]) == ""
    for act in (
        lambda: grid.editor.duplicate([owner]),
        lambda: grid.editor.duplicate(["gone"]),
        lambda: grid.editor.cut([owner]),
        lambda: grid.editor.copy_cards([card], "gone", "gone"),
        lambda: grid.editor.paste_fragment(text, grid.lanes[0], None),
        lambda: grid.editor.paste_fragment(text, "gone", grid.steps[0]),
    ):
        with pytest.raises(Refused):
            act()


def changed(text: str, **fields: Any) -> str:
    """A fragment with other words in it."""
    return json.dumps(json.loads(text) | fields)


def from_elsewhere(text: str) -> str:
    """A fragment as if another document had been copied from."""
    return changed(text, document="blueprint_2")


def with_row(text: str, kind: str, **fields: Any) -> str:
    """A fragment whose rows of a kind say something else."""
    data = json.loads(text)
    for name, row in data["rows"]:
        if name == kind:
            row.update(fields)
    return json.dumps(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda _: "null",
        lambda _: "[" * 100_000,
        lambda _: "{}",
        lambda text: changed(text, format="other"),
        lambda text: changed(text, version=2),
        lambda text: changed(text, version="1"),
        lambda text: changed(text, rows=[["Nothing", {}]]),
        lambda text: changed(text, rows=[["Blueprint", {"id": "b"}]]),
        lambda text: changed(text, rows=[["Card", {"id": 1}]]),
        lambda text: changed(text, rows=[["Card", {"id": "a"}], ["Card", {"id": "a"}]]),
        lambda text: changed(text, lanes=["gone"]),
        lambda text: changed(text, copied=["gone"]),
        lambda text: with_row(text, "Card", emotion=9),
        lambda text: with_row(text, "Card", work_minutes="NaN"),
        lambda text: with_row(text, "Card", extra="["),
        lambda text: with_row(text, "Card", extra="[]"),
        lambda text: with_row(text, "Card", extra='{"id": 1}'),
        lambda text: with_row(text, "Card", extra='{"x-a": "\\ud800"}'),
        lambda text: with_row(text, "Picture", mime="text/html"),
        lambda text: with_row(text, "Picture", data="aGk="),
        lambda text: with_row(text, "Picture", width=100_000, height=100_000),
        lambda text: with_row(text, "Consequence", number="-1"),
    ],
)
def test_a_spoilt_fragment_is_refused_in_one_line(spoil: Any) -> None:
    grid = a_grid()
    text = spoil(clipboard.fragment(grid.document, [a_full_card(grid)]))
    before = grid.document.revision

    with pytest.raises(KnownError) as refusal:
        grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    assert "\n" not in Texts()(refusal.value.message)
    assert grid.document.revision == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: with_row(text, "Card", owner="system_x", step="lane_x", last_step="nowhere"),
        lambda text: with_row(text, "Card", value_for=["a\x00", "\ud800"], title="a\x00"),
        lambda text: with_row(text, "CardSystem", system="nothing"),
        lambda text: with_row(text, "System", owner="nothing"),
        lambda text: changed(text, document="elsewhere"),
    ],
)
def test_what_a_fragment_refers_to_wrongly_is_let_go(spoil: Any) -> None:
    grid = a_grid()
    text = spoil(clipboard.fragment(grid.document, [a_full_card(grid)]))

    grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    assert sound(grid.document)


def test_what_no_file_can_hold_is_left_behind() -> None:
    grid = a_grid()
    text = with_row(clipboard.fragment(grid.document, [grid.card()]), "Card", value_for=["a\x00", "b"], title="c\ud800")

    (id,) = grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    card = grid.document.need(Card, id)
    assert (card.title, card.value_for) == ("c", ("a", "b"))


def test_a_fragment_says_what_it_is_and_is_the_same_each_time() -> None:
    grid = a_grid()
    id = a_full_card(grid)

    text = clipboard.fragment(grid.document, [id])

    assert clipboard.is_fragment(text)
    assert not clipboard.is_fragment("a\tb")
    assert text == clipboard.fragment(grid.document, [id])


def test_a_large_fragment_is_pasted_quickly() -> None:
    grid = a_grid((6, 6))
    for place in range(600):
        grid.card(place % 5, place % 12, f"{place}")

    start = time.perf_counter()
    made = grid.editor.paste_fragment(clipboard.fragment(grid.document, grid.stages), None, None)
    took = time.perf_counter() - start

    assert len(made) == 2
    assert len(grid.document.where(Card)) == 1200
    assert took < 0.5
