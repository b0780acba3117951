"""The face of a card: how tall its content is, and its primitives once the size is known."""

from __future__ import annotations

from typing import NamedTuple

from model.elements import Band, CardKind, Mark
from model.layout.drawing import ICON, IMAGE, RECT, TEXT, Primitive
from model.layout.facts import CardFacts, Pill
from model.layout.text import Block, Line, Shaper
from model.layout.theme import Theme

BASELINE = 0.36
_SHARED = 20_000
_SYSTEM = CardKind.SYSTEM
# By whether what the card says is assumed.
_OUTLINES: dict[bool, tuple[float, ...]] = {False: (), True: (4.0, 3.0)}
_PILL_LOOKS = {
    "owner": ("pill", None, "pill_text"),
    "needed": ("needed", "needed_line", "needed_line"),
    "system": ("system", None, "system_text"),
    "channel": ("channel", None, "channel_text"),
    "variant": ("card", "pain_point", "pain_point"),
}
_SIGN_SCALE = {CardKind.ACTION: 0.9, CardKind.DECISION: 1.1}


class PlacedPill(NamedTuple):
    """A pill with its finished text and its start in its row."""

    pill: Pill
    line: Line
    x: float
    width: float


class Face(NamedTuple):
    """A card's content at one width: its height and what stands where. x runs from the start side.

    The title is only measured here; its lines are made when the card is drawn.
    """

    height: float
    room: float
    rows: tuple[tuple[PlacedPill, ...], ...]
    amount: Line | None
    amount_beside: bool
    picture: float


def text_lines(block: Block, x: float, room: float, top: float, colour: str, at_end: bool = False) -> list[Primitive]:
    """The lines of a block in a room, from its start side or against its end."""
    first, step = top + block.ascent, block.line_height
    if at_end:
        x += room
        return [(TEXT, x - line[1], first + index * step, line, colour) for index, line in enumerate(block.lines)]
    return [(TEXT, x, first + index * step, line, colour) for index, line in enumerate(block.lines)]


def in_the_middle(top: float, height: float, style: str, theme: Theme) -> float:
    """The baseline of a line that stands in the middle of a height."""
    return top + height / 2 + theme.style(style).size * BASELINE


def _picture_height(facts: CardFacts, width: float, theme: Theme) -> float:
    if facts.picture is None:
        return 0.0
    _, across, down = facts.picture
    return min(theme["picture_height"], (width - 2 * theme["card_pad"]) * down / across) + theme["air"]


def _outline(facts: CardFacts, width: float, height: float, theme: Theme) -> Primitive:
    radius = theme.measures["system_radius" if facts.kind is _SYSTEM else "card_radius"]
    colours = theme.colours
    return (RECT, 0.0, 0.0, width, height, radius, colours["card"], colours["card_line"], 1.2, _OUTLINES[facts.assumed])


def _picture(picture: tuple[str, int, int], height: float, width: float, pad: float) -> Primitive:
    name, across, down = picture
    wide = height * across / down
    return (IMAGE, (width - wide) / 2, pad, wide, height, name)


def _marks(facts: CardFacts, right: float, middle: float, theme: Theme) -> list[Primitive]:
    made: list[Primitive] = []
    size, x = theme["mark"], right
    for mark in reversed(facts.marks):
        x -= size
        second = theme.colour("fail_point_sign" if mark is Mark.FAIL_POINT else "card")
        made.append((ICON, mark.value, x, middle - size / 2, size, theme.colour(mark.value), second))
        x -= theme["mark_gap"]
    return made


def _foot(face: Face, width: float, height: float, theme: Theme) -> list[Primitive]:
    pad, tall = theme["card_pad"], theme["pill_height"]
    made: list[Primitive] = []
    y = height - pad + 1 - tall
    amount_y = y
    for row in reversed(face.rows):
        for placed in row:
            made += _pill(placed.pill.look, placed.line, pad + placed.x, y, theme)
        y -= tall + theme["row_gap"]
    if face.amount is not None:
        if face.rows and not face.amount_beside:
            amount_y = y
        x = width - pad - face.amount.width
        made.append((TEXT, x, in_the_middle(amount_y, tall, "amount", theme), face.amount, theme.colour("text")))
    return made


def _pill(look: str, line: Line, x: float, y: float, theme: Theme) -> list[Primitive]:
    """A pill with its text."""
    fill, edge, ink = _PILL_LOOKS[look]
    colours, measures = theme.colours, theme.measures
    stroke = colours[edge] if edge else None
    pad, height = measures["pill_pad"], measures["pill_height"]
    radius = 4.0 if look == "system" else height / 2
    dash = (3.0, 2.0) if stroke else ()
    return [
        (RECT, x, y, line.width + 2 * pad, height, radius, colours[fill], stroke, 1.0, dash),
        (TEXT, x + pad, in_the_middle(y, height, "pill", theme), line, colours[ink]),
    ]


class Faces:
    """Sets and draws the faces of cards in one theme; what equal cards share is made once, up to a bound."""

    def __init__(self, theme: Theme, shaper: Shaper) -> None:
        self._theme = theme
        self._shaper = shaper
        self._rows: dict[tuple[tuple[Pill, ...], float], tuple[tuple[PlacedPill, ...], ...]] = {}
        self._lines: dict[tuple[str, float], Line] = {}
        self._signs: dict[tuple[CardKind, Band, float], Primitive] = {}
        self._feet: dict[tuple[tuple[Pill, ...], float, float], list[Primitive]] = {}

    def set(self, facts: CardFacts, width: float) -> Face:
        """The content of a card for a width: wrapped, its pills in rows, its height as needed."""
        theme, shaper = self._theme, self._shaper
        measures, styles = theme.measures, theme.styles
        pad = measures["card_pad"]
        room = width - measures["card_text"] - pad
        if facts.marks:
            room -= len(facts.marks) * (measures["mark"] + measures["mark_gap"])
        title = shaper.measure(facts.title, room, styles["card"])
        rows = self._pill_rows(facts.pills, width - 2 * pad) if facts.pills else ()
        amount = shaper.line(facts.amount, styles["amount"]) if facts.amount else None
        beside = False
        if amount is not None and rows:
            last = rows[-1][-1]
            beside = last.x + last.width + measures["air"] + amount.width <= width - 2 * pad
        lines = len(rows) + (1 if amount is not None and not beside else 0)
        picture = _picture_height(facts, width, theme)
        height = pad + picture + max(title.height, measures["mark"] if facts.marks else 0.0)
        height += (
            measures["air"] + lines * measures["pill_height"] + (lines - 1) * measures["row_gap"] if lines else 0.0
        )
        return Face(max(height + pad - 1, measures["card_height"]), room, rows, amount, beside, picture)

    def _pill_rows(self, pills: tuple[Pill, ...], room: float) -> tuple[tuple[PlacedPill, ...], ...]:
        found = self._rows.get((pills, room))
        if found is None:
            if len(self._rows) >= _SHARED:
                self._rows.clear()
            found = self._rows[pills, room] = self._put_in_rows(pills, room)
        return found

    def _put_in_rows(self, pills: tuple[Pill, ...], room: float) -> tuple[tuple[PlacedPill, ...], ...]:
        measures = self._theme.measures
        pad, gap = 2 * measures["pill_pad"], measures["pill_gap"]
        lines, done = self._lines, []
        row: list[PlacedPill] = []
        x = 0.0
        for pill in pills:
            line = lines.get((pill[0], room)) or self._pill_line(pill[0], room)
            width = line[1] + pad
            if row and x + width > room:
                done.append(tuple(row))
                row = []
                x = 0.0
            row.append(PlacedPill(pill, line, x, width))
            x += width + gap
        return (*done, tuple(row))

    def _pill_line(self, text: str, room: float) -> Line:
        """The words of a pill, cut where they are wider than a row."""
        style, pad = self._theme.styles["pill"], 2 * self._theme.measures["pill_pad"]
        line = self._shaper.line(text, style)
        if line.width > room - pad:
            line = self._shaper.block(text, room - pad, style, max_lines=1).lines[0]
        if len(self._lines) >= _SHARED:
            self._lines.clear()
        self._lines[text, room] = line
        return line

    def draw(self, face: Face, facts: CardFacts, width: float, height: float, rtl: bool) -> tuple[Primitive, ...]:
        """The primitives of a card of a size; x runs from the start side (mirror afterwards where `rtl`)."""
        theme = self._theme
        measures, ink = theme.measures, theme.colours["text"]
        made: list[Primitive] = [_outline(facts, width, height, theme)]
        top = pad = measures["card_pad"]
        if facts.picture is not None:
            made.append(_picture(facts.picture, face.picture - measures["air"], width, pad))
            top += face.picture
        title = self._shaper.passing_block(facts.title, face.room, theme.styles["card"])
        middle = top + title.line_height / 2
        made.append(self._signs.get((facts.kind, facts.band, middle)) or self._sign(facts.kind, facts.band, middle))
        made += text_lines(title, measures["card_text"], face.room, top, ink, title.rtl != rtl)
        if facts.marks:
            made += _marks(facts, width - pad + 2, middle, theme)
        if face.amount is not None:
            made += _foot(face, width, height, theme)
        elif face.rows:
            made += self._foot(face, facts.pills, width, height)
        return tuple(made)

    def _sign(self, kind: CardKind, band: Band, middle: float) -> Primitive:
        """The sign of a kind of card, level with the first line of its title."""
        theme = self._theme
        size = theme["sign"] * _SIGN_SCALE.get(kind, 1.0)
        place, head = theme["sign_start"] - size / 2, theme.bands[band].head
        found = (ICON, kind.value, place, middle - size / 2, size, head, theme.colour("card"))
        self._signs[kind, band, middle] = found
        return found

    def _foot(self, face: Face, pills: tuple[Pill, ...], width: float, height: float) -> list[Primitive]:
        """The foot of a card without an amount."""
        found = self._feet.get((pills, width, height))
        if found is None:
            if len(self._feet) >= _SHARED:
                self._feet.clear()
            found = self._feet[pills, width, height] = _foot(face, width, height, self._theme)
        return found
