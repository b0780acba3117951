"""`throughline merge`: two people's copies of a document in one, conflict by conflict."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from app.commands.call import Call
from exporters.writing import write_file
from model.analysis.asking.answer import joined
from model.analysis.checks.naming import called
from model.analysis.merging import Conflict, Merged, merge
from model.document import DocumentView
from model.errors import KnownError
from model.kinds import kind_of, to_plain
from model.messages import message
from model.record import Record

CLEAN, CONFLICTS = 0, 1


def run(call: Call) -> int:
    """Write the merged document and say what clashes; the exit code is 1 where anything does."""
    files = [Path(operand) for operand in call.operands]
    out = call.path("output")
    if os.path.realpath(out) in map(os.path.realpath, files):
        raise KnownError(message("cli.error.onto_itself", file=str(out)))
    loaded = [call.load(file) for file in files]
    merged = merge(*(DocumentView(each.rows) for each in loaded))
    call.save(out, merged.rows, loaded[1].extra)
    document = DocumentView(merged.rows)
    if call.has("report"):
        plain = _plain(call, document, merged)
        write_file(call.path("report"), (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode())
    for conflict in merged.conflicts:
        kind = message(f"window.find.kind.{kind_of(conflict.row).name}")
        fields = joined(list(conflict.fields)) if conflict.fields else message("cli.merge.all_of_it")
        words = {"kind": kind, "name": _name(document, conflict), "fields": fields}
        call.say(message(f"cli.merge.{conflict.clash.value}", **words))
    done = "cli.merge.done" if merged.conflicts else "cli.merge.clean"
    call.say(message(done, n=len(merged.conflicts), file=str(out)))
    return CONFLICTS if merged.conflicts else CLEAN


def _name(document: DocumentView, conflict: Conflict) -> Any:
    if conflict.id in document:
        return called(document, conflict.id)
    return getattr(conflict.row, "title", "") or getattr(conflict.row, "name", "") or conflict.id


def _plain(call: Call, document: DocumentView, merged: Merged) -> dict[str, Any]:
    """What `--report` writes, in its order."""
    return {
        "title": document.blueprint.title,
        "conflicts": [
            {
                "clash": each.clash.value,
                "id": each.id,
                "kind": kind_of(each.row).name,
                "name": call.texts.value(_name(document, each)),
                "fields": list(each.fields),
                "base": _side(each.base, each.fields),
                "ours": _side(each.ours, each.fields),
                "theirs": _side(each.theirs, each.fields),
                "kept": _side(each.kept, each.fields),
            }
            for each in merged.conflicts
        ],
    }


def _side(row: Record | None, fields: tuple[str, ...]) -> dict[str, Any] | None:
    """A record as one side has it: the fields that clash, or all of it."""
    if row is None:
        return None
    plain = to_plain(row)
    return {name: plain[name] for name in fields} if fields else dict(plain)
