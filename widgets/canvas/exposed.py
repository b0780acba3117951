"""What of a drawing is being painted: mostly a few small rectangles after an edit. What lies there is soon told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from widgets.canvas.strokes import Bounds

T = TypeVar("T", bound=tuple[Any, ...])
# From this many rectangles on they are filed by bands of so many px, across and down. What is thinner than this is
# looked for in the band it begins in: rectangles are filed with so much air.
_FILED, _BAND, _THIN = 4, 64.0, 12.0


class Exposed:
    """Rectangles to be painted, one at least, in px of a drawing; `bounds` is round all that is looked at."""

    __slots__ = ("_across", "_down", "bounds", "parts")

    def __init__(self, parts: Sequence[Bounds]) -> None:
        self.parts = parts
        self.bounds = round_all(parts)
        # By band.
        self._down: dict[float, list[Bounds]] = {}
        self._across: dict[float, list[Bounds]] = {}
        if len(parts) >= _FILED:
            for part in parts:
                _file(self._across, part[0], part[2], part)
                _file(self._down, part[1], part[3], part)

    def within(self, bounds: Bounds) -> Exposed:
        """The same, where no more than some bounds is looked at."""
        other = Exposed.__new__(Exposed)
        other.parts, other._down, other._across = self.parts, self._down, self._across
        (x0, y0, x1, y1), (left, top, right, bottom) = self.bounds, bounds
        other.bounds = (max(x0, left), max(y0, top), min(x1, right), min(y1, bottom))
        return other

    def near(self, bounds: Bounds) -> list[Bounds]:
        """The rectangles that bounds overlap."""
        x0, y0, x1, y1 = bounds
        left, top, right, bottom = self.bounds
        if x0 >= right or x1 <= left or y0 >= bottom or y1 <= top:
            return []
        return [part for part in self.parts if part[0] < x1 and part[2] > x0 and part[1] < y1 and part[3] > y0]

    def there(self, things: Iterable[T]) -> list[T]:
        """Of things that begin with their bounds those that lie on a rectangle, as they come."""
        left, top, right, bottom = self.bounds
        parts, down, across = self.parts, self._down, self._across
        one = len(parts) == 1
        found: list[T] = []
        for thing in things:
            x0, y0, x1, y1 = thing[0]
            if x0 > right or x1 < left or y0 > bottom or y1 < top:
                continue
            if one:
                found.append(thing)
                continue
            near: Iterable[Bounds] = parts
            if down and y1 - y0 < _THIN:
                near = down.get(y0 // _BAND, ())
            elif across and x1 - x0 < _THIN:
                near = across.get(x0 // _BAND, ())
            for part in near:
                if part[0] <= x1 and part[2] >= x0 and part[1] <= y1 and part[3] >= y0:
                    found.append(thing)
                    break
        return found


def lying(things: Iterable[T], parts: Sequence[Bounds]) -> list[T]:
    """Of things that begin with their bounds those that lie on one of a few rectangles."""
    found: list[T] = []
    for thing in things:
        x0, y0, x1, y1 = thing[0]
        for left, top, right, bottom in parts:
            if x0 <= right and x1 >= left and y0 <= bottom and y1 >= top:
                found.append(thing)
                break
    return found


def round_all(parts: Sequence[Bounds]) -> Bounds:
    """The bounds of some rectangles."""
    if len(parts) == 1:
        return parts[0]
    lefts, tops, rights, bottoms = zip(*parts, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _file(bands: dict[float, list[Bounds]], begin: float, end: float, part: Bounds) -> None:
    band, last = (begin - _THIN) // _BAND, end // _BAND
    while band <= last:
        bands.setdefault(band, []).append(part)
        band += 1.0
