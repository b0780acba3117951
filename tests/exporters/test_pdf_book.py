"""A book as a file: pages, links, targets, outline, structure, shared parts; read back by tools that are not ours."""

from __future__ import annotations

import gc
import re
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from exporters.pdf_book import write
from exporters.pdf_tags import Element
from model.collector import without_collector
from model.elements import Picture
from model.layout.drawing import IMAGE, RECT, TEXT, Box, Layer, Piece
from model.layout.leaves import Book, Entry, Leaf, Link, Part, Tag
from model.layout.text import Shaper, TextStyle
from tests.exporters.hand_drawing import fonts, request
from tests.exporters.pdf_reading import pictures, tool
from tests.exporters.test_pdf import pixels

BOOK = fonts()
SHAPER = Shaper(BOOK, "en")


def said(text: str, y: float = 0.0, colour: str = "#000000") -> Piece:
    """Words as a piece."""
    block = SHAPER.block(text, 250, TextStyle(12))
    made = tuple((TEXT, 0.0, block.ascent + i * block.line_height, line, colour) for i, line in enumerate(block.lines))
    return Piece(Layer.CARD, "words", text, 0.0, y, 300, block.height, made, text)


def part(*pieces: Piece, tags: tuple[Tag, ...] = (), **more: object) -> Part:
    """Pieces at (20, 20) of a leaf."""
    return Part(lambda: pieces, 1.0, 20.0, 20.0, tags=tags)._replace(**more)


def made(*leaves: Leaf, outline: tuple[Entry, ...] = (), **more: object) -> bytes:
    """The file of leaves."""
    return write(Book(leaves, outline)._replace(**more), request(), BOOK).data


def a_leaf(*parts: Part, width: float = 300.0, **more: object) -> Leaf:
    return Leaf(width, 200.0, parts)._replace(**more)


def two_pages() -> bytes:
    """A page that leads to the second, to the web, to nowhere and to what may not be opened."""
    links = (
        Link(Box(20, 20, 50, 12), target="here", words="To the second page"),
        Link(Box(20, 40, 50, 12), address="https://example.org/a?b=c"),
        Link(Box(20, 60, 50, 12), target="nowhere"),
        Link(Box(20, 80, 50, 12), address="javascript:alert(1)"),
        Link(Box(20, 80, 50, 12), address="file:///etc/passwd"),
    )
    first = a_leaf(part(said("First"), tags=(Tag("P", "a"),)), links=links)
    second = a_leaf(part(said("Second"), tags=(Tag("P", "b"),)), targets=(("here", 15.0, 50.0),), width=400.0)
    outline = (Entry("Start", "here", (Entry("Inner", "here"),)), Entry("Lost", "nowhere"))
    return made(first, second, outline=outline)


def test_nodes_of_the_structure_go_without_the_collector() -> None:
    # given nothing of an earlier file
    gc.collect()
    with without_collector():
        # when a tagged file is made
        assert b"/StructTreeRoot" in two_pages()
        # then no node of its structure is left
        assert not [kept for kept in gc.get_objects() if isinstance(kept, Element)]


def test_pages_have_their_own_sizes() -> None:
    boxes = [page.mediabox for page in pypdf.PdfReader(BytesIO(two_pages())).pages]

    assert [(float(box.width), float(box.height)) for box in boxes] == [(300.0, 200.0), (400.0, 200.0)]


def test_links_lead_to_named_places_and_to_safe_addresses_only() -> None:
    reader = pypdf.PdfReader(BytesIO(two_pages()))

    actions = [link.get_object()["/A"] for link in reader.pages[0]["/Annots"]]

    assert [action["/S"] for action in actions] == ["/GoTo", "/URI"]
    assert actions[1]["/URI"] == "https://example.org/a?b=c"
    target = reader.named_destinations[str(actions[0]["/D"])]
    assert reader.get_destination_page_number(target) == 1
    assert (float(target.left or 0), float(target.top or 0)) == (15.0, 150.0)


def test_every_bookmark_leads_to_its_page_or_nowhere() -> None:
    reader = pypdf.PdfReader(BytesIO(two_pages()))

    start, inner, lost = reader.outline
    assert reader.get_destination_page_number(start) == 1
    assert inner[0].title == "Inner"
    assert lost.title == "Lost" and lost.page is None or isinstance(lost.page, pypdf.generic.NullObject)


def test_a_link_is_a_node_of_the_structure_and_says_where_it_leads(tmp_path: Path) -> None:
    data = two_pages()

    link = pypdf.PdfReader(BytesIO(data)).pages[0]["/Annots"][0].get_object()
    assert link["/Contents"] == "To the second page"
    assert "Link" in tool("pdfinfo", "-struct", "FILE", data=data, folder=tmp_path)


def test_the_structure_is_read_in_the_order_of_its_parts(tmp_path: Path) -> None:
    # given a table over two pages, with a page number that nobody needs to hear
    def row(number: int, text: str) -> Part:
        return part(said(text), tags=(Tag("Table", "t"), Tag("TR", str(number)), Tag("TD", "0")))

    number = part(said("7", 100.0))
    data = made(
        a_leaf(part(said("Title"), tags=(Tag("H1"),)), row(1, "one"), number),
        a_leaf(row(2, "two"), number),
    )

    text = tool("pdfinfo", "-struct-text", "FILE", data=data, folder=tmp_path)

    assert re.findall(r'"(.*?)\s*"', text) == ["Title", "one", "two"]
    assert text.count("Table") == 1
    assert "7" not in text


def test_single_pieces_of_a_part_have_their_own_ways(tmp_path: Path) -> None:
    each = {"a": (Tag("P", "a"),), "b": (), "c": (Tag("P", "c"),)}
    data = made(a_leaf(part(said("a"), said("b", 20), said("c", 40), each=lambda piece: each[piece.id])))

    text = tool("pdfinfo", "-struct-text", "FILE", data=data, folder=tmp_path)

    assert re.findall(r'"(.*?)\s*"', text) == ["a", "c"]


def test_a_figure_is_told_in_words(tmp_path: Path) -> None:
    box = Piece(Layer.CARD, "chart", "", 0, 0, 50, 50, ((RECT, 0, 0, 50, 50, 0, "#ff0000", None, 0, ()),))
    data = made(a_leaf(part(box, tags=(Tag("Figure", "chart", "Größe über Zeit"),))))

    said_of_it = tool("mutool", "show", "FILE", "grep", data=data, folder=tmp_path)
    assert "/Alt<FEFF" + "Größe über Zeit".encode("utf-16-be").hex().upper() + ">" in said_of_it


def test_the_words_of_a_wrapped_text_stay_apart(tmp_path: Path) -> None:
    data = made(
        a_leaf(part(said("a long text of many words that needs more than one line in this box"), tags=(Tag("P"),)))
    )

    text = tool("pdfinfo", "-struct-text", "FILE", data=data, folder=tmp_path)

    assert "a long text of many words that needs more than one line in this box" in text


def test_a_shared_part_is_in_the_file_once_and_on_each_page(tmp_path: Path) -> None:
    red = Piece(Layer.CARD, "box", "", 0, 0, 50, 50, ((RECT, 0, 0, 50, 50, 0, "#ff0000", None, 0, ()),))
    drawn = []

    def pieces() -> list[Piece]:
        drawn.append(1)
        return [red]

    shared = Part(pieces, 1.0, 20.0, 20.0, shared="logo")
    data = made(a_leaf(shared), a_leaf(shared._replace(left=100.0)))

    pages = pictures(data, tmp_path, 72)
    assert len(drawn) == 1
    assert [page.getpixel((45, 45)) for page in pages] == [(255, 0, 0), (255, 255, 255)]
    assert pages[1].getpixel((125, 45)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ({}, (255, 0, 0)),
        ({"clip": Box(0, 0, 40, 40)}, (255, 255, 255)),
        ({"opacity": 0.5}, (255, 127, 127)),
        ({"turn": 180.0}, (255, 255, 255)),
        ({"turn": 90.0, "left": 70.0}, (255, 0, 0)),
    ],
    ids=["plain", "clipped", "light", "turned away", "turned"],
)
def test_a_part_is_clipped_turned_and_seen_through(
    more: dict[str, object], seen: tuple[int, int, int], tmp_path: Path
) -> None:
    red = Piece(Layer.CARD, "box", "", 0, 0, 50, 50, ((RECT, 0, 0, 50, 50, 0, "#ff0000", None, 0, ()),))

    (page,) = pictures(made(a_leaf(part(red, **more))), tmp_path, 72)

    found = page.getpixel((45, 45))
    assert isinstance(found, tuple)
    assert all(abs(one - other) <= 2 for one, other in zip(found, seen, strict=True))


def test_a_picture_of_the_book_is_shown() -> None:
    logo = Picture("logo", **{name: getattr(pixels("image/png"), name) for name in ("mime", "width", "height", "data")})
    shown = Piece(Layer.CARD, "logo", "", 0, 0, 60, 40, ((IMAGE, 0, 0, 60, 40, "logo"),))

    data = made(a_leaf(part(shown)), pictures=(logo,))

    assert len(pypdf.PdfReader(BytesIO(data)).pages[0].images) == 1


def test_a_book_of_its_own_title_says_it(tmp_path: Path) -> None:
    data = made(a_leaf(part(said("a"), tags=(Tag("P"),))), title="Pack <&> Größe")

    info = tool("pdfinfo", "FILE", data=data, folder=tmp_path)
    assert re.search("^Title: +Pack <&> Größe$", info, re.MULTILINE)
    assert re.search("^Tagged: +yes$", info, re.MULTILINE)
    assert "Pack &lt;&amp;&gt; Größe" in tool("pdfinfo", "-meta", "FILE", data=data, folder=tmp_path)


def test_a_book_is_a_sound_file(tmp_path: Path) -> None:
    said_of_it = tool("qpdf", "--check", "FILE", data=two_pages(), folder=tmp_path)

    assert "No syntax or stream encoding errors found" in said_of_it
