"""Plays pieces of a drawing as a PDF content stream: one string a primitive, each distinct one made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain
from typing import Any

from exporters.pdf_text import TextEncoder
from model.errors import BugError
from model.layout import icons
from model.layout.drawing import ICON, IMAGE, PATH, RECT, TEXT, Piece, Primitive, Segment
from model.layout.fonts import FontBook

_SEGMENTS = {"M": "%.2f %.2f m\n", "L": "%.2f %.2f l\n", "C": "%.2f %.2f %.2f %.2f %.2f %.2f c\n", "Z": "h\n"}


class _State:
    """The graphics state inside one piece; a piece starts and ends in that of the page."""

    __slots__ = ("fill", "stroke", "width", "dash", "font", "text")

    def __init__(self) -> None:
        self.fill = self.stroke = self.font = ""
        self.width = 1.0
        self.dash: tuple[float, ...] = ()
        self.text = False


class Device:
    """Turns pieces into operators in px of the drawing, y down.

    `text`, `signs` and `pictures` tell what the operators use, by the names of a page's resources; a picture that
    cannot be shown has the name "".
    """

    def __init__(self, fonts: FontBook, readable: Callable[[str], bool]) -> None:
        """`readable` tells of a picture's id whether it can be shown; one that cannot draws nothing."""
        self.text = TextEncoder(fonts)
        self.signs: dict[tuple[str, str, str], str] = {}
        self.pictures: dict[str, str] = {}
        self._readable = readable
        self._bodies: dict[int, tuple[tuple[Primitive, ...], str]] = {}
        self._boxes: dict[tuple[float, ...], str] = {}
        self._play = {RECT: self._rect, PATH: self._path, TEXT: self._line, ICON: self._icon, IMAGE: self._image}

    def play(self, pieces: Iterable[Piece]) -> str:
        """The operators of some pieces; every character is one byte (latin-1)."""
        out: list[str] = []
        bodies = self._bodies
        for piece in pieces:
            primitives = piece[7]
            found = bodies.get(id(primitives))
            if found is None:
                # The primitives are kept, so that no others can get their id.
                found = bodies[id(primitives)] = (primitives, self._body(primitives))
            if found[1]:
                out.append(f"q 1 0 0 1 {piece[3]:.2f} {piece[4]:.2f} cm\n{found[1]}Q\n")
        return "".join(out)

    def _body(self, primitives: tuple[Primitive, ...]) -> str:
        out: list[str] = []
        state = _State()
        play = self._play
        for primitive in primitives:
            operation = primitive[0]
            if state.text and operation != TEXT:
                out.append("ET\n")
                state.text = False
            play[operation](primitive, state, out)
        if state.text:
            out.append("ET\n")
        return "".join(out)

    def _rect(self, primitive: Primitive, state: _State, out: list[str]) -> None:
        _, x, y, width, height, radius, fill, stroke, stroke_width, dash = primitive
        if fill is None and stroke is None:
            return
        paint = _paint(state, fill, stroke, stroke_width, dash, out)
        radius = min(radius, width / 2, height / 2)
        if radius <= 0:
            out.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re {paint}\n")
        else:
            key = (x, y, width, height, radius)
            outline = self._boxes.get(key)
            if outline is None:
                outline = self._boxes[key] = path_operators(icons.box(*key))
            out.append(outline + paint + "\n")

    def _path(self, primitive: Primitive, state: _State, out: list[str]) -> None:
        _, segments, fill, stroke, stroke_width, dash = primitive
        if fill is None and stroke is None:
            return
        paint = _paint(state, fill, stroke, stroke_width, dash, out)
        out.append(path_operators(segments))
        out.append(paint + "\n")

    def _line(self, primitive: Primitive, state: _State, out: list[str]) -> None:
        _, x, baseline, line, colour = primitive
        first, body, last = self.text.line(line)
        if not body:
            return
        if not state.text:
            out.append("BT\n")
            state.text = True
        if colour != state.fill:
            state.fill = colour
            out.append(colour_operands(colour) + " rg\n")
        if first != state.font:
            out.append(first)
        state.font = last
        out.append(f"1 0 0 -1 {x:.2f} {baseline:.2f} Tm\n")
        out.append(body)

    def _icon(self, primitive: Primitive, _state: _State, out: list[str]) -> None:
        _, name, x, y, size, colour, second = primitive
        key = (name, colour, second)
        sign = self.signs.get(key)
        if sign is None:
            sign = self.signs[key] = f"S{len(self.signs)}"
        out.append(f"q {size:.2f} 0 0 {size:.2f} {x:.2f} {y:.2f} cm /{sign} Do Q\n")

    def _image(self, primitive: Primitive, _state: _State, out: list[str]) -> None:
        _, x, y, width, height, picture = primitive
        name = self.pictures.get(picture)
        if name is None:
            name = self.pictures[picture] = f"P{len(self.pictures)}" if self._readable(picture) else ""
        if name:
            # An image's unit square has y up.
            out.append(f"q {width:.2f} 0 0 {-height:.2f} {x:.2f} {y + height:.2f} cm /{name} Do Q\n")


def sign_operators(name: str, colour: str, second: str) -> str:
    """A sign in its unit square."""
    if name not in icons.ICONS:
        raise BugError(f"no sign {name}")
    out = [f"{icons.LINE} w 1 j\n"]
    for segments, paint in icons.ICONS[name]:
        shade = colour_operands(second if paint.startswith("second") else colour)
        stroked = paint.endswith("line")
        out.append(shade + (" RG\n" if stroked else " rg\n"))
        out.append(path_operators(segments, "%.4f"))
        out.append("S\n" if stroked else "f\n")
    return "".join(out)


@lru_cache(maxsize=1000)
def colour_operands(colour: str) -> str:
    """`#rrggbb` as three shares."""
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3g}" for i in (1, 3, 5))


def path_operators(segments: tuple[Segment, ...], number: str = "%.2f") -> str:
    """Path construction operators, every place with the same number of digits."""
    template = _template("".join([segment[0] for segment in segments]), number)
    return template % tuple(chain.from_iterable([segment[1:] for segment in segments]))


@lru_cache(maxsize=1000)
def _template(commands: str, number: str) -> str:
    """The operators of a row of segments, with a place for every number."""
    return "".join([_SEGMENTS[command] for command in commands]).replace("%.2f", number)


def _paint(
    state: _State, fill: str | None, stroke: str | None, width: float, dash: tuple[Any, ...], out: list[str]
) -> str:
    """Bring the state to a style; the operator that paints in it."""
    if fill is not None and fill != state.fill:
        state.fill = fill
        out.append(colour_operands(fill) + " rg\n")
    if stroke is None:
        return "f"
    if stroke != state.stroke:
        state.stroke = stroke
        out.append(colour_operands(stroke) + " RG\n")
    if width != state.width:
        state.width = width
        out.append(f"{width:.6g} w\n")
    if dash != state.dash:
        state.dash = dash
        out.append("[" + " ".join([f"{length:.6g}" for length in dash]) + "] 0 d\n")
    return "S" if fill is None else "B"
