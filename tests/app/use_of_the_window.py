"""A whole use of the window, for whoever watches from outside: `python -m tests.app.use_of_the_window HOME`.

Opens, edits, undoes, changes views, saves, exports every format, saves under another name and opens again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from exporters import registry
from tests.widgets.window import asked, close, desktop_at, exported, opened, trigger
from widgets.export.offer import Choice, Export

VIEWS = ("zoom_in", "zoom_out", "find", "findings")


def main(home: Path) -> None:
    """Use it from the first window to the last."""
    application = QApplication(["throughline"])
    home.mkdir(parents=True, exist_ok=True)
    with desktop_at(home) as desktop:
        window, small = opened(desktop)
        first, other = home / "first.throughline", home / "other.throughline"
        asked(window).answer(save_path=first)
        small.editor.rename(small.reads, "Read")
        trigger(window, "save")
        small.editor.move_cards([small.reads], small.back, small.first)
        trigger(window, "undo")
        trigger(window, "redo")
        themes = [id for id in window.menus.actions if id.startswith(("theme.", "density."))]
        for view in (*VIEWS, *themes):
            trigger(window, view)
            application.processEvents()
        for exporter in registry.EXPORTERS:
            path = home / f"out.{exporter}"
            asked(window).answer(export=Export(Choice(exporter, {}), path))
            trigger(window, "export")
            exported(window)
            assert path.exists(), exporter
        asked(window).answer(save_path=other)
        trigger(window, "save_as")
        close(window)
        again = desktop.show(desktop.open(first))
        application.processEvents()
        close(again)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
