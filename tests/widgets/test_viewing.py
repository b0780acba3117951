"""Views in a window: choosing by the bar, dimming and hiding, working within a view, saving, picking, ending."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from app.gui import Desktop
from app.window import DocumentWindow
from exporters import registry
from model.elements import Card, CardKind, CardSystem, Mark
from model.keeping import SavedView, ViewMode
from model.registers import Owner, System
from model.texts import Texts
from tests.widgets.support import Small, drag_to, press, release, spot
from tests.widgets.window import asked, exported, opened, trigger
from widgets.export.dialog import ExportDialog
from widgets.export.offer import Choice, Export, Offer


def a_window(desktop: Desktop) -> tuple[DocumentWindow, Small]:
    """The small document; the desk's card uses the portal, and the letter is a moment of truth."""
    window, small = opened(desktop)
    portal = small.editor.add(System, name="Portal")
    small.editor.use_system(small.explains, portal)
    small.editor.edit(small.front, owner=small.editor.add(Owner, name="Desk team", unit="Front"))
    small.editor.edit(small.reads, marks=(Mark.MOMENT_OF_TRUTH,))
    return window, small


def a_view(small: Small, **fields: object) -> str:
    """A saved view of all that uses the portal."""
    (portal,) = small.document.table(System)
    return small.editor.add(SavedView, **{"name": "Portal", "systems": (portal,), **fields})


def key(
    window: DocumentWindow, pressed: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key for whoever has the keyboard."""
    QTest.keyClick(window.main.focusWidget() or window.main, pressed, modifiers)
    QApplication.processEvents()


def status(window: DocumentWindow) -> str:
    """What the status line says of the view."""
    (label,) = window.main.statusBar().findChildren(QLabel, "view")
    return label.text() if label.isVisible() else ""


def condition(window: DocumentWindow, *way: str) -> None:
    """Walk the menu of the bar by its keys to a condition, and take it."""
    bar = window.main.viewing.bar
    bar.choose.setFocus()
    bar.menu.popup(bar.mapToGlobal(bar.rect().bottomLeft()))
    menu: QMenu = bar.menu
    for words in way:
        while menu.activeAction() is None or menu.activeAction().text() != words:
            QTest.keyClick(menu, Qt.Key.Key_Down)
        inner = menu.activeAction().menu()
        QTest.keyClick(menu, Qt.Key.Key_Right if isinstance(inner, QMenu) else Qt.Key.Key_Return)
        if isinstance(inner, QMenu):
            menu = inner
    bar.menu.hide()
    QApplication.processEvents()


def test_the_bar_comes_by_its_key_and_dims_what_was_not_chosen(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    bar, veil = window.main.viewing.bar, window.main.canvas.veil
    assert not bar.isVisible()

    key(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert bar.isVisible() and bar.choose.hasFocus()
    condition(window, "System", "Portal")

    assert window.workspace.lit == {small.explains}
    assert bar.said.text() == "System: Portal"
    assert status(window) == "View: not saved (1 of 3 cards)"
    assert window.workspace.drawing.box(small.reads) is not None
    assert veil.lit == {small.explains} and veil.boundingRect().isValid()
    # when another field is asked for too, both must hold
    condition(window, "Mark", "Moment of truth")
    assert window.workspace.lit == frozenset()
    assert bar.said.text() == "System: Portal · Mark: Moment of truth"
    # and a condition that is taken again is asked for no longer
    condition(window, "System", "Portal")
    assert window.workspace.lit == {small.reads}


def test_escape_ends_a_view_from_the_bar_and_from_the_map(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    view = a_view(small)
    canvas = window.main.canvas

    for leave in (window.main.viewing.bar.choose, canvas):
        window.main.viewing.pick(view)
        assert status(window) == "View: Portal (1 of 3 cards)"
        leave.setFocus()
        key(window, Qt.Key.Key_Escape)
        assert window.workspace.seen is None
        assert status(window) == ""
        assert not window.main.viewing.bar.isVisible()
        assert canvas.veil.lit is None and not canvas.veil.boundingRect().isValid()


def test_a_condition_is_saved_under_a_name_and_picked_from_the_menu(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    trigger(window, "filter")
    condition(window, "Unit", "Front")

    trigger(window, "save_view")
    QTest.keyClicks(window.main.focusWidget(), "Front office")
    key(window, Qt.Key.Key_Return)

    (view,) = small.document.where(SavedView)
    assert (view.name, view.units, view.mode) == ("Front office", ("Front",), ViewMode.DIM)
    assert status(window) == "View: Front office (1 of 3 cards)"
    trigger(window, "end_view")
    menu = window.menus.actions["filter"].associatedObjects()
    (views,) = (each for each in menu if isinstance(each, QMenu))
    views.aboutToShow.emit()
    action = views.actions()[0]
    assert action.text() == "Front office" and not action.isChecked()
    action.trigger()
    assert window.workspace.seen == view
    views.aboutToShow.emit()
    assert [each.isChecked() for each in views.actions()[:1]] == [True]
    # when it is saved again under its name, it is the same view
    condition(window, "Mark", "Moment of truth")
    assert status(window).startswith("View: Front office, changed")
    window.main.viewing.bar.save.click()
    (again,) = small.document.where(SavedView)
    assert (again.id, again.marks) == (view.id, (Mark.MOMENT_OF_TRUTH,))
    # and saving is one step to undo
    small.editor.undo()
    assert small.document.where(SavedView) == (view,)
    assert window.workspace.seen == view


def test_hiding_takes_the_rest_off_the_map_and_edits_go_on(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    link = small.editor.add_link(small.fills, small.explains)
    window.main.viewing.pick(a_view(small, mode=ViewMode.HIDE))
    drawing = window.workspace.drawing

    assert drawing.box(small.explains) is not None
    assert drawing.box(small.reads) is None and drawing.box(small.fills) is None
    assert drawing.route(link) == ()
    # when what is shown is renamed, and what is hidden too
    small.editor.rename(small.explains, "Explains it twice")
    small.editor.rename(small.reads, "Reads on")
    assert window.workspace.map.need(Card, small.explains).title == "Explains it twice"
    trigger(window, "end_view")
    assert window.workspace.drawing.box(small.reads) is not None
    assert window.workspace.map is small.document


def test_a_card_typed_in_a_hiding_view_stays_until_the_view_is_picked_again(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    view = a_view(small, mode=ViewMode.HIDE)
    window.main.viewing.pick(view)
    canvas = window.main.canvas
    window.workspace.selection.set((), (small.customer, small.second))
    canvas.setFocus()

    QTest.keyClicks(canvas.inline, "Asks again")
    QTest.keyClick(canvas.inline, Qt.Key.Key_Return)
    QTest.keyClick(canvas.inline, Qt.Key.Key_Escape)

    (made,) = (card for card in small.document.where(Card) if card.title == "Asks again")
    assert window.workspace.drawing.box(made.id) is not None
    assert status(window) == "View: Portal (2 of 4 cards)"
    # then it went below the hidden card of its cell
    assert [card.id for card in small.document.where(Card, lane=small.customer, step=small.second)] == [
        small.fills,
        made.id,
    ]
    window.main.viewing.pick(view)
    assert window.workspace.drawing.box(made.id) is None


def test_a_card_dropped_among_shown_ones_keeps_its_order_among_hidden_ones(desktop: Desktop) -> None:
    # given a cell of hidden, shown, hidden, shown
    window, small = a_window(desktop)
    cards = [small.editor.add_card(small.back, small.first, title) for title in "ABCD"]
    for card in (cards[1], cards[3]):
        small.editor.edit(card, kind=CardKind.IDEA)
    small.editor.edit(small.explains, kind=CardKind.IDEA)
    window.main.viewing.pick(small.editor.add(SavedView, name="Ideas", kinds=(CardKind.IDEA,), mode=ViewMode.HIDE))
    canvas = window.main.canvas
    QApplication.processEvents()
    # when another is dropped between the two that are shown
    press(canvas, spot(canvas, small.explains))
    drag_to(canvas, spot(canvas, cards[3], dy=0.9), spot(canvas, cards[3], dy=0.1))
    release(canvas, spot(canvas, cards[3], dy=0.1))
    # then it stands right before the second of them
    titles = [card.title for card in small.document.where(Card, lane=small.back, step=small.first)]
    assert titles == ["A", "B", "C", "Explains it", "D"]


def test_the_keyboard_walks_what_is_shown(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    view = small.editor.add(SavedView, name="Two lanes", lanes=(small.customer, small.back), mode=ViewMode.HIDE)
    window.workspace.selection.show(small.document, small.explains)
    window.main.viewing.pick(view)
    canvas = window.main.canvas
    assert window.workspace.selection.ids == ()

    window.workspace.selection.set((small.fills,), (small.customer, small.second))
    QTest.keyClick(canvas.inline, Qt.Key.Key_Down)
    assert window.workspace.selection.cell == (small.back, small.second)
    # a hidden card that is selected elsewhere does no harm
    window.workspace.selection.show(small.document, small.explains)
    QTest.keyClick(canvas.inline, Qt.Key.Key_Down)
    assert window.workspace.selection.cell == (small.customer, small.first)


def test_deleting_and_renaming_a_view_and_undoing_it(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    view = a_view(small)
    window.main.viewing.pick(view)
    bar = window.main.viewing.bar

    bar.name.setText("Web")
    bar.rename.trigger()
    assert status(window).startswith("View: Web")
    trigger(window, "delete_view")
    assert small.document.where(SavedView) == ()
    assert window.workspace.seen is None
    small.editor.undo()
    assert [row.name for row in small.document.where(SavedView)] == ["Web"]


def test_what_a_view_asks_for_may_go(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    trigger(window, "filter")
    condition(window, "System", "Portal")

    (portal,) = small.document.table(System)
    small.editor.delete([portal])

    assert small.document.where(CardSystem) == ()
    assert window.workspace.seen is None


def test_an_answer_outshines_a_view_and_gives_the_light_back(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    window.main.viewing.pick(a_view(small))
    canvas = window.main.canvas

    canvas.spotlight.light([small.reads], gliding=False)
    assert canvas.spotlight.lit == {small.reads} and canvas.veil.lit is None
    canvas.setFocus()
    key(window, Qt.Key.Key_Escape)

    assert window.workspace.seen is not None
    assert canvas.veil.lit == {small.explains}


def test_a_view_cannot_be_saved_in_a_document_to_look_at(desktop: Desktop) -> None:
    window, small = a_window(desktop)
    view = a_view(small)
    window.workspace._read_only = lambda: True
    window.main.viewing.pick(view)

    assert not window.main.viewing.bar.save.isEnabled()
    assert status(window) == "View: Portal (1 of 3 cards)"
    assert asked(window).asked == []


def test_an_export_may_hold_only_what_the_view_shows(desktop: Desktop, tmp_path: Path) -> None:
    window, small = a_window(desktop)
    window.main.viewing.pick(a_view(small))

    for part, name in ((True, "part.json"), (False, "whole.json")):
        asked(window).answer(export=Export(Choice("json", {}, part), tmp_path / name))
        trigger(window, "export")
        exported(window)

    assert [about[0].view for _, about in asked(window).asked] == ["Portal", "Portal"]
    titles = [(tmp_path / name).read_text(encoding="utf-8") for name in ("part.json", "whole.json")]
    assert ["Reads the letter" in text for text in titles] == [False, True]
    assert all("Explains it" in text for text in titles)


@pytest.mark.parametrize("view", ["", "Portal"])
def test_the_export_dialog_asks_about_the_view_that_is_on(qapp: QApplication, view: str) -> None:
    dialog = ExportDialog(Texts(), Offer(registry.exporters(), Small().document, lambda _choice: None, (), view), None)

    assert dialog.choice.part is bool(view)
    assert dialog.part.isHidden() is not bool(view)
    assert not view or view in dialog.part.text()
    dialog.reject()
    dialog.deleteLater()
    qapp.processEvents()
