"""The links as they are drawn: their corners in px, their pieces, and what stands on them, kept until they change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from math import inf

from model.layout.drawing import Box, Layer, Piece, Point
from model.layout.framing import Frame
from model.layout.link_notes import bundle_piece, label_piece
from model.layout.link_shapes import PAD, link_box, link_piece
from model.layout.routing import Axes, Band, Cover, Laid, Side, corners, on_track
from model.layout.text import Line, Shaper
from model.layout.theme import Theme
from model.layout.wiring import Wiring
from model.making_way import Parting, dissolving
from model.named import NamedTuple

_START, _END, _TOP = Side.START, Side.END, Side.TOP
Straight = tuple[Point, Point]


class Trace(NamedTuple):
    """The corners of a link, from the start side, and the box round them."""

    points: tuple[Point, ...]
    box: Box


_NOWHERE = Trace((), link_box((), ()))
_BARE: tuple[tuple[Point, ...], tuple[Piece, ...]] = ((), ())
_UNDRAWN = ((), Piece(Layer.LINK, "link", "", *_NOWHERE.box, ()))


class DrawnLinks(Parting):
    """The links of one drawing, from the start side. `height` says how tall a card is in a slot, `free` whether no
    card lies at a box.
    """

    def __init__(
        self,
        theme: Theme,
        shaper: Shaper,
        wiring: Wiring,
        height: Callable[[str, float], float],
        free: Callable[[Box], bool],
    ) -> None:
        self.wiring = wiring
        self._theme = theme
        self._shaper = shaper
        self._height = height
        self._free = free
        self._frame: Frame
        self._traced: dict[str, Trace] = {}
        # Those from before rows shifted: above what did, they hold.
        self._former: dict[str, Trace] = {}
        self._shifted = -inf
        # With the corners that they were drawn along.
        self._pieces: dict[str, tuple[tuple[Point, ...], Piece]] = {}
        self._noted: dict[str, tuple[tuple[Point, ...], tuple[Piece, ...]]] = {}
        self._axes: Axes | None = None
        self._slots: list[tuple[float, float]] = []
        self._positions: dict[Laid, float] = {}
        self._bands: dict[int, Band] = {}

    def measure_anew(self, frame: Frame, shifted: float | None = None) -> None:
        """Rows or columns lie elsewhere; `shifted`: only rows, and only from this y on.

        Links that only lie lower keep their primitives.
        """
        self._frame = frame
        self._axes = None
        self._bands.clear()
        if shifted is None:
            self._former, self._shifted = {}, -inf
            self._positions.clear()
        else:
            still = {link: trace for link, trace in self._former.items() if trace.box.bottom <= self._shifted}
            self._former, self._shifted = {**still, **self._traced}, shifted
            # By channel: every other one runs down, and columns lie where they lay.
            self._positions = {key: at for key, at in self._positions.items() if key[0] & 1 or at < shifted}
        self._traced = {}

    def forget(self, links: Iterable[str]) -> None:
        """Draw these anew when next asked."""
        for link in links:
            for kept in (self._traced, self._former, self._pieces, self._noted):
                kept.pop(link, None)

    def leaving(self) -> Iterator[None]:
        """Take it apart bit by bit, with the routes; there is no asking any more."""
        yield from self.wiring.router.leaving()
        yield from dissolving(self._traced, self._former, self._pieces, self._noted)

    def trace(self, link: str, keep: bool = True) -> Trace:
        """Where a link runs; nowhere where it has no route."""
        found = self._traced.get(link) or (self._unmoved(link) if self._former else None)
        if found is None:
            row, router, known, measured = (
                self.wiring.links[link],
                self.wiring.router,
                self._positions.get,
                self._position,
            )
            plan, source, target = router.plan(link), router.covers.get(row.source), router.covers.get(row.target)
            if plan is None or source is None or target is None:
                return _NOWHERE
            stops = [
                self._edge(row.source, source, plan.leave),
                *[known(leg) or measured(leg) for leg in zip(plan.channels, plan.tracks, strict=True)],
                self._edge(row.target, target, plan.enter),
            ]
            across = plan.leave <= _END
            box = link_box(stops[not across :: 2], stops[across::2])
            found = tuple.__new__(Trace, (corners(stops, across), box))
            if keep:
                self._traced[link] = found
        return found

    def _unmoved(self, link: str) -> Trace | None:
        """Where a link ran before rows shifted, if that is above them all."""
        found = self._former.get(link)
        if found is None or found.box.bottom > self._shifted:
            return None
        self._traced[link] = found
        return found

    def every(self, keep: bool) -> Iterator[Piece]:
        """All links, then what stands on them."""
        wiring, trace, piece = self.wiring, self.trace, self.piece
        # Who keeps what stands on links must also know on which nothing does.
        labels, led = wiring.labels.get, {} if keep else wiring.every_led_bundle()
        notes: list[Piece] = []
        for link in wiring.wires.every():
            traced = trace(link, keep)
            if len(traced[0]) > 1:
                yield piece(link, traced, keep)
                if keep or link in led or labels(link) is not None:
                    notes += self.notes(link, traced, keep, None if keep else led.get(link, ()))
        yield from notes

    def piece(self, link: str, trace: Trace, keep: bool = True) -> Piece:
        """A link with its heads."""
        points, piece = self._pieces.get(link, _UNDRAWN)
        if points is trace.points:
            return piece
        if not points or not _is_shifted(points, trace.points):
            piece = link_piece(link, *trace, self.wiring.links[link].kind, self._theme)
        else:
            piece = tuple.__new__(Piece, (*piece[:3], *trace.box, *piece[7:]))
        if keep:
            self._pieces[link] = trace.points, piece
        return piece

    def notes(self, link: str, trace: Trace, keep: bool = True, led: Sequence[Laid] | None = None) -> tuple[Piece, ...]:
        """A link's label, and the counts of the bundles that it leads, which may be known."""
        wiring = self.wiring
        if link not in wiring.labels and not wiring.wires.shares(link):
            return ()
        points, found = self._noted.get(link, _BARE)
        if points is not trace.points:
            label = wiring.labels.get(link)
            led = wiring.led_bundles(link) if led is None else led
            found = tuple(self._make_notes(link, trace.points, label, led)) if led or label is not None else ()
            if keep:
                self._noted[link] = trace.points, found
        return found

    def standing(self, links: Set[str]) -> set[str]:
        """Those of some links of which it was asked what stands on them."""
        return self._noted.keys() & links

    def lift(self, links: Iterable[str]) -> dict[str, Trace]:
        """Where links ran that may run elsewhere now; for `renew`."""
        former = {link: self._former.pop(link, _NOWHERE) for link in sorted(links)}
        return {link: self._traced.pop(link, trace) for link, trace in former.items()}

    def renew(self, traced: Mapping[str, Trace], noted: Set[str], whole: Collection[str]) -> tuple[set[str], list[Box]]:
        """Draw links anew that ran there, and what stands on those and on others.

        The links that look different now, and where they and their notes were and are, as far as that differs;
        those in `whole` differ from end to end.
        """
        stood = {link: self._noted.pop(link, _BARE)[1] for link in sorted({*traced, *self.standing(noted)})}
        different = set(traced)
        boxes: list[Box] = []
        for link, before in traced.items():
            after = self.trace(link) if link in self.wiring.links else _NOWHERE
            if before == after and link not in whole:
                different.remove(link)
                continue
            self._pieces.pop(link, None)
            boxes += _boxes(before.points, after.points, link in whole)
        for link, was in stood.items():
            now = self.notes(link, self.trace(link)) if link in self.wiring.links else ()
            if was != now:
                different.add(link)
                boxes += [Box(*piece[3:7]) for piece in (*was, *now)]
        return different, boxes

    def _make_notes(
        self, link: str, points: tuple[Point, ...], label: Line | None, led: Sequence[Laid]
    ) -> Iterator[Piece]:
        if label is not None:
            piece = label_piece(link, points, label, self._free, self._theme)
            if piece is not None:
                yield piece
        for leg in led:
            channel, (_, bundle, _) = leg
            count = self._shaper.line(f"×{bundle}", self._theme.style("label"))
            across, at = not channel & 1, self._position(leg)
            for one, other in pairwise(points):
                if one[across] == other[across] == at:
                    yield bundle_piece(link, (one, other), count, self._theme)

    def _position(self, leg: Laid) -> float:
        """Where a leg lies, measured once for all links that share it."""
        found = self._positions.get(leg)
        if found is not None:
            return found
        channel, (track, _, tracks) = leg
        band = self._bands.get(channel)
        if band is None:
            band = self._bands[channel] = self._measured().band(*self.wiring.router.family(channel))
        found = self._positions[leg] = on_track(band, track, tracks)
        return found

    def _edge(self, card: str, cover: Cover, side: Side) -> float:
        """Where a side of a card lies."""
        axes = self._axes or self._measured()
        if side is _START:
            return axes.columns[cover[1]][0]
        if side is _END:
            return axes.columns[cover[2]][1]
        top, bottom = self._slots[cover[0]]
        return top if side is _TOP else top + self._height(card, bottom - top)

    def _measured(self) -> Axes:
        """The axes the router measures with."""
        if self._axes is None:
            frame, body = self._frame, self._frame.areas.body
            self._slots = [(row.y + top, row.y + top + height) for row in frame.rows for top, height in row.slots]
            self._axes = Axes(
                [(column.x, column.x + column.width) for column in frame.columns],
                self._rows(),
                (body.x, body.right, body.y, body.bottom),
            )
        return self._axes

    def _rows(self) -> list[tuple[float, float]]:
        """What links keep off: the slots, the last of a lane with the curve below it."""
        found = list(self._slots)
        for row in self._frame.rows:
            if row.curve and row.slots:
                top, bottom = found[row.first + len(row.slots) - 1]
                found[row.first + len(row.slots) - 1] = (top, bottom + row.curve)
        return found


def _boxes(before: Sequence[Point], after: Sequence[Point], whole: bool) -> Iterator[Box]:
    """Where a route was or is and the other not, or all of both: round its legs what of heads and corners is there.

    A leg that has only moved aside has one box with where it was.
    """
    were, are = list(pairwise(before)), list(pairwise(after))
    if len(were) != len(are):
        yield from (_round(leg) for leg in were if whole or leg not in are)
        yield from (_round(leg) for leg in are if whole or leg not in were)
        return
    for was, now in zip(were, are, strict=True):
        if was != now:
            yield from _both(_round(was), _round(now))
        elif whole:
            yield _round(was)


def _is_shifted(before: Sequence[Point], after: Sequence[Point]) -> bool:
    """Whether a route has only moved as a whole."""
    if not before or len(before) != len(after):
        return False
    across, down = after[0][0] - before[0][0], after[0][1] - before[0][1]
    return all(x + across == x1 and y + down == y1 for (x, y), (x1, y1) in zip(before, after, strict=True))


def _round(leg: Straight) -> Box:
    """The box round a leg with what of its heads and corners lies there."""
    (x0, y0), (x1, y1) = leg
    left, right = (x0, x1) if x0 < x1 else (x1, x0)
    top, bottom = (y0, y1) if y0 < y1 else (y1, y0)
    return tuple.__new__(Box, (left - PAD, top - PAD, right - left + 2 * PAD, bottom - top + 2 * PAD))


def _both(one: Box, other: Box) -> tuple[Box, ...]:
    """Two boxes, as one where that is no larger than they are."""
    x0, y0, w0, h0 = one
    x1, y1, w1, h1 = other
    left, top = (x0 if x0 < x1 else x1), (y0 if y0 < y1 else y1)
    width, height = max(x0 + w0, x1 + w1) - left, max(y0 + h0, y1 + h1) - top
    return (Box(left, top, width, height),) if width * height <= w0 * h0 + w1 * h1 else (one, other)
