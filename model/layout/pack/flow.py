"""Flowing strips over pages: what belongs together stays together, heads of tables stand again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.layout.pack.strips import Strip


class Put(NamedTuple):
    """A strip on a page, and how far down."""

    strip: Strip
    y: float


def flow(strips: Sequence[Strip], height: float, start: float = 0.0) -> list[list[Put]]:
    """The pages of some strips, each of a height; a strip that is taller than a page begins one and runs over.

    `start`: how far down the first page is taken; where nothing fits below that, it has no strips.
    """
    pages: list[list[Put]] = [[]]
    y = start
    first = 0
    while first < len(strips):
        end = _chained(strips, first)
        need = sum(strip.before + strip.height for strip in strips[first:end])
        if (pages[-1] or y) and y + need > height and need <= height:
            pages.append([])
            y = 0.0
        for strip in strips[first:end]:
            if (pages[-1] or y) and y + strip.before + strip.height > height:
                pages.append([])
                y = 0.0
            if not pages[-1]:
                for head in strip.again:
                    pages[-1].append(Put(head, y))
                    y += head.height
            else:
                y += strip.before
            pages[-1].append(Put(strip, y))
            y += strip.height
        first = end
    return pages


def _chained(strips: Sequence[Strip], first: int) -> int:
    """Where what must stay together from a strip on ends."""
    end = first + 1
    while strips[end - 1].keep and end < len(strips):
        end += 1
    return end
