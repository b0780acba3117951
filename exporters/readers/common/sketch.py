"""What was found on a drawn map, before it is a blueprint: lanes, columns, cards and links with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from exporters.readers.base import Entry
from model.elements import CardKind, LinkKind
from model.messages import Message
from model.record import Record


class Own(NamedTuple):
    """What an element of our own writing says of its record: its id and its fields."""

    id: str
    fields: dict[str, Any]


class Span(NamedTuple):
    """From where to where, along the flow or across it."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(slots=True)
class DrawnLane:
    """A lane; `tray` where it holds what is not placed. `key` is its id in the source."""

    key: str
    title: str
    notes: str = ""
    own: Own | None = None
    tray: bool = False
    across: Span | None = None


@dataclass(slots=True)
class DrawnStage:
    """A stage of the columns that name it."""

    key: str
    title: str = ""
    own: Own | None = None


@dataclass(slots=True)
class DrawnColumn:
    """A column; `step` is false for that of a stage without steps. `stage` is its place among the stages."""

    key: str
    title: str = ""
    own: Own | None = None
    stage: int = 0
    step: bool = True
    along: Span | None = None


@dataclass(slots=True)
class DrawnCard:
    """A card; lane and column are places in their lists, None where it has none.

    `kind` is None where the shape does not tell. `steps` is over how many columns it goes.
    """

    key: str
    title: str
    kind: CardKind | None = None
    lane: int | None = None
    column: int | None = None
    steps: int = 1
    along: Span | None = None
    across: Span | None = None
    own: Own | None = None
    notes: str = ""
    url: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class DrawnLink:
    """A link from card to card, by their places in the list."""

    key: str
    source: int
    target: int
    label: str = ""
    kind: LinkKind = LinkKind.FLOW
    own: Own | None = None


@dataclass(slots=True)
class Sketch:
    """All that was found, and what the report says of it. `rest`: records that stand on no map."""

    source: Path
    title: str = ""
    digest: str = ""
    own: Own | None = None
    lanes: list[DrawnLane] = field(default_factory=list)
    stages: list[DrawnStage] = field(default_factory=list)
    columns: list[DrawnColumn] = field(default_factory=list)
    cards: list[DrawnCard] = field(default_factory=list)
    links: list[DrawnLink] = field(default_factory=list)
    rest: list[Record] = field(default_factory=list)
    inferred: list[Entry] = field(default_factory=list)
    left_out: list[Entry] = field(default_factory=list)

    def infer(self, element: str, place: str, why: Message) -> None:
        """Report what the source did not say."""
        self.inferred.append(Entry(element, place, why))

    def leave(self, element: str, place: str, why: Message) -> None:
        """Report what does not come through."""
        self.left_out.append(Entry(element, place, why))
