"""The fonts of a PDF: subsets with their old glyph ids as CIDFontType2, their widths and ToUnicode maps."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream

from exporters.pdf_text import FontUse
from model.errors import KnownError
from model.layout.fonts import FontBook
from model.making_way import by_the_way
from model.messages import message

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Twice as fast as the usual 6, and files of posters a quarter larger.
_LEVEL = 3
# So many bytes go to the thread at once: each time it takes the interpreter from who makes them, that costs half a
# millisecond.
_ENOUGH = 750_000
_SYMBOLIC = 4
_STEM = 80
# A CMap's limit on the entries of one block.
_BLOCK = 100


def embed(document: Any, fonts: FontBook, uses: Iterable[FontUse]) -> dict[str, Any]:
    """Embed the fonts used in a reportlab document; references to them by their names."""
    return {use.name: document.Reference(_font(document, fonts, use)) for use in by_the_way(uses)}


def packed(data: bytes, **entries: object) -> PDFStream:
    """A stream, compressed here so that its level is ours."""
    return PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode"), **entries}), zlib.compress(data, _LEVEL))


class Packing:
    """Packs streams in a thread, for which it needs no Python, while what comes after is made."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1)
        self._begun: list[tuple[PDFStream, list[Future[bytes]]]] = []

    def __enter__(self) -> Packing:
        return self

    def __exit__(self, *_error: object) -> None:
        self._worker.shutdown(cancel_futures=True)

    def stream(self, parts: Iterable[bytes]) -> PDFStream:
        """A stream of parts, which is empty until all are finished."""
        packer, begin = zlib.compressobj(_LEVEL), self._worker.submit
        done: list[Future[bytes]] = []
        waiting: list[bytes] = []
        size = 0
        for part in parts:
            waiting.append(part)
            size += len(part)
            if size > _ENOUGH:
                done.append(begin(packer.compress, b"".join(waiting)))
                waiting.clear()
                size = 0
        done.append(begin(lambda last: packer.compress(last) + packer.flush(), b"".join(waiting)))
        stream = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), b"")
        self._begun.append((stream, done))
        return stream

    def finish(self) -> None:
        """Fill the streams."""
        for stream, done in self._begun:
            stream.content = b"".join([part.result() for part in done])


def _font(document: Any, fonts: FontBook, use: FontUse) -> PDFDictionary:
    try:
        data = fonts.subset(use.key, sorted(use.glyphs))
    except RuntimeError as error:
        raise KnownError(message("paper.font", font=fonts.name(use.key))) from error
    name = f"{_tag(data)}+{use.key}"
    return PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": PDFName(name),
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArray([document.Reference(_descendant(document, fonts, use, name, data))]),
            "ToUnicode": document.Reference(packed(_to_unicode(use.texts).encode("ascii"))),
        }
    )


def _descendant(document: Any, fonts: FontBook, use: FontUse, name: str, data: bytes) -> PDFDictionary:
    file = document.Reference(packed(data, Length1=len(data)))
    return PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType2"),
            "BaseFont": PDFName(name),
            "CIDSystemInfo": PDFDictionary({"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}),
            "CIDToGIDMap": PDFName("Identity"),
            "FontDescriptor": document.Reference(_descriptor(fonts, use.key, name, file)),
            "DW": 1000,
            "W": _widths(use),
        }
    )


def _descriptor(fonts: FontBook, key: str, name: str, file: Any) -> PDFDictionary:
    em = fonts.units_per_em(key)
    ascent = round(fonts.ascent(key) * 1000 / em)
    descent = round(fonts.descent(key) * 1000 / em)
    return PDFDictionary(
        {
            "Type": PDFName("FontDescriptor"),
            "FontName": PDFName(name),
            "Flags": _SYMBOLIC,
            "FontBBox": f"[-1000 {descent} 3000 {ascent}]",
            "ItalicAngle": 0,
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": ascent,
            "StemV": _STEM,
            "FontFile2": file,
        }
    )


def _tag(data: bytes) -> str:
    """Six letters that two different subsets do not share."""
    return "".join(_LETTERS[byte % 26] for byte in sha256(data).digest()[:6])


def _widths(use: FontUse) -> str:
    """The widths of the glyphs used, consecutive ones in one list."""
    parts: list[str] = []
    last = -2
    for glyph in sorted(use.glyphs):
        width = use.glyphs[glyph][1]
        parts.append(f" {width}" if glyph == last + 1 else f"]{glyph}[{width}")
        last = glyph
    return "[" + "".join(parts)[1:] + "]]" if parts else "[]"


def _to_unicode(texts: dict[int, str]) -> str:
    """A CMap from glyph ids to text; a ligature maps to several characters."""
    entries = [f"<{glyph:04X}> <{texts[glyph].encode('utf-16-be').hex().upper()}>" for glyph in sorted(texts)]
    blocks = [entries[i : i + _BLOCK] for i in range(0, len(entries), _BLOCK)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def",
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend",
        )
    )
