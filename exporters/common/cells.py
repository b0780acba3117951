"""Where lanes, steps and cards stand in a plain grid, for formats that hold places but draw for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Card
from model.grid import lanes, steps, tray

COLUMN, CARD_WIDTH, CARD_HEIGHT, GAP = 180, 160, 60, 10
HEAD = 160


class Box(NamedTuple):
    """A rectangle, its left upper corner first."""

    x: int
    y: int
    width: int
    height: int


class Cells(NamedTuple):
    """The boxes of steps (the heads above the lanes), lanes and cards by id; those of the tray are below the lanes."""

    width: int
    height: int
    steps: Mapping[str, Box]
    lanes: Mapping[str, Box]
    cards: Mapping[str, Box]


def cells(document: DocumentView, top: int = 0) -> Cells:
    """The grid of a document with its steps' heads at `top`, mirrored where its language runs from the right."""
    from model.layout.compose import is_rtl

    columns = {step.id: index for index, step in enumerate(steps(document))}
    width = HEAD + max(len(columns), 1) * COLUMN
    heads = {id: Box(HEAD + index * COLUMN, top, COLUMN, CARD_HEIGHT) for id, index in columns.items()}
    y = top + CARD_HEIGHT
    rows: dict[str, Box] = {}
    cards: dict[str, Box] = {}
    for lane in lanes(document):
        deep = 0
        for id, first, last, level in _stacked(document.where(Card, lane=lane.id), columns):
            deep = max(deep, level + 1)
            across = (last - first) * COLUMN + CARD_WIDTH
            cards[id] = Box(HEAD + first * COLUMN + GAP, _down(y, level), across, CARD_HEIGHT)
        height = max(deep, 1) * (CARD_HEIGHT + GAP) + GAP
        rows[lane.id] = Box(0, y, width, height)
        y += height
    a_row = max(len(columns), 1)
    waiting = tray(document)
    for index, card in enumerate(waiting):
        x = HEAD + index % a_row * COLUMN + GAP
        cards[card.id] = Box(x, _down(y + GAP, index // a_row), CARD_WIDTH, CARD_HEIGHT)
    y += -(-len(waiting) // a_row) * (CARD_HEIGHT + GAP)
    found = Cells(width, y, heads, rows, cards)
    return _mirrored(found) if is_rtl(document.blueprint.language) else found


def _down(y: int, level: int) -> int:
    return y + GAP + level * (CARD_HEIGHT + GAP)


def _stacked(cards: tuple[Card, ...], columns: Mapping[str, int]) -> Iterator[tuple[str, int, int, int]]:
    """Each card with its first and last column and the level at which it lies on no other."""
    taken: set[tuple[int, int]] = set()
    for card in sorted((card for card in cards if card.step in columns), key=lambda card: columns[card.step or ""]):
        first = columns[card.step or ""]
        covered = range(first, max(first, columns.get(card.last_step or "", first)) + 1)
        level = 0
        while any((column, level) in taken for column in covered):
            level += 1
        taken.update((column, level) for column in covered)
        yield card.id, covered[0], covered[-1], level


def _mirrored(found: Cells) -> Cells:
    def turned(boxes: Mapping[str, Box]) -> dict[str, Box]:
        return {id: box._replace(x=found.width - box.x - box.width) for id, box in boxes.items()}

    return found._replace(steps=turned(found.steps), lanes=turned(found.lanes), cards=turned(found.cards))
