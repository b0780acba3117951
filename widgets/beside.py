"""Threads beside the windows: one works at a time, two milliseconds on end, and not while the windows' thread does.

The interpreter is taken from a thread after half a millisecond, but one that calls Qt gives it back of itself each
time; beside a few workers that never rest it would wait longer for the interpreter than it works.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, main_thread
from time import perf_counter, sleep

from model.making_way import making_way
from widgets.standing import Standing

# What is worked on end, the rest after it, and what the windows' thread has to stand still for (s).
_SPELL, _REST, _STILL = 0.002, 0.0002, 0.001
# Work goes on after this rest all the same, or after so many times what it worked on end where that was longer: a
# window that is never still must not stop it.
_LONGEST, _TIMES = 0.012, 3

_turn = Lock()
# Those that work or wait for their turn.
_there: set[object] = set()
_standing = Standing(main_thread().ident, "f_code", "f_lasti")
# The windows' thread has done something where its clock went on by more than so much (s).
_LITTLE = 0.00025


def _clock() -> int | None:
    """The clock of what the windows' thread has computed, where the system has one for each thread."""
    try:
        return time.pthread_getcpuclockid(main_thread().ident or 0)
    except (AttributeError, OSError):
        return None


_computed = _clock()


def _worked() -> int:
    """How often the windows' thread has computed a little: in Qt it does without moving in Python."""
    return 0 if _computed is None else int(time.clock_gettime(_computed) / _LITTLE)


@contextmanager
def beside() -> Iterator[None]:
    """Work of this thread, which makes way for the windows' thread and for others beside them."""
    manners = _Manners()
    _there.add(manners)
    try:
        with _turn, making_way(manners.rest):
            yield
    finally:
        _there.discard(manners)


def at_work() -> bool:
    """Whether any thread works beside the windows."""
    return bool(_there)


class _Manners:
    """When one thread rests, and how long."""

    def __init__(self) -> None:
        self._end = perf_counter() + _SPELL
        self._stood: object = None

    def rest(self) -> None:
        """Rest, once a spell is over: a moment, or until the windows' thread does nothing of its own.

        Meanwhile no other works: many that waited for the window by turns would leave it little. Then it is theirs.
        """
        now = perf_counter()
        if now < self._end:
            return
        sleep(_REST)
        self._wait(max(_LONGEST, _TIMES * (now - self._end + _SPELL)))
        if len(_there) > 1:
            _turn.release()
            try:
                sleep(_REST)
            finally:
                _turn.acquire()
        self._end = perf_counter() + _SPELL

    def _wait(self, longest: float) -> None:
        until = perf_counter() + longest
        # At the end of the program the windows' thread stands nowhere.
        with suppress(KeyError):
            stood, self._stood = self._stood, (_standing(), _worked())
            while stood != self._stood and perf_counter() < until:
                sleep(_STILL)
                stood, self._stood = self._stood, (_standing(), _worked())
