"""Making way: what works for long says so every few milliseconds; beside a window it then lets that go first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, MutableSequence
from contextlib import contextmanager
from heapq import merge
from itertools import islice
from sys import getrefcount
from threading import local
from typing import Any, TypeVar

T = TypeVar("T")
# So many rows are sorted within a millisecond, and so many things go in less. To make way oftener would leave those
# nothing done who have to wait for the interpreter each time.
_SORTED, _TAKEN = 1000, 64
# How often that is held which only the name and the call hold that ask.
_HELD_HERE = 2


class _Here(local):
    """What lets others go first in this thread; nothing where nobody waits."""

    rest: Callable[[], None] | None = None


_here = _Here()


def make_way() -> None:
    """Let others go first, if there are any."""
    rest = _here.rest
    if rest is not None:
        rest()


def makes_way() -> bool:
    """Whether this is work beside somebody who waits."""
    return _here.rest is not None


def by_the_way(steps: Iterable[T]) -> Iterator[T]:
    """The same, making way after each; where nobody waits as they begin, without asking at each."""
    rest = _here.rest
    return iter(steps) if rest is None else _resting(steps, rest)


def _resting(steps: Iterable[T], rest: Callable[[], None]) -> Iterator[T]:
    for step in steps:
        yield step
        rest()


def dissolving(*tables: MutableMapping[Any, Any] | MutableSequence[Any]) -> Iterator[None]:
    """Empty tables and lists bit by bit: half a million objects that go at once hold everybody up."""
    for table in tables:
        take: Callable[[], object] = table.popitem if isinstance(table, MutableMapping) else table.pop
        while table:
            take()
            yield


class Parting:
    """Mixed in by what holds many things: beside somebody who waits it goes bit by bit, once nobody holds it."""

    __slots__ = ()

    def __del__(self) -> None:
        rest = _here.rest
        if rest is not None:
            for count, _ in enumerate(dissolving(*_only_in(self)), 1):
                if not count % _TAKEN:
                    rest()


def _only_in(owner: object) -> Iterator[MutableMapping[Any, Any] | MutableSequence[Any]]:
    """The tables and lists that go with their owner, as nothing else holds them; the last made come first."""
    for name in reversed([*(getattr(owner, "__dict__", ()) or getattr(owner, "__slots__", ()))]):
        held = getattr(owner, name, None)
        if held is not None:
            delattr(owner, name)
        if isinstance(held, (dict, list)) and getrefcount(held) == _HELD_HERE:
            yield held


def in_order(rows: Iterable[T], key: Callable[[T], Any]) -> list[T]:
    """`sorted`, making way: many rows are sorted by the thousand, and these come together."""
    rest, rows = _here.rest, [*rows]
    if rest is None or len(rows) <= _SORTED:
        return sorted(rows, key=key)
    runs = []
    for begin in range(0, len(rows), _SORTED):
        runs.append(sorted(rows[begin : begin + _SORTED], key=key))
        rest()
    found: list[T] = []
    merged = merge(*runs, key=key)
    while some := list(islice(merged, _SORTED)):
        found += some
        rest()
    return found


@contextmanager
def making_way(rest: Callable[[], None]) -> Iterator[None]:
    """Work of this thread whose `make_way` is `rest`."""
    before, _here.rest = _here.rest, rest
    try:
        yield
    finally:
        _here.rest = before
