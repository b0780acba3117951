"""How fast a window is: an overlay for whoever wants to know what a real window does, and its figures in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.writing import write_file
from model.messages import message

if TYPE_CHECKING:
    from app.window import DocumentWindow
    from widgets.speed import SpeedOverlay

SUFFIX = ".csv"


class SpeedActs:
    """What is measured in one window."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self.overlay: SpeedOverlay | None = None

    def show(self) -> None:
        """Measure, and say it over the map; or no longer."""
        if self.overlay is not None:
            self.release()
            return
        from widgets.speed import SpeedOverlay

        self.overlay = SpeedOverlay(self._window.main.canvas)
        self._window.menus.began.connect(self.overlay.pulses.note)

    def keep(self) -> None:
        """Write what was measured to a file, a line for each frame and each late turn of the event loop."""
        window, overlay = self._window, self.overlay
        if overlay is None:
            window.main.say(message("speed.first"))
            return
        from widgets.pulse import as_csv

        taken = as_csv(overlay.pulses.taken)
        filters = {window.texts("speed.file_kind"): (SUFFIX,)}
        path = window.ask.save_path(message("speed.keep"), str(window.file.folder / f"speed{SUFFIX}"), filters)
        if path is not None and window.file.guarded(lambda: write_file(path, taken.encode())):
            window.main.say(message("speed.kept", name=str(path)))

    def release(self) -> None:
        """The map goes, and with it what is measured of it."""
        if self.overlay is not None:
            self._window.menus.began.disconnect(self.overlay.pulses.note)
            self.overlay.let_go()
            self.overlay = None
