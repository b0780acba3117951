"""The references of layout and paper, doing the same visible work in the plainest way that is fast.

`wrap` is a table of word widths; `content_stream` one formatted string a card over reportlab's own TrueType subset,
each word encoded once; `canvas_calls` the same by calls of reportlab's canvas.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple, cast
from unittest.mock import patch
from zlib import compress

from model.document import DocumentView
from model.elements import Link
from model.layout.drawing import ICON, RECT, TEXT, Drawing, Layer
from model.layout.fonts import BASE, FontBook

Point = tuple[float, float]
SIZE, SMALL, LINE_HEIGHT = 12.0, 10.0, 15.6
RADIUS, PAD, INDENT = 6.0, 12.0, 30.0
_ARC = 0.4477
_FONT = "BenchRegular"


class Label(NamedTuple):
    """A short text in a box of its own, in px of its card."""

    x: float
    y: float
    width: float
    height: float
    text: str


class Face(NamedTuple):
    """What is seen of a card: its box, the title to wrap, its labels, its signs as (x, y, size)."""

    x: float
    y: float
    width: float
    height: float
    title: str
    labels: tuple[Label, ...]
    signs: tuple[tuple[float, float, float], ...]


class Picture(NamedTuple):
    """What is seen of a map."""

    faces: list[Face]
    links: list[tuple[Point, ...]]
    width: float
    height: float


def picture_of(document: DocumentView, drawing: Drawing) -> Picture:
    """What our drawing of a document shows on cards and links; heads are few and left out."""
    faces = []
    for piece in drawing.pieces(None, (Layer.CARD,)):
        labels = []
        parts = piece.primitives
        for part, after in zip(parts, parts[1:], strict=False):
            if part[0] == RECT and after[0] == TEXT:
                labels.append(Label(part[1], part[2], part[3], part[4], after[3].text))
        signs = tuple((part[2], part[3], part[4]) for part in parts if part[0] == ICON)
        title = getattr(document.find(piece.id), "title", "")
        faces.append(Face(piece.x, piece.y, piece.width, piece.height, title, tuple(labels), signs))
    routes = (drawing.route(id) for id in document.table(Link))
    return Picture(faces, [route for route in routes if len(route) > 1], drawing.width, drawing.height)


class WordTable:
    """Widths of words, each added up once from the advances of its characters."""

    def __init__(self, fonts: FontBook, size: float) -> None:
        font = fonts.font(BASE.regular)
        scale = size / fonts.units_per_em(BASE.regular)
        signs = map(chr, range(32, 0x250))
        self._signs = {sign: font.get_glyph_h_advance(font.get_nominal_glyph(ord(sign)) or 0) * scale for sign in signs}
        self._space = self._signs[" "]
        self._words: dict[str, float] = {}

    def wrap(self, text: str, width: float) -> list[str]:
        """Lines no wider than `width` px, broken at spaces."""
        words, signs, space = self._words, self._signs, self._space
        lines: list[str] = []
        line: list[str] = []
        reach = -space
        for word in text.split(" "):
            own = words.get(word)
            if own is None:
                own = words[word] = sum([signs[sign] for sign in word])
            if reach + space + own > width and line:
                lines.append(" ".join(line))
                line = []
                reach = -space
            line.append(word)
            reach += space + own
        lines.append(" ".join(line))
        return lines


def wrap_all(fonts: FontBook, faces: Iterable[Face]) -> int:
    """Wrap every title and count the lines, the table of words cold."""
    table = WordTable(fonts, SIZE)
    return sum(len(table.wrap(face.title, face.width - INDENT - PAD)) for face in faces)


def register(fonts: FontBook) -> None:
    """Make our font known to reportlab, as yet unused."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont(_FONT, str(fonts.path(BASE.regular))))


class _Encoder:
    """Words as hexadecimal strings of reportlab's subset, each once."""

    def __init__(self, canvas: Any) -> None:
        from reportlab.pdfbase.pdfmetrics import getFont

        self._document = canvas._doc
        self._font = cast("Any", getFont(_FONT))
        self._known: dict[str, str] = {}
        self.name = self._font.getSubsetInternalName(0, self._document)
        self._space = self._word(" ")

    def line(self, text: str) -> str:
        """A line's string."""
        known = self._known
        words = text.split(" ")
        found = [known[word] if word in known else known.setdefault(word, self._word(word)) for word in words]
        return self._space.join(found)

    def _word(self, word: str) -> str:
        return "".join(part.hex() for subset, part in self._font.splitString(word, self._document) if subset == 0)


def content_stream(fonts: FontBook, picture: Picture) -> bytes:
    """The poster as one content stream."""
    register(fonts)
    buffer = BytesIO()
    canvas = _canvas(buffer, picture)
    encoder, table = _Encoder(canvas), WordTable(fonts, SIZE)
    height = picture.height
    out = ["0.75 0 0 0.75 0 0 cm\n0.3 0.3 0.3 RG 0.3 0.3 0.3 rg 1.5 w\n"]
    out += [_link_string(points, height) for points in picture.links]
    out += [_card_string(face, height, encoder, table) for face in picture.faces]
    canvas._code.append("".join(out))
    return _finished(canvas, buffer)


def _canvas(buffer: BytesIO, picture: Picture) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    return Canvas(buffer, pagesize=(picture.width * 0.75, picture.height * 0.75), pageCompression=1, invariant=1)


def _finished(canvas: Any, buffer: BytesIO) -> bytes:
    """The file, deflated as ours is, and not spelt in ASCII, which takes reportlab as long as all the rest."""

    def packed(data: bytes) -> bytes:
        return compress(data, 3)

    with patch("reportlab.rl_config.useA85", 0), patch("reportlab.pdfbase.pdfdoc.zlib.compress", packed):
        canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def _card_string(face: Face, page: float, encoder: _Encoder, table: WordTable) -> str:
    """In px of the card, y up from its top."""
    x, y, width, height, title, labels, signs = face
    lines = table.wrap(title, width - INDENT - PAD)
    shown = "".join([f"<{encoder.line(line)}> Tj T*\n" for line in lines])
    signed = "".join([f"{a:.2f} {-b - size:.2f} {size:.2f} {size:.2f} re\n" for a, b, size in signs])
    boxes = "".join([_box(a, -b - tall, wide, tall) + "f\n" for a, b, wide, tall, _ in labels])
    texts = "".join(
        [f"1 0 0 1 {a + 7:.2f} {-b - 12:.2f} Tm <{encoder.line(text)}> Tj\n" for a, b, _, _, text in labels]
    )
    return (
        f"q 1 0 0 1 {x:.2f} {page - y:.2f} cm 1 1 1 rg 0.8 0.8 0.8 RG 1.2 w\n{_box(0.0, -height, width, height)}B\n"
        f"0.3 0.4 0.5 rg\n{signed}f\n0.9 0.9 0.95 rg\n{boxes}0.1 0.1 0.1 rg\nBT {encoder.name} {SIZE} Tf "
        f"{LINE_HEIGHT} TL 1 0 0 1 {INDENT:.2f} {-PAD - SIZE:.2f} Tm\n{shown}{encoder.name} {SMALL} Tf\n{texts}ET Q\n"
    )


@lru_cache(maxsize=10_000)
def _box(x: float, y: float, width: float, height: float) -> str:
    """A path with round corners, each distinct one written once."""
    r, c = RADIUS, RADIUS * _ARC
    right, top = x + width, y + height
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l "
        f"{right - c:.2f} {y:.2f} {right:.2f} {y + c:.2f} {right:.2f} {y + r:.2f} c {right:.2f} {top - r:.2f} l "
        f"{right:.2f} {top - c:.2f} {right - c:.2f} {top:.2f} {right - r:.2f} {top:.2f} c {x + r:.2f} {top:.2f} l "
        f"{x + c:.2f} {top:.2f} {x:.2f} {top - c:.2f} {x:.2f} {top - r:.2f} c {x:.2f} {y + r:.2f} l "
        f"{x:.2f} {y + c:.2f} {x + c:.2f} {y:.2f} {x + r:.2f} {y:.2f} c h "
    )


def _link_string(points: tuple[Point, ...], page: float) -> str:
    (x, y), *rest = points
    legs = "".join([f"{a:.2f} {page - b:.2f} l " for a, b in rest])
    head = "".join([f"{a:.2f} {page - b:.2f} l " for a, b in arrow(*points[-2:])])
    tip_x, tip_y = points[-1]
    return f"{x:.2f} {page - y:.2f} m {legs}S\n{tip_x:.2f} {page - tip_y:.2f} m {head}h f\n"


def arrow(before: Point, tip: Point) -> tuple[Point, Point]:
    """The two corners of an arrowhead behind its tip, on a leg that runs level or upright."""
    (x0, y0), (x, y) = before, tip
    if abs(x - x0) > abs(y - y0):
        back = x - 10.0 if x > x0 else x + 10.0
        return (back, y - 4.5), (back, y + 4.5)
    back = y - 10.0 if y > y0 else y + 10.0
    return (x - 4.5, back), (x + 4.5, back)


def canvas_calls(fonts: FontBook, picture: Picture) -> bytes:
    """The poster by calls of reportlab's canvas."""
    register(fonts)
    buffer = BytesIO()
    canvas, table, page = _canvas(buffer, picture), WordTable(fonts, SIZE), picture.height
    canvas.scale(0.75, 0.75)
    for points in picture.links:
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            canvas.line(x0, page - y0, x1, page - y1)
        path = canvas.beginPath()
        path.moveTo(points[-1][0], page - points[-1][1])
        for x, y in arrow(*points[-2:]):
            path.lineTo(x, page - y)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    for face in picture.faces:
        _card_calls(canvas, face, page, table)
    return _finished(canvas, buffer)


def _card_calls(canvas: Any, face: Face, page: float, table: WordTable) -> None:
    x, y, width, height, title, labels, signs = face
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setStrokeColorRGB(0.8, 0.8, 0.8)
    canvas.roundRect(x, page - y - height, width, height, RADIUS, stroke=1, fill=1)
    canvas.setFillColorRGB(0.3, 0.4, 0.5)
    for a, b, size in signs:
        canvas.rect(x + a, page - y - b - size, size, size, stroke=0, fill=1)
    canvas.setFont(_FONT, SIZE)
    top = page - y - PAD - SIZE
    for number, line in enumerate(table.wrap(title, width - INDENT - PAD)):
        canvas.drawString(x + INDENT, top - number * LINE_HEIGHT, line)
    canvas.setFont(_FONT, SMALL)
    for a, b, wide, tall, text in labels:
        canvas.roundRect(x + a, page - y - b - tall, wide, tall, RADIUS, stroke=0, fill=1)
        canvas.drawString(x + a + 7, page - y - b - 12, text)
