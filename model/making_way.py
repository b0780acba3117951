"""Making way: what works for long says so every few milliseconds; beside a window it then lets that go first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, MutableSequence
from contextlib import contextmanager
from threading import local
from typing import Any, TypeVar

T = TypeVar("T")


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


def dissolve(*tables: MutableMapping[Any, Any]) -> None:
    """The same, making way."""
    for _ in by_the_way(dissolving(*tables)):
        pass


@contextmanager
def making_way(rest: Callable[[], None]) -> Iterator[None]:
    """Work of this thread whose `make_way` is `rest`."""
    before, _here.rest = _here.rest, rest
    try:
        yield
    finally:
        _here.rest = before
