"""Writes the fixture of the present format: `python -m tests.model.store.make_fixture`. Never for a released one."""

from __future__ import annotations

from pathlib import Path

from model.store.schema import FORMAT, format_name
from model.store.writing import serialise
from tests.model.store.builders import every_kind

FOLDER = Path(__file__).parent / "fixtures"

if __name__ == "__main__":
    (FOLDER / f"format-{format_name(FORMAT)}.throughline").write_bytes(serialise(every_kind()).data)
