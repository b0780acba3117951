"""No English in the window: with the pseudo locale every word is in brackets, or is the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QTreeView,
    QWidget,
)

from app.actions import ACTIONS
from app.export_offer import Source, offer
from app.gui import Desktop, qt_words
from app.reference import entry
from app.window import DocumentWindow
from exporters import registry
from model.elements import Card, Lane, Link, Stage, Step
from model.kinds import kind_of
from model.messages import message
from tests.widgets.support import Small
from tests.widgets.window import desktop_at
from widgets.dialogs import NewDialog, ReportDialog
from widgets.export.dialog import ExportDialog
from widgets.guide import Guide
from widgets.import_dialogs import PartsDialog
from widgets.palette import Command, CommandPalette, ShortcutSheet
from widgets.start import StartDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    assert qapp is not None
    with desktop_at(tmp_path, "pseudo") as made:
        yield made


def own_words(window: DocumentWindow) -> set[str]:
    """Every text the document holds, as shown: titles, names, notes, and words on the map."""
    found: set[str] = set()
    for row in window.session.document.rows():
        for field in kind_of(row).fields:
            value = getattr(row, field.name)
            if isinstance(value, str) and value:
                found |= {value, value.replace("\n", " ")}
    return found


def english(text: str, own: set[str]) -> str:
    """What is left of a text without bracketed words and the document's own."""
    rest = text.replace("&", "")
    if rest in own:
        return ""
    count = 1
    while count:
        rest, count = _BRACKETED.subn("", rest)
    return rest if _LETTERS.search(rest) else ""


def words_of(widget: QWidget) -> Iterator[str]:
    """Every text of one widget a person can see or hear."""
    yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        yield from (widget.toPlainText(), widget.placeholderText())
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
        yield widget.placeholderText()
    if isinstance(widget, QListWidget):
        yield from (widget.item(row).text() for row in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    if isinstance(widget, QDockWidget | QDialog):
        yield widget.windowTitle()
    if isinstance(widget, QTreeView):
        model = widget.model()
        stack = [model.index(row, 0) for row in range(model.rowCount())]
        while stack:
            index = stack.pop()
            yield str(index.data())
            stack += [model.index(row, 0, index) for row in range(model.rowCount(index))]


def found_in(root: QWidget, own: set[str]) -> set[str]:
    """The English of a widget, of all below it that can be shown, and of its actions."""
    below = (widget for widget in root.findChildren(QWidget) if isinstance(widget, QMenu) or not widget.isHidden())
    widgets = [root, *below]
    texts = [text for widget in widgets for text in words_of(widget)]
    for action in root.findChildren(QAction):
        texts += [action.text(), action.iconText(), action.toolTip(), action.statusTip()]
    return {text for text in texts if english(text, own)}


@pytest.mark.usefixtures("qapp")
def test_a_literal_would_be_found() -> None:
    assert english("Save", set()) == "Save"
    assert english("[Šáve] now", set())
    assert not english("[Šáve &ás…]", set())
    assert not english("[Ünđo [Móve cárđ]]", set())
    assert found_in(QLabel("Card"), set()) == {"Card"}
    assert not found_in(QLabel("Card"), {"Card"})


@pytest.mark.parametrize(
    ("locale", "copy", "direction"),
    [
        ("de-CH", "&Kopieren", Qt.LayoutDirection.LeftToRight),
        ("ar_EG", "ا&نسخ", Qt.LayoutDirection.RightToLeft),
        ("fa-IR", "", Qt.LayoutDirection.LeftToRight),
    ],
)
def test_the_words_of_qt_are_in_the_language_of_ours(
    qapp: QApplication, tmp_path: Path, locale: str, copy: str, direction: Qt.LayoutDirection
) -> None:
    """A region is no language of its own; where we speak English, so does Qt, and from the left."""
    with desktop_at(tmp_path, locale) as desktop:
        words = qt_words(QLocale(desktop.texts.locale), qapp)

        assert words is not None
        assert words.translate("QWidgetTextControl", "&Copy") == copy
        assert qapp.layoutDirection() is direction

    with desktop_at(tmp_path, "en"):
        assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_the_window_holds_no_english(desktop: Desktop) -> None:
    window = desktop.show(desktop.sample("permit"))
    document, editor = window.session.document, window.session.editor
    first = next(iter(document.table(Card)))
    editor.rename(first, "Renamed")
    editor.move_cards([first], None, None)
    editor.undo()
    own = own_words(window) | {"Renamed"}
    left: set[str] = set()

    for kind in (Card, Link, Step, Stage, Lane):
        for id in list(document.table(kind))[:2]:
            window.workspace.selection.set([id])
            left |= found_in(window.main, own)
    window.workspace.selection.set(list(document.table(Card))[:3])
    left |= found_in(window.main, own)
    window.workspace.selection.clear()
    left |= found_in(window.main, own)
    for kind_name in ("card", "cell", "step", "stage", "lane", "link", "title"):
        left |= found_in(window.menus.context(kind_name), own)

    assert "[" in window.main.windowTitle() and not english(window.main.windowTitle().replace("[*]", ""), own)
    assert left <= {"pseudo", "en", "EUR"}


def test_every_message_of_the_window_renders(desktop: Desktop) -> None:
    window = desktop.show(desktop.sample("permit"))
    said: list[str] = []
    window.main.statusBar().messageChanged.connect(said.append)
    window.workspace.selection.clear()
    card = next(iter(window.session.document.table(Card)))

    window.main.about()
    window.file.revert()
    window.workspace.selection.set([card])
    window.main.acts.link()
    window.workspace.attempt(lambda: window.session.editor.add_link(card, card))

    assert len(said) == 4
    assert all(not english(text, set()) for text in said)


# What readers may ask for a part of.
PARTS = ("page", "diagram", "sheet", "scenario", "path", "language")
# What the small document itself says.
SMALL = ("Small", "Before", "After")


def test_the_dialogs_hold_no_english(desktop: Desktop) -> None:
    texts = desktop.texts
    commands = [Command(*entry(spec, texts)) for spec in ACTIONS]
    dialogs: list[QDialog] = [
        NewDialog(texts, ("service", "employee"), ("permit", "outpatient"), None),
        ReportDialog(texts, message("window.export.findings"), [("file.csv", ["[líne]"])], None),
        PartsDialog(texts, "[fíle]", [(part, (("1", "[á]"),), "1") for part in PARTS], None),
        CommandPalette(texts, commands, None),
        ShortcutSheet(texts, commands, str, None),
        StartDialog(texts, [], ("service", "employee"), ("permit", "outpatient"), None),
        Guide(Small().workspace("pseudo"), None),
    ]
    for format in registry.exporters():
        offered = offer(Source(Small().document, desktop.context), texts)
        dialog = ExportDialog(texts, offered, None)
        dialog.choose(format.name)
        while dialog.waits:
            QApplication.processEvents()
        dialogs.append(dialog)
    papers = {choice for each in registry.exporters() for option in each.options for choice in option.choices}
    defaults = {option.default for each in registry.exporters() for option in each.options}

    left = {text for dialog in dialogs for text in found_in(dialog, papers | defaults | {*SMALL, "file.csv\n[líne]"})}
    for dialog in dialogs:
        dialog.reject()
        dialog.deleteLater()

    assert not left
