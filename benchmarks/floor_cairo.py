"""The poster by cairo's own calls, for comparison: the same boxes, lines of text, links and arrowheads.

Cairo is looked for on the machine and called through ctypes, so that nothing need be installed for it. A box is one
call, as cairo takes whole paths, so that the way there costs little.
"""

from __future__ import annotations

import ctypes
from ctypes.util import find_library
from functools import lru_cache
from pathlib import Path
from struct import Struct
from typing import Any

from benchmarks.floors import INDENT, LINE_HEIGHT, PAD, RADIUS, SIZE, SMALL, Face, Picture, Point, WordTable, arrow
from model.layout.fonts import BASE, FontBook

# Functions on a drawing, by how many numbers they take.
_CALLS = {
    "close_path": 0,
    "fill": 0,
    "fill_preserve": 0,
    "line_to": 2,
    "move_to": 2,
    "rectangle": 4,
    "scale": 2,
    "set_font_size": 1,
    "set_line_width": 1,
    "set_source_rgb": 3,
    "stroke": 0,
    "translate": 2,
}
_ARC = 0.4477
_MOVE, _LINE, _CURVE, _CLOSE = range(4)
_SPOT, _BEND, _END = "ii8x2d", "ii8x6d", "ii8x"
_BOX = Struct("@" + _SPOT + (_SPOT + _BEND) * 4 + _END)
_UNHINTED = 2
_DONE = 0


class _Path(ctypes.Structure):
    """What cairo takes for a path."""

    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_char_p), ("count", ctypes.c_int))


class Cairo:
    """Cairo's functions, typed."""

    def __init__(self, cairo: ctypes.CDLL, freetype: ctypes.CDLL) -> None:
        self.plain, self.freetype = cairo, freetype
        on, number, out = ctypes.c_void_p, ctypes.c_double, ctypes.c_void_p
        for name in ("pdf_surface_create", "create", "ft_font_face_create_for_ft_face"):
            getattr(cairo, f"cairo_{name}").restype = out
        cairo.cairo_pdf_surface_create.argtypes = (ctypes.c_char_p, number, number)
        cairo.cairo_ft_font_face_create_for_ft_face.argtypes = (on, ctypes.c_int)
        cairo.cairo_set_font_face.argtypes = (on, on)
        cairo.cairo_show_text.argtypes = (on, ctypes.c_char_p)
        cairo.cairo_append_path.argtypes = (on, ctypes.POINTER(_Path))
        for name in ("create", "destroy", "surface_finish", "surface_status", "surface_destroy", "font_face_destroy"):
            getattr(cairo, f"cairo_{name}").argtypes = (on,)
        for name, count in _CALLS.items():
            getattr(cairo, f"cairo_{name}").argtypes = (on, *[number] * count)
        freetype.FT_New_Face.argtypes = (on, ctypes.c_char_p, ctypes.c_long, ctypes.POINTER(on))
        freetype.FT_Done_Face.argtypes = freetype.FT_Done_FreeType.argtypes = (on,)


@lru_cache(maxsize=1)
def cairo_here() -> Cairo | None:
    """Cairo with FreeType, where this machine has them."""
    found = find_library("cairo"), find_library("freetype")
    try:
        return Cairo(*(ctypes.CDLL(name) for name in found if name)) if all(found) else None
    except (OSError, AttributeError):
        return None


def cairo_poster(cairo: Cairo, fonts: FontBook, picture: Picture, file: Path) -> None:
    """Write the poster to a file."""
    plain, free = cairo.plain, cairo.freetype
    library, face = ctypes.c_void_p(), ctypes.c_void_p()
    free.FT_Init_FreeType(ctypes.byref(library))
    free.FT_New_Face(library, str(fonts.path(BASE.regular)).encode(), 0, ctypes.byref(face))
    font = plain.cairo_ft_font_face_create_for_ft_face(face, _UNHINTED)
    surface = plain.cairo_pdf_surface_create(str(file).encode(), picture.width * 0.75, picture.height * 0.75)
    on = plain.cairo_create(surface)
    plain.cairo_scale(on, 0.75, 0.75)
    plain.cairo_set_font_face(on, font)
    plain.cairo_set_source_rgb(on, 0.3, 0.3, 0.3)
    plain.cairo_set_line_width(on, 1.5)
    for points in picture.links:
        _link(plain, on, points)
    plain.cairo_set_line_width(on, 1.2)
    table = WordTable(fonts, SIZE)
    for one in picture.faces:
        _card(plain, on, one, table)
    plain.cairo_destroy(on)
    plain.cairo_surface_finish(surface)
    status = plain.cairo_surface_status(surface)
    plain.cairo_surface_destroy(surface)
    plain.cairo_font_face_destroy(font)
    free.FT_Done_Face(face)
    free.FT_Done_FreeType(library)
    if status != _DONE:
        raise OSError(f"cairo: {status}")


def _link(plain: Any, on: int, points: tuple[Point, ...]) -> None:
    plain.cairo_move_to(on, *points[0])
    for point in points[1:]:
        plain.cairo_line_to(on, *point)
    plain.cairo_stroke(on)
    plain.cairo_move_to(on, *points[-1])
    for corner in arrow(*points[-2:]):
        plain.cairo_line_to(on, *corner)
    plain.cairo_close_path(on)
    plain.cairo_fill(on)


def _card(plain: Any, on: int, face: Face, table: WordTable) -> None:
    """In px of the card, then back to those of the picture."""
    x, y, width, height, title, labels, signs = face
    plain.cairo_translate(on, x, y)
    plain.cairo_append_path(on, _box(0.0, 0.0, width, height))
    plain.cairo_set_source_rgb(on, 1.0, 1.0, 1.0)
    plain.cairo_fill_preserve(on)
    plain.cairo_set_source_rgb(on, 0.8, 0.8, 0.8)
    plain.cairo_stroke(on)
    plain.cairo_set_source_rgb(on, 0.3, 0.4, 0.5)
    for a, b, size in signs:
        plain.cairo_rectangle(on, a, b, size, size)
    plain.cairo_fill(on)
    plain.cairo_set_source_rgb(on, 0.9, 0.9, 0.95)
    for a, b, wide, tall, _ in labels:
        plain.cairo_append_path(on, _box(a, b, wide, tall))
    plain.cairo_fill(on)
    plain.cairo_set_source_rgb(on, 0.1, 0.1, 0.1)
    plain.cairo_set_font_size(on, SIZE)
    for number, line in enumerate(table.wrap(title, width - INDENT - PAD)):
        plain.cairo_move_to(on, INDENT, PAD + SIZE + number * LINE_HEIGHT)
        plain.cairo_show_text(on, line.encode())
    plain.cairo_set_font_size(on, SMALL)
    for a, b, _, _, text in labels:
        plain.cairo_move_to(on, a + 7, b + 12)
        plain.cairo_show_text(on, text.encode())
    plain.cairo_translate(on, -x, -y)


@lru_cache(maxsize=10_000)
def _box(x: float, y: float, width: float, height: float) -> _Path:
    """A path with round corners, each distinct one made once."""
    r, c = RADIUS, RADIUS * _ARC
    right, bottom = x + width, y + height
    sides = (
        (right - r, y, right - c, y, right, y + c, right, y + r),
        (right, bottom - r, right, bottom - c, right - c, bottom, right - r, bottom),
        (x + r, bottom, x + c, bottom, x, bottom - c, x, bottom - r),
        (x, y + r, x, y + c, x + c, y, x + r, y),
    )
    parts: list[float] = [_MOVE, 2, x + r, y]
    for side in sides:
        parts += (_LINE, 2, *side[:2], _CURVE, 4, *side[2:])
    data = _BOX.pack(*parts, _CLOSE, 1)
    return _Path(_DONE, data, len(data) // 16)
