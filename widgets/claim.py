"""Who asks for what takes a moment gets the keyboard there with it, unless they have gone on meanwhile."""

from __future__ import annotations

from widgets.canvas.canvas import Canvas


class Claim:
    """Made as something is asked for; `holds` while nobody types, chooses, edits or goes elsewhere."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._then = self._now()

    @property
    def holds(self) -> bool:
        """Whether the person still waits for it."""
        return not self._canvas.inline.active and self._now() == self._then

    def _now(self) -> tuple[object, ...]:
        workspace = self._canvas.workspace
        selection = workspace.selection
        return self._canvas.window().focusWidget(), selection.ids, selection.cell, workspace.document.revision
