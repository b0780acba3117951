"""The case in the window: shown below the map, walked by keyboard, opened down to the inputs, fresh after edits."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from app.window import DocumentWindow
from model.analysis.derivation import Measure, Step
from model.change import Change, Delta
from model.elements import Card
from model.improvements import Improvement, Uncertainty
from model.kinds import kind_of
from model.layout.drawing import Piece
from model.messages import message
from model.registers import Consequence, FailPoint
from tests.widgets.window import close, desktop_at, trigger
from widgets.case.accessible import SheetInterface
from widgets.case.casing import element_of
from widgets.case.panel import CasePanel
from widgets.case.sheet_view import SheetView

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


class Cased:
    """A window on a sample with its case shown, and ways to use it."""

    def __init__(self, desktop: Desktop, qtbot: QtBot, sample: str = "permit") -> None:
        self.window: DocumentWindow = desktop.show(desktop.sample(sample))
        self.qtbot = qtbot
        self.window.main.resize(1500, 950)
        self.window.main.activateWindow()
        QApplication.processEvents()
        self.show()

    @property
    def panel(self) -> CasePanel:
        """The panel below the map."""
        return self.window.main.case

    @property
    def view(self) -> SheetView:
        """Its sheet."""
        return self.panel.view

    def show(self) -> None:
        """Call for the case, or send it away."""
        trigger(self.window, "case")
        self.settle()

    def settle(self) -> None:
        """Wait until all that is asked for is shown."""
        casing = self.window.main.casing
        self.qtbot.waitUntil(lambda: not casing.waits, timeout=8000)
        QApplication.processEvents()

    def figure(self, id: str) -> Piece:
        """The first piece of a figure."""
        return next(piece for piece in self.view.sheet.figures if piece.id.startswith(id))

    def press(self, key: Qt.Key) -> None:
        """A key for whatever has the keyboard."""
        focus = QApplication.focusWidget()
        assert focus is not None
        self.qtbot.keyClick(focus, key)

    def rows(self) -> list[list[str]]:
        """The rows of the derivation."""
        return [[item.text(column) for column in range(4)] for item in self.panel.derivation.rows()]


@pytest.fixture
def there(desktop: Desktop, qtbot: QtBot) -> Cased:
    return Cased(desktop, qtbot)


def test_f10_shows_the_case_with_room_to_read_and_hides_it(there: Cased) -> None:
    main = there.window.main
    assert main.case_dock.objectName() == "case" and there.window.menus.actions["case"].shortcut().toString() == "F10"
    assert main.dockWidgetArea(main.case_dock) == Qt.DockWidgetArea.BottomDockWidgetArea
    assert there.panel.height() > main.height() // 2 and main.canvas.height() > 150
    assert there.view.hasFocus()
    assert "157,151 EUR" in there.figure("npv").text

    there.show()
    assert not there.panel.isVisible() and main.canvas.inline.hasFocus()


def test_costs_are_told_apart_by_what_is_chosen_with_the_keyboard(there: Cased) -> None:
    # given the costs by owner, when the choice is reached by Tab and turned to systems by its first letter
    panel = there.panel
    assert panel.told_by == "owner" and "Parking office" in there.figure("part failure owner").text
    panel.limit_line.setFocus()
    there.press(KEY.Key_Tab)
    assert panel.by.hasFocus()
    there.press(KEY.Key_S)
    there.settle()
    # then the sheet has them by system, the keyboard can open the first part, and it leads to what was entered
    assert panel.told_by == "system"
    part = there.view.figure
    assert part is not None and part.id.startswith("part failure system")
    there.view.setFocus()
    there.press(KEY.Key_Return)
    there.settle()
    assert there.rows()[0][0] == "Cost of failure a year: PermitDB"
    assert any("Failure rate" in row[0] for row in there.rows())


def test_a_limit_leads_to_what_to_fund_why_and_how_sure(there: Cased) -> None:
    # 82,000 for the registry, 18,000 + 1,500 x 35 / 12 = 22,375 for the portal: 100,000 is too little for both.
    there.panel.limit_line.setFocus()
    for key in "100000":
        there.qtbot.keyClicks(there.panel.limit_line, key)
    there.press(KEY.Key_Return)
    there.settle()

    said = [piece.text for piece in there.view.sheet.pieces]
    assert "Within 100,000 EUR, fund: Check the registry instead of papers" in said
    assert "It takes 82,000 EUR of 100,000 EUR, one-off and running to the horizon" in said
    assert "All of them would take 104,375 EUR, which is too much" in said
    figure = there.view.figure
    assert figure is not None and figure.id == "all_take"
    assert not there.view.visibleRegion().intersected(there.view.box(figure)).isEmpty()
    there.view.setFocus()
    there.press(KEY.Key_Return)
    there.settle()
    assert there.rows()[0][1] == "104,375 EUR"


def test_what_is_played_is_the_sheet_itself(there: Cased) -> None:
    # given the longest bar of the ranking, when it is looked at on the screen
    piece = there.figure("fail ")
    bar = next(primitive for primitive in piece.primitives if primitive[0] == 0)
    at = QPoint(round(piece.x + bar[1] + bar[3] / 2), round(piece.y + bar[2] + bar[4] / 2))
    pixel = there.view.grab().toImage().pixelColor(at)
    # then it has the colour of the drawing
    assert pixel.name() == bar[6]


def test_by_keyboard_figures_are_walked_opened_and_left(there: Cased) -> None:
    ids = [piece.id for piece in there.view.sheet.figures]
    for _ in range(ids.index("failure")):
        there.press(KEY.Key_Down)
    assert there.view.figure is not None and there.view.figure.id == "failure"

    there.press(KEY.Key_Return)
    there.settle()
    assert there.panel.derivation.isVisible() and there.panel.derivation.tree.hasFocus()
    rows = there.rows()
    assert rows[0][:3] == ["Cost of failure a year", "156,200 EUR", "+"]
    assert ["Failure rate", "20 %", "", "Observed: A day in the parking office; Desk call log"] in [
        [*row[:3], re.sub(r", \d+ \w+ \d+", "", row[3])] for row in rows
    ]

    there.press(KEY.Key_Escape)
    assert there.panel.derivation.isHidden() and there.view.hasFocus()
    assert there.view.figure is not None and there.view.figure.id == "failure"
    there.press(KEY.Key_End)
    assert there.view.current == len(ids) - 1
    there.press(KEY.Key_Up)
    assert there.view.current == len(ids) - 2
    there.press(KEY.Key_Home)
    there.press(KEY.Key_Up)
    assert there.view.current == 0
    there.press(KEY.Key_Escape)
    assert there.window.main.canvas.inline.hasFocus()


def test_the_figure_of_the_keyboard_is_brought_into_sight(there: Cased) -> None:
    there.press(KEY.Key_End)

    seen = there.panel.area.viewport().rect()
    last = there.view.figure
    assert last is not None
    at = there.view.mapTo(there.panel.area.viewport(), there.view.box(last).center())
    assert seen.contains(at) and there.panel.area.verticalScrollBar().value() > 0


def test_a_click_opens_and_a_row_shows_its_card_on_the_map(there: Cased) -> None:
    window = there.window
    document = window.session.document
    piece = there.figure("fail ")
    there.qtbot.mouseMove(there.view, QPoint(round(piece.x + 4), round(piece.y + 4)))
    assert there.view.cursor().shape() == Qt.CursorShape.PointingHandCursor and there.view.toolTip()

    there.qtbot.mouseClick(
        there.view,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(round(piece.x + 4), round(piece.y + 4)),
    )
    there.settle()
    tree = there.panel.derivation.tree
    assert there.rows()[0][1] == "96,700 EUR"
    fail_point = document.need(FailPoint, piece.id.split(" ")[1])
    assert window.workspace.selection.ids == (fail_point.card,)
    window.workspace.selection.clear()
    there.press(KEY.Key_Down)
    there.press(KEY.Key_Up)

    assert tree.currentItem() is next(iter(there.panel.derivation.rows()))
    assert window.workspace.selection.ids == (fail_point.card,)

    there.qtbot.mouseMove(there.view, QPoint(2, 2))
    assert there.view.cursor().shape() == Qt.CursorShape.ArrowCursor and not there.view.toolTip()


def test_an_edit_is_followed_while_the_case_can_be_seen(there: Cased) -> None:
    editor, document = there.window.session.editor, there.window.session.document
    there.window.main.casing.open("failure")
    there.settle()

    for row in document.where(FailPoint):
        editor.edit(row.id, rate=row.rate and row.rate / 2)
    there.settle()
    assert "78,100 EUR" in there.figure("failure").text
    assert there.rows()[0][1] == "78,100 EUR"

    there.show()
    found = there.window.main.casing.found
    editor.undo()
    there.settle()
    assert there.window.main.casing.found is found
    there.show()
    assert "78,100 EUR" not in there.figure("failure").text


def test_a_derivation_leaves_the_keyboard_to_who_has_gone_on(there: Cased) -> None:
    there.window.main.casing.open("failure")
    there.window.main.canvas.setFocus()
    there.settle()

    assert there.panel.derivation.isVisible() and QApplication.focusWidget() is there.window.main.canvas.inline


def test_a_derivation_whose_figure_goes_away_goes_too(there: Cased) -> None:
    document, editor = there.window.session.document, there.window.session.editor
    fail_point = document.where(FailPoint)[0]
    there.window.main.casing.open(f"fail {fail_point.id}")
    there.settle()
    assert there.panel.derivation.isVisible()

    editor.delete([fail_point.id])
    there.settle()
    assert there.panel.derivation.isHidden()


def test_another_limit_chooses_another_set(there: Cased) -> None:
    # given 60,000 EUR and running cost are too little for both
    assert "84,583 EUR of 100,000 EUR" in " ".join(piece.text for piece in there.view.sheet.pieces)
    there.panel.limit_line.setFocus()
    there.qtbot.keyClicks(there.panel.limit_line, "30,000")
    there.press(KEY.Key_Return)
    there.settle()

    assert there.panel.limit == Decimal(30000)
    words = [piece.text for piece in there.view.sheet.figures if piece.id == "best"]
    assert any("fund: Show progress in the portal" in text for text in words)
    for typed in ("", "much", "-5", "nan"):
        there.panel.limit_line.setText(typed)
        assert there.panel.limit is None


def test_an_empty_blueprint_asks_for_inputs_and_shows_where(desktop: Desktop, qtbot: QtBot) -> None:
    there = Cased(desktop, qtbot, "empty")
    there.window.workspace.selection.clear()

    missing = there.figure("missing ")
    assert "discount rate" in missing.text
    there.window.main.casing.open(missing.id)
    assert there.window.workspace.selection.ids == (there.window.session.document.blueprint.id,)
    assert there.panel.derivation.isHidden()


def test_what_an_improvement_lacks_is_shown_in_its_register(there: Cased) -> None:
    # given an improvement that changes nothing yet
    window = there.window
    id = window.session.editor.add(Improvement, name="New")
    there.settle()
    missing = there.figure("missing effects ")
    assert "“New”" in missing.text

    window.main.casing.open(missing.id)
    registers = window.main.registers
    assert registers.isVisible() and registers.register.name == "improvements" and registers.table.current() == id

    # and the blueprint without any leads to all of them
    window.main.casing.open(f"missing improvements {window.session.document.blueprint.id}")
    assert registers.register.name == "improvements" and registers.table.hasFocus()


def test_contradicting_bounds_are_said(there: Cased) -> None:
    # As a file may hold them; no act lets them in.
    document = there.window.session.document
    row = document.where(Uncertainty)[0]
    wrong = Delta(row, replace(row, low=Decimal("0.99"), high=Decimal(1)))
    change = Change(message("command.edit.uncertainty"), (wrong,))
    document.apply(change)
    there.settle()
    assert "low" in there.panel.said.text()

    document.apply(change.inverse())
    there.settle()
    assert there.panel.said.text() == ""


def test_screen_readers_find_every_figure_by_its_words(there: Cased) -> None:
    sheet = QAccessible.queryAccessibleInterface(there.view)
    assert isinstance(sheet, SheetInterface)
    assert sheet.childCount() == len(there.view.sheet.figures)
    texts = [sheet.child(place).text(QAccessible.Text.Name) for place in range(sheet.childCount())]
    assert "Checks each document by hand: 96,700 EUR" in texts and all(texts)
    first = sheet.child(0)
    assert first.role() == QAccessible.Role.Button and first.parent() is sheet
    assert first.state().focused and not sheet.child(1).state().focused
    centre = sheet.child(3).rect().center()
    assert sheet.indexOfChild(sheet.childAt(centre.x(), centre.y())) == 3
    assert sheet.child(len(texts)) is None and sheet.focusChild() is first


def test_an_improvement_is_shown_by_what_it_works_on(there: Cased) -> None:
    document = there.window.session.document
    for row in document.where(Improvement):
        assert isinstance(document.find(element_of(document, row.id)), FailPoint | Consequence)
    there.window.main.casing.show_on_map(document.where(Improvement)[0].id)
    assert isinstance(document.find(there.window.workspace.selection.ids[0]), Card)


def test_amounts_are_in_the_words_of_their_measure(there: Cased) -> None:
    document, panel = there.window.session.document, there.panel.derivation
    for measure, amount, words in (
        (Measure.MONEY, Decimal("1234.5"), "1,234.50 EUR"),
        (Measure.SHARE, Decimal("0.125"), "12.5 %"),
        (Measure.MINUTES, Decimal(12), "12 min"),
        (Measure.MONTH, Decimal(36), "36 months"),
        (Measure.COUNT, Decimal("1.00"), "1"),
        (Measure.MONEY, None, "not entered"),
    ):
        panel.show_step("x", Step(message("opened.cash"), amount, measure), document)
        assert there.rows()[0][1] == words


def test_the_themes_are_followed(there: Cased) -> None:
    before = there.view.grab().toImage().pixelColor(3, 3)
    there.window.desktop.look(theme="dark")
    there.settle()
    assert there.view.grab().toImage().pixelColor(3, 3).lightness() < 60 < before.lightness()
    there.window.desktop.look(theme="light")


def test_the_window_may_close_or_show_another_document_while_it_works(desktop: Desktop, qtbot: QtBot) -> None:
    there = Cased(desktop, qtbot)
    there.window.session.editor.rename(there.window.session.document.blueprint.id, "Other")
    there.window.show(desktop.sample("outpatient"))
    there.settle()
    assert "66,874 EUR" in there.figure("npv").text

    trigger(there.window, "case")
    trigger(there.window, "case")
    close(there.window)


@pytest.mark.parametrize("sample", ["permit", "outpatient"])
def test_the_panel_holds_no_english(qapp: QApplication, tmp_path: Path, qtbot: QtBot, sample: str) -> None:
    assert qapp is not None
    bracketed, letters = re.compile(r"\[[^\[\]]*\]"), re.compile(r"[^\W\d_]{3,}")
    with desktop_at(tmp_path / "home", "pseudo") as desktop:
        there = Cased(desktop, qtbot, sample)
        document = there.window.session.document
        own = {
            " ".join(str(getattr(row, field.name)).split()) for row in document.rows() for field in kind_of(row).fields
        }
        for figure in dict.fromkeys(piece.id.split(" ")[0] for piece in there.view.sheet.figures):
            there.window.main.casing.open(there.figure(figure).id)
            there.settle()
            for text in (text for row in there.rows() for text in row):
                rest, count = text, 1
                while count:
                    rest, count = bracketed.subn("", rest)
                left = {part.strip() for part in rest.replace("EUR", "").split(";")}
                assert text in own or not any(letters.search(part) for part in left - own), (figure, text)


def test_no_window_waits_for_what_works_the_case_out() -> None:
    code = "import app.gui, sys; sys.exit(any(name in sys.modules for name in ('numpy', 'model.analysis.case')))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0
