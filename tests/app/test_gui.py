"""The window: files, prompts, menus, undo labels, recovery, a second opener."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import settings
from app.actions import ACTIONS
from app.gui import Desktop, application
from app.session import Session
from app.window import DocumentWindow
from model.context import fixed_context
from model.elements import Card, Lane, Link, Mark, Stage, Step
from model.errors import KnownError
from model.messages import message
from tests.widgets.support import Scripted, Small, click, spot
from widgets.ask import Answer, Beginning, Export

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(fixed_context(date(2026, 11, 23), "Ann"), tmp_path / "home", Scripted)
    application(made, [])
    yield made
    for window in list(made.windows):
        close(window)
    qapp.setStyleSheet("")


def close(window: DocumentWindow) -> None:
    asked(window).answers["unsaved"] = [Answer.DISCARD]
    window.main.close()
    window.main.deleteLater()
    QApplication.processEvents()


def asked(window: DocumentWindow) -> Scripted:
    assert isinstance(window.ask, Scripted)
    return window.ask


def opened(desktop: Desktop, small: Small | None = None) -> tuple[DocumentWindow, Small]:
    small = small or Small()
    window = desktop.show(desktop.session(small.document))
    small.document, small.history, small.editor = (
        window.session.document,
        window.session.history,
        window.session.editor,
    )
    window.main.resize(1300, 850)
    window.main.activateWindow()
    QApplication.processEvents()
    window.main.canvas.zoom_to(1.0)
    return window, small


def trigger(window: DocumentWindow, id: str) -> None:
    window.menus.actions[id].trigger()


@pytest.fixture
def there(desktop: Desktop) -> tuple[DocumentWindow, Small]:
    return opened(desktop)


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


def test_saving_asks_for_a_name_once(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, small = there
    path = tmp_path / "map.throughline"
    asked(window).answer(save_path=path)
    small.editor.rename(small.reads, "First")

    trigger(window, "save")
    small.editor.rename(small.reads, "Second")
    trigger(window, "save")

    assert len(asked(window).asked) == 1
    assert not window.main.isWindowModified()
    assert window.desktop.settings.recent == (str(path),)
    close(window)
    again = Session.open(path, window.desktop.context, tmp_path / "other")
    assert again.document.need(Card, small.reads).title == "Second"
    again.close()


def test_what_is_being_typed_is_saved_too(there: tuple[DocumentWindow, Small], tmp_path: Path, qtbot: QtBot) -> None:
    window, small = there
    asked(window).answer(save_path=tmp_path / "map.throughline")
    click(window.main.canvas, spot(window.main.canvas, small.reads))
    qtbot.keyClicks(window.main.canvas.inline, "Typed")

    trigger(window, "save")

    assert any(card.title == "Typed" for card in small.document.table(Card).values())


def test_what_is_typed_in_the_inspector_is_saved_too(
    there: tuple[DocumentWindow, Small], tmp_path: Path, qtbot: QtBot
) -> None:
    window, small = there
    asked(window).answer(save_path=tmp_path / "map.throughline")
    window.workspace.selection.set([small.first])
    field = window.main.inspector.editors["title"]
    field.setFocus()
    qtbot.keyClick(field.focusProxy(), KEY.Key_End)
    qtbot.keyClicks(field.focusProxy(), " it all")

    trigger(window, "save")

    assert small.document.need(Step, small.first).title == "Learn it all"
    assert not window.main.isWindowModified()


def test_an_edit_the_disk_does_not_take_is_told(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there

    def full(_commit: object) -> None:
        raise KnownError(message("store.home", folder="x", reason="full"))

    window.session.history.committed.connect(full)
    window.workspace.selection.set([small.reads])
    trigger(window, "kind.idea")

    assert [kind for kind, _ in asked(window).asked] == ["tell"]


@pytest.mark.parametrize(("answer", "stays"), [(Answer.CANCEL, True), (Answer.DISCARD, False), (Answer.SAVE, False)])
def test_closing_asks_about_unsaved_edits(
    there: tuple[DocumentWindow, Small], tmp_path: Path, answer: Answer, stays: bool
) -> None:
    window, small = there
    small.editor.rename(small.reads, "Changed")
    asked(window).answer(unsaved=answer, save_path=tmp_path / "kept.throughline")

    window.main.close()

    assert window.main.isVisible() is stays
    assert (tmp_path / "kept.throughline").exists() is (answer is Answer.SAVE)
    assert asked(window).asked[0] == ("unsaved", "Small")


def test_closing_an_untouched_document_asks_nothing(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there

    window.main.close()

    assert asked(window).asked == []
    assert window not in window.desktop.windows


def test_a_second_window_on_the_same_file_is_read_only_and_says_who_holds_it(desktop: Desktop, tmp_path: Path) -> None:
    window, small = opened(desktop)
    path = tmp_path / "map.throughline"
    window.session.save_as(path)
    other = Desktop(fixed_context(date(2026, 11, 23), "Bo"), tmp_path / "bo", Scripted)

    second = other.show(other.open(path))

    assert "Ann" in second.main._banner.text()
    assert "read-only" in second.main.windowTitle()
    assert not second.menus.actions["delete"].isEnabled()
    before = second.session.document.frozen()
    second.main.acts.set_kind("decision")
    second.main.canvas.capture.edit(small.reads)
    assert second.session.document == before
    close(second)


def test_a_crash_is_offered_to_be_recovered_at_the_next_start(desktop: Desktop) -> None:
    small = Small()
    lost = desktop.session(small.document)
    lost.editor.rename(small.reads, "Not saved")
    lost.close()
    scripted = Scripted(desktop.texts)
    scripted.answer(recover=Answer.SAVE)
    next_start = Desktop(desktop.context, desktop.home, lambda *_: scripted)

    (session,) = next_start.offer_recovery()

    assert session.document.need(Card, small.reads).title == "Not saved"
    assert session.recovered and session.unsaved
    assert "Small" in scripted.asked[0][1][0]
    session.close(discard=True)
    assert next_start.offer_recovery() == []


def test_a_damaged_file_is_one_clear_line(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, _ = there
    bad = tmp_path / "bad.throughline"
    bad.write_bytes(b"nothing of ours")

    window.file.open_path(bad)

    ((kind, said),) = asked(window).asked
    assert kind == "tell" and "bad.throughline" in said and "\n" not in said


def test_a_file_written_by_another_is_not_overwritten_unasked(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    window, small = there
    path = tmp_path / "map.throughline"
    window.session.save_as(path)
    theirs = path.read_bytes()[:-1] + b"x"
    path.write_bytes(theirs)
    small.editor.rename(small.reads, "Mine")
    asked(window).answer(overwrite=Answer.CANCEL)

    assert window.file.save() is False
    assert path.read_bytes() == theirs
    asked(window).answer(overwrite=Answer.SAVE)

    assert window.file.save() is True
    assert path.read_bytes() != theirs
    assert not window.session.unsaved


def test_revert_goes_back_and_undo_takes_it_back(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, small = there
    window.session.save_as(tmp_path / "map.throughline")
    small.editor.rename(small.reads, "Changed")
    asked(window).answer(confirm=True)

    trigger(window, "revert")
    assert small.document.need(Card, small.reads).title == "Reads the letter"
    assert not window.main.isWindowModified()
    trigger(window, "undo")

    assert small.document.need(Card, small.reads).title == "Changed"


def test_new_documents_come_from_templates_samples_or_nothing(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    for beginning in (
        Beginning("template", "service", "Mine"),
        Beginning("blank", "", "Bare"),
        Beginning("sample", "permit", ""),
    ):
        asked(window).answer(beginning=beginning)
        trigger(window, "new")

    assert len(window.desktop.windows) == 1
    assert len(window.session.document.table(Card)) > 10


def test_a_second_document_opens_beside_an_edited_one(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.rename(small.reads, "Changed")
    asked(window).answer(beginning=Beginning("blank", "", "Other"))

    trigger(window, "new")

    assert [each.name for each in window.desktop.windows] == ["Small", "Other"]
    assert small.document.need(Card, small.reads).title == "Changed"


def test_exporting_writes_the_file_and_says_so(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, _ = there
    asked(window).answer(export=Export("json", {}, tmp_path / "map.json"))

    trigger(window, "export")

    assert (tmp_path / "map.json").read_bytes().startswith(b"{")
    assert "map.json" in window.main.statusBar().currentMessage()
    assert asked(window).asked[0][1][1] == "Small"


def test_a_dropped_file_of_another_kind_is_imported_with_a_report(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    window, _ = there
    source = tmp_path / "grid.csv"
    source.write_text(",Step one,Step two\nCustomer,Asks,Waits\nBackstage,Checks,\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(source))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )

    window.main.dropEvent(event)

    assert [kind for kind, _ in asked(window).asked] == ["report"]
    assert len(window.session.document.table(Card)) == 3
    assert window.session.unsaved


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


def test_the_window_comes_back_as_it_was_left(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    window.main.resize(760, 640)
    window.main.outline_dock.hide()
    desktop = window.desktop
    close(window)

    stored = Desktop(desktop.context, desktop.home, Scripted)
    again = stored.show(stored.blank())

    assert (again.main.width(), again.main.height()) == (760, 640)
    assert again.main.outline_dock.isHidden()
    close(again)
    assert settings.load(desktop.home).window


def test_settings_that_make_no_sense_are_passed_over(desktop: Desktop) -> None:
    desktop.keep_layout("no such thing")

    window = desktop.show(desktop.blank())

    assert window.main.isVisible()


def test_every_act_runs_on_an_empty_and_a_small_document(desktop: Desktop) -> None:
    def prepare(window: DocumentWindow) -> None:
        names = ("beginning", "open_path", "save_path", "export")
        asked(window).answers.update({name: [None] * 9 for name in names} | {"confirm": [False] * 9})

    for session in (desktop.template("", "Bare"), desktop.session(Small().document)):
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
        assert any(
            spec.menu.split("/")[0] == name for name in ("file", "edit", "insert", "card", "link", "view", "help")
        )
        assert spec.handler.split(".")[0] in ("file", "acts", "window", "canvas")
