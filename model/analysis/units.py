"""Units: the silos that owners belong to. Two spellings that differ in case or spaces only are one unit."""

from __future__ import annotations

from model.document import DocumentView
from model.elements import Card
from model.folding import name_key
from model.owners import accountable
from model.registers import Owner


class Units:
    """The units of a document, each under its first spelling in the register of owners."""

    def __init__(self, document: DocumentView) -> None:
        self._document = document
        self._known: dict[str, str] = {}
        self._spelt: dict[str, str] = {}
        for owner in document.where(Owner):
            self._spelt.setdefault(name_key(owner.unit), " ".join(owner.unit.split()))

    def of(self, card: Card) -> str:
        """The unit of the accountable owner of a card; empty where owner or unit is not known."""
        found = self._known.get(card.id)
        if found is None:
            owner = accountable(self._document, card)
            found = self._known[card.id] = "" if owner is None else self._spelt[name_key(owner.unit)]
        return found
