"""What the rows of one size share: a document, its file, a home of their own, its map's plan."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from benchmarks import generate
from benchmarks.plan import Plan, plan_of
from benchmarks.table import Row
from model.blueprint_map import map_composer
from model.context import Context, fixed_context
from model.document import Document
from model.layout.fonts import FontBook
from model.store import writing
from model.store.files import Files
from model.texts import Texts


@dataclass
class Stage:
    """One size under measurement. `times`: how often a row runs; `folder`: its own, on a real disk.

    `minutes`: how long a person works in the row of use; `kept`: where what the overlay took down then is written.
    """

    size: str
    times: int
    folder: Path
    minutes: float = 1.0
    kept: Path | None = None

    @property
    def context(self) -> Context:
        """Nothing in it varies."""
        return fixed_context(date(2026, 3, 14), "Ann", 1)

    @property
    def home(self) -> Path:
        """The app-data folder."""
        return self.folder / "home"

    @cached_property
    def fonts(self) -> FontBook:
        """The bundled fonts, as a program that has been running for a while has them."""
        return FontBook.bundled()

    @cached_property
    def texts(self) -> Texts:
        """The words of the window, which it has long read."""
        return Texts("en")

    @cached_property
    def document(self) -> Document:
        """The document."""
        return generate.size(self.size)

    @cached_property
    def file(self) -> Path:
        """Its file."""
        path = self.folder / f"{self.size}.throughline"
        writing.write(path, writing.serialise(self.document.rows()), Files(), "bench")
        return path

    @cached_property
    def plan(self) -> Plan:
        """Where its cards and links lie."""
        return plan_of(self.document, map_composer(self.document, self.fonts).drawing)

    def prepare(self) -> None:
        """Make all of it now, so that no row pays for it, nor for the collector's walks through it."""
        assert self.file and self.plan and self.fonts and self.texts
        gc.collect()
        gc.freeze()

    def often(self, most: int) -> int:
        """How often a short act is repeated."""
        return max(2, min(most, most * self.times // 5))


Measure = Callable[[Stage], Iterator[Row]]


@contextmanager
def staged(size: str, times: int, minutes: float = 1.0, kept: Path | None = None) -> Iterator[Stage]:
    """A stage, swept away afterwards."""
    folder = Path(mkdtemp(prefix="throughline-bench-"))
    try:
        yield Stage(size, times, folder, minutes, kept)
    finally:
        gc.unfreeze()
        rmtree(folder, ignore_errors=True)
