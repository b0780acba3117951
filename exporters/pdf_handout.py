"""Handouts for a workshop as a PDF: agenda and roles, an empty grid, a page a team, a page a step."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from math import inf

from exporters.base import REDACT, Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages
from exporters.pdf import AROUND
from model.layout.leaves import Book
from model.layout.paging import PAPERS
from model.messages import Message, message


def export(request: ExportRequest) -> ExportResult:
    """The handouts that the options choose; where the text of a map is too small to be read, that is said."""
    from exporters.pdf_book import write
    from model.handouts import handouts
    from model.redaction import parse, redacted_context

    context = redacted_context(request.context, parse(request.options[REDACT.name]))
    made = handouts(request.document, context.today(), request.options)
    shown = replace(request, document=made.document, context=context)
    result = write(made.book, shown, made.fonts, made.missing)
    return ExportResult(result.data, (*result.findings, *_too_small(made.book, request.options["paper"])))


def pages(request: ExportRequest) -> Pages:
    """The pages of the handouts."""
    from model.handouts import handouts

    fonts = None if request.layouts is None else request.layouts.fonts
    made = handouts(request.document, request.context.today(), request.options, fonts)
    paper = request.options["paper"]
    facts = (message("pages.pages", n=len(made.book.leaves), paper=paper),)
    return Pages(made.book, made.fonts, facts, _too_small(made.book, paper))


def _too_small(book: Book, paper: str) -> tuple[Message, ...]:
    """That the smallest text of a map cannot be read on this paper."""
    from model.layout.theme import load_theme
    from model.posters import SMALLEST_POINTS
    from model.printing import PAPER_THEME

    least = min(style.size for style in load_theme(PAPER_THEME).styles.values())
    maps = [part.scale * least for leaf in book.leaves for part in leaf.parts if part.within is not None]
    points = min(maps, default=inf)
    if points >= SMALLEST_POINTS:
        return ()
    size = Decimal(points).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return (message("handout.small_text", size=size, paper=paper),)


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
