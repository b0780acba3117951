"""The face of a card: how tall its content is, and its primitives once the size is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from model.elements import Band, CardKind, Mark
from model.layout.drawing import ICON, IMAGE, RECT, TEXT, Primitive
from model.layout.facts import CardFacts, Pill
from model.layout.text import Block, Fit, Line, Shaper, TextStyle
from model.layout.theme import Theme
from model.named import NamedTuple

BASELINE = 0.36
_SHARED = 20_000
_SYSTEM = CardKind.SYSTEM
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__
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


# The pills of a row, by where they begin, each with its text.
_PillRow = dict[tuple[Pill, float], tuple[Primitive, Primitive]]


class Face(NamedTuple):
    """A card's content at one width: its height and what hangs on the width. x runs from the start side.

    Title and pills are only measured here: how the title breaks, where each pill `starts` in its row. What draws them
    is made when the card is drawn.
    """

    height: float
    room: float
    title: Fit
    starts: Sequence[float]
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


def _picture_height(picture: tuple[str, int, int], width: float, theme: Theme) -> float:
    _, across, down = picture
    return min(theme["picture_height"], (width - 2 * theme["card_pad"]) * down / across) + theme["air"]


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


def _pill(look: str, line: Line, x: float, y: float, theme: Theme) -> tuple[Primitive, Primitive]:
    """A pill with its text."""
    fill, edge, ink = _PILL_LOOKS[look]
    colours, measures = theme.colours, theme.measures
    stroke = colours[edge] if edge else None
    pad, height = measures["pill_pad"], measures["pill_height"]
    radius = 4.0 if look == "system" else height / 2
    dash = (3.0, 2.0) if stroke else ()
    return (
        (RECT, x, y, line.width + 2 * pad, height, radius, colours[fill], stroke, 1.0, dash),
        (TEXT, x + pad, in_the_middle(y, height, "pill", theme), line, colours[ink]),
    )


class _PillLines(dict[str, Line]):
    """The words of pills, cut where they are wider than a row of them."""

    def __init__(self, shaper: Shaper, style: TextStyle, room: float) -> None:
        super().__init__()
        self._shaper = shaper
        self._style = style
        self._room = room

    def __missing__(self, text: str) -> Line:
        line = self._shaper.line(text, self._style)
        if line.width > self._room:
            line = self._shaper.block(text, self._room, self._style, max_lines=1).lines[0]
        if len(self) >= _SHARED:
            self.clear()
        self[text] = line
        return line


class Faces:
    """Sets and draws the faces of cards in one theme; what equal cards share is made once, up to a bound."""

    def __init__(self, theme: Theme, shaper: Shaper) -> None:
        self._theme = theme
        self._shaper = shaper
        measures, styles = theme.measures, theme.styles
        self._ink = theme.colours["text"]
        self._pad, self._inset, self._air = measures["card_pad"], measures["card_text"], measures["air"]
        self._mark, self._mark_step = measures["mark"], measures["mark"] + measures["mark_gap"]
        self._pill, self._gap = measures["pill_height"], measures["row_gap"]
        self._pill_pads, self._pill_gap = 2 * measures["pill_pad"], measures["pill_gap"]
        self._least, self._title = measures["card_height"], styles["card"]
        self._lines: dict[float, _PillLines] = {}
        self._signs: dict[tuple[CardKind, Band, float], Primitive] = {}
        self._outlines: dict[tuple[bool, bool, float, float], Primitive] = {}
        # By the row they stand in, that is its room and its y, and by where in it.
        self._pills: defaultdict[tuple[float, float], _PillRow] = defaultdict(dict)
        self._placed = 0

    def set(self, facts: Sequence[CardFacts], widths: Sequence[float]) -> list[Face]:
        """The contents of cards for their widths: wrapped, pills in rows, heights as needed.

        One thing of all cards after another: so the processor has what it needs at hand.
        """
        pad, step, fit, style = self._pad, self._mark_step, self._shaper.fit, self._title
        rooms = [width - self._inset - pad - len(one[2]) * step for one, width in zip(facts, widths, strict=True)]
        titles = [fit(one[0], room, style) for one, room in zip(facts, rooms, strict=True)]
        starts = [self._starts(one[5], width - 2 * pad) for one, width in zip(facts, widths, strict=True)]
        return list(map(self._face, facts, widths, rooms, titles, starts))

    def _face(self, facts: CardFacts, width: float, room: float, title: Fit, starts: list[float]) -> Face:
        """A face of measured parts."""
        pad, lines = self._pad, starts.count(0.0)
        amount, beside, picture = None, False, 0.0
        if facts[6]:
            amount = self._shaper.line(facts.amount, self._theme.styles["amount"])
            if lines:
                inner = width - 2 * pad
                last = self._pill_lines(inner)[facts.pills[-1].text].width + self._pill_pads
                beside = starts[-1] + last + self._air + amount.width <= inner
            lines += not beside
        if facts[7] is not None:
            picture = _picture_height(facts[7], width, self._theme)
        height = pad + picture + (max(title[0], self._mark) if facts[2] else title[0])
        if lines:
            height += self._air + lines * self._pill + (lines - 1) * self._gap
        return _NEW(Face, (max(height + pad - 1, self._least), room, title, starts, amount, beside, picture))

    def _starts(self, pills: tuple[Pill, ...], room: float) -> list[float]:
        """Where pills begin, side by side in as many rows as they need: a row begins at 0."""
        lines, pad, gap = self._pill_lines(room), self._pill_pads, self._pill_gap
        starts: list[float] = []
        x = 0.0
        for text, _ in pills:
            width = lines[text][1] + pad
            if x and x + width > room:
                x = 0.0
            starts.append(x)
            x += width + gap
        return starts

    def _pill_lines(self, room: float) -> _PillLines:
        found = self._lines.get(room)
        if found is None:
            found = self._lines[room] = _PillLines(self._shaper, self._theme.styles["pill"], room - self._pill_pads)
        return found

    def draw(self, face: Face, facts: CardFacts, width: float, height: float, rtl: bool) -> tuple[Primitive, ...]:
        """The primitives of a card of a size; x runs from the start side (mirror afterwards where `rtl`)."""
        said, kind, marks, assumed, band, pills, _, picture, _ = facts
        system = kind is _SYSTEM
        outline = self._outlines.get((system, assumed, width, height))
        made = [outline or self._outline(system, assumed, width, height)]
        top = pad = self._pad
        if picture is not None:
            made.append(_picture(picture, face.picture - self._air, width, pad))
            top += face.picture
        title = self._shaper.fitted(said, face.title, face.room, self._title)
        middle = top + title.line_height / 2
        made.append(self._signs.get((kind, band, middle)) or self._sign(kind, band, middle))
        made += text_lines(title, self._inset, face.room, top, self._ink, title.rtl != rtl)
        if marks:
            made += _marks(facts, width - pad + 2, middle, self._theme)
        if pills or face.amount is not None:
            made += self._foot(face, pills, width, height)
        return tuple(made)

    def _outline(self, system: bool, assumed: bool, width: float, height: float) -> Primitive:
        """The box of a card."""
        measures, colours = self._theme.measures, self._theme.colours
        radius = measures["system_radius" if system else "card_radius"]
        if len(self._outlines) >= _SHARED:
            self._outlines.clear()
        found = (RECT, 0.0, 0.0, width, height, radius, colours["card"], colours["card_line"], 1.2, _OUTLINES[assumed])
        self._outlines[system, assumed, width, height] = found
        return found

    def _sign(self, kind: CardKind, band: Band, middle: float) -> Primitive:
        """The sign of a kind of card, level with the first line of its title."""
        theme = self._theme
        size = theme["sign"] * _SIGN_SCALE.get(kind, 1.0)
        place, head = theme["sign_start"] - size / 2, theme.bands[band].head
        found = (ICON, kind.value, place, middle - size / 2, size, head, theme.colour("card"))
        self._signs[kind, band, middle] = found
        return found

    def _foot(self, face: Face, pills: tuple[Pill, ...], width: float, height: float) -> list[Primitive]:
        """The pills of a card, the last row first, and its amount."""
        pad, tall, starts = self._pad, self._pill, face.starts
        room = width - 2 * pad
        made: list[Primitive] = []
        y = amount_y = height - pad + 1 - tall
        end = len(pills)
        while end:
            # A row begins at 0.
            begin = end - 1
            while starts[begin]:
                begin -= 1
            row = self._pills[room, y]
            for place in zip(pills[begin:end], starts[begin:end], strict=True):
                made += row.get(place) or self._place(row, place, room, y)
            y -= tall + self._gap
            end = begin
        if face.amount is not None:
            if pills and not face.amount_beside:
                amount_y = y
            x = width - pad - face.amount.width
            made.append((TEXT, x, in_the_middle(amount_y, tall, "amount", self._theme), face.amount, self._ink))
        return made

    def _place(self, row: _PillRow, place: tuple[Pill, float], room: float, y: float) -> tuple[Primitive, Primitive]:
        """A pill with its text, as it stands in a row."""
        if self._placed >= _SHARED:
            self._pills.clear()
            self._placed = 0
        self._placed += 1
        (text, look), x = place
        line = self._pill_lines(room)[text]
        found = row[place] = _pill(look, line, self._pad + x, y, self._theme)
        return found
