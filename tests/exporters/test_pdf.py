"""The poster: true size, real text, embedded fonts, the same bytes twice; read back by tools that are not ours."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from exporters.base import ExportResult
from exporters.pdf import poster
from model.elements import Picture
from model.layout.drawing import IMAGE, RECT, TEXT, Layer, Piece
from model.layout.paging import fit, paper
from model.layout.text import Shaper, TextStyle
from tests.exporters.hand_drawing import HandDrawing, cards, fonts, request

TEXTS = [
    "Reads that the permit ends in four weeks, office efficiency AVATAR",
    "العربية لغة جميلة",
    "السلام عليكم ولا بأس الأسبوع",
    "العَرَبِيَّة",
    "שלום עולם",
    "שָׁלוֹם",
    "Καλημέρα κόσμε",
    "ภาษาไทยเป็นภาษาที่น้ำ",
    "日本語のテキスト",
    "हिन्दी में किताब",
    "family 👩‍👩‍👧 and ❤️ 😀",
    "cafe\u0301 and Tiếng Việt",
    "(brackets) [and] \\ back\\slash",
]


def made(texts: list[str], size: str = "A3", **words: str) -> ExportResult:
    """The poster of a column of cards."""
    book = fonts()
    drawing = cards(texts, book)
    on = paper(size)
    return poster(request(**words), drawing, book, fit(drawing.width, drawing.height, on), on)


def tool(name: str, *arguments: str, data: bytes, folder: Path) -> str:
    """What a PDF tool says of a file; the test is skipped where the tool is not installed."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    file = folder / "poster.pdf"
    file.write_bytes(data)
    places = [str(file) if argument == "FILE" else argument for argument in arguments]
    done = subprocess.run([name, *places], capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


def words_of(data: bytes, folder: Path) -> str:
    """The text that pdftotext reads, without its marks of direction."""
    text = tool("pdftotext", "-enc", "UTF-8", "FILE", "-", data=data, folder=folder)
    return unicodedata.normalize("NFC", " ".join(re.sub("[\u202a-\u202e]", "", text).split()))


@pytest.mark.parametrize(
    ("size", "points"),
    [
        ("A0", (2383.94, 3370.39)),
        ("A1", (1683.78, 2383.94)),
        ("A3", (841.89, 1190.55)),
        ("A4", (595.28, 841.89)),
        ("Letter", (612, 792)),
        ("Tabloid", (792, 1224)),
        ("1500x900mm", (4251.97, 2551.18)),
    ],
)
def test_the_page_has_the_true_size_of_the_paper(size: str, points: tuple[float, float]) -> None:
    pages = pypdf.PdfReader(BytesIO(made(["A card"], size).data)).pages

    assert len(pages) == 1
    box = pages[0].mediabox
    assert sorted((float(box.width), float(box.height))) == pytest.approx(sorted(points), abs=0.1)


def test_a_rule_of_100_mm_measures_100_mm() -> None:
    # given a bar drawn 100 mm long at the scale of the sheet
    book = fonts()
    on = paper("A1")
    sheet = fit(400, 90, on)
    length = 100 * 72 / 25.4 / sheet.scale
    drawing = cards(["A card"], book, ((RECT, 0.0, 60.0, length, 3.25, 0.0, "#000000", None, 0.0, ()),))

    # when it is printed
    data = poster(request(), drawing, book, sheet, on).data

    # then the page's matrix times the bar is 100 mm
    content = pypdf.PdfReader(BytesIO(data)).pages[0].get_contents()
    assert content is not None
    operators = content.get_data().decode("latin-1")
    *_, matrix = re.finditer(r"^(\S+) 0 0 -(\S+) \S+ \S+ cm$", operators, re.MULTILINE)
    bar = re.search(r"^0 60 (\S+) 3\.25 re", operators, re.MULTILINE)
    assert bar is not None
    assert matrix[1] == matrix[2]
    assert float(bar[1]) * float(matrix[1]) * 25.4 / 72 == pytest.approx(100, abs=0.02)


def test_the_file_is_sound(tmp_path: Path) -> None:
    said = tool("qpdf", "--check", "FILE", data=made(TEXTS).data, folder=tmp_path)

    assert "No syntax or stream encoding errors found" in said


def test_every_font_is_embedded_as_a_subset_with_its_text(tmp_path: Path) -> None:
    rows = tool("pdffonts", "FILE", data=made(TEXTS).data, folder=tmp_path).splitlines()[2:]

    assert len(rows) == 7
    for row in rows:
        assert re.match(r"[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes ", row), row


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    data = made(["A card"], title="Antrag auf Bewohnerparken – Übersicht").data

    info = tool("pdfinfo", "-isodates", "FILE", data=data, folder=tmp_path)
    assert re.search("^Title: +Antrag auf Bewohnerparken – Übersicht$", info, re.MULTILINE)
    assert re.search("^Author: +Ada Marsh$", info, re.MULTILINE)
    assert re.search("^Subject: +Resident · online$", info, re.MULTILINE)
    assert re.search("^Producer: +Throughline", info, re.MULTILINE)
    assert re.search("^CreationDate: +2026-11-23T12:00:00Z$", info, re.MULTILINE)
    assert pypdf.PdfReader(BytesIO(data)).trailer["/Root"]["/Lang"] == "en"


def test_each_text_is_read_back_once(tmp_path: Path) -> None:
    text = words_of(made(TEXTS).data, tmp_path)

    for wanted in TEXTS:
        assert text.count(unicodedata.normalize("NFC", wanted)) == 1, wanted


def test_texts_are_read_in_the_order_of_the_cards(tmp_path: Path) -> None:
    text = words_of(made(TEXTS).data, tmp_path)

    places = [text.index(unicodedata.normalize("NFC", wanted)) for wanted in TEXTS]
    assert places == sorted(places)


def test_a_character_shown_in_place_of_another_still_reads_as_it_was_typed(tmp_path: Path) -> None:
    # given a character no font has, shown as a question mark, beside a real question mark
    text = words_of(made(["rare \U00013000 sign", "really?"]).data, tmp_path)

    assert "rare \U00013000 sign" in text
    assert "really?" in text


def test_a_stand_in_from_right_to_left_still_reads_as_it_was_typed(tmp_path: Path) -> None:
    text = words_of(made(["ما هذا؟ \ue123 العربية", "really?", "?"]).data, tmp_path)

    assert text.count("\ue123") == 1
    assert text.count("?") == 2


def test_two_exports_have_the_same_bytes() -> None:
    assert made(TEXTS).data == made(TEXTS).data


def test_another_text_gives_another_file_id() -> None:
    first, second = (pypdf.PdfReader(BytesIO(made([text]).data)).trailer["/ID"][0] for text in ("one", "two"))

    assert first != second


def test_stages_and_steps_are_bookmarks() -> None:
    outline = pypdf.PdfReader(BytesIO(made(["A card"]).data)).outline

    assert outline[0].title == "Before"
    assert [entry.title for entry in outline[1]] == ["Learn", "Apply"]


def test_text_too_small_to_read_is_found_with_its_size() -> None:
    found = made(["card"] * 40, "A4").findings

    assert [finding.id for finding in found] == ["pdf.small_text"]
    said = dict(found[0].parameters)
    # 12 px in a drawing of 3,210 px on 277 mm
    assert str(said["size"]) == "2.9"
    assert said["scale"] == 33
    assert said["paper"] == "A4"


def test_text_large_enough_is_no_finding() -> None:
    assert made(["card"] * 4, "A4").findings == ()


def pixels(mime: str, mode: str = "RGBA", colour: tuple[int, ...] = (200, 30, 30, 128)) -> Picture:
    """A picture of 6 x 4 pixels in one colour."""
    from PIL import Image

    data = BytesIO()
    Image.new(mode, (6, 4), colour).save(data, mime.split("/")[1])
    return Picture("picture_1", name="Stamp", mime=mime, width=6, height=4, data=data.getvalue())


def with_picture(picture: Picture) -> ExportResult:
    """A poster of one card with a picture."""
    book = fonts()
    drawing = cards(["A card"], book, ((IMAGE, 200.0, 10.0, 60.0, 40.0, "picture_1"),))
    on = paper("A4")
    return poster(request(None, picture), drawing, book, fit(drawing.width, drawing.height, on), on)


@pytest.mark.parametrize(
    "picture",
    [
        pixels("image/png"),
        pixels("image/png", "RGB", (200, 30, 30)),
        pixels("image/jpeg", "RGB", (200, 30, 30)),
        pixels("image/jpeg", "CMYK", (40, 225, 225, 0)),
    ],
    ids=["transparent", "png", "jpeg", "cmyk"],
)
def test_a_picture_is_in_the_file(picture: Picture) -> None:
    result = with_picture(picture)

    (image,) = pypdf.PdfReader(BytesIO(result.data)).pages[0].images
    assert result.findings == ()
    shown = image.image
    assert shown is not None and shown.size == (6, 4)
    red, green, blue = shown.convert("RGB").getpixel((3, 2))
    assert red > 150 and green < 90 and blue < 90


def test_a_picture_that_cannot_be_read_is_left_out_and_named() -> None:
    whole = pixels("image/png")
    cut = Picture("picture_1", name="Stamp", mime="image/png", width=6, height=4, data=whole.data[:-30])

    result = with_picture(cut)

    assert not pypdf.PdfReader(BytesIO(result.data)).pages[0].images
    assert [(finding.id, dict(finding.parameters)) for finding in result.findings] == [
        ("paper.picture", {"name": "Stamp"})
    ]


def test_the_same_words_in_another_size_have_the_same_spacing() -> None:
    # given the same words in three styles, one below the other
    book = fonts()
    shaper = Shaper(book, "en")
    styles = [TextStyle(12), TextStyle(24), TextStyle(12, bold=True)]
    lines = [shaper.line("AVATAR Tally", style) for style in styles]
    parts = tuple((TEXT, 5.0, 30.0 * (i + 1), line, "#000000") for i, line in enumerate(lines))
    drawing = HandDrawing([Piece(Layer.CARD, "card", "c", 0, 0, 400, 100, parts, "AVATAR")], 400, 100)
    on = paper("A4")

    # when
    data = poster(request(), drawing, book, fit(400, 100, on), on).data

    # then kerning, which is in parts of the size, is written alike
    content = pypdf.PdfReader(BytesIO(data)).pages[0].get_contents()
    assert content is not None
    shows = re.findall(rb"\[(.*?)\]TJ", content.get_data(), re.DOTALL)
    assert len(shows) == 3
    assert shows[0] == shows[1]
