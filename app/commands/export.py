"""`throughline export`: one file in another format."""

from __future__ import annotations

import os
from pathlib import Path

from app.commands.call import Call
from app.commands.naming import version_of
from exporters import base, registry
from exporters.writing import write_file
from model.document import DocumentView
from model.errors import KnownError
from model.messages import message


def run(call: Call) -> int:
    """Export a document; its findings go to stderr and do not keep it from being written."""
    exporter = registry.exporter(call.value("format") or "")
    out = call.path("output") if call.has("output") else call.file.with_suffix(exporter.suffix_for(call.options))
    options = base.chosen(exporter.name, exporter.options, exporter.named(out.name, call.options))
    if os.path.realpath(out) == os.path.realpath(call.file):
        raise KnownError(message("cli.error.onto_itself", file=str(out)))
    document: DocumentView = call.open(call.file)
    if call.has("snapshot"):
        document = version_of(document, call.value("snapshot") or "", "--snapshot")
    if call.has("view"):
        from model.analysis.views import filtered, named

        document = filtered(document, named(document, call.value("view") or ""))
    write(call, exporter, document, out, options)
    return 0


def write(
    call: Call, exporter: base.Exporter, document: DocumentView, out: Path, options: dict[str, str] | None = None
) -> None:
    """Export one document to one file and name it."""
    result = base.run(exporter, document, call.context, options)
    write_file(out, result.data)
    call.say(str(out))
    call.warn(result.findings, out)
