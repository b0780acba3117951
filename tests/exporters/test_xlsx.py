"""XLSX: what is written reads back as the same records, and what a person edits is what changes, exactly."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from exporters import registry
from exporters.base import run as export
from exporters.readers.base import Reading
from exporters.readers.base import run as read
from model.document import Document, DocumentView
from model.elements import Card, CardSystem, Lane, Link, Step
from model.errors import KnownError
from model.kinds import kinds, to_plain
from model.registers import Owner
from model.samples import build
from model.snapshots import take
from model.telling import Teller, What, said, told_of
from model.texts import Texts
from tests.exporters.strategies import documents
from tests.model.builders import Grid, a_context, a_grid

Edit = Callable[[Any], None]


def written(document: DocumentView) -> bytes:
    return export(registry.exporter("xlsx"), document, a_context()).data


def read_back(folder: Path, data: bytes, into: DocumentView | None = None) -> Reading:
    source = folder / "plan.xlsx"
    source.write_bytes(data)
    return read(registry.reader("xlsx"), source, a_context(), into=into)


def edited(data: bytes, edit: Edit) -> bytes:
    """The workbook as a spreadsheet program leaves it after somebody has worked in it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def column(sheet: Any, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def row_of(sheet: Any, id: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == id)


def put(book: Any, sheet: str, id: str, heading: str, value: object) -> None:
    page = book[sheet]
    page.cell(row_of(page, id), column(page, heading)).value = value


def changed(reading: Reading) -> dict[str, tuple[str, ...]]:
    """What a change touches: by id, what happens and which fields are other."""
    assert reading.change is not None
    return {
        f"{each.what.value} {each.row.id}": tuple(one.name for one in each.fields) for each in told_of(reading.change)
    }


def plain(document: DocumentView) -> dict[str, object]:
    return {row.id: (type(row).__name__, to_plain(row)) for row in document.rows()}


def a_service() -> tuple[Grid, dict[str, str]]:
    """Three cards, two owners and a link, with numbers and texts of every sort."""
    grid = a_grid((2,))
    editor = grid.editor
    ids = {"first": grid.card(1, 0, "Asks"), "second": grid.card(2, 0, "=1+1"), "third": grid.card(2, 1, "Asks")}
    ids["ann"] = editor.add(Owner, name="Ann", hourly_cost=Decimal("31.50"))
    ids["bob"] = editor.add(Owner, name="Bob")
    editor.edit(ids["first"], owner=ids["ann"], work_minutes=Decimal("4.50"), last_checked=date(2026, 2, 3))
    ids["link"] = editor.add_link(ids["first"], ids["third"])
    return grid, ids


@given(document=documents())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_export_and_import_is_the_identity(tmp_path: Path, document: Document) -> None:
    data = written(document)

    reading = read_back(tmp_path, data)

    assert plain(Document(reading.rows)) == plain(document)
    assert reading.report.left_out == ()
    again = read_back(tmp_path, data, document)
    assert again.change is not None and again.change.deltas == ()


def test_every_sheet_and_column_has_words_of_its_own() -> None:
    for kind in kinds():
        words = [Texts()(f"sheet.column.{field.name}").casefold() for field in kind.fields]
        assert len(set(words)) == len(words), kind.name
    titles = [Texts()(f"sheet.name.{kind.plural}").casefold() for kind in kinds()]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 31 for title in titles)


def test_the_same_document_gives_the_same_bytes() -> None:
    document = build("permit", a_context())

    assert written(document) == written(document)


def test_a_workbook_saved_by_another_program_is_still_the_document(tmp_path: Path) -> None:
    document = build("permit", a_context())

    data = edited(written(document), lambda _book: None)

    assert plain(Document(read_back(tmp_path, data).rows)) == plain(document)


def test_the_sheets_are_for_people() -> None:
    # given a document with a reference that names one owner, and one that could mean two cards
    grid, ids = a_service()
    book = openpyxl.load_workbook(io.BytesIO(written(grid.document)))
    cards, links = book["Cards"], book["Links"]
    # then ids stand first, headings are frozen, technical columns hidden, and names stand for ids
    assert [cell.value for cell in cards[1]][:2] == ["Id", "Lane"]
    assert cards.freeze_panes == "C2"
    assert cards.cell(1, cards.max_column).value == "Other fields"
    hidden = openpyxl.utils.get_column_letter(cards.max_column - 1)
    assert cards.column_dimensions[hidden].hidden and not cards.column_dimensions["B"].hidden
    assert cards.cell(row_of(cards, ids["first"]), column(cards, "Owner")).value == "Ann"
    assert links.cell(2, column(links, "Target")).value == f"Asks [{ids['third']}]"
    # and numbers are numbers shown with their places, days are days, and text is never a formula
    minutes = cards.cell(row_of(cards, ids["first"]), column(cards, "Minutes of work"))
    assert (minutes.value, minutes.number_format) == (4.5, "0.00")
    assert cards.cell(row_of(cards, ids["first"]), column(cards, "Last checked")).is_date
    assert cards.cell(row_of(cards, ids["second"]), column(cards, "Title")).data_type == "s"
    assert book["_throughline"].sheet_state == "veryHidden"


def test_edits_by_hand_are_what_changes_and_nothing_else(tmp_path: Path) -> None:
    # given a workbook in which a text is changed, a card moved, a row added and one deleted
    grid, ids = a_service()
    document = grid.document

    def edit(book: Any) -> None:
        put(book, "Cards", ids["first"], "Title", "Asks kindly")
        put(book, "Cards", ids["third"], "Step", document.need(Step, grid.steps[0]).title)
        page = book["Cards"]
        page.append([None] * (column(page, "Title") - 1) + ["A new one"])
        new = page.max_row
        page.cell(new, column(page, "Lane")).value = document.need(Lane, grid.lanes[2]).title
        page.cell(new, column(page, "Step")).value = document.need(Step, grid.steps[1]).title
        page.cell(new, column(page, "Owner")).value = "bob"
        page.delete_rows(row_of(page, ids["second"]))

    before = plain(document)
    reading = read_back(tmp_path, edited(written(document), edit), document)
    # then the preview shows exactly these four
    (new,) = [delta.id for delta in reading.change.deltas if delta.before is None] if reading.change else []
    assert changed(reading) == {
        f"changed {ids['first']}": ("title",),
        f"moved {ids['third']}": ("step",),
        f"added {new}": (),
        f"removed {ids['second']}": (),
    }
    texts = Texts()
    assert texts(said(told_of(reading.change))) == "1 new, 1 deleted, 1 moved, 1 changed"
    ((heading, lines),) = Teller(document, reading.change, texts).groups(told_of(reading.change))
    assert heading == "Cards"
    assert "    Title: “Asks” → “Asks kindly”" in lines and "Deleted: “=1+1”" in lines
    assert "    Step: “Step 2” → “Step 1”" in lines
    # and nothing has happened until it is applied; then all else is as it was
    assert plain(document) == before
    grid.editor.history.push(reading.change)
    after = plain(document)
    assert after.keys() ^ before.keys() == {new, ids["second"]}
    assert {id for id in after.keys() & before.keys() if after[id] != before[id]} == {ids["first"], ids["third"]}
    added = document.need(Card, new)
    assert (added.title, added.owner, added.lane, added.step) == ("A new one", ids["bob"], grid.lanes[2], grid.steps[1])
    # and reading the same file again changes nothing more
    assert read_back(tmp_path, (tmp_path / "plan.xlsx").read_bytes(), document).change.deltas == ()
    grid.editor.history.undo()
    assert plain(document) == before


def test_a_renamed_owner_is_still_meant_by_the_old_name(tmp_path: Path) -> None:
    grid, ids = a_service()

    data = edited(written(grid.document), lambda book: put(book, "Owners", ids["ann"], "Name", "Annika"))

    assert changed(read_back(tmp_path, data, grid.document)) == {f"changed {ids['ann']}": ("name",)}


def test_what_is_deleted_takes_along_what_hangs_on_it(tmp_path: Path) -> None:
    # given a workbook without a card that a link leads to, and without its owner
    grid, ids = a_service()

    def edit(book: Any) -> None:
        book["Cards"].delete_rows(row_of(book["Cards"], ids["third"]))
        book["Owners"].delete_rows(row_of(book["Owners"], ids["ann"]))

    reading = read_back(tmp_path, edited(written(grid.document), edit), grid.document)
    # then the link goes too, and the owner's card has none
    assert changed(reading) == {
        f"removed {ids['third']}": (),
        f"removed {ids['ann']}": (),
        f"removed {ids['link']}": (),
        f"changed {ids['first']}": ("owner",),
    }


def test_what_was_edited_here_since_stays_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    # given a document that went on: one card reworded here alone, one here and there, one deleted here, one new
    grid, ids = a_service()
    data = edited(written(grid.document), lambda book: put(book, "Cards", ids["second"], "Title", "Theirs"))
    grid.editor.edit(ids["first"], title="Mine alone")
    grid.editor.edit(ids["second"], title="Mine too")
    grid.editor.delete([ids["third"]])
    grid.card(1, 1, "Came later")

    reading = read_back(tmp_path, data, grid.document)
    # then only what was edited in the file comes, and that both did is said
    assert changed(reading) == {f"changed {ids['second']}": ("title",)}
    assert [entry.why.id for entry in reading.report.inferred] == ["sheet.changed_here"]


def test_a_row_that_was_deleted_here_is_not_brought_back(tmp_path: Path) -> None:
    grid, ids = a_service()
    data = edited(written(grid.document), lambda book: put(book, "Cards", ids["second"], "Title", "Theirs"))
    grid.editor.delete([ids["second"]])

    reading = read_back(tmp_path, data, grid.document)

    assert changed(reading) == {}
    assert [entry.why.id for entry in reading.report.left_out] == ["sheet.deleted_here"]


def test_a_file_of_another_document_deletes_nothing(tmp_path: Path) -> None:
    grid, _ = a_service()
    other = a_grid((1,))
    rows = [replace(row, id="blueprint_9") if row.id == "blueprint_1" else row for row in other.document.rows()]

    reading = read_back(tmp_path, written(Document(rows)), grid.document)

    assert not any(told.what is What.REMOVED for told in told_of(reading.change))
    assert [entry.why.id for entry in reading.report.left_out] == ["sheet.foreign", "readers.own_blueprint"]


def test_a_version_is_not_deleted_by_a_missing_row(tmp_path: Path) -> None:
    # given a document with two versions, the first of which somebody took out of the workbook
    grid, _ = a_service()
    for name in ("One", "Two"):
        change, _ = take(grid.document, a_context(name), name, "")
        grid.editor.history.push(change)
    data = edited(written(grid.document), lambda book: book["Versions"].delete_rows(2))

    reading = read_back(tmp_path, data, grid.document)

    assert changed(reading) == {}
    assert [entry.why.id for entry in reading.report.left_out] == ["sheet.version_kept"]


def test_columns_of_their_own_are_kept_with_each_record(tmp_path: Path) -> None:
    # given a workbook with a column that is none of ours
    grid, ids = a_service()

    def edit(book: Any) -> None:
        page = book["Owners"]
        page.cell(1, page.max_column + 1).value = "Floor"
        page.cell(row_of(page, ids["ann"]), page.max_column).value = 3

    reading = read_back(tmp_path, edited(written(grid.document), edit), grid.document)
    # then it is an unknown field of that owner, and comes back on the next way out
    assert changed(reading) == {f"changed {ids['ann']}": ("extra",)}
    assert [entry.why.id for entry in reading.report.inferred] == ["sheet.kept_column"]
    grid.editor.history.push(reading.change)
    assert grid.document.need(Owner, ids["ann"]).extra == '{"x-Floor":"3"}'


def test_what_no_cell_holds_is_told_and_kept(tmp_path: Path) -> None:
    # given a text that is too long, and one with a character that no spreadsheet has
    grid, ids = a_service()
    long = "a" * 40_000 + "z"
    rows = [replace(row, notes=long) if row.id == ids["first"] else row for row in grid.document.rows()]
    document = Document(replace(row, title="a\x0bb") if row.id == ids["second"] else row for row in rows)

    result = export(registry.exporter("xlsx"), document, a_context())
    # then both are told with their cells, and nothing is lost
    lines = [Texts()(finding) for finding in result.findings]
    assert [line.split(": ")[0] for line in lines] == ["Cards!AG2", "Cards!E3"]
    assert "32,767" in lines[0]
    assert plain(Document(read_back(tmp_path, result.data).rows)) == plain(document)
    # and an edit of what the cell shows is an edit of the whole
    data = edited(result.data, lambda book: put(book, "Cards", ids["first"], "Notes", "short"))
    assert changed(read_back(tmp_path, data, document)) == {f"changed {ids['first']}": ("notes",)}


def test_a_formula_is_left_out_with_its_cell(tmp_path: Path) -> None:
    grid, ids = a_service()
    data = edited(written(grid.document), lambda book: put(book, "Cards", ids["first"], "Minutes of work", "=2*3"))

    reading = read_back(tmp_path, data, grid.document)

    assert changed(reading) == {}
    (entry,) = reading.report.left_out
    assert (entry.element, entry.why.id) == ("=2*3", "sheet.formula")
    assert entry.place.startswith("Cards!")


@pytest.mark.parametrize(
    ("sheet", "who", "heading", "value", "said_why"),
    [
        ("Cards", "first", "Owner", "Carl", "nobody is called “Carl”"),
        ("Links", "link", "Target", "Asks", "may be several"),
        ("Cards", "first", "Minutes of work", "soon", "must be a number"),
        ("Cards", "first", "Minutes of work", -3, "is below zero"),
        ("Cards", "first", "Last checked", "yesterday", "must be a date"),
        ("Cards", "first", "Kind", "thing", "must be one of"),
        ("Cards", "second", "Id", "Ann Smith", "is no id"),
        ("Cards", "first", "Step", None, "or neither"),
    ],
)
def test_a_cell_that_makes_no_sense_is_one_clear_line(
    tmp_path: Path, sheet: str, who: str, heading: str, value: object, said_why: str
) -> None:
    grid, ids = a_service()
    data = edited(written(grid.document), lambda book: put(book, sheet, ids[who], heading, value))
    before = plain(grid.document)

    with pytest.raises(KnownError) as caught:
        read_back(tmp_path, data, grid.document)

    line = Texts()(caught.value.message)
    assert said_why in line and f"{sheet}!" in line and "plan.xlsx" in line and "\n" not in line
    assert plain(grid.document) == before


def test_two_rows_with_one_id_are_refused(tmp_path: Path) -> None:
    grid, ids = a_service()

    def edit(book: Any) -> None:
        put(book, "Cards", ids["second"], "Id", ids["first"])

    with pytest.raises(KnownError, match="duplicate_id"):
        read_back(tmp_path, edited(written(grid.document), edit), grid.document)


def test_a_workbook_made_by_hand_becomes_a_document(tmp_path: Path) -> None:
    # given sheets with headings of ours and no ids at all
    book = openpyxl.Workbook()
    for title, rows in {
        "Stages": [["Title"], ["Apply"]],
        "Steps": [["Title", "Stage"], ["Ask", "Apply"], ["Send", "Apply"]],
        "Lanes": [["Title", "Role"], ["Citizen", "customer"], ["Desk", "Frontstage"]],
        "Owners": [["Name"], ["Ann"]],
        "Systems": [["Name"], ["Archive"]],
        "Cards": [
            ["Title", "Lane", "Step", "Owner"],
            ["Asks", "Citizen", "Ask", None],
            ["Hears", "Desk", "Ask", "Ann"],
        ],
        "Systems of cards": [["Card", "System"], ["Hears", "Archive"]],
        "Chart": [["whatever"]],
    }.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)

    reading = read_back(tmp_path, stream.getvalue())
    # then it is all there, in the order of the rows, and what was taken for true is told
    document = Document(reading.rows)
    assert [step.title for step in document.where(Step)] == ["Ask", "Send"]
    assert {card.title for card in document.where(Card)} == {"Asks", "Hears"}
    assert len(document.where(CardSystem)) == 1
    assert document.blueprint.title == "plan"
    assert [entry.element for entry in reading.report.left_out] == ["Sheet", "Chart"]
    assert not document.where(Link)
