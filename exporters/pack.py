"""The committee's pack: cover, first page, decisions, case, map by stage, registers and method, on A4 or Letter."""

from __future__ import annotations

from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind
from model.layout.paging import paper
from model.messages import message

PAPER = ("A4", "Letter")
# What the window proposes beside all parts; others are typed, in any order.
PROPOSED = (
    "all",
    "cover,summary,decisions",
    "cover,summary,contents,decisions,fail_points,case,method",
    "cover,contents,map,handoffs,owners,registers",
)


def export(request: ExportRequest) -> ExportResult:
    """The pack of a document, its parts in the order asked for, in the document's language."""
    from exporters.pdf_book import write
    from model.pack.binding import bind
    from model.pack.chapters import parts_called

    names = parts_called(request.options["parts"])
    bound = bind(request.document, request.context.today(), _still, paper(request.options["paper"]), names)
    return write(bound.book, request, bound.fonts, bound.missing)


def _still() -> float:
    """A clock that stands: the best set takes the time that it needs, so that the same document gives the same file."""
    return 0.0


EXPORTER = Exporter(
    "pack",
    ".pdf",
    message("pack.title"),
    export,
    (
        Option("paper", OptionKind.CHOICE, PAPER[0], message("pdf.option.paper"), PAPER),
        Option("parts", OptionKind.TEXT, PROPOSED[0], message("pack.option.parts"), PROPOSED),
    ),
)
