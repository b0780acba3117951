"""What waits until a window stands: the rest of its map, and what the first act of the person at it needs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

# In pieces that are imported within a few milliseconds each.
_MODULES = ("model.rules", "model.entries.reading", "model.capture", "model.clipboard", "model.modules", "model.editor")
# What is made when first asked for.
_MADE = (attrgetter("workspace.editor"), attrgetter("capture.ahead"))


def readying(canvas: Canvas) -> Iterator[None]:
    """In steps: a window is seen sooner without them, and nobody should wait for them at the first key."""
    yield from canvas.workspace.put_off()
    for name in _MODULES:
        import_module(name)
        yield
    for make in _MADE:
        make(canvas)
        yield
