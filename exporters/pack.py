"""The committee's pack: cover, first page, decisions, case, map by stage, registers and method, on A4 or Letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind
from model.layout.paging import paper
from model.messages import message

PAPER = ("A4", "Letter")
LOOKS_A_SECOND = 1_000
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
    from model.redaction import parse, redacted, redacted_context

    names, what = parts_called(request.options["parts"]), parse(request.options["redact"])
    document, context = redacted(request.document, what), redacted_context(request.context, what)
    bound = bind(document, context.today(), _looks(), paper(request.options["paper"]), names)
    return write(bound.book, replace(request, document=document, context=context), bound.fonts, bound.missing)


def _looks() -> Callable[[], float]:
    """A clock that counts looks at it instead of time: the search for the best set ends alike on every machine."""
    looks = count()
    return lambda: next(looks) / LOOKS_A_SECOND


EXPORTER = Exporter(
    "pack",
    ".pdf",
    message("pack.title"),
    export,
    (
        Option("paper", OptionKind.CHOICE, PAPER[0], message("pdf.option.paper"), PAPER),
        Option("parts", OptionKind.TEXT, PROPOSED[0], message("pack.option.parts"), PROPOSED),
        Option("redact", OptionKind.TEXT, "", message("redaction.option")),
    ),
)
