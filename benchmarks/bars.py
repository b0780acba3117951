"""The bars: those of the design, and those that are required already. One place, so that no row brings its own."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from benchmarks.formats import READING, WRITING


class By(StrEnum):
    """What a bar limits: the ratio to the reference, milliseconds, or milliseconds above the reference."""

    RATIO = "x"
    MS = "ms"
    ABOVE = "ms above"


class Bar(NamedTuple):
    """An upper limit."""

    limit: float
    by: By

    def reached(self, ours: float, floor: float) -> bool:
        """Whether a figure keeps within it."""
        measured = {By.RATIO: ours / floor, By.MS: ours, By.ABOVE: ours - floor}[self.by]
        return measured <= self.limit

    def __str__(self) -> str:
        return f"<= {self.limit:g} {self.by}"


Bars = tuple[Bar, ...]


def _ratio(*limits: float) -> tuple[Bars, ...]:
    return tuple((Bar(limit, By.RATIO),) for limit in limits)


def _ms(*limits: float) -> tuple[Bars, ...]:
    return tuple((Bar(limit, By.MS),) for limit in limits)


def _sizes(names: str, bars: tuple[Bars, ...]) -> dict[str, Bars]:
    return dict(zip(names, bars, strict=True))


_FSYNC: Bars = (Bar(6, By.RATIO), Bar(2, By.MS))
_REPAINT = _sizes("SML", _ms(6, 8, 12))
_EDIT = _sizes("SML", _ms(4, 6, 12))
_DURABLE: dict[str, Bars] = {"S": _FSYNC, "M": _FSYNC, "L": _FSYNC}
# Writing and reading M in any format, in the rows of `rows_formats`.
_FORMAT = _sizes("M", _ms(1500))
# Other ways to the same poster.
_PEERS = ("poster-calls", "poster-qt", "poster-cairo", "poster-chromium")
_COMMAND: dict[str, Bars] = {"S": (Bar(100, By.ABOVE),)}

# By the name of a row, by size.
DESIGN: dict[str, dict[str, Bars]] = {
    "open": _sizes("SML", _ratio(3, 2, 1)),
    "pan": _sizes("SML", _ms(2, 2, 2.5)),
    "repaint": _REPAINT,
    "zoom": _REPAINT,
    "whole": _sizes("SML", _ratio(1.5, 1, 1)),
    "keystroke": _EDIT,
    "move": _EDIT,
    "undo": _EDIT,
    "paste": _sizes("SML", _ms(1000, 1000, 1000)),
    "blocks": _sizes("SML", _ms(50, 50, 50)),
    "use": _sizes("SML", _ms(50, 50, 50)),
    "durable": _DURABLE,
    "durable L/S": _sizes("L", _ratio(2)),
    "save": _sizes("ML", _ms(60, 400)),
    "poster": _sizes("SML", _ratio(2.5, 2, 2)),
    **dict.fromkeys(_PEERS, _sizes("SML", _ratio(1, 1, 1))),
    "preview": _sizes("SM", _ms(300, 300)),
    "pack": _sizes("S", _ms(2000)),
    "cells": _sizes("L", _ratio(5)),
    "compose": _sizes("L", _ratio(30)),
    "impact": _sizes("SML", _ms(10, 60, 600)),
    "checks": _sizes("SML", _ms(10, 60, 600)),
    "simulation": _sizes("S", _ms(150)),
    "best-set": _sizes("S", _ms(5000)),
    "portfolio": _sizes("S", _ms(5000)),
    "portfolio-warm": _sizes("S", _ms(1000)),
    "start": _sizes("S", _ratio(2)),
    "help": _COMMAND,
    "info": _COMMAND,
    "memory": _sizes("L", _ratio(1)),
    # No growth, but for what the allocator has not given back.
    "reopened": _sizes("SML", _ratio(1.05, 1.05, 1.05)),
    **dict.fromkeys((*WRITING, *READING, "read-agentic-ir"), _FORMAT),
}
REQUIRED_NOW: dict[str, dict[str, Bars]] = {
    "open": _sizes("M", _ratio(3)),
    "repaint": _sizes("L", _ms(25)),
    "keystroke": _sizes("L", _ms(30)),
    "move": _sizes("L", _ms(30)),
    "undo": _sizes("L", _ms(30)),
    "durable": _DURABLE,
    "durable L/S": DESIGN["durable L/S"],
    "poster": _sizes("L", _ratio(3)),
}
