"""Case sheets for tests: of documents, of data made up to be awkward, and what of them is ink."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from model.case_sheet.finding import find
from model.case_sheet.sheet import Sheets
from model.document import Document
from model.improvements import ImprovementStatus
from model.layout.case.sheet import CaseSheet
from model.layout.drawing import PATH, RECT, TEXT, Piece
from model.layout.fonts import FontBook
from model.layout.theme import load_theme
from model.samples import build
from tests.model.builders import a_context

FONTS = FontBook.bundled(system=False)
LONG = "The office that looks after everything that nobody else wants to look after, and its Donaudampfschifffahrtsamt"


class Ink(NamedTuple):
    """Where something is drawn, and its words."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def meets(self, other: Ink) -> bool:
        """Whether two places overlap by more than a hair."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 0.5 and tall > 0.5


def sheet_of(document: Document, width: float = 1400.0, theme: str = "light") -> CaseSheet:
    """The sheet of a document."""
    return Sheets(FONTS).lay_out(find(document, lambda: 0.0), load_theme(theme), width)


def a_sample(name: str, **blueprint: Any) -> Document:
    """A sample, its blueprint changed."""
    return changed(build(name, a_context()), "Blueprint", **blueprint)


def changed(document: Document, kind: str, **fields: Any) -> Document:
    """A document with the same fields changed in every row of a kind."""
    rows = (replace(row, **fields) if type(row).__name__ == kind else row for row in document.rows())
    return Document(rows)


def awkward(which: str) -> Document:
    """Documents that strain a sheet."""
    permit = a_sample("permit")
    if which == "arabic":
        return a_sample("permit", language="ar", title="تجديد تصريح وقوف السكان")
    if which == "long":
        found = changed(changed(permit, "Card", title=LONG), "Improvement", name=LONG, soft=(LONG, LONG))
        return changed(changed(found, "Stage", title=LONG), "Blueprint", title=LONG)
    if which == "loss":
        return changed(permit, "Spend", amount=Decimal(700000))
    if which == "huge":
        found = changed(permit, "Consequence", unit_cost=Decimal(98765432109))
        return changed(found, "Spend", amount=Decimal(876543210987))
    if which == "live":
        found = changed(permit, "Improvement", status=ImprovementStatus.LIVE, measured=Decimal(1000), go_live=-8)
        return changed(found, "Metric", baseline=Decimal("58.25"), name=LONG)
    if which == "half":
        return changed(permit, "Consequence", unit_cost=None)
    return a_sample(which)


AWKWARD = ("permit", "outpatient", "empty", "arabic", "long", "loss", "huge", "live", "half")


def texts_of(sheet: CaseSheet) -> list[Ink]:
    """The lines of text of a sheet."""
    return [ink for piece in sheet.pieces for ink in _texts(piece)]


def _texts(piece: Piece) -> Iterator[Ink]:
    for primitive in piece.primitives:
        if primitive[0] == TEXT:
            _, x, baseline, line, _ = primitive
            size = max((run.size for run in line.runs), default=0.0)
            left, base = piece.x + x, piece.y + baseline
            yield Ink(left, base - 0.8 * size, left + line.width, base + 0.22 * size, line.text)


def all_of(sheet: CaseSheet) -> Iterator[Ink]:
    """All ink of a sheet."""
    yield from texts_of(sheet)
    for piece in sheet.pieces:
        for primitive in piece.primitives:
            if primitive[0] == RECT:
                _, x, y, width, height, *_ = primitive
                yield Ink(piece.x + x, piece.y + y, piece.x + x + width, piece.y + y + height, "a box")
            elif primitive[0] == PATH:
                points = [place for segment in primitive[1] for place in zip(segment[1::2], segment[2::2], strict=True)]
                xs, ys = [piece.x + x for x, _ in points], [piece.y + y for _, y in points]
                yield Ink(min(xs), min(ys), max(xs), max(ys), "a path")
