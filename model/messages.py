"""What the program says, as data: an id and parameters, made into words only at the edge (`model.texts`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Union

Value = Union[str, int, Decimal, date, "Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be: the id of a catalogue entry, and its parameters in a fixed order.

    A parameter that is itself a Message is rendered first; numbers and dates are formatted by the locale.
    """

    id: str
    parameters: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        inside = ", ".join(f"{name}={value}" for name, value in self.parameters)
        return f"{self.id}({inside})"

    def on_one_line(self) -> Message:
        """The same with no line break in what it names: the name of a file and a cell of a table may have some."""
        return Message(self.id, tuple((name, _on_one_line(value)) for name, value in self.parameters))


def message(id: str, /, **parameters: Value) -> Message:
    """A Message with its parameters given by name."""
    return Message(id, tuple(sorted(parameters.items())))


def _on_one_line(value: Value) -> Value:
    if isinstance(value, Message):
        return value.on_one_line()
    return " ".join(value.splitlines()) if isinstance(value, str) else value
