"""Work that waits: of several at work one has a turn of the event loop, and each has its own."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from widgets.idle import NEXT_TURN, Idle, Unhurried


class Walk:
    """Steps of a millisecond, and in which turn of the event loop each was done."""

    def __init__(self, steps: int) -> None:
        self.turns: list[int] = []
        self._steps = steps

    def __call__(self) -> Iterator[None]:
        for _ in range(self._steps):
            end = perf_counter() + 0.001
            while perf_counter() < end:
                pass
            self.turns.append(turn[0])
            yield


turn = [0]


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """There is an event loop."""
    return qapp


def work(*idles: Idle) -> None:
    """Run the event loop until all is done."""
    for idle in idles:
        idle.begin()
    while any(idle.busy for idle in idles):
        turn[0] += 1
        QApplication.processEvents()


def test_of_several_one_works_in_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a machine on which another program may have the processor between two of them
    monkeypatch.setattr("widgets.idle._BREATH", 0.1)
    parent, walks = QObject(), [Walk(20), Walk(20), Walk(20)]

    work(*(Idle(walk, parent, 0) for walk in walks))

    one, two, three = (set(walk.turns) for walk in walks)
    assert not one & two and not one & three and not two & three


def test_none_waits_for_all_of_another() -> None:
    parent, walks = QObject(), [Walk(60), Walk(60), Walk(60)]

    work(*(Idle(walk, parent, 0) for walk in walks))

    assert max(walk.turns[0] for walk in walks) < min(walk.turns[-1] for walk in walks)


def test_what_somebody_sees_that_it_is_not_done_waits_for_none() -> None:
    parent, other, seen = QObject(), Walk(200), Walk(60)

    work(Idle(other, parent, 0), Idle(seen, parent, 0, urgent=True))

    assert max(seen.turns) < max(other.turns)


def test_alone_it_goes_on_until_all_is_done() -> None:
    parent, walk, done = QObject(), Walk(30), []
    idle = Idle(walk, parent, 0)
    idle.done.connect(lambda: done.append(len(walk.turns)))

    work(idle)

    assert done == [30] and len(set(walk.turns)) > 1


def test_a_step_may_leave_the_rest_to_the_next_turn() -> None:
    parent, turns = QObject(), []

    def walk() -> Iterator[object]:
        for _ in range(3):
            turns.append(turn[0])
            yield NEXT_TURN

    work(Idle(walk, parent, 0))

    assert len(set(turns)) == 3


def test_what_a_step_stops_does_not_go_on() -> None:
    parent, turns = QObject(), []

    def walk() -> Iterator[object]:
        for _ in range(3):
            turns.append(turn[0])
            idle.stop()
            yield NEXT_TURN

    idle = Idle(walk, parent, 0)
    work(idle)
    for _ in range(20):
        QApplication.processEvents()

    assert len(turns) == 1 and not idle.busy


def test_a_turn_that_was_long_already_is_let_go_by() -> None:
    parent, long, came = QObject(), [], []

    def block() -> None:
        end = perf_counter() + 0.03
        while perf_counter() < end:
            pass
        long.append(turn[0])

    timer = Unhurried(parent)
    timer.due.connect(lambda: came.append(turn[0]))
    QTimer.singleShot(0, parent, block)
    timer.begin(0)
    while not came:
        turn[0] += 1
        QApplication.processEvents()

    assert came[0] > long[0] and not timer.isActive()
