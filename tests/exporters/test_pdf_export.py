"""From a document to its poster and its SVG: what is on the map is in the file, and what is amiss is said."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from exporters.base import ExportResult, chosen, run
from exporters.common.svg_page import play
from exporters.pdf import EXPORTER, poster
from exporters.registry import exporter
from model import samples
from model.context import fixed_context
from model.document import Document
from model.elements import Blueprint, Card, Lane, Role, Stage, Step
from model.errors import KnownError
from model.layout.fonts import BASE, FontBook
from model.layout.paging import fit, paper
from model.layout.system_fonts import SystemFonts
from model.texts import Texts
from resources import path
from tests.exporters.hand_drawing import cards, request

CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh")


def document(title: str, language: str = "en") -> Document:
    """A blueprint of one card."""
    return Document(
        [
            Blueprint("blueprint_1", "a0", title="Plan", language=language),
            Stage("stage_1", "a0", title="One"),
            Step("step_1", "a0", stage="stage_1", title="First"),
            Lane("lane_1", "a0", title="Customer", role=Role.CUSTOMER),
            Card("card_1", "a0", lane="lane_1", step="step_1", title=title),
        ]
    )


def exported(document: Document, name: str = "pdf", **options: str) -> ExportResult:
    """What the window and the command line get."""
    return run(exporter(name), document, CONTEXT, options)


def raw_text(data: bytes, folder: Path) -> str:
    """The text in the order of drawing, without spaces."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    file = folder / "poster.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return re.sub(r"[\s\u202a-\u202e]", "", done.stdout.decode("utf-8"))


@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_every_card_of_a_sample_is_on_the_poster(name: str, tmp_path: Path) -> None:
    sample = samples.build(name, CONTEXT)

    text = raw_text(exported(sample, paper="A1").data, tmp_path)

    titles = Counter("".join(card.title.split()) for card in sample.where(Card) if card.lane and card.step)
    assert len(titles) > 15
    for title, count in titles.items():
        assert text.count(title) >= count, title


def test_the_same_document_gives_the_same_bytes() -> None:
    first, second = (samples.build("permit", fixed_context(date(2026, 11, 23), "Ada", 1)) for _ in range(2))

    assert exported(first).data == exported(second).data
    assert exported(first, "svg").data == exported(second, "svg").data


def test_a_document_from_right_to_left_is_read_back(tmp_path: Path) -> None:
    text = raw_text(exported(document("السلام عليكم", "ar"), paper="A4").data, tmp_path)

    assert "السلام" in text
    assert "عليكم" in text


@pytest.mark.parametrize("name", ["pdf", "svg"])
def test_characters_no_font_has_are_named_with_their_card(name: str) -> None:
    found = exported(document("Rare \U0010abce\U0010abcd card"), name).findings

    assert [(finding.id, dict(finding.parameters)) for finding in found] == [
        ("paper.missing", {"name": "Rare \U0010abce\U0010abcd card", "characters": "U+10ABCD, U+10ABCE"})
    ]


def test_a_font_of_the_machine_is_embedded_and_named() -> None:
    # given a machine that has Arabic, and a program that ships none
    book = FontBook([BASE], path("fonts"), SystemFonts((path("fonts"),), usual=False))
    drawing = cards(["العربية"], book)
    on = paper("A4")

    # when
    result = poster(request(), drawing, book, fit(drawing.width, drawing.height, on), on)

    # then
    fonts = pypdf.PdfReader(BytesIO(result.data)).pages[0]["/Resources"]["/Font"].values()
    names = [str(font.get_object()["/BaseFont"])[8:] for font in fonts]
    assert names == ["NotoSansArabic-Regular"]
    assert [(finding.id, dict(finding.parameters)) for finding in result.findings] == [
        ("paper.system_fonts", {"fonts": "NotoSansArabic-Regular"})
    ]


class Stubborn(FontBook):
    """Fonts that cannot be cut."""

    def subset(self, _key: str, _glyph_ids: object) -> bytes:
        raise RuntimeError

    def subset_text(self, _key: str, _chars: object, _glyph_ids: object = ()) -> bytes:
        raise RuntimeError


@pytest.mark.parametrize("name", ["pdf", "svg"])
def test_a_font_that_cannot_be_embedded_is_named(name: str) -> None:
    book = Stubborn([BASE], path("fonts"), SystemFonts((), usual=False))
    drawing = cards(["A card"], book)
    on = paper("A4")

    with pytest.raises(KnownError) as caught:
        if name == "pdf":
            poster(request(), drawing, book, fit(drawing.width, drawing.height, on), on)
        else:
            play(request().document, drawing, book)

    assert Texts()(caught.value.message).startswith("The font “NotoSans-Regular” cannot be embedded")


def test_what_is_amiss_can_be_said_in_words() -> None:
    texts = Texts()
    result = exported(samples.build("outpatient", CONTEXT), paper="A4")

    (said,) = [texts(finding) for finding in result.findings]
    assert re.fullmatch(r"At \d+ % on A4 the smallest text is \d\.\d points high, too small to read\. .+", said)


@pytest.mark.parametrize(("name", "value"), [("paper", "A9"), ("orientation", "sideways")])
def test_an_option_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(KnownError):
        exported(document("A card"), **{name: value})


def test_the_options_have_defaults() -> None:
    found = chosen("pdf", EXPORTER.options, {})

    assert {name: value for name, value in found.items() if value} == {
        "paper": "A3",
        "orientation": "best",
        "scale": "fit",
        "overlap": "10",
        "sheet_map": "yes",
        "pages": "one",
        "stamp_place": "across",
        "rule": "no",
    }


@pytest.mark.parametrize(("orientation", "wide"), [("landscape", True), ("portrait", False)])
def test_the_orientation_is_that_asked_for(orientation: str, wide: bool) -> None:
    data = exported(document("A card"), paper="A4", orientation=orientation).data

    box = pypdf.PdfReader(BytesIO(data)).pages[0].mediabox
    assert (box.width > box.height) is wide


def test_a_blueprint_without_a_title_or_cards_can_be_printed() -> None:
    empty = Document([Blueprint("blueprint_1", "a0"), Stage("stage_1", "a0")])

    reader = pypdf.PdfReader(BytesIO(exported(empty).data))

    assert len(reader.pages) == 1
    assert reader.outline[0].title == "1"


def test_one_stage_is_printed_alone(tmp_path: Path) -> None:
    # given the permit, whose second stage has a title
    permit = samples.build("permit", CONTEXT)
    first, second, *_ = permit.where(Stage)
    # when that stage is asked for, by title or by number
    alone = exported(permit, stage=second.title.upper())
    assert exported(permit, stage="2").data == alone.data
    # then its steps are in the file, and those of the first are not, nor in its outline
    text = raw_text(alone.data, tmp_path)
    there, gone = (
        [re.sub(r"\s", "", step.title) for step in permit.where(Step, stage=id)] for id in (second.id, first.id)
    )
    assert all(title in text for title in there) and not any(title in text for title in gone)
    outline = [entry.title for entry in pypdf.PdfReader(BytesIO(alone.data)).outline if not isinstance(entry, list)]
    assert outline == [second.title]
    assert first.title not in exported(permit, "svg", stage="2").data.decode()


def test_a_stage_that_is_not_there_is_refused_with_those_that_are() -> None:
    permit = samples.build("permit", CONTEXT)

    with pytest.raises(KnownError) as refusal:
        exported(permit, stage="Nowhere")

    said = Texts()(refusal.value.message)
    assert all(stage.title in said for stage in permit.where(Stage))
