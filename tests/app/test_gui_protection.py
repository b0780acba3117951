"""The window and passphrases: set, asked for, changed, removed, and asked for again after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.gui import Desktop
from app.window import DocumentWindow
from model.store import protection, reading
from model.store.files import Files
from model.store.protection import Cost, Locked
from tests.model.store.builders import die
from tests.widgets.support import Scripted, Small
from tests.widgets.window import asked, close, desktop_at, opened, trigger
from widgets.ask import Answer
from widgets.passphrase import NewPassphraseDialog, PassphraseDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
WORDS = "open sesame"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection, "COST", Cost(log=10))


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    assert qapp is not None
    with desktop_at(tmp_path / "home") as made:
        yield made


@pytest.fixture
def there(desktop: Desktop, tmp_path: Path) -> tuple[DocumentWindow, Small]:
    """A document saved to a file, then protected."""
    window, small = opened(desktop)
    asked(window).answer(save_path=tmp_path / "map.throughline", new_passphrase=WORDS)
    trigger(window, "save")
    trigger(window, "protect")
    return window, small


def test_protecting_saves_the_file_and_shows_in_the_title(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, _ = there

    assert "(protected)" in window.main.windowTitle()
    assert not window.main.isWindowModified()
    with pytest.raises(Locked):
        reading.read(tmp_path / "map.throughline", Files())


def test_opening_asks_until_the_passphrase_is_right(
    there: tuple[DocumentWindow, Small], desktop: Desktop, tmp_path: Path
) -> None:
    close(there[0])
    window, _ = opened(desktop)
    for passphrase in ("wrong", WORDS):
        asked(window).answer(passphrase=passphrase)

    window.file.open_path(tmp_path / "map.throughline")

    assert [about for name, about in asked(window).asked if name == "passphrase"] == [
        ("map.throughline", False),
        ("map.throughline", True),
    ]
    assert desktop.windows[-1].session.title == "Small"


def test_whoever_gives_up_opens_nothing(there: tuple[DocumentWindow, Small], desktop: Desktop, tmp_path: Path) -> None:
    close(there[0])
    window, _ = opened(desktop)
    asked(window).answer(passphrase=None)

    window.file.open_path(tmp_path / "map.throughline")

    assert desktop.windows == [window]
    assert window.session.path is None
    assert [name for name, _ in asked(window).asked] == ["passphrase"]


def test_a_passphrase_is_removed_after_a_question(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, _ = there
    asked(window).answer(confirm=False)
    trigger(window, "unprotect")
    assert window.session.key is not None

    asked(window).answer(confirm=True)
    trigger(window, "unprotect")

    assert "(protected)" not in window.main.windowTitle()
    assert reading.read(tmp_path / "map.throughline", Files()).key is None


def test_protecting_a_document_without_a_file_waits_for_the_save(desktop: Desktop) -> None:
    window, _ = opened(desktop)
    asked(window).answer(new_passphrase=WORDS)

    trigger(window, "protect")

    assert window.main.isWindowModified()
    assert "(protected)" in window.main.windowTitle()


def test_recovery_of_a_protected_document_asks_for_its_passphrase(
    there: tuple[DocumentWindow, Small], desktop: Desktop
) -> None:
    window, small = there
    small.editor.rename(small.reads, "Secret")
    die(window.session)
    window.session._working = None
    scripted = Scripted(desktop.texts)
    scripted.answer(recover=Answer.SAVE, passphrase=WORDS)
    next_start = Desktop(desktop.context, desktop.home, lambda *_: scripted)

    (session,) = next_start.offer_recovery()

    assert "protected with a passphrase (1 edit)" in scripted.asked[0][1][0]
    assert "Small" not in scripted.asked[0][1][0]
    assert scripted.asked[1] == ("passphrase", ("map.throughline", False))
    assert session.title == "Small"
    session.close(discard=True)


def test_the_recent_files_tell_only_the_name(there: tuple[DocumentWindow, Small], desktop: Desktop) -> None:
    there[0].session.editor.rename(there[1].reads, "Secret")

    for path in desktop.home.rglob("*"):
        assert path.is_dir() or (b"Secret" not in path.read_bytes() and b"Small" not in path.read_bytes()), path


def test_the_dialogs_want_a_passphrase_twice_and_show_none(desktop: Desktop) -> None:
    dialog = NewPassphraseDialog(desktop.texts, "Permit", None)
    first, again = dialog.findChildren(QLineEdit)
    assert not dialog.yes.isEnabled()

    first.setText(WORDS)
    again.setText("open barley")
    assert not dialog.yes.isEnabled()
    assert desktop.texts("passphrase.differ") in [label.text() for label in dialog.findChildren(QLabel)]
    again.setText(WORDS)

    assert dialog.yes.isEnabled() and dialog.passphrase == WORDS
    assert first.displayText() != WORDS
    assert any("Nobody can recover" in label.text() for label in dialog.findChildren(QLabel))
    dialog.deleteLater()


def test_the_question_names_the_file_as_plain_text(desktop: Desktop) -> None:
    dialog = PassphraseDialog(desktop.texts, "<b>map</b>.throughline", True, None)
    said = [label.text() for label in dialog.findChildren(QLabel)]

    assert said == ["<b>map</b>.throughline is protected with a passphrase.", "That was not its passphrase. Try again."]
    assert not dialog.yes.isEnabled()
    dialog.deleteLater()
