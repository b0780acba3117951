"""Texts from the clipboard: blocks of spreadsheets and lists, planned into lanes and steps, and written out again."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import clipboard
from model.clipboard import Shape
from model.elements import (
    Card,
    Role,
    Step,
)
from model.errors import KnownError
from model.grid import steps
from model.messages import message
from model.rules import Refused
from model.texts import Texts
from tests.model.builders import a_grid
from tests.model.pasting import label, shape


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
