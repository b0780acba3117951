"""Patterns that nobody may need."""

from __future__ import annotations

import re
from typing import Any


class Late:
    """A pattern that is compiled when first used: that takes longer than most of what patterns are asked."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """A method of the pattern; asked for once."""
        found = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, found)
        return found
