"""Versions in the window: kept, restored, deleted, opened, compared, and laid over one another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from app.session import Session
from app.window import DocumentWindow
from model.elements import Card
from model.keeping import Snapshot
from model.layout.drawing import Layer
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.window import asked, opened, trigger
from widgets.panes import holds
from widgets.versions.keep import KeepDialog

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


@pytest.fixture
def there(desktop: Desktop) -> tuple[DocumentWindow, Small]:
    window, small = opened(desktop)
    trigger(window, "versions")
    return window, small


def settle(window: DocumentWindow) -> None:
    """Wait until the panel shows what there is."""
    QApplication.processEvents()
    while window.main.versions.waits:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def keep(window: DocumentWindow, name: str, note: str = "") -> str:
    """Keep a version as a person does; its id."""
    asked(window).answer(keep_version=(name, note))
    trigger(window, "version.keep")
    settle(window)
    return window.session.document.where(Snapshot)[-1].id


def rows(window: DocumentWindow) -> list[list[str]]:
    """What the list of versions says."""
    return [[item.text(column) for column in range(5)] for item in window.main.versions.list.items()]


def pick(window: DocumentWindow, *names: str) -> None:
    """Select versions by name."""
    for item in window.main.versions.list.items():
        item.setSelected(item.text(1) in names)


def differences(window: DocumentWindow) -> list[tuple[str, str, str]]:
    tree = window.main.versions.compare_view.tree
    return [(item.text(0), item.text(1), item.text(2)) for item in tree.items()]


def test_versions_are_listed_the_newest_first_with_what_changed(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    keep(window, "Current", "as agreed")
    small.editor.rename(small.reads, "Reads it twice")
    small.editor.delete([small.fills])

    keep(window, "Future")

    first, second = rows(window)
    assert asked(window).asked[0] == ("keep_version", "Version 1")
    assert first[1:4] == ["Future", "Ann", "1 removed, 1 reworded"]
    assert (second[1], second[4]) == ("Current", "as agreed")
    assert second[0] == Texts().day(date(2026, 11, 23))


def test_restoring_says_first_what_is_kept_and_is_one_undo_step(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    keep(window, "Current")
    small.editor.rename(small.reads, "Otherwise")
    pick(window, "Current")
    asked(window).answer(confirm=True)

    trigger(window, "version.restore")
    settle(window)

    question = asked(window).asked[-1][1]
    assert question[0] == "Restore “Current”?" and "“Before restoring “Current””" in question[1]
    assert small.document.need(Card, small.reads).title == "Reads the letter"
    assert [row[1] for row in rows(window)] == ["Before restoring “Current”", "Current"]
    trigger(window, "undo")
    assert small.document.need(Card, small.reads).title == "Otherwise"


def test_del_in_the_list_deletes_the_version_and_not_what_is_selected_on_the_map(
    there: tuple[DocumentWindow, Small],
) -> None:
    window, small = there
    keep(window, "Current")
    window.workspace.selection.set((small.reads,))
    pick(window, "Current")
    window.main.versions.take_focus()
    asked(window).answer(confirm=True)

    trigger(window, "delete")
    settle(window)

    assert rows(window) == [] and small.reads in small.document


def test_enter_compares_with_the_present_and_keeps_abreast_of_edits(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    keep(window, "Current")
    small.editor.rename(small.reads, "Reads it twice")
    pick(window, "Current")

    qtbot.keyClick(window.main.versions.list, KEY.Key_Return)
    settle(window)
    before = differences(window)
    small.editor.delete([small.fills])
    settle(window)

    view = window.main.versions.compare_view
    assert before == [("Reworded", "Card", "Reads it twice")]
    assert ("Removed", "Card", "Fills in the form") in differences(window)
    assert view.head.text() == "From “Current” to “now”"
    assert "“Reads the letter” → “Reads it twice”" in view.text()
    assert [item.text(0) for item in view.figures.items()][:2] == ["Costs a year", "Cost to serve a year"]


def test_choosing_a_difference_shows_its_card_on_the_map(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    keep(window, "Current")
    small.editor.rename(small.explains, "Explains it well")
    pick(window, "Current")
    trigger(window, "version.compare")
    settle(window)

    (item,) = window.main.versions.compare_view.tree.items()
    item.setSelected(True)

    assert window.workspace.selection.current == small.explains


def test_two_versions_are_compared_with_one_another(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    keep(window, "Current")
    small.editor.rename(small.reads, "Second")
    keep(window, "Future")
    small.editor.rename(small.fills, "Third")
    pick(window, "Current", "Future")

    trigger(window, "version.compare")
    settle(window)

    assert differences(window) == [("Reworded", "Card", "Second")]


def test_another_file_is_compared_and_one_that_cannot_be_read_is_said_so(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    window, small = there
    file, broken = tmp_path / "theirs.throughline", tmp_path / "broken.throughline"
    window.session.save_copy(file)
    broken.write_bytes(b"nothing")
    small.editor.rename(small.reads, "Ours")
    asked(window).answer(open_path=broken)
    asked(window).answer(open_path=file)

    trigger(window, "version.compare_file")
    trigger(window, "version.compare_file")
    settle(window)

    assert "broken.throughline" in next(about for name, about in asked(window).asked if name == "tell")
    assert differences(window) == [("Reworded", "Card", "Ours")]
    assert window.main.versions.compare_view.head.text() == "From “theirs.throughline” to “now”"


def test_the_overlay_opens_by_itself_with_marks_and_can_neither_be_saved_nor_exported(
    there: tuple[DocumentWindow, Small],
) -> None:
    window, small = there
    keep(window, "Current")
    small.editor.delete([small.fills])
    pick(window, "Current")
    trigger(window, "version.compare")
    settle(window)

    trigger(window, "version.overlay")

    other = window.desktop.windows[-1]
    assert other is not window and other.session.read_only and not other.pristine
    marked = [piece for piece in other.workspace.drawing.pieces(None, (Layer.CARD,)) if piece.kind == "change"]
    assert [(piece.id, piece.text) for piece in marked] == [(small.fills, "removed")]
    assert not other.file.save() and not other.file.save_as()
    trigger(other, "export")
    assert asked(other).asked == []


def test_what_is_compared_is_printed(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, small = there
    trigger(window, "version.print")
    assert window.main.statusBar().currentMessage() == window.texts("window.versions.compare_first")
    keep(window, "Monday")
    small.editor.rename(small.reads, "Reads it twice")
    pick(window, "Monday")
    trigger(window, "version.compare")
    settle(window)
    asked(window).answer(save_path=tmp_path / "delta.pdf")

    window.main.versions.compare_view.print_button.click()
    while window.file.exports.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    words = pypdf.PdfReader(tmp_path / "delta.pdf").pages[0].extract_text()
    assert "From “Monday” to “now”" in words and "Reads it twice" in words
    assert asked(window).asked[-1][1][1] == "Small compared.pdf"


def test_an_old_version_opens_to_be_read_and_may_be_saved_as_a_file(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    window, small = there
    keep(window, "Current")
    small.editor.delete([small.fills])
    pick(window, "Current")

    trigger(window, "version.open")

    other = window.desktop.windows[-1]
    assert small.fills in other.session.document and other.session.read_only
    asked(other).answer(save_path=tmp_path / "old.throughline")
    assert other.file.save()
    again = Session.open(tmp_path / "old.throughline", window.desktop.context, tmp_path / "home2", read_only=True)
    assert small.fills in again.document


def test_exporting_a_version_offers_that_version(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    keep(window, "Current")
    small.editor.delete([small.fills])
    pick(window, "Current")
    asked(window).answer(export=None)

    trigger(window, "version.export")

    (offer, suggested) = asked(window).asked[-1][1]
    assert small.fills in offer.document and suggested.endswith("Current")


def test_escape_goes_back_to_the_map_and_nothing_picked_is_said(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, _ = there
    settle(window)

    trigger(window, "version.open")
    qtbot.keyClick(window.main.versions.list, KEY.Key_Escape)

    assert window.main.statusBar().currentMessage() == "Select a version first."
    assert holds(window.main.canvas, window.main.focusWidget())


def test_the_dialog_suggests_a_name_and_screen_readers_hear_every_part(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, _ = there
    dialog = KeepDialog(Texts(), "Version 3", None)
    qtbot.addWidget(dialog)

    dialog.name.clear()
    dialog.note.setText(" for the board ")

    assert dialog.choice == ("Version 3", "for the board")
    panel = window.main.versions
    parts = (panel.list, panel.compare_view.tree, panel.compare_view.figures, dialog.name, dialog.note)
    assert all(part.accessibleName() for part in parts)
