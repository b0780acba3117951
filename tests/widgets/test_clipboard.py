"""Cut, copy, paste and duplicate through the menus of windows, and the preview of a table."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.gui import Desktop
from app.window import DocumentWindow
from model import grid
from model.clipboard import MIME, Plan, plan_table, read_table
from model.document import Document
from model.elements import Card, Lane, Link, Role, Step
from model.messages import Message
from model.registers import Owner
from model.texts import Texts
from tests.widgets.support import AGREED, Small
from tests.widgets.window import asked, opened, trigger
from widgets.clipboard import TSV
from widgets.paste_preview import PastePreview

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(autouse=True)
def nothing_copied(qapp: QApplication) -> None:
    qapp.clipboard().clear()


def held(format: str) -> str:
    """What the clipboard holds in a format."""
    return bytes(QGuiApplication.clipboard().mimeData().data(format).data()).decode()


def hold(text: str) -> None:
    """Another program has copied this."""
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def agree(window: DocumentWindow) -> None:
    """The person presses Paste in the preview that comes."""
    asked(window).answer(paste=AGREED)


def titles(document: Document, lane: str, step: str) -> list[str]:
    return [card.title for card in grid.cell(document, lane, step)]


def test_cards_are_copied_as_a_part_as_a_table_and_as_text(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    window.workspace.selection.set((small.reads, small.fills, small.explains))

    trigger(window, "copy")

    assert held(TSV) == "Reads the letter\tFills in the form\n\tExplains it\n"
    assert QGuiApplication.clipboard().text() == held(TSV)
    assert '"format":"application/x-throughline+json"' in held(MIME)


def test_a_copied_card_is_pasted_below_the_cursor_and_selected(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    window.workspace.selection.show(small.document, small.reads)
    trigger(window, "copy")
    window.workspace.selection.show(small.document, small.explains)

    trigger(window, "paste")

    assert titles(small.document, small.front, small.second) == ["Explains it", "Reads the letter"]
    (made,) = window.workspace.selection.ids
    assert made != small.reads and small.document.need(Card, made).title == "Reads the letter"


def test_between_windows_owners_come_along_by_name(desktop: Desktop, there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    owner = small.editor.add(Owner, name="Clerk")
    small.editor.edit(small.reads, owner=owner)
    other_window, other = opened(desktop, Small())
    window.workspace.selection.show(small.document, small.reads)
    trigger(window, "copy")
    other_window.workspace.selection.set((), (other.back, other.third))

    trigger(other_window, "paste")

    (card,) = grid.cell(other.document, other.back, other.third)
    assert card.title == "Reads the letter"
    assert other.document.need(Owner, card.owner or "").name == "Clerk"


def test_cut_takes_out_and_one_undo_brings_all_of_it_back(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.add_link(small.reads, small.fills)
    before = small.document.frozen()
    window.workspace.selection.show(small.document, small.reads)

    trigger(window, "cut")
    assert small.reads not in small.document and not small.document.table(Link)
    assert window.workspace.selection.cell == (small.customer, small.first)
    trigger(window, "undo")

    assert small.document == before


def test_a_lane_and_a_step_are_duplicated_beside_themselves(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    window.workspace.selection.set((small.customer,))
    trigger(window, "duplicate")
    window.workspace.selection.set((small.second,))
    trigger(window, "duplicate")

    lanes, steps = grid.lanes(small.document), grid.steps(small.document)
    assert [lane.title for lane in lanes] == ["Resident", "Resident", "Desk", "Office"]
    assert [step.title for step in steps] == ["Learn", "Apply", "Apply", "Use"]
    assert titles(small.document, lanes[1].id, steps[2].id) == ["Fills in the form"]


def test_a_table_lands_after_the_preview_in_one_undo_step(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    before = small.document.frozen()
    window.workspace.selection.set((), (small.front, small.first))
    hold('Greets\t"Asks\nListens"\r\nFiles\tStamps\r\n')
    agree(window)

    trigger(window, "paste")

    assert titles(small.document, small.front, small.first) == ["Greets"]
    assert titles(small.document, small.front, small.second) == ["Explains it", "Asks", "Listens"]
    assert titles(small.document, small.back, small.second) == ["Stamps"]
    assert len(window.workspace.selection.ids) == 5
    trigger(window, "undo")
    assert small.document == before


def test_nothing_is_pasted_when_the_preview_is_cancelled(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    before = small.document.frozen()
    window.workspace.selection.set((), (small.front, small.first))
    hold("one\ntwo\nthree")
    asked(window).answer(paste=None)

    trigger(window, "paste")

    assert small.document == before
    ((name, (plan, either, stacked, headed)),) = asked(window).asked
    assert name == "paste" and plan.cards == 3 and not either and not stacked and headed is None


def test_a_first_row_of_heads_names_steps_and_makes_no_cards(there: tuple[DocumentWindow, Small]) -> None:
    # given a table whose first row names the last step of the map and one more, pasted at the last
    window, small = there
    window.workspace.selection.set((), (small.front, small.third))
    hold("Use\tFollow up\na\tb\n")
    agree(window)

    trigger(window, "paste")

    ((_, (plan, _, _, headed)),) = asked(window).asked
    assert headed is True and plan.cards == 2
    assert [step.title for step in grid.steps(small.document)][-2:] == ["Use", "Follow up"]
    assert titles(small.document, small.front, small.third)[-1] == "a"
    assert "Follow up" not in {card.title for card in small.document.table(Card).values()}


def test_one_line_needs_no_preview_and_an_empty_clipboard_says_so(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    said: list[Message] = []
    window.workspace.said.connect(said.append)
    window.workspace.selection.set((), (small.back, small.first))

    trigger(window, "paste")
    hold("Checks the form")
    trigger(window, "paste")

    assert [each.id for each in said] == ["clipboard.empty"]
    assert titles(small.document, small.back, small.first) == ["Checks the form"]
    assert asked(window).asked == []


def test_a_document_to_look_at_is_not_pasted_into(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    before = small.document.frozen()
    window.workspace._read_only = lambda: True
    hold("a\tb\nc\td")

    window.main.clipboard.paste()

    assert asked(window).asked == [] and small.document == before


def test_a_hundred_rows_of_seven_are_painted_within_a_second(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    before = small.document.frozen()
    steps = len(grid.steps(small.document))
    rows = ("\t".join(f'"Row {row}\nof {column}"' for column in range(7)) for row in range(100))
    hold("\r\n".join(rows) + "\r\n")
    agree(window)
    window.workspace.selection.set((), (small.customer, small.first))

    started = perf_counter()
    trigger(window, "paste")
    window.main.canvas.grab()
    took = perf_counter() - started

    assert len(small.document.table(Card)) == 3 + 1400
    assert len(grid.steps(small.document)) == max(steps, 7)
    assert took < 1.0
    trigger(window, "undo")
    assert small.document == before


def preview_of(small: Small, text: str, **ways: bool) -> PastePreview:
    """The dialog over a text pasted at the last lane and step."""

    def planned(stacked: bool, headed: bool) -> Plan:
        return plan_table(small.document, read_table(text), small.back, small.third, stacked=stacked, headed=headed)

    headed = ways.get("headed", False)
    return PastePreview(Texts(), planned, ways.get("either", True), ways.get("stacked", False), headed, None)


@pytest.fixture
def dialogs(qapp: QApplication) -> Iterator[list[QDialog]]:
    assert qapp is not None
    made: list[QDialog] = []
    yield made
    for dialog in made:
        dialog.deleteLater()


def test_the_preview_shows_what_lands_where_and_what_is_new(dialogs: list[QDialog]) -> None:
    preview = preview_of(Small(), "a\tb\nc\td\n")
    dialogs.append(preview)

    assert preview.summary.text() == "4 cards land in 2 lanes and 2 steps. This adds 1 lane and 1 step."
    assert [preview.grid.horizontalHeaderItem(place).text() for place in range(2)] == ["Use", "New step"]
    assert [preview.grid.verticalHeaderItem(place).text() for place in range(2)] == ["Office", "New lane"]
    assert preview.grid.verticalHeaderItem(1).font().bold()
    assert [preview.grid.item(row, column).text() for row in range(2) for column in range(2)] == list("abcd")
    assert not preview.left_out.isVisibleTo(preview)


def test_the_first_row_may_be_heads_or_cards(dialogs: list[QDialog]) -> None:
    preview = preview_of(Small(), "Owner\tFollow up\na\tb\n", headed=True)
    dialogs.append(preview)

    assert preview.heads.isChecked() and preview.heads.isVisibleTo(preview)
    assert preview.summary.text() == "2 cards land in 1 lane and 2 steps. This adds 1 step."
    assert [preview.grid.horizontalHeaderItem(place).text() for place in range(2)] == ["Use", "Follow up"]
    assert preview.left_out.item(0).text() == (
        "Row 1, column 1, “Owner”: a heading, so no card; the steps keep their names"
    )

    preview.heads.setChecked(False)

    assert preview.plan.cards == 4 and preview.left_out.count() == 0
    assert preview.grid.horizontalHeaderItem(1).text() == "New step"


def test_rows_may_stand_in_one_lane_instead(dialogs: list[QDialog]) -> None:
    preview = preview_of(Small(), "a\tb\nc\td\n")
    dialogs.append(preview)

    preview.choose(True)

    assert preview.grid.rowCount() == 1
    assert preview.grid.item(0, 0).text() == "a\nc"
    assert preview.plan.new_lanes == ()


def test_what_is_left_out_is_said_with_its_reason(dialogs: list[QDialog], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.clipboard.plan.MOST_CARDS", 3)
    preview = preview_of(Small(), "a\tb\nc\td\n")
    dialogs.append(preview)

    assert preview.left_out.isVisibleTo(preview)
    assert preview.left_out.count() == 1
    assert preview.left_out.item(0).text().startswith("Row 2, column 2, “d”: ")


def test_the_preview_of_a_document_without_lanes_is_the_tray(dialogs: list[QDialog]) -> None:
    small = Small()

    def planned(stacked: bool, headed: bool) -> Plan:
        return plan_table(small.document, read_table("a\nb"), None, None, stacked=stacked, headed=headed)

    preview = PastePreview(Texts(), planned, False, False, None, None)
    dialogs.append(preview)
    assert not preview.heads.isVisibleTo(preview)

    assert preview.summary.text() == "2 cards land in the tray, as there are no cells for them."
    assert preview.grid.item(0, 0).text() == "a\nb"


def test_a_pasted_lane_keeps_its_role(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    window.workspace.selection.set((small.back,))
    trigger(window, "copy")
    window.workspace.selection.set((small.front,))

    trigger(window, "paste")

    assert [lane.role for lane in grid.lanes(small.document)].count(Role.BACKSTAGE) == 2
    assert len(small.document.table(Lane)) == 4 and len(small.document.table(Step)) == 3


def test_the_usual_keys_reach_the_acts_while_the_map_has_the_keyboard(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    handle = window.main.windowHandle()
    assert handle is not None
    window.workspace.selection.show(small.document, small.reads)
    window.main.canvas.setFocus()

    for key in (Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_D, Qt.Key.Key_X):
        QTest.keyClick(handle, key, Qt.KeyboardModifier.ControlModifier)
    assert titles(small.document, small.customer, small.first) == ["Reads the letter"] * 2
    QTest.keyClick(handle, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(handle, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)

    assert titles(small.document, small.customer, small.second) == ["Fills in the form", "Reads the letter"]


def test_in_an_open_entry_the_same_keys_are_the_text_s(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    handle = window.main.windowHandle()
    assert handle is not None
    hold("pasted")
    window.workspace.selection.show(small.document, small.reads)
    window.main.canvas.setFocus()

    QTest.keyClick(handle, Qt.Key.Key_N)
    QTest.keyClick(handle, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert window.main.canvas.inline.toPlainText() == "npasted"
    assert len(small.document.table(Card)) == 3


def test_cells_pasted_into_an_empty_entry_land_as_cells(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    handle = window.main.windowHandle()
    assert handle is not None
    hold("one\ttwo")
    agree(window)
    window.workspace.selection.show(small.document, small.reads)
    window.main.canvas.setFocus()

    QTest.keyClick(handle, Qt.Key.Key_Return)
    QTest.keyClick(handle, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert not window.main.canvas.inline.active
    assert titles(small.document, small.customer, small.first) == ["Reads the letter", "one"]
    assert titles(small.document, small.customer, small.second) == ["Fills in the form", "two"]
