"""Readings out of tables: long and wide, text and workbook; every row that does not come in is told of by its place."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exporters.readers.readings import Brought, breach_words, propose, read
from exporters.readers.readings_cells import Spelling, read_day, read_value, spelling
from exporters.readers.readings_table import BOOK
from exporters.sheets.values import Raw, Unread
from model.analysis.control import around
from model.editor import Editor
from model.errors import KnownError
from model.registers import Direction, Metric, Reading, Source
from model.texts import Texts
from tests.model.builders import DAY, an_editor

TEXTS = Texts()
HOSTILE = (b"", b"\x00\x01", b"PK\x03\x04 no archive", b'"never closed', b"\xff\xfea", b",,,\n,,", b"a,b\n" * 9)


def measured(*names: str, **metric: Any) -> tuple[Editor, list[str]]:
    """A document with metrics of these names."""
    editor = an_editor()
    return editor, [editor.add(Metric, name=name, **metric) for name in names]


def brought(editor: Editor, source: Path, said: dict[str, str] | None = None) -> Brought:
    """What a table gives, put into the document."""
    found = read(source, editor.document, DAY, said or {})
    editor.history.push(found.change)
    return found


def text(folder: Path, *lines: str, name: str = "month.csv") -> Path:
    source = folder / name
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source


def values(editor: Editor, metric: str) -> list[tuple[str, str]]:
    rows = sorted(editor.document.where(Reading, metric=metric), key=lambda row: row.taken or DAY)
    return [(str(row.taken), str(row.value)) for row in rows]


def told(found: Brought) -> list[tuple[str, str]]:
    """What was left out: the place, and why."""
    return [(entry.place, TEXTS(entry.why)) for entry in found.report.left_out]


def test_twelve_months_come_in_as_one_edit_and_tell_before_from_after(tmp_path: Path) -> None:
    # given a metric, and a year of readings: 40, 41 ... 45 until June, then 30 to 25
    editor, (wait,) = measured("Waiting time", direction=Direction.DOWN)
    months = [*range(40, 46), *range(30, 24, -1)]
    source = text(
        tmp_path,
        "Date,Metric,Value,Sample,Source",
        *(f"2025-{month:02},Waiting time,{value},120,Desk log" for month, value in enumerate(months, 1)),
    )
    # when they are read
    found = brought(editor, source)
    # then all are there, each on the last day of its month, from one source that was made
    assert [day for day, _ in values(editor, wait)][:2] == ["2025-01-31", "2025-02-28"]
    assert [value for _, value in values(editor, wait)] == [str(value) for value in months]
    (desk,) = editor.document.where(Source)
    assert {row.source for row in editor.document.where(Reading)} == {desk.id}
    assert {row.sample_size for row in editor.document.where(Reading)} == {120}
    assert found.report.placed == (("readings", 12), ("sources", 1))
    # and the change of July is 42.5 before and 27.5 after
    change = around(editor.document, wait, date(2025, 7, 1))
    assert (change.mean_before, change.mean_after, change.difference) == (Decimal("42.5"), Decimal("27.5"), -15)
    # and one undo takes it all back
    editor.history.undo()
    assert not editor.document.where(Reading) and not editor.document.where(Source)


def test_a_column_a_metric_is_read_by_name_with_or_without_its_unit(tmp_path: Path) -> None:
    editor, (wait, asked) = measured("Waiting time", "Repeat contacts")
    source = text(
        tmp_path,
        "",
        "Datum;waiting time (min);Repeat contacts;Weather",
        "31.10.2026;12,5;;sunny",
        "15.11.2026;1.204,5;7;",
    )

    found = brought(editor, source)

    assert values(editor, wait) == [("2026-10-31", "12.5"), ("2026-11-15", "1204.5")]
    assert values(editor, asked) == [("2026-11-15", "7")]
    assert told(found) == [("D2", "this column holds nothing of a reading and bears the name of no metric: left out")]
    assert found.report.mapping == (
        *(("Datum", "taken"), ("waiting time (min)", f"metric:{wait}"), ("Repeat contacts", f"metric:{asked}")),
        ("Weather", "skip"),
    )


def test_duplicates_corrections_and_bad_rows_are_reported_by_place(tmp_path: Path) -> None:
    # given two readings in the document
    editor, (wait,) = measured("Waiting time")
    kept = editor.add(Reading, metric=wait, taken=date(2026, 1, 31), value=Decimal(10))
    wrong = editor.add(Reading, metric=wait, taken=date(2026, 2, 28), value=Decimal(11))
    # when a table brings one again, one corrected, one twice, and rows that are none
    source = text(
        tmp_path,
        "date,metric,value,n",
        "2026-01-31,Waiting time,10,",
        "2026-02-28,Waiting time,12,",
        "2026-03-31,Waiting time,13,4.5",
        "2026-03-31,Waiting time,13,",
        "2026-03-31,Waiting time,14,",
        "2026-13-31,Waiting time,15,",
        "2026-04-30,Walking time,15,",
        "2026-04-30,Waiting time,none,",
        "2027-01-31,Waiting time,16,",
        ",Waiting time,17,",
        "2026-05-31,,18,",
        "2026-05-31,Waiting time,,",
    )
    found = brought(editor, source)
    # then what the document has is one reading a day
    assert values(editor, wait) == [("2026-01-31", "10"), ("2026-02-28", "12"), ("2026-03-31", "13")]
    assert editor.document.need(Reading, kept).value == 10
    assert editor.document.need(Reading, wrong).value == 12
    # and every other row is told of
    assert [(entry.place, TEXTS(entry.why)) for entry in found.report.inferred] == [("C3", "corrected from 11 to 12")]
    (ahead, *others) = told(found)
    assert sorted(others, key=lambda each: int(each[0][1:])) == [
        ("C2", "is there already"),
        ("D4", "must be a whole number, not “4.5”."),
        ("C5", "the same reading as in C4"),
        ("C6", "C4 already gives another value for this day: that one holds"),
        ("A7", "must be a date such as 2025-01-31, not “2026-13-31”."),
        ("B8", "no metric is called so"),
        ("C9", "must be a number such as 12.5, not “none”."),
        ("A11", "no date"),
        ("B12", "names no metric"),
        ("C13", "no value"),
    ]
    assert ahead == (
        "",
        (
            "month.csv: 1 row is dated after today (23 Nov 2026): 2027-01-31 in A10. "
            "It is left out: correct its date, or read the file again once that day has come"
        ),
    )


def test_rows_dated_after_today_are_told_of_in_one_line(tmp_path: Path) -> None:
    # given a table of which all months but one lie ahead
    editor, (wait,) = measured("Waiting time")
    source = text(tmp_path, "date,Waiting time", "2026-10,10", *(f"2027-{month:02},{month}" for month in range(1, 13)))

    found = brought(editor, source)

    assert values(editor, wait) == [("2026-10-31", "10")]
    assert told(found) == [
        (
            "",
            (
                "month.csv: 12 rows are dated after today (23 Nov 2026), the first 2027-01 in A3. "
                "They are left out: correct their dates, or read the file again once these days have come"
            ),
        )
    ]


def test_the_same_table_again_changes_nothing(tmp_path: Path) -> None:
    editor, _ = measured("Waiting time")
    source = text(tmp_path, "date,metric,value", "2026-01-31,Waiting time,10")
    brought(editor, source)

    again = read(source, editor.document, DAY, {})

    assert not again.change
    assert told(again) == [("C2", "is there already")]


def test_readings_out_of_tolerance_are_listed_and_the_latest_is_named_so(tmp_path: Path) -> None:
    # given at most 20 minutes, 5 more tolerated, and one later reading that is in order
    editor, (wait,) = measured(
        "Waiting time", direction=Direction.DOWN, unit="min", target=Decimal(20), tolerance=Decimal(5)
    )
    source = text(
        tmp_path,
        "date,Waiting time",
        *("2026-01-31,25", "2026-02-28,25.1", "2026-03-31,20", "2026-04-30,31"),
    )

    found = brought(editor, source)

    assert [TEXTS(breach_words(each)) for each in found.breaches] == [
        "Waiting time: 25.1 min on 28 Feb 2026; wanted at most 20 min, tolerance 5 min",
        "Waiting time: 31 min on 30 Apr 2026, the latest; wanted at most 20 min, tolerance 5 min",
    ]


def test_a_workbook_gives_dates_numbers_and_per_cents_and_names_other_sheets(tmp_path: Path) -> None:
    editor, (share, wait) = measured("First contact", "Waiting time")
    editor.edit(share, unit="%")
    book = openpyxl.Workbook()
    notes, page = book.active, book.create_sheet("2026")
    assert notes is not None
    notes.title = "Notes"
    notes["A1"] = "made by hand"
    page.append(["Day", "First contact", "Waiting time"])
    page.append([date(2026, 10, 31), 0.815, 12.5])
    page.append([date(2026, 11, 15), "=B2", 13])
    page["B2"].number_format = "0.0%"
    source = tmp_path / "kpi.xlsx"
    book.save(source)

    found = brought(editor, source)

    assert values(editor, share) == [("2026-10-31", "81.5")]
    assert values(editor, wait) == [("2026-10-31", "12.5"), ("2026-11-15", "13")]
    assert [place for place, _ in told(found)] == ["2026!B3", "Notes"]


def test_a_mapping_says_what_the_headings_do_not(tmp_path: Path) -> None:
    editor, (wait,) = measured("Waiting time")
    source = text(tmp_path, "When,AHT,Date", "2026-10-31,12,2026-01-01")

    proposal = propose(source, editor.document)
    assert [target for _, _, target in proposal.columns] == ["skip", "skip", "taken"]
    assert not proposal.fits([target for _, _, target in proposal.columns])
    with pytest.raises(KnownError) as refused:
        read(source, editor.document, DAY, {})
    assert "found: When, AHT, Date" in TEXTS(refused.value.message)

    brought(editor, source, {"When": "taken", "AHT": "waiting time"})
    assert values(editor, wait) == [("2026-10-31", "12")]


@pytest.mark.parametrize("said", [{"AHT": "nothing"}, {"When": "taken", "Date": "taken"}])
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, said: dict[str, str]) -> None:
    editor, _ = measured("Waiting time")
    source = text(tmp_path, "When,AHT,Date", "2026-10-31,12,2026-01-01")

    with pytest.raises(KnownError):
        read(source, editor.document, DAY, said)


def test_metrics_of_one_name_are_told_apart_by_id_and_never_guessed(tmp_path: Path) -> None:
    editor, (one, other) = measured("Calls", "Calls")
    source = text(tmp_path, "date,metric,value", "2026-10-31,Calls,1", f"2026-10-31,{other},2")

    found = brought(editor, source)

    assert (values(editor, one), values(editor, other)) == ([], [("2026-10-31", "2")])
    assert told(found) == [("B2", f"several metrics are called so: write one of their ids ({one}, {other})")]


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (["1,234"], [None]),
        (["1,234", "2,5"], ["1.234", "2.5"]),
        (["1,234", "2.5"], ["1234", "2.5"]),
        (["1.234", "2,5"], ["1234", "2.5"]),
        (["1.234"], ["1.234"]),
        (["0,125"], ["0.125"]),
        (["1,234,567"], ["1234567"]),
        (["1 204,5 %", "−3"], ["1204.5", "-3"]),
        (["1'204.50"], ["1204.50"]),
        (["1e3", "12..5", "0x1F", "١٢"], [None, None, None, None]),
    ],
)
def test_numbers_are_read_as_their_column_writes_them(column: list[str], wanted: list[str | None]) -> None:
    cells = [Raw(each) for each in column]
    written = spelling(cells, [])

    assert [_or_none(each, written) for each in cells] == [each and Decimal(each) for each in wanted]


def _or_none(cell: Raw, written: Spelling) -> Decimal | None:
    try:
        return read_value(cell, written)
    except Unread:
        return None


def test_days_before_months_are_told_by_a_day_past_the_twelfth() -> None:
    days = [Raw("03/04/2026"), Raw("25/04/2026")]

    assert read_day(days[0], spelling([], days)).day == date(2026, 4, 3)
    with pytest.raises(Unread):
        read_day(days[0], spelling([], days[:1]))
    assert read_day(Raw("2026-10-31 08:15:00"), spelling([], [])).day == date(2026, 10, 31)


def test_without_metrics_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refused:
        read(text(tmp_path, "date,value", "2026-01-01,2"), an_editor().document, DAY, {})

    assert "no metric" in TEXTS(refused.value.message)


@pytest.mark.parametrize("suffix", [".csv", *BOOK])
def test_hostile_bytes_end_in_one_clear_line(tmp_path: Path, suffix: str) -> None:
    editor, _ = measured("Waiting time")
    for number, data in enumerate(
        (b"", b"\x00\x01", b"PK\x03\x04 no archive", b'"never closed', b"\xff\xfea", *HOSTILE)
    ):
        source = tmp_path / f"{number}{suffix}"
        source.write_bytes(data)
        with pytest.raises(KnownError) as refused:
            read(source, editor.document, DAY, {})
        assert "\n" not in TEXTS(refused.value.message)


def test_a_large_table_is_read_within_bounds(tmp_path: Path) -> None:
    editor, _ = measured("Waiting time")
    stream = io.StringIO("date,Waiting time\n" + "2026-01-01,1\n" * 60_001)
    source = text(tmp_path, stream.getvalue())

    with pytest.raises(KnownError):
        read(source, editor.document, DAY, {})
