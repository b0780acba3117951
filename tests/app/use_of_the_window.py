"""A whole use of the window, for whoever watches from outside: `python -m tests.app.use_of_the_window HOME`.

Opens, edits, undoes, changes views, saves, exports every format, saves under another name, imports, merges, reads a
folder, keeps a version, browses backups, protects, presents, and opens again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.window import DocumentWindow
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
        bring_in(window, home / "out.csv", first)
        keep_and_protect(window)
        close(window)
        again = desktop.show(desktop.open(first))
        application.processEvents()
        close(again)


def bring_in(window: DocumentWindow, table: Path, copy: Path) -> None:
    """Read a table as a new document, merge a copy, read a folder of blueprints."""
    asked(window).answer(open_path=table)
    asked(window).answer(open_path=copy, confirm=True)
    asked(window).answer(open_path=copy, folder=copy.parent)
    trigger(window, "import")
    trigger(window, "merge")
    trigger(window, "portfolio")


def keep_and_protect(window: DocumentWindow) -> None:
    """Keep a version, look through the backups, protect the document with a passphrase."""
    asked(window).answer(keep_version=("Before", ""), versions=("", -1), new_passphrase="open sesame")
    for act in ("version.keep", "versions", "backups.browse", "review", "present", "protect"):
        trigger(window, act)
        QApplication.processEvents()
    if window.view.presenter is not None:
        window.view.presenter.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
