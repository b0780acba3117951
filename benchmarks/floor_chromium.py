"""The poster by Chromium, for comparison: our own SVG printed without a window, on paper of the same size."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from subprocess import DEVNULL

from benchmarks.timing import once

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Seconds after which it is stopped.
LONGEST = 180.0
# No address is found and no proxy answers: what it prints comes from the file alone.
_ALONE = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--disable-background-networking")
_HOW = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer", *_ALONE)
_PAGE = """<!doctype html><meta charset="utf-8"><style>@page{{size:{width:.2f}pt {height:.2f}pt;margin:0}}
body{{margin:0}}svg{{display:block;width:{width:.2f}pt;height:{height:.2f}pt}}</style>{svg}"""


def chromium_here() -> str:
    """Where Chromium is; empty where there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), "")


def chromium_print(browser: str, svg: str, width: float, height: float, folder: Path) -> tuple[float, bool]:
    """The milliseconds of a print on a page of a size in points, its start included; whether it came to an end."""
    page, printed = folder / "poster.html", folder / "chromium.pdf"
    page.write_text(_PAGE.format(width=width, height=height, svg=svg[svg.index("<svg") :]), encoding="utf-8")
    printed.unlink(missing_ok=True)
    command = [browser, *_HOW, f"--user-data-dir={folder / 'chromium'}", f"--print-to-pdf={printed}", page.as_uri()]

    def act() -> None:
        try:
            subprocess.run(command, check=False, stdout=DEVNULL, stderr=DEVNULL, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            printed.unlink(missing_ok=True)

    taken = once(act)
    return taken, printed.is_file()
