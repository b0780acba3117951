"""The case sheet: as agreed for the permit, no text on another, nothing outside, mirrored, and blank without inputs."""

from __future__ import annotations

import os
from itertools import combinations

import pytest

from model.layout.case.cash import nice_ticks
from model.layout.case.kit import Kit, blend
from model.layout.case.sheet import CaseSheet
from model.layout.drawing import ICON, Piece
from model.layout.text import Shaper
from model.layout.theme import load_theme
from model.messages import message
from model.texts import Texts
from tests.model.layout.sheets import AWKWARD, FONTS, a_sample, all_of, awkward, sheet_of, texts_of
from tests.model.layout.test_golden import FOLDER, piece_line


def said(sheet: CaseSheet) -> str:
    """All words of a sheet."""
    return " | ".join(piece.text for piece in sheet.pieces if piece.text)


def figure(sheet: CaseSheet, id: str) -> Piece:
    """The first piece of a figure."""
    return next(piece for piece in sheet.figures if piece.id == id)


def test_the_permits_sheet_looks_as_agreed() -> None:
    # given the sample, when its sheet is laid out
    found = "".join(f"{piece_line(piece)}\n" for piece in sheet_of(a_sample("permit")).pieces)
    # then it is what was reviewed
    file = FOLDER / "permit-case.jsonl"
    if os.environ.get("THROUGHLINE_GOLDEN") == "write":
        file.write_text(found, encoding="utf-8")
    for was, now in zip(file.read_text(encoding="utf-8").splitlines(), found.splitlines(), strict=True):
        assert now == was


@pytest.mark.parametrize("theme", ["light", "projector"])
@pytest.mark.parametrize("width", [460.0, 760.0, 1100.0, 1800.0])
@pytest.mark.parametrize("which", AWKWARD)
def test_no_text_lies_on_another_and_nothing_outside(which: str, width: float, theme: str) -> None:
    sheet = sheet_of(awkward(which), width, theme)

    texts = texts_of(sheet)
    assert [(one.text, other.text) for one, other in combinations(texts, 2) if one.meets(other)] == []
    margin = 24.0
    outside = [
        ink
        for ink in all_of(sheet)
        if ink.right - ink.left < width and (ink.left < margin - 0.6 or ink.right > width - margin + 0.6)
    ]
    assert outside == []
    assert all(ink.top >= 0.0 and ink.bottom <= sheet.height for ink in all_of(sheet))


@pytest.mark.parametrize("which", AWKWARD)
def test_words_stay_inside_their_panel(which: str) -> None:
    sheet = sheet_of(awkward(which), 1100.0)
    panels = [piece for piece in sheet.pieces if piece.kind == "panel"]
    lowest = min(panel.y for panel in panels)

    for ink in texts_of(sheet):
        inside = [
            panel
            for panel in panels
            if panel.x < ink.left and ink.right < panel.x + panel.width + 0.5
            if panel.y < ink.top and ink.bottom < panel.y + panel.height
        ]
        assert len(inside) == 1 or ink.bottom < lowest, ink


def test_an_empty_blueprint_shows_no_number_that_looks_like_data() -> None:
    sheet = sheet_of(a_sample("empty"))

    words = said(sheet)
    assert "No fail points yet" in words and "discount rate" in words
    assert "EUR" not in words
    assert [piece.text for piece in sheet.pieces if piece.kind == "panel"] == ["", ""]


def test_what_is_missing_is_said_once_and_leads_there() -> None:
    # given fail points none of whose consequences has a price
    sheet = sheet_of(awkward("half"))

    # then no cost of failure is shown, the input is named with where it is entered, and the others are counted
    words = said(sheet)
    assert "Cost of failure 1" not in words
    assert "Missing: what one of" in words and "inspector" in words and "more inputs" in words
    assert any(piece.id.startswith("missing ") for piece in sheet.figures)


def test_a_loss_is_said_in_words() -> None:
    sheet = sheet_of(awkward("loss"))

    assert "a loss" in figure(sheet, "npv").text
    assert "Does not pay back" in said(sheet)


def test_an_arabic_sheet_is_the_mirror_of_the_same_in_english() -> None:
    arabic, english = sheet_of(awkward("arabic")), sheet_of(a_sample("permit"))

    assert arabic.rtl and not english.rtl
    first = [next(piece for piece in sheet.pieces if piece.kind == "panel") for sheet in (arabic, english)]
    assert first[0].x + first[0].width == pytest.approx(1400.0 - first[1].x)
    assert figure(arabic, "failure").x > 700.0 > figure(english, "failure").x


def test_a_sentence_from_right_to_left_begins_at_the_right_even_with_a_number_and_its_currency() -> None:
    arabic = Kit(load_theme("light"), Texts("ar"), Shaper(FONTS, "ar"))
    said = message("pack.ask.above", total="263,958 EUR", limit="150,000 EUR")

    assert arabic.block(said, 600.0, arabic.style()).rtl
    # what a person typed keeps the direction of its own words, and so does a number alone
    assert not arabic.block("EUR 5 العربية", 600.0, arabic.style()).rtl
    assert not arabic.block(message("format.money", amount=5, currency="EUR"), 600.0, arabic.style()).rtl


def test_the_longest_bar_is_the_dearest_and_the_parts_reach_the_total() -> None:
    # the permit: 96,700 to 38,400 to 21,100
    sheet = sheet_of(a_sample("permit"))
    ranked = [piece for piece in sheet.figures if piece.id.startswith("fail ")]

    assert [piece.text.rsplit(": ")[-1] for piece in ranked] == ["96,700 EUR", "38,400 EUR", "21,100 EUR"]
    lengths = [next(primitive[3] for primitive in piece.primitives if primitive[0] == 0) for piece in ranked]
    assert lengths[1] / lengths[0] == pytest.approx(38400 / 96700)
    drivers = [piece for piece in sheet.figures if piece.id.startswith("driver ")]
    boxes = [next(primitive for primitive in piece.primitives if primitive[0] == 0) for piece in drivers]
    assert [boxes[i][1] + boxes[i][3] for i in range(len(boxes) - 1)] == pytest.approx([box[1] for box in boxes[1:]])


def test_every_figure_can_be_hit_and_says_what_it_is() -> None:
    sheet = sheet_of(a_sample("outpatient"))

    assert len(sheet.figures) > 50
    for piece in sheet.figures:
        assert piece.text
        hit = sheet.at(piece.x + piece.width / 2, piece.y + piece.height / 2)
        assert hit is not None and (hit.id == piece.id or hit.width * hit.height < piece.width * piece.height)
    assert sheet.at(1.0, 1.0) is None


def test_a_narrow_sheet_stands_panels_under_one_another() -> None:
    wide, narrow = sheet_of(a_sample("permit"), 1400.0), sheet_of(a_sample("permit"), 460.0)

    def columns(sheet: CaseSheet) -> int:
        return len({round(piece.x) for piece in sheet.pieces if piece.kind == "panel"})

    assert columns(wide) > 3 and columns(narrow) == 1
    assert {piece.id for piece in wide.figures} == {piece.id for piece in narrow.figures}


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 0.0, [0, 1]),
        (-78000.0, 190000.0, [-100000, 0, 100000, 200000]),
        (-3.0, 0.0, [-3, -2, -1, 0]),
        (0.0, 998877665544.0, [0, 250000000000, 500000000000, 750000000000, 1000000000000]),
    ],
)
def test_ticks_are_few_round_and_hold_all(low: float, high: float, ticks: list[int]) -> None:
    assert nice_ticks(low, high) == ticks


def test_a_mixed_colour_lies_between() -> None:
    assert blend("#ff0000", "#0000ff", 0.0) == "#0000ff"
    assert blend("#ff0000", "#000000", 0.5) == "#800000"


def test_scenarios_stand_beside_today() -> None:
    # the permit without papers: 187,759 a year today, 91,199 in it, the longest path from six days to one
    sheet = sheet_of(a_sample("permit"))

    words = said(sheet)
    assert "187,759 EUR" in words and "91,199 EUR" in words and "6 d" in words and "1 d" in words
    assert figure(sheet, next(piece.id for piece in sheet.figures if piece.id.startswith("scenario "))).text == (
        "-96,560 EUR"
    )


def test_a_tick_is_not_turned_over_where_the_sheet_is() -> None:
    # given the same table from the right and from the left, when the signs of the best set are looked at
    for which in ("permit", "arabic"):
        signs = [primitive for piece in sheet_of(awkward(which)).pieces for primitive in piece.primitives]
        # then each is a sign, which keeps its own direction, and no path
        assert sum(primitive[0] == ICON and primitive[1] == "approval" for primitive in signs) == 2
