"""The pages of a draw.io file, compressed or not, and the cells of one as a tree with places on the page."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from exporters.readers.common.html_text import line, words
from exporters.readers.common.sketch import Span
from exporters.readers.common.xml_tree import local, parse_xml
from exporters.readers.limits import XML_BYTES
from model.errors import KnownError
from model.layout.drawing import Box
from model.messages import message

_OBJECTS = ("UserObject", "object")
_RESERVED = frozenset({"id", "label", "link", "tooltip", "placeholders", "placeholder", "tags"})
_FAR = 10.0**7
# What a label takes from the shape's own attributes.
_PLACEHOLDER = re.compile(r"%([^%\s]{1,60})%")


class Page(NamedTuple):
    """One page: its name and its model."""

    name: str
    model: Element


@dataclass(slots=True, eq=False)
class Cell:
    """A shape or an edge. `box` is on the page; `data` are its own attributes."""

    id: str
    place: int
    label: str
    style: dict[str, str]
    parent: str
    vertex: bool
    edge: bool
    source: str
    target: str
    visible: bool
    relative: bool
    frame: Box
    full: float | None
    ends: dict[str, tuple[float, float]]
    data: dict[str, str]
    link: str
    tooltip: str
    box: Box = Box(0, 0, 0, 0)
    above: Cell | None = None
    children: list[Cell] = field(default_factory=list)

    @property
    def html(self) -> bool:
        return self.style.get("html") == "1"

    @property
    def title(self) -> str:
        """Its words on one line."""
        return line(self.label, self.html)

    @property
    def text(self) -> str:
        """Its words as they stand."""
        return words(self.label, self.html)

    @property
    def shape(self) -> str:
        """What its style says it is: the shape, or the name that the style begins with."""
        return self.style.get("shape") or self.style.get("", "")

    def holders(self) -> Iterator[Cell]:
        """What it lies in, from the nearest out."""
        above = self.above
        while above is not None:
            yield above
            above = above.above

    def along(self, rows: bool) -> Span:
        """From where to where it goes, along lanes that are rows or columns."""
        box = self.box
        return Span(box.x, box.right) if rows else Span(box.y, box.bottom)


def pages(data: bytes, file: str) -> list[Page]:
    """Every page of a file: of an `mxfile`, of a bare model, or of a picture that carries one."""
    root = parse_xml(data, file)
    if local(root) == "svg":
        root = parse_xml(root.get("content", ""), file) if root.get("content", "").lstrip().startswith("<") else root
    if local(root) == "mxGraphModel":
        return [Page("", root)]
    if local(root) != "mxfile":
        raise KnownError(message("readers.drawio.foreign", file=file))
    found = []
    for index, diagram in enumerate(root.iter("diagram"), 1):
        model = diagram.find("mxGraphModel")
        if model is None:
            model = _inflated((diagram.text or "").strip(), file)
        found.append(Page(diagram.get("name") or str(index), model))
    if not found:
        raise KnownError(message("readers.drawio.no_page", file=file))
    return found


def _inflated(text: str, file: str) -> Element:
    """A page as draw.io packs it: base64 of a raw deflate of a text with its signs spelt as in an address."""
    if not text:
        return Element("mxGraphModel")
    try:
        raw = base64.b64decode(text, validate=False)
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = unpacking.decompress(raw, XML_BYTES + 1)
        if len(unpacked) > XML_BYTES:
            raise KnownError(message("readers.too_large", file=file, limit=XML_BYTES // 2**20))
        plain = unquote(unpacked.decode("utf-8"), errors="strict")
    except (ValueError, zlib.error) as error:
        raise _damaged(file) from error
    try:
        model = parse_xml(plain, file)
    except KnownError as error:
        raise _damaged(file) if error.message.id == "readers.xml.syntax" else error from error
    if not unpacking.eof or local(model) != "mxGraphModel":
        raise _damaged(file)
    return model


def _damaged(file: str) -> KnownError:
    return KnownError(message("readers.drawio.damaged", file=file))


def cells_of(model: Element, file: str) -> dict[str, Cell]:
    """The cells of a page by id, each with its place on the page and what lies in it."""
    found: dict[str, Cell] = {}
    root = model.find("root")
    for place, element in enumerate(() if root is None else root):
        cell = _cell(element, place)
        if cell is None:
            continue
        if cell.id in found:
            raise KnownError(message("readers.xml.duplicate", file=file, id=cell.id[:80]))
        found[cell.id] = cell
    for cell in found.values():
        cell.above = found.get(cell.parent) if cell.parent != cell.id else None
        if cell.above is not None:
            cell.above.children.append(cell)
    _lay(found, file)
    return found


def _lay(cells: dict[str, Cell], file: str) -> None:
    """Place every cell on the page, from the outermost in."""
    todo = [cell for cell in cells.values() if cell.above is None]
    done = 0
    while todo:
        cell = todo.pop()
        done += 1
        above = cell.above.box if cell.above is not None else Box(0, 0, 0, 0)
        frame = cell.frame
        if cell.relative:
            frame = frame._replace(x=frame.x * above.width, y=frame.y * above.height)
        cell.box = frame._replace(x=frame.x + above.x, y=frame.y + above.y)
        cell.visible = cell.visible and (cell.above is None or cell.above.visible)
        todo.extend(cell.children)
    if done < len(cells):
        raise KnownError(message("readers.drawio.loop", file=file))


def _cell(element: Element, place: int) -> Cell | None:
    if element.tag in _OBJECTS:
        inner = element.find("mxCell")
        if inner is None:
            return None
        said, id, label = element.attrib, element.get("id", ""), element.get("label", "")
    elif element.tag == "mxCell":
        inner, said, id, label = element, {}, element.get("id", ""), element.get("value", "")
    else:
        return None
    if said.get("placeholders") == "1":
        label = _PLACEHOLDER.sub(lambda found: said.get(found[1], found[0]), label)
    frame, full, relative, ends = _geometry(inner.find("mxGeometry"))
    return Cell(
        id or f"cell {place + 1}",
        place,
        label,
        _style(inner.get("style", "")),
        inner.get("parent", ""),
        inner.get("vertex") == "1",
        inner.get("edge") == "1",
        inner.get("source", ""),
        inner.get("target", ""),
        inner.get("visible") != "0",
        relative,
        frame,
        full,
        ends,
        {key: value for key, value in said.items() if key not in _RESERVED},
        said.get("link", ""),
        said.get("tooltip", ""),
    )


def _style(text: str) -> dict[str, str]:
    """A style as its pairs; the name it begins with stands under an empty key."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        key, equals, value = part.strip().partition("=")
        if equals:
            found[key] = value
        elif key:
            found.setdefault("", key)
    return found


def _geometry(
    element: Element | None,
) -> tuple[Box, float | None, bool, dict[str, tuple[float, float]]]:
    """The frame in its parent, the width before cells were merged, whether it is relative, the loose ends."""
    if element is None:
        return Box(0, 0, 0, 0), None, False, {}
    frame = Box(*(_number(element.get(name)) for name in ("x", "y", "width", "height")))
    alone = next((each for each in element.findall("mxRectangle") if each.get("as") == "alternateBounds"), None)
    ends = {
        point.get("as", ""): (_number(point.get("x")), _number(point.get("y"))) for point in element.findall("mxPoint")
    }
    return frame, None if alone is None else _number(alone.get("width")), element.get("relative") == "1", ends


def _number(text: str | None) -> float:
    """A length; what is none, or far beyond any page, is 0."""
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if isfinite(value) and abs(value) < _FAR else 0.0
