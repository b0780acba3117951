"""`throughline insert`: put a module into a document, at its end or in the place of a stage."""

from __future__ import annotations

from pathlib import Path

from app.commands.call import Call
from app.library import SUFFIX, Kept, Library
from model.document import Document
from model.editor import Editor
from model.errors import KnownError
from model.folding import same_name
from model.grid import stages
from model.history import History
from model.messages import message


def run(call: Call) -> int:
    """Put it in and write the file; the ids of what was made are printed."""
    loaded = call.load(call.file)
    document = Document(loaded.rows)
    editor = Editor(document, History(document), call.context)
    path = Path(call.operands[1])
    kept = Kept(path.name.removesuffix(SUFFIX), path)
    text = Library(path.parent).read(kept)
    matching = not call.has("own-entries")
    swapped = call.value("swap")
    if swapped is None:
        made = editor.paste_fragment(text, None, None, None, matching)
    else:
        made = (editor.swap_stage(_stage(document, swapped), text, kept.name, matching),)
    call.save(call.file, document.rows(), loaded.extra)
    call.say(message("cli.insert.made", name=kept.name, file=str(call.file), ids=", ".join(made)))
    return 0


def _stage(document: Document, name: str) -> str:
    """The stage of a title, whatever its case, or of an id."""
    found = [row.id for row in stages(document) if row.id == name or same_name(row.title, name)]
    if not found:
        raise KnownError(message("cli.error.nothing_named", option="--swap", name=name))
    if len(found) > 1:
        raise KnownError(message("cli.error.several_named", option="--swap", name=name, ids=", ".join(found)))
    return found[0]
