"""A read-only page: one file for a browser that names no outside address and runs nothing but its own script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.base import STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from model.messages import message

if TYPE_CHECKING:
    from exporters.html_page import Parts

PARTS = ("cards", "registers", "findings", "case")


def export(request: ExportRequest) -> ExportResult:
    """The page of a document, or of one stage, in the document's language, light and dark."""
    from exporters.html_page import page

    return page(request, _parts(request))


def _parts(request: ExportRequest) -> Parts:
    from exporters.html_page import Parts

    return Parts(*(request.options[name] == "yes" for name in PARTS))


EXPORTER = Exporter(
    "html",
    ".html",
    message("html.title"),
    export,
    (STAGE, *(Option(name, OptionKind.FLAG, "yes", message(f"html.option.{name}")) for name in PARTS)),
)
