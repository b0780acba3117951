"""Paper equals screen: the ink of every line of text and of every sign lies in the same place in both."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

pytest.importorskip("PySide6", reason="PySide6 is not installed")

from PySide6.QtGui import QImage, QPainter

from exporters.base import ExportRequest
from exporters.pdf import poster
from model import samples
from model.context import fixed_context
from model.layout.drawing import ICON, TEXT, Box, Drawing
from model.layout.fonts import FontBook
from model.layout.paging import Sheet, paper
from model.printing import light_drawing
from tests.exporters.hand_drawing import cards
from widgets.canvas.painter import QtDevice

# Dots a px of the drawing, few enough that no glyph is over 64 dots, which Qt would draw by another way;
# how far ink may differ, in dots; how dark ink of text or of a sign is.
ZOOM = 2
SLACK = 2
DARK = 125
SCRIPTS = [
    "AVATAR Tally, efficient office",
    "السلام عليكم ولا بأس",
    "العَرَبِيَّة",
    "שלום עולם 123 שָׁלוֹם",
    "Καλημέρα κόσμε",
    "ภาษาไทยที่น้ำ",
    "日本語のテキスト",
    "हिन्दी में किताब",
    "smile 😀 ❤️",
]
pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")


def on_screen(drawing: Drawing, fonts: FontBook) -> Image.Image:
    """The drawing as Qt paints it."""
    picture = QImage(int(drawing.width * ZOOM), int(drawing.height * ZOOM), QImage.Format.Format_RGB888)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    painter.scale(ZOOM, ZOOM)
    QtDevice(fonts).play(painter, drawing.pieces())
    painter.end()
    size = (picture.width(), picture.height())
    return Image.frombytes("RGB", size, bytes(picture.constBits()), "raw", "RGB", picture.bytesPerLine()).convert("L")


def on_paper(drawing: Drawing, fonts: FontBook, request: ExportRequest, folder: Path) -> Image.Image:
    """The drawing as poppler renders the PDF, on a sheet of its own size."""
    sheet = Sheet(drawing.width * 0.75, drawing.height * 0.75, 0.75, 0.0, 0.0)
    file = folder / "poster.pdf"
    file.write_bytes(poster(request, drawing, fonts, sheet, paper("A0")).data)
    subprocess.run(
        ["pdftoppm", "-r", str(96 * ZOOM), "-gray", "-singlefile", str(file), str(folder / "poster")],
        check=True,
        timeout=120,
    )
    with Image.open(folder / "poster.pgm") as image:
        return image.convert("L")


def ink(image: Image.Image, box: Box) -> tuple[int, int, int, int] | None:
    """The box of the dark dots in a part of a picture."""
    part = image.crop(tuple(round(side * ZOOM) for side in (box.x, box.y, box.right, box.bottom)))
    return part.point(lambda value: 255 if value < DARK else 0).getbbox()


def inked(drawing: Drawing) -> Iterator[tuple[str, Box]]:
    """A name and the surroundings of each line of text and each sign."""
    for piece in drawing.pieces():
        for primitive in piece.primitives:
            if primitive[0] == TEXT:
                _, x, baseline, line, _ = primitive
                size = max((run.size for run in line.runs), default=0.0)
                yield line.text, Box(piece.x + x - 2, piece.y + baseline - size, line.width + 4, size * 1.3)
            elif primitive[0] == ICON:
                _, name, x, y, size, _, _ = primitive
                yield name, Box(piece.x + x - 1, piece.y + y - 1, size + 2, size + 2)


def compare(drawing: Drawing, fonts: FontBook, request: ExportRequest, folder: Path) -> int:
    """Assert that all ink agrees; how many places had any."""
    screen, printed = on_screen(drawing, fonts), on_paper(drawing, fonts, request, folder)
    assert abs(screen.width - printed.width) <= 1
    assert abs(screen.height - printed.height) <= 1
    count = 0
    for name, box in inked(drawing):
        ours, theirs = ink(screen, box), ink(printed, box)
        if ours is None or theirs is None:
            assert ours == theirs, name
            continue
        count += 1
        assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) <= SLACK, (name, ours, theirs)
    return count


@pytest.mark.usefixtures("qapp")
def test_the_sample_is_the_same_on_paper_and_on_screen(tmp_path: Path) -> None:
    context = fixed_context(date(2026, 11, 23))
    document = samples.build("permit", context)
    drawing, fonts = light_drawing(document, context.today())

    assert compare(drawing, fonts, ExportRequest(document, context, {}), tmp_path) > 80


@pytest.mark.usefixtures("qapp")
def test_every_script_is_the_same_on_paper_and_on_screen(tmp_path: Path) -> None:
    context = fixed_context(date(2026, 11, 23))
    fonts = FontBook.bundled(system=False)
    drawing = cards(SCRIPTS, fonts)

    request = ExportRequest(samples.build("empty", context), context, {})
    assert compare(drawing, fonts, request, tmp_path) == 2 * len(SCRIPTS)
