"""The window: title, menus, undo labels, what the acts do to a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app import gui
from app.actions import ACTIONS, MENUS
from app.gui import Desktop
from app.session import Session
from app.window import DocumentWindow
from model.context import fixed_context
from model.elements import Card, Lane, Link, Mark, Stage, Step
from model.errors import KnownError
from model.messages import message
from tests.widgets.support import Small, click, spot
from tests.widgets.window import asked, close, trigger

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


def test_the_title_names_the_document_and_marks_what_is_unsaved(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    assert window.main.windowTitle() == "Small[*] — Throughline"
    assert not window.main.isWindowModified()

    small.editor.rename(small.reads, "Changed")
    assert window.main.isWindowModified()
    trigger(window, "undo")

    assert not window.main.isWindowModified()


def test_undo_and_redo_say_what_they_do(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    assert not undo.isEnabled()

    small.editor.move_cards([small.reads], small.back, small.first)
    assert undo.text() == "&Undo Move card" and undo.isEnabled()
    undo.trigger()

    assert redo.text() == "&Redo Move card" and not undo.isEnabled()


def test_an_edit_the_disk_does_not_take_is_told(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there

    def full(_commit: object) -> None:
        raise KnownError(message("store.home", folder="x", reason="full"))

    window.session.history.committed.connect(full)
    window.workspace.selection.set([small.reads])
    trigger(window, "kind.idea")

    assert [kind for kind, _ in asked(window).asked] == ["tell"]


def test_deleting_a_step_says_first_what_goes_along(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.add_link(small.reads, small.fills)
    window.workspace.selection.set([small.second])
    asked(window).answer(confirm=False)

    trigger(window, "delete")
    assert small.second in small.document
    assert asked(window).asked[-1][1][1:3] == ["2 cards", "1 link"]
    asked(window).answer(confirm=True)
    trigger(window, "delete")

    assert small.second not in small.document and not small.document.table(Link)
    trigger(window, "undo")
    assert small.second in small.document and len(small.document.table(Card)) == 3


def test_what_cannot_be_deleted_is_said_before_anything_is_asked(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    for ids in ([small.document.blueprint.id], [small.stage, small.later]):
        window.workspace.selection.set(ids)

        trigger(window, "delete")

    assert asked(window).asked == []
    assert window.main.statusBar().currentMessage() == window.texts("rule.keep_stage")
    assert small.history.can_undo is None


def test_deleting_a_card_without_links_asks_nothing(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    click(window.main.canvas, spot(window.main.canvas, small.reads))

    trigger(window, "delete")

    assert small.reads not in small.document
    assert asked(window).asked == []
    assert window.workspace.selection.cell == (small.customer, small.first)


def test_steps_stages_and_lanes_are_inserted_where_the_cursor_is(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    inline = window.main.canvas.inline
    window.workspace.selection.set([], (small.customer, small.first))

    trigger(window, "add_step_after")
    qtbot.keyClicks(inline, "Between")
    qtbot.keyClick(inline, KEY.Key_Return)
    window.workspace.selection.set([small.stage])
    trigger(window, "add_stage")
    qtbot.keyClicks(inline, "Middle")
    qtbot.keyClick(inline, KEY.Key_Return)
    window.workspace.selection.set([small.front])
    trigger(window, "add_lane.frontstage_tech")
    qtbot.keyClicks(inline, "Portal")
    qtbot.keyClick(inline, KEY.Key_Return)

    assert [step.title for step in small.document.where(Step, stage=small.stage)] == ["Learn", "Between", "Apply"]
    assert [stage.title for stage in small.document.where(Stage)] == ["Before", "Middle", "After"]
    assert "Portal" in {lane.title for lane in small.document.table(Lane).values()}


def test_marks_kinds_and_links_are_set_from_the_menu(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    window.workspace.selection.set([small.reads, small.explains])

    trigger(window, "mark.fail_point")
    trigger(window, "kind.decision")
    trigger(window, "link")

    cards = [small.document.need(Card, id) for id in (small.reads, small.explains)]
    assert all(card.marks == (Mark.FAIL_POINT,) and card.kind == "decision" for card in cards)
    (link,) = small.document.table(Link).values()
    window.workspace.selection.set([link.id])
    trigger(window, "reverse_link")
    trigger(window, "link_kind.needs")
    (link,) = small.document.table(Link).values()
    assert (link.source, link.kind) == (small.explains, "needs")


def test_every_act_runs_on_an_empty_a_small_and_a_large_document(desktop: Desktop) -> None:
    def prepare(window: DocumentWindow) -> None:
        names = ("beginning", "open_path", "save_path", "export", "command", "paste", "new_passphrase")
        names += ("folder", "keep_version", "merge_conflicts", "passphrase", "match_entries")
        asked(window).answers.update(
            {name: [None] * 9 for name in names} | {"confirm": [False] * 9, "start": [("", "")], "versions": [("", -1)]}
        )

    for session in (desktop.template("", "Bare"), desktop.session(Small().document), desktop.sample("outpatient")):
        window = desktop.show(session)
        prepare(window)
        cards = list(session.document.table(Card))
        for spec in ACTIONS:
            if spec.id in ("quit", "close"):
                continue
            window.workspace.selection.set(cards[:1])
            trigger(window, spec.id)
            window.main.canvas.capture.drop()
        close(window)


def test_shortcuts_are_unique_and_every_act_is_in_a_menu(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    keys = [action.shortcut().toString() for action in window.menus.actions.values() if not action.shortcut().isEmpty()]

    assert len(keys) == len(set(keys))
    for spec in ACTIONS:
        assert spec.menu.split("/")[0] in MENUS
        room, method = spec.handler.split(".")
        assert callable(getattr(window._room(room), method)), spec.id


def test_menus_tick_what_the_selection_has(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.edit(small.reads, marks=(Mark.WAIT_POINT,))
    submenus = [menu for menu in window.main.menuBar().findChildren(QMenu) if menu.parent() != window.main.menuBar()]

    def ticked() -> set[str]:
        for menu in submenus:
            menu.aboutToShow.emit()
        seen = {id for id, action in window.menus.actions.items() if action.isChecked()}
        return {id for id in seen if not id.startswith(("theme.", "density.", "backups.", "language."))}

    window.workspace.selection.set([small.reads])
    assert ticked() == {"kind.action", "mark.wait_point", "grounding.assumed"}
    window.workspace.selection.set([small.reads, small.fills])
    assert ticked() == {"kind.action", "grounding.assumed"}
    window.workspace.selection.clear()
    assert ticked() == set()


def test_the_program_opens_a_file_and_ends_with_its_window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gui.settings, "default_home", lambda: tmp_path / "home")
    path = tmp_path / "map.throughline"
    context = fixed_context(date(2026, 11, 23), "Ann")
    session = Session.new(context, tmp_path / "other", Small().document.rows())
    session.save_as(path)
    session.close()
    titles: list[str] = []

    def look() -> None:
        titles.extend(widget.windowTitle() for widget in qapp.topLevelWidgets() if widget.isVisible())
        qapp.closeAllWindows()
        qapp.quit()
        # A second wish to end, from the last window, would end the loops of whatever test comes next.
        QCoreApplication.removePostedEvents(qapp, QEvent.Type.Quit)

    QTimer.singleShot(300, look)

    assert gui.main(context, path) == 0
    assert titles == ["Small[*] — Throughline"]
    qapp.setStyleSheet("")
