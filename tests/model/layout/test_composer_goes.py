"""A drawing that nobody holds any more is gone at once, without the collector of cycles."""

from __future__ import annotations

import gc
import weakref

from model.blueprint_map import map_composer
from model.layout.fonts import FontBook
from tests.model.builders import a_grid

FONTS = FontBook.bundled(system=False)


def test_a_composer_takes_its_drawing_along() -> None:
    grid = a_grid()
    gc.collect()
    gc.disable()
    try:
        composer = map_composer(grid.document, FONTS)
        pieces = list(composer.drawing.pieces())
        drawing, made = weakref.ref(composer.drawing), weakref.ref(composer)

        del composer, pieces

        assert made() is None and drawing() is None
    finally:
        gc.enable()
