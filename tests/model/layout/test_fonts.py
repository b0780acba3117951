"""The fonts that ship, the look through the machine's fonts, subsets."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
import uharfbuzz as hb

from model.errors import BugError
from model.layout.fonts import FAMILIES, Family, FontBook
from model.layout.runs import Run
from model.layout.system_fonts import SystemFonts
from resources import path

KEYS = [key for family in FAMILIES for key in (family.regular, family.bold) if key]


def book() -> FontBook:
    return FontBook.bundled(system=False)


def run_of(font: str) -> Run:
    return Run(font, 12.0, (), (), (), "", (), False, 0.0)


def reopened(data: bytes) -> hb.Font:
    return hb.Font(hb.Face(data))


@pytest.mark.parametrize("key", KEYS)
def test_every_bundled_face_is_a_truetype_file_that_names_itself(key: str) -> None:
    face = book().face(key)

    assert "glyf" in face.table_tags
    assert book().path(key).name == f"{key}.ttf"
    assert book().ascent(key) > 0 > book().descent(key)
    assert book().units_per_em(key) in (256, 1000, 2048)


def test_every_font_file_has_its_licence_and_is_in_the_table() -> None:
    folder = path("fonts")
    readme = (folder / "README.md").read_text(encoding="utf-8")

    assert sorted(file.stem for file in folder.glob("*.ttf")) == sorted(KEYS)
    assert all(key in readme for key in KEYS)
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "Apache License" in (folder / "Apache-2.0.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("char", "key"),
    [
        ("a", "NotoSans-Regular"),
        ("ж", "NotoSans-Regular"),
        ("λ", "NotoSans-Regular"),
        ("ب", "NotoSansArabic-Regular"),
        ("ש", "NotoSansHebrew-Regular"),
        ("न", "NotoSansDevanagari-Regular"),
        ("ก", "NotoSansThai-Regular"),
        ("→", "NotoSansSymbols-Regular"),
        ("✓", "NotoSansSymbols2-Regular"),
        ("😀", "NotoEmoji-Regular"),
        ("東", "DroidSansFallbackFull"),
        ("あ", "DroidSansFallbackFull"),
    ],
)
def test_a_character_is_found_in_the_face_of_its_script(char: str, key: str) -> None:
    assert book().find(char, bold=False) == key


def test_bold_takes_the_bold_face_and_the_regular_one_where_there_is_none() -> None:
    assert book().find("a", bold=True) == "NotoSans-Bold"
    assert book().find("東", bold=True) == "DroidSansFallbackFull"


def test_a_character_of_no_font_is_not_found() -> None:
    assert book().find("\U000f0000", bold=False) is None


def test_an_unknown_key_is_our_mistake() -> None:
    with pytest.raises(BugError, match="Nothing-Regular"):
        book().path("Nothing-Regular")


def test_a_font_of_the_machine_is_found_named_and_not_called_bundled(tmp_path: Path) -> None:
    shutil.copy(path("fonts", "NotoSansThai-Regular.ttf"), tmp_path / "Local.ttf")
    fonts = FontBook(FAMILIES[:1], path("fonts"), SystemFonts((tmp_path,), usual=False))

    key = fonts.find("ก", bold=False)

    assert key == "NotoSansThai-Regular"
    assert not fonts.is_bundled(key)
    assert fonts.path(key) == tmp_path / "Local.ttf"
    assert fonts.system_fonts_used([run_of("NotoSans-Regular"), run_of(key)]) == ("NotoSansThai-Regular",)
    assert fonts.system_fonts_used([run_of("NotoSans-Regular")]) == ()


def test_a_local_face_named_like_a_bundled_one_gets_a_key_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(path("fonts", "NotoSansHebrew-Regular.ttf"), folder / "NotoSansThai-Regular.ttf")
    shutil.copy(path("fonts", "NotoSansThai-Regular.ttf"), tmp_path / "Local.ttf")
    system = SystemFonts((tmp_path,), usual=False)
    fonts = FontBook([Family("NotoSansThai-Regular", "", "Hebrew")], folder, system)

    assert fonts.find("ש", bold=False) == "NotoSansThai-Regular"
    assert fonts.find("ก", bold=False) == "NotoSansThai-Regular-system"


def test_broken_and_foreign_files_in_a_font_folder_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\0" * 100)
    (tmp_path / "empty.otf").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("no font", encoding="utf-8")

    assert SystemFonts((tmp_path, tmp_path / "absent"), usual=False).find("a", bold=False) is None


def test_a_face_whose_licence_forbids_embedding_is_passed_over(tmp_path: Path) -> None:
    data = bytearray(path("fonts", "NotoSansThai-Regular.ttf").read_bytes())
    tables: dict[bytes, int] = {}
    for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        tables[bytes(data[at : at + 4])] = int.from_bytes(data[at + 8 : at + 12], "big")
    data[tables[b"OS/2"] + 9] = 2
    (tmp_path / "Local.ttf").write_bytes(data)

    assert SystemFonts((tmp_path,), usual=False).find("ก", bold=False) is None


@pytest.mark.parametrize("key", KEYS)
def test_a_subset_keeps_glyph_numbers_and_widths(key: str) -> None:
    fonts = book()
    glyphs = [glyph for glyph in range(fonts.face(key).glyph_count) if fonts.advance(key, glyph)][5:40]

    small = reopened(fonts.subset(key, glyphs))

    assert [small.get_glyph_h_advance(glyph) for glyph in glyphs] == [fonts.advance(key, g) for g in glyphs]
    assert "cmap" not in small.face.table_tags
    assert fonts.subset(key, glyphs) == fonts.subset(key, glyphs[::-1])


def test_a_subset_is_small_and_quick() -> None:
    fonts = book()
    fonts.subset("NotoSans-Regular", range(3, 100))

    started = time.perf_counter()
    data = fonts.subset("NotoSans-Regular", range(3, 120))

    assert time.perf_counter() - started < 0.05
    assert len(data) < 20_000


def test_a_text_subset_still_joins_arabic_by_itself() -> None:
    fonts, text = book(), "مرحبا"
    font = reopened(fonts.subset_text("NotoSansArabic-Regular", text))

    whole, small = shaped(fonts.font("NotoSansArabic-Regular"), text), shaped(font, text)

    assert small == whole


def test_a_face_of_a_collection_can_be_used_and_handed_out_alone(tmp_path: Path) -> None:
    (tmp_path / "Both.ttc").write_bytes(collection("NotoSansThai-Regular", "NotoSansHebrew-Regular"))
    fonts = FontBook(FAMILIES[:1], path("fonts"), SystemFonts((tmp_path,), usual=False))

    key = fonts.find("ש", bold=False)

    assert key == "NotoSansHebrew-Regular"
    assert fonts.index(key) == 1
    alone = reopened(fonts.data(key))
    glyph = alone.get_nominal_glyph(ord("ש"))
    assert glyph is not None
    assert alone.get_glyph_h_advance(glyph) == fonts.advance(key, glyph)
    assert alone.face.count == 1


def test_the_data_of_a_face_is_its_file() -> None:
    assert book().data("NotoSans-Bold") == path("fonts", "NotoSans-Bold.ttf").read_bytes()


def shaped(font: hb.Font, text: str) -> list[int]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [place.x_advance for place in buffer.glyph_positions]


def collection(*keys: str) -> bytes:
    """A font collection of bundled faces: each with its table offsets moved behind the header."""
    start = 12 + 4 * len(keys)
    offsets, bodies = [], b""
    for key in keys:
        data = bytearray(path("fonts", f"{key}.ttf").read_bytes())
        place = start + len(bodies)
        for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
            moved = int.from_bytes(data[at + 8 : at + 12], "big") + place
            data[at + 8 : at + 12] = moved.to_bytes(4, "big")
        offsets.append(place)
        bodies += bytes(data) + bytes(-len(data) % 4)
    head = b"ttcf\0\1\0\0" + len(keys).to_bytes(4, "big")
    return head + b"".join(offset.to_bytes(4, "big") for offset in offsets) + bodies
