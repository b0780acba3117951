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
def test_a_process_that_was_woken_late_tells_when(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def start(*args: object, **options: object) -> subprocess.Popen[str]:
        started.append(popen(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr("benchmarks.standstill.subprocess.Popen", start)
    with standstill() as stops:
        sleep(1.0)
        begun = perf_counter()
        os.kill(started[0].pid, signal.SIGSTOP)
        sleep(0.2)
        os.kill(started[0].pid, signal.SIGCONT)
        ended = perf_counter()
        sleep(0.1)

    assert sys.executable in started[0].args
    assert stood(stops, begun, ended + 0.1) == pytest.approx(0.2, abs=0.1)
