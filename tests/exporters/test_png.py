"""The picture for slides: the page of the PDF at a chosen resolution, within bounds."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from PIL import Image

from exporters import base, registry
from exporters.png import MOST_PIXELS
from model.context import fixed_context
from model.errors import KnownError
from model.samples import build

CONTEXT = fixed_context(date(2026, 11, 23))
PERMIT = build("permit", CONTEXT)
A4_WIDE = (297 / 25.4, 210 / 25.4)


def picture(**options: str) -> Any:
    """The picture of a sample."""
    return Image.open(io.BytesIO(written(**options)))


def written(**options: str) -> bytes:
    return base.run(registry.exporter("png"), PERMIT, CONTEXT, options).data


@pytest.mark.parametrize("dpi", [72, 150])
def test_the_picture_has_the_size_of_its_paper_at_its_resolution(dpi: int) -> None:
    image = picture(paper="A4", dpi=str(dpi))

    assert image.format == "PNG"
    assert image.size == pytest.approx([side * dpi for side in A4_WIDE], abs=1.5)
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)


def test_it_shows_the_map_on_white_as_paper_is() -> None:
    image = picture(paper="A4", dpi="72").convert("RGB")

    colours = {colour for _, colour in image.getcolors(1 << 24)}
    assert image.getpixel((2, 2)) == (255, 255, 255)
    assert len(colours) > 100


def test_the_same_document_gives_the_same_bytes() -> None:
    assert written(dpi="72") == written(dpi="72")


@pytest.mark.parametrize(
    ("options", "id"),
    [
        ({"dpi": "9"}, "png.dpi"),
        ({"dpi": "1201"}, "png.dpi"),
        ({"page": "0"}, "png.page"),
        ({"page": "2"}, "png.page"),
        ({"paper": "A0", "dpi": "300"}, "png.too_large"),
        ({"dpi": "many"}, "exporters.option_number"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(options: dict[str, str], id: str) -> None:
    with pytest.raises(KnownError) as refused:
        written(**options)

    assert refused.value.message.id == id


def test_what_is_too_large_is_told_the_resolution_that_is_not() -> None:
    with pytest.raises(KnownError) as refused:
        written(paper="A0", dpi="300")
    most = dict(refused.value.message.parameters)["most"]

    assert isinstance(most, int)
    assert 841 * 1189 / 25.4**2 * most**2 <= MOST_PIXELS < 841 * 1189 / 25.4**2 * (most + 1) ** 2


def test_the_library_is_loaded_only_when_a_picture_is_made() -> None:
    code = "import sys; from exporters import registry; registry.exporters(); sys.exit('pypdfium2' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
