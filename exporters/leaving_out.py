"""Every format without names, money or other things: an option beside those a format has of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from exporters.base import REDACT, Exporter, ExportRequest, ExportResult


def without_what_is_redacted(exporter: Exporter) -> Exporter:
    """An exporter that is given the document without what is to go; one that sees to it itself stays as it is."""
    if REDACT in exporter.options:
        return exporter
    return replace(exporter, options=(*exporter.options, REDACT), export=_exported(exporter.export))


def _exported(export: Callable[[ExportRequest], ExportResult]) -> Callable[[ExportRequest], ExportResult]:
    def put(request: ExportRequest) -> ExportResult:
        from model.redaction import parse, redacted, redacted_context

        what = parse(request.options[REDACT.name])
        document, context = redacted(request.document, what), redacted_context(request.context, what)
        return export(replace(request, document=document, context=context))

    return put
