"""Plays pieces of a drawing as a PDF content stream: numbers, boxes and changes of style are made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from exporters.pdf_text import TextEncoder
from model.errors import BugError
from model.layout import icons
from model.layout.drawing import ICON, PATH, RECT, TEXT, Piece, Primitive, Segment
from model.layout.fonts import FontBook
from model.making_way import by_the_way

# So many operators in one part.
_PART = 5_000
# Segments as they are written; their own names are not shown.
_FORMS = {
    "M": "%.0s%.2f %.2f m\n",
    "L": "%.0s%.2f %.2f l\n",
    "C": "%.0s%.2f %.2f %.2f %.2f %.2f %.2f c\n",
    "Z": "%.0sh\n",
}
# Of an edge with round corners: its stops, as they are written.
_Edges = tuple[str, str, str, str, str, str]


class Numbers(dict[float, str]):
    """Numbers as they are written, each distinct one made once."""

    def __init__(self, digits: int) -> None:
        super().__init__()
        self._form = f"%.{digits}f"

    def __missing__(self, number: float) -> str:
        found = self._form % number
        if found[-1] == "0":
            found = found.rstrip("0").rstrip(".")
        self[number] = found
        return found


class _Shapes(dict[tuple[Segment, ...], str]):
    """Path construction operators, each distinct path written once."""

    def __missing__(self, segments: tuple[Segment, ...]) -> str:
        found = self[segments] = line_operators(segments)
        return found


class _Style(NamedTuple):
    """The graphics state within a piece, and whether a text object is open; a piece begins in that of the page."""

    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    font: str = ""
    text: bool = False


class _State:
    """A style, and what follows from it: the operators of what was played in it before, and the state after."""

    __slots__ = ("style", "texts", "paints", "steps")

    def __init__(self, style: _Style) -> None:
        self.style = style
        self.texts: dict[tuple[str, str, str], tuple[str, _State]] = {}
        self.paints: dict[tuple[Any, ...], tuple[str, str, _State]] = {}
        self.steps: dict[Primitive, tuple[str, _State]] = {}


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
        self._numbers = Numbers(2)
        self._places: dict[tuple[float, float], str] = {}
        self._shapes = _Shapes()
        self._boxes: dict[tuple[Any, ...], str] = {}
        self._edges: dict[tuple[float, float, float], _Edges] = {}
        self._states: dict[_Style, _State] = {}

    def play(self, pieces: Iterable[Piece], mark: Callable[[Piece], str]) -> Iterator[str]:
        """The operators of some pieces, a part at a time; every character is one byte (latin-1).

        `mark` gives what stands before a piece.
        """
        out: list[str] = []
        numbers, begin = self._numbers, self._state(_Style())
        for piece in by_the_way(pieces):
            if piece[7]:
                out.append(f"{mark(piece)}q 1 0 0 1 {numbers[piece[3]]} {numbers[piece[4]]} cm\n")
                self._play(piece[7], begin, out)
                if len(out) > _PART:
                    yield "".join(out)
                    out.clear()
        yield "".join(out)

    def _play(self, primitives: tuple[Primitive, ...], state: _State, out: list[str]) -> None:
        """Append a piece, with what ends it."""
        lines, new_line, places, shapes = self.text.lines, self.text.new_line, self._places, self._shapes
        for primitive in primitives:
            operation = primitive[0]
            if operation == TEXT:
                _, x, baseline, line, colour = primitive
                _, first, body, last = new_line(line) if line[3] else lines.get(id(line)) or new_line(line)
                if body:
                    key = (colour, first, last)
                    begun, state = state.texts.get(key) or self._begin_text(state, *key)
                    out += (begun, places.get((x, baseline)) or self._begin_line(x, baseline), body)
            elif operation == PATH:
                segments, look = primitive[1], primitive[2:]
                set_to, paint, state = state.paints.get(look) or self._begin_path(state, look)
                # Shapes that are filled, arrowheads above all, come over and over; lines do not.
                out += (set_to, line_operators(segments) if look[0] is None else shapes[segments], paint)
            else:
                # Boxes, signs and pictures: the same come over and over.
                played, state = state.steps.get(primitive) or self._step(state, primitive)
                out.append(played)
        out.append("ET\nQ\n" if state.style.text else "Q\n")

    def _state(self, style: _Style) -> _State:
        found = self._states.get(style)
        if found is None:
            found = self._states[style] = _State(style)
        return found

    def _begin_text(self, state: _State, colour: str, first: str, last: str) -> tuple[str, _State]:
        """What stands before a line's place, and the state after the line."""
        style = state.style
        out = "" if style.text else "BT\n"
        if colour != style.fill:
            out += colour_operands(colour) + " rg\n"
        if first != style.font:
            out += first
        after = self._state(style._replace(fill=colour, font=last, text=True))
        found = state.texts[colour, first, last] = (out, after)
        return found

    def _begin_line(self, x: float, baseline: float) -> str:
        numbers = self._numbers
        found = self._places[x, baseline] = f"1 0 0 -1 {numbers[x]} {numbers[baseline]} Tm\n"
        return found

    def _begin_path(self, state: _State, look: tuple[Any, ...]) -> tuple[str, str, _State]:
        """What stands before a path in a look (fill, stroke, its width, dash), what paints it, and the state after."""
        fill, stroke, width, dash = look
        out: list[str] = []
        style = state.style
        if style.text:
            out.append("ET\n")
        if fill is not None and fill != style.fill:
            out.append(colour_operands(fill) + " rg\n")
        after = style._replace(fill=fill or style.fill, text=False)
        if stroke is not None:
            if stroke != style.stroke:
                out.append(colour_operands(stroke) + " RG\n")
            if width != style.width:
                out.append(f"{width:.6g} w\n")
            if dash != style.dash:
                out.append("[" + " ".join([f"{length:.6g}" for length in dash]) + "] 0 d\n")
            after = after._replace(stroke=stroke, width=width, dash=dash)
        paint = "n\n" if fill is None else "f\n"
        if stroke is not None:
            paint = "S\n" if fill is None else "B\n"
        found = state.paints[look] = ("".join(out), paint, self._state(after))
        return found

    def _step(self, state: _State, primitive: Primitive) -> tuple[str, _State]:
        """A box, a sign or a picture, and the state after."""
        if primitive[0] == RECT:
            shape, look = primitive[1:6], primitive[6:]
            set_to, paint, after = state.paints.get(look) or self._begin_path(state, look)
            found = (set_to + (self._boxes.get(shape) or self._box(*shape)) + paint, after)
        else:
            played = self._icon(primitive) if primitive[0] == ICON else self._image(primitive)
            ended = "ET\n" if state.style.text else ""
            found = (ended + played, self._state(state.style._replace(text=False)))
        state.steps[primitive] = found
        return found

    def _box(self, x: float, y: float, width: float, height: float, radius: float) -> str:
        """A box, its corners rounded as those of `icons.box`."""
        numbers = self._numbers
        shape, radius = (x, y, width, height, radius), min(radius, width / 2, height / 2)
        if radius <= 0:
            made = f"{numbers[x]} {numbers[y]} {numbers[width]} {numbers[height]} re\n"
        else:
            x0, x1, x2, x3, x4, x5 = self._edges.get((x, width, radius)) or self._edge(x, width, radius)
            y0, y1, y2, y3, y4, y5 = self._edges.get((y, height, radius)) or self._edge(y, height, radius)
            made = (
                f"{x2} {y0} m\n{x3} {y0} l\n{x4} {y0} {x5} {y1} {x5} {y2} c\n"
                f"{x5} {y3} l\n{x5} {y4} {x4} {y5} {x3} {y5} c\n"
                f"{x2} {y5} l\n{x1} {y5} {x0} {y4} {x0} {y3} c\n"
                f"{x0} {y2} l\n{x0} {y1} {x1} {y0} {x2} {y0} c\nh\n"
            )
        self._boxes[shape] = made
        return made

    def _edge(self, start: float, length: float, radius: float) -> _Edges:
        """Where an edge of a box begins, is straight and ends, with the control points of its corners."""
        numbers, end, pull = self._numbers, start + length, radius * (1 - icons.ROUND)
        stops = (start, start + pull, start + radius, end - radius, end - pull, end)
        one, two, three, four, five, six = map(numbers.__getitem__, stops)
        found = self._edges[start, length, radius] = (one, two, three, four, five, six)
        return found

    def _icon(self, primitive: Primitive) -> str:
        _, name, x, y, size, colour, second = primitive
        key = (name, colour, second)
        sign = self.signs.get(key)
        if sign is None:
            sign = self.signs[key] = f"S{len(self.signs)}"
        numbers = self._numbers
        return f"q {numbers[size]} 0 0 {numbers[size]} {numbers[x]} {numbers[y]} cm /{sign} Do Q\n"

    def _image(self, primitive: Primitive) -> str:
        _, x, y, width, height, picture = primitive
        name = self.pictures.get(picture)
        if name is None:
            name = self.pictures[picture] = f"P{len(self.pictures)}" if self._readable(picture) else ""
        if not name:
            return ""
        numbers = self._numbers
        # An image's unit square has y up.
        side, top = numbers[-height], numbers[y + height]
        return f"q {numbers[width]} 0 0 {side} {numbers[x]} {top} cm /{name} Do Q\n"


def sign_operators(name: str, colour: str, second: str) -> str:
    """A sign in its unit square."""
    if name not in icons.ICONS:
        raise BugError(f"no sign {name}")
    out = [f"{icons.LINE} w 1 j\n"]
    numbers = Numbers(4)
    for segments, paint in icons.ICONS[name]:
        shade = colour_operands(second if paint.startswith("second") else colour)
        stroked = paint.endswith("line")
        out.append(shade + (" RG\n" if stroked else " rg\n"))
        out.append(path_operators(segments, numbers))
        out.append("S\n" if stroked else "f\n")
    return "".join(out)


@lru_cache(maxsize=1000)
def colour_operands(colour: str) -> str:
    """`#rrggbb` as three shares."""
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3g}" for i in (1, 3, 5))


def line_operators(segments: tuple[Segment, ...]) -> str:
    """Path construction operators of what hardly comes again: numbers are written sooner than they are looked up."""
    return "".join([_FORMS[segment[0]] % segment for segment in segments])


def path_operators(segments: tuple[Segment, ...], numbers: Numbers) -> str:
    """Path construction operators."""
    n = numbers
    out = []
    for segment in segments:
        command = segment[0]
        if command == "L":
            out.append(f"{n[segment[1]]} {n[segment[2]]} l\n")
        elif command == "C":
            _, x1, y1, x2, y2, x, y = segment
            out.append(f"{n[x1]} {n[y1]} {n[x2]} {n[y2]} {n[x]} {n[y]} c\n")
        elif command == "M":
            out.append(f"{n[segment[1]]} {n[segment[2]]} m\n")
        else:
            out.append("h\n")
    return "".join(out)
