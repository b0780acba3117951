"""What a pack says, as plain data: chapters of blocks, made of words and numbers that others worked out.

A `target` is a name that links lead to. What leads somewhere names its targets, the best first: the first that is in
the pack counts, and where none is, nothing leads there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Picture
from model.layout.case.control import Control
from model.layout.case.data import Panel, Sign, Tone
from model.layout.drawing import Drawing
from model.layout.facts import Light
from model.messages import Value

Targets = tuple[str, ...]


class Said(NamedTuple):
    """Words in a cell or a paragraph. `page`: say the page of the first target instead of words; `inset`: so deep."""

    words: Value = ""
    tone: Tone = Tone.PLAIN
    to: Targets = ()
    sign: Sign | None = None
    page: bool = False
    inset: int = 0


Cell = tuple[Said, ...]


class Heading(NamedTuple):
    """A heading; level 1 is a chapter's. It stays with what comes next. `listed`: in the outline."""

    words: Value
    level: int = 2
    target: str = ""
    listed: bool = False


class Text(NamedTuple):
    """A paragraph. `keep`: on the page of what comes next."""

    said: Said
    small: bool = False
    keep: bool = False


class Pairs(NamedTuple):
    """Labels with what is said of them."""

    rows: tuple[tuple[Value, Cell], ...]


class Column(NamedTuple):
    """A column of a table; numbers stand at its end. `most`: the share of the table's width that it may take."""

    words: Value
    number: bool = False
    most: float = 1.0


class Row(NamedTuple):
    """A row of as many cells as columns; each said in a cell begins a line.

    `strong`: a total; `keep`: on the page of the next one.
    """

    cells: tuple[Cell, ...]
    target: str = ""
    strong: bool = False
    keep: bool = False


class Grid(NamedTuple):
    """A table: its heads stand again on each page that it goes on to."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Charts(NamedTuple):
    """Panels of the case sheet, as on screen. What a figure opens is under the target `how` and its id."""

    panels: tuple[Panel, ...]


class Trend(NamedTuple):
    """A metric: what is said of it, and its readings as a curve, which `below` says in words."""

    title: Value
    target: str
    rows: tuple[tuple[Value, Cell], ...]
    chart: Control
    below: tuple[Value, ...]
    alt: Value


class Beside(NamedTuple):
    """Blocks with their heading beside them, as on the first page."""

    label: Value
    blocks: tuple[Block, ...]


class Lights(NamedTuple):
    """The health lights in a row."""

    lights: tuple[Light, ...]


class Image(NamedTuple):
    """A picture that the book brings along, no larger than a width and a height in px; `alt` says it in words."""

    picture: Picture
    width: float
    height: float
    alt: Value


class Space(NamedTuple):
    """Air, in ems; `bar`: with a short strong bar at its end."""

    ems: float
    bar: bool = False


class Contents(NamedTuple):
    """What is in the pack and on which page; below it, what is left out and why."""

    left_out: tuple[Said, ...]


class StageMap(NamedTuple):
    """The map of a stage: `cut` gives the document with some of its steps alone, `draw` the drawing of a document."""

    title: Value
    stage: str
    steps: tuple[str, ...]
    cut: Callable[[Sequence[str]], DocumentView]
    draw: Callable[[DocumentView], Drawing]


class Crossing(NamedTuple):
    """A link between two cards as a row of a table."""

    source: str
    target: str
    row: Row


class Crossings(NamedTuple):
    """A table of those links whose cards stand on no sheet of the map together; nothing where there is none."""

    title: Value
    columns: tuple[Column, ...]
    found: tuple[Crossing, ...]


Block = (
    Heading | Text | Pairs | Grid | Charts | Trend | Beside | Lights | Image | Space | Contents | StageMap | Crossings
)


class Chapter(NamedTuple):
    """A part of the pack; one without a title (the cover) is not in the contents.

    `fitted`: it should stand on one page, and is set a little smaller for that.
    """

    name: str
    title: Value
    blocks: tuple[Block, ...]
    fitted: bool = False

    @property
    def flows(self) -> bool:
        """Whether it may share a page with the chapters around it."""
        apart = any(isinstance(block, Contents) for block in self.blocks)
        return bool(self.title) and not self.fitted and not apart


class PackData(NamedTuple):
    """A whole pack; `head` and `state` stand at the top of its pages, the `notice` at their foot."""

    chapters: tuple[Chapter, ...]
    head: Value
    state: Value
    notice: Value = ""
