"""Reading direction: levels, order, joining, brackets and numbers."""

from __future__ import annotations

import unicodedata

import pytest
from bidi import get_display
from bidi.mirror import MIRRORED
from hypothesis import given
from hypothesis import strategies as st

from model.layout import bidi
from model.layout.fonts import FontBook
from model.layout.text import Line, Shaper, TextStyle

SHAPER = Shaper(FontBook.bundled(system=False))
STYLE = TextStyle(12.0)


def unmirrored(text: str) -> str:
    return "".join(min(char, MIRRORED.get(char, char)) for char in text)


def in_visual_order(text: str) -> str:
    base = bidi.base_level(text) or 0
    return "".join(text[place] for place in bidi.visual_order(bidi.levels(text, base)))


def shown(line: Line) -> str:
    """The characters of a line from left to right, by its glyphs."""
    return "".join(run.text[place] for run in line.runs for place in run.clusters)


@given(st.text(st.sampled_from("abcאבגمرح123٣٤()[] .,-+%$:/"), min_size=1, max_size=24))
def test_the_order_is_that_of_the_reference_algorithm(text: str) -> None:
    text = text.strip()

    assert unmirrored(in_visual_order(text)) == unmirrored(get_display(text))


@pytest.mark.parametrize(
    ("text", "level"),
    [("abc אבג", 0), ("אבג abc", 1), ("12 مرحبا", 1), ("123", None), ("\u2067אבג\u2069 abc", 0), ("", None)],
)
def test_the_first_strong_character_decides(text: str, level: int | None) -> None:
    assert bidi.base_level(text) == level


def test_isolates_keep_a_number_apart() -> None:
    text = "אב \u206612-34\u2069 גד"

    assert "12-34" in in_visual_order(text)


def test_an_isolate_takes_the_direction_of_its_own_first_letter() -> None:
    assert bidi.levels("a \u2068אב 12\u2069 b", 0)[3:8] == [1, 1, 1, 2, 2]
    assert bidi.levels("a \u206812\u2069 אב", 0)[3] % 2 == 0


def test_brackets_of_a_pair_go_the_same_way() -> None:
    text = "abc (אבג) דהו"

    levels = bidi.levels(text, 0)

    assert levels[text.index("(")] == levels[text.index(")")] == 0


def test_hebrew_runs_right_to_left_and_its_numbers_left_to_right() -> None:
    line = SHAPER.line("חדר 120 פתוח", STYLE)

    assert shown(line) == "חותפ 120 רדח"
    assert SHAPER.block("חדר 120 פתוח", 200, STYLE).rtl
    assert [run.rtl for run in line.runs] == [True, False, True]


def test_arabic_letters_join() -> None:
    (run,) = SHAPER.line("ببب", STYLE).runs
    (alone,) = SHAPER.line("ب", STYLE).runs

    assert run.rtl
    assert run.clusters[0] > run.clusters[-1]
    assert len({*run.glyphs, *alone.glyphs} & {*alone.glyphs}) == 1
    assert len(set(run.glyphs)) >= 3


def test_latin_inside_arabic_stays_readable_and_each_run_follows_the_last() -> None:
    line = SHAPER.line("افتح ملف PDF الآن", STYLE)

    assert "PDF" in shown(line)
    assert [run.rtl for run in line.runs] == [True, False, True]
    assert line.runs[0].text.strip() == "الآن"
    pens = [run.xs[0] for run in line.runs]
    assert pens == sorted(pens)
    assert sum(run.width for run in line.runs) == pytest.approx(line.width)


def test_a_latin_paragraph_with_arabic_starts_at_the_left() -> None:
    block = SHAPER.block("Open ملف now", 300, STYLE)

    assert not block.rtl
    assert block.lines[0].runs[0].text.strip() == "Open"


def test_wrapped_arabic_keeps_its_logical_order_from_line_to_line() -> None:
    text = "يتحقق الموظف من الطلب ويرسل رسالة"

    block = SHAPER.block(text, 80, STYLE)

    assert len(block.lines) > 2
    assert " ".join(line.text for line in block.lines) == text


def test_each_paragraph_has_its_own_direction() -> None:
    block = SHAPER.block("שלום, (12)\nabc, (אב)", 300, STYLE)

    assert [line.runs[0].rtl for line in block.lines] == [True, False]
    assert shown(block.lines[0])[-1] == "ש"
    assert shown(block.lines[1])[0] == "a"


def test_arabic_marks_stand_above_their_letter() -> None:
    (run,) = SHAPER.line("بُ", STYLE).runs

    assert set(run.clusters) == {0}
    assert len(run.ys) == len(run.glyphs) == 2


@given(
    st.text(st.sampled_from("abאבمر12 ()\u202a\u202b\u202c\u2066\u2067\u2068\u2069"), max_size=24),
    st.sampled_from([0, 1]),
)
def test_every_character_gets_a_level_that_its_kind_allows(text: str, base: int) -> None:
    for char, level in zip(text, bidi.levels(text, base), strict=True):
        if unicodedata.bidirectional(char) in ("R", "AL"):
            assert level % 2 == 1
        if unicodedata.bidirectional(char) in ("L", "AN"):
            assert level % 2 == 0
