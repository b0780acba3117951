"""The committee's pack: cover, first page, decisions, case, map by stage, registers and method, on A4 or Letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporters.base import ALL, REDACT, Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages
from exporters.pdf import AROUND
from model.collector import without_collector
from model.document import DocumentView
from model.layout.paging import paper
from model.messages import message

if TYPE_CHECKING:
    from model.pack.binding import Bound

PAPER, SHOWN = ("A4", "Letter"), "shown"
PARTS = (
    *("cover", "summary", "contents", "decisions", "fail_points", "case", "map", "handoffs"),
    *("owners", "metrics", "questions", "changes", "registers", "acid", "record", "method"),
)


def export(request: ExportRequest) -> ExportResult:
    """The pack of a document, its parts in the order asked for, in the document's language."""
    from exporters.pdf_book import write
    from model.redaction import parse, redacted_context

    document, bound = _bound(request)
    context = redacted_context(request.context, parse(request.options[REDACT.name]))
    return write(bound.book, replace(request, document=document, context=context), bound.fonts, bound.missing)


def pages(request: ExportRequest) -> Pages:
    """The pages of the pack."""
    _, bound = _bound(request)
    facts = (message("pages.pages", n=len(bound.book.leaves), paper=request.options["paper"]),)
    return Pages(bound.book, bound.fonts, facts)


def _bound(request: ExportRequest) -> tuple[DocumentView, Bound]:
    """The document without what is left out, and its pack."""
    with without_collector():
        return _found(request)


def _found(request: ExportRequest) -> tuple[DocumentView, Bound]:
    from model.case_sheet.finding import looks
    from model.layouts import Layouts
    from model.pack.binding import bind_on
    from model.pack.chapters import parts_called
    from model.pack.ground import Ground
    from model.printing import furniture
    from model.redaction import parse, redacted

    layouts, today, options = request.layouts or Layouts(), request.context.today(), request.options
    document = redacted(request.document, parse(options[REDACT.name]))
    around = furniture(options, document)

    def found() -> Ground:
        return Ground(document, today, looks(), layouts.fonts, around.logo)

    ground = layouts.once(f"pack {options['logo']}", document, today, found)
    full = options["derivations"] == ALL
    return document, bind_on(ground, paper(options["paper"]), parts_called(options["parts"]), around, full)


EXPORTER = Exporter(
    "pack",
    ".pack.pdf",
    message("pack.title"),
    export,
    (
        Option("paper", OptionKind.CHOICE, PAPER[0], message("pdf.option.pack_paper"), PAPER),
        Option("parts", OptionKind.LIST, ALL, message("pack.option.parts"), PARTS),
        Option("derivations", OptionKind.CHOICE, SHOWN, message("pack.option.derivations"), (SHOWN, ALL)),
        *(option for option in AROUND if option.name != "rule"),
    ),
    pages,
)
