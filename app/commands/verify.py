"""`throughline verify`: header, schema and content hash of a document file."""

from __future__ import annotations

from app.commands.call import Call
from model.messages import message
from model.store import reading
from model.store.files import Files
from model.store.schema import format_name


def run(call: Call) -> int:
    """Say that a file is sound; one that is not ends in the one line that says why, exit 2."""
    found = reading.verify(call.file, Files(), call.passphrase)
    version = format_name(found.version)
    call.say(message("cli.verify.sound", file=str(call.file), format=version, n=found.rows, hash=found.content))
    return 0
