"""The poster: a map on paper, on one sheet, cut into tiles, or stage by stage."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from math import inf

from exporters.base import REDACT, STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.layout.paging import BEST, LANDSCAPE, PAPERS, PORTRAIT, Paper, Sheet
from model.messages import message

_SIZES = tuple(PAPERS)
AGAINST = Option("against", OptionKind.TEXT, "", message("pdf.option.against"))
AROUND = (
    Option("header", OptionKind.TEXT, "", message("pdf.option.header")),
    Option("footer", OptionKind.TEXT, "", message("pdf.option.footer")),
    Option("stamp", OptionKind.TEXT, "", message("pdf.option.stamp"), ("confidential", "draft")),
    Option("stamp_place", OptionKind.CHOICE, "across", message("pdf.option.stamp_place"), ("across", "margin")),
    Option("logo", OptionKind.FILE, "", message("pdf.option.logo")),
    Option("rule", OptionKind.FLAG, "no", message("pdf.option.rule")),
    REDACT,
)


def export(request: ExportRequest) -> ExportResult:
    """The poster of a document, or of one stage, always in the light theme."""
    from model.posters import book, plan, prepare, wanted

    prepared = prepare(request.document, request.context.today(), request.options, request.layouts)
    want = wanted(request.options, prepared.document)
    from exporters.pdf_book import write
    from model.redaction import parse, redacted_context

    context = redacted_context(request.context, parse(request.options[REDACT.name]))
    shown = replace(request, document=prepared.document, context=context)
    notes = plan(prepared, want).notes
    result = write(book(prepared, want), shown, prepared.fonts, prepared.missing)
    return ExportResult(result.data, (*result.findings, *notes))


def pages(request: ExportRequest) -> Pages:
    """The sheets of the poster, with their scale and smallest text."""
    from model.posters import book, plan, prepare, wanted

    prepared = prepare(request.document, request.context.today(), request.options, request.layouts)
    want = wanted(request.options, prepared.document)
    found = plan(prepared, want)
    facts = [message("pages.sheets", n=found.pages, paper=(want.tile or want.on).name)]
    if found.tiling is not None:
        facts.append(message("pages.tiled", rows=found.tiling.rows, columns=found.tiling.columns))
    facts.append(message("pages.scale", percent=found.percent))
    if found.smallest < inf:
        size = Decimal(found.smallest).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
        facts.append(message("pages.smallest", size=size))
    return Pages(book(prepared, want), prepared.fonts, tuple(facts), found.notes)


def poster(request: ExportRequest, drawing: Drawing, fonts: FontBook, sheet: Sheet, on: Paper) -> ExportResult:
    """A drawing as a PDF of one page, as it lies on a sheet."""
    from exporters.pdf_book import write
    from model.posters import Prepared, book_on, laid_out, too_small
    from model.printing import press_of

    document = request.document
    press = press_of(document, fonts)
    one = laid_out(document, drawing, press)
    prepared = Prepared(document, (one,), fonts, press, request.context.today())
    result = write(book_on(prepared, [sheet]), request, fonts, prepared.missing)
    return ExportResult(result.data, (*result.findings, *too_small(one, sheet, on)))


EXPORTER = Exporter(
    "pdf",
    ".pdf",
    message("pdf.title"),
    export,
    (
        Option("paper", OptionKind.TEXT, "A3", message("pdf.option.paper"), _SIZES),
        Option("orientation", OptionKind.CHOICE, BEST, message("pdf.option.orientation"), (BEST, LANDSCAPE, PORTRAIT)),
        Option("scale", OptionKind.TEXT, "fit", message("pdf.option.scale"), ("fit", "100", "75", "50")),
        Option("tile", OptionKind.TEXT, "", message("pdf.option.tile"), _SIZES),
        Option("overlap", OptionKind.NUMBER, "10", message("pdf.option.overlap")),
        Option("sheet_map", OptionKind.FLAG, "yes", message("pdf.option.sheet_map")),
        Option("pages", OptionKind.CHOICE, "one", message("pdf.option.pages"), ("one", "stages")),
        STAGE,
        AGAINST,
        *AROUND,
    ),
    pages,
)
