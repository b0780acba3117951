"""Makes the pictures of the pack in this folder: `python docs/make_pack_pictures.py` (no display needed)."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

DAY = date(2026, 11, 23)
# Of a contact sheet: pages beside one another, the width of each in pixels, the air between.
ACROSS, WIDTH, AIR = 9, 136, 6
GROUND = "#8a939d"
COLOURS = 96
# A page is first drawn so much larger, so that thin lines stay thin.
FINER = 3


def pack(sample: str, parts: str = "all") -> pypdfium2.PdfDocument:
    """The pack of a sample."""
    from exporters import base, registry
    from model import samples
    from model.context import fixed_context

    context = fixed_context(DAY, "Ada")
    document = samples.build(sample, context)
    return pypdfium2.PdfDocument(base.run(registry.exporter("pack"), document, context, {"parts": parts}).data)


def page_at(pages: pypdfium2.PdfDocument, number: int, width: int) -> Image.Image:
    """A page as a picture of a width."""
    page = pages[number]
    large = page.render(scale=FINER * width / page.get_width()).to_pil().convert("RGB")
    return large.resize((large.width // FINER, large.height // FINER), Image.Resampling.LANCZOS)


def contact_sheet(pages: pypdfium2.PdfDocument) -> Image.Image:
    """All pages beside one another, row by row."""
    pictures = [page_at(pages, number, WIDTH) for number in range(len(pages))]
    rows = [pictures[first : first + ACROSS] for first in range(0, len(pictures), ACROSS)]
    heights = [max(picture.height for picture in row) + AIR for row in rows]
    sheet = Image.new("RGB", (ACROSS * (WIDTH + AIR) + AIR, sum(heights) + AIR), GROUND)
    y = AIR
    for row, height in zip(rows, heights, strict=True):
        for column, picture in enumerate(row):
            sheet.paste(picture, (AIR + column * (WIDTH + AIR), y))
        y += height
    return sheet


def keep(name: str, picture: Image.Image) -> None:
    """Save a picture with no more colours than it needs."""
    picture.quantize(COLOURS).save(HERE / name, optimize=True)


if __name__ == "__main__":
    keep("pack.png", contact_sheet(pack("outpatient")))
    keep("pack-first-page.png", page_at(pack("outpatient", "summary"), 0, 900))
