"""When the machine itself stood still: a process that only sleeps tells whenever it was woken late.

A machine that is a guest of another is stopped by it now and then, for as long as the host pleases, and programs in it
cannot tell that from their own work. Two processes that are late at the same moment can.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from time import perf_counter, sleep

# What it sleeps, and what is late (s).
_SLEEP, _LATE = 0.002, 0.01
# From, to, by the clock that all processes share (s).
Stop = tuple[float, float]


@contextmanager
def standstill() -> Iterator[list[Stop]]:
    """What is seen until the end, there once it has ended."""
    stops: list[Stop] = []
    command = [sys.executable, "-m", "benchmarks.standstill"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sleeper:
        yield stops
        told, _ = sleeper.communicate("end\n")
    for line in told.splitlines():
        begin, end = map(float, line.split())
        stops.append((begin, end))


def stood(stops: Sequence[Stop], begin: float, end: float) -> float:
    """How much of a while it stood still (s)."""
    return sum(max(0.0, min(end, stop) - max(begin, start)) for start, stop in stops)


def main() -> None:
    """Sleep until something is said, then tell when it was late."""
    said = Thread(target=sys.stdin.readline, daemon=True)
    said.start()
    late: list[Stop] = []
    last = perf_counter()
    while said.is_alive():
        sleep(_SLEEP)
        now = perf_counter()
        if now - last > _LATE:
            late.append((last + _SLEEP, now))
        last = now
    # Only now: nobody reads before, and a pipe holds little.
    for begin, end in late:
        print(f"{begin:.4f} {end:.4f}")


if __name__ == "__main__":
    main()
