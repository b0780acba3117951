"""What works for long makes way where it runs beside somebody who waits, and costs nothing anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from threading import Thread

from model.making_way import Parting, by_the_way, in_order, make_way, making_way


class _Holder(Parting):
    """Two tables of its own, and one that others may hold too."""

    def __init__(self, things: int, shared: dict[int, object]) -> None:
        self.table = {number: object() for number in range(things)}
        self.list = [object() for _ in range(things)]
        self.shared = shared


class _Slotted(Parting):
    __slots__ = ("table", "unset")

    def __init__(self, things: int) -> None:
        self.table = {number: object() for number in range(things)}


@contextmanager
def _waiting() -> Iterator[list[int]]:
    told: list[int] = []
    with making_way(lambda: told.append(1)):
        yield told


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


def test_what_goes_beside_somebody_goes_bit_by_bit() -> None:
    with _waiting() as told:
        holder = _Holder(1000, {})
        del holder

    assert len(told) == 2000 // 64


def test_what_somebody_else_still_holds_stays() -> None:
    shared: dict[int, object] = {number: object() for number in range(100)}
    with _waiting() as told:
        holder = _Holder(100, shared)
        kept = holder.list
        del holder

    assert (len(told), len(shared), len(kept)) == (1, 100, 100)


def test_slots_go_as_names_do_whether_or_not_they_were_set() -> None:
    with _waiting() as told:
        slotted = _Slotted(100)
        del slotted

    assert len(told) == 1


def test_where_nobody_waits_nothing_is_taken_apart() -> None:
    holder = _Holder(10, {})
    table, _kept = holder.table, holder.list
    del holder

    assert len(table) == 10


def test_many_rows_are_in_order_whoever_waits() -> None:
    rows = [(number // 3, str(number)) for number in Random(1).sample(range(20_000), 5_500)]
    for some in (rows, rows[:10], []):
        with _waiting() as told:
            found = in_order(iter(some), lambda row: row[0])
        assert found == sorted(some, key=lambda row: row[0]) == in_order(some, lambda row: row[0])
        assert bool(told) == (len(some) > 1000)
