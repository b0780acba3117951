"""One object of an agentic-ir file, read field by field: each fault is one line with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from model.errors import KnownError
from model.messages import message
from model.validate import Fault, fault_message

_LONGEST = 60


class Node:
    """An object with its place in the file, such as `lifecycle.phases[0]`. What nobody asks for is left over."""

    def __init__(self, file: str, place: str, plain: Any) -> None:
        self.file, self.place = file, place
        if not isinstance(plain, dict):
            self.refuse("", "object", plain)
        self._plain: Mapping[str, Any] = plain
        self._asked: set[str] = set()

    def refuse(self, key: str, wanted: str, found: Any) -> NoReturn:
        """`KnownError`: what must be here, and what is."""
        shown = repr(found)
        shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + "..."
        why = message(f"readers.agentic.wants.{wanted}", found=shown)
        raise KnownError(fault_message(self.file, Fault(self.at(key), why)))

    def at(self, key: str) -> str:
        """The place of a field."""
        return ".".join(part for part in (self.place, key) if part)

    def _value(self, key: str, needed: bool) -> Any:
        self._asked.add(key)
        value = self._plain.get(key)
        if value is None and needed:
            why = message("readers.agentic.missing", key=key)
            raise KnownError(fault_message(self.file, Fault(self.place, why)))
        return value

    def text(self, key: str, needed: bool = False) -> str:
        """A text; empty where there is none."""
        value = self._value(key, needed)
        if value is None:
            return ""
        return value if isinstance(value, str) else self.refuse(key, "text", value)

    def number(self, key: str) -> int:
        """A whole number, which must be there."""
        value = self._value(key, needed=True)
        return value if type(value) is int else self.refuse(key, "number", value)

    def flag(self, key: str) -> bool:
        """True or false; false where nothing is said."""
        value = self._value(key, needed=False)
        return value if isinstance(value, bool) else False if value is None else self.refuse(key, "flag", value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        value = self._value(key, needed=False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(key, "texts", value)
        return tuple(value)

    def words(self, key: str, needed: bool = False) -> dict[str, str]:
        """One text in several languages."""
        value = self._value(key, needed)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.refuse(key, "words", value)
        return value

    def node(self, key: str, needed: bool = False) -> Node | None:
        """An object within this one."""
        value = self._value(key, needed)
        return None if value is None else Node(self.file, self.at(key), value)

    def nodes(self, key: str, needed: bool = False) -> tuple[Node, ...]:
        """The objects of a list."""
        value = self._value(key, needed)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.refuse(key, "list", value)
        return tuple(Node(self.file, f"{self.at(key)}[{index}]", item) for index, item in enumerate(value))

    def rest(self) -> Iterator[tuple[str, Any]]:
        """The fields that nobody has asked for."""
        for key, value in self._plain.items():
            if key not in self._asked:
                yield key, value
