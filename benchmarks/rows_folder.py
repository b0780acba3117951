"""The rows of a folder of blueprints: 200 of a workshop's size, read for the first time and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.portfolio import Folder
from benchmarks import generate
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import paired
from model.store import writing

FILES = 200
DAY = date(2026, 3, 14)


def folder(stage: Stage) -> Iterator[Row]:
    """How all of them stand, beside their bytes read."""
    if stage.size != "S":
        return
    place = stage.folder / "blueprints"
    place.mkdir()
    for number in range(FILES):
        rows = generate.document(*generate.SIZES["S"], seed=number).rows()
        (place / f"{number:03}.throughline").write_bytes(writing.serialise(rows).data)

    def bytes_read() -> None:
        for path in sorted(place.iterdir()):
            Path(path).read_bytes()

    what = f"how {FILES} blueprints stand and what they share, none of them known"
    pair = paired(lambda: Folder(place).read(DAY), bytes_read, stage.times)
    yield Row("portfolio", "S", pair.ours, pair.floor, what, "the bytes of the files read")
    warm = Folder(place)
    warm.read(DAY)
    pair = paired(lambda: warm.read(DAY), bytes_read, stage.times)
    yield Row("portfolio-warm", "S", pair.ours, pair.floor, "the same, known before", "the bytes of the files read")
