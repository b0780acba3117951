"""Reads back the document that our own pictures carry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exporters.readers.base import Reader, Reading, finish, load, placed
from exporters.readers.common.xml_tree import parse_xml, plain_head
from exporters.readers.json_reader import parse
from exporters.readers.limits import JSON_BYTES
from exporters.svg import METADATA, NAMESPACE
from model.context import Context
from model.document import DocumentView
from model.errors import KnownError
from model.messages import message


def read(source: Path, _context: Context, _options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    root = parse_xml(load(source, JSON_BYTES), str(source))
    inside = next(root.iter(f"{{{NAMESPACE}}}{METADATA}"), None)
    if inside is None:
        raise KnownError(message("readers.svg.foreign", file=str(source)))
    parsed = parse((inside.text or "").encode("utf-8"), str(source))
    rows = tuple(parsed.rows)
    return finish(READER, source, placed(rows), rows, parsed.inferred, parsed.left_out, into)


def sniff(head: bytes, name: str) -> bool:
    """Whether a file begins like a picture in SVG."""
    return b"<svg" in plain_head(head) or name.lower().endswith(".svg")


READER = Reader("svg", (".svg",), message("readers.svg.title"), sniff, read)
