"""What a file is that no reader knows, so that its refusal can say what to do instead."""

from __future__ import annotations

from exporters.readers.common.xml_tree import is_xml, plain_head

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
_ARCHIVE, _OLD_OFFICE, _PDF, _DATABASE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"SQLite format 3"
_BY_SUFFIX = {
    **dict.fromkeys((".vsdx", ".vsd", ".vdx"), "visio"),
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pptx", ".ppt", ".odp", ".key", ".pages"), "document"),
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), "workbook"),
}


def stranger(head: bytes, name: str) -> str:
    """The id of the refusal of a file, by its first bytes and its name; empty where it is just unknown."""
    kind = _kind(head, name.lower())
    return f"readers.stranger.{kind}" if kind else ""


def _kind(head: bytes, name: str) -> str:
    suffix = f".{name.rpartition('.')[2]}"
    if head.startswith(_PICTURES):
        return "picture"
    if head.startswith(_PDF):
        return "pdf"
    if head.startswith(_DATABASE):
        return "throughline" if suffix == ".throughline" else ""
    if head.startswith((_ARCHIVE, _OLD_OFFICE)):
        return _BY_SUFFIX.get(suffix, "")
    plain = plain_head(head).lower()
    if b"<mxlibrary" in plain:
        return "library"
    if b"<html" in plain or b"<!doctype html" in plain:
        return "page"
    return "xml" if is_xml(head) else ""
