"""What the machine stood still is told by a process beside the one that is measured."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from time import perf_counter, sleep

import pytest

from benchmarks.standstill import standstill, stood


def test_of_a_while_counts_what_overlaps_a_stop() -> None:
    stops = [(1.0, 1.5), (2.0, 3.0)]

    assert stood(stops, 0.0, 0.9) == 0.0
    assert stood(stops, 1.25, 2.25) == pytest.approx(0.5)
    assert stood(stops, 2.5, 9.0) == pytest.approx(0.5)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be stopped here")
def test_a_process_that_was_woken_late_tells_when() -> None:
    command = [sys.executable, "-m", "benchmarks.standstill"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sleeper:
        sleep(1.0)
        begun = perf_counter()
        os.kill(sleeper.pid, signal.SIGSTOP)
        sleep(0.2)
        os.kill(sleeper.pid, signal.SIGCONT)
        ended = perf_counter()
        sleep(0.1)
        told, _ = sleeper.communicate("end\n")
    stops = [(float(begin), float(end)) for begin, end in (line.split() for line in told.splitlines())]

    assert stood(stops, begun, ended + 0.1) == pytest.approx(0.2, abs=0.1)


def test_what_was_seen_is_there_at_the_end() -> None:
    with standstill() as stops:
        sleep(0.1)

    assert all(begin < end for begin, end in stops)
