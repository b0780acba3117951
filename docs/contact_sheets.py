"""Makes the contact sheets in this folder, every page of what is printed: `python docs/contact_sheets.py [NAME...]`.

Arabic and Japanese documents are the samples with each word in its place in that script. The printed form of the
read-only page needs Chromium; without it that sheet is left as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

DAY = date(2026, 11, 23)
WIDE, MOST_BYTES, NARROWER = 1500, 290_000, 0.88
AIR, GROUND = 8, "#8a8f96"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TILES = {"paper": "A2", "tile": "A4", "stamp": "confidential", "footer": "City"}
STAGES = {"paper": "A3", "pages": "stages", "rule": "yes"}
LATIN, ARABIC, JAPANESE = "en", "ar", "ja"


class Shown(NamedTuple):
    """A product of a sample (or of a generated atlas: M, L) in a script; `pages`: some of its pages, from 1 on."""

    sample: str
    language: str
    format: str
    options: dict[str, str]
    pages: tuple[int, ...] = ()


def _in_scripts(name: str, across: int, *shown: Shown) -> dict[str, tuple[tuple[Shown, ...], int]]:
    """A sheet a script."""
    named = {name: LATIN, f"{name}-arabic": ARABIC, f"{name}-japanese": JAPANESE}
    return {
        file: (tuple(each._replace(language=language) for each in shown), across) for file, language in named.items()
    }


def _every(sample: str) -> tuple[Shown, ...]:
    """Every product of a sample."""
    products: tuple[tuple[str, dict[str, str]], ...] = (
        ("pdf", {"paper": "A3"}),
        ("pdf", STAGES),
        ("pdf", TILES),
        ("pack", {}),
        ("pack", {"paper": "Letter"}),
        ("handout", {"grid_paper": "A3"}),
        ("html", {}),
    )
    return tuple(Shown(sample, LATIN, *product) for product in products)


# The largest: an atlas where one sheet is as the other, a department where each is read.
_LARGEST = (
    Shown("L", LATIN, "pdf", {"paper": "A0"}),
    Shown("L", LATIN, "pdf", {"paper": "A0", "pages": "stages"}),
    Shown("L", LATIN, "pdf", {"paper": "1500x900mm", "tile": "A3"}),
    Shown("M", LATIN, "pack", {}),
    Shown("M", LATIN, "handout", {}),
)


SHEETS: dict[str, tuple[tuple[Shown, ...], int]] = {
    "paper-posters": (
        tuple(
            Shown(sample, language, "pdf", {"paper": "A3", "rule": "yes"})
            for sample in ("permit", "outpatient")
            for language in (LATIN, ARABIC, JAPANESE)
        ),
        3,
    ),
    **_in_scripts("paper-tiles", 4, Shown("permit", LATIN, "pdf", TILES)),
    **_in_scripts("paper-stages", 4, Shown("outpatient", LATIN, "pdf", STAGES)),
    **_in_scripts("paper-handouts", 8, Shown("outpatient", LATIN, "handout", {"grid_paper": "A3"})),
    "pack-arabic": ((Shown("permit", ARABIC, "pack", {}),), 7),
    "pack-japanese": ((Shown("permit", JAPANESE, "pack", {}),), 7),
    "pack-letter": ((Shown("permit", LATIN, "pack", {"paper": "Letter", "derivations": "all"}),), 7),
    "paper-empty": (
        tuple(
            Shown("empty", language, name, {} if name != "handout" else {"grid_paper": "A2"})
            for language in (LATIN, ARABIC)
            for name in ("pack", "pdf", "handout")
        ),
        5,
    ),
    "paper-largest": (
        (
            Shown("L", LATIN, "pdf", {"paper": "A0"}),
            Shown("L", LATIN, "pdf", {"paper": "1500x900mm", "tile": "A3"}, (1, 2, 3)),
            Shown("L", ARABIC, "pdf", {"paper": "A0", "pages": "stages"}, (3,)),
            Shown("M", JAPANESE, "pack", {}, (1, 2, 3, 4, 7, 9, 11, 12, 13, 14, 60, 121, 150, 181)),
        ),
        6,
    ),
    **_in_scripts("every-permit", 14, *_every("permit")),
    **_in_scripts("every-outpatient", 18, *_every("outpatient")),
    **_in_scripts("every-empty", 8, *_every("empty")),
    **_in_scripts("every-largest", 26, *_LARGEST),
    "page-printed": (tuple(Shown("permit", language, "html", {}) for language in (LATIN, ARABIC)), 6),
}


def pictures(shown: Shown) -> Iterator[Image]:
    """The pages of a product."""
    from pypdfium2 import PdfDocument

    from exporters.base import run
    from exporters.registry import exporter
    from model import samples
    from model.context import fixed_context
    from tests.exporters.scripts import in_script

    context = fixed_context(DAY, "Ann", 1)
    if shown.sample in samples.NAMES:
        document = samples.build(shown.sample, context)
    else:
        from benchmarks import generate

        document = generate.size(shown.sample)
    data = run(exporter(shown.format), in_script(document, shown.language), context, shown.options).data
    found = PdfDocument(printed(data) if shown.format == "html" else data)
    for number in shown.pages or range(1, len(found) + 1):
        page = found[number - 1]
        yield page.render(scale=1000 / max(page.get_size())).to_pil().convert("RGB")


def printed(page: bytes) -> bytes:
    """A read-only page as a browser prints it."""
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_bytes(page)
        own = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser")
        command = [str(browser), *own, "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def contact_sheet(pages: list[Image], across: int, wide: int) -> Image:
    """Pages side by side in cells of one size, each as large as its cell allows."""
    from PIL import Image as images

    cell = (wide - AIR * (across + 1)) // across
    small = [
        page.resize((cell, max(1, round(page.height * cell / page.width))), images.Resampling.LANCZOS) for page in pages
    ]
    rows = [small[start : start + across] for start in range(0, len(small), across)]
    heights = [max(page.height for page in row) for row in rows]
    sheet = images.new("RGB", (wide, sum(heights) + AIR * (len(rows) + 1)), GROUND)
    y = AIR
    for row, height in zip(rows, heights, strict=True):
        for place, page in enumerate(row):
            sheet.paste(page, (AIR + place * (cell + AIR), y))
        y += height + AIR
    return sheet


def keep(name: str, pages: list[Image], across: int) -> None:
    """Save a sheet as wide as it may be without growing too large for a repository."""
    wide = WIDE
    while True:
        stream = BytesIO()
        contact_sheet(pages, across, wide).quantize(128).save(stream, "PNG", optimize=True)
        if len(stream.getvalue()) <= MOST_BYTES:
            (HERE / f"{name}.png").write_bytes(stream.getvalue())
            return
        wide = round(wide * NARROWER)


def main() -> None:
    """Write the sheets named, or all."""
    has_browser = any(map(shutil.which, BROWSERS))
    for name in sys.argv[1:] or SHEETS:
        shown, across = SHEETS[name]
        if has_browser or all(each.format != "html" for each in shown):
            keep(name, [page for each in shown for page in pictures(each)], across)


if __name__ == "__main__":
    main()
