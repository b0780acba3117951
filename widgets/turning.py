"""Turning to another view of a document: found out and laid out in slices, and shown once all that is seen is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject

from model.analysis.views import Projection
from model.document import DocumentView
from model.keeping import SavedView, ViewMode
from model.layout.compose import Composer
from widgets.idle import Idle

# Lays out a part of the document in steps.
Lay = Callable[[DocumentView], Composer]
# Is told a view, what it leaves, and how that lies where the rest is hidden.
Turned = Callable[[SavedView, Projection, Composer | None], None]


class Turning(QObject):
    """`wanted`: the view that is being turned to, or None."""

    def __init__(self, whole: DocumentView, lay: Lay, turned: Turned) -> None:
        super().__init__()
        self.wanted: SavedView | None = None
        self._whole, self._lay, self._turned = whole, lay, turned
        self._known: Projection | None = None
        self._found: tuple[Projection, Composer | None] | None = None
        self._idle = Idle(self._steps, self)
        self._idle.done.connect(self._done)

    def turn(self, view: SavedView, known: Projection | None) -> None:
        """Turn to a view, and to none other; `known`: what it leaves, where that is known."""
        self.wanted, self._known = view, known
        self._idle.restart()

    def begin_anew(self) -> None:
        """The document or its looks have changed meanwhile."""
        if self.wanted is not None:
            self._idle.restart()

    def stop(self) -> None:
        """Turn to nothing."""
        self.wanted = self._known = self._found = None
        self._idle.stop()

    def _steps(self) -> Iterator[None]:
        view = self.wanted
        assert view is not None
        projection, composer = self._known, None
        if projection is None:
            projection = Projection(self._whole, view, at_once=False)
            yield from projection.taking()
        if view.mode is ViewMode.HIDE:
            composer = self._lay(projection.part)
            while not composer.begun:
                composer.step()
                yield
        self._found = projection, composer

    def _done(self) -> None:
        view, found = self.wanted, self._found
        self.stop()
        if view is not None and found is not None:
            self._turned(view, *found)
