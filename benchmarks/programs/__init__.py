"""Programs of others that tests and benchmarks drive: where `.ci/consumers` puts them, and how they are run.

They lie outside the repository and may be missing: what asks for one that is not here gets an `Absent` that says how
to get it.
"""

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

FOLDER = Path(os.environ.get("THROUGHLINE_CONSUMERS") or Path.home() / ".cache" / "throughline-consumers")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Absent(Exception):
    """A program that is not on this machine, and how to get it."""


def package(name: str) -> Path:
    """The folder of an npm package."""
    folder = FOLDER / "node_modules" / name
    if shutil.which("node") is None or not folder.is_dir():
        raise Absent(f"{name} is not here: install Node and npm, then `make peers`")
    return folder


def browser() -> str:
    """The browser's program."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise Absent("Chromium is not here: install it (on Debian and Ubuntu: apt install chromium)")
    return found


def drawio_app() -> Path:
    """The folder of the draw.io program."""
    folder = FOLDER / "drawio"
    if not (folder / "index.html").is_file():
        raise Absent("draw.io is not here: `make peers`")
    return folder


def orange_python() -> Path:
    """The Python of the environment that orange-canvas-core has to itself."""
    python = FOLDER / "orange" / "bin" / "python"
    if not python.is_file():
        raise Absent("orange-canvas-core is not here: `make peers`")
    return python


def run_node(script: Path, job: dict[str, Any], folder: Path, timeout: float = 240) -> Any:
    """What a script makes of a job, both JSON, by way of files in a folder."""
    given, made = folder / "job.json", folder / "made.json"
    given.write_text(json.dumps(job), encoding="utf-8")
    done = subprocess.run(
        ["node", str(script), str(given), str(made)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, "CONSUMERS": str(FOLDER)},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{script.name}: {done.stderr[-3000:]}")
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
