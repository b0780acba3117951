"""The rows of the formats: the document written in each and read back, beside JSON of its rows and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.formats import FORMATS
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import paired
from exporters import registry
from exporters.base import run as export
from exporters.readers.base import run as read
from model.kinds import to_plain

_WRITTEN = "json.dumps of the plain rows"
_READ = "json.loads of the plain rows"
# At L the formats are no bar, and a median of two dozen of them would take half an hour.
_ONCE = "L"


def writing(stage: Stage) -> Iterator[Row]:
    """The document to the bytes of each format."""
    plain = [to_plain(row) for row in stage.document.rows()]
    for each in FORMATS:
        exporter = registry.exporter(each.name)
        pair = paired(
            lambda exporter=exporter, each=each: export(exporter, stage.document, stage.context, each.options),
            lambda: json.dumps(plain),
            1 if stage.size == _ONCE else stage.times,
        )
        what = f"the document to the bytes of {each.name}"
        yield Row(f"write-{each.name}", stage.size, pair.ours, pair.floor, what, _WRITTEN)


def reading(stage: Stage) -> Iterator[Row]:
    """A file of each format to rows and a report."""
    floor = json.dumps([to_plain(row) for row in stage.document.rows()])
    for each in FORMATS:
        if not each.readable:
            continue
        exporter, reader = registry.exporter(each.name), registry.reader(each.name)
        file = stage.folder / f"{stage.size}-read{exporter.suffix}"
        file.write_bytes(export(exporter, stage.document, stage.context, each.options).data)
        pair = paired(
            lambda reader=reader, file=file, each=each: read(reader, file, stage.context, each.reading),
            lambda: json.loads(floor),
            1 if stage.size == _ONCE else stage.times,
        )
        what = f"a file of {each.name} to rows and a report"
        yield Row(f"read-{each.name}", stage.size, pair.ours, pair.floor, what, _READ)
