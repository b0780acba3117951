"""Makes the contact sheets in this folder, every page of what is printed: `python docs/contact_sheets.py`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

DAY = date(2026, 11, 23)
WIDE = 1600
AIR, GROUND = 10, "#8a8f96"
# File, sample, format, options, pages in a row.
SHEETS: tuple[tuple[str, str, str, dict[str, str], int], ...] = (
    ("paper-tiles", "permit", "pdf", {"paper": "A2", "tile": "A4", "stamp": "confidential", "footer": "City"}, 3),
    ("paper-stages", "outpatient", "pdf", {"paper": "A3", "pages": "stages", "rule": "yes"}, 4),
    ("paper-handouts", "permit", "handout", {"grid_paper": "A4"}, 5),
)


def contact_sheet(pages: list, across: int) -> object:
    """Pages side by side, each as wide as its share."""
    from PIL import Image

    wide = (WIDE - AIR * (across + 1)) // across
    small = [page.resize((wide, round(page.height * wide / page.width)), Image.Resampling.LANCZOS) for page in pages]
    rows = [small[start : start + across] for start in range(0, len(small), across)]
    heights = [max(page.height for page in row) for row in rows]
    sheet = Image.new("RGB", (WIDE, sum(heights) + AIR * (len(rows) + 1)), GROUND)
    y = AIR
    for row, height in zip(rows, heights, strict=True):
        for place, page in enumerate(row):
            sheet.paste(page, (AIR + place * (wide + AIR), y))
        y += height + AIR
    return sheet.quantize(256)


def main() -> None:
    """Write every contact sheet."""
    from pypdfium2 import PdfDocument

    from exporters.base import run
    from exporters.registry import exporter
    from model import samples
    from model.context import fixed_context

    for file, sample, name, options, across in SHEETS:
        context = fixed_context(DAY, "Ann", 1)
        data = run(exporter(name), samples.build(sample, context), context, options).data
        document = PdfDocument(data)
        pages = [document[number].render(scale=1.2).to_pil().convert("RGB") for number in range(len(document))]
        contact_sheet(pages, across).save(HERE / f"{file}.png", optimize=True)


if __name__ == "__main__":
    main()
