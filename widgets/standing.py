"""Where another thread stands, asked in a single call of C.

A frame that is held for longer keeps what is in it alive, and lets go of it in the thread that asked: a painter would
not end with its painting, a widget would go in another thread than the windows'.
"""

from __future__ import annotations

import sys
from operator import attrgetter, itemgetter
from typing import Any


class Standing:
    """`attributes`: what is wanted of the innermost frame of a thread, none of which may be the frame or its locals."""

    def __init__(self, thread: int | None, *attributes: str) -> None:
        self._asked = map(attrgetter(*attributes), map(itemgetter(thread), iter(sys._current_frames, None)))

    def __call__(self) -> Any:
        return next(self._asked)
