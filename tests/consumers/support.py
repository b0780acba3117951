"""Finds and runs the programs that open what we write; a test that lacks one is skipped with the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from benchmarks import programs
from benchmarks.programs import Absent, served

__all__ = ["browser", "drawio_app", "package", "run_node", "served"]

HERE = Path(__file__).parent
_Found = TypeVar("_Found")


def package(name: str) -> Path:
    """The folder of an npm package."""
    return _or_skip(lambda: programs.package(name))


def browser() -> str:
    """The browser's program."""
    return _or_skip(programs.browser)


def drawio_app() -> Path:
    """The folder of the draw.io program."""
    return _or_skip(programs.drawio_app)


def _or_skip(find: Callable[[], _Found]) -> _Found:
    try:
        return find()
    except Absent as absent:
        pytest.skip(str(absent))


def run_node(script: str, job: dict[str, Any], folder: Path) -> Any:
    """What a script of this folder makes of a job, both JSON."""
    return programs.run_node(HERE / script, job, folder)
