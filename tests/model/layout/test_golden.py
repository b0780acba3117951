"""Golden drawings: what the samples look like, in words and numbers that a person can review.

A drawing that changes on purpose is written anew with THROUGHLINE_GOLDEN=write and reviewed as a diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from model import samples
from model.blueprint_map import map_composer
from model.layout.drawing import TEXT, Drawing, Piece
from model.layout.fonts import FontBook
from tests.model.builders import a_context

FOLDER = Path(__file__).parent / "golden"


def told(value: Any) -> Any:
    """A value without what is below a hundredth of a px; a finished line as its words and its fonts."""
    if isinstance(value, float):
        return round(value, 2) + 0.0
    if isinstance(value, tuple) and len(value) > 3 and value[0] == TEXT and hasattr(value[3], "runs"):
        line = value[3]
        fonts = sorted({run.font for run in line.runs})
        return ["text", told(value[1]), told(value[2]), line.text, told(line.width), *fonts, value[4]]
    if isinstance(value, tuple):
        return [told(part) for part in value]
    return value


def piece_line(piece: Piece) -> str:
    """One piece in one line."""
    box = [told(float(side)) for side in piece[3:7]]
    parts = [piece.layer.name.lower(), piece.kind, piece.id, box, piece.text, told(piece.primitives)]
    return json.dumps(parts, ensure_ascii=False)


def golden(drawing: Drawing) -> str:
    """A whole drawing, a line a piece."""
    return "\n".join(piece_line(piece) for piece in drawing.pieces()) + "\n"


@pytest.mark.parametrize("name", ["permit", "empty"])
def test_sample_looks_as_agreed(name: str) -> None:
    # given a sample, when it is drawn
    drawing = map_composer(samples.build(name, a_context()), FontBook.bundled(system=False)).drawing
    found = golden(drawing)
    # then it is what was reviewed
    file = FOLDER / f"{name}.jsonl"
    if os.environ.get("THROUGHLINE_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8")
    expected = file.read_text(encoding="utf-8").splitlines()
    for was, now in zip(expected, found.splitlines(), strict=True):
        assert now == was
