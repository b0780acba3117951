"""`throughline [FILE]`: the window."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from app import guard, settings
from app.commands.call import Call
from model.context import Context
from model.errors import KnownError
from model.messages import message


def run(call: Call) -> int:
    """Open the window on a file, or on a new document."""
    return show(call, call.file if call.operands else None)


def has_display() -> bool:
    """Whether a window can be shown here."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def show(call: Call, file: Path | None, sample: str | None = None) -> int:
    """The window, imported only here: `app.gui.main(context, file, sample)`."""
    if not has_display():
        raise KnownError(message("cli.error.no_display"))
    guard.check_qt()
    # A window is much that is made and nothing that is rubbish; it is looked for once there is one (`app.rubbish`).
    gc.disable()
    return int(import_module("app.gui").main(_context(call), file, sample))


def _context(call: Call) -> Context:
    """The context of the window: in the language given, else in the one kept in the settings, else the system's."""
    kept = "" if call.has("locale") else settings.load(settings.default_home()).language
    return replace(call.context, locale=kept) if kept else call.context
