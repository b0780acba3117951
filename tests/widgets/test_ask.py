"""The dialogs themselves: each button gives its answer, and nothing hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from exporters import registry
from model.errors import KnownError
from model.messages import message
from model.texts import Texts
from tests.widgets.support import Small
from widgets.ask import Answer, Ask, Beginning
from widgets.dialogs import NewDialog
from widgets.export.dialog import ExportDialog
from widgets.export.offer import Choice, Export, Offer, Preset
from widgets.progress import Cancelled, run_beside

T = TypeVar("T")
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
TEXTS = Texts()
LOOK_MS = 20


@pytest.fixture
def ask(qapp: QApplication) -> Iterator[Ask]:
    # The last window that another test closed asks the program to end, which would end a dialog's loop unasked.
    qapp.setQuitOnLastWindowClosed(False)
    QCoreApplication.removePostedEvents(qapp, QEvent.Type.Quit)
    yield Ask(TEXTS)
    for widget in qapp.topLevelWidgets():
        widget.close()


def pressing(words: str, act: Callable[[], T]) -> T:
    """What an act answers when the button with these words is pressed in the dialog it opens."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        buttons = {} if dialog is None else {button.text(): button for button in dialog.findChildren(QPushButton)}
        if words in buttons:
            buttons[words].click()
        else:
            QTimer.singleShot(LOOK_MS, press)

    QTimer.singleShot(LOOK_MS, press)
    return act()


@pytest.mark.parametrize(
    ("button", "answer"), [("Save", Answer.SAVE), ("Discard", Answer.DISCARD), ("Cancel", Answer.CANCEL)]
)
def test_unsaved_edits(ask: Ask, button: str, answer: Answer) -> None:
    assert pressing(button, lambda: ask.unsaved("Map")) is answer


def test_a_file_written_by_another(ask: Ask) -> None:
    said = message("store.changed_on_disk", file="map.throughline")

    assert pressing("Overwrite, keep a backup", lambda: ask.overwrite(said)) is Answer.SAVE
    assert pressing("Save a copy…", lambda: ask.overwrite(said)) is Answer.DISCARD
    assert pressing("Cancel", lambda: ask.overwrite(said)) is Answer.CANCEL


def test_what_a_crash_left(ask: Ask) -> None:
    entries = [message("window.recover.entry", title="Map", where="map.throughline", n=3)]

    assert pressing("Recover", lambda: ask.recover(entries)) is Answer.SAVE
    assert pressing("Discard", lambda: ask.recover(entries)) is Answer.DISCARD
    assert pressing("Later", lambda: ask.recover(entries)) is Answer.CANCEL


def test_yes_or_no(ask: Ask) -> None:
    question = message("window.delete.question", n=1, name="Apply")

    assert pressing("Delete", lambda: ask.confirm(question, [message("window.goes.Card", n=2)])) is True
    assert pressing("Cancel", lambda: ask.confirm(question, [])) is False


def test_telling(ask: Ask) -> None:
    pressing("OK", lambda: ask.tell(message("window.said.no_file")))
    pressing("OK", lambda: ask.report(message("window.export.findings"), [("map.pdf", ["One line"])]))


def test_a_new_document(ask: Ask) -> None:
    templates, samples = ("service", "employee"), ("permit",)

    assert pressing("Create", lambda: ask.beginning(templates, samples)) == Beginning("template", "service", "")
    assert pressing("Cancel", lambda: ask.beginning(templates, samples)) is None


def test_an_export_gets_its_suffix_and_every_option(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "map"), ""))

    offer = Offer(registry.exporters(), Small().document, lambda _choice: None)
    chosen = pressing("Export…", lambda: ask.export(offer, "Map"))

    first = registry.exporters()[0]
    options = {option.name: option.default for option in first.options}
    assert chosen == Export(Choice(first.name, options), tmp_path / f"map{first.suffix}")


@pytest.mark.parametrize(
    ("chosen", "typed", "written", "form"),
    [
        ("svg", None, "Map.drawio.svg", "svg"),
        ("svg", "map", "map.drawio.svg", "svg"),
        ("svg", "map.drawio", "map.drawio", "drawio"),
        ("drawio", None, "Map.drawio", "drawio"),
        ("drawio", "map.drawio.svg", "map.drawio.svg", "svg"),
    ],
)
def test_what_is_in_a_file_fits_its_name(
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    chosen: str,
    typed: str | None,
    written: str,
    form: str,
) -> None:
    # given draw.io's form that was chosen, and a name that was typed, else the one that is proposed
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _parent, _title, name, _filter: (str(tmp_path / (typed or name)), "")
    )
    preset = Preset(message("window.export.presets.last"), Choice("drawio", {"form": chosen}))
    offer = Offer(registry.exporters(), Small().document, lambda _choice: None, (preset,))
    # when it is exported
    wanted = pressing("Export…", lambda: ask.export(offer, "Map"))
    # then the name says what is in it
    assert wanted is not None
    assert (wanted.path.name, wanted.choice.options["form"]) == (written, form)


@pytest.mark.usefixtures("qapp")
def test_work_beside_the_window_gives_its_result_or_its_error() -> None:
    said = message("window.export.busy", name="map.pdf")

    def fail() -> None:
        raise KnownError(message("window.said.no_file"))

    assert run_beside(lambda: 7, said, TEXTS, None) == 7
    with pytest.raises(KnownError):
        run_beside(fail, said, TEXTS, None)


def test_long_work_can_be_cancelled(ask: Ask) -> None:
    # given work that does not end by itself
    ended = Event()

    def work() -> None:
        ended.wait(60)

    # when the dialog that comes up is cancelled, then the wait is over before the work
    with pytest.raises(Cancelled):
        pressing(
            TEXTS("window.button.cancel"),
            lambda: run_beside(work, message("window.export.busy", name="map.pdf"), ask.texts, None),
        )
    ended.set()


def test_a_dialog_begins_in_its_fields_and_enter_means_its_button(qapp: QApplication) -> None:
    # given the dialog for a new document
    dialog = NewDialog(TEXTS, ("service",), ("permit",), None)
    dialog.show()
    dialog.activateWindow()
    qapp.processEvents()
    (field,) = dialog.findChildren(QLineEdit)
    # when Tab goes on from where it begins, a title with a space is typed and Enter pressed
    assert isinstance(dialog.focusWidget(), QListWidget)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is field
    QTest.keyClicks(field, "Borrowing a book")
    QTest.keyClick(field, Qt.Key.Key_Return)
    # then the document is made
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.choice[2] == "Borrowing a book"
    dialog.deleteLater()


def test_tab_goes_through_the_options_before_the_buttons(qapp: QApplication) -> None:
    # given the export dialog after another format was chosen
    dialog = ExportDialog(TEXTS, Offer(registry.exporters(), Small().document, lambda _choice: None), None)
    dialog.show()
    dialog.choose("svg")
    dialog.choose("pdf")
    qapp.processEvents()

    def ends(widget: QWidget) -> bool:
        return isinstance(widget, QPushButton) and not dialog.fields.isAncestorOf(widget)

    # when Tab is followed from the format on
    followed = [dialog.formats.nextInFocusChain()]
    while len(followed) < 200 and not ends(followed[-1]):
        followed.append(followed[-1].nextInFocusChain())
    options = dialog.fields.findChildren(QComboBox)
    # then every option comes before a button
    assert options and set(options) <= set(followed)
    assert dialog.page in followed
    dialog.reject()
    dialog.deleteLater()
