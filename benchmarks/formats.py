"""The formats that are measured: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Format(NamedTuple):
    """A format by its exporter's name, the options to write and to read it with, and whether a reader has its name."""

    name: str
    options: Mapping[str, str] = {}
    reading: Mapping[str, str] = {}
    readable: bool = True


ONLY_WRITTEN = ("backlog", "archimate", "graphml", "mermaid", "d2", "ics")
FORMATS = (
    Format("json"),
    Format("xlsx"),
    Format("csv", {"table": "matrix"}, {"layout": "lanes-in-rows"}),
    Format("drawio"),
    Format("bpmn"),
    Format("svg"),
    *(Format(name, readable=False) for name in ONLY_WRITTEN),
)
WRITING = tuple(f"write-{each.name}" for each in FORMATS)
READING = tuple(f"read-{each.name}" for each in FORMATS if each.readable)
