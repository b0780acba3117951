"""The blueprint as a picture for other programs, on the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters import base, registry
from model.analysis.views import filtered
from model.messages import message
from model.printing import light_drawing, stage_called
from widgets.progress import Cancelled, run_beside
from widgets.sharing import put_picture

if TYPE_CHECKING:
    from app.window import DocumentWindow


class ShareActs:
    """What goes out of one window by the clipboard as a picture."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window

    def copy_picture(self) -> None:
        """Put the map on the clipboard as SVG and PNG: what a view shows of it, or the stage in focus alone."""
        window = self._window
        window.main.finish()
        whole, seen, stage = window.session.document.frozen(), window.workspace.seen, window.view.focused
        context = window.desktop.context
        document = whole if seen is None else filtered(whole, seen)

        def work() -> bytes:
            return base.run(registry.exporter("svg"), document, context, {"stage": stage}).data

        def act() -> None:
            busy = message("window.share.busy")
            try:
                svg = run_beside(work, busy, window.texts, window.main)
            except Cancelled:
                return
            drawing, fonts = light_drawing(document, context.today(), stage_called(document, stage))
            width, height = put_picture(drawing, fonts, window.workspace.picture, svg)
            window.main.say(message("window.said.copied_picture", width=width, height=height))

        window.file.guarded(act)
