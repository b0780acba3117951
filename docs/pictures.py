"""Makes the pictures in this folder with the program itself: `python docs/pictures.py` (no display needed)."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

DAY = date(2026, 11, 23)
SIZE = (1680, 1050)


def window(sample: str, file: Path) -> None:
    """The window on a sample, as it opens."""
    from PySide6.QtWidgets import QApplication

    from app.gui import Desktop, application
    from model.context import fixed_context

    application()
    with tempfile.TemporaryDirectory() as home:
        desktop = Desktop(fixed_context(DAY, "Ada"), Path(home))
        shown = desktop.show(desktop.sample(sample))
        shown.main.resize(*SIZE)
        for _ in range(20):
            QApplication.processEvents()
        shown.main.grab().save(str(file))
        shown.main.close()


if __name__ == "__main__":
    window("permit", HERE / "window.png")
