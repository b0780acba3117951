"""The window and passphrases: set, asked for, changed, removed, and asked for again after a crash."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressDialog, QPushButton

from app.gui import Desktop
from app.session import Session
from app.window import DocumentWindow
from model.elements import Card
from model.store import protection, reading
from model.store.files import Files
from model.store.protection import Key, Locked, new_key
from tests.model.store.builders import die
from tests.widgets.support import Scripted, Small
from tests.widgets.window import asked, close, opened, trigger
from widgets.ask import Answer
from widgets.passphrase import NewPassphraseDialog, PassphraseDialog

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.usefixtures("cheap_keys")]
WORDS = "open sesame"


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


class Deriving:
    """The derivation of a key, which waits to be let on; `pressed`: what a person presses meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, pressed: str = "") -> None:
        self.on, self.said, self.pressed = Event(), list[str](), pressed
        self._derive = protection._derive
        monkeypatch.setattr(protection, "_derive", self.wait)
        QTimer.singleShot(10, self.look)

    def wait(self, *about: Any) -> Key:
        assert self.on.wait(20)
        return self._derive(*about)

    def look(self) -> None:
        """In the window's thread, which is free: wait for the dialog that says what is done."""
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QProgressDialog) and dialog.isVisible():
                self.said += [label.text() for label in dialog.findChildren(QLabel)]
                if self.pressed:
                    next(each for each in dialog.findChildren(QPushButton) if each.text() == self.pressed).click()
                else:
                    self.on.set()
                return
        QTimer.singleShot(10, self.look)


def test_the_window_lives_while_a_key_is_derived(
    there: tuple[DocumentWindow, Small], desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(there[0])
    window, _ = opened(desktop)
    asked(window).answer(passphrase=WORDS)
    deriving = Deriving(monkeypatch)

    window.file.open_path(tmp_path / "map.throughline")

    assert deriving.said == ["Opening map.throughline …"]
    assert desktop.windows[-1].session.title == "Small"


def test_who_does_not_wait_for_the_key_opens_nothing(
    there: tuple[DocumentWindow, Small], desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(there[0])
    window, _ = opened(desktop)
    asked(window).answer(passphrase=WORDS)
    deriving = Deriving(monkeypatch, pressed="Cancel")

    window.file.open_path(tmp_path / "map.throughline")
    deriving.on.set()

    assert desktop.windows == [window] and window.session.path is None
    assert [name for name, _ in asked(window).asked] == ["passphrase"]


def test_who_does_not_wait_for_a_new_key_protects_nothing(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = opened(desktop)
    asked(window).answer(save_path=tmp_path / "map.throughline", new_passphrase=WORDS)
    trigger(window, "save")
    deriving = Deriving(monkeypatch, pressed="Cancel")

    trigger(window, "protect")
    deriving.on.set()

    assert deriving.said == ["Protecting Small …"]
    assert window.session.key is None
    assert reading.read(tmp_path / "map.throughline", Files()).key is None


def test_a_protected_copy_is_merged_by_its_passphrase(
    there: tuple[DocumentWindow, Small], desktop: Desktop, tmp_path: Path
) -> None:
    window, small = there
    copy, base = tmp_path / "copy.throughline", tmp_path / "base.throughline"
    for name in (copy, base):
        window.session.save_copy(name)
    other = Session.open(copy, desktop.context, tmp_path / "theirs", secret=WORDS)
    other.editor.rename(small.reads, "Theirs")
    other.protect(new_key("another"))
    other.save()
    other.close()
    asked(window).answer(open_path=copy, passphrase="another", confirm=True)
    asked(window).answer(open_path=base)

    trigger(window, "merge")

    assert small.document.need(Card, small.reads).title == "Theirs"
    assert [about for name, about in asked(window).asked if name == "passphrase"] == [("copy.throughline", False)]


def test_what_another_saved_under_the_same_passphrase_is_merged(
    there: tuple[DocumentWindow, Small], tmp_path: Path
) -> None:
    window, small = there
    path = tmp_path / "map.throughline"
    other = Session.open(path, window.desktop.context, tmp_path / "theirs", read_only=True, secret=WORDS)
    other.read_only = False
    other.editor.rename(small.fills, "Theirs")
    other.save(overwrite=True)
    other.close(discard=True)
    small.editor.rename(small.reads, "Mine")
    asked(window).answer(overwrite=Answer.MERGE)

    assert window.file.save() is True

    titles = {row.title for row in reading.read(path, Files(), WORDS).rows if isinstance(row, Card)}
    assert {"Mine", "Theirs"} <= titles


def test_a_protected_file_is_compared_by_its_passphrase(
    there: tuple[DocumentWindow, Small], desktop: Desktop, tmp_path: Path
) -> None:
    close(there[0])
    window, _ = opened(desktop)
    asked(window).answer(open_path=tmp_path / "map.throughline", passphrase=WORDS)

    trigger(window, "version.compare_file")
    QApplication.processEvents()
    while window.main.versions.waits:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    assert window.main.versions.compare_view.head.text() == "From “map.throughline” to “now”"


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
