"""How a document is looked at: what a map shows, never what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Density(StrEnum):
    """How much a card shows."""

    TEXT = "text"
    PEOPLE = "people"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class View:
    """`density`: text only, with owners and systems, or everything."""

    density: Density = Density.ALL
