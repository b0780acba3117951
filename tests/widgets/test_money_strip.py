"""The money below the map: there where there is some and room for it, fresh after edits, gone when it is not wanted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from app.window import DocumentWindow
from model.elements import Card
from model.layout.drawing import Piece
from model.registers import FailPoint
from tests.widgets.window import opened, trigger
from widgets.case.strip import MoneyStrip

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def shown(desktop: Desktop, qtbot: QtBot, sample: str = "permit") -> tuple[DocumentWindow, MoneyStrip]:
    """A window on a sample, its money worked out."""
    window = desktop.show(desktop.sample(sample))
    window.main.resize(1500, 950)
    return window, told(window, qtbot)


def told(window: DocumentWindow, qtbot: QtBot) -> MoneyStrip:
    money = window.main.money
    qtbot.waitUntil(lambda: not money.waits, timeout=30_000)
    QApplication.processEvents()
    return money


def said(money: MoneyStrip) -> str:
    return " | ".join(piece.text for piece in money.view.sheet.pieces if piece.text)


def middle_of(figure: Piece) -> QPoint:
    return QPoint(round(figure.x + figure.width / 2), round(figure.y + figure.height / 2))


def test_the_costs_and_what_improving_is_worth_stand_below_the_map(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)

    assert money.view.isVisible()
    assert "Cost of failure 156,200 EUR a year" in said(money)
    assert "Checks each document by hand" in said(money)
    assert "Net present value" in said(money)
    assert money.geometry().top() >= window.main.canvas.geometry().bottom()
    assert money.height() == money.view.height() == round(money.view.sheet.height)


def test_an_edit_is_told_a_moment_later(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    document = window.session.document
    for row in document.where(FailPoint)[1:]:
        window.session.editor.delete([row.id])
    told(window, qtbot)

    assert "1 fail point" in said(money)
    assert "156,200" not in said(money)


def test_without_money_there_is_only_the_map(desktop: Desktop, qtbot: QtBot) -> None:
    window, _ = opened(desktop)
    money = told(window, qtbot)

    assert not money.view.isVisible()
    assert money.height() == 0


def test_it_can_be_hidden_for_good(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    trigger(window, "money")
    assert not money.view.isVisible()
    assert desktop.settings.money == "off"

    other, second = shown(desktop, qtbot)
    assert not second.view.isVisible()

    trigger(other, "money")
    assert told(other, qtbot).view.isVisible()
    assert told(window, qtbot).view.isVisible()
    assert desktop.settings.money == ""


def test_the_case_takes_its_place(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    trigger(window, "case")
    assert not money.view.isVisible()

    trigger(window, "case")
    assert money.view.isVisible()


def test_a_case_behind_another_panel_comes_forward(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    case = window.main.case
    trigger(window, "case")
    trigger(window, "findings")
    QApplication.processEvents()
    assert case.visibleRegion().isEmpty()

    trigger(window, "case")
    QApplication.processEvents()
    assert not case.visibleRegion().isEmpty()
    assert not money.view.isVisible()


def test_the_menu_ticks_it_while_it_is_wanted(desktop: Desktop, qtbot: QtBot) -> None:
    window, _ = shown(desktop, qtbot)
    act = window.menus.actions["money"]
    for wanted in (True, False):
        for menu in window.main.menuBar().findChildren(QMenu):
            menu.aboutToShow.emit()
        assert act.isChecked() is wanted
        trigger(window, "money")


def test_a_low_window_keeps_its_room_for_the_map(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    window.main.resize(1500, 420)
    QApplication.processEvents()
    assert not money.view.isVisible()

    window.main.resize(1500, 950)
    QApplication.processEvents()
    assert money.view.isVisible()


def test_a_narrow_window_leaves_the_ranking_out(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    window.main.resize(1080, 950)
    QApplication.processEvents()

    assert "Cost of failure" in said(money)
    assert "Net present value" in said(money)
    assert "Ranked" not in said(money)


def test_a_click_on_a_figure_shows_how_it_came_about(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    figure = next(piece for piece in money.view.sheet.figures if piece.id == "failure")
    qtbot.mouseClick(money.view, Qt.MouseButton.LeftButton, pos=middle_of(figure))
    qtbot.waitUntil(lambda: not window.main.casing.waits, timeout=30_000)

    assert window.main.case.isVisible()
    assert window.main.case.derivation.isVisible()


def test_a_click_on_a_ranked_fail_point_goes_to_its_card(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    window.main.canvas.zoom_to(2.0)
    figure = next(piece for piece in money.view.sheet.figures if "Checks each document by hand" in piece.text)

    qtbot.mouseClick(money.view, Qt.MouseButton.LeftButton, pos=middle_of(figure))

    (card,) = (id for id, row in window.session.document.table(Card).items() if "by hand" in row.title)
    assert window.workspace.selection.ids == (card,)
    assert window.workspace.selection.cell is not None
    box = window.workspace.drawing.box(card)
    view = window.main.canvas.view
    assert box is not None
    assert view.viewport().rect().contains(view.mapFromScene(box.x + box.width / 2, box.y + box.height / 2))
    assert not window.main.case.isVisible()


def test_a_panel_that_comes_leaves_the_map_where_it_was_looked_at(desktop: Desktop, qtbot: QtBot) -> None:
    # given a large map as it opens, and one of its cards gone to from the ranking
    window, money = shown(desktop, qtbot, "outpatient")
    view = window.main.canvas.view
    assert view.at_start(mirrored=False)
    trigger(window, "findings")
    trigger(window, "findings")
    QApplication.processEvents()
    assert view.at_start(mirrored=False)
    figure = next(piece for piece in money.view.sheet.figures if "Answers calls about results" in piece.text)
    qtbot.mouseClick(money.view, Qt.MouseButton.LeftButton, pos=middle_of(figure))
    across = view.horizontalScrollBar().value()
    assert across > 0

    trigger(window, "findings")
    QApplication.processEvents()

    assert view.horizontalScrollBar().value() == across


def test_the_mouse_is_told_what_a_press_does_and_what_p10_is(desktop: Desktop, qtbot: QtBot) -> None:
    _, money = shown(desktop, qtbot)
    told = {}
    for figure in money.view.sheet.figures:
        qtbot.mouseMove(money.view, middle_of(figure))
        told[figure.id.partition(" ")[0]] = money.view.toolTip()

    assert told["fail"] == "Click to go to its card on the map"
    assert told["npv"] == "Click to see how this came about"
    assert "1 draw in 10 comes out lower than P10" in told["risk"]


def test_what_is_told_of_a_figure_goes_with_the_mouse(desktop: Desktop, qtbot: QtBot) -> None:
    _, money = shown(desktop, qtbot)
    qtbot.mouseMove(money.view, middle_of(money.view.sheet.figures[0]))
    QToolTip.showText(money.view.mapToGlobal(QPoint(5, 5)), money.view.toolTip(), money.view)
    assert QToolTip.isVisible()

    qtbot.mouseMove(money.view, QPoint(1, 1))

    qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=3000)
    assert money.view.toolTip() == ""


def test_what_is_told_of_a_place_goes_with_an_act(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    QToolTip.showText(money.view.mapToGlobal(QPoint(5, 5)), "Something", money.view)
    assert QToolTip.isVisible()

    trigger(window, "money")

    qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=3000)


def test_it_is_said_in_the_language_of_the_blueprint(desktop: Desktop, qtbot: QtBot) -> None:
    window, money = shown(desktop, qtbot)
    window.session.editor.edit(window.session.document.blueprint.id, language="ar")
    told(window, qtbot)

    assert money.view.sheet.rtl
    assert "Cost of failure" not in said(money)
