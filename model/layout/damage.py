"""What a device must paint anew after an edit."""

from __future__ import annotations

from model.layout.drawing import Box
from model.named import NamedTuple


class Damage(NamedTuple):
    """What a device must paint anew: everything, or these boxes; `ids` are the cards and links that look different.

    `shifted`: also all that lies lower than this, heads and legend too; links that come from there may differ above.
    """

    boxes: tuple[Box, ...]
    everything: bool
    ids: frozenset[str] = frozenset()
    shifted: float | None = None


EVERYTHING = Damage((), True)
