"""The committee's pack: cover, first page, decisions, case, map by stage, registers and method, on A4 or Letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from exporters.base import REDACT, Exporter, ExportRequest, ExportResult, Option, OptionKind
from exporters.pdf import AROUND
from model.layout.paging import paper
from model.messages import message

PAPER = ("A4", "Letter")
# The search for the best set may look at its clock so often in what it takes for a second.
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
    from model.printing import furniture
    from model.redaction import parse, redacted, redacted_context

    options = request.options
    names, what = parts_called(options["parts"]), parse(options[REDACT.name])
    document, context = redacted(request.document, what), redacted_context(request.context, what)
    around = furniture(options, document)
    bound = bind(document, context.today(), _looks(), paper(options["paper"]), names, around)
    return write(bound.book, replace(request, document=document, context=context), bound.fonts, bound.missing)


def _looks() -> Callable[[], float]:
    """A clock that counts looks at it instead of time: the search for the best set ends alike on every machine."""
    looks = count()
    return lambda: next(looks) / LOOKS_A_SECOND


EXPORTER = Exporter(
    "pack",
    ".pack.pdf",
    message("pack.title"),
    export,
    (
        Option("paper", OptionKind.CHOICE, PAPER[0], message("pdf.option.paper"), PAPER),
        Option("parts", OptionKind.TEXT, PROPOSED[0], message("pack.option.parts"), PROPOSED),
        *(option for option in AROUND if option.name != "rule"),
    ),
)
