"""Threads beside the windows: one at a time, and not while the windows' thread is at work."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import perf_counter, sleep, thread_time

from model.making_way import make_way
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


def test_a_window_that_works_has_the_interpreter_nearly_to_itself() -> None:
    ended, worked = Event(), [0.0]

    def work() -> None:
        with beside():
            while not ended.is_set():
                _spin(0.001)
                worked[0] += 0.001

    thread = _started(work)
    sleep(0.05)
    before, begun, computed = worked[0], perf_counter(), thread_time()
    while thread_time() < computed + 0.3:
        sum(range(50))
    beside_it, taken = worked[0] - before, perf_counter() - begun
    ended.set()
    thread.join(10)

    # Two milliseconds of work, then a rest of twelve: a seventh. Without resting it would have been half.
    assert beside_it < 0.25 * taken


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
