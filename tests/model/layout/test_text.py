"""Wrapping and shaping: widths, line breaks, limits, and that no text is ever lost."""

from __future__ import annotations

import unicodedata

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from model.layout.breaks import cluster_breaks, line_breaks, plain_breaks
from model.layout.fonts import BASE, FontBook
from model.layout.paragraphs import prepare, wrap
from model.layout.shaping import Setter
from model.layout.text import Block, Shaper, TextStyle

FONTS = FontBook.bundled(system=False)
SHAPER = Shaper(FONTS)
STYLE = TextStyle(12.0)
EPSILON = 1e-5

MIXED = st.text(
    st.one_of(
        st.sampled_from("abcfiXYZ ,.!?()-/–'\"“”«»…%€0123456789&@#"),
        st.sampled_from("éßñžЖяλΩ"),
        st.sampled_from("שלוםאב"),
        st.sampled_from("مرحباعالم٣٤"),
        st.sampled_from("東京都でょっー、。「」カタ"),
        st.sampled_from("ผู้ยื่นคำขอที่"),
        st.sampled_from("नमस्ते"),
        st.sampled_from("😀👩‍👧🇩🇪👍🏽❤️✓→"),
        st.sampled_from("\u0301\u0308\u00ad\u200b\u200d\u200f\u202b\u202c\u2067\u2069\u00a0\u3000"),
        st.sampled_from("   \n\t"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


def block(text: str, width: float = 100.0, style: TextStyle = STYLE, max_lines: int = 0) -> Block:
    return SHAPER.block(text, width, style, max_lines=max_lines)


def texts(found: Block) -> list[str]:
    return [line.text for line in found.lines]


def inked(text: str) -> str:
    """A text without spaces, line ends and control characters."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cc" and c != "\ufeff")


def harfbuzz_width(text: str, size: float, key: str = "NotoSans-Regular") -> float:
    """The width of a whole line by an independent way: one buffer, guessed properties."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(FONTS.path(key)))))
    hb.shape(font, buffer)
    return sum(place.x_advance for place in buffer.glyph_positions) * size / font.face.upem


@pytest.mark.parametrize(
    ("text", "key", "bold"),
    [
        ("The officer checks AVATAR, Towns & Yards (12.5 %) – “quoted”.", "NotoSans-Regular", False),
        ("The officer checks AVATAR, Towns & Yards (12.5 %) – “quoted”.", "NotoSans-Bold", True),
        ("Ποιος ελέγχει την αίτηση; Кто проверяет заявку?", "NotoSans-Regular", False),
        ("مرحبا بالعالم", "NotoSansArabic-Regular", False),
        ("שלום עולם", "NotoSansHebrew-Regular", False),
        ("नमस्ते दुनिया", "NotoSansDevanagari-Regular", False),
        ("ผู้ยื่นคำขอส่งแบบฟอร์ม", "NotoSansThai-Regular", False),
        ("東京都で許可証を申請する", "DroidSansFallbackFull", False),
    ],
)
def test_a_line_is_as_wide_as_harfbuzz_makes_the_whole(text: str, key: str, bold: bool) -> None:
    line = SHAPER.line(text, TextStyle(13.0, bold))

    assert line.width == pytest.approx(harfbuzz_width(text, 13.0, key), abs=EPSILON)
    assert {run.font for run in line.runs} == {key}


def test_glyphs_stand_one_after_another_and_point_at_their_text() -> None:
    (run,) = SHAPER.line("office ab", STYLE).runs

    assert run.text == "office ab"
    assert len(run.glyphs) == len(run.xs) == len(run.clusters) == 7  # "ffi" is one glyph
    assert run.clusters == (0, 1, 4, 5, 6, 7, 8)
    assert run.xs[0] == 0.0
    assert list(run.xs) == sorted(run.xs)
    assert run.ys == ()
    assert run.xs[-1] + FONTS.advance(run.font, run.glyphs[-1]) * 12 / 1000 == pytest.approx(run.width)


def test_lines_break_between_words_and_spaces_hang() -> None:
    found = block("One two three four", width=60)

    assert texts(found) == ["One two", "three four"]
    assert found.width == max(line.width for line in found.lines) <= 60
    assert found.height == pytest.approx(2 * 12 * 1.3)


def test_a_line_break_needs_no_room_for_the_space() -> None:
    exact = SHAPER.line("One two", STYLE).width

    assert texts(block("One two three", width=exact)) == ["One two", "three"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("well-known and/or rest", ["well-", "known", "and/or", "rest"]),
        ("COVID-19 24/7 x", ["COVID-19", "24/7 x"]),
        ("alpha  beta", ["alpha", "beta"]),
        ("« bonjour » !", ["« bonjour", "» !"]),
    ],
)
def test_breaks_follow_the_standard(text: str, lines: list[str]) -> None:
    assert texts(block(text, width=57)) == lines


@pytest.mark.parametrize(
    "text", ["about to rise by 8 % a year", "ثم زاد ذلك بنسبة 8 % في كل سنة", "料金は毎年 8 % 上がる"]
)
@pytest.mark.parametrize("width", range(20, 200, 4))
def test_a_per_cent_sign_stays_with_its_number(text: str, width: int) -> None:
    assert any("8 %" in line for line in texts(block(text, width)))


def test_empty_text_is_one_empty_line() -> None:
    found = block("")

    assert texts(found) == [""]
    assert found.width == 0.0
    assert found.height == pytest.approx(12 * 1.3)
    assert found.lines[0].runs == ()


def test_line_ends_of_all_kinds_are_kept() -> None:
    assert texts(block("a\n\n\nb\r\nc\u2028d\re\n")) == ["a", "", "", "b", "c", "d", "e", ""]


def test_tabs_become_spaces_and_control_characters_go() -> None:
    assert texts(block("a\tb\x00c\x1b\x7fd")) == ["a bcd"]


def test_a_broken_surrogate_is_shown_as_the_replacement_character() -> None:
    assert texts(block("a\ud800b")) == ["a\ufffdb"]


def test_the_baseline_centres_the_face_in_its_line() -> None:
    found = block("x", style=TextStyle(10.0, line_height=2.0))

    assert found.line_height == 20.0
    assert found.ascent == pytest.approx(10.0 + (1069 - 293) / 2 / 1000 * 10)


def test_a_very_long_word_is_broken_and_kept() -> None:
    word = "Donaudampfschiff" * 250

    found = block(word, width=90)

    assert "".join(texts(found)) == word
    assert found.width <= 90 + EPSILON
    assert min(line.width for line in found.lines[:-1]) > 70


def test_a_width_below_one_letter_still_shows_every_letter() -> None:
    assert texts(block("abc de", width=1.0)) == ["a", "b", "c", "d", "e"]


def test_a_limit_of_lines_ends_in_an_ellipsis_within_the_width() -> None:
    found = block("One two three four five six", width=60, max_lines=2)

    assert texts(found) == ["One two", "three fo…"]
    assert found.width <= 60
    assert texts(block("One two", width=60, max_lines=2)) == ["One two"]


def test_the_longest_word_is_the_widest_unbreakable_piece() -> None:
    expected = SHAPER.line("organisation", STYLE).width

    assert SHAPER.longest_word("an organisation, or-ganisation\nx", STYLE) > expected
    assert SHAPER.longest_word("an organisation of", STYLE) == pytest.approx(expected)
    assert SHAPER.longest_word("well-known", STYLE) == pytest.approx(SHAPER.line("known", STYLE).width)
    assert SHAPER.longest_word("東京", STYLE) == pytest.approx(12.0)
    assert SHAPER.longest_word("", STYLE) == 0.0


def test_missing_characters_are_listed_and_shown_as_question_marks() -> None:
    found = block("a\U000f0002\U000f0001 b")
    (run,) = found.lines[0].runs

    assert found.missing == ("\U000f0001", "\U000f0002")
    assert found.lines[0].text == "a\U000f0002\U000f0001 b"
    assert run.glyphs == SHAPER.line("a?? b", STYLE).runs[0].glyphs
    assert block("plain").missing == ()


def test_the_language_chooses_letter_forms() -> None:
    romanian = Shaper(FONTS, "ro").line("ş", STYLE)

    assert romanian.runs[0].glyphs != SHAPER.line("ş", STYLE).runs[0].glyphs


def test_soft_hyphens_show_only_at_a_line_end() -> None:
    found = block("Donau\u00addampf\u00adschiff", width=50)

    assert texts(found) == ["Donau\u00ad", "dampf\u00ad", "schiff"]
    assert found.lines[0].width == pytest.approx(SHAPER.line("Donau-", STYLE).width)
    assert SHAPER.line("Donau\u00addampf", STYLE).width == pytest.approx(SHAPER.line("Donaudampf", STYLE).width)


@given(MIXED, st.sampled_from([1.0, 30.0, 75.0, 200.0, 1e6]), st.booleans())
def test_no_text_is_lost_and_every_line_fits(text: str, width: float, bold: bool) -> None:
    found = block(text, width, TextStyle(12.0, bold))

    assert inked("".join(texts(found))) == inked(text)
    assert 0 not in [glyph for line in found.lines for run in line.runs for glyph in run.glyphs]
    for line in found.lines:
        assert line.width <= width + EPSILON or len(cluster_breaks(line.text)) == 1
        assert sorted("".join(run.text for run in line.runs)) == sorted(line.text)
        assert sum(run.width for run in line.runs) == pytest.approx(line.width)


@given(MIXED, st.sampled_from([40.0, 120.0]))
def test_the_same_text_gives_the_same_block(text: str, width: float) -> None:
    assert Shaper(FONTS).block(text, width, STYLE) == block(text, width)


@given(MIXED, st.floats(20, 400))
def test_a_text_that_passes_is_set_as_one_that_stays(text: str, width: float) -> None:
    fit = SHAPER.fit(text, width, STYLE)

    passing, kept = SHAPER.fitted(text, fit, width, STYLE), SHAPER.block(text, width, STYLE)

    # then both have the same glyphs at the same places, in the same room
    assert [(line.text, [(run.glyphs, run.xs) for run in line.runs]) for line in passing.lines] == [
        (line.text, [(run.glyphs, run.xs) for run in line.runs]) for line in kept.lines
    ]
    assert [line.width for line in passing.lines] == pytest.approx([line.width for line in kept.lines], abs=EPSILON)
    assert passing[2:] == kept[2:]


@given(MIXED, st.sampled_from([40.0, 120.0]))
def test_a_fit_is_the_size_of_the_block(text: str, width: float) -> None:
    fit, found = SHAPER.fit(text, width, STYLE), block(text, width)

    assert len(fit.widths) == len(found.lines)
    assert fit.height == found.height
    assert max(fit.widths) == pytest.approx(found.width)


@given(st.from_regex("[0-9]{1,12}", fullmatch=True), st.booleans())
def test_a_number_put_together_of_digits_is_what_harfbuzz_makes_of_the_whole(number: str, bold: bool) -> None:
    shaped = Setter(FONTS, "en").shape_plain(number, BASE.bold if bold else BASE.regular)
    assert shaped is not None
    glyphs, advances, clusters = shaped

    (word,) = SHAPER.line(number, TextStyle(12.0, bold)).runs[0].words

    assert (list(word.glyphs[:-1]), word.clusters) == (glyphs, clusters)
    assert list(word.advances[:-1]) == [advance * 12.0 for advance in advances]
    assert word.width == sum(advances) * 12.0


PLAIN = st.text(st.sampled_from("abfiTVAYo  ,.!?()-–/'\"“”’%€12€&@#:;…ßéЖя"), max_size=40)


@given(PLAIN, st.sampled_from([30.0, 80.0, 1e6]))
def test_the_short_cut_for_plain_text_gives_what_the_full_rules_give(text: str, width: float) -> None:
    setter = Setter(FONTS, "en")
    text = text.strip()

    lines = wrap(setter, prepare(setter, text, False, False), width, 12.0)

    assert [line.text for line in lines] == texts(block(text, width))
    assert [line.width for line in lines] == pytest.approx([line.width for line in block(text, width).lines])


@given(st.text(st.sampled_from("abXé1902-–/'’.,:;!?()[]“”\"%€$#@&_+Жλ…=•·×"), min_size=1, max_size=8))
def test_plain_words_break_where_the_standard_breaks_them(word: str) -> None:
    found = plain_breaks(word)

    assert found is None or (*found, len(word)) == line_breaks(word)


@given(
    st.text(
        st.sampled_from("aZ1 .,!?()、。々「」〔〕『』あょっゝカャーヽ東京各가각！（），．０９：；？Ａｚ"),
        max_size=12,
    )
)
def test_ideographic_text_breaks_where_the_standard_breaks_it(text: str) -> None:
    from uniseg.linebreak import line_break_boundaries

    text = text.strip()

    assert line_breaks(text) == tuple(place for place in line_break_boundaries(text) if place)


@given(MIXED.filter(lambda text: not any("\u0e00" <= char <= "\u0e7f" for char in text)))
def test_lines_break_where_the_standard_breaks_them(text: str) -> None:
    from uniseg.linebreak import line_break_boundaries

    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Zl", "Zp")).strip()

    standard = (place for place in line_break_boundaries(text) if place)
    assert line_breaks(text) == tuple(
        place for place in standard if not text[:place].endswith(" ") or text[place : place + 1] != "%"
    )


@given(MIXED)
def test_clusters_are_those_of_the_standard(text: str) -> None:
    from uniseg.graphemecluster import grapheme_cluster_boundaries

    assert cluster_breaks(text) == tuple(grapheme_cluster_boundaries(text))[1:]
