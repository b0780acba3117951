"""Running what other programs are made of: packages of npm in node, found in the folders of NODE_PATH."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def package(file: str) -> Path:
    """A file of a package; where it is not to be had, the test is skipped."""
    for folder in filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)):
        if (Path(folder) / file).is_file():
            return Path(folder) / file
    pytest.skip(f"needs {file.split('/dist')[0]} in a folder of NODE_PATH")


def browser() -> str:
    """Chromium; where there is none, the test is skipped."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or pytest.skip("needs Chromium")


def run(script: str, *arguments: str | Path) -> Any:
    """What a script beside this file prints as JSON."""
    node = shutil.which("node") or pytest.skip("needs node")
    command = [node, str(Path(__file__).with_name(script)), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
