"""A drawing made by hand: cards in a column, each with its words, a sign and a frame. No composer, no document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from exporters.base import ExportRequest
from model.context import fixed_context
from model.document import Document
from model.elements import Blueprint, Stage, Step
from model.layout.drawing import ALL, ICON, RECT, TEXT, Areas, Box, Hit, Layer, Piece, Point, Primitive, Slot
from model.layout.fonts import FontBook
from model.layout.text import Shaper, TextStyle

WIDTH, ROW = 400.0, 80.0


class HandDrawing:
    """A drawing of given pieces."""

    def __init__(
        self, pieces: list[Piece], width: float, height: float, missing: dict[str, tuple[str, ...]] | None = None
    ) -> None:
        self._pieces = pieces
        self._missing = missing or {}
        self.width = width
        self.height = height
        self.rtl = False
        whole = Box(0, 0, width, height)
        self.areas = Areas(whole, whole, whole, whole, whole)

    def pieces(self, clip: Box | None = None, layers: tuple[Layer, ...] = ALL, **_keep: bool) -> Iterator[Piece]:
        box = clip or Box(0, 0, self.width, self.height)
        return (p for p in self._pieces if p.layer in layers and box.meets(Box(p.x, p.y, p.width, p.height)))

    def box(self, id: str) -> Box | None:
        return next((Box(p.x, p.y, p.width, p.height) for p in self._pieces if p.id == id), None)

    def route(self, _link: str) -> tuple[Point, ...]:
        return ()

    def at(self, _x: float, _y: float) -> Hit | None:
        return None

    def slot(self, _x: float, _y: float) -> Slot | None:
        return None

    def cell_box(self, _lane: str, _step: str) -> Box | None:
        return None

    def missing(self) -> dict[str, tuple[str, ...]]:
        return self._missing

    def fonts(self) -> frozenset[str]:
        return frozenset()


def fonts() -> FontBook:
    """The bundled fonts alone, so that every machine sees the same."""
    return FontBook.bundled(system=False)


def card(shaper: Shaper, id: str, text: str, y: float, extra: tuple[Primitive, ...] = ()) -> Piece:
    """A card with a frame, a sign and its text in 12 px."""
    style = TextStyle(12)
    block = shaper.block(text, WIDTH - 60, style)
    lines = [(TEXT, 30.0, 20.0 + i * block.line_height, line, "#202020") for i, line in enumerate(block.lines)]
    frame = (RECT, 0.5, 0.5, WIDTH - 21.0, ROW - 11.0, 6.0, "#ffffff", "#8899aa", 1.0, (4.0, 3.0))
    sign = (ICON, "fail_point", 8.0, 10.0, 14.0, "#c03010", "#ffffff")
    return Piece(Layer.CARD, "card", id, 10.0, y, WIDTH - 20, ROW - 10, (frame, sign, *lines, *extra), text)


def cards(texts: list[str], book: FontBook, extra: tuple[Primitive, ...] = ()) -> HandDrawing:
    """A column of cards on tinted paper, `card0`, `card1`, ... ; `extra` is drawn in the first."""
    shaper = Shaper(book, "en")
    height = ROW * len(texts) + 10
    ground = ((RECT, 0.0, 0.0, WIDTH, height, 0.0, "#fbfaf8", None, 0.0, ()),)
    pieces = [Piece(Layer.PAPER, "paper", "", 0.0, 0.0, WIDTH, height, ground)]
    pieces += [card(shaper, f"card{i}", text, 10 + i * ROW, () if i else extra) for i, text in enumerate(texts)]
    return HandDrawing(pieces, WIDTH, height)


def request(options: Mapping[str, str] | None = None, *rows: object, title: str = "Renew a permit") -> ExportRequest:
    """A request for a small document: one stage, two steps."""
    document = Document(
        [
            Blueprint("blueprint_1", "a0", title=title, segment="Resident", scenario="online"),
            Stage("stage_1", "a0", title="Before"),
            Step("step_1", "a0", stage="stage_1", title="Learn"),
            Step("step_2", "a1", stage="stage_1", title="Apply"),
            *rows,
        ]
    )
    context = fixed_context(date(2026, 11, 23), "Ada Marsh")
    return ExportRequest(document, context, dict(options or {}))
