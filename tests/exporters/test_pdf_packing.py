"""Streams that are packed in a thread: whole, whatever they are made of and however they lie in one another."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator

import pytest

from exporters.pdf_fonts import Packing


def parts(count: int, word: bytes) -> Iterator[bytes]:
    """So many parts of some hundred thousand bytes, each another."""
    for number in range(count):
        yield b"%d %s " % (number, word) * 20_000


@pytest.mark.parametrize("count", [0, 1, 12])
def test_a_stream_holds_its_parts_in_their_order(count: int) -> None:
    # given parts that go to the thread at once, or by and by
    with Packing() as packing:
        # when they are packed
        stream = packing.stream(parts(count, b"card"))
        assert stream.content == b""
        packing.finish()
    # then unpacked they are what they were
    assert zlib.decompress(stream.content) == b"".join(parts(count, b"card"))


def test_a_stream_that_is_made_within_another_is_whole_as_that_is() -> None:
    # given a page that makes a form between two of its own parts
    with Packing() as packing:
        forms = []

        def page() -> Iterator[bytes]:
            yield from parts(6, b"page")
            forms.append(packing.stream(parts(6, b"form")))
            yield from parts(6, b"more")

        # when both are packed
        stream = packing.stream(page())
        packing.finish()
    # then each holds its own
    assert zlib.decompress(stream.content) == b"".join([*parts(6, b"page"), *parts(6, b"more")])
    assert [zlib.decompress(form.content) for form in forms] == [b"".join(parts(6, b"form"))]


def test_no_thread_stays_where_making_a_part_fails() -> None:
    before = threading.active_count()

    def broken() -> Iterator[bytes]:
        yield from parts(12, b"card")
        raise ValueError

    # given a page whose making fails when some of it is packed
    with pytest.raises(ValueError), Packing() as packing:
        packing.stream(broken())
    # then nothing is left running
    assert threading.active_count() == before
