"""Order keys for rows that come between their siblings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.commands.draft import Draft
from model.ids import is_order, spread
from model.record import Record


def keys_at(draft: Draft, siblings: Sequence[Record], position: int, count: int = 1) -> list[str]:
    """`count` rising order keys at a position among siblings in order.

    Where the neighbours leave no room (equal keys after a merge, or none at all) the siblings get new keys too.
    """
    low = siblings[position - 1].order if position > 0 else None
    high = siblings[position].order if position < len(siblings) else None
    sound = all(key is None or is_order(key) for key in (low, high))
    if sound and (low is None or high is None or low < high):
        return spread(count, low, high)
    keys = spread(len(siblings) + count)
    for sibling, key in zip(siblings, keys[:position] + keys[position + count :], strict=True):
        draft.put(replace(sibling, order=key))
    return keys[position : position + count]


def position_before(siblings: Sequence[Record], before: str | None) -> int:
    """Where a row comes that goes before another; None or a stranger: at the end."""
    return next((place for place, row in enumerate(siblings) if row.id == before), len(siblings))
