"""The bytes of a PDF: reportlab's objects one by one, ours packed together, and the table of where each is.

A document of ten thousand cards has as many nodes in its structure; in streams of objects they take a tenth of the
room and of the time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFIndirectObject

from model.making_way import by_the_way

_HEAD = b"%PDF-1.7\n%\x93\x8c\x8b\x9e\n"
_LEVEL = 3
# So many objects in one stream: a reader that wants one unpacks all.
_PACK = 500
_PLAIN, _PACKED = 1, 2
# A row of the table of where objects are: at an offset of the file, or in a stream of objects, as its which. The first
# stands for no object.
_ROW = Struct(">BIH")
_FREE = _ROW.pack(0, 0, 65_535)


def assemble(document: Any, loose: Sequence[tuple[int, str]]) -> bytes:
    """The file of a reportlab document and of objects of ours by their numbers (`next_number`)."""
    parts = [_HEAD]
    rows: dict[int, bytes] = {0: _FREE}
    offset = len(_HEAD)
    for number, data in _objects(document):
        rows[number] = _ROW.pack(_PLAIN, offset, 0)
        parts.append(data)
        offset += len(data)
    for start in by_the_way(range(0, len(loose), _PACK)):
        some = loose[start : start + _PACK]
        number = next_number(document)
        data = _stream(number, *_packed(some))
        rows.update([(inner, _ROW.pack(_PACKED, number, index)) for index, (inner, _) in enumerate(some)])
        rows[number] = _ROW.pack(_PLAIN, offset, 0)
        parts.append(data)
        offset += len(data)
    number = next_number(document)
    rows[number] = _ROW.pack(_PLAIN, offset, 0)
    parts.append(_table(document, rows))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % offset)
    return b"".join(parts)


def next_number(document: Any) -> int:
    """A number for an object that reportlab does not hold."""
    number: int = document.objectcounter + 1
    document.objectcounter = number
    return number


def _objects(document: Any) -> Iterator[tuple[int, bytes]]:
    """The objects that reportlab holds; writing one may make it hold more."""
    document.encrypt.prepare(document)
    number = 0
    while number < document.objectcounter:
        number += 1
        name = document.numberToId.get(number)
        if name is not None:
            yield number, PDFIndirectObject(name, document.idToObject[name]).format(document)


def _packed(some: Sequence[tuple[int, str]]) -> tuple[str, bytes]:
    """Objects as one stream: its entries and its content."""
    heads, at = [], 0
    for number, text in some:
        heads.append(f"{number} {at}")
        at += len(text) + 1
    head = " ".join(heads) + "\n"
    content = head + "\n".join(text for _, text in some)
    return f"/Type/ObjStm/N {len(some)}/First {len(head)}", content.encode("ascii")


def _stream(number: int, entries: str, content: bytes) -> bytes:
    data = zlib.compress(content, _LEVEL)
    head = f"{number} 0 obj\n<<{entries}/Filter/FlateDecode/Length {len(data)}>>\nstream\n"
    return head.encode("ascii") + data + b"\nendstream\nendobj\n"


def _table(document: Any, rows: dict[int, bytes]) -> bytes:
    """The table of where every object is, the last its own, with what leads into the file."""
    number = len(rows) - 1
    root, info = (
        document.Reference(thing).format(document).decode("ascii") for thing in (document.Catalog, document.info)
    )
    mark = document.signature.hexdigest()
    entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]/Root {root}/Info {info}/ID[<{mark}><{mark}>]"
    return _stream(number, entries, b"".join(map(rows.__getitem__, range(len(rows)))))
