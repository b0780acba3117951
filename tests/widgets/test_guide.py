"""The guide and the start screen: typed lines become steps, cards and links; what is chosen is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from app.window import DocumentWindow
from model import grid
from model.elements import Card, Lane, Link, Role, Step
from model.texts import Texts
from model.validate import faults
from tests.widgets.support import Small
from tests.widgets.window import asked, opened, trigger
from widgets import guide_acts
from widgets.dialogs import NewDialog
from widgets.guide import PAGES, Guide
from widgets.start import StartDialog

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def guide_on(window: DocumentWindow) -> Guide:
    trigger(window, "guide")
    assert window.view.asking is not None
    return window.view.asking


def fill(guide: Guide, role: Role, texts: list[str]) -> None:
    lines = [line for (own, _), line in guide.cells.items() if own is role]
    for line, text in zip(lines, texts, strict=False):
        line.setText(text)


def test_the_guide_makes_a_blueprint_page_by_page(desktop: Desktop, qtbot: QtBot) -> None:
    window = desktop.show(desktop.template("", "Bare"))
    guide, document = guide_on(window), window.session.document
    guide.scope["segment"].setText("Donors")
    qtbot.keyClick(guide.scope["segment"], Qt.Key.Key_Return)
    assert guide.page == "customer" and document.blueprint.segment == "Donors"

    guide.lines.setPlainText("Books a slot\n\n  Gives blood \nRests")
    qtbot.keyClick(guide.lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    fill(guide, Role.FRONTSTAGE, ["Confirms", "Takes blood"])
    fill(guide, Role.BACKSTAGE, ["", "Labels the bag"])
    guide.go_on()
    fill(guide, Role.SUPPORT, ["", "Laboratory tests"])
    guide.go_on()
    guide.go_on()
    fill(guide, Role.EVIDENCE, ["Letter"])
    assert guide.page == PAGES[-1]
    guide.go_on()

    assert window.main.focusWidget() is window.main.canvas.inline
    assert [step.title for step in grid.steps(document)] == ["Books a slot", "Gives blood", "Rests"]
    assert [lane.role for lane in grid.lanes(document)] == [
        Role.EVIDENCE,
        Role.CUSTOMER,
        Role.FRONTSTAGE,
        Role.BACKSTAGE,
        Role.SUPPORT,
    ]
    names = {id: card.title for id, card in document.table(Card).items()}
    assert {(names[link.source], names[link.target]) for link in document.table(Link).values()} == {
        ("Books a slot", "Gives blood"),
        ("Gives blood", "Rests"),
        ("Books a slot", "Confirms"),
        ("Gives blood", "Takes blood"),
        ("Takes blood", "Labels the bag"),
        ("Labels the bag", "Laboratory tests"),
    }
    assert "Letter" in names.values()
    assert not list(faults(tuple(document.rows())))


def test_ctrl_enter_goes_on_from_every_page(desktop: Desktop, qtbot: QtBot) -> None:
    window = desktop.show(desktop.template("", "Bare"))
    guide = guide_on(window)
    seen = []
    for _ in PAGES:
        seen.append(guide.page)
        focus = guide.focusWidget()
        qtbot.keyClick(guide if focus is None else focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert tuple(seen) == tuple(PAGES)
    assert guide.result() == 1


def test_each_page_is_one_undo_step_and_going_back_adds_nothing_twice(desktop: Desktop) -> None:
    window = desktop.show(desktop.template("", "Bare"))
    guide, document = guide_on(window), window.session.document
    guide.go_on()
    guide.lines.setPlainText("One\nTwo")
    guide.go_on()
    guide.go_back()
    guide.go_on()

    assert len(document.table(Card)) == 2
    trigger(window, "undo")

    assert not document.table(Card) and not document.table(Step) and not document.table(Lane)


def test_on_a_template_its_empty_steps_are_filled_first(desktop: Desktop) -> None:
    window = desktop.show(desktop.template("service", "Service"))
    editor, document = window.session.editor, window.session.document
    before = [step.title for step in grid.steps(document)]

    guide_acts.add_actions(editor, [f"Does {number}" for number in range(len(before) + 2)], "Customer")

    steps = grid.steps(document)
    assert [step.title for step in steps] == [*before, f"Does {len(before)}", f"Does {len(before) + 1}"]
    lane = guide_acts.lane_of(document, Role.CUSTOMER)
    assert lane is not None
    assert [card.title for step in steps for card in grid.cell(document, lane, step.id)] == [
        f"Does {number}" for number in range(len(steps))
    ]


def test_links_that_are_there_are_not_drawn_again() -> None:
    small = Small()

    assert guide_acts.chain(small.editor) == 1
    assert guide_acts.hand_down(small.editor) == 1
    assert guide_acts.chain(small.editor) == guide_acts.hand_down(small.editor) == 0


def test_what_a_step_has_already_is_shown_beside_its_line(desktop: Desktop) -> None:
    window, small = opened(desktop, Small())
    guide = guide_on(window)
    guide.go_on()
    guide.go_on()

    assert guide.cells[Role.FRONTSTAGE, small.second].placeholderText() == "Frontstage people: Explains it"
    assert small.history.can_undo is None


@pytest.mark.parametrize(
    ("choice", "title", "cards"),
    [
        (("sample", "permit"), "Renew a resident parking permit", 20),
        (("template", "service"), "", 0),
        (("blank", ""), "", 0),
    ],
)
def test_the_start_screen_opens_what_is_chosen(
    desktop: Desktop, choice: tuple[str, str], title: str, cards: int
) -> None:
    window = desktop.show(desktop.blank())
    asked(window).answer(start=choice)

    trigger(window, "start")

    assert desktop.windows == [window]
    document = window.session.document
    assert (document.blueprint.title, len(document.table(Card))) == (title, cards)


def test_the_start_screen_offers_recent_files_and_the_guide(desktop: Desktop, tmp_path: Path) -> None:
    window, small = opened(desktop, Small())
    path = tmp_path / "kept.throughline"
    window.session.save_as(path)
    desktop.remember(path)
    other = desktop.show(desktop.blank())
    window.main.close()
    asked(other).answer(start=("recent", str(path)))

    trigger(other, "start")
    assert other.session.path == path and small.reads in other.session.document
    assert asked(other).asked[0][1][0] == (str(path),)
    asked(other).answer(start=("guide", ""))
    trigger(other, "start")

    newest = desktop.windows[-1]
    assert newest is not other and newest.view.asking is not None and not newest.session.document.table(Card)


@pytest.mark.parametrize("locale", ["en", "de"])
def test_all_that_a_window_offers_to_begin_with_has_a_name(desktop: Desktop, qtbot: QtBot, locale: str) -> None:
    # given what the window asks with, for a new document and at its start
    window = desktop.show(desktop.blank())
    asked(window).answer(beginning=None, start=("", ""))
    for act in ("new", "start"):
        trigger(window, act)
    (_, (templates, offered)), (_, (recent, _, shown)) = asked(window).asked
    # then the dialogs that a person sees can be made of it
    texts = Texts(locale)
    for dialog in (
        NewDialog(texts, templates, offered, None),
        StartDialog(texts, recent, templates, shown, None),
    ):
        qtbot.addWidget(dialog)
    assert offered == shown == ("permit", "outpatient")


def test_the_start_screen_is_driven_by_the_keyboard(qtbot: QtBot) -> None:
    dialog = StartDialog(Texts(), ["a/b & c.throughline"], ["service"], ["permit"], None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.buttons["recent", "a/b & c.throughline"].text() == "b && c"

    qtbot.keyClick(dialog.buttons["sample", "permit"], Qt.Key.Key_Return)

    assert dialog.choice == ("sample", "permit") and dialog.result() == 1


def test_guide_and_start_screen_hold_no_english(qtbot: QtBot) -> None:
    workspace = Small().workspace("pseudo")
    guide = Guide(workspace, None)
    dialog = StartDialog(Texts("pseudo"), [], ["service"], ["permit"], None)
    for widget in (guide, dialog):
        qtbot.addWidget(widget)

    assert all(button.text().startswith("[") for button in dialog.buttons.values())
    assert guide.next.text().startswith("[") and guide.chain.text().startswith("[")
    workspace.close()
