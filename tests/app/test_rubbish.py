"""Rubbish of long standing is looked for while the windows rest, and only then."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.gui import Desktop
from app.rubbish import _AWAY, Rubbish
from tests.widgets.window import close, desktop_at, opened

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def rubbish(qapp: QApplication) -> Iterator[Rubbish]:
    assert qapp is not None
    usual = gc.get_threshold()
    made = Rubbish()
    yield made
    made.unspare()
    made.rest()
    assert gc.get_threshold() == usual


def aged() -> weakref.ref[Knot]:
    """Rubbish that the young are no more looked through for."""
    knot = Knot()
    gc.collect(1)
    return weakref.ref(knot)


def made_much() -> list[list[int]]:
    """What takes the collector several rounds."""
    return [[number] for number in range(20_000)]


def test_the_old_are_not_looked_through_while_much_is_made(rubbish: Rubbish) -> None:
    rubbish.spare()
    knot = aged()

    kept = [made_much() for _ in range(40)]
    rubbish.look()

    assert kept and knot() is not None


@pytest.mark.parametrize(("away", "found"), [(True, True), (False, False)])
def test_they_are_now_and_then_while_the_person_is_away(
    rubbish: Rubbish, monkeypatch: pytest.MonkeyPatch, away: bool, found: bool
) -> None:
    monkeypatch.setattr("app.rubbish._away", lambda: away)
    knot = weakref.ref(Knot())
    rubbish.spare()

    kept = []
    for _ in range(_AWAY + 1):
        kept.append(made_much())
        rubbish.look()
        rubbish.look()

    assert kept and (knot() is None) is found


def test_what_was_made_since_is_looked_through_at_the_next_rest(rubbish: Rubbish) -> None:
    rubbish.spare()
    knot = aged()
    kept = made_much()

    rubbish.look()
    rubbish.look()

    assert kept and knot() is None


def test_what_is_too_much_to_be_looked_through_is_spared(rubbish: Rubbish) -> None:
    rubbish.spare()
    knot = aged()
    kept = [made_much() for _ in range(4)]

    rubbish.look()
    rubbish.look()

    assert kept and knot() is not None and gc.get_freeze_count() > 0


def test_what_was_spared_is_looked_through_when_it_is_needed_no_more(rubbish: Rubbish) -> None:
    knot = weakref.ref(Knot())
    rubbish.spare()
    rubbish.look()
    rubbish.look()
    assert knot() is not None

    rubbish.unspare()
    rubbish.look()
    rubbish.look()

    assert knot() is None and gc.get_freeze_count() > 0


def test_a_process_without_windows_collects_as_usual(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    usual = gc.get_threshold()
    with desktop_at(tmp_path / "home") as desktop:
        assert isinstance(desktop, Desktop)
        window, _ = opened(desktop)
        window.main.canvas.idle.finish()
        assert gc.get_threshold()[2] > usual[2]

        close(window)

    assert gc.get_threshold() == usual
