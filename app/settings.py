"""The user's settings: one small JSON file in the app-data folder. What cannot be read counts as not set."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from model.errors import KnownError
from model.messages import message
from model.store.files import Files, reason

NAME = "settings.json"
RECENT = 10


def default_home() -> Path:
    """The app-data folder: `THROUGHLINE_HOME`, else where the platform keeps such things."""
    named = os.environ.get("THROUGHLINE_HOME")
    if named:
        return Path(named).absolute()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Throughline"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / "Throughline"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "throughline"
    return folder


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered between sessions. `window`, `registers`, `export` and `mappings` (what the columns
    of tables hold, by their headings) are their own texts; `library` is the folder of modules; empty: as is
    usual. `backups`, `money` (whether it stands below the map): empty or `off`.
    """

    recent: tuple[str, ...] = ()
    window: str = ""
    language: str = ""
    theme: str = ""
    density: str = ""
    registers: str = ""
    export: str = ""
    mappings: str = ""
    backups: str = ""
    library: str = ""
    money: str = ""

    def opened(self, path: Path) -> Settings:
        """With a file at the head of the recent ones."""
        name = str(path.absolute())
        return replace(self, recent=(name, *(other for other in self.recent if other != name))[:RECENT])

    def gone(self, path: Path) -> Settings:
        """Without a file among the recent ones."""
        return replace(self, recent=tuple(other for other in self.recent if other != str(path.absolute())))


def load(home: Path) -> Settings:
    """The settings in an app-data folder."""
    try:
        stored = json.loads((home / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    return Settings(
        **{field.name: stored[field.name] for field in fields(Settings) if _fits(field.name, stored)} | _recent(stored)
    )


def _fits(name: str, stored: dict[str, Any]) -> bool:
    return name != "recent" and isinstance(stored.get(name), str)


def _recent(stored: dict[str, Any]) -> dict[str, Any]:
    names = stored.get("recent")
    names = names if isinstance(names, list) else []
    return {"recent": tuple(name for name in names if isinstance(name, str))[:RECENT]}


def save(settings: Settings, home: Path, files: Files | None = None) -> None:
    """Keep the settings, whole or not at all."""
    files = files or Files()
    try:
        files.make_folder(home)
        files.put(home / NAME, json.dumps(asdict(settings), indent=1).encode("utf-8"))
    except OSError as error:
        raise KnownError(message("store.home", folder=str(home), reason=reason(error))) from error
