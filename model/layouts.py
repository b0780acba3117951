"""What is laid out or found for paper: anew each time, or kept for who looks at one choice after another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from model.document import DocumentView
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.printing import light_drawing

T = TypeVar("T")


def _same(one: DocumentView, other: DocumentView) -> bool:
    return one is other or list(one.rows()) == list(other.rows())


class Layouts:
    """Lays out documents for paper, all with the same fonts."""

    def __init__(self) -> None:
        self.fonts = FontBook.bundled()

    def drawing(self, document: DocumentView, today: date, stage: str | None = None) -> Drawing:
        """The map of a document, or of one stage, as it stands on a day."""
        return light_drawing(document, today, stage, self.fonts)[0]

    def once(self, _what: str, _document: DocumentView, _today: date, make: Callable[[], T]) -> T:
        """Something that is made of a document on a day."""
        return make()


class KeptLayouts(Layouts):
    """Keeps what it made last of each sort, as long as it is of the same rows and the same day."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, tuple[DocumentView, date, Any]] = {}

    def drawing(self, document: DocumentView, today: date, stage: str | None = None) -> Drawing:
        def laid_out() -> Drawing:
            drawing = super(KeptLayouts, self).drawing(document, today, stage)
            # Whoever plays it finds its pieces made.
            for _ in drawing.pieces():
                pass
            return drawing

        return self.once(f"map {stage}", document, today, laid_out)

    def once(self, what: str, document: DocumentView, today: date, make: Callable[[], T]) -> T:
        held = self._kept.get(what)
        if held is None or held[1] != today or not _same(held[0], document):
            held = self._kept[what] = document, today, make()
        found: T = held[2]
        return found
