"""Makes `manual.md`, `glossary.md` and `checks.md` from the program itself: `python docs/make_manual.py`."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent


def pages() -> dict[str, str]:
    """The pages by file name."""
    from app.actions import ACTIONS
    from app.checks_page import page
    from app.reference import glossary, manual
    from model.texts import Texts

    texts = Texts()
    return {"manual.md": manual(ACTIONS, texts), "glossary.md": glossary(texts), "checks.md": page(texts)}


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
