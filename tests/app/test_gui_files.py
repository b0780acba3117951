"""The window and its files: saving, closing, recovery, a second opener, import and export."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app import settings
from app.gui import Desktop
from app.session import Session
from app.window import DocumentWindow
from model.context import fixed_context
from model.elements import Card, Step
from model.store.locks import Lock, Owner, document_lock
from tests.widgets.support import Scripted, Small, click, spot
from tests.widgets.window import asked, close, exported, opened, trigger
from widgets.ask import Answer, Beginning
from widgets.export.offer import Choice, Export

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


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

    assert "Ann" in second.main.middle.warning
    assert "read-only" in second.main.windowTitle()
    assert not second.menus.actions["delete"].isEnabled()
    before = second.session.document.frozen()
    second.main.acts.set_kind("decision")
    second.main.canvas.capture.edit(small.reads)
    assert second.session.document == before
    close(second)


@pytest.fixture
def left(there: tuple[DocumentWindow, Small], tmp_path: Path) -> DocumentWindow:
    """A window on a file whose lock somebody on another computer left behind."""
    window, _ = there
    path = tmp_path / "map.throughline"
    window.session.save_copy(path)
    Lock(document_lock(path), Owner("Cleo", "elsewhere", 1)).drop()
    window.file.open_path(path)
    return window.desktop.windows[-1]


def test_a_lock_left_on_another_computer_is_taken_over(left: DocumentWindow) -> None:
    assert "Cleo" in left.main.middle.warning and "Edit here instead" in left.main.middle.warning
    asked(left).answer(confirm=False)
    trigger(left, "take_over")
    assert left.session.read_only

    asked(left).answer(confirm=True)
    trigger(left, "take_over")

    assert not left.session.read_only and left.main.middle.warning == ""
    left.session.editor.rename(next(iter(left.session.document.table(Card))), "Mine")
    assert left.file.save() is True


def test_a_lock_that_is_held_is_not_taken_over(left: DocumentWindow, tmp_path: Path) -> None:
    holding = Lock(document_lock(tmp_path / "map.throughline"), Owner("Cleo", "elsewhere", 1), force=True)
    asked(left).answer(confirm=True)

    trigger(left, "take_over")

    assert left.session.read_only
    assert asked(left).asked[-1][0] == "tell" and "still has" in asked(left).asked[-1][1]
    holding.release()


def test_nobody_to_take_over_from_is_said(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there

    trigger(window, "take_over")

    assert asked(window).asked == []
    assert window.main.statusBar().currentMessage() == window.texts("window.said.nobody_else")


def test_what_another_wrote_stays_where_a_copy_is_saved(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, small = there
    path, copy = tmp_path / "map.throughline", tmp_path / "mine.throughline"
    window.session.save_as(path)
    theirs = path.read_bytes()[:-1] + b"x"
    path.write_bytes(theirs)
    small.editor.rename(small.reads, "Mine")
    asked(window).answer(overwrite=Answer.DISCARD, save_path=copy)

    assert window.file.save() is True

    assert path.read_bytes() == theirs
    assert window.session.path == copy and copy.exists()


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
    asked(window).answer(export=Export(Choice("json", {}), tmp_path / "map.json"))

    trigger(window, "export")
    exported(window)

    assert (tmp_path / "map.json").read_bytes().startswith(b"{")
    assert "map.json" in window.main.statusBar().currentMessage()
    assert asked(window).asked[0][1][1] == "Small"


def test_what_belongs_to_a_document_is_proposed_beside_it(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    # given a document that was saved into a folder
    window, _ = there
    scripted = asked(window)
    scripted.answer(save_path=tmp_path / "map.throughline")
    trigger(window, "save")
    # when it is exported, and when another is opened or read
    scripted.answer(export=None)
    trigger(window, "export")
    exporting = scripted.asked[-1]
    scripted.answer(open_path=None)
    trigger(window, "open")
    opening = scripted.asked[-1]
    scripted.answer(open_path=None)
    trigger(window, "import_into")
    # then each question begins in that folder
    assert exporting[1][1] == str(tmp_path / "Small")
    assert opening[1][2] == scripted.asked[-1][1][2] == tmp_path


def test_the_committees_pack_is_exported_beside_the_window(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, _ = there
    file = tmp_path / "small.pack.pdf"
    asked(window).answer(export=Export(Choice("pack", {"paper": "Letter", "parts": "cover,summary,map"}), file))

    trigger(window, "export")
    exported(window)

    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert "small.pack.pdf" in window.main.statusBar().currentMessage()


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
