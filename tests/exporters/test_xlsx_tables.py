"""Workbooks that others keep: a journey map in a sheet, one card a row; and tables of text of the same shapes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from exporters import registry
from exporters.base import run as export
from exporters.readers.base import Reading
from exporters.readers.base import run as read
from model.document import Document
from model.elements import Card, Lane
from model.errors import KnownError
from model.grid import cell, lanes, stages, steps
from model.samples import build
from model.texts import Texts
from tests.exporters.diagram_files import grid_of
from tests.model.builders import a_context

Cells = Sequence[Sequence[object]]

JOURNEY: Cells = (
    ("Journey map: a library card", None, None, None, None),
    (),
    ("Phase", "Before", None, "During", None),
    ("Step", "Hear of it", "Look it up", "Visit", "Get the card"),
    ("Customer actions", "Hears of it", "Searches", "Walks in", "Takes card"),
    ("Emotions", 1, 0, -1, 2),
    ("Frontstage", None, None, "Greets", "Hands over\nExplains"),
    (None, None, None, "Asks for a form", None),
    ("Backstage", None, "Answers mail", None, None),
)
CARDS: Cells = (
    ("Stage", "Step", "Service layer", "What happens", "Responsible person or team", "Time in minutes"),
    ("Before", "Ask", "Customer actions", "Rings the office", None, 5),
    (None, None, "Frontstage", "Answers", "Desk", 7.5),
)


def a_workbook(file: Path, **sheets: Cells) -> Path:
    """A workbook of sheets with cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    book.save(file)
    return file


def reading_of(file: Path, **options: str) -> tuple[Document, Reading]:
    """What the reader that knows a file makes of it."""
    reading = read(registry.reader_for(file), file, a_context(), options)
    return Document(reading.rows), reading


def refusal(file: Path, **options: str) -> str:
    """The one line in which a file is refused."""
    with pytest.raises(KnownError) as caught:
        read(registry.reader_for(file), file, a_context(), options)
    line = Texts()(caught.value.message)
    assert line.startswith(str(file)) and "\n" not in line
    return line


def test_a_journey_map_with_merged_heads_is_a_blueprint(tmp_path: Path) -> None:
    # given a sheet with a line above the table, stages over several steps, and a lane of two rows
    file = tmp_path / "map.xlsx"
    book = openpyxl.load_workbook(a_workbook(file, Journey=JOURNEY, Notes=(("Made in a workshop",),)))
    for merged in ("A1:E1", "B3:C3", "D3:E3", "A7:A8"):
        book["Journey"].merge_cells(merged)
    book.save(file)
    # when it is read
    document, reading = reading_of(file)
    # then all is where a person would put it
    assert document.blueprint.title == "Journey map: a library card"
    assert [stage.title for stage in stages(document)] == ["Before", "During"]
    assert grid_of(document)["Frontstage"] == [[], [], ["Greets", "Asks for a form"], ["Hands over", "Explains"]]
    moods = next(lane.id for lane in lanes(document) if lane.title == "Emotions")
    assert [[card.emotion for card in cell(document, moods, step.id)] for step in steps(document)] == [
        [1],
        [0],
        [-1],
        [2],
    ]
    # and the report says where each thing stood, and what was not read
    told = {(entry.element, entry.place) for entry in (*reading.report.inferred, *reading.report.left_out)}
    assert {("Before", "Journey!B3"), ("", "Journey!A8"), ("Notes", "2")} <= told


def test_one_card_a_row_is_read_as_in_a_table_of_text(tmp_path: Path) -> None:
    book = a_workbook(tmp_path / "map.xlsx", Cards_of_us=CARDS)
    text = tmp_path / "map.csv"
    text.write_text("\n".join(",".join("" if c is None else str(c) for c in row) for row in CARDS), encoding="utf-8")

    (one, told), (other, _) = reading_of(book), reading_of(text)

    assert grid_of(one) == grid_of(other) == {"Customer actions": [["Rings the office"]], "Frontstage": [["Answers"]]}
    assert told.report.mapping[3] == ("What happens", "title")
    minutes = {card.title: card.work_minutes for card in one.table(Card).values()}
    assert minutes == {"Rings the office": 5, "Answers": 7.5}


def test_the_columns_of_such_a_workbook_are_asked_about_and_those_of_ours_are_not(tmp_path: Path) -> None:
    propose = registry.reader("xlsx").propose
    assert propose is not None
    ours = tmp_path / "ours.xlsx"
    ours.write_bytes(export(registry.exporter("xlsx"), build("permit", a_context()), a_context()).data)

    proposal = propose(a_workbook(tmp_path / "map.xlsx", Sheet1=CARDS), {})

    assert proposal is not None and proposal.columns[3] == ("What happens", "Rings the office", "title")
    assert propose(ours, {}) is None
    assert propose(a_workbook(tmp_path / "matrix.xlsx", Sheet1=JOURNEY), {}) is None


def test_the_first_sheet_with_a_table_is_read_or_the_one_that_is_named(tmp_path: Path) -> None:
    other = (("", "Plan", "Pack"), ("Customer", "Plans", "Packs"), ("Backstage", None, "Tapes"))
    file = a_workbook(tmp_path / "map.xlsx", Readme=(("Ask Jo",),), Journey=JOURNEY, Other=other)

    assert len(reading_of(file)[0].table(Lane)) == 4
    assert list(grid_of(reading_of(file, sheet="other")[0])) == ["Customer", "Backstage"]
    assert list(grid_of(reading_of(file, sheet="3")[0])) == ["Customer", "Backstage"]
    assert "There are: Readme, Journey, Other" in refusal(file, sheet="Missing")
    assert "Readme" not in refusal(file, sheet="1") and "two" in refusal(file, sheet="1")


def test_the_sheets_that_hold_tables_can_be_chosen_from(tmp_path: Path) -> None:
    reader = registry.reader("xlsx")
    assert reader.parts is not None and reader.propose is not None
    file = a_workbook(tmp_path / "map.xlsx", Readme=(("Ask Jo",),), Journey=JOURNEY, Cards_of_us=CARDS)

    (part,) = reader.parts(file)

    assert part == ("sheet", (("2", "Journey"), ("3", "Cards_of_us")), "2")
    assert reader.propose(file, {}) is None
    assert reader.propose(file, {"sheet": "3"}) is not None
    assert reader.parts(a_workbook(tmp_path / "one.xlsx", Readme=(("Ask Jo",),), Journey=JOURNEY)) == ()


def test_cells_that_are_computed_are_left_out_and_told(tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "map.xlsx", S=(("", "One", "Two"), ("Customer", "=B1", "asks"), ("Backstage", "does")))

    document, reading = reading_of(file)

    assert grid_of(document) == {"Customer": [[], ["asks"]], "Backstage": [["does"], []]}
    assert [(entry.element, entry.place) for entry in reading.report.left_out] == [("=B1", "S!B2")]


def test_a_table_may_stand_anywhere_on_its_sheet(tmp_path: Path) -> None:
    blank = (None, None)
    table = (("", "Plan"), ("Customer", "Plans"), ("Backstage", "Books"))
    file = a_workbook(tmp_path / "map.xlsx", S=((), (*blank, "Moving house"), (), *((*blank, *row) for row in table)))

    document, _ = reading_of(file)

    assert document.blueprint.title == "Moving house"
    assert grid_of(document) == {"Customer": [["Plans"]], "Backstage": [["Books"]]}


def test_a_workbook_without_such_a_table_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "map.xlsx", Budget=(("Item", "2024"), ("Rent", 1), ("Pay", 3)))

    line = refusal(file)

    assert "Budget" in line and "Customer actions" in line and "layout=lanes-in-rows" in line
    assert len(reading_of(file, layout="lanes-in-rows")[0].table(Lane)) == 3


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # heads that leave out what they go over, with and without a word in the corner
        (",Before,,During,\n,a,b,c,d\nGuest,1,2,3,4\nBackstage,5,6,7,8\n", ["Before", "During"]),
        ("Phase,Before,,During,\nCustomer,1,2,3,4\nBackstage,5,6,7,8\n", ["Before", "During"]),
        (",Before,,,After\nUser steps,1,2,3,4\nBackstage,5,6,7,8\n", ["Before", "After"]),
        # a step that nobody named makes no stages
        (",Ask,,Pay\nCustomer,1,2,3\nBackstage,5,6,7\n", [""]),
        (",Ask,Pay\n,1,2\nBackstage,3,4\n", [""]),
    ],
)
def test_heads_over_several_steps_are_stages(tmp_path: Path, text: str, wanted: list[str]) -> None:
    file = tmp_path / "map.csv"
    file.write_text(text, encoding="utf-8")

    document, _ = reading_of(file)

    assert [stage.title for stage in stages(document)] == wanted


def test_a_comma_parts_whole_minutes_where_it_cannot_part_thousands(tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    file.write_text("Step;Lane;Card;Minutes\nAsk;Customer;a;2,5\nAsk;Customer;b;1,500\n", encoding="utf-8")

    document, reading = reading_of(file)

    assert {card.title: card.work_minutes for card in document.table(Card).values()} == {"a": 2.5, "b": None}
    assert [entry.element for entry in reading.report.left_out] == ["1,500"]


def test_columns_of_lanes_and_steps_without_one_of_cards_are_no_matrix(tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    file.write_text("Lane,Step,Wording\nCustomer,One,Asks\nBackstage,One,Looks\n", encoding="utf-8")

    assert "-O columns=" in refusal(file)
    assert grid_of(reading_of(file, columns="Wording=title")[0]) == {"Customer": [["Asks"]], "Backstage": [["Looks"]]}


def test_bytes_that_are_no_letters_of_the_west_are_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    file.write_bytes("\u30b9\u30c6\u30c3\u30d7,\u8cfc\u5165\nCustomer,a\n".encode("shift_jis"))

    assert "Save it as CSV (UTF-8)" in refusal(file)
