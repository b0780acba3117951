"""Asking the graph in the window: from a menu to the light on the map and the rows below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions import ACTIONS, ASK, MENUS
from app.gui import Desktop
from app.window import DocumentWindow
from model.analysis.asking.answer import ABOUT_SOMETHING
from model.analysis.asking.questions import ABOUT, DATED, WHOLE
from model.elements import Card, CardSystem, Lane, Link, LinkKind, Step
from model.kinds import kind_of
from model.messages import Message
from model.registers import Owner, System
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.window import close, desktop_at, opened, trigger
from widgets.canvas.canvas import Canvas

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


class Asked:
    """A window on the small document with a link, two owners and a system, and ways to ask in it."""

    def __init__(self, desktop: Desktop, qtbot: QtBot) -> None:
        self.window, self.small = opened(desktop)
        self.qtbot = qtbot
        small, editor = self.small, self.small.editor
        self.ann = editor.add(Owner, name="Ann", unit="Front")
        self.bob = editor.add(Owner, name="Bob", unit="Back")
        self.files = editor.add_card(small.back, small.second, "Files it", owner=self.bob)
        editor.edit(small.front, owner=self.ann)
        self.flow = editor.add_link(small.reads, small.fills)
        self.needs = editor.add_link(small.explains, self.files, LinkKind.NEEDS)
        self.plan = editor.add(System, name="Plan")
        editor.add(CardSystem, card=self.files, system=self.plan)

    @property
    def canvas(self) -> Canvas:
        """The map."""
        return self.window.main.canvas

    @property
    def table(self) -> list[list[str]]:
        """The rows of the panel in words."""
        model = self.window.main.answers.model
        columns = range(model.columnCount())
        return [[str(model.data(model.index(row, c))) for c in columns] for row in range(model.rowCount())]

    def ask(self, question: str) -> None:
        """Ask from the menu, and wait for the answer."""
        trigger(self.window, f"ask.{question}")
        self.settle()

    def settle(self) -> None:
        """Wait until everything asked is told."""
        asking = self.window.main.asking
        self.qtbot.waitUntil(lambda: not asking.worker.busy and not asking.waits, timeout=4000)

    def press(self, key: Qt.Key) -> None:
        """A key for whatever has the keyboard."""
        focus = QApplication.focusWidget()
        assert focus is not None
        self.qtbot.keyClick(focus, key)


@pytest.fixture
def there(desktop: Desktop, qtbot: QtBot) -> Asked:
    return Asked(desktop, qtbot)


def ink(canvas: Canvas, id: str) -> int:
    """The darkest pixel of an element on the screen."""
    box = canvas.workspace.drawing.box(id)
    assert box is not None
    seen = canvas.view.viewportTransform().mapRect(QRectF(*box)).toRect()
    image = canvas.view.grab(seen).toImage()
    return min(QColor(image.pixel(x, y)).lightness() for x in range(image.width()) for y in range(image.height()))


def test_what_stops_is_lit_and_all_else_dimmed_until_escape(there: Asked) -> None:
    small, canvas = there.small, there.canvas
    there.window.workspace.selection.set([small.reads])

    there.ask("impact")

    assert canvas.spotlight.lit == {small.reads, small.fills, there.flow}
    assert ink(canvas, small.fills) < 60 and ink(canvas, small.explains) > 150
    assert [row[:2] for row in there.table] == [["Touchpoint", "Fills in the form"], ["Card", "Reads the letter"]]
    assert "Reads the letter" in there.window.main.answers.head.text()
    assert there.window.workspace.selection.ids == (small.reads,)

    canvas.setFocus()
    there.press(KEY.Key_Escape)
    assert not canvas.spotlight.lit and there.window.workspace.selection.ids == (small.reads,)
    assert ink(canvas, small.explains) < 60
    there.press(KEY.Key_Escape)
    assert there.window.workspace.selection.ids == ()


def test_only_what_an_answer_lights_up_is_shown_at_one_press(there: Asked) -> None:
    small, workspace, panel = there.small, there.window.workspace, there.window.main.answers
    workspace.selection.set([small.reads])
    there.ask("impact")

    panel.only_button.click()

    assert set(workspace.map.table(Card)) == {small.reads, small.fills}
    assert set(workspace.map.table(Step)) == {small.first, small.second}
    assert set(workspace.map.table(Lane)) == {small.customer}
    assert not there.canvas.spotlight.lit
    assert there.window.main.viewing.bar.said.text() == panel.head.text()
    assert not there.window.main.viewing.bar.save.isEnabled()

    panel.end_button.click()
    assert workspace.map is small.document and not there.window.main.viewing.bar.isVisible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_of_what_does_not_fit_the_first_in_reading_order_is_brought_into_sight(
    desktop: Desktop, qtbot: QtBot, language: str
) -> None:
    # given a large map in a small window, seen at its end
    window = desktop.show(desktop.sample("outpatient"))
    window.session.editor.edit(window.session.document.blueprint.id, language=language)
    window.main.resize(900, 640)
    QApplication.processEvents()
    canvas, document = window.main.canvas, window.session.document
    canvas.zoom_to(1.0)
    system = next(row.id for row in document.where(System) if row.name == "Laboratory system")

    window.main.asking.ask("impact", (system,))
    qtbot.waitUntil(lambda: bool(canvas.spotlight.lit), timeout=8000)

    boxes = [box for id in canvas.spotlight.lit if id in document.table(Card) and (box := canvas.drawing.box(id))]
    first = min(boxes, key=lambda box: (-box.right if canvas.mirrored else box.x, box.y))
    assert len(boxes) > 50 and canvas.mirrored is (language == "ar")
    assert canvas.view.viewport().rect().contains(canvas.view.mapFromScene(first.x + 9, first.y + 9))


def test_another_question_is_asked_of_the_whole_map(there: Asked) -> None:
    there.window.workspace.selection.set([there.small.reads])
    there.ask("impact")
    trigger(there.window, "ask.only")
    assert there.small.explains not in there.window.workspace.map

    there.ask("handoffs")

    assert there.window.workspace.map is there.small.document
    assert there.canvas.spotlight.lit == {there.needs, there.small.explains, there.files}


def test_where_nothing_is_lit_there_is_nothing_to_show_alone(there: Asked) -> None:
    said: list[Message] = []
    there.window.workspace.said.connect(said.append)

    trigger(there.window, "ask.only")

    assert there.window.workspace.seen is None
    assert [Texts()(each) for each in said] == ["No answer lights anything up: ask something first."]


def test_by_keyboard_alone_rows_are_walked_and_shown_and_escape_goes_back(there: Asked) -> None:
    there.window.workspace.selection.set([there.small.explains])
    there.ask("trace")
    rows = there.table

    assert [row[1] for row in rows] == ["Plan", "Ann", "Bob", "Files it"]
    there.press(KEY.Key_Down)
    assert there.window.workspace.selection.ids == (there.files,)
    there.press(KEY.Key_Down)
    assert there.window.workspace.selection.ids == (there.small.explains,)
    zoom = there.canvas.view.zoom
    there.press(KEY.Key_Return)
    assert there.canvas.view.zoom > zoom

    there.press(KEY.Key_Escape)
    assert not there.canvas.spotlight.lit
    assert there.canvas.inline.hasFocus()


def test_a_cell_of_the_matrix_selects_its_hand_offs(there: Asked) -> None:
    there.ask("matrix")
    table = there.window.main.answers.table

    assert there.table == [["Back", "", "", "0"], ["Front", "1", "", "1"]]
    table.setCurrentIndex(table.model().index(1, 1))
    assert there.window.workspace.selection.ids == (there.needs,)
    table.setCurrentIndex(table.model().index(1, 2))
    assert there.window.workspace.selection.ids == (there.needs,)


def test_a_system_or_an_owner_is_chosen_in_the_panel(there: Asked) -> None:
    there.window.workspace.selection.clear()
    there.ask("impact")
    about = there.window.main.answers.about
    assert about.hasFocus() and not there.table
    assert [about.itemText(row) for row in range(1, about.count())] == ["Plan (system)", "Ann (owner)", "Bob (owner)"]

    there.press(KEY.Key_Down)
    there.settle()

    assert "Plan" in there.window.main.answers.head.text()
    assert there.canvas.spotlight.lit == {there.files, there.small.explains, there.needs}
    assert about.currentText() == "Plan (system)"


def test_a_lane_stops_with_its_cards(there: Asked) -> None:
    there.window.workspace.selection.set([there.small.back])
    there.ask("impact")

    assert {there.files, there.small.explains} <= there.canvas.spotlight.lit
    menus = {kind: {action.objectName() for action in there.window.menus.context(kind).actions()} for kind in _KINDS}
    assert {"ask.impact", "ask.touched"} <= menus["lane"] and {"ask.impact", "ask.trace"} <= menus["card"]
    assert "ask.trace" not in menus["lane"]


_KINDS = ("card", "lane")


def test_an_edit_makes_the_answer_be_worked_out_anew(there: Asked) -> None:
    small = there.small
    there.window.workspace.selection.set([small.reads])
    there.ask("impact")

    small.editor.delete([there.flow])
    there.settle()

    assert there.canvas.spotlight.lit == {small.reads}
    assert len(there.table) == 1
    small.editor.undo()
    there.settle()
    assert there.canvas.spotlight.lit == {small.reads, small.fills, there.flow}


def test_an_answer_for_an_older_revision_is_dropped(there: Asked) -> None:
    small = there.small
    told: list[str] = []
    show = there.window.main.answers.show_answer
    there.window.main.answers.show_answer = lambda found, about: (told.append(str(len(found.rows))), show(found, about))
    there.window.workspace.selection.set([small.reads])

    trigger(there.window, "ask.impact")
    small.editor.delete([there.flow])
    there.settle()

    assert told == ["1"]
    assert there.canvas.spotlight.lit == {small.reads}


def test_what_was_asked_about_may_go(there: Asked) -> None:
    there.window.workspace.selection.set([there.small.reads])
    there.ask("impact")

    there.small.editor.delete([there.small.reads])
    there.settle()

    assert not there.table and not there.canvas.spotlight.lit
    assert there.canvas.spotlight.end() is False


def test_the_map_comes_back_as_it_was_seen(there: Asked) -> None:
    far = there.small.editor.add_card(there.small.back, there.small.third, "Far")
    there.small.editor.add_link(there.files, far)
    canvas = there.canvas
    there.ask("loops")
    canvas.zoom_to(2.5)
    canvas.reveal_id(there.small.reads)
    zoom, place = canvas.view.zoom, canvas.view.mapToScene(canvas.view.viewport().rect().center())
    there.window.workspace.selection.set([there.files])

    there.ask("impact")
    assert canvas.view.zoom < zoom
    trigger(there.window, "ask.end")

    back = canvas.view.mapToScene(canvas.view.viewport().rect().center())
    assert canvas.view.zoom == zoom and (back - place).manhattanLength() < 4


def test_focus_on_a_stage_and_the_light_on_an_answer_end_each_other(there: Asked) -> None:
    spotlight = there.canvas.spotlight
    there.window.workspace.selection.show(there.small.document, there.small.reads)
    trigger(there.window, "focus_stage")
    assert spotlight.stage == there.small.stage
    there.ask("impact")
    assert spotlight.stage is None and spotlight.lit

    trigger(there.window, "focus_stage")
    assert spotlight.stage == there.small.stage and not spotlight.lit


def test_the_keys_of_the_menu_are_nobody_elses() -> None:
    texts = Texts()
    menus = [_mnemonic(texts(f"window.menu.{name}")) for name in MENUS]
    inside = [_mnemonic(texts(spec.text)) for spec in ASK if "&" in texts(spec.text)]
    pressed = {spec.shortcut for spec in ACTIONS}

    assert len(set(menus)) == len(menus) and len(set(inside)) == len(inside)
    assert not {f"Alt+{key}" for key in menus} & pressed


def _mnemonic(words: str) -> str:
    return words[words.index("&") + 1].upper()


def test_the_panel_lies_below_hidden_until_it_is_asked(there: Asked) -> None:
    main = there.window.main
    dock = main.answers_dock
    assert dock.objectName() == "answers" and not dock.isVisible()
    assert main.dockWidgetArea(dock) == Qt.DockWidgetArea.BottomDockWidgetArea

    there.ask("loops")

    assert dock.isVisible()
    main.canvas.setFocus()
    for _ in range(3):
        trigger(there.window, "next_pane")
    assert main.answers.isAncestorOf(QApplication.focusWidget())


def test_the_table_can_be_copied(there: Asked) -> None:
    there.ask("handoffs")
    there.window.main.answers.copy_button.click()

    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0][:3] == ["Wait", "From", "To"]
    assert lines[1][1:5] == ["Front", "Back", "Explains it", "Files it"]


def test_a_window_may_close_while_an_answer_is_worked_out(there: Asked) -> None:
    there.window.workspace.selection.set([there.small.reads])
    trigger(there.window, "ask.impact")

    close(there.window)


def test_every_question_of_the_menu_is_answered(there: Asked) -> None:
    asked = [spec.argument for spec in ASK if spec.argument]
    assert set(asked) == {*ABOUT, *WHOLE, *DATED} and ABOUT.keys() == ABOUT_SOMETHING
    heads = set()
    there.window.workspace.selection.set([there.small.reads])
    for question in asked:
        there.ask(question)
        heads.add(there.window.main.answers.head.text())

    assert len(heads) == len(asked)


@pytest.mark.parametrize("sample", ["permit", "outpatient"])
def test_the_answers_hold_no_english(qapp: QApplication, tmp_path: Path, qtbot: QtBot, sample: str) -> None:
    assert qapp is not None
    bracketed, letters = re.compile(r"\[[^\[\]]*\]"), re.compile(r"[^\W\d_]{3,}")
    with desktop_at(tmp_path / "home", "pseudo") as desktop:
        window = desktop.show(desktop.sample(sample))
        document = window.session.document
        own = {" ".join(str(getattr(row, f.name)).split()) for row in document.rows() for f in kind_of(row).fields}
        window.workspace.selection.set([next(iter(document.table(Card)))])
        for question in (*ABOUT, *WHOLE, *DATED):
            trigger(window, f"ask.{question}")
            asking, panel = window.main.asking, window.main.answers
            qtbot.waitUntil(lambda asking=asking: not asking.worker.busy and not asking.waits, timeout=8000)
            model = panel.model
            words = [panel.head.text(), panel.said.text()]
            for column in range(model.columnCount()):
                words.append(str(model.headerData(column, Qt.Orientation.Horizontal)))
                words += [str(model.data(model.index(row, column))) for row in range(model.rowCount())]
            for text in words:
                rest, count = text, 1
                while count:
                    rest, count = bracketed.subn("", rest)
                assert text in own or not letters.search(rest.replace("EUR", "")), (question, text)


def test_a_document_to_look_at_can_be_asked(desktop: Desktop, qtbot: QtBot) -> None:
    window = desktop.show(desktop.sample("permit"))
    window.session.read_only = True
    window.refresh()
    document = window.session.document
    assert document.table(Lane) and document.table(Link)

    trigger(window, "ask.crossings")
    qtbot.waitUntil(lambda: window.main.answers.model.rowCount() > 5, timeout=4000)


def test_a_window_shows_another_document_without_the_answer(desktop: Desktop, qtbot: QtBot) -> None:
    there = Asked(desktop, qtbot)
    there.ask("loops")
    window: DocumentWindow = there.window

    window.show(desktop.session(Small().document))

    assert window.main.answers.model.rowCount() == 0
    assert not window.main.canvas.spotlight.lit
