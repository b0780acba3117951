"""SECURITY.md says what the code does: every limit has the value it names, every test it names is there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from exporters.readers import limits

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
LIMITS = re.findall(r"^\| [^|]+ \| (\d+) \w+ \| `([\w.]+):(\w+)` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("value", "module", "name"), LIMITS)
def test_a_limit_is_what_the_page_says(value: str, module: str, name: str) -> None:
    assert getattr(import_module(module), name) == int(value)


def test_the_whole_table_is_read() -> None:
    table = PAGE.partition("## Limits")[2]

    assert len(LIMITS) == len(re.findall(r"^\| ", table, re.MULTILINE)) - 1


def test_every_file_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:tests|model|app)/[\w/]+\.py)`", PAGE))

    assert len(named) > 8
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_the_bounds_of_the_readers_are_all_on_the_page() -> None:
    bounds = {name for name in vars(limits) if name.isupper() and name != "MB" and not name.startswith("_")}

    assert [name for name in sorted(bounds) if f"exporters.readers.limits:{name}`" not in PAGE] == []
