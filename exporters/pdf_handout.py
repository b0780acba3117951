"""Handouts for a workshop as a PDF: agenda and roles, an empty grid, a page a team, a page a step."""

from __future__ import annotations

from exporters.base import REDACT, Exporter, ExportRequest, ExportResult, Option, OptionKind
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
    return write(made.book, ExportRequest(made.document, context, request.options), made.fonts, made.missing)


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
)
