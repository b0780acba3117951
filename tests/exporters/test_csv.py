"""CSV: a blueprint kept as a table, either way round, with everything told that was not said."""

from __future__ import annotations

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.readers import csv_table
from exporters.readers.base import Entry, Reading, run
from exporters.readers.csv_roles import by_position, role_of
from model import grid
from model.context import fixed_context
from model.document import Document
from model.elements import Card, CardKind, Role, Stage, Step
from model.errors import KnownError
from model.texts import Texts
from model.validate import require
from tests.model.builders import DAY, a_grid

Rows = list[list[str]]
FAST_FOOD: Rows = [
    ["User steps", "Decide", "Order", "Eat"],
    ["Frontstage", "Website\nRadio ad", "Counter\nMenu\nTill", "Napkins"],
    ["Backstage", "Branding", "", "Staff"],
    ["Support processes", "Server", "Licence\nFood supply", "Cleaning"],
]


def text_of(rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def read(folder: Path, content: Rows | str | bytes, name: str = "map.csv", **options: str) -> Reading:
    text = text_of(content) if isinstance(content, list) else content
    source = folder / name
    source.write_bytes(text.encode() if isinstance(text, str) else text)
    reading = run(registry.reader("csv"), source, fixed_context(DAY), options)
    require(name, reading.rows)
    return reading


def refusal(folder: Path, content: Rows | str | bytes, name: str = "map.csv", **options: str) -> str:
    with pytest.raises(KnownError) as caught:
        read(folder, content, name, **options)
    said = Texts()(caught.value.message)
    assert "\n" not in said
    assert said.startswith(f"{folder / name}: ")
    return said


def table(reading: Reading) -> list[tuple[str, Role, list[list[str]]]]:
    """Lane by lane: title, role, and the titles of each cell."""
    document = Document(reading.rows)
    steps = grid.steps(document)
    return [
        (lane.title, lane.role, [[card.title for card in grid.cell(document, lane.id, step.id)] for step in steps])
        for lane in grid.lanes(document)
    ]


def reasons(entries: tuple[Entry, ...]) -> list[tuple[str, str]]:
    return [(entry.place, entry.why.id.rpartition(".")[2]) for entry in entries]


def titles(reading: Reading, kind: type[Step] | type[Card]) -> list[str]:
    return [row.title for row in reading.rows if isinstance(row, kind)]


def test_a_table_with_lanes_in_rows(tmp_path: Path) -> None:
    reading = read(tmp_path, FAST_FOOD)

    assert titles(reading, Step) == ["Decide", "Order", "Eat"]
    assert table(reading) == [
        ("User steps", Role.CUSTOMER, [["Decide"], ["Order"], ["Eat"]]),
        ("Frontstage", Role.FRONTSTAGE, [["Website", "Radio ad"], ["Counter", "Menu", "Till"], ["Napkins"]]),
        ("Backstage", Role.BACKSTAGE, [["Branding"], [], ["Staff"]]),
        ("Support processes", Role.SUPPORT, [["Server"], ["Licence", "Food supply"], ["Cleaning"]]),
    ]
    assert not reading.report.left_out
    assert dict(reading.report.placed) == {"blueprints": 1, "stages": 1, "steps": 3, "lanes": 4, "cards": 15}
    assert [row.title for row in reading.rows if isinstance(row, Stage)] == [""]


def test_the_transpose_gives_the_same_blueprint(tmp_path: Path) -> None:
    turned = [list(row) for row in zip(*FAST_FOOD, strict=True)]

    reading = read(tmp_path, turned)

    assert table(reading) == table(read(tmp_path, FAST_FOOD))
    assert reasons(reading.report.inferred)[0] == ("", "layout_columns")
    assert ("D1", "role_by_title") in reasons(reading.report.inferred)


def test_the_layout_can_be_said(tmp_path: Path) -> None:
    rows = [["", "A", "B"], ["Ann", "x", ""], ["Bob", "", "y"]]

    down = read(tmp_path, rows, layout="lanes-in-rows")
    across = read(tmp_path, rows, layout="lanes-in-columns")

    assert [lane for lane, _, _ in table(down)] == ["Ann", "Bob"]
    assert [lane for lane, _, _ in table(across)] == ["A", "B"]
    assert table(down)[0][1] is Role.CUSTOMER
    assert "-O layout=" in refusal(tmp_path, rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found_out(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["Customer actions", "Wählen; oder nicht", "Pay, then go"], ["Backstage", "Café", "a\tb"]]

    reading = read(tmp_path, text_of(rows, delimiter).encode(encoding))

    assert titles(reading, Step) == ["Wählen; oder nicht", "Pay, then go"]
    assert "Café" in titles(reading, Card)
    assert "encoding" not in [why for _, why in reasons(reading.report.inferred)]


def test_a_file_may_say_its_delimiter(tmp_path: Path) -> None:
    reading = read(tmp_path, "sep=;\r\nCustomer;a,b,c\r\nBackstage;d,e,f\r\n")

    assert titles(reading, Card) == ["a,b,c", "d,e,f"]
    assert ("A2", "role_by_title") in reasons(reading.report.inferred)


def test_a_text_that_is_not_utf8_is_read_and_reported(tmp_path: Path) -> None:
    reading = read(tmp_path, "Customer,Café – zu\nBackstage,x\n".encode("cp1252"))

    assert titles(reading, Step) == ["Café – zu"]
    assert ("", "encoding") in reasons(reading.report.inferred)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("'=SUM(A1)", "=SUM(A1)"),
        ("''=SUM(A1)", "'=SUM(A1)"),
        ("'+49 30", "+49 30"),
        ("'-5", "-5"),
        ("'@home", "@home"),
        ("'tis", "'tis"),
        ("-5", "-5"),
        ("=SUM(A1)", "=SUM(A1)"),
    ],
)
def test_a_guard_is_taken_off_exactly_once(tmp_path: Path, cell: str, expected: str) -> None:
    reading = read(tmp_path, [["Customer", "One"], ["Backstage", cell]])

    assert titles(reading, Card) == ["One", expected]
    assert (("B2", "guard") in reasons(reading.report.inferred)) == (cell != expected)


@pytest.mark.parametrize("bullet", ["- ", "• ", "* ", "1. ", "12) ", "– "])
def test_bullets_are_taken_off_and_reported(tmp_path: Path, bullet: str) -> None:
    reading = read(tmp_path, [["Customer", "One"], ["Backstage", f"{bullet}a\n{bullet}b"]])

    assert titles(reading, Card) == ["One", "a", "b"]
    assert reasons(reading.report.inferred).count(("B2", "bullet")) == 2


@pytest.mark.parametrize("text", ["-5", "1.5 hours", "3D", "1.", "- "])
def test_what_is_no_bullet_stays(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, [["Customer", "One"], ["Backstage", text]])

    assert titles(reading, Card) == ["One", text.strip()]


def test_blank_rows_columns_and_lines_are_skipped_and_places_stay_those_of_the_file(tmp_path: Path) -> None:
    reading = read(tmp_path, '\n,,\nCustomer,,One\n,,\n\nBackstage,," a\r\n\r\nb "\n')

    assert titles(reading, Card) == ["One", "a", "b"]
    assert ("A6", "role_by_title") in reasons(reading.report.inferred)


def test_rows_of_unequal_length_lose_nothing(tmp_path: Path) -> None:
    reading = read(tmp_path, "Customer,One\nBackstage,a,b\nSupport\n")

    assert titles(reading, Step) == ["One", ""]
    assert titles(reading, Card) == ["One", "a", "b"]
    assert ("C1", "no_step_name") in reasons(reading.report.inferred)
    assert len(table(reading)) == 3


@pytest.mark.parametrize("corner", ["", "Steps", "Phase"])
def test_a_first_row_that_only_names_the_steps_fills_no_lane(tmp_path: Path, corner: str) -> None:
    reading = read(tmp_path, [[corner, "One"], ["Customer", "Ask"], ["Backstage", "Answer"]])

    assert [(lane, cells) for lane, _, cells in table(reading)] == [
        ("Customer", [["Ask"]]),
        ("Backstage", [["Answer"]]),
    ]
    assert reasons(reading.report.left_out) == ([("A1", "heading")] if corner else [])


@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_of_names_are_stages_and_steps(tmp_path: Path, turned: bool) -> None:
    rows = [
        ["Phase", "Before", "", "During", "During", "After"],
        ["Steps", "A", "B", "C", "D", "E"],
        ["Customer", "a", "b", "c", "d", "e"],
        ["Backstage", "", "", "x", "", ""],
    ]

    reading = read(tmp_path, [list(row) for row in zip(*rows, strict=True)] if turned else rows)

    document = Document(reading.rows)
    found = [(stage.title, [s.title for s in document.where(Step, stage=stage.id)]) for stage in grid.stages(document)]
    assert found == [("Before", ["A", "B"]), ("During", ["C", "D"]), ("After", ["E"])]
    assert [lane for lane, _, _ in table(reading)] == ["Customer", "Backstage"]
    assert ("A4" if turned else "D1", "stage") in reasons(reading.report.inferred)
    assert reasons(reading.report.left_out) == [("A1", "heading"), ("B1" if turned else "A2", "heading")]


def test_a_strange_corner_is_the_customers_lane_unless_there_is_one(tmp_path: Path) -> None:
    with_customer = read(tmp_path, [["Coffee shop", "One"], ["Customer", "Ask"], ["Backstage", "x"]])
    without = read(tmp_path, [["What Ann does", "One"], ["Frontstage", "x"]])

    assert reasons(with_customer.report.left_out) == [("A1", "heading")]
    assert table(without)[0] == ("What Ann does", Role.CUSTOMER, [["One"]])
    assert ("A1", "first_row_customer") in reasons(without.report.inferred)


def test_a_lane_nobody_knows_goes_by_its_neighbours_and_is_reported(tmp_path: Path) -> None:
    reading = read(tmp_path, [["Customer", "One"], ["Zorb", "x"], ["Backstage", "y"], ["Quux", "z"]])

    assert [(lane, role) for lane, role, _ in table(reading)] == [
        ("Customer", Role.CUSTOMER),
        ("Zorb", Role.FRONTSTAGE),
        ("Backstage", Role.BACKSTAGE),
        ("Quux", Role.SUPPORT),
    ]
    assert ("A2", "role_by_position") in reasons(reading.report.inferred)


def test_a_lane_out_of_its_band_is_reported(tmp_path: Path) -> None:
    reading = read(tmp_path, [["", "One"], ["Backstage", "x"], ["Customer", "y"]])

    assert [lane for lane, _, _ in table(reading)] == ["Customer", "Backstage"]
    assert ("A3", "own_band") in reasons(reading.report.inferred)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Customer actions", Role.CUSTOMER),
        ("CLIENT  ACTIONS", Role.CUSTOMER),
        ("Physical evidence", Role.EVIDENCE),
        ("Front-stage", Role.FRONTSTAGE),
        ("Onstage / visible contact employee actions", Role.FRONTSTAGE),
        ("Back stage (HR)", Role.BACKSTAGE),
        ("Backstage: warehouse", Role.BACKSTAGE),
        ("Support processes", Role.SUPPORT),
        ("Technology", Role.BACKSTAGE_TECH),
        ("Frontstage technology", Role.FRONTSTAGE_TECH),
        ("Kundenaktionen", Role.CUSTOMER),
        ("Arrière-scène", Role.BACKSTAGE),
        ("Procesos de soporte", Role.SUPPORT),
        ("Emotions", Role.EMOTION),
        ("Customer service team", None),
        ("Steps", None),
        ("", None),
    ],
)
def test_roles_are_known_by_many_names(title: str, role: Role | None) -> None:
    assert role_of(title) is role


def test_unknown_lanes_spread_over_the_bands_between() -> None:
    assert by_position([Role.CUSTOMER, None, None, Role.SUPPORT]) == [
        Role.CUSTOMER,
        Role.FRONTSTAGE,
        Role.BACKSTAGE,
        Role.SUPPORT,
    ]
    assert by_position([None, Role.CUSTOMER]) == [Role.EVIDENCE, Role.CUSTOMER]
    assert by_position([Role.BACKSTAGE, None, Role.BACKSTAGE]) == [Role.BACKSTAGE] * 3
    assert by_position([Role.CUSTOMER, Role.EMOTION, None])[2] is Role.FRONTSTAGE


def test_cards_take_the_kind_of_their_lane_and_moods_are_numbers(tmp_path: Path) -> None:
    reading = read(tmp_path, [["Customer", "One"], ["Evidence", "Leaflet"], ["Emotions", "-2"], ["Systems", "CRM"]])
    cards = [row for row in reading.rows if isinstance(row, Card)]

    assert [card.kind for card in cards] == [CardKind.ACTION, CardKind.EVIDENCE, CardKind.ACTION, CardKind.SYSTEM]
    assert cards[2].emotion == -2
    assert ("A2", "kind_by_lane") in reasons(reading.report.inferred)


def test_the_same_source_gives_the_same_rows_and_another_name_other_ids(tmp_path: Path) -> None:
    first, again, other = (read(tmp_path, FAST_FOOD, name) for name in ("a.csv", "a.csv", "b.csv"))

    assert first == again
    assert not {row.id for row in first.rows} & {row.id for row in other.rows}


def test_into_an_open_document_it_is_a_change_that_can_be_taken_back(tmp_path: Path) -> None:
    source = tmp_path / "map.csv"
    source.write_text(text_of(FAST_FOOD), encoding="utf-8")
    document = a_grid().document
    before = list(document.rows())

    reading = run(registry.reader("csv"), source, fixed_context(DAY), into=document)
    change = reading.change

    assert change is not None
    assert not reading.report.left_out
    document.apply(change)
    require("map", list(document.rows()))
    assert len(grid.lanes(document)) == 5 + 4
    assert [stage.title for stage in grid.stages(document)][-1] == ""
    document.apply(change.inverse())
    assert list(document.rows()) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xef\xbb\xbf",
        b",,,\n,,,\n",
        '"\u00a0"\n'.encode(),
        b"Customer\n",
        b"Customer,One\n",
        b"just a line of prose without any table\n",
        b"Date,Payee\n2024-01-01,Shop\n",
        b'Customer,"One\nBackstage,x\n',
        b'Customer,"One"x\nBackstage,y\n',
        bytes(512),
        b"PK\x03\x04" + b"x" * 100,
        b"\xff\xfeC\x00,\x00\x00",
        b"\xef\xbb\xbfCustomer,\xff\n",
        b'Customer,"' + b"x" * 200_000 + b'"\nBackstage,y\n',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_blueprint_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    refusal(tmp_path, content)


def test_bounds_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal(tmp_path, "Customer,a\n" + "Backstage,b\n" * 2001)
    refusal(tmp_path, "Customer" + ",a" * 2001 + "\nBackstage,b\n")
    refusal(tmp_path, ("Customer" + ",a" * 1500 + "\n") * 1000)
    refusal(tmp_path, 'Customer,a\nBackstage,"' + "b\n" * 50_001 + '"\n')
    monkeypatch.setattr("exporters.readers.csv_reader.LIMIT", 10)
    refusal(tmp_path, FAST_FOOD)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_table(data: bytes) -> None:
    try:
        found = csv_table.table_of(csv_table.read_rows(data, "map.csv"), "map.csv")
    except KnownError:
        return
    assert all(len(row) == len(found.columns) for row in found.cells)


CELL_TEXT = st.lists(st.text(string.ascii_letters + "äé,;'\"", min_size=1, max_size=8).map(str.strip), max_size=3)


@given(st.lists(st.lists(CELL_TEXT, min_size=2, max_size=2), min_size=3, max_size=3), st.sampled_from(",;\t"))
def test_every_line_of_every_cell_becomes_one_card(cells: list[list[list[str]]], delimiter: str) -> None:
    lanes = ["Customer", "Frontstage", "Backstage"]
    rows = [["", "One", "Two"]] + [[lane, *("\n".join(c) for c in row)] for lane, row in zip(lanes, cells, strict=True)]
    data = text_of(rows, delimiter).encode()

    found = csv_table.table_of(csv_table.read_rows(data, "map.csv", delimiter), "map.csv")

    lines = [line for row in found.cells[1:] for cell in row[1:] for line in cell.text.split("\n") if line.strip()]
    assert lines == [line for row in cells for cell in row for line in cell if line]


def test_the_first_lane_is_the_customers_unless_that_one_is_known_further_down() -> None:
    # given unknown titles above a known one, when their places decide
    assert by_position([None, None, Role.SUPPORT])[0] is Role.CUSTOMER
    # then only what stands above a known customer is evidence
    assert by_position([None, Role.CUSTOMER, None])[0] is Role.EVIDENCE
