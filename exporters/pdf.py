"""The poster: the whole drawing, true size, on one sheet."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from math import inf

from exporters.base import STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.layout.leaves import Book
from model.layout.paging import BEST, LANDSCAPE, PAPERS, POINTS_PER_PX, PORTRAIT, Paper, Sheet, fit, paper
from model.layout.reading import smallest
from model.layout.theme import load_theme
from model.messages import Message, message
from model.printing import PAPER_THEME, stage_called
from model.texts import Texts

SMALLEST_POINTS = 5.0


def export(request: ExportRequest) -> ExportResult:
    """The poster of a document, or of one stage, always in the light theme."""
    return poster(request, *_laid_out(request))


def pages(request: ExportRequest) -> Pages:
    """The poster's sheet, with its scale and its smallest text."""
    drawing, fonts, sheet, on = _laid_out(request)
    points = sheet.points(_smallest(drawing))
    facts = [message("pages.sheets", n=1, paper=on.name), message("pages.scale", percent=_percent(sheet))]
    if points < inf:
        facts.append(message("pages.smallest", size=_rounded(points)))
    return Pages(_book(request, drawing, sheet), fonts, tuple(facts), _too_small(points, sheet, on))


def poster(request: ExportRequest, drawing: Drawing, fonts: FontBook, sheet: Sheet, on: Paper) -> ExportResult:
    """A drawing as a PDF of one page."""
    from exporters.pdf_book import write

    result = write(_book(request, drawing, sheet), request, fonts, drawing.missing())
    return ExportResult(result.data, (*result.findings, *_too_small(sheet.points(_smallest(drawing)), sheet, on)))


def _laid_out(request: ExportRequest) -> tuple[Drawing, FontBook, Sheet, Paper]:
    on = paper(request.options["paper"])
    stage = stage_called(request.document, request.options["stage"])
    drawing, fonts = request.lay_out(request.document, request.context.today(), stage)
    return drawing, fonts, fit(drawing.width, drawing.height, on, request.options["orientation"]), on


def _book(request: ExportRequest, drawing: Drawing, sheet: Sheet) -> Book:
    from model.layout.poster import poster_book

    document = request.document
    only = stage_called(document, request.options.get(STAGE.name, ""))
    return poster_book(document, drawing, sheet, load_theme(PAPER_THEME), Texts(document.blueprint.language), only)


def _smallest(drawing: Drawing) -> float:
    return smallest(drawing, min(style.size for style in load_theme(PAPER_THEME).styles.values()))


def _too_small(points: float, sheet: Sheet, on: Paper) -> tuple[Message, ...]:
    if points >= SMALLEST_POINTS:
        return ()
    return (message("pdf.small_text", size=_rounded(points), scale=_percent(sheet), paper=on.name),)


def _percent(sheet: Sheet) -> int:
    return round(sheet.scale / POINTS_PER_PX * 100)


def _rounded(points: float) -> Decimal:
    return Decimal(points).quantize(Decimal("0.1"), ROUND_HALF_EVEN)


EXPORTER = Exporter(
    "pdf",
    ".pdf",
    message("pdf.title"),
    export,
    (
        Option("paper", OptionKind.TEXT, "A3", message("pdf.option.paper"), tuple(PAPERS)),
        Option("orientation", OptionKind.CHOICE, BEST, message("pdf.option.orientation"), (BEST, LANDSCAPE, PORTRAIT)),
        STAGE,
    ),
    pages,
)
