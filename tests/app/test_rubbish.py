"""Rubbish is looked for in the windows' thread alone, and that of long standing only while the windows rest."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Event, Thread, current_thread, main_thread
from time import sleep

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from app.rubbish import _AWAY, _MUCH, _STILL, Rubbish
from tests.widgets.window import close, opened

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Knot:
    """Holds itself, and what else it is given."""

    def __init__(self, other: object = None) -> None:
        self.itself = self
        self.other = other


@pytest.fixture
def rubbish(qapp: QApplication) -> Iterator[Rubbish]:
    assert qapp is not None
    made = Rubbish()
    made.begin()
    yield made
    made.unspare()
    made.rest()


class Rounds:
    """How many objects the largest round of the collector found to look through, of all it looked through."""

    def __init__(self) -> None:
        self.most = 0
        gc.callbacks.append(self._note)

    def end(self) -> None:
        gc.callbacks.remove(self._note)

    def _note(self, phase: str, told: dict[str, int]) -> None:
        if phase == "start" and told["generation"] == 2:
            self.most = max(self.most, len(gc.get_objects()))


def aged() -> weakref.ref[Knot]:
    """Rubbish that the young are no more looked through for."""
    knot = Knot()
    gc.collect(1)
    return weakref.ref(knot)


def made_much(rubbish: Rubbish) -> list[list[int]]:
    """What takes the collector several rounds."""
    made: list[list[int]] = []
    for _ in range(25):
        made += [[number] for number in range(800)]
        rubbish.look_through_young()
    return made


def test_the_old_are_not_looked_through_while_much_is_made(rubbish: Rubbish) -> None:
    rubbish.spare()
    knot = aged()
    rounds = Rounds()

    kept = [made_much(rubbish) for _ in range(40)]
    rubbish.look()
    rounds.end()

    assert kept and knot() is not None and rounds.most < 2 * _MUCH
    assert gc.get_freeze_count() > 25 * 800 * 30


def test_the_old_are_looked_through_once_while_somebody_works_without_a_pause(rubbish: Rubbish) -> None:
    rubbish.spare()
    knot = aged()

    for _ in range(40):
        assert made_much(rubbish)

    assert knot() is None and gc.get_freeze_count() > 0


def test_a_window_that_never_rests_does_not_grow_without_end(rubbish: Rubbish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.rubbish._MORE", 100_000)
    monkeypatch.setattr("app.rubbish._TIMES", 1.2)
    rubbish.spare()
    knot = weakref.ref(Knot())
    gc.freeze()

    kept, spared = [], gc.get_freeze_count()
    while gc.get_freeze_count() <= 2 * spared + 400_000:
        kept.append(made_much(rubbish))
        if knot() is None:
            break

    assert kept and knot() is None


def test_after_many_rests_all_is_looked_through_once_nobody_has_done_anything_for_long(
    rubbish: Rubbish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.rubbish._away", lambda: False)
    monkeypatch.setattr("app.rubbish._OFTEN", 2)
    knot = weakref.ref(Knot())
    rubbish.spare()
    kept = []
    for _ in range(3):
        kept.append(made_much(rubbish))
        rubbish.look()
        rubbish.look()
    assert knot() is not None

    for _ in range(_STILL + 1):
        rubbish.look()

    assert kept and knot() is None


@pytest.mark.parametrize(("away", "found"), [(True, True), (False, False)])
def test_they_are_now_and_then_while_the_person_is_away(
    rubbish: Rubbish, monkeypatch: pytest.MonkeyPatch, away: bool, found: bool
) -> None:
    monkeypatch.setattr("app.rubbish._away", lambda: away)
    knot = weakref.ref(Knot())
    rubbish.spare()

    kept = []
    for _ in range(_AWAY + 1):
        kept.append(made_much(rubbish))
        rubbish.look()
        rubbish.look()

    assert kept and (knot() is None) is found


def test_what_was_made_since_is_looked_through_at_the_next_rest(rubbish: Rubbish) -> None:
    rubbish.spare()
    knot = aged()
    kept = made_much(rubbish)

    rubbish.look()
    rubbish.look()

    assert kept and knot() is None


def test_what_is_too_much_to_be_looked_through_is_spared(rubbish: Rubbish) -> None:
    rubbish.spare()
    knot = aged()
    kept = [made_much(rubbish) for _ in range(4)]

    rubbish.look()
    rubbish.look()

    assert kept and knot() is not None and gc.get_freeze_count() > 0


def test_what_a_window_is_made_of_is_not_looked_through_as_it_opens(desktop: Desktop) -> None:
    gc.unfreeze()

    made = desktop.show(desktop.blank())

    assert made.main.isVisible() and gc.get_freeze_count() > 10_000
    assert len(gc.get_objects(generation=0)) < 1_000


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


def test_what_a_document_left_is_not_spared_unlooked_at(rubbish: Rubbish) -> None:
    knot = weakref.ref(Knot())
    rubbish.spare()
    rubbish.unspare()

    rubbish.spare()

    assert knot() is None and gc.get_freeze_count() > 0


def test_a_closed_window_leaves_nothing_though_no_other_opens(desktop: Desktop, qtbot: QtBot) -> None:
    made = desktop.show(desktop.blank())
    held = weakref.ref(made.workspace)
    made.main.canvas.idle.finish()

    close(made)
    del made

    qtbot.waitUntil(lambda: held() is None)


def test_a_document_is_gone_once_another_is_seen_in_its_window(desktop: Desktop, qtbot: QtBot) -> None:
    window = desktop.show(desktop.blank())
    held, canvas = weakref.ref(window.workspace), window.main.canvas
    canvas.idle.finish()

    window.show(desktop.sample("outpatient"))

    del canvas
    qtbot.waitUntil(lambda: held() is None)
    assert window.main.canvas.idle.busy and gc.get_freeze_count() > 0


def test_young_rubbish_goes_by_itself(rubbish: Rubbish, qtbot: QtBot) -> None:
    knot = weakref.ref(Knot())
    kept = [[number] for number in range(5_000)]

    qtbot.waitUntil(lambda: knot() is None, timeout=10_000)

    assert kept and rubbish is not None


def test_no_thread_beside_the_windows_ends_what_is_qt_s(desktop: Desktop, qtbot: QtBot) -> None:
    # given a window, and objects of Qt in a knot
    opened(desktop)
    ended: list[Thread] = []

    def begin() -> None:
        held = QObject()
        Knot(held)
        weakref.finalize(held, lambda: ended.append(current_thread()))

    begin()
    # when a thread makes enough for many a round of the collector
    stop, made = Event(), []

    def make() -> None:
        while not stop.is_set():
            made.append([[number] for number in range(2_000)])
            del made[:-3]
            sleep(0.001)

    thread = Thread(target=make)
    thread.start()
    qtbot.waitUntil(lambda: bool(ended), timeout=30_000)
    stop.set()
    thread.join()
    # then the windows' thread has looked through it
    assert ended == [main_thread()]
