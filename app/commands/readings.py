"""`throughline readings`: metric readings out of a table into a document; those out of tolerance are listed."""

from __future__ import annotations

import json
from pathlib import Path

from app.commands.call import Call
from exporters.base import Option, OptionKind, chosen
from exporters.readers import readings
from exporters.readers.csv_mapping import kept_in, said_in
from exporters.readers.report import report_lines, report_plain
from exporters.writing import write_file
from model.document import Document
from model.messages import message
from model.snapshots import kept_before

OPTIONS = (
    Option("columns", OptionKind.TEXT, "", message("readers.cards.option_columns")),
    Option("map", OptionKind.TEXT, "", message("readers.cards.option_map")),
)


def run(call: Call) -> int:
    """Read the table, write the document and say how it went."""
    options = chosen(readings.NAME, OPTIONS, call.options)
    said = {
        **(kept_in(options["map"]) if options["map"] else {}),
        **(said_in(options["columns"]) if options["columns"] else {}),
    }
    loaded = call.load(call.file)
    document = Document(loaded.rows)
    brought = readings.read(Path(call.operands[1]), document, call.context.today(), said)
    if brought.change:
        kept_as = call.texts("import.before", name=Path(call.operands[1]).name)
        document.apply(kept_before(document, call.context, brought.change, kept_as))
        call.save(call.file, document.rows(), loaded.extra)
    if call.has("report"):
        plain = report_plain(brought.report, call.texts)
        plain["breaches"] = [readings.breach_plain(each) for each in brought.breaches]
        write_file(call.path("report"), (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode())
    for line in report_lines(brought.report, call.texts):
        call.say(line)
    call.say(readings.breaches_words(brought))
    for breach in brought.breaches:
        call.say("  " + call.texts(readings.breach_words(breach)))
    return 0
