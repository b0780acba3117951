"""Every page of every product: none blank, no words at the edge, none on others. In three scripts, full and empty."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from benchmarks import generate
from exporters.base import run
from exporters.registry import exporter
from model import samples
from model.context import fixed_context
from model.document import Document
from tests.exporters.page_faults import faults
from tests.exporters.pages import DAY
from tests.exporters.scripts import in_script

CONTEXT = fixed_context(DAY, "Ann", 1)
SAMPLES, LANGUAGES = ("permit", "outpatient", "empty"), ("en", "ar", "ja")
PRODUCTS = {
    "poster": ("pdf", {"paper": "A1", "rule": "yes", "header": "City", "footer": "Hall"}),
    "fixed": ("pdf", {"paper": "A0", "scale": "50"}),
    "stages": ("pdf", {"paper": "A3", "pages": "stages"}),
    "pack": ("pack", {}),
    "full": ("pack", {"paper": "Letter", "derivations": "all", "header": "City", "footer": "Hall"}),
    "redacted": ("pack", {"redact": "names,money,contacts"}),
    "handouts": ("handout", {"grid_paper": "A3"}),
}
# What differs from another product in some of its pages alone is judged where these are most.
SOME = {"full": ("outpatient",), "redacted": ("permit",)}
CASES = [
    (product, sample, language)
    for product in PRODUCTS
    for sample in SOME.get(product, SAMPLES)
    for language in LANGUAGES
]


@cache
def document(sample: str, language: str) -> Document:
    return in_script(samples.build(sample, CONTEXT), language)


@pytest.mark.parametrize(("product", "sample", "language"), CASES)
def test_no_page_is_blank_and_no_words_are_cut_or_lie_on_others(product: str, sample: str, language: str) -> None:
    name, options = PRODUCTS[product]

    assert faults(run(exporter(name), document(sample, language), CONTEXT, options).data) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_tile_is_blank(sample: str, language: str) -> None:
    data = run(exporter("pdf"), document(sample, language), CONTEXT, {"paper": "A2", "tile": "A4"}).data

    assert faults(data, words=False) == []


@pytest.mark.full
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", ["poster", "stages", "pack", "handouts"])
def test_so_it_is_with_a_thousand_cards(product: str, language: str) -> None:
    name, options = PRODUCTS[product]
    largest = in_script(generate.size("M"), language)

    assert faults(run(exporter(name), largest, CONTEXT, options).data) == []


def test_faults_are_seen() -> None:
    """A page with nothing, one with words on words, one with words at its edge, one as it should be."""
    made = BytesIO()
    canvas = Canvas(made)
    for places in ([], [(100, 400), (104, 404)], [(2, 400)], [(100, 400), (100, 300)]):
        for number, (x, y) in enumerate(places):
            canvas.setFont("Helvetica", 40)
            canvas.drawString(x, y, f"Some words {number}")
        canvas.showPage()
    canvas.save()

    found = faults(made.getvalue())

    assert {each.split(":")[0] for each in found} == {"page 1", "page 2", "page 3"}
    assert "blank" in found[0] and "edge" in found[-1] and any(" on " in each for each in found)
