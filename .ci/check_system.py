"""Say which system package Qt lacks here, in one line, before a test run ends in something less clear."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.guard import check_qt
from model.errors import KnownError
from model.texts import Texts


def main() -> int:
    """0 where Qt loads, else 2."""
    try:
        check_qt()
    except KnownError as error:
        sys.stderr.write(Texts()(error.message) + "\n")
        return 2
    return 0


sys.exit(main())
