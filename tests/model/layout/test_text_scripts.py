"""Scripts with rules of their own: Thai, Japanese, Devanagari, emoji; and who sets what."""

from __future__ import annotations

import pytest

from model.layout.breaks import cluster_breaks, line_breaks
from model.layout.fonts import FontBook
from model.layout.text import Line, Shaper, TextStyle

SHAPER = Shaper(FontBook.bundled(system=False))
STYLE = TextStyle(12.0)
NOT_AT_START = "、。」』）ーっょゃァ々！？"
NOT_AT_END = "「『（"


def lines(text: str, width: float) -> list[str]:
    return [line.text for line in SHAPER.block(text, width, STYLE).lines]


def fonts_of(line: Line) -> list[str]:
    return [run.font for run in line.runs]


def pieces(text: str) -> list[str]:
    ends = line_breaks(text)
    return [text[a:b] for a, b in zip((0, *ends), ends, strict=False)]


def test_thai_breaks_between_words() -> None:
    found = pieces("ฉันกินข้าวที่บ้าน")

    assert found == ["ฉัน", "กิน", "ข้าว", "ที่", "บ้าน"]


@pytest.mark.parametrize(("width", "bound"), [(20, "ำัิีึืุู่้๊๋็์"), (40, "ำัิีึืุู่้๊๋็์"), (60, "ะาำัิีึืุู่้๊๋็์"), (90, "ะาำัิีึืุู่้๊๋็์")])
def test_thai_marks_and_vowels_stay_with_their_consonant(width: int, bound: str) -> None:
    text = "ผู้ยื่นคำขอส่งแบบฟอร์มใบอนุญาตจอดรถที่สำนักงานเขต"

    found = lines(text, width)

    assert "".join(found) == text
    assert not any(line[0] in bound for line in found)


@pytest.mark.parametrize("width", [36, 48, 60, 84])
def test_japanese_breaks_between_ideographs_with_kinsoku(width: int) -> None:
    text = "東京都で「駐車許可証」を申請する。ちょっと、データベースを確認（要約）！"

    found = lines(text, width)

    assert "".join(found) == text
    assert len(found) > 4
    assert not any(line[0] in NOT_AT_START for line in found)
    assert not any(line[-1] in NOT_AT_END for line in found)


def test_japanese_with_latin_keeps_the_latin_word_whole() -> None:
    assert "PDF" in "|".join(lines("申請書をPDFで送信する", 50)).split("|")[1]


def test_kana_and_kanji_are_one_run() -> None:
    assert fonts_of(SHAPER.line("東京でデータを見る。", STYLE)) == ["DroidSansFallbackFull"]


@pytest.mark.parametrize("text", ["👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "❤️", "1️⃣", "🏳️‍🌈", "e\u0301", "นี้", "स्ते"])
def test_what_reads_as_one_character_is_never_broken(text: str) -> None:
    assert cluster_breaks(text) == (len(text),)
    assert lines(text, 1.0) == [text]


@pytest.mark.parametrize("text", ["👨‍👩‍👧‍👦", "🇩🇪", "❤️", "1️⃣", "🏳️‍🌈"])
def test_an_emoji_sequence_is_one_glyph_of_the_emoji_font(text: str) -> None:
    (run,) = SHAPER.line(text, STYLE).runs

    inked = [glyph for glyph, width in zip(run.glyphs, widths(run.xs, run.width), strict=True) if width > 0]
    assert run.font == "NotoEmoji-Regular"
    assert len(inked) == 1


def widths(xs: tuple[float, ...], end: float) -> list[float]:
    return [b - a for a, b in zip(xs, (*xs[1:], end), strict=True)]


def test_two_flags_are_two_clusters() -> None:
    assert lines("🇩🇪🇫🇷", 1.0) == ["🇩🇪", "🇫🇷"]


def test_a_digit_or_space_beside_an_emoji_is_plain_text() -> None:
    assert fonts_of(SHAPER.line("😀 12", STYLE)) == ["NotoEmoji-Regular", "NotoSans-Regular"]


def test_combining_marks_stay_with_their_base() -> None:
    (run,) = SHAPER.line("x\u0323y", STYLE).runs

    assert run.text == "x\u0323y"
    assert set(run.clusters) == {0, 2}
    assert lines("x\u0323y\u0323z", 1.0) == ["x\u0323", "y\u0323", "z"]


def test_bold_reaches_every_script_that_has_it() -> None:
    line = SHAPER.line("ab שלום 東", TextStyle(12.0, bold=True))

    assert set(fonts_of(line)) == {"NotoSans-Bold", "NotoSansHebrew-Bold", "DroidSansFallbackFull"}


def test_devanagari_forms_its_conjuncts() -> None:
    (run,) = SHAPER.line("क्ष", STYLE).runs

    assert len(run.glyphs) == 1


def test_korean_is_listed_as_missing_when_no_font_has_it() -> None:
    assert SHAPER.block("한국", 100, STYLE).missing == ("국", "한")
