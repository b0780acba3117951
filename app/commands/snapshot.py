"""`throughline snapshot`: keep a document as it is now as a version, in its own file."""

from __future__ import annotations

from app.commands.call import Call
from model.document import Document
from model.editor import Editor
from model.history import History
from model.messages import message


def run(call: Call) -> int:
    """Take the version and write the file."""
    loaded = call.load(call.file)
    document = Document(loaded.rows)
    editor = Editor(document, History(document), call.context)
    name = call.operands[1]
    editor.take_snapshot(name, call.value("note") or "")
    call.save(call.file, document.rows(), loaded.extra)
    call.say(message("cli.snapshot.taken", name=name, file=str(call.file)))
    return 0
