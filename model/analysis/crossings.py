"""Links across the three lines: what is handed over between what is seen, what is hidden and what supports."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from model.analysis.places import Places
from model.document import DocumentView
from model.elements import Band, Card, Link
from model.grid import BANDS


class Line(StrEnum):
    """The lines, top to bottom."""

    INTERACTION = "interaction"
    VISIBILITY = "visibility"
    INTERNAL = "internal"


# The last band above each line.
ABOVE = {Line.INTERACTION: Band.CUSTOMER, Line.VISIBILITY: Band.FRONTSTAGE, Line.INTERNAL: Band.BACKSTAGE}


class Crossing(NamedTuple):
    """A link across a line; `down`: from above it to below."""

    line: Line
    link: str
    down: bool


def crossings(document: DocumentView) -> tuple[Crossing, ...]:
    """By line, then in the order of the map. Cards in the tray or in annotation lanes lie on no side of a line."""
    places = Places(document)
    ends = []
    for link in document.table(Link).values():
        source, target = document.need(Card, link.source), document.need(Card, link.target)
        bands = places.band(source), places.band(target)
        if bands[0] is not None and bands[1] is not None:
            heights = BANDS.index(bands[0]), BANDS.index(bands[1])
            ends.append(((places.place(source), places.place(target), link.id), link.id, heights))
    ends.sort()
    found = []
    for line, band in ABOVE.items():
        last = BANDS.index(band)
        found += [Crossing(line, id, a <= last) for _, id, (a, b) in ends if (a <= last) is not (b <= last)]
    return tuple(found)
