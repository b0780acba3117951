"""A read-only page: one file for a browser that names no outside address and runs nothing but its own script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporters.base import REDACT, STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from model.messages import message

if TYPE_CHECKING:
    from exporters.html_page import Parts

STAMP = Option("stamp", OptionKind.TEXT, "", message("html.option.stamp"), ("confidential", "draft"))
PARTS = ("cards", "registers", "findings", "case")


def export(request: ExportRequest) -> ExportResult:
    """The page of a document, or of one stage, in the document's language, light and dark."""
    from exporters.html_page import page
    from model.redaction import parse, redacted, redacted_context

    what = parse(request.options[REDACT.name])
    document, context = redacted(request.document, what), redacted_context(request.context, what)
    return page(replace(request, document=document, context=context), _parts(request))


def _parts(request: ExportRequest) -> Parts:
    from exporters.html_page import Parts

    return Parts(*(request.options[name] == "yes" for name in PARTS))


EXPORTER = Exporter(
    "html",
    ".html",
    message("html.title"),
    export,
    (
        STAGE,
        *(Option(name, OptionKind.FLAG, "yes", message(f"html.option.{name}")) for name in PARTS),
        STAMP,
        REDACT,
    ),
)
