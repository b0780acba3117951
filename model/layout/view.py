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
    """`density`: text only, with owners and systems, or everything.

    `folded`: the lanes, steps and stages whose cards are not shown. `stage`: the only one shown; None: all.
    """

    density: Density = Density.ALL
    folded: frozenset[str] = frozenset()
    stage: str | None = None
