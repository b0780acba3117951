"""Every format in another language of the document: an option beside those a format has of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages
from model.messages import Message, message
from model.translations import known_language, missing, translated

LANGUAGE = Option("language", OptionKind.TEXT, "", message("translations.option"))


def in_any_language(exporter: Exporter) -> Exporter:
    """An exporter that first puts the document into the language asked for, and says what is not translated."""
    pages = exporter.pages
    return replace(
        exporter,
        options=(*exporter.options, LANGUAGE),
        export=_exported(exporter.export),
        pages=None if pages is None else _paged(pages),
    )


def _exported(export: Callable[[ExportRequest], ExportResult]) -> Callable[[ExportRequest], ExportResult]:
    def put(request: ExportRequest) -> ExportResult:
        asked, told = _asked(request)
        result = export(asked)
        return replace(result, findings=(*result.findings, *told)) if told else result

    return put


def _paged(pages: Callable[[ExportRequest], Pages]) -> Callable[[ExportRequest], Pages]:
    def put(request: ExportRequest) -> Pages:
        asked, told = _asked(request)
        found = pages(asked)
        return found._replace(warnings=(*found.warnings, *told))

    return put


def _asked(request: ExportRequest) -> tuple[ExportRequest, tuple[Message, ...]]:
    """A request in the language asked for, and how many texts stay as they are."""
    name = request.options.get(LANGUAGE.name, "")
    if not name:
        return request, ()
    language = known_language(request.document, name)
    if language == request.document.blueprint.language:
        return request, ()
    left = len(missing(request.document, language))
    told = (message("translations.left", n=left, language=language),) if left else ()
    return replace(request, document=translated(request.document, language)), told
