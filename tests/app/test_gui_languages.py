"""Languages in the window: texts typed beside one another, what is missing, and the map in each."""

from __future__ import annotations

import pytest

from app.export_offer import Source, offer
from app.gui import Desktop
from app.window import DocumentWindow
from model.elements import Translation
from model.layout.drawing import Layer
from model.messages import Message, message
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.window import opened, trigger

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def typed(window: DocumentWindow, text: str, said: str) -> None:
    """Type a translation beside a text."""
    dialog = window.language.dialog
    assert dialog is not None
    rows = [row for row in range(dialog.table.rowCount()) if _cell(window, row, 1) == text]
    item = dialog.table.item(rows[0], 2)
    assert item is not None
    item.setText(said)


def _cell(window: DocumentWindow, row: int, column: int) -> str:
    dialog = window.language.dialog
    item = None if dialog is None else dialog.table.item(row, column)
    return "" if item is None else item.text()


def words(window: DocumentWindow) -> str:
    """What the cards of the map say."""
    return " | ".join(piece.text for piece in window.workspace.drawing.pieces(layers=(Layer.CARD,)))


def in_german(desktop: Desktop) -> tuple[DocumentWindow, Small]:
    """A window whose table of texts has one card in German."""
    window, small = opened(desktop)
    trigger(window, "language.table")
    dialog = window.language.dialog
    assert dialog is not None
    dialog.language.setEditText("de")
    typed(window, "Reads the letter", "Liest den Brief")
    return window, small


def test_a_translation_is_typed_changed_and_taken_back_beside_its_text(desktop: Desktop) -> None:
    # given one text that is translated
    window, small = in_german(desktop)
    dialog = window.language.dialog
    assert dialog is not None
    left = dialog.table.rowCount() - 1
    assert dialog.count.text() == f"{left} texts are missing"
    # when it is changed, then there is still one row for it; when it is emptied, none
    typed(window, "Reads the letter", "Liest ihn")
    assert [row.text for row in small.document.where(Translation)] == ["Liest ihn"]
    typed(window, "Reads the letter", "")
    assert not small.document.table(Translation)
    # when that is undone, then the table shows it
    trigger(window, "undo")
    assert "Liest ihn" in [_cell(window, row, 2) for row in range(dialog.table.rowCount())]
    # when only what is missing is wanted, then it is not among it
    dialog.only_missing.setChecked(True)
    assert dialog.table.rowCount() == left
    dialog.close()
    assert window.language.dialog is None


def test_the_map_goes_from_language_to_language_and_follows_edits_in_each(desktop: Desktop) -> None:
    # given a map that is partly in German
    window, small = in_german(desktop)
    # when the next language is asked for
    trigger(window, "language.next")
    # then the map is in German, also of what is edited and translated now
    assert "Liest den Brief" in words(window) and "Reads the letter" not in words(window)
    window.workspace.editor.rename(small.explains, "Answers")
    typed(window, "Fills in the form", "Füllt es aus")
    assert "Answers" in words(window) and "Füllt es aus" in words(window)
    # when it is asked for again, then it is in its own language
    trigger(window, "language.next")
    assert "Reads the letter" in words(window) and "Liest" not in words(window)


def test_without_a_second_language_it_is_said_how_to_begin_one(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = opened(desktop)
    told: list[Message] = []
    monkeypatch.setattr(window.main, "say", told.append)
    trigger(window, "language.next")
    assert told == [message("translations.none")] and window.workspace.spoken is None


def test_the_export_dialog_proposes_the_languages_there_are(desktop: Desktop) -> None:
    # given a map that is partly in German
    window, small = in_german(desktop)
    # when the export is offered
    found = offer(Source(small.document.frozen(), desktop.context), Texts("en"))
    # then every format can be had in both
    for each in found.formats:
        (option,) = (option for option in each.options if option.name == "language")
        assert option.choices == ("", "en", "de")
    assert message("translations.option") == option.label
