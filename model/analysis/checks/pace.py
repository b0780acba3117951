"""Working beside somebody who must not wait: a pause every few milliseconds, and an end when asked."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

# What is worked at one go (s): short beside a frame.
_SPELL = 0.002


class Overtaken(Exception):
    """What is worked out is wanted no more."""


class Pace:
    """Asks `go_on`, which may rest a moment, once a spell is over; `Overtaken` where it says no."""

    def __init__(self, go_on: Callable[[], bool]) -> None:
        self._go_on = go_on
        self._end = 0.0

    def __call__(self) -> None:
        if perf_counter() >= self._end:
            if not self._go_on():
                raise Overtaken
            self._end = perf_counter() + _SPELL
