"""Who asks for what takes a moment gets the keyboard there with it, unless they have gone on meanwhile."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

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
        # A panel may float in a window of its own; while another program has the keyboard, ours remembers who had it.
        keyboard = QApplication.focusWidget() or self._canvas.window().focusWidget()
        return keyboard, selection.ids, selection.cell, workspace.document.revision
