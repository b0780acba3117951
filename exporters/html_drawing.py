"""Drawings of the page: played once in two themes, every colour a variable that the light and the dark page set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from exporters.common.svg_device import Device
from exporters.common.svg_text import escaped, number
from model.errors import BugError
from model.layout.drawing import ALL, RECT, Box, Drawing, Layer, Piece, Primitive

_COLOUR = re.compile("#[0-9a-f]{6}")
# What links may lead to on the map; other pieces are no places.
_PLACES = frozenset({"card", "step", "stage", "lane"})
_ROUND = 8.0


class Colours:
    """Pairs of a light and a dark colour, each under a name of its own."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def paired(self, light: Iterable[Piece], dark: Iterable[Piece]) -> Iterator[Piece]:
        """The pieces of a drawing that both themes lay out alike, their colours by name."""
        for one, other in zip(light, dark, strict=True):
            if one[:7] != other[:7]:
                raise BugError("the light and the dark theme differ in more than colours")
            pairs = zip(one.primitives, other.primitives, strict=True)
            yield one._replace(primitives=tuple(self._primitive(*pair) for pair in pairs))

    def styles(self, dark: bool) -> str:
        """The declarations that give the names their colours."""
        return ";".join(f"{name}:{pair[dark]}" for pair, name in self._names.items())

    def _primitive(self, light: Primitive, dark: Primitive) -> Primitive:
        return tuple(self._value(one, other) for one, other in zip(light, dark, strict=True))

    def _value(self, light: Any, dark: Any) -> Any:
        if isinstance(light, str) and _COLOUR.fullmatch(light):
            name = self._names.setdefault((light, dark), f"--c{len(self._names)}")
            return f"var({name})"
        return light


class Map:
    """The map as SVG: cards lead to their rows, heads stay in sight. `places`: the anchors of elements on it."""

    def __init__(self, places: dict[str, str], rows: dict[str, str]) -> None:
        self.places = places
        self._rows = rows

    def svg(self, device: Device, drawing: Drawing, pieces: Iterable[Piece], name: str) -> str:
        """The drawing, whose pieces come layer by layer."""
        layers: dict[Layer, list[str]] = {layer: [] for layer in ALL}
        paper = ""
        for piece in pieces:
            if piece.layer is Layer.PAPER and not paper:
                paper = next((part[6] for part in piece.primitives if part[0] == RECT), "")
            layers[piece.layer].append(self._piece(device, piece))
        body = "".join(self._layer(drawing, layer, "".join(parts), paper) for layer, parts in layers.items())
        return svg(drawing.width, drawing.height, body, name)

    def _piece(self, device: Device, piece: Piece) -> str:
        played = device.play([piece])
        place = self.places.get(piece.id) if piece.kind in _PLACES else None
        if place is None:
            return played
        box = Box(piece.x - 3, piece.y - 3, piece.width + 6, piece.height + 6)
        inside = f"{played}{_rect(box, 'frame')}"
        row = self._rows.get(piece.id)
        if row is None:
            return f'<g id="{place}">{inside}</g>\n'
        return f'<a id="{place}" href="#{row}">{inside}</a>\n'

    def _layer(self, drawing: Drawing, layer: Layer, played: str, paper: str) -> str:
        areas = drawing.areas
        if layer is Layer.SIDE_HEAD:
            left, right = (areas.side.x, drawing.width) if drawing.rtl else (0.0, areas.side.right)
            side, box = "end" if drawing.rtl else "start", areas.side._replace(x=left, width=right - left)
        elif layer is Layer.TOP_HEAD:
            side, box = "top", areas.top._replace(x=0.0, width=drawing.width)
        else:
            return played
        numbers = " ".join(map(number, box))
        return f'<g data-side="{side}" data-frozen="{numbers}">{_rect(box, "under", paper)}{played}</g>\n'


def places(pieces: Iterable[Piece]) -> dict[str, str]:
    """An anchor for each element that has a place of its own on the map."""
    found = dict.fromkeys(piece.id for piece in pieces if piece.kind in _PLACES and piece.id)
    return {id: f"m{place}" for place, id in enumerate(found, 1)}


def signs(device: Device) -> str:
    """The signs that the drawings of a page use, once for all of them."""
    return f'<svg width="0" height="0" class="signs" aria-hidden="true"><defs>\n{device.definitions()}</defs></svg>\n'


def strips(pieces: Iterable[Piece]) -> Iterator[tuple[float, float, list[Piece]]]:
    """A case sheet cut between its rows of panels, so that none is broken over two pages: top, bottom and pieces."""
    found = [piece for piece in pieces if piece.kind != "paper"]
    tops = sorted({piece.y for piece in found if piece.kind == "panel"})
    edges = [min((piece.y for piece in found), default=0.0), *tops, inf]
    for top, below in zip(edges, edges[1:], strict=False):
        row = [piece for piece in found if top <= piece.y < below]
        if row:
            yield top, max(piece.y + piece.height for piece in row), row


def svg(width: float, height: float, body: str, name: str, classes: str = "", top: float = 0.0) -> str:
    """A drawing that is as wide as its place."""
    w, h = number(width), number(height)
    named = f' class="{classes}"' if classes else ""
    return (
        f'<svg{named} width="{w}" height="{h}" viewBox="0 {number(top)} {w} {h}" '
        'direction="ltr" stroke-linejoin="round" '
        f'role="group" aria-label="{escaped(name)}">\n{body}</svg>\n'
    )


def _rect(box: Box, classes: str, fill: str = "") -> str:
    x, y, width, height = map(number, box)
    paint = f' fill="{fill}"' if fill else f' rx="{number(_ROUND)}"'
    return f'<rect class="{classes}" x="{x}" y="{y}" width="{width}" height="{height}"{paint}/>'
