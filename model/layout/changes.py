"""A drawing with a mark on what changed: told by a sign and a line as well as by colour, and explained below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from model.layout.drawing import ALL, PATH, RECT, TEXT, Areas, Box, Drawing, Hit, Layer, Piece, Point, Primitive, Slot
from model.layout.furniture import Press

# By what became of an element: its sign, and the colour of the theme.
_SIGNS: Mapping[str, tuple[str, str]] = {
    "added": ("+", "good"),
    "removed": ("−", "refuse"),
    "moved": ("→", "selection"),
    "reworded": ("Aa", "pain_point"),
    "reowned": ("@", "channel_text"),
    "recosted": ("±", "alert"),
    "changed": ("Δ", "badge"),
}
_MARKED = ("card", "step", "stage", "lane")
_GONE = "removed"
_DASH = (5.0, 3.5)
_LINE, _AROUND = 2.4, 2.0
_HIGH, _AIR, _ROUND = 15.0, 5.0, 4.0
_ROW, _BETWEEN, _GAP = 26.0, 26.0, 7.0


class ChangesDrawing:
    """A drawing, marked. `marks`: by element what became of it; `since`: what the legend calls the state before."""

    def __init__(self, inner: Drawing, marks: Mapping[str, tuple[str, ...]], press: Press, since: str) -> None:
        self._inner = inner
        self._marks = marks
        self._press = press
        self._since = since
        self._below: Piece | None = None

    @property
    def width(self) -> float:
        return self._inner.width

    @property
    def height(self) -> float:
        return self._inner.height + self._legend.height

    @property
    def rtl(self) -> bool:
        return self._inner.rtl

    @property
    def areas(self) -> Areas:
        areas = self._inner.areas
        return areas._replace(legend=areas.legend._replace(height=areas.legend.height + self._legend.height))

    def pieces(self, clip: Box | None = None, layers: tuple[Layer, ...] = ALL, *, keep: bool = True) -> Iterator[Piece]:
        for piece in self._inner.pieces(clip, layers, keep=keep):
            yield self._longer(piece) if piece.kind == "paper" else piece
            if (mark := self._mark(piece)) is not None:
                yield mark
        if Layer.LEGEND in layers and (clip is None or clip.meets(_box(self._legend))):
            yield self._legend

    def pieces_of(self, ids: Iterable[str], clip: Box | None = None) -> Iterator[Piece]:
        return self._inner.pieces_of(ids, clip)

    def within(self, clip: Box) -> list[str]:
        return self._inner.within(clip)

    def box(self, id: str) -> Box | None:
        return self._inner.box(id)

    def route(self, link: str) -> tuple[Point, ...]:
        return self._inner.route(link)

    def at(self, x: float, y: float) -> Hit | None:
        return self._inner.at(x, y)

    def slot(self, x: float, y: float) -> Slot | None:
        return self._inner.slot(x, y)

    def cell_box(self, lane: str, step: str) -> Box | None:
        return self._inner.cell_box(lane, step)

    def missing(self) -> dict[str, tuple[str, ...]]:
        return self._inner.missing()

    def _longer(self, paper: Piece) -> Piece:
        """The ground, down to the end of the legend."""
        more = self._legend.height
        made = tuple((*each[:4], each[4] + more, *each[5:]) if each[0] == RECT else each for each in paper.primitives)
        return paper._replace(height=paper.height + more, primitives=made)

    def _mark(self, piece: Piece) -> Piece | None:
        sorts = self._marks.get(piece.id, ())
        if not sorts:
            return None
        said = ", ".join(self._press.texts(f"map.change.{sort}") for sort in sorts)
        if piece.kind == "link":
            made = self._along(piece, sorts)
        elif piece.kind in _MARKED:
            made = (*self._round(piece, sorts), *self._badges(piece, sorts))
        else:
            return None
        return piece._replace(kind="change", primitives=made, text=said)

    def _along(self, piece: Piece, sorts: tuple[str, ...]) -> tuple[Primitive, ...]:
        """A link's way once more, in the colour of what became of it."""
        corners = self._inner.route(piece.id)
        segments = tuple(("L" if place else "M", x - piece.x, y - piece.y) for place, (x, y) in enumerate(corners))
        return ((PATH, segments, None, self._colour(sorts[0]), _LINE, _DASH if _GONE in sorts else ()),)

    def _round(self, piece: Piece, sorts: tuple[str, ...]) -> Iterator[Primitive]:
        """A line round it; what is gone is dashed and crossed out."""
        colour, wide, high = self._colour(sorts[0]), piece.width, piece.height
        dash = _DASH if _GONE in sorts else ()
        side = _AROUND * 2
        yield (RECT, -_AROUND, -_AROUND, wide + side, high + side, _ROUND, None, colour, _LINE, dash)
        if _GONE in sorts:
            yield (PATH, (("M", 0.0, high), ("L", wide, 0.0)), None, colour, 1.2, ())

    def _badges(self, piece: Piece, sorts: tuple[str, ...]) -> Iterator[Primitive]:
        """Its signs, side by side on the upper edge."""
        room = [self._room(sort) for sort in sorts]
        x = _AIR if self.rtl else piece.width - sum(room) - _AIR
        for sort, width in zip(sorts, room, strict=True):
            yield from self._badge(sort, x, -_HIGH / 2)
            x += width

    def _room(self, sort: str) -> float:
        press = self._press
        return press.shaper.line(_SIGNS[sort][0], press.theme.style("badge")).width + 2 * _AIR + 1.0

    def _badge(self, sort: str, x: float, y: float) -> Iterator[Primitive]:
        press = self._press
        style = press.theme.style("badge")
        line = press.shaper.line(_SIGNS[sort][0], style)
        paper = press.theme.colour("paper")
        yield (RECT, x, y, line.width + 2 * _AIR, _HIGH, _ROUND, self._colour(sort), paper, 1.0, ())
        yield (TEXT, x + _AIR, y + _HIGH / 2 + style.size * 0.36, line, paper)

    def _colour(self, sort: str) -> str:
        return self._press.theme.colour(_SIGNS[sort][1])

    @property
    def _legend(self) -> Piece:
        """What the signs mean, below the map as it lies now."""
        inner, below = self._inner, self._below
        if below is None or (below.y, below.width) != (inner.height, inner.width):
            below = self._below = self._legend_piece()
        return below

    def _legend_piece(self) -> Piece:
        """What the signs mean that are on the map."""
        press, margin = self._press, self._press.theme["margin"]
        there = {sort for sorts in self._marks.values() for sort in sorts}
        title = press.shaper.line(press.texts("map.change.since", name=self._since), press.theme.style("legend_title"))
        entries: list[tuple[str, float]] = [("", title.width + _BETWEEN)]
        words = {
            sort: press.shaper.line(self._word(sort), press.theme.style("legend")) for sort in _SIGNS if sort in there
        }
        entries += [(sort, self._room(sort) + _GAP + line.width + _BETWEEN) for sort, line in words.items()]
        made: list[Primitive] = []
        x, y = margin, 0.0
        for sort, wide in entries:
            if x > margin and x + wide > self._inner.width - margin:
                x, y = margin, y + _ROW
            start = self._inner.width - x - wide + _BETWEEN if self.rtl else x
            if sort:
                made += self._badge(sort, start, y + 4.0)
                made.append((TEXT, start + self._room(sort) + _GAP, y + 16.0, words[sort], press.theme.colour("muted")))
            else:
                made.append((TEXT, start, y + 16.0, title, press.theme.colour("text")))
            x += wide
        said = ", ".join((title.text, *(self._word(sort) for sort in words)))
        below = self._inner.height
        return Piece(Layer.LEGEND, "legend", "", 0.0, below, self._inner.width, y + _ROW, tuple(made), said)

    def _word(self, sort: str) -> str:
        return self._press.texts(f"map.change.{sort}")


def _box(piece: Piece) -> Box:
    return Box(piece.x, piece.y, piece.width, piece.height)
