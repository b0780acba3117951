"""Ids for what stands in a file and is no record."""

from __future__ import annotations

from collections.abc import Iterable


class FreshIds:
    """Gives each wish an id that nothing else has."""

    def __init__(self, *taken: Iterable[str]) -> None:
        self._taken = {id for ids in taken for id in ids}

    def __call__(self, wanted: str) -> str:
        """The id wished for, or the nearest to it that is free."""
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted
