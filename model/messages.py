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


def message(id: str, /, **parameters: Value) -> Message:
    """A Message with its parameters given by name."""
    return Message(id, tuple(sorted(parameters.items())))
