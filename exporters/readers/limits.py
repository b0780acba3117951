"""How much a reader takes: the one place for the bounds on what a stranger sent, and the check of an archive."""

from __future__ import annotations

import io
import zipfile
import zlib

from model.errors import KnownError
from model.messages import message

MB = 2**20
# Bytes of a file on the disk.
TEXT_BYTES = 16 * MB
JSON_BYTES = 128 * MB
XML_BYTES = 64 * MB
ARCHIVE_BYTES = 64 * MB
# Of an archive before anything in it is opened. Below a size, any ratio is harmless.
MOST_ENTRIES = 1000
ENTRY_BYTES = 64 * MB
UNPACKED_BYTES = 128 * MB
RATIO = 200
RATIO_FROM = MB
# Elements of XML, inside one another and in all; values of JSON that only we do not know.
DEEPEST = 256
MOST_ELEMENTS = 600_000
# Shapes of a page without swimlanes, each of which is held against each.
MOST_FRAMED = 2000
JSON_DEEPEST = 64
# Cells of a table.
TABLE_ROWS = 2000
TABLE_COLUMNS = 2000
TABLE_CELLS = 250_000
SHEET_ROWS = 60_000
SHEET_COLUMNS = 300
SHEET_CELLS = 1_000_000
SHEET_TEXTS = 1_000_000
MOST_CARDS = 50_000

_DECLARED = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def bounded_archive(data: bytes, file: str) -> zipfile.ZipFile:
    """A ZIP archive whose entries, total and ratios are within bounds; else, or where it is none, `KnownError`.

    What it says of its entries binds it: no entry gives more bytes than it declares.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise KnownError(message("readers.archive.damaged", file=file)) from error
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise KnownError(message("readers.archive.entries", file=file, n=len(entries), most=MOST_ENTRIES))
    largest = max((entry.file_size for entry in entries), default=0)
    if total > UNPACKED_BYTES or largest > ENTRY_BYTES:
        raise KnownError(message("readers.archive.total", file=file, most=UNPACKED_BYTES // MB))
    for entry in entries:
        if entry.flag_bits & 1:
            raise KnownError(message("readers.archive.encrypted", file=file))
        if entry.file_size > RATIO_FROM and entry.file_size > RATIO * max(entry.compress_size, 1):
            raise KnownError(message("readers.archive.ratio", file=file, entry=entry.filename[:80]))
    if total > RATIO_FROM and total > RATIO * len(data):
        raise KnownError(message("readers.archive.total", file=file, most=UNPACKED_BYTES // MB))
    return archive


def declares_entities(head: bytes) -> bool:
    """Whether XML begins with a document type, which could declare entities; no format here needs one."""
    return any(mark in head for mark in _DECLARED)
