"""The poster: the whole drawing, true size, on one sheet."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from exporters.base import STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.layout.paging import BEST, LANDSCAPE, PAPERS, POINTS_PER_PX, PORTRAIT, Paper, Sheet, fit, paper
from model.layout.reading import smallest
from model.layout.theme import load_theme
from model.messages import Message, message
from model.printing import PAPER_THEME, stage_called
from model.texts import Texts

SMALLEST_POINTS = 5.0


def export(request: ExportRequest) -> ExportResult:
    """The poster of a document, or of one stage, always in the light theme."""
    from model.printing import light_drawing

    on = paper(request.options["paper"])
    stage = stage_called(request.document, request.options["stage"])
    drawing, fonts = light_drawing(request.document, request.context.today(), stage)
    sheet = fit(drawing.width, drawing.height, on, request.options["orientation"])
    return poster(request, drawing, fonts, sheet, on)


def poster(request: ExportRequest, drawing: Drawing, fonts: FontBook, sheet: Sheet, on: Paper) -> ExportResult:
    """A drawing as a PDF of one page."""
    from exporters.pdf_book import write
    from model.layout.poster import poster_book

    document, theme = request.document, load_theme(PAPER_THEME)
    only = stage_called(document, request.options.get(STAGE.name, ""))
    book = poster_book(document, drawing, sheet, theme, Texts(document.blueprint.language), only)
    result = write(book, request, fonts, drawing.missing())
    least = min(style.size for style in theme.styles.values())
    return ExportResult(result.data, (*result.findings, *_too_small(smallest(drawing, least), sheet, on)))


def _too_small(smallest: float, sheet: Sheet, on: Paper) -> tuple[Message, ...]:
    points = sheet.points(smallest)
    if points >= SMALLEST_POINTS:
        return ()
    size = Decimal(points).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    percent = round(sheet.scale / POINTS_PER_PX * 100)
    return (message("pdf.small_text", size=size, scale=percent, paper=on.name),)


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
)
