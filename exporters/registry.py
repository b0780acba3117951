"""Every exporter and reader by name. Their modules are named as data and imported when asked for.

After ours come those that other packages add (`exporters.added`).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from exporters.added import Added, added
from exporters.base import Exporter
from exporters.language import in_any_language
from exporters.leaving_out import without_what_is_redacted
from exporters.readers.base import Reader, file_error
from exporters.readers.strangers import stranger
from model.errors import BugError, KnownError
from model.messages import Message, message
from model.store.files import read_file

# Name: its module, which holds `EXPORTER`.
EXPORTERS = {
    "pdf": "exporters.pdf",
    "pack": "exporters.pdf_pack",
    "handout": "exporters.pdf_handout",
    "svg": "exporters.svg",
    "html": "exporters.html",
    "png": "exporters.png",
    "drawio": "exporters.drawio",
    "bpmn": "exporters.bpmn",
    "json": "exporters.json_format",
    "xlsx": "exporters.xlsx",
    "csv": "exporters.csv_format",
    "backlog": "exporters.backlog",
    "archimate": "exporters.archimate",
    "graphml": "exporters.graphml",
    "mermaid": "exporters.mermaid",
    "d2": "exporters.d2",
    "ics": "exporters.ics",
}
# Name: its module, which holds `READER`. The first whose `sniff` says yes reads the file.
READERS = {
    "agentic-ir": "exporters.readers.agentic_reader",
    "json": "exporters.readers.json_reader",
    "drawio": "exporters.readers.drawio_reader",
    "bpmn": "exporters.readers.bpmn_reader",
    "svg": "exporters.readers.svg_reader",
    "xlsx": "exporters.readers.xlsx_reader",
    "csv": "exporters.readers.csv_reader",
}
_HEAD = 4096


def exporter(name: str) -> Exporter:
    """The exporter with a name; a name nobody has is the user's error."""
    module = EXPORTERS.get(name.lower())
    if module is not None:
        return _exporter(module)
    others = _added().exporters
    for one in others:
        if one.name == name.lower():
            return one
    known = ", ".join((*EXPORTERS, *(one.name for one in others)))
    raise KnownError(message("exporters.unknown_format", name=name, known=known))


def exporters() -> tuple[Exporter, ...]:
    """All exporters, in the order they are shown."""
    return (*map(_exporter, EXPORTERS.values()), *_added().exporters)


def are_loaded() -> bool:
    """Whether the modules of all exporters have been imported, which takes a tenth of a second."""
    return _exporter.cache_info().currsize >= len(EXPORTERS)


def reader(name: str) -> Reader:
    """The reader with a name; a name nobody has is the user's error."""
    module = READERS.get(name.lower())
    if module is not None:
        return _reader(module)
    others = _added().readers
    for one in others:
        if one.name == name.lower():
            return one
    known = ", ".join((*READERS, *(one.name for one in others)))
    raise KnownError(message("exporters.unknown_reader", name=name, known=known))


def readers() -> tuple[Reader, ...]:
    """All readers, in the order they are asked."""
    return (*map(_reader, READERS.values()), *_added().readers)


def broken() -> tuple[Message, ...]:
    """Why formats that other packages mean to add cannot be used."""
    return _added().broken


def reader_for(source: Path) -> Reader:
    """The reader whose content this file has; where none knows the content, the one with its suffix."""
    try:
        head = read_file(source, _HEAD - 1)
    except OSError as error:
        raise file_error(source, error) from error
    if not head:
        raise KnownError(message("readers.empty", file=str(source)))
    known = readers()
    for candidate in known:
        if candidate.sniff(head, source.name):
            return candidate
    refusal = stranger(head, source.name)
    if refusal:
        raise KnownError(message(refusal, file=str(source)))
    names = ", ".join(one.name for one in known)
    raise KnownError(message("readers.unknown_file", file=str(source), known=names))


def _added() -> Added:
    return added(EXPORTERS, READERS)


@cache
def _exporter(module: str) -> Exporter:
    found = import_module(module).EXPORTER
    if not isinstance(found, Exporter):
        raise BugError(f"{module} holds no exporter")
    return in_any_language(without_what_is_redacted(found))


def _reader(module: str) -> Reader:
    found = import_module(module).READER
    if not isinstance(found, Reader):
        raise BugError(f"{module} holds no reader")
    return found
