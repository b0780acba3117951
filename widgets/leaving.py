"""What is needed no more leaves in idle moments: a hundred thousand objects that go at once hold the window up."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject

from widgets.idle import Idle


class Leaving:
    """Takes things apart bit by bit. Each is given as the steps of that, which alone still know it."""

    def __init__(self, parent: QObject) -> None:
        self._left: deque[Iterator[None]] = deque()
        self._idle = Idle(self._steps, parent)

    @property
    def busy(self) -> bool:
        """Whether something has not gone yet."""
        return bool(self._left)

    def take(self, steps: Iterator[None]) -> None:
        """These steps are done when there is time."""
        self._left.append(steps)
        self._idle.begin()

    def _steps(self) -> Iterator[None]:
        while self._left:
            yield from self._left[0]
            self._left.popleft()
