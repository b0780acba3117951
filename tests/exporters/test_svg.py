"""The SVG: well-formed, deterministic, every text real and in reading order, its fonts inside."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.base import run
from exporters.common.svg_page import play
from exporters.readers.base import run as read
from model.change import Change, Delta
from model.document import Document
from model.elements import Picture
from model.errors import KnownError
from model.layout.drawing import IMAGE, PATH, TEXT, Layer, Piece
from model.layout.fonts import BASE, FontBook
from model.layout.system_fonts import SystemFonts
from model.layout.text import Shaper, TextStyle
from model.messages import message
from model.registers import Owner
from model.samples import build
from tests.exporters.hand_drawing import HandDrawing, cards, fonts, request
from tests.model.builders import a_context

NOT_XML = re.compile("[^\t\n\r -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SVG = "{http://www.w3.org/2000/svg}"
TEXTS = [
    "Reads that the permit ends in four weeks, office efficiency AVATAR",
    'markup <b>&amp; "quotes"</b>',
    "العربية لغة جميلة",
    "نص 123 (عربي) and English",
    "שלום עולם",
    "Καλημέρα κόσμε",
    "ภาษาไทยเป็นภาษาที่น้ำ",
    "日本語のテキスト",
    "हिन्दी में किताब",
    "family 👩‍👩‍👧 and ❤️ 😀",
]


def written(texts: list[str], *rows: object, drawing: HandDrawing | None = None, title: str = "T") -> str:
    """The SVG of a column of cards, or of a drawing."""
    book = fonts()
    return play(request(None, *rows, title=title).document, drawing or cards(texts, book), book)[0]


def groups(text: str) -> dict[str, Element]:
    """The groups of pieces by element id."""
    return {group.get("data-id", ""): group for group in fromstring(text).iter(f"{SVG}g") if group.get("data-kind")}


def words(group: Element) -> str:
    """The text of a group in the order of its lines and runs."""
    return " ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))


def parsed(text: str) -> str:
    """A text as XML hands it on: its line ends are all one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def squeezed(text: str) -> str:
    """A text without spaces, which may hang at the ends of lines."""
    return "".join(text.split())


def test_the_file_has_the_size_of_the_drawing() -> None:
    root = fromstring(written(["A card", "Another"]))

    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("400", "170", "0 0 400 170")


def test_each_piece_is_a_group_with_its_kind_its_element_and_its_words() -> None:
    group = groups(written(["A card", "Another"]))["card1"]

    assert group.get("data-kind") == "card"
    assert group.get("transform") == "translate(10 90)"
    assert group.findtext(f"{SVG}title") == "Another"


def test_every_text_stands_there_in_reading_order() -> None:
    found = groups(written(TEXTS))

    for i, text in enumerate(TEXTS):
        assert squeezed(words(found[f"card{i}"])) == squeezed(text)


def test_text_from_right_to_left_says_so_and_starts_at_its_right_end() -> None:
    # given a line of Arabic and one of Latin of the same kind
    found = groups(written(["العربية", "Latin"]))
    arabic, latin = (next(found[f"card{i}"].iter(f"{SVG}text")) for i in (0, 1))

    # then
    width = Shaper(fonts(), "en").line("العربية", TextStyle(12)).width
    assert (arabic.get("direction"), arabic.get("unicode-bidi")) == ("rtl", "embed")
    assert latin.get("direction") is None
    assert [span.get("x") for span in latin] == ["30"]
    assert [float(span.get("x", "")) for span in arabic] == pytest.approx([30 + width], abs=0.01)


def test_a_viewer_that_lacks_the_fonts_keeps_the_width_of_each_run() -> None:
    (span,) = next(groups(written(["AVATAR"]))["card0"].iter(f"{SVG}text"))

    width = Shaper(fonts(), "en").line("AVATAR", TextStyle(12)).width
    assert float(span.get("textLength", "")) == pytest.approx(width, abs=0.01)


def test_the_fonts_inside_set_the_text_as_it_was_laid_out(tmp_path: Path) -> None:
    # given the font data of the style sheet
    text = written(["Tally AVATAR"])
    rule = re.search(
        r"@font-face\{font-family:'Noto Sans';font-weight:400;src:url\(data:font/ttf;base64,(\S+?)\)", text
    )
    assert rule is not None
    for name in BASE[:2]:
        (tmp_path / f"{name}.ttf").write_bytes(b64decode(rule[1]))

    # when a line is shaped with it
    book = FontBook([BASE], tmp_path, SystemFonts((), usual=False))
    line = Shaper(book, "en").line("Tally AVATAR", TextStyle(12))

    # then it is as wide as with the whole font
    assert line.width == pytest.approx(Shaper(fonts(), "en").line("Tally AVATAR", TextStyle(12)).width)


def test_bold_is_a_weight_of_the_same_family() -> None:
    line = Shaper(fonts(), "en").line("Bold", TextStyle(12, bold=True))
    piece = Piece(Layer.CARD, "card", "c", 0, 0, 100, 20, ((TEXT, 0.0, 15.0, line, "#000000"),), "Bold")

    text = written([], drawing=HandDrawing([piece], 100, 20))

    assert "font-family:'Noto Sans';font-weight:700" in text


def test_characters_that_xml_forbids_are_dropped() -> None:
    text = written(["A\x00B\x0bC\ufffeD\ud800E"], title="T\x01\ud800\uffffitle & <more>")

    assert fromstring(text).findtext(f"{SVG}title") == "Title & <more>"
    assert groups(text)["card0"].findtext(f"{SVG}title") == "ABCDE"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_any_text_makes_a_sound_file(texts: list[str]) -> None:
    found = groups(written(texts, title=texts[0]))

    assert len(found) == len(texts) + 1
    for i, text in enumerate(texts):
        assert (found[f"card{i}"].findtext(f"{SVG}title") or "") == parsed(NOT_XML.sub("", text))


def test_the_same_drawing_gives_the_same_text() -> None:
    assert written(TEXTS) == written(TEXTS)


def test_paths_and_dashes_are_drawn() -> None:
    segments = (("M", 1.0, 2.0), ("L", 3.126, 4.0), ("C", 1.0, 1.0, 2.0, 2.0, -0.001, 3.0), ("Z",))
    path = (PATH, segments, None, "#123456", 1.5, (4.0, 3.0))
    piece = Piece(Layer.LINK, "link", "l", 0, 0, 10, 10, (path,))

    found = next(groups(written([], drawing=HandDrawing([piece], 10, 10)))["l"].iter(f"{SVG}path"))

    assert found.get("d") == "M1 2L3.13 4C1 1 2 2 0 3Z"
    assert (found.get("fill"), found.get("stroke"), found.get("stroke-width")) == ("none", "#123456", "1.5")
    assert found.get("stroke-dasharray") == "4 3"


def test_a_picture_is_inside_with_its_description() -> None:
    data = b"\x89PNG\r\n\x1a\n rest"
    row = Picture("picture_1", mime="image/png", width=6, height=4, alt="A <stamp>", data=data)
    drawing = cards(["A card"], fonts(), ((IMAGE, 200.0, 10.0, 60.0, 40.0, "picture_1"),))

    image = next(fromstring(written([], row, drawing=drawing)).iter(f"{SVG}image"))

    assert b64decode(image.get("href", "").removeprefix("data:image/png;base64,")) == data
    assert image.findtext(f"{SVG}title") == "A <stamp>"


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (Picture("picture_1", mime="image/svg+xml", width=6, height=4, data=b"<svg onload='x()'/>"),),
        (Picture("picture_1", mime="image/png", width=6, height=4, data=b"<svg onload='x()'/>"),),
    ],
    ids=["absent", "another kind", "not what it says"],
)
def test_a_picture_that_is_none_is_left_out_and_told(rows: tuple[Picture, ...]) -> None:
    book = fonts()
    drawing = cards(["A card"], book, ((IMAGE, 200.0, 10.0, 60.0, 40.0, "picture_1"),))

    text, _, lost = play(request(None, *rows).document, drawing, book)

    assert "<image" not in text
    assert lost == ("picture_1",)


def test_it_renders(tmp_path: Path) -> None:
    if shutil.which("rsvg-convert") is None:
        pytest.skip("rsvg-convert is not installed")
    from PIL import Image

    file, picture = tmp_path / "map.svg", tmp_path / "map.png"
    file.write_text(written(TEXTS), encoding="utf-8")
    subprocess.run(["rsvg-convert", str(file), "-o", str(picture)], check=True, timeout=60)

    with Image.open(picture) as image:
        pixels = image.convert("RGB")
    assert pixels.size == (400, 810)
    # the frame's white, the paper's tint, the sign's red
    assert pixels.getpixel((200, 60)) == (255, 255, 255)
    assert pixels.getpixel((3, 3)) == (0xFB, 0xFA, 0xF8)
    red, green, _ = pixels.getpixel((25, 32))
    assert red > 150 and green < 90


def test_the_whole_document_travels_inside_unless_it_is_not_wanted(tmp_path: Path) -> None:
    # given a document with signs that XML cannot hold
    document = build("permit", a_context())
    owner = next(iter(document.table(Owner).values()))
    document.apply(Change(message("x"), (Delta(owner, replace(owner, notes="\x00\x1b\ufffe ]]> <&>")),)))
    file = tmp_path / "map.svg"
    # when it is drawn and read back
    file.write_bytes(run(registry.exporter("svg"), document, a_context()).data)
    again = Document(read(registry.reader_for(file), file, a_context()).rows)
    # then nothing is lost
    assert again == document
    # and one stage alone, or a picture that is to carry nothing, carries nothing
    for options in ({"stage": "1"}, {"document": "no"}):
        file.write_bytes(run(registry.exporter("svg"), document, a_context(), options).data)
        with pytest.raises(KnownError, match="readers.svg.foreign"):
            read(registry.reader_for(file), file, a_context())


@pytest.mark.parametrize("name", ["svg", "drawio"])
def test_a_map_that_carries_its_document_renders(name: str, tmp_path: Path) -> None:
    if shutil.which("rsvg-convert") is None:
        pytest.skip("rsvg-convert is not installed")
    from PIL import Image

    options = {"form": "svg"} if name == "drawio" else {}
    file, picture = tmp_path / "map.svg", tmp_path / "map.png"
    file.write_bytes(run(registry.exporter(name), build("permit", a_context()), a_context(), options).data)
    subprocess.run(["rsvg-convert", "-w", "800", str(file), "-o", str(picture)], check=True, timeout=60)

    with Image.open(picture) as image:
        assert image.width == 800
        colours = image.convert("RGB").getcolors(2**24)
    assert colours is not None
    assert len(colours) > 100
