"""The View menu: themes and densities, kept and followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app import gui, settings
from app.actions import ACTIONS
from app.gui import Desktop
from app.settings import Settings
from app.window import DocumentWindow
from model.elements import Cadence, Card, Review
from model.layout.drawing import TEXT, Layer
from model.layout.theme import load_theme, themes
from model.layout.view import Density
from tests.widgets.support import Small, shown
from tests.widgets.window import desktop_at, opened, trigger
from widgets.canvas.canvas import Canvas

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def corner(canvas: Canvas) -> str:
    """The colour of the paper, as painted."""
    return canvas.title.grab().toImage().pixelColor(2, 2).name()


def texts_on(canvas: Canvas) -> int:
    """How many lines of text the cards show."""
    pieces = canvas.workspace.drawing.pieces(None, (Layer.CARD,))
    return sum(primitive[0] == TEXT for piece in pieces for primitive in piece.primitives)


def ticked(window: DocumentWindow, prefix: str) -> list[str]:
    window.menus.context("cell")
    for spec in ACTIONS:
        if spec.id.startswith(prefix):
            window.menus.actions[spec.id].setChecked(window._holds(spec.holds, spec.argument))
    return [id for id, action in window.menus.actions.items() if id.startswith(prefix) and action.isChecked()]


def test_every_theme_and_density_is_in_the_menu() -> None:
    ids = {spec.id for spec in ACTIONS}

    assert {f"theme.{name}" for name in ("system", *themes())} <= ids
    assert {f"density.{density}" for density in Density} <= ids


@pytest.mark.parametrize("locale", ["en", "de"])
def test_a_card_is_no_wider_than_the_inspector(qapp: QApplication, tmp_path: Path, locale: str) -> None:
    with desktop_at(tmp_path / "home", locale) as desktop:
        window, small = opened(desktop)
        window.workspace.selection.set([small.reads])
        qapp.processEvents()

        inspector = window.main.inspector

        assert inspector.widget().minimumSizeHint().width() <= inspector.viewport().width()


def test_a_language_is_kept_for_the_next_start(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there

    trigger(window, "language.de")

    assert settings.load(window.desktop.home).language == "de"
    assert window.view.holds("language", "de")
    assert window.main.statusBar().currentMessage() == window.texts("window.said.language")

    trigger(window, "language.system")

    assert settings.load(window.desktop.home).language == ""
    assert window.view.holds("language", "system")


@pytest.mark.parametrize("name", ["dark", "projector", "light"])
def test_a_theme_dresses_map_and_window_and_is_kept(there: tuple[DocumentWindow, Small], name: str) -> None:
    window, small = there
    second, _ = opened(window.desktop, Small())
    before = window.desktop.theme
    window.workspace.selection.set([small.reads])

    trigger(window, "theme.dark")
    trigger(window, f"theme.{name}")

    theme = load_theme(name)
    for each in (window, second):
        assert each.workspace.theme is theme
        assert corner(each.main.canvas) == theme.colour("paper")
        assert each.main.canvas.view.backgroundBrush().color().name() == theme.colour("paper")
        assert each.main.palette().color(QPalette.ColorRole.Window).name() == theme.colour("paper")
    assert settings.load(window.desktop.home).theme == name
    assert ticked(window, "theme") == [f"theme.{name}"]
    assert window.workspace.selection.ids == (small.reads,)
    assert small.history.can_undo is None
    assert before.name == "light"


def test_without_a_choice_the_system_is_followed_live(
    there: tuple[DocumentWindow, Small], qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = there

    def system(dark: bool) -> None:
        monkeypatch.setattr(gui, "system_is_dark", lambda: dark)
        scheme = Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light
        qapp.styleHints().colorSchemeChanged.emit(scheme)

    assert window.workspace.theme.name == "light"

    system(dark=True)
    assert window.workspace.theme.name == "dark"
    trigger(window, "theme.projector")
    system(dark=False)
    assert window.workspace.theme.name == "projector"
    trigger(window, "theme.system")

    assert window.workspace.theme.name == "light"
    assert ticked(window, "theme") == ["theme.system"]


@pytest.mark.usefixtures("qapp")
def test_a_theme_that_is_no_longer_there_is_the_systems(tmp_path: Path) -> None:
    settings.save(Settings(theme="plush", density="heaps"), tmp_path / "home")

    with desktop_at(tmp_path / "home") as desktop:
        assert desktop.theme.name == "light"
        assert desktop.view.density is Density.ALL


def test_density_takes_things_off_the_cards_and_is_kept(desktop: Desktop) -> None:
    window = desktop.show(desktop.sample("permit"))
    canvas = shown(window.main.canvas)
    card = next(id for id in window.session.document.table(Card))
    counts = {}
    for density in ("text", "people", "all"):
        trigger(window, f"density.{density}")
        counts[density] = texts_on(canvas)
        assert canvas.workspace.drawing.box(card) is not None

    assert counts["text"] < counts["people"] < counts["all"]
    trigger(window, "density.text")
    assert settings.load(desktop.home).density == "text"
    assert texts_on(desktop.show(desktop.sample("permit")).main.canvas) == counts["text"]
    assert ticked(window, "density") == ["density.text"]


def test_a_blueprint_past_its_review_says_so_when_it_is_opened(desktop: Desktop) -> None:
    # R19: monthly, last reviewed on 22 October; due on 22 November, and today is the 23rd.
    small = Small()
    small.editor.edit(small.document.blueprint.id, cadence=Cadence.MONTHLY)
    small.editor.add(Review, blueprint=small.document.blueprint.id, held=date(2026, 10, 22))

    window, _ = opened(desktop, small)

    assert "due for review on 22 Nov 2026" in window.main.middle.warning
