"""A sketch of a map by names, for fixtures worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from model.document import Document
from model.elements import CardSystem, LinkKind, Role
from model.registers import Owner, System
from tests.model.builders import Grid, a_grid

EVIDENCE, CUSTOMER, FRONT, BACK, SUPPORT, MOOD = range(6)
ROLES = (Role.EVIDENCE, Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT, Role.EMOTION)


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


class Sketch:
    """A grid with one lane a band; cards, owners and systems are known by their names."""

    def __init__(self, *stages: int, **blueprint: Any) -> None:
        self.grid: Grid = a_grid(stages or (2, 2), ROLES, **blueprint)
        self.editor = self.grid.editor
        self.ids: dict[str, str] = {}

    @property
    def document(self) -> Document:
        """The document."""
        return self.editor.document

    def card(self, name: str, lane: int, step: int = 0, **fields: Any) -> str:
        """A card in a cell; `owner` by its name."""
        if "owner" in fields:
            fields["owner"] = self.ids[fields["owner"]]
        self.ids[name] = self.editor.add_card(self.grid.lanes[lane], self.grid.steps[step], name, **fields)
        return self.ids[name]

    def owner(self, name: str, unit: str = "", **fields: Any) -> str:
        """An owner."""
        self.ids[name] = self.editor.add(Owner, name=name, unit=unit, **fields)
        return self.ids[name]

    def system(self, name: str, *essential: str, helps: tuple[str, ...] = (), **fields: Any) -> str:
        """A system and the cards that use it."""
        self.ids[name] = self.editor.add(System, name=name, **fields)
        for card in (*essential, *helps):
            use = {"card": self.ids[card], "system": self.ids[name]}
            self.editor.add(CardSystem, essential=card in essential, **use)
        return self.ids[name]

    def link(self, source: str, kind: LinkKind | str, target: str, **fields: Any) -> str:
        """A link between two cards."""
        made = self.editor.add_link(self.ids[source], self.ids[target], LinkKind(kind))
        if fields:
            self.editor.edit(made, **fields)
        return made

    def named(self, ids: Any) -> list[str]:
        """The names of ids, in their order."""
        names = {id: name for name, id in self.ids.items()}
        return [names.get(id, id) for id in ids]
