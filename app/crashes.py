"""What went wrong in the program, kept on this computer: kinds of error and places in the code, no text of a document.

The text of an error may quote the document, and so may the values in a frame: neither is kept. No Qt.
"""

from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from model.store.files import Files
from model.store.schema import WRITTEN_BY

NEWEST = 10
_DEEPEST = 60
_ROOT = Path(__file__).resolve().parent.parent


def describe(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, now: datetime) -> str:
    """A report of an error: versions, kinds and places."""
    import platform

    lines = [WRITTEN_BY, f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"]
    lines += [now.isoformat(timespec="seconds"), ""]
    seen: set[int] = set()
    while True:
        lines += [f"{kind.__module__}.{kind.__qualname__}", *_places(trace), ""]
        seen.add(id(error))
        error = None if error is None else error.__cause__ or error.__context__
        if error is None or id(error) in seen:
            return "\n".join(lines)
        kind, trace = type(error), error.__traceback__


def keep(home: Path, report: str, now: datetime, files: Files) -> Path | None:
    """Keep a report, and the newest others; None where the disk refuses."""
    folder = home / "crashes"
    try:
        files.make_folder(folder)
        path = folder / f"{now:%Y-%m-%d-%H%M%S.%f}.txt"
        files.put(path, report.encode("utf-8", "backslashreplace"))
    except OSError:
        return None
    # A clock may have been set back since the newest of them.
    for old in [other for other in kept(home) if other != path][NEWEST - 1 :]:
        with suppress(OSError):
            files.remove(old)
    return path


def kept(home: Path) -> list[Path]:
    """The reports, the newest first."""
    return sorted((home / "crashes").glob("[0-9]*.txt"), reverse=True)


def latest(home: Path) -> str:
    """The newest report that can be read; empty: there is none."""
    for path in kept(home):
        with suppress(OSError):
            return path.read_text(encoding="utf-8", errors="replace")
    return ""


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)[-_DEEPEST:]
    return [f"    {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _place(name: str) -> str:
    """Where code lies: ours from our folder on, another's by its last two names, so that no home folder is told."""
    path = Path(name)
    if path.is_relative_to(_ROOT) and ".venv" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    return "/".join(path.parts[-2:])
