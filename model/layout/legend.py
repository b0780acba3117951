"""The legend: every kind, mark and link that the map shows, and no other, always printed."""

from __future__ import annotations

from collections.abc import Callable

from model.elements import CardKind, LinkKind, Mark
from model.layout.drawing import RECT, TEXT, Layer, Piece, Primitive
from model.layout.heads import Setting, icon
from model.layout.link_shapes import link_primitives
from model.named import NamedTuple

ROW = 24.0
SIGN = 14.0
GAP = 8.0
BETWEEN = 30.0
LINK = 34.0


class InUse(NamedTuple):
    """What a map shows and a legend must explain."""

    kinds: frozenset[CardKind]
    marks: frozenset[Mark]
    links: frozenset[LinkKind]
    assumed: bool


class _Entry(NamedTuple):
    text: str
    width: float
    draw: Callable[[float, float], tuple[Primitive, ...]]


def legend_piece(setting: Setting, used: InUse, y: float, width: float) -> Piece:
    """The legend under the map, in as many rows as it needs; no heading where there is nothing to explain."""
    entries = _entries(setting, used)
    if not entries:
        return Piece(Layer.LEGEND, "legend", "", 0.0, y, width, ROW + 12.0, ())
    theme = setting.theme
    margin = theme["margin"]
    style = theme.style("legend")
    title = setting.shaper.line(setting.texts("map.legend"), theme.style("legend_title"))
    made: list[Primitive] = [(TEXT, margin, 16.0, title, theme.colour("text"))]
    start = x = margin + title.width + BETWEEN
    top = 0.0
    said = [title.text]
    for entry in entries:
        line = setting.shaper.line(entry.text, style)
        whole = entry.width + GAP + line.width
        if x > start and x + whole > width - margin:
            x, top = start, top + ROW
        made += entry.draw(x, top + 12.0)
        made.append((TEXT, x + entry.width + GAP, top + 16.0, line, theme.colour("muted")))
        x += whole + BETWEEN
        said.append(entry.text)
    return Piece(Layer.LEGEND, "legend", "", 0.0, y, width, top + ROW + 12.0, tuple(made), ", ".join(said))


def _entries(setting: Setting, used: InUse) -> list[_Entry]:
    theme, texts = setting.theme, setting.texts
    ink, paper = theme.colour("link"), theme.colour("card")

    def sign(name: str, colour: str, second: str, size: float) -> Callable[[float, float], tuple[Primitive, ...]]:
        def draw(x: float, y: float) -> tuple[Primitive, ...]:
            return (icon(name, x + (SIGN - size) / 2, y - size / 2, size, colour, second),)

        return draw

    entries = [
        _Entry(texts(f"map.kind.{kind.value}"), SIGN, sign(kind.value, ink, paper, 11.0))
        for kind in CardKind
        if kind in used.kinds
    ]
    entries += [
        _Entry(
            texts(f"map.mark.{mark.value}"),
            SIGN,
            sign(mark.value, theme.colour(mark.value), theme.colour("fail_point_sign"), SIGN + 2),
        )
        for mark in Mark
        if mark in used.marks
    ]
    if used.assumed:
        entries.append(_Entry(texts("map.assumed"), 18.0, _assumed(setting)))
    entries += [
        _Entry(texts(f"map.link.{kind.value}"), LINK, _link(setting, kind)) for kind in LinkKind if kind in used.links
    ]
    return entries


def _assumed(setting: Setting) -> Callable[[float, float], tuple[Primitive, ...]]:
    theme = setting.theme

    def draw(x: float, y: float) -> tuple[Primitive, ...]:
        fill, line = theme.colour("card"), theme.colour("card_line")
        return ((RECT, x, y - 7.0, 18.0, 14.0, 4.0, fill, line, 1.2, (3.0, 2.5)),)

    return draw


def _link(setting: Setting, kind: LinkKind) -> Callable[[float, float], tuple[Primitive, ...]]:
    def draw(x: float, y: float) -> tuple[Primitive, ...]:
        return link_primitives(((x, y), (x + LINK, y)), kind, setting.theme)

    return draw
