"""Plays pieces of a drawing as SVG: one group a piece, signs defined once."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable

from exporters.common.svg_text import TextWriter, escaped, number
from model.elements import Picture
from model.errors import BugError
from model.layout import icons
from model.layout.drawing import ICON, IMAGE, PATH, RECT, TEXT, Piece, Primitive, Segment
from model.layout.fonts import FontBook

_MAGIC = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


class Device:
    """Turns pieces into groups; `unreadable` are the pictures that could not be shown, in order of their use."""

    def __init__(self, fonts: FontBook, picture: Callable[[str], Picture | None]) -> None:
        self.text = TextWriter(fonts)
        self.unreadable: dict[str, None] = {}
        self._picture = picture
        self._signs: dict[tuple[str, str, str], str] = {}
        self._play = {RECT: _rect, PATH: _path, TEXT: self._line, ICON: self._icon, IMAGE: self._image}

    def play(self, pieces: Iterable[Piece]) -> str:
        """A group a piece, with its words as title, its kind and its element."""
        return "".join([self._group(piece) for piece in pieces])

    def definitions(self) -> str:
        """The signs used so far."""
        return "".join(f'<g id="{id}">{_sign(*sign)}</g>\n' for sign, id in self._signs.items())

    def _group(self, piece: Piece) -> str:
        title = f"<title>{escaped(piece.text)}</title>" if piece.text else ""
        id = f' data-id="{escaped(piece.id)}"' if piece.id else ""
        inside = "".join([self._play[primitive[0]](primitive) for primitive in piece.primitives])
        place = f"translate({number(piece.x)} {number(piece.y)})"
        return f'<g data-kind="{escaped(piece.kind)}"{id} transform="{place}">{title}{inside}</g>\n'

    def _line(self, primitive: Primitive) -> str:
        _, x, baseline, line, colour = primitive
        return self.text.line(x, baseline, line, colour)

    def _icon(self, primitive: Primitive) -> str:
        _, name, x, y, size, colour, second = primitive
        id = self._signs.setdefault((name, colour, second), f"s{len(self._signs)}")
        return f'<use href="#{id}" transform="translate({number(x)} {number(y)}) scale({number(size)})"/>'

    def _image(self, primitive: Primitive) -> str:
        _, x, y, width, height, id = primitive
        picture = self._picture(id)
        if picture is None or not picture.data.startswith(_MAGIC.get(picture.mime, b"\0")):
            self.unreadable[id] = None
            return ""
        data = b64encode(picture.data).decode("ascii")
        title = f"<title>{escaped(picture.alt)}</title>" if picture.alt else ""
        return (
            f'<image x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
            f'preserveAspectRatio="none" href="data:{picture.mime};base64,{data}">{title}</image>'
        )


def _rect(primitive: Primitive) -> str:
    _, x, y, width, height, radius, fill, stroke, stroke_width, dash = primitive
    corners = f' rx="{number(min(radius, width / 2, height / 2))}"' if radius > 0 else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"{corners}'
        f"{_paint(fill, stroke, stroke_width, dash)}/>"
    )


def _path(primitive: Primitive) -> str:
    _, segments, fill, stroke, stroke_width, dash = primitive
    return f'<path d="{_data(segments, 2)}"{_paint(fill, stroke, stroke_width, dash)}/>'


def _paint(fill: str | None, stroke: str | None, width: float, dash: tuple[float, ...]) -> str:
    paint = f' fill="{fill or "none"}"'
    if stroke is None:
        return paint
    dashes = f' stroke-dasharray="{" ".join(number(length) for length in dash)}"' if dash else ""
    return f'{paint} stroke="{stroke}" stroke-width="{number(width)}"{dashes}'


def _data(segments: tuple[Segment, ...], places: int) -> str:
    return "".join(
        segment[0] + " ".join(f"{round(value, places):g}" if places > 2 else number(value) for value in segment[1:])
        for segment in segments
    )


def _sign(name: str, colour: str, second: str) -> str:
    """A sign in its unit square."""
    if name not in icons.ICONS:
        raise BugError(f"no sign {name}")
    parts = []
    for segments, paint in icons.ICONS[name]:
        shade = second if paint.startswith("second") else colour
        if paint.endswith("line"):
            style = f'fill="none" stroke="{shade}" stroke-width="{icons.LINE}"'
        else:
            style = f'fill="{shade}"'
        parts.append(f'<path d="{_data(segments, 4)}" {style}/>')
    return "".join(parts)
