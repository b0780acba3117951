"""The collector rests while anybody wants it to."""

from __future__ import annotations

import gc
from threading import Event, Thread

from model.collector import without_collector
from model.making_way import making_way


def test_it_rests_until_the_last_who_wanted_that_has_done() -> None:
    begun, end = Event(), Event()

    def make() -> None:
        with without_collector():
            begun.set()
            end.wait(10)

    assert gc.isenabled()
    with without_collector():
        other = Thread(target=make)
        other.start()
        assert begun.wait(10)
        assert not gc.isenabled()
    assert not gc.isenabled()
    end.set()
    other.join(10)

    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_goes_on_beside_somebody_who_waits() -> None:
    with making_way(lambda: None), without_collector():
        assert gc.isenabled()
