"""XML of a stranger as a tree: no entities, in the encoding it says, bounded in depth and in number of elements."""

from __future__ import annotations

import codecs
import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from exporters.readers.limits import DEEPEST, MOST_ELEMENTS
from model.errors import KnownError
from model.messages import message

_DECLARED = re.compile(rb"""\A<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"\A<\?xml[^>]{0,200}\?>")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Codecs of text that expat does not know, by how their names begin.
_TEXT = ("iso8859", "cp", "koi8", "mac", "shift_jis", "euc", "iso2022", "gb", "big5", "utf_32", "tis", "hp", "ptcp")
_EXPAT = ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1")


class _Bounded(TreeBuilder):
    """Builds the tree and stops where it grows beyond all use."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST:
            raise KnownError(message("readers.xml.deep", file=self._file, most=DEEPEST))
        if self._count > MOST_ELEMENTS:
            raise KnownError(message("readers.xml.many", file=self._file, most=MOST_ELEMENTS))
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse_xml(data: bytes | str, file: str) -> Element:
    """The root of a document, or `KnownError` with the line and column where it is none."""
    parser = DefusedXMLParser(target=_Bounded(file), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(_text(data, file) if isinstance(data, bytes) else data)
        root = parser.close()
    except DefusedXmlException as error:
        raise KnownError(message("readers.xml.entities", file=file)) from error
    except ParseError as error:
        line, column = error.position
        raise KnownError(message("readers.xml.syntax", file=file, line=line, column=column + 1)) from error
    except (ValueError, LookupError) as error:
        raise KnownError(message("readers.xml.encoding", file=file)) from error
    if not isinstance(root, Element):
        raise KnownError(message("readers.xml.syntax", file=file, line=1, column=1))
    return root


def _text(data: bytes, file: str) -> bytes | str:
    """The document as expat takes it: decoded here where it says an encoding of the East or of old."""
    found = None if data.startswith(_BOMS) else _DECLARED.match(data)
    if found is None or found[1].decode("ascii").lower() in _EXPAT:
        return data
    name = found[1].decode("ascii")
    try:
        known = codecs.lookup(name).name.replace("-", "_")
        if not known.startswith(_TEXT):
            raise LookupError(name)
        text = data.decode(known)
    except (LookupError, UnicodeDecodeError) as error:
        raise KnownError(message("readers.xml.codec", file=file, encoding=name)) from error
    return _DECLARATION.sub("", text)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace of an element."""
    return str(element.tag).partition("}")[0].removeprefix("{") if str(element.tag).startswith("{") else ""


def is_xml(head: bytes) -> bool:
    """Whether bytes begin like XML."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    return start == b"<" or head.startswith(_BOMS[1:])


def plain_head(head: bytes) -> bytes:
    """The first bytes of a file with those of UTF-16 taken together, to look for names in."""
    return head.replace(b"\0", b"")
