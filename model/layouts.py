"""Maps laid out for paper: anew each time, or kept for who looks at one choice after another."""

from __future__ import annotations

from datetime import date

from model.document import DocumentView
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.printing import light_drawing


def _same(one: DocumentView, other: DocumentView) -> bool:
    return one is other or list(one.rows()) == list(other.rows())


class Layouts:
    """Lays out documents for paper, all with the same fonts."""

    def __init__(self) -> None:
        self.fonts = FontBook.bundled()

    def drawing(self, document: DocumentView, today: date, stage: str | None = None) -> Drawing:
        """The map of a document, or of one stage, as it stands on a day."""
        return light_drawing(document, today, stage, self.fonts)[0]


class KeptLayouts(Layouts):
    """Keeps what it laid out last of all and of each stage, as long as the same rows are to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str | None, tuple[DocumentView, date, Drawing]] = {}

    def drawing(self, document: DocumentView, today: date, stage: str | None = None) -> Drawing:
        held = self._kept.get(stage)
        if held is None or held[1] != today or not _same(held[0], document):
            drawing = super().drawing(document, today, stage)
            # Whoever plays it finds its pieces made.
            for _ in drawing.pieces():
                pass
            held = self._kept[stage] = document, today, drawing
        return held[2]
