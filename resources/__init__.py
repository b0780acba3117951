"""Package data: fonts, icons, themes, templates, samples and translations."""

from __future__ import annotations

from pathlib import Path


def path(*parts: str) -> Path:
    """Path of a file or folder that ships with the program, e.g. `path("fonts", "OFL.txt")`."""
    return Path(__file__).parent.joinpath(*parts)
