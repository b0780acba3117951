"""Handouts for a workshop as a PDF: agenda and roles, an empty grid, a page a team, a page a step."""

from __future__ import annotations

from dataclasses import replace

from exporters.base import REDACT, Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages
from exporters.pdf import AROUND
from model.layout.paging import PAPERS
from model.messages import message


def export(request: ExportRequest) -> ExportResult:
    """The handouts that the options choose."""
    from exporters.pdf_book import write
    from model.handouts import handouts
    from model.redaction import parse, redacted_context

    context = redacted_context(request.context, parse(request.options[REDACT.name]))
    made = handouts(request.document, context.today(), request.options)
    return write(made.book, replace(request, document=made.document, context=context), made.fonts, made.missing)


def pages(request: ExportRequest) -> Pages:
    """The pages of the handouts."""
    from model.handouts import handouts

    fonts = None if request.layouts is None else request.layouts.fonts
    made = handouts(request.document, request.context.today(), request.options, fonts)
    paper = request.options["paper"]
    return Pages(made.book, made.fonts, (message("pages.pages", n=len(made.book.leaves), paper=paper),))


EXPORTER = Exporter(
    "handout",
    ".handout.pdf",
    message("handout.format"),
    export,
    (
        Option(
            "what",
            OptionKind.CHOICE,
            "all",
            message("handout.option.what"),
            ("all", "agenda", "grid", "teams", "steps"),
        ),
        Option("paper", OptionKind.TEXT, "A4", message("pdf.option.paper"), tuple(PAPERS)),
        Option("grid_paper", OptionKind.TEXT, "A1", message("handout.option.grid_paper"), tuple(PAPERS)),
        *AROUND,
    ),
    pages,
)
