"""`throughline --version`."""

from __future__ import annotations

from importlib import metadata

PROGRAM = "throughline"


def version() -> str:
    """Name and version of the program; the name alone where it runs without being installed."""
    try:
        return f"{PROGRAM} {metadata.version(PROGRAM)}"
    except metadata.PackageNotFoundError:
        return PROGRAM
