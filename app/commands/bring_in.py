"""`throughline import`: a document and a report from another format."""

from __future__ import annotations

import json
import os

from app.commands.call import Call
from exporters import registry
from exporters.readers import base
from exporters.readers.report import report_lines, report_plain
from exporters.writing import write_file
from model.errors import KnownError
from model.messages import message


def run(call: Call) -> int:
    """Read a file, write the document and say how it went."""
    source, out = call.file, call.path("output")
    if os.path.realpath(out) == os.path.realpath(source):
        raise KnownError(message("cli.error.onto_itself", file=str(out)))
    name = call.value("from")
    reader = registry.reader_for(source) if name is None else registry.reader(name)
    reading = base.run(reader, source, call.context, call.options)
    call.save(out, reading.rows)
    if call.has("report"):
        plain = report_plain(reading.report, call.texts)
        write_file(call.path("report"), (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode())
    for line in report_lines(reading.report, call.texts):
        call.say(line)
    call.say(str(out))
    return 0
