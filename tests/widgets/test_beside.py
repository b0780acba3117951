"""Threads beside the windows: one at a time, and not while the windows' thread is at work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Event, Thread
from time import perf_counter, sleep, thread_time

import pytest

from model.making_way import make_way
from widgets import beside as module
from widgets.beside import at_work, beside


def _started(work: Callable[[], None]) -> Thread:
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


def _spin(seconds: float) -> None:
    """Compute for so long, making way."""
    end = thread_time() + seconds
    while thread_time() < end:
        make_way()


def test_one_works_at_a_time_and_they_take_turns() -> None:
    working: list[str] = []
    most: list[int] = []
    order: list[str] = []

    def work(name: str) -> None:
        with beside():
            for _ in range(5):
                working.append(name)
                most.append(len(working))
                order.append(name)
                sleep(0.003)
                working.remove(name)
                make_way()

    threads = [_started(lambda name=name: work(name)) for name in ("one", "other")]
    for thread in threads:
        thread.join(10)

    assert set(most) == {1}
    assert order not in (["one"] * 5 + ["other"] * 5, ["other"] * 5 + ["one"] * 5)


def test_work_that_fails_lets_the_next_begin() -> None:
    def fail() -> None:
        try:
            with beside():
                raise ValueError
        except ValueError:
            return

    done = Event()

    def work() -> None:
        with beside():
            done.set()

    _started(fail).join(10)
    _started(work)

    assert done.wait(10)


class Clock:
    """A clock that only sleeping moves on, and where the windows' thread is seen to stand each time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, places: Iterable[int]) -> None:
        self.now, self.slept, self.places = 0.0, 0.0, iter(places)
        monkeypatch.setattr(module, "perf_counter", lambda: self.now)
        monkeypatch.setattr(module, "sleep", self.sleep)
        monkeypatch.setattr(module, "_standing", lambda: next(self.places))
        monkeypatch.setattr(module, "_worked", lambda: 0)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


@pytest.mark.parametrize(
    ("places", "rested"),
    [
        ([1, 1], module._REST + module._STILL),
        ([1, 2, 2], module._REST + 2 * module._STILL),
        ([1, 2, 3, 4, 4], module._REST + 4 * module._STILL),
        (range(100), module._REST + module._LONGEST),
    ],
)
def test_work_rests_until_the_windows_thread_stands_still_or_long_enough(
    monkeypatch: pytest.MonkeyPatch, places: Iterable[int], rested: float
) -> None:
    # given work whose spell is over, and where the windows' thread stands each time it is looked at
    clock = Clock(monkeypatch, places)
    with beside():
        make_way()
        assert clock.slept == 0  # the spell has just begun
        clock.now += module._SPELL
        # when it makes way for the first time, the thread counts as moving until it is seen twice at one place
        make_way()
    # then it has rested as long as that took
    assert clock.slept == pytest.approx(rested)


def test_a_window_that_is_never_still_does_not_stop_the_work() -> None:
    ended = Event()

    def work() -> None:
        with beside():
            _spin(0.01)
        ended.set()

    _started(work)
    end = perf_counter() + 30
    while not ended.is_set() and perf_counter() < end:
        sum(range(50))

    assert ended.is_set()


def test_it_is_known_whether_any_is_at_work() -> None:
    end, begun = Event(), Event()

    def work() -> None:
        with beside():
            begun.set()
            end.wait(10)

    thread = _started(work)
    assert begun.wait(10) and at_work()
    end.set()
    thread.join(10)
    until = perf_counter() + 10
    while at_work() and perf_counter() < until:
        sleep(0.01)  # what windows of other tests have begun
    assert not at_work()
