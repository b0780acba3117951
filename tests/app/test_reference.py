"""Manual, glossary, palette and shortcut sheet: all made from the table of acts, and up to date."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.actions import ACTIONS, MENUS
from app.gui import Desktop
from app.reference import CHOICES, LINES, entry, glossary
from model.elements import Card, CardKind
from model.layout.drawing import Layer
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.window import asked, opened, trigger
from widgets.fuzzy import fit
from widgets.palette import Command, CommandPalette, ShortcutSheet, matching

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
DOCS = Path(__file__).parents[2] / "docs"
TEXTS = Texts()
KEY = Qt.Key
COMMANDS = [Command(*entry(spec, TEXTS)) for spec in ACTIONS]


def test_manual_and_glossary_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_manual", DOCS / "make_manual.py")
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)

    for name, text in maker.pages().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, "run: python docs/make_manual.py"


def test_every_act_has_a_title_a_place_and_one_sentence() -> None:
    for spec in ACTIONS:
        found = entry(spec, TEXTS)
        assert found.title and found.place and spec.menu.split("/")[0] in MENUS
        assert found.does.endswith(".") and found.does.count(". ") == 0, spec.id


def test_the_glossary_has_a_sentence_for_everything() -> None:
    page = glossary(TEXTS)

    for choices in CHOICES:
        for choice in choices:
            assert TEXTS(f"glossary.{choices.__name__}.{choice.value}") in page
    assert page.count("- **") == sum(map(len, CHOICES)) + len(LINES)
    assert len(LINES) == 3 and Layer.GRID


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("decis", "kind.decision"),
        ("add step", "add_step_after"),
        ("asb", "add_step_before"),
        ("wait", "mark.wait_point"),
        ("dark", "theme.dark"),
        ("ÉXPORT", "export"),
        ("insert back tech", "add_lane.backstage_tech"),
    ],
)
def test_a_few_letters_find_a_command(query: str, first: str) -> None:
    assert matching(query, COMMANDS)[0].id == first


def test_letters_must_all_be_there_in_order() -> None:
    assert fit("", "Save") == 0
    assert fit("vs", "Save") is None
    assert fit("savee", "Save") is None
    together, apart = fit("sav", "Save as"), fit("sas", "Save as")
    assert together is not None and apart is not None
    assert matching("zzqx", COMMANDS) == []


def test_what_cannot_be_done_now_comes_last() -> None:
    found = matching("a", [Command("x", "A", "M", "", "X.", ready=False), Command("y", "Ba", "M", "", "Y.")])

    assert [command.id for command in found] == ["y", "x"]


def test_the_palette_is_driven_by_the_keyboard_alone(qtbot: QtBot) -> None:
    palette = CommandPalette(TEXTS, COMMANDS, None)
    qtbot.addWidget(palette)
    palette.show()

    assert palette.list.topLevelItemCount() == len(COMMANDS)
    qtbot.keyClicks(palette.line, "point")
    first = palette.about.text()
    qtbot.keyClick(palette.line, KEY.Key_Down)
    assert palette.about.text() != first and first
    qtbot.keyClick(palette.line, KEY.Key_Up)
    qtbot.keyClick(palette.line, KEY.Key_Up)
    assert palette.about.text() == first
    qtbot.keyClick(palette.line, KEY.Key_Return)

    assert palette.chosen.startswith("mark.") and palette.result() == 1


def test_the_palette_runs_nothing_that_cannot_be_done_and_says_when_nothing_fits(qtbot: QtBot) -> None:
    palette = CommandPalette(TEXTS, [Command("x", "Undo", "Edit", "", "Undoes.", ready=False)], None)
    qtbot.addWidget(palette)

    qtbot.keyClick(palette.line, KEY.Key_Return)
    assert palette.chosen == "" and palette.result() == 0
    qtbot.keyClicks(palette.line, "q")

    assert palette.about.text() == TEXTS("window.palette.none")


def test_a_command_from_the_palette_is_done(desktop: Desktop) -> None:
    window, small = opened(desktop, Small())
    window.workspace.selection.set([small.reads])
    asked(window).answer(command="kind.idea")

    trigger(window, "palette")

    assert small.document.need(Card, small.reads).kind is CardKind.IDEA
    offered = asked(window).asked[-1][1]
    assert {command.id for command in offered} == {spec.id for spec in ACTIONS} - {"palette"}
    assert {command.id for command in offered if not command.ready} == {"undo", "redo"}


def test_the_sheet_searches_and_copies(desktop: Desktop, qtbot: QtBot) -> None:
    window, _ = opened(desktop, Small())
    trigger(window, "shortcuts")
    commands, text = asked(window).asked[-1][1]
    sheet = ShortcutSheet(TEXTS, commands, lambda: text, None)
    qtbot.addWidget(sheet)

    qtbot.keyClicks(sheet.line, "ctrl+k")
    heads = [sheet.list.topLevelItem(row) for row in range(sheet.list.topLevelItemCount())]
    seen = [h.child(row).text(0) for h in heads for row in range(h.childCount()) if not h.child(row).isHidden()]
    sheet.copy()

    assert seen == ["Command palette"]
    copied = QGuiApplication.clipboard().text()
    assert all(spec.shortcut in copied for spec in ACTIONS if spec.shortcut)
    assert "Shift+Enter" in copied


def test_the_words_are_the_readers(qtbot: QtBot) -> None:
    texts = Texts("pseudo")
    dialogs: list[QWidget] = [
        CommandPalette(texts, [Command(*entry(spec, texts)) for spec in ACTIONS], None),
        ShortcutSheet(texts, [Command(*entry(spec, texts)) for spec in ACTIONS], str, None),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)

    assert all("[" in dialog.windowTitle() for dialog in dialogs)
