"""Files of other kinds in the window: into a new document or the open one, after a look; and out by the clipboard."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.gui import Desktop
from app.window import DocumentWindow
from exporters import registry
from exporters.base import run as export
from exporters.readers.csv_mapping import fits
from model.elements import Card, Lane
from model.keeping import Snapshot
from model.messages import message
from model.registers import Direction, Metric, Reading
from model.snapshots import as_of
from model.texts import Texts
from tests.exporters.diagram_files import a_model, a_shape, an_mxfile
from tests.widgets.support import AGREED, Small
from tests.widgets.window import asked, opened, trigger
from widgets.ask import Target
from widgets.import_dialogs import ImportPreview, MappingDialog, PartsDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
CARDS = "Schritt,Bahn,Was,Floor\nErst,Customer,Fragt,1\nDann,Backstage,Prüft,2\n"


def workbook_of(window: DocumentWindow, small: Small, title: str) -> bytes:
    """The document as a workbook in which somebody has given a card another title."""
    document = window.session.document
    data = export(registry.exporter("xlsx"), document, window.desktop.context).data
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book["Cards"]
    row = next(cell.row for cell in page["A"] if cell.value == small.reads)
    column = next(cell.column for cell in page[1] if cell.value == "Title")
    page.cell(row, column).value = title
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def drop(window: DocumentWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.main.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, plain))


@pytest.mark.parametrize("agreed", [True, False])
def test_a_workbook_comes_into_the_open_document_once_it_is_agreed_to(
    there: tuple[DocumentWindow, Small], tmp_path: Path, agreed: bool
) -> None:
    # given the document as a workbook with one title changed
    window, small = there
    source = tmp_path / "plan.xlsx"
    source.write_bytes(workbook_of(window, small, "Reads it twice"))
    asked(window).answer(open_path=source, preview_import=agreed)
    # when it is imported into the open document
    trigger(window, "import_into")
    # then the person has seen exactly that, and it is one edit that undo takes back
    (_, (_, counted, groups)) = asked(window).asked[-1]
    assert counted == "1 changed"
    assert groups[0][0] == "Cards"
    assert groups[0][1] == ["Changed: “Reads the letter”", "    Title: “Reads the letter” → “Reads it twice”"]
    assert groups[1][0] == "In the blueprint: 1 card"
    assert groups[-1] == ("Left out: nothing", [])
    document = window.session.document
    assert document.need(Card, small.reads).title == ("Reads it twice" if agreed else "Reads the letter")
    assert window.session.unsaved is agreed
    if agreed:
        trigger(window, "undo")
        assert document.need(Card, small.reads).title == "Reads the letter"


def test_what_changes_nothing_says_so(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, small = there
    source = tmp_path / "plan.xlsx"
    source.write_bytes(workbook_of(window, small, "Reads the letter"))
    asked(window).answer(open_path=source)

    trigger(window, "import_into")

    name, (_, lines) = asked(window).asked[-1]
    assert (name, lines[0]) == ("report", ("Nothing would change.", []))
    assert not window.session.unsaved


def test_a_dropped_file_asks_whether_into_the_open_document(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    # given a document that somebody works on
    window, small = there
    source = tmp_path / "plan.xlsx"
    source.write_bytes(workbook_of(window, small, "Dropped"))
    small.editor.rename(small.fills, "Fills in")
    # when the file is dropped three times, with three answers
    asked(window).answer(where_to=Target.NOWHERE)
    drop(window, source)
    asked(window).answer(where_to=Target.OPEN, preview_import=True)
    drop(window, source)
    asked(window).answer(where_to=Target.NEW)
    drop(window, source)
    # then it goes nowhere, into this document, and into a window of its own
    assert [name for name, _ in asked(window).asked] == [
        *("where_to", "where_to", "preview_import", "where_to", "report")
    ]
    titles = {card.title for card in window.session.document.where(Card)}
    assert {"Dropped", "Fills in"} <= titles
    assert len(window.desktop.windows) == 2


def test_a_table_is_asked_what_its_columns_hold_and_remembered(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    # given a table one of whose headings says nothing
    window, _ = there
    source = tmp_path / "karten.csv"
    source.write_text(CARDS.replace("Was", "What happens").replace("Floor", "Etage"), encoding="utf-8")
    said = {"Schritt": "step", "Bahn": "lane", "What happens": "title", "Etage": "notes"}
    asked(window).answer(open_path=source, mapping=said, preview_import=True)
    trigger(window, "import_into")
    # then what was guessed was offered, and what was said counts
    _, (name, columns, holds) = asked(window).asked[-2]
    assert name == "karten.csv" and "title" in holds and "skip" in holds
    assert columns == [
        *(("Schritt", "Erst", "step"), ("Bahn", "Customer", "lane"), ("What happens", "Fragt", "title")),
        ("Etage", "1", "keep"),
    ]
    assert {card.notes for card in window.session.document.where(Card) if card.title in ("Fragt", "Prüft")} == {
        "1",
        "2",
    }
    # and the next table with these headings begins with it
    asked(window).answer(open_path=source, mapping=None)
    trigger(window, "import_into")
    assert asked(window).asked[-1][1][1][3] == ("Etage", "1", "notes")


def test_a_file_that_cannot_be_read_is_one_line_and_changes_nothing(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    window, _ = there
    source = tmp_path / "plan.xlsx"
    source.write_bytes(b"PK\x03\x04 xl/ nothing")
    before = list(window.session.document.rows())
    asked(window).answer(open_path=source)

    trigger(window, "import_into")

    name, line = asked(window).asked[-1]
    assert name == "tell" and "plan.xlsx" in line and "\n" not in line
    assert list(window.session.document.rows()) == before


def test_copy_as_table_has_the_names_of_lanes_and_steps(there: tuple[DocumentWindow, Small]) -> None:
    # given nothing selected, then one lane
    window, small = there
    trigger(window, "copy_table")
    data = QGuiApplication.clipboard().mimeData()
    rows = [line.split("\t") for line in data.text().splitlines()]
    assert rows == [
        ["", "Learn", "Apply", "Use"],
        ["Resident", "Reads the letter", "Fills in the form", ""],
        ["Desk", "", "Explains it", ""],
        ["Office", "", "", ""],
    ]
    assert "<th>Resident</th><td>Reads the letter</td>" in data.html()
    # when one lane is selected, then it is the table
    window.workspace.selection.set((small.front,))
    trigger(window, "copy_table")
    assert QGuiApplication.clipboard().mimeData().text() == "\tLearn\tApply\tUse\nDesk\t\tExplains it\t\n"


def test_copy_as_picture_puts_vectors_and_pixels(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there

    trigger(window, "copy_picture")

    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("image/svg+xml").data()).startswith(b"<?xml")
    assert b"Reads the letter" in bytes(data.data("image/svg+xml").data())
    image = QImage(data.imageData())
    assert image.width() > 500 and image.height() > 300
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 5


def test_the_dialogs_read_as_they_are_meant(qapp: QApplication) -> None:
    assert qapp is not None
    texts = Texts()
    words = [(name, message(f"readers.map.holds.{name}")) for name in ("title", "lane", "keep", "skip")]
    dialog = MappingDialog(texts, "a.csv", [("Was", "Fragt", "title"), ("Wo", "Amt", "lane")], words, fits, None)
    assert dialog.mapping == {"Was": "title", "Wo": "lane"}
    # then two columns that hold the same, or none that says what happens, cannot be read
    dialog.combos[1].setCurrentIndex(0)
    assert not dialog.yes.isEnabled()
    dialog.combos[0].setCurrentIndex(2)
    assert dialog.yes.isEnabled()
    assert dialog.lacks.isHidden()
    dialog.combos[1].setCurrentIndex(3)
    assert not dialog.yes.isEnabled()
    # and it says why
    assert not dialog.lacks.isHidden() and dialog.lacks.text().startswith("To go on, one column")
    # and Tab goes from choice to choice
    dialog.show()
    dialog.combos[0].setFocus()
    QTest.keyClick(dialog.combos[0], Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.combos[1]
    dialog.close()
    preview = ImportPreview(texts, message("window.import.title"), message("difference.none"), [("A", ["b"])], None)
    assert preview.text.toPlainText() == "A\nb"
    heading, line = (preview.text.document().findBlockByNumber(number) for number in (0, 1))
    assert heading.blockFormat().leftMargin() < line.blockFormat().leftMargin()


def test_a_new_document_of_a_table_has_its_report(desktop: Desktop, tmp_path: Path) -> None:
    window, _ = opened(desktop)
    source = tmp_path / "karten.csv"
    source.write_text(CARDS.replace("Was", "Title"), encoding="utf-8")
    asked(window).answer(open_path=source, mapping=AGREED)

    trigger(window, "import")

    (lanes, cards) = (desktop.windows[-1].session.document.where(kind) for kind in (Lane, Card))
    assert [lane.title for lane in lanes] == ["Customer", "Backstage"] and len(cards) == 2
    assert asked(window).asked[-1][0] == "report"


def test_readings_come_in_after_a_look_and_their_mapping_is_remembered(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    # given a metric, and two months from a program that calls things its own way
    window, small = there
    metric = small.editor.add(Metric, name="Wait", target=Decimal(20), direction=Direction.DOWN)
    for name, line in (("a", "2026-09-30;25"), ("b", "2026-10-31;19")):
        (tmp_path / f"{name}.csv").write_text(f"Stichtag;AHT\n{line}\n", encoding="utf-8")
    columns = {"Stichtag": "taken", "AHT": f"metric:{metric}"}
    asked(window).answer(open_path=tmp_path / "a.csv", mapping=columns, preview_import=True)
    # when the first is read
    trigger(window, "readings")
    # then the person has seen what is out of tolerance and what changes, and it is one edit
    title, counted, groups = asked(window).asked[-1][1]
    assert (title, counted) == ("Readings from a.csv", "1 new")
    assert groups[0] == (
        "1 reading that came in is out of tolerance:",
        ["Wait: 25 on 30 Sep 2026, the latest; wanted at most 20, tolerance 0"],
    )
    (row,) = small.document.where(Reading)
    assert (row.metric, row.value) == (metric, 25)
    # and a version holds how it was before
    (version,) = small.document.where(Snapshot)
    assert version.name == "Before “a.csv” was read in"
    assert not as_of(small.document, version.id).where(Reading)
    # and the second table is taken the same way
    asked(window).answer(open_path=tmp_path / "b.csv", mapping=AGREED, preview_import=True)
    trigger(window, "readings")
    assert [row.value for row in small.document.where(Reading)] == [25, 19]
    assert len(small.document.where(Snapshot)) == 2
    trigger(window, "undo")
    trigger(window, "undo")
    assert not small.document.where(Reading) and not small.document.where(Snapshot)


def test_one_of_several_pages_is_asked_for_and_read(desktop: Desktop, tmp_path: Path) -> None:
    # given a file of two pages with lanes
    lane = "swimlane;html=1;startSize=20;horizontal=0;"
    pages = [
        (name, a_model(a_shape("l", who, "1", (0, 0, 500, 100), lane), a_shape("a", "Asks", "l", (9, 9, 90, 40))))
        for name, who in (("As is", "Guest"), ("To be", "Visitor"))
    ]
    source = tmp_path / "map.drawio"
    source.write_text(an_mxfile(*pages), encoding="utf-8")
    window = opened(desktop)[0]
    # when nobody says which, nothing is read
    asked(window).answer(open_path=source, parts=None)
    trigger(window, "import")
    assert [name for name, _ in asked(window).asked] == ["open_path", "parts"]
    assert len(desktop.windows) == 1
    # when the second is chosen, it is the one that is read
    asked(window).answer(open_path=source, parts={"page": "2"})
    trigger(window, "import")
    document = desktop.windows[-1].session.document
    assert [row.title for row in document.where(Lane)] == ["Visitor"]


def test_the_usual_part_is_proposed(qapp: QApplication) -> None:
    assert qapp is not None
    parts = (("page", (("1", "As is"), ("2", "To be")), "2"), ("mood", (("a", "A"), ("b", "B")), "a"))

    dialog = PartsDialog(Texts(), "map.drawio", parts, None)
    dialog.combos["mood"].setCurrentIndex(1)

    assert dialog.chosen == {"page": "2", "mood": "b"}
