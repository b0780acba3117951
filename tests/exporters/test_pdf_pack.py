"""The committee's pack as a file: sound, embedded, linked, the same twice; read back by tools that are not ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

from exporters import base, registry
from exporters.base import ExportResult
from model.document import Document
from model.elements import Card
from model.errors import KnownError
from model.pack.chapters import parts_called
from tests.model.builders import a_context
from tests.model.layout.sheets import a_sample, awkward
from tests.model.packs import a_book


@cache
def exported(sample: str, **options: str) -> ExportResult:
    """The pack of a sample."""
    return made(awkward(sample), **options)


def made(document: Document, **options: str) -> ExportResult:
    """The pack of a document."""
    return base.run(registry.exporter("pack"), document, a_context(), options)


def tool(name: str, *arguments: str, data: bytes, folder: Path) -> str:
    """What a PDF tool says of a file; the test is skipped where the tool is not installed."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    file = folder / "pack.pdf"
    file.write_bytes(data)
    places = [str(file) if argument == "FILE" else argument for argument in arguments]
    done = subprocess.run([name, *places], capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


def reader(data: bytes) -> pypdf.PdfReader:
    """The file as pypdf reads it."""
    return pypdf.PdfReader(BytesIO(data))


@pytest.mark.parametrize("sample", ["outpatient", "empty", "arabic", "broken"])
def test_the_file_is_sound(sample: str, tmp_path: Path) -> None:
    said = tool("qpdf", "--check", "FILE", data=exported(sample).data, folder=tmp_path)

    assert "No syntax or stream encoding errors found" in said


def test_every_font_is_embedded_as_a_subset_with_its_text(tmp_path: Path) -> None:
    rows = tool("pdffonts", "FILE", data=exported("arabic").data, folder=tmp_path).splitlines()[2:]

    assert len(rows) >= 3
    for row in rows:
        assert re.match(r"[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes ", row), row


def test_it_says_what_it_is(tmp_path: Path) -> None:
    said = tool("pdfinfo", "FILE", data=exported("outpatient").data, folder=tmp_path)

    assert re.search(r"^Title: +Hospital outpatient visit$", said, re.MULTILINE)
    assert re.search(r"^Author: +Ada$", said, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", said, re.MULTILINE)
    assert re.search(r"^Page size: +595.*A4", said, re.MULTILINE)


def test_all_pages_are_there_upright_or_lying() -> None:
    book = a_book(a_sample("outpatient"))

    pages = reader(exported("outpatient").data).pages

    assert len(pages) == len(book.leaves) > 50
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages}
    assert sizes == {(595, 842), (842, 595)}
    letter = reader(exported("outpatient", paper="Letter", parts="cover,map").data).pages
    assert {(float(page.mediabox.width), float(page.mediabox.height)) for page in letter} == {(612, 792), (792, 612)}


def test_every_link_leads_to_a_place_there_is() -> None:
    found = reader(exported("outpatient").data)
    ends = found.trailer["/Root"]["/Names"]["/Dests"]["/Names"]
    known = {ends[place] for place in range(0, len(ends), 2)}

    links = [annotation.get_object() for page in found.pages for annotation in page.get("/Annots", ())]

    assert len(links) > 500
    assert all(link["/A"]["/S"] == "/GoTo" and link["/A"]["/D"] in known for link in links)


def test_every_link_of_the_book_is_in_the_file() -> None:
    book = a_book(a_sample("permit"))

    links = sum(len(page.get("/Annots", ())) for page in reader(exported("permit").data).pages)

    assert links == sum(len(leaf.links) for leaf in book.leaves)


def test_the_outline_leads_to_parts_stages_and_cards() -> None:
    found = reader(exported("permit").data)

    def walked(entries: list[Any], depth: int = 0) -> list[tuple[int, str, int]]:
        rows: list[tuple[int, str, int]] = []
        for entry in entries:
            if isinstance(entry, list):
                rows += walked(entry, depth + 1)
            else:
                page = found.get_destination_page_number(entry)
                assert page is not None
                rows.append((depth, str(entry.title), page))
        return rows

    rows = walked(found.outline)

    assert ("Summary", 1) in [(title, page) for depth, title, page in rows if depth == 0]
    cards = [card for card in a_sample("permit").table(Card).values() if card.step and card.lane]
    assert len([row for row in rows if row[0] == 2]) == len(cards)


def test_the_words_are_there_page_by_page(tmp_path: Path) -> None:
    pages = tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=exported("outpatient").data, folder=tmp_path)

    cover, first, *others = pages.split("\f")
    assert "Hospital outpatient visit" in cover
    assert "23 % of the cards are assumptions (29 of 124)" in cover
    for section in ("What this is", "The ask", "Return", "Top fail points", "Track record"):
        assert section in first
    assert f"Page 2 of {len(others) + 1}" in first
    assert "Page" not in cover


def test_every_card_is_read_on_the_map_and_in_its_register(tmp_path: Path) -> None:
    data = exported("permit", parts="map,registers").data
    said = " ".join(tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=data, folder=tmp_path).split())

    for card in a_sample("permit").table(Card).values():
        assert said.count(" ".join(card.title.split())) >= 2, card.title


def test_the_same_document_gives_the_same_bytes() -> None:
    assert made(a_sample("outpatient")).data == made(a_sample("outpatient")).data


def test_arabic_reads_as_it_was_written(tmp_path: Path) -> None:
    said = tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=exported("arabic").data, folder=tmp_path)

    assert "تجديد تصريح وقوف السكان" in re.sub("[\u202a-\u202e]", "", said)


def test_what_is_redacted_is_nowhere_in_the_file(tmp_path: Path) -> None:
    data = exported("outpatient", redact="names,money").data
    said = tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=data, folder=tmp_path)

    assert "Booking office" in tool(
        "pdftotext", "-enc", "UTF-8", "FILE", "-", data=exported("outpatient").data, folder=tmp_path
    )
    for name in ("Booking office", "Outpatient manager", "Ada"):
        assert name not in said
    assert not re.search(r"[1-9][\d,]* EUR", said)


def test_a_lane_that_lost_its_name_goes_by_its_role(tmp_path: Path) -> None:
    """As on the map: it was called like its owner."""
    data = exported("permit", redact="names", parts="registers").data
    said = " ".join(tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=data, folder=tmp_path).split())

    assert "frontstage" in said and "backstage" in said and "without a name" not in said


@pytest.mark.parametrize("sample", ["permit", "outpatient"])
def test_of_amounts_that_are_left_out_nothing_is_said(sample: str, tmp_path: Path) -> None:
    """Neither sums of nothing nor that they are missing."""
    data = exported(sample, redact="money").data
    said = " ".join(tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=data, folder=tmp_path).split())

    assert "amounts are left out" in said
    for word in (
        r"\bEUR\b",
        "not known",
        "not written down",
        r"no amount",
        "costs is missing",
        "rate is missing",
        "Promised [0-9]",
        "Limit",
    ):
        assert not re.search(word, said), word
    for part in ("What this is", "The ask", "Top fail points", "Options", "Track record"):
        assert part in said


def test_parts_are_checked_and_paper_is_one_of_two() -> None:
    assert parts_called("summary")
    for options in ({"parts": "rubbish"}, {"paper": "A3"}, {"redact": "rubbish"}):
        with pytest.raises(KnownError):
            made(a_sample("empty"), **options)


def test_logo_stamp_header_and_footer_stand_where_they_are_wanted(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (60, 20), "#aa3300").save(logo)
    options = {"logo": str(logo), "header": "Board of March", "footer": "Draft three", "parts": "cover,summary"}

    data = made(a_sample("permit"), **options, stamp="confidential", stamp_place="margin").data

    cover, first = tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=data, folder=tmp_path).split("\f")[:2]
    assert "CONFIDENTIAL" in cover and "CONFIDENTIAL" in first
    assert "Board of March" in first and "Draft three" in first and "Board of March" not in cover
    contents = [page.get_contents() for page in reader(data).pages]
    assert [content is not None and b"/P0 Do" in content.get_data() for content in contents] == [True, False]


def test_a_stamp_across_is_light_on_every_page() -> None:
    data = made(a_sample("permit"), parts="cover,map", stamp="Secret").data

    assert all("/ExtGState" in page["/Resources"] for page in reader(data).pages)
    contents = [page.get_contents() for page in reader(data).pages]
    assert all(content is not None and b" gs\n" in content.get_data() for content in contents)
