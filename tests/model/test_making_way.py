"""What works for long makes way where it runs beside somebody who waits, and costs nothing anywhere else."""

from __future__ import annotations

from threading import Thread

from model.making_way import by_the_way, make_way, making_way


def test_nobody_waits_where_nobody_said_so() -> None:
    make_way()

    assert list(by_the_way("abc")) == ["a", "b", "c"]


def test_way_is_made_after_each_step_as_long_as_that_was_wanted() -> None:
    told: list[int] = []

    with making_way(lambda: told.append(1)):
        for step in by_the_way(range(3)):
            assert len(told) == step
        with making_way(lambda: told.append(2)):
            make_way()
        make_way()
    make_way()

    assert told == [1, 1, 1, 2, 1]


def test_it_holds_for_the_thread_that_said_so_alone() -> None:
    told: list[int] = []

    with making_way(lambda: told.append(1)):
        other = Thread(target=make_way)
        other.start()
        other.join()

    assert told == []
