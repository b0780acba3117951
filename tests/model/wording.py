"""What tests of register entries share."""

from __future__ import annotations

from model.entries.columns import REGISTERS, Column, Register
from model.entries.listing import Listing
from model.entries.words import Words
from model.texts import Texts
from tests.model.builders import Grid

EVERY: tuple[Register, ...] = (*REGISTERS, *(each.details for each in REGISTERS if each.details is not None))


def words(grid: Grid, name: str, master: str | None = None) -> Words:
    register = next(each for each in EVERY if each.name == name)
    return Words(grid.document, Texts(), register, master)


def column(of: Words, name: str) -> Column:
    return next(each for each in of.register.columns if each.name == name)


def names(of: Listing) -> list[str]:
    found = (of.words.document.find(id) for id in of.ids)
    return [getattr(row, "name", "") for row in found]
