"""The committee's pack: cover, first page, decisions, case, map by stage, registers and method, on A4 or Letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporters.base import ALL, REDACT, Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages, chosen
from exporters.pdf import AGAINST, AROUND
from model.collector import without_collector
from model.context import Context
from model.document import DocumentView
from model.layout.paging import paper
from model.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model.messages import Value
    from model.pack.binding import Bound
    from model.pack.ground import Ground, States
    from model.redaction import Redaction

PAPER, SHOWN = ("A4", "Letter"), "shown"
COMPARED = "compared"
PARTS = (
    *("cover", "summary", "contents", "decisions", "fail_points", "case", "map", "handoffs"),
    *("owners", "metrics", "questions", "workshops", "changes", COMPARED, "registers", "acid", "record", "method"),
)


def export(request: ExportRequest) -> ExportResult:
    """The pack of a document, its parts in the order asked for, in the document's language."""
    return _written(request, *_bound(request))


def pages(request: ExportRequest) -> Pages:
    """The pages of the pack."""
    _, bound = _bound(request)
    facts = (message("pages.pages", n=len(bound.book.leaves), paper=request.options["paper"]),)
    return Pages(bound.book, bound.fonts, facts)


def of_two(
    before: DocumentView, after: DocumentView, names: tuple[Value, Value], context: Context, given: Mapping[str, str]
) -> ExportResult:
    """What leads from one document to another, with options as for the pack; `names`: what the two are called."""
    options = chosen(EXPORTER.name, EXPORTER.options, {"parts": COMPARED, **given})
    request = ExportRequest(after, context, options)
    return _written(request, *_bound(request, before, names))


def _written(request: ExportRequest, document: DocumentView, bound: Bound) -> ExportResult:
    from exporters.pdf_book import write
    from model.redaction import parse, redacted_context

    context = redacted_context(request.context, parse(request.options[REDACT.name]))
    return write(bound.book, replace(request, document=document, context=context), bound.fonts, bound.missing)


def _bound(
    request: ExportRequest, before: DocumentView | None = None, names: tuple[Value, Value] = ("", "")
) -> tuple[DocumentView, Bound]:
    """The document without what is left out, and its pack; `before`: the state to compare it with."""
    with without_collector():
        return _found(request, before, names)


def _found(
    request: ExportRequest, before: DocumentView | None, names: tuple[Value, Value]
) -> tuple[DocumentView, Bound]:
    from model.analysis.views import whole_of
    from model.case_sheet.finding import looks
    from model.layouts import Layouts
    from model.pack.binding import bind_on
    from model.pack.chapters import parts_called
    from model.pack.ground import Ground, Past
    from model.printing import furniture
    from model.redaction import parse, redacted

    layouts, today, options = request.layouts or Layouts(), request.context.today(), request.options
    what = parse(options[REDACT.name])
    document = redacted(request.document, what)
    around = furniture(options, document)

    def found() -> Ground:
        states = _states(request, document, before, names, what)
        past = Past(whole_of(request.document), what)
        return Ground(document, today, looks(), layouts.fonts, around.logo, states, past)

    shaped_by = (options[name] for name in ("logo", AGAINST.name, REDACT.name))
    ground = layouts.once(" ".join(("pack", *shaped_by)), document, today, found)
    full = options["derivations"] == ALL
    return document, bind_on(ground, paper(options["paper"]), parts_called(options["parts"]), around, full)


def _states(
    request: ExportRequest,
    shown: DocumentView,
    before: DocumentView | None,
    names: tuple[Value, Value],
    what: Redaction,
) -> States | None:
    """The document compared with a state before it: the one given, or the version that the options name."""
    from model.analysis.differences import compare
    from model.analysis.views import whole_of
    from model.pack.ground import States
    from model.redaction import redacted
    from model.snapshots import as_of
    from model.versions import printed_name, version_called

    against = request.options[AGAINST.name].strip()
    if before is None:
        if not against:
            return None
        whole = whole_of(request.document)
        version = version_called(whole, against, AGAINST.name)
        names = (printed_name(whole, version, against, what), message("pack.compared.now"))
        before = as_of(whole, version)
    return States(compare(redacted(before, what), whole_of(shown)), *names)


EXPORTER = Exporter(
    "pack",
    ".pack.pdf",
    message("pack.title"),
    export,
    (
        Option("paper", OptionKind.CHOICE, PAPER[0], message("pdf.option.pack_paper"), PAPER),
        Option("parts", OptionKind.LIST, ALL, message("pack.option.parts"), PARTS),
        replace(AGAINST, label=message("pack.option.against")),
        Option("derivations", OptionKind.CHOICE, SHOWN, message("pack.option.derivations"), (SHOWN, ALL)),
        *(option for option in AROUND if option.name != "rule"),
    ),
    pages,
)
