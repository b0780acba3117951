"""What every printed product must be, on every size of paper and in three scripts; read back by tools not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from exporters.base import ExportRequest, Pages, chosen, run
from exporters.registry import exporter
from model import grid, samples
from model.context import fixed_context
from model.document import Document
from model.elements import Card
from model.layout.paging import POINTS_PER_MM, paper
from model.layout.tiles import cells
from model.posters import plan, prepare, wanted
from tests.exporters.pdf_reading import tool
from tests.exporters.scripts import in_script

CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh", 1)
SIZES = ("A0", "A1", "A3", "A4", "Letter", "Tabloid", "1500x900mm")
RULE = 100 * POINTS_PER_MM
# A stroke from a point to another, in the coordinates of the page.
STROKE = re.compile(r"(?<![\d.])([\d.]+) ([\d.]+) m\s+([\d.]+) \2 l")
PRODUCTS = {
    "poster": ("pdf", {"rule": "yes"}),
    "tiles": ("pdf", {"tile": "A4"}),
    "stages": ("pdf", {"pages": "stages", "rule": "yes"}),
    "handout": ("handout", {"rule": "yes"}),
}
CASES = [
    *((product, size, "en") for product in PRODUCTS for size in SIZES),
    *(("pack", size, "en") for size in ("A4", "Letter")),
    *((product, "A4", language) for product in (*PRODUCTS, "pack") for language in ("ar", "ja")),
]
every_case = pytest.mark.parametrize(("product", "size", "language"), CASES, ids=str)


@cache
def permit(language: str) -> Document:
    """The sample, its words in the script of a language."""
    return in_script(samples.build("permit", CONTEXT), language)


def options_of(product: str, size: str) -> tuple[str, dict[str, str]]:
    """A product's format, and its options on a size of paper."""
    name, given = PRODUCTS.get(product, ("pack", {}))
    return name, {**given, "paper": size, **({"grid_paper": size} if name == "handout" else {})}


@cache
def made(product: str, size: str, language: str) -> bytes:
    """The file."""
    name, options = options_of(product, size)
    return run(exporter(name), permit(language), CONTEXT, options).data


def announced(product: str, size: str, language: str) -> Pages:
    """What is said of the file before it is made."""
    name, given = options_of(product, size)
    found = exporter(name)
    assert found.pages is not None
    return found.pages(ExportRequest(permit(language), CONTEXT, chosen(name, found.options, given)))


def reader(*case: str) -> pypdf.PdfReader:
    """The file as pypdf reads it."""
    return pypdf.PdfReader(BytesIO(made(*case)))


def titles(document: Document) -> list[str]:
    """The titles of the cards on the map in the order of reading, those that no other holds, as `flat`."""
    lanes = [lane.id for lane in grid.lanes(document)]
    cards = [card for step in grid.steps(document) for lane in lanes for card in grid.cell(document, lane, step.id)]
    bare = [flat(card.title) for card in cards]
    others = [flat(card.title) for card in document.where(Card)]
    return [title for title in bare if sum(title in other for other in others) == 1]


def flat(text: str) -> str:
    """A text without spaces and marks of direction."""
    return re.sub("[\\s\u200e\u200f\u202a-\u202e]", "", text)


@every_case
def test_pages_are_as_large_and_as_many_as_announced(product: str, size: str, language: str) -> None:
    found = announced(product, size, language)

    pages = reader(product, size, language).pages

    said = dict(found.facts[0].parameters)
    assert len(pages) == said["n"] == len(found.book.leaves)
    on = paper("A4" if product == "tiles" else size)
    sides = sorted((on.width * POINTS_PER_MM, on.height * POINTS_PER_MM))
    for page, leaf in zip(pages, found.book.leaves, strict=True):
        box = (float(page.mediabox.width), float(page.mediabox.height))
        assert box == pytest.approx((leaf.width, leaf.height), abs=0.1)
        assert sorted(box) == pytest.approx(sides, abs=0.1)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_a_rule_of_100_mm_measures_100_mm_in_the_page(product: str, size: str, language: str) -> None:
    pages = reader(product, size, language).pages

    for page in [pages[0]] if product == "tiles" else pages:
        contents = page.get_contents()
        assert contents is not None
        strokes = STROKE.findall(contents.get_data().decode("latin-1"))
        assert any(abs(abs(float(x1) - float(x)) - RULE) < 0.05 for x, _, x1 in strokes)


@every_case
def test_the_file_is_sound_embeds_its_fonts_and_says_what_it_is(
    product: str, size: str, language: str, tmp_path: Path
) -> None:
    data = made(product, size, language)

    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", "FILE", data=data, folder=tmp_path)
    fonts = tool("pdffonts", "FILE", data=data, folder=tmp_path).splitlines()[2:]
    assert fonts
    for row in fonts:
        assert re.match(r"[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes ", row), row
    info = tool("pdfinfo", "FILE", data=data, folder=tmp_path)
    title = flat(permit(language).blueprint.title)
    assert re.search(f"^Title:{title}$", "\n".join(map(flat, info.splitlines())), re.MULTILINE)
    assert re.search(r"^Author: +Ada Marsh$", info, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", info, re.MULTILINE)
    root: Any = pypdf.PdfReader(BytesIO(data)).trailer["/Root"]
    assert root["/Lang"] == language


@every_case
def test_every_link_and_bookmark_leads_somewhere(product: str, size: str, language: str) -> None:
    found = reader(product, size, language)
    root: Any = found.trailer["/Root"]
    names = root["/Names"]["/Dests"]["/Names"]
    known = {names[place] for place in range(0, len(names), 2)}

    links = [each.get_object() for page in found.pages for each in page.get("/Annots", ())]

    assert all(link["/A"]["/S"] == "/GoTo" and link["/A"]["/D"] in known for link in links)
    assert len(links) > 100 or product != "pack"
    bookmarks = list(_bookmarks(found, found.outline))
    assert len(bookmarks) > 3
    assert all(page is not None for page in bookmarks)


def _bookmarks(found: pypdf.PdfReader, entries: list[Any]) -> Iterator[int | None]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(found, entry)
        else:
            yield found.get_destination_page_number(entry)


def cut(size: str, language: str) -> set[str]:
    """The titles of cards that lie over the edge of a sheet of a tiled poster: each part is told where it lies."""
    found = exporter("pdf")
    prepared = prepare(permit(language), CONTEXT.today(), chosen("pdf", found.options, {"paper": size, "tile": "A4"}))
    announced = plan(prepared, wanted(chosen("pdf", found.options, {"paper": size, "tile": "A4"}), prepared.document))
    sheet, tiling = announced.sheet, announced.tiling
    assert tiling is not None
    whole = set()
    for cell in cells(tiling, rtl=False):
        for card in permit(language).where(Card):
            box = prepared.maps[0].drawing.box(card.id)
            if box is not None:
                left, top = sheet.left + sheet.points(box.x), sheet.top + sheet.points(box.y)
                right, bottom = sheet.left + sheet.points(box.right), sheet.top + sheet.points(box.bottom)
                shown = cell.shown
                if left >= shown.x and top >= shown.y and right <= shown.right and bottom <= shown.bottom:
                    whole.add(flat(card.title))
    return {flat(card.title) for card in permit(language).where(Card)} - whole


# Of what runs from the right pdfinfo loses letters that pdftotext finds.
@pytest.mark.parametrize(("product", "size", "language"), [case for case in CASES if case[2] != "ar"], ids=str)
def test_every_card_is_heard_once_and_in_the_order_of_the_map(
    product: str, size: str, language: str, tmp_path: Path
) -> None:
    data = made(product, size, language)
    expected = titles(permit(language))
    assert len(expected) >= 8

    heard = re.findall(r'"(.*)"', tool("pdfinfo", "-struct-text", "FILE", data=data, folder=tmp_path))

    said = flat("".join(heard))
    if product == "tiles":
        # what lies over the edge of a sheet is told as far as that
        assert [title for title in expected if title[:3] not in said] == []
        expected = [title for title in expected if title not in cut(size, language)]
    if product in ("poster", "tiles", "stages"):
        assert {title: said.count(title) for title in expected} == dict.fromkeys(expected, 1)
        places = [said.index(title) for title in expected]
        assert places == sorted(places)
    else:
        assert [title for title in expected if title not in said] == []


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
@pytest.mark.parametrize("product", ["poster", "stages"])
def test_text_is_copied_and_found_once_in_the_order_of_reading(product: str, language: str, tmp_path: Path) -> None:
    expected = titles(permit(language))
    # what runs from the right is put together only by the reading of the layout, which goes line by line
    way = () if language == "ar" else ("-raw",)

    said = flat(tool("pdftotext", *way, "FILE", "-", data=made(product, "A3", language), folder=tmp_path))

    assert {title: said.count(title) for title in expected} == dict.fromkeys(expected, 1)
    places = [said.index(title) for title in expected]
    assert places == sorted(places) or language == "ar"
