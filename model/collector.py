"""Python's collector of cycles, kept from searching while much is made and nothing is rubbish."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from model.making_way import makes_way


class _Rests:
    """Who wants it to rest, in whatever threads: it goes on after the last of them, if it did before the first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._was_on = False

    def begin(self) -> None:
        with self._lock:
            if not self._count:
                self._was_on = gc.isenabled()
                gc.disable()
            self._count += 1

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count and self._was_on:
                gc.enable()

    def __bool__(self) -> bool:
        return self._count > 0


_rests = _Rests()


def resting() -> bool:
    """Whether somebody wants it to rest."""
    return bool(_rests)


@contextmanager
def without_collector() -> Iterator[None]:
    """Ten thousand new records are not rubbish: looking through them over and over doubles the time of making them.

    Not so beside a window, where it looks through the young alone, a little at a time: what is made while it rests, by
    whatever thread, it looks through in one go when it wakes.
    """
    if makes_way():
        yield
        return
    _rests.begin()
    try:
        yield
    finally:
        _rests.end()
