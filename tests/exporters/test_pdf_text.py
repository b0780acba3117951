"""Text operators put every glyph where the layout put it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.pdf_text import FontUse, TextEncoder
from model.layout.fonts import FontBook
from model.layout.text import Line, Run, Shaper, TextStyle
from tests.exporters.hand_drawing import fonts

BOOK = fonts()
SHAPER = Shaper(BOOK, "en")
ESCAPES = {"\\(": "(", "\\)": ")", "\\\\": "\\", "\\r": "\r", "\\n": "\n"}
TOKEN = re.compile(
    r"/(?P<font>F\d+) (?P<size>\S+) Tf\n|(?P<rise>\S+) Ts\n|\[(?P<array>(?:\((?:\\.|[^\\)])*\)|-?\d+)*)\]TJ\n"
    r"|(?P<spacing>\S+) Tc\n|(?P<one>\((?:\\.|[^\\)])*\))Tj\n|/Span<</ActualText<[0-9A-F]*>>>BDC\n|EMC\n",
    re.DOTALL,
)
PART = re.compile(r"\(((?:\\.|[^\\)])*)\)|(-?\d+)", re.DOTALL)
Place = tuple[str, int, float, float]


def places(encoder: TextEncoder, line: Line) -> list[Place]:
    """Font key, glyph, x and rise of each glyph, read from the operators as a viewer would."""
    _, first, body, _ = encoder.line(line)
    keys = {use.name: use.key for use in encoder.uses.values()}
    found: list[Place] = []
    pen, rise, spacing, key, size = 0.0, 0.0, 0.0, "", 0.0
    text, at = first + body, 0
    while at < len(text):
        token = TOKEN.match(text, at)
        assert token is not None, text[at : at + 40]
        at = token.end()
        if token["font"]:
            key, size = keys[token["font"]], float(token["size"])
        rise = float(token["rise"]) if token["rise"] else rise
        spacing = float(token["spacing"]) if token["spacing"] else spacing
        for string, gap in PART.findall(token["array"] or token["one"] or ""):
            if gap:
                pen -= int(gap) * size / 1000
            codes = re.sub(r"\\.", lambda match: ESCAPES[match[0]], string, flags=re.DOTALL)
            for i in range(0, len(codes), 2):
                glyph = ord(codes[i]) << 8 | ord(codes[i + 1])
                found.append((key, glyph, pen, rise))
                pen += round(BOOK.advance(key, glyph) * 1000 / BOOK.units_per_em(key)) * size / 1000 + spacing
    return found


def laid_out(line: Line) -> list[Place]:
    """The same as the layout has it."""
    return [
        (run.font, glyph, x, run.ys[i] if run.ys else 0.0)
        for run in line.runs
        for i, (glyph, x) in enumerate(zip(run.glyphs, run.xs, strict=True))
    ]


def agree(line: Line, found: list[Place]) -> None:
    """Each glyph of the line is drawn, in order, within a thousandth of the size; unseen ones may stand between."""
    size = max((run.size for run in line.runs), default=0.0)
    rest = iter(found)
    for font, glyph, x, rise in laid_out(line):
        place = next(p for p in rest if p[:2] == (font, glyph))
        assert place[2] == pytest.approx(x, abs=size / 900)
        assert place[3] == pytest.approx(rise, abs=0.006)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size", [9.5, 12.0, 24.0])
@pytest.mark.parametrize(
    "text",
    [
        "AVATAR Tally To. Wave (very) \\ AV AV",
        "efficient office flight",
        "السلام عليكم العَرَبِيَّة",
        "שָׁלוֹם 123 abc",
        "ภาษาไทยที่น้ำ",
        "日本語 テキスト",
        "क्षत्रिय हिन्दी में",
        "a\u0323\u0302 e\u0301 👩‍👩‍👧 ok",
    ],
)
def test_glyphs_stand_where_the_layout_put_them(text: str, size: float, bold: bool) -> None:
    line = SHAPER.line(text, TextStyle(size, bold))

    agree(line, places(TextEncoder(BOOK), line))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Co", "Cn"]), max_size=30), max_size=4))
def test_any_texts_after_one_another_keep_their_places(texts: list[str]) -> None:
    # given one encoder, which remembers words and what glyphs stand for
    encoder = TextEncoder(BOOK)

    for text in texts:
        line = SHAPER.line(text, TextStyle(12))
        agree(line, places(encoder, line))


def test_a_word_seen_before_is_not_taken_for_one_with_other_spacing() -> None:
    # given the same word with and without kerning
    line = SHAPER.line("AVATAR", TextStyle(12))
    (run,) = line.runs
    wide = Run(
        run.font, run.size, run.glyphs, tuple(i * 12.0 for i in range(6)), (), run.text, run.clusters, False, 72.0
    )
    loose = Line(line.text, 72.0, (wide,))
    encoder = TextEncoder(BOOK)

    for each in (line, loose, line):
        agree(each, places(encoder, each))


def test_plain_words_need_no_actual_text() -> None:
    operators = TextEncoder(BOOK).line(SHAPER.line("Plain words, no more", TextStyle(12)))

    assert "ActualText" not in operators.body


def test_a_glyph_that_stands_for_two_texts_is_told_apart() -> None:
    encoder = TextEncoder(BOOK)
    plain = encoder.line(SHAPER.line("why?", TextStyle(12)))
    stand_in = encoder.line(SHAPER.line("\U00013000", TextStyle(12)))

    assert "ActualText" not in plain.body
    assert "ActualText<FEFFD80CDC00>" in stand_in.body


def test_a_line_is_encoded_once() -> None:
    encoder = TextEncoder(BOOK)
    line = SHAPER.line("once", TextStyle(12))

    assert encoder.line(line) is encoder.line(line)


def test_an_empty_line_draws_nothing() -> None:
    assert TextEncoder(FontBook.bundled(system=False)).line(Line("", 0.0, ())).body == ""


def test_what_stands_for_the_other_letters_of_a_ligature_has_no_ink() -> None:
    """Some faces draw the joiner that others leave blank."""
    for key in sorted(
        {run.font for bold in (False, True) for run in SHAPER.line("ab لا על", TextStyle(12, bold)).runs}
    ):
        extents = BOOK.font(key).get_glyph_extents(FontUse(BOOK, key, "F").unseen)

        assert (extents.width, extents.height) == (0, 0), key
