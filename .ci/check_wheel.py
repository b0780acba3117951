"""The wheel holds exactly our five packages, with the data they read and nothing that a tool left behind."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"app", "widgets", "model", "exporters", "resources"}


def faults(names: set[str]) -> list[str]:
    """What is wrong with a wheel of these entries."""
    found = []
    tops = {PurePosixPath(name).parts[0] for name in names}
    packages = {top for top in tops if not top.endswith(".dist-info")}
    if packages != PACKAGES:
        found.append(f"top-level names are {sorted(packages)}, not {sorted(PACKAGES)}")
    found += [f"left behind: {name}" for name in sorted(names) if "__pycache__" in name]
    found += [f"not in the wheel: {name}" for name in sorted(sources() - names)]
    return found


def sources() -> set[str]:
    """Every file of the five packages in the tree."""
    return {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    }


def main() -> int:
    """0 for a sound wheel; else each fault on a line."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        names = {name for name in wheel.namelist() if not name.endswith("/")}
    found = faults(names)
    for fault in found:
        sys.stderr.write(fault + "\n")
    if not found:
        sys.stdout.write(f"{len(names)} files; top-level names: {' '.join(sorted(PACKAGES))}\n")
    return 1 if found else 0


sys.exit(main())
