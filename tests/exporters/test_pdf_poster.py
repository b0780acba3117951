"""Posters as files: tiles that join to the poster, a page a stage, what stands around a map, and what is left out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageChops

from exporters.base import chosen, run
from exporters.pdf import EXPORTER
from exporters.registry import exporter
from model import grid, samples
from model.context import fixed_context
from model.document import DocumentView
from model.elements import Card
from model.layout.paging import POINTS_PER_MM
from model.layout.tiles import cells
from model.posters import plan, prepare, wanted
from model.registers import Owner
from tests.exporters.pdf_reading import pictures, tool
from tests.exporters.scripts import in_script

CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh", 1)
PERMIT = samples.build("permit", CONTEXT)
OUTPATIENT = samples.build("outpatient", CONTEXT)
EMPTY = samples.build("empty", CONTEXT)
ARABIC, JAPANESE = in_script(PERMIT, "ar"), in_script(PERMIT, "ja")
DPI = 72


def exported(document: DocumentView, name: str = "pdf", **options: str) -> bytes:
    """What the window and the command line get."""
    return run(exporter(name), document, CONTEXT, options).data


def planned(document: DocumentView, **given: str) -> tuple[object, ...]:
    """What is announced before."""
    options = chosen("pdf", EXPORTER.options, given)
    prepared = prepare(document, CONTEXT.today(), options)
    return plan(prepared, wanted(options, prepared.document))


@pytest.mark.parametrize(
    ("paper", "tile"),
    [(size, "") for size in ("A0", "A1", "A3", "A4", "Letter", "Tabloid", "1500x900mm")]
    + [("A1", "A4"), ("Tabloid", "Letter"), ("1500x900mm", "400x300mm")],
)
def test_pages_are_as_many_and_as_large_as_announced(paper: str, tile: str) -> None:
    options = {"paper": paper, "tile": tile}

    pages = pypdf.PdfReader(BytesIO(exported(PERMIT, **options))).pages

    announced = planned(PERMIT, **options)
    assert len(pages) == announced[0]
    for page in pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx(announced[1:3], abs=0.1)


def joined(document: DocumentView, folder: Path, **options: str) -> tuple[Image.Image, Image.Image]:
    """The sheets cut at their marks and laid edge to edge, and the poster they are cut from, as pictures."""
    chose = chosen("pdf", EXPORTER.options, {**options, "sheet_map": "no"})
    prepared = prepare(document, CONTEXT.today(), chose)
    announced = plan(prepared, wanted(chose, prepared.document))
    sheets = pictures(exported(document, **options, sheet_map="no"), folder, DPI)
    mm = [round(side / POINTS_PER_MM, 2) for side in announced.sheet[:2]]
    alone = {name: value for name, value in options.items() if name not in ("tile", "overlap")}
    (whole,) = pictures(exported(document, **{**alone, "paper": f"{mm[0]}x{mm[1]}mm"}), folder, DPI)
    page = Image.new("RGB", whole.size, "white")
    tiling, rtl = announced.tiling, prepared.press.rtl
    assert tiling is not None
    for sheet, cell in zip(sheets, cells(tiling, rtl), strict=True):
        crop = cell.on_sheet(cell.crop)
        piece = sheet.crop(tuple(round(edge) for edge in (crop.x, crop.y, crop.right, crop.bottom)))
        page.paste(piece, (round(cell.crop.x), round(cell.crop.y)))
    return page, whole


def share_that_differs(one: Image.Image, other: Image.Image, margin: int) -> float:
    """The share of pixels that differ by more than anti-aliasing may, inside a margin."""
    box = (margin, margin, one.width - margin, one.height - margin)
    off = ImageChops.difference(one.crop(box), other.crop(box)).convert("L")
    counts = off.histogram()
    return sum(counts[96:]) / sum(counts)


@pytest.mark.parametrize(
    ("document", "options"),
    [
        (PERMIT, {"paper": "A2", "tile": "A4"}),
        (PERMIT, {"paper": "A1", "tile": "Letter", "overlap": "0"}),
        (OUTPATIENT, {"paper": "A1", "tile": "A3", "overlap": "25"}),
        (ARABIC, {"paper": "A2", "tile": "A4"}),
        (ARABIC, {"scale": "120", "tile": "Letter", "overlap": "20"}),
        (PERMIT, {"scale": "150", "tile": "A3"}),
        (OUTPATIENT, {"scale": "40", "tile": "A4", "overlap": "5"}),
        (JAPANESE, {"paper": "A1", "tile": "300x250mm"}),
    ],
    ids=["permit", "no overlap", "outpatient", "arabic", "arabic 120", "150", "40", "japanese"],
)
def test_sheets_cut_at_their_marks_are_the_poster(
    document: DocumentView, options: dict[str, str], tmp_path: Path
) -> None:
    page, whole = joined(document, tmp_path, **options)

    assert share_that_differs(page, whole, margin=20) < 0.01
    # the comparison does see a piece in the wrong place
    assert share_that_differs(ImageChops.offset(page, 6, 0), whole, margin=20) > 0.02


def test_each_sheet_has_marks_at_its_corners(tmp_path: Path) -> None:
    options = {"paper": "A2", "tile": "A4", "sheet_map": "no"}
    chose = chosen("pdf", EXPORTER.options, options)
    prepared = prepare(PERMIT, CONTEXT.today(), chose)
    tiling = plan(prepared, wanted(chose, prepared.document)).tiling
    assert tiling is not None

    sheets = pictures(exported(PERMIT, **options), tmp_path, 144)

    for sheet, cell in zip(sheets, cells(tiling, rtl=False), strict=True):
        crop, shown = cell.on_sheet(cell.crop), cell.on_sheet(cell.shown)
        for x in (crop.x, crop.right):
            for y in (shown.y - 6.0, shown.bottom + 6.0):
                around = [sheet.convert("L").getpixel((round(x * 2) + d, round(y * 2))) for d in (-1, 0, 1)]
                assert min(int(str(value)) for value in around) < 170, (cell.name, x, y)


def test_every_sheet_names_the_lanes_and_steps_it_shows() -> None:
    options = {"paper": "A1", "tile": "A4", "sheet_map": "no"}
    chose = chosen("pdf", EXPORTER.options, options)
    prepared = prepare(PERMIT, CONTEXT.today(), chose)
    want = wanted(chose, prepared.document)
    announced = plan(prepared, want)
    assert announced.tiling is not None
    reader = pypdf.PdfReader(BytesIO(exported(PERMIT, **options)))

    drawing, sheet = prepared.maps[0].drawing, announced.sheet
    for page, cell in zip(reader.pages, cells(announced.tiling, rtl=False), strict=True):
        text = " ".join(page.extract_text().split())
        for row in (*grid.lanes(PERMIT), *grid.steps(PERMIT)):
            box = drawing.box(row.id)
            assert box is not None
            middle = (
                sheet.left + sheet.points(box.x + box.width / 2),
                sheet.top + sheet.points(box.y + box.height / 2),
            )
            across = cell.crop.x <= middle[0] < cell.crop.right
            down = cell.crop.y <= middle[1] < cell.crop.bottom
            if (row in grid.lanes(PERMIT) and down) or (row in grid.steps(PERMIT) and across):
                assert row.title.split()[0] in text, (cell.name, row.title)
        assert f"Sheet {cell.name}" in text


@pytest.mark.parametrize("document", [PERMIT, OUTPATIENT], ids=["permit", "outpatient"])
def test_a_poster_is_heard_stage_by_stage_and_lane_by_lane(document: DocumentView, tmp_path: Path) -> None:
    data = exported(document, paper="A1")

    heard = re.findall(r'"(.*)"', tool("pdfinfo", "-struct-text", "FILE", data=data, folder=tmp_path))

    said = ["".join(text.split()) for text in heard]
    lanes = [lane.id for lane in grid.lanes(document)]
    cards = [
        "".join(card.title.split())
        for step in grid.steps(document)
        for lane in lanes
        for card in grid.cell(document, lane, step.id)
    ]
    places = [next(i for i, text in enumerate(said) if text.startswith(title)) for title in dict.fromkeys(cards)]
    assert len(places) > 15
    assert places == sorted(places)
    counts = Counter(cards)
    whole = "".join(said)
    assert all(whole.count(title) >= count for title, count in counts.items())


def test_the_words_of_a_card_are_on_a_poster_once(tmp_path: Path) -> None:
    data = exported(PERMIT, paper="A1")

    text = "".join(tool("pdftotext", "-raw", "FILE", "-", data=data, folder=tmp_path).split())

    titles = ["".join(card.title.split()) for card in PERMIT.where(Card) if card.step]
    alone = [title for title in titles if sum(title in other for other in titles) == 1]
    assert len(alone) > 15
    assert {title: text.count(title) for title in alone} == dict.fromkeys(alone, 1)


def test_each_stage_has_a_page_with_its_heads_legend_and_number(tmp_path: Path) -> None:
    data = exported(OUTPATIENT, pages="stages", paper="A3")

    reader = pypdf.PdfReader(BytesIO(data))
    stages = grid.stages(OUTPATIENT)
    assert len(reader.pages) == len(stages) > 2
    for number, (page, stage) in enumerate(zip(reader.pages, stages, strict=True), 1):
        text = " ".join(page.extract_text().split())
        assert stage.title in text
        assert "Legend" in text and "Current state" in text
        assert f"Page {number} of {len(stages)}" in text
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [stage.title for stage in stages]
    assert "No syntax" in tool("qpdf", "--check", "FILE", data=data, folder=tmp_path)


def logo(folder: Path) -> str:
    file = folder / "logo.png"
    Image.new("RGB", (300, 120), "#00aa00").save(file)
    return str(file)


@pytest.mark.parametrize("place", ["across", "margin"])
@pytest.mark.parametrize(("given", "printed"), [("confidential", "CONFIDENTIAL"), ("Board only", "Board only")])
def test_header_footer_stamp_logo_and_rule_are_printed(place: str, given: str, printed: str, tmp_path: Path) -> None:
    around = {"header": "City of Marsh", "footer": "Not for sale", "stamp": given, "stamp_place": place, "rule": "yes"}

    page = pypdf.PdfReader(BytesIO(exported(PERMIT, logo=logo(tmp_path), **around))).pages[0]

    text = page.extract_text()
    for words in ("City of Marsh", "Not for sale", printed, "100 mm", "Page 1 of 1", "Printed 23 Nov 2026"):
        assert words in text, words
    assert len(page.images) == 1


@pytest.mark.parametrize("options", [{"rule": "yes"}, {"paper": "A1", "tile": "A4"}], ids=["rule", "sheet map"])
def test_the_rule_measures_100_mm(options: dict[str, str], tmp_path: Path) -> None:
    page = pictures(exported(PERMIT, **options), tmp_path, 254)[0]

    # 10 pixels are a millimetre: the longest level dark row in the lower part is the rule
    grey = page.convert("L")
    foot = grey.crop((0, round(grey.height * 0.88), round(grey.width * 0.5), grey.height)).point(
        lambda v: 255 * (v < 110)
    )
    rows = [foot.crop((0, y, foot.width, y + 1)).getbbox() for y in range(foot.height)]
    lengths = [box[2] - box[0] for box in rows if box is not None]
    assert any(abs(length - 1000) <= 3 for length in lengths)


@pytest.mark.parametrize(
    "options",
    [{"tile": "A4", "pages": "stages"}, {"scale": "huge"}, {"scale": "3"}, {"overlap": "80", "tile": "A4"},
     {"tile": "60x60mm"}, {"logo": "nowhere.png"}, {"redact": "everything"}, {"tile": "A9"}],
    ids=lambda options: "-".join(options.values()),
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_one_line(options: dict[str, str]) -> None:
    from model.errors import KnownError
    from model.texts import Texts

    with pytest.raises(KnownError) as caught:
        exported(PERMIT, **options)

    assert "\n" not in Texts()(caught.value.message)


@pytest.mark.parametrize("tiled", ["", "A4"])
def test_the_same_poster_has_the_same_bytes(tiled: str) -> None:
    assert exported(PERMIT, tile=tiled, stamp="draft") == exported(PERMIT, tile=tiled, stamp="draft")


@pytest.mark.parametrize(
    ("name", "document"),
    [("pdf", PERMIT), ("handout", PERMIT), ("svg", PERMIT), ("json", PERMIT), ("pdf", OUTPATIENT)],
)
def test_a_redacted_file_holds_none_of_the_names_or_amounts(name: str, document: DocumentView, tmp_path: Path) -> None:
    names = {owner.name for owner in document.where(Owner) if len(owner.name) > 5} | {"Ada Marsh"}
    whole = exported(document, name)
    data = exported(document, name, redact="names,money,contacts")

    def everything(data: bytes) -> str:
        if name in ("svg", "json"):
            return re.sub(r'"\w+": ', "", data.decode("utf-8"))
        plain = tool("qpdf", "--qdf", "--object-streams=disable", "FILE", "-", data=data, folder=tmp_path)
        text = tool("pdftotext", "FILE", "-", data=data, folder=tmp_path)
        return (
            plain + text + "".join(text.split()) + tool("pdfinfo", "-struct-text", "FILE", data=data, folder=tmp_path)
        )

    found, before = everything(data), everything(whole)
    assert sum(each in before for each in names) > 3
    assert [each for each in names if each in found] == []
    amounts = re.compile(r"\d[\d,.]*\s?EUR")
    assert not amounts.search(found)
    assert amounts.search(before) or name == "json"


@pytest.mark.parametrize(
    "options", [{"paper": "A2"}, {"paper": "A2", "tile": "A4"}, {"paper": "A3", "pages": "stages"}]
)
def test_paper_is_left_white_where_nothing_is_drawn(options: dict[str, str], tmp_path: Path) -> None:
    """A print shop would print any other ground over the whole sheet."""
    for page in pictures(exported(PERMIT, **options), tmp_path, 36):
        colours = {colour: count for count, colour in page.getcolors(2**20) or ()}
        assert page.getpixel((2, 2)) == (255, 255, 255)
        assert (251, 250, 248) not in colours


def test_a_blueprint_without_lanes_is_not_cut() -> None:
    (page,) = pypdf.PdfReader(BytesIO(exported(EMPTY, paper="A0", tile="A4"))).pages

    assert planned(EMPTY, paper="A0", tile="A4")[:3] == pytest.approx((1, *page.mediabox[2:]), abs=0.1)
    assert max(page.mediabox[2:]) == pytest.approx(842, abs=1)


def test_where_there_is_nothing_to_explain_no_legend_is_headed(tmp_path: Path) -> None:
    said = tool("pdftotext", "FILE", "-", data=exported(EMPTY), folder=tmp_path)

    assert "Untitled blueprint" in said and "Legend" not in said
    assert "Legend" in tool("pdftotext", "FILE", "-", data=exported(PERMIT), folder=tmp_path)
