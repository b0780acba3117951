"""Finds and runs the programs that open what we write; a test that lacks one is skipped with the reason."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("THROUGHLINE_CONSUMERS") or Path.home() / ".cache" / "throughline-consumers")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def package(name: str) -> Path:
    """The folder of an npm package."""
    folder = FOLDER / "node_modules" / name
    if shutil.which("node") is None or not folder.is_dir():
        pytest.skip(f"{name} is not there: run .ci/consumers")
    return folder


def browser() -> str:
    """The browser's program."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    return found


def drawio_app() -> Path:
    """The folder of the draw.io program."""
    folder = FOLDER / "drawio"
    if not (folder / "index.html").is_file():
        pytest.skip("draw.io is not there: run .ci/consumers")
    return folder


def run_node(script: str, job: dict[str, Any], folder: Path) -> Any:
    """What a script of this folder makes of a job, both JSON."""
    given, made = folder / "job.json", folder / "made.json"
    given.write_text(json.dumps(job), encoding="utf-8")
    done = subprocess.run(
        ["node", str(HERE / script), str(given), str(made)],
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "CONSUMERS": str(FOLDER)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(made.read_text(encoding="utf-8"))


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
