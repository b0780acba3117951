"""Which columns of the registers are shown, and how wide: as the person left them."""

from __future__ import annotations

import json
from typing import Any

from model.entries.columns import Column, Register

# How wide a letter is beside its height, and the air of a cell (px).
LETTER = 0.57
_AIR = 18
# The first column names the entry, and is never narrower than so many letters at first.
_FIRST = 28
_USUAL_SIZE = 13
_NARROWEST, _WIDEST = 24, 1200


class Columns:
    """`text` keeps it between sessions; what cannot be read of it is passed over."""

    def __init__(self) -> None:
        self._seen: dict[str, bool] = {}
        self._widths: dict[str, int] = {}

    def restore(self, text: str) -> None:
        """Take what was kept."""
        try:
            stored = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            stored = {}
        if isinstance(stored, dict):
            self._seen = _only(stored.get("seen"), bool)
            self._widths = _only(stored.get("widths"), int)

    @property
    def text(self) -> str:
        """All that differs from what is usual."""
        return json.dumps({"seen": self._seen, "widths": self._widths}) if self._seen or self._widths else ""

    def seen(self, register: Register, column: Column) -> bool:
        """Whether a column is shown; the first always is."""
        if column is register.columns[0]:
            return True
        return self._seen.get(_key(register, column), column.shown)

    def keep_seen(self, register: Register, column: Column, seen: bool) -> None:
        """Show or hide a column from now on."""
        self._seen[_key(register, column)] = seen

    def width(self, register: Register, column: Column, heading: str, size: int) -> int:
        """How wide a column is (px) where text is of a size: usually so that its heading can be read."""
        kept = self._widths.get(_key(register, column))
        first = _FIRST if column is register.columns[0] and not register.by else 0
        usual = round(max(column.wide, len(heading), first) * LETTER * size) + _AIR
        return usual if kept is None else min(max(kept * size // _USUAL_SIZE, _NARROWEST), _WIDEST)

    def keep_width(self, register: Register, column: Column, width: int, size: int) -> None:
        """Show a column so wide from now on."""
        self._widths[_key(register, column)] = width * _USUAL_SIZE // size


def _key(register: Register, column: Column) -> str:
    return f"{register.name}.{column.name}"


def _only(stored: Any, kind: type) -> dict[str, Any]:
    found = stored if isinstance(stored, dict) else {}
    return {name: value for name, value in found.items() if isinstance(name, str) and type(value) is kind}
