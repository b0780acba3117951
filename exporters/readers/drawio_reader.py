"""Reads draw.io: tables and swimlanes of any make, and without loss what we wrote ourselves.

A card's place is where it lies: in a cell, else in a lane, else over one. Pages without lanes are refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from exporters.base import Option, OptionKind
from exporters.drawio import MARK
from exporters.readers.base import Part, Reader, Reading, finish, load
from exporters.readers.common.building import rows_of
from exporters.readers.common.columns import columns_by_place
from exporters.readers.common.sketch import Sketch
from exporters.readers.common.xml_tree import plain_head
from exporters.readers.drawio_cards import read_cards
from exporters.readers.drawio_cells import Cell, Page, cells_of, pages
from exporters.readers.drawio_frames import framed, read_frames
from exporters.readers.drawio_lanes import (
    Ground,
    is_swimlane,
    is_table,
    read_own_table,
    read_swimlanes,
    read_table,
    tray_of,
)
from exporters.readers.drawio_links import read_links
from exporters.readers.drawio_own import own_of, record_of
from exporters.readers.limits import XML_BYTES
from model.context import Context
from model.document import DocumentView
from model.errors import KnownError
from model.layout.compose import is_rtl
from model.messages import message
from model.texts import Texts

# What draw.io calls pages that nobody named.
_NAMELESS = re.compile(r"\w+-?\s?[0-9]+")
SUFFIXES = (".drawio", ".dio", ".drawio.svg", ".drawio.xml")
_SIGNS = (b"<mxfile", b"<mxGraphModel")
_IN_PICTURES = (b"&lt;mxfile", b"&lt;mxGraphModel")


def read(source: Path, _context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    data = load(source, XML_BYTES)
    found = pages(data, str(source))
    page, cells = _chosen(found, options["page"], str(source))
    sketch = Sketch(source, digest=hashlib.sha256(data).hexdigest())
    for place, other in enumerate(found, 1):
        if other is not page:
            why = (
                "readers.drawio.other_page"
                if _has_lanes(cells_of(other.model, str(source)))
                else "readers.drawio.bare_page"
            )
            sketch.leave(other.name, str(place), message(why))
    ground = _ground(sketch, page, list(cells.values()))
    rtl_of = sketch.own.fields.get("language", "en") if sketch.own is not None else "en"
    words = Texts(rtl_of if into is None else into.blueprint.language)
    cards = read_cards(sketch, ground, cells, words)
    if not ground.table:
        columns_by_place(sketch)
    read_links(sketch, ground, cells, cards)
    for cell in cells.values():
        record = record_of(cell, sketch)
        if record is not None:
            sketch.rest.append(record)
    counts = (
        ("drawnPages", len(found)),
        ("drawnLanes", sum(not lane.tray for lane in sketch.lanes)),
        ("drawnShapes", len(sketch.cards)),
        ("drawnEdges", sum(cell.edge for cell in cells.values())),
    )
    return finish(READER, source, counts, rows_of(sketch, into), sketch.inferred, sketch.left_out, into)


def parts(source: Path) -> tuple[Part, ...]:
    """The pages with lanes, where there are several."""
    file = str(source)
    known = [(str(number), page, cells_of(page.model, file)) for number, page in enumerate(_pages(source), 1)]
    found = [each for each in known if _has_lanes(each[2])] or [each for each in known if framed(each[2].values())]
    named = tuple((number, page.name) for number, page, _ in found)
    return (Part("page", named, named[0][0]),) if len(named) > 1 else ()


def _pages(source: Path) -> list[Page]:
    return pages(load(source, XML_BYTES), str(source))


def _has_lanes(cells: Mapping[str, Cell]) -> bool:
    return any(is_table(cell) or is_swimlane(cell) for cell in cells.values())


def _chosen(found: list[Page], wanted: str, file: str) -> tuple[Page, dict[str, Cell]]:
    """The page asked for by name or number, else the first that has lanes."""
    if wanted:
        by_name = [page for page in found if page.name.casefold() == wanted.casefold()]
        by_number = [page for place, page in enumerate(found, 1) if str(place) == wanted]
        chosen = [*by_name, *by_number][:1]
        if not chosen:
            known = ", ".join(page.name for page in found)
            raise KnownError(message("readers.drawio.which_page", file=file, page=wanted, known=known[:200]))
    else:
        chosen = found
    drawn = [(page, cells_of(page.model, file)) for page in chosen]
    with_lanes = next((each for each in drawn if _has_lanes(each[1])), None)
    with_frames = next((each for each in drawn if with_lanes is None and framed(each[1].values())), None)
    best = with_lanes or with_frames
    if best is not None:
        return best
    cells = drawn[0][1]
    shapes, edges = sum(cell.vertex for cell in cells.values()), sum(cell.edge for cell in cells.values())
    name = chosen[0].name
    raise KnownError(message("readers.drawio.no_lanes", file=file, page=name, shapes=shapes, edges=edges))


def _ground(sketch: Sketch, page: Page, cells: list[Cell]) -> Ground:
    """The lanes of a page, of our table if it has one, else of the largest table, else its swimlanes, else frames."""
    tables = [cell for cell in cells if is_table(cell) and cell.visible]
    ours = next((cell for cell in tables if cell.data.get(MARK) == "blueprint"), None)
    nameless = not page.name or _NAMELESS.fullmatch(page.name) is not None
    sketch.title = sketch.source.name.partition(".")[0] if nameless else page.name
    if ours is not None:
        sketch.own = own_of(ours, "blueprint", sketch)
        sketch.title = ours.text
        language = sketch.own.fields.get("language", "en") if sketch.own is not None else "en"
        ground = read_own_table(sketch, ours, is_rtl(language))
    elif tables:
        table = max(tables, key=lambda cell: cell.frame.width * cell.frame.height)
        sketch.title = table.title or sketch.title
        ground = read_table(sketch, table)
    elif not any(map(is_swimlane, cells)):
        ground = read_frames(sketch, cells)
    else:
        outer = [cell for cell in cells if is_swimlane(cell) and not any(map(is_swimlane, cell.holders()))]
        sketch.title = outer[0].title if len(outer) == 1 and outer[0].title else sketch.title
        ground = read_swimlanes(sketch, cells)
    tray_of(sketch, ground, cells)
    return ground


def sniff(head: bytes, _name: str) -> bool:
    """Whether a file begins like draw.io's, or like a picture that carries such a file."""
    plain = plain_head(head)
    return any(sign in plain for sign in (*_SIGNS, *(_IN_PICTURES if b"<svg" in plain else ())))


READER = Reader(
    "drawio",
    SUFFIXES,
    message("readers.drawio.title"),
    sniff,
    read,
    (Option("page", OptionKind.TEXT, "", message("readers.drawio.page")),),
    parts=parts,
)
