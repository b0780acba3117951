"""Paper sizes and the place of a drawing on a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import KnownError
from model.layout.paging import BEST, LANDSCAPE, LARGEST_SCALE, MARGIN_MM, PAPERS, PORTRAIT, fit, paper

MARGIN = MARGIN_MM * 72 / 25.4


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("A0", (2383.94, 3370.39)),
        ("a3", (841.89, 1190.55)),
        ("letter", (612, 792)),
        ("Legal", (612, 1008)),
        ("TABLOID", (792, 1224)),
        ("1500x900mm", (4251.97, 2551.18)),
        ("1500 × 900 mm", (4251.97, 2551.18)),
        ("210.5x99", (596.69, 280.63)),
    ],
)
def test_a_paper_has_its_true_size(text: str, points: tuple[float, float]) -> None:
    sheet = fit(100, 100, paper(text), BEST if paper(text).own else PORTRAIT)

    assert (sheet.width, sheet.height) == pytest.approx(points, abs=0.01)


@pytest.mark.parametrize("text", ["", "A9", "B4", "1500", "1500x", "x900mm", "-10x90mm", "10in", "1e3x900", "٢٠٠x٣٠٠"])
def test_an_unknown_paper_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(KnownError) as caught:
        paper(text)

    said = dict(caught.value.message.parameters)
    assert caught.value.message.id == "paper.unknown"
    assert said["value"] == text
    assert said["known"] == "A0, A1, A2, A3, A4, Letter, Legal, Tabloid"


@pytest.mark.parametrize("text", ["49x900mm", "900x5081mm", "0x0mm"])
def test_a_paper_no_pdf_can_hold_is_refused(text: str) -> None:
    with pytest.raises(KnownError) as caught:
        paper(text)

    assert caught.value.message.id == "paper.size"


def test_the_longest_paper_is_just_within_a_pdf_page() -> None:
    sheet = fit(100, 100, paper("5080x5080mm"))

    assert sheet.width == pytest.approx(14_400)


def test_the_better_orientation_is_chosen() -> None:
    wide, high = fit(2000, 1000, paper("A3"), BEST), fit(1000, 2000, paper("A3"), BEST)

    assert wide.width > wide.height
    assert high.width < high.height


def test_an_orientation_asked_for_is_kept() -> None:
    upright, lying = fit(2000, 1000, paper("A3"), PORTRAIT), fit(1000, 2000, paper("900x1500mm"), LANDSCAPE)

    assert upright.width < upright.height
    assert lying.width > lying.height


def test_an_own_size_lies_as_it_was_typed() -> None:
    sheet = fit(1000, 2000, paper("1500x900mm"), BEST)

    assert sheet.width > sheet.height


def test_a_drawing_fills_a_poster() -> None:
    sheet = fit(1680, 1056, paper("A0"))

    assert sheet.left == pytest.approx(MARGIN) or sheet.top == pytest.approx(MARGIN)


def test_a_few_cards_do_not_become_a_billboard() -> None:
    sheet = fit(100, 50, paper("A0"))

    assert sheet.scale == LARGEST_SCALE * 0.75


@given(
    width=st.floats(1, 100_000),
    height=st.floats(1, 100_000),
    name=st.sampled_from([*PAPERS, "1500x900mm", "50x50mm"]),
    orientation=st.sampled_from([BEST, LANDSCAPE, PORTRAIT]),
)
def test_a_drawing_lies_centred_within_the_margins(width: float, height: float, name: str, orientation: str) -> None:
    sheet = fit(width, height, paper(name), orientation)

    right = sheet.width - sheet.left - sheet.points(width)
    bottom = sheet.height - sheet.top - sheet.points(height)
    assert min(sheet.left, sheet.top) >= MARGIN - 1e-6
    assert (right, bottom) == pytest.approx((sheet.left, sheet.top), abs=1e-6)
