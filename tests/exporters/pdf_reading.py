"""Reading a PDF back with tools that are not ours; a test is skipped where its tool is not installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image


def tool(name: str, *arguments: str, data: bytes, folder: Path) -> str:
    """What a PDF tool says of a file, which stands for FILE among its arguments."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    file = folder / "made.pdf"
    file.write_bytes(data)
    places = [str(file) if argument == "FILE" else argument for argument in arguments]
    done = subprocess.run([name, *places], capture_output=True, check=True, timeout=120)
    return done.stdout.decode("utf-8", "replace")


def pictures(data: bytes, folder: Path, resolution: float) -> list[Image.Image]:
    """The pages as pictures, at pixels an inch."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    (folder / "made.pdf").write_bytes(data)
    for old in folder.glob("page-*.ppm"):
        old.unlink()
    command = ["pdftoppm", "-r", f"{resolution:g}", str(folder / "made.pdf"), str(folder / "page")]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return [Image.open(file).convert("RGB") for file in sorted(folder.glob("page-*.ppm"))]
