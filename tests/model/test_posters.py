"""What would be printed, before it is: pages, scale, smallest text, and what should be known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from benchmarks import generate
from exporters.base import chosen
from exporters.pdf import EXPORTER
from model import samples
from model.context import fixed_context
from model.document import DocumentView
from model.errors import KnownError
from model.layout.drawing import TEXT
from model.layout.leaves import Book
from model.layout.tiles import Tiling, cells, row_name
from model.posters import Plan, book, plan, prepare, wanted
from model.texts import Texts

CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh", 1)
PERMIT = samples.build("permit", CONTEXT)
OUTPATIENT = samples.build("outpatient", CONTEXT)


LARGE = generate.size("M")


def printed(document: DocumentView = PERMIT, **given: str) -> tuple[Plan, Book]:
    """What is announced, and what is made."""
    options = chosen("pdf", EXPORTER.options, given)
    prepared = prepare(document, CONTEXT.today(), options)
    want = wanted(options, prepared.document)
    return plan(prepared, want), book(prepared, want)


def said(announced: Plan) -> list[str]:
    return [Texts()(note) for note in announced.notes]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"tile": "A4", "paper": "A1"},
        {"tile": "A4", "sheet_map": "no"},
        {"pages": "stages"},
        {"scale": "150", "tile": "A3"},
    ],
    ids=["one", "tiles", "tiles alone", "stages", "scaled"],
)
def test_what_is_announced_is_what_is_made(given: dict[str, str]) -> None:
    announced, made = printed(**given)

    assert announced.pages == len(made.leaves)
    assert {(leaf.width, leaf.height) for leaf in made.leaves} == {(announced.width, announced.height)}


def test_a_fixed_scale_is_kept_where_it_fits() -> None:
    announced, _ = printed(scale="50", paper="A2")

    assert announced.percent == 50
    # 9 px at 50 % are 9 * 0.75 / 2 points
    assert announced.smallest == pytest.approx(3.375)
    assert [note.id for note in announced.notes] == ["pdf.small_text"]


def test_a_fixed_scale_that_does_not_fit_is_said_with_what_it_needs() -> None:
    announced, _ = printed(scale="100", paper="A4", orientation="landscape")

    assert announced.percent < 100
    (scaled,) = [text for text in said(announced) if "needs" in text]
    assert "At 100 % the map needs 400 x" in scaled or "mm. It is printed at" in scaled
    assert "tile= keeps 100 %" in scaled


def test_a_map_longer_than_a_page_of_a_pdf_can_be_is_said_to_be_scaled_or_is_tiled() -> None:
    announced, _ = printed(LARGE, scale="400", paper="5000x5000mm")
    tiled, _ = printed(LARGE, scale="400", paper="5000x5000mm", tile="1000x1000mm")

    assert any("more than a page of a PDF can be" in text for text in said(announced))
    assert tiled.percent == 400
    assert max(tiled.width, tiled.height) < 14_400
    assert tiled.tiling is not None and tiled.sheet.width > 14_400


def test_text_is_as_small_as_announced() -> None:
    announced, made = printed(paper="A2")

    part = next(part for part in made.leaves[0].parts if part.each is not None)
    lines = [one[3] for piece in part.pieces() for one in piece.primitives if one[0] == TEXT]
    assert min(run.size for line in lines for run in line.runs) * part.scale == pytest.approx(announced.smallest)


def test_pages_of_stages_have_one_scale() -> None:
    _, made = printed(OUTPATIENT, pages="stages", paper="A3")

    assert len({part.scale for leaf in made.leaves for part in leaf.parts if part.each is not None}) == 1


@pytest.mark.parametrize("rtl", [False, True])
def test_cells_lie_edge_to_edge_and_overlap_away_from_the_start(rtl: bool) -> None:
    found = list(cells(Tiling(800.0, 600.0, 2, 3, 500.0, 300.0, 30.0), rtl))

    assert [cell.name for cell in found] == ["A1", "A2", "A3", "B1", "B2", "B3"]
    first_row = sorted((cell.crop for cell in found[:3]), key=lambda box: box.x)
    assert first_row[0].x == 0.0 and first_row[-1].right == 1500.0
    assert all(one.right == other.x for one, other in pairwise(first_row))
    assert [cell.shown.width for cell in found[:3]] == [530.0, 530.0, 500.0]
    assert [cell.shown.x < cell.crop.x for cell in found[:3]] == ([True, True, False] if rtl else [False] * 3)
    assert [cell.shown.height for cell in found[::3]] == [330.0, 300.0]


def test_rows_beyond_the_alphabet_go_on_with_two_letters() -> None:
    assert [row_name(number) for number in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tile": "A4", "paper": "5000x5000mm", "scale": "400"}, "the most"),
        ({"tile": "A4", "overlap": "51"}, "50 mm"),
        ({"tile": "55x55mm"}, "too small to cut"),
        ({"scale": "fill"}, "no scale"),
        ({"tile": "A4", "pages": "stages"}, "not both"),
        ({"logo": "nowhere.png"}, "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_printed_is_refused_before(given: dict[str, str], words: str) -> None:
    with pytest.raises(KnownError) as caught:
        printed(LARGE, **given)

    assert words in Texts()(caught.value.message)
