"""The map in words, for those who hear it: what a card, cell, head or link is called, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from model import grid
from model.document import DocumentView
from model.elements import Card, CardChannel, CardKind, CardSystem, Lane, Link, Stage, Step
from model.grounding import is_assumed
from model.messages import message
from model.owners import accountable
from model.record import Record
from model.registers import Channel, System
from model.texts import Texts
from widgets.selection import Cell

# An element by its id, or a cell.
Key = str | Cell


class Spoken:
    """Names and descriptions of one document's parts, in the user's language."""

    def __init__(self, document: DocumentView, texts: Texts) -> None:
        self._document = document
        self._texts = texts
        self.pause = texts("window.spoken.pause")

    def name(self, key: Key) -> str:
        """What a part is called: its words; of a cell, how much it holds."""
        texts = self._texts
        if isinstance(key, tuple):
            return texts("window.spoken.cell", n=len(grid.cell(self._document, *key)))
        row = self._document.find(key)
        if isinstance(row, Link):
            kind = texts(f"window.choice.LinkKind.{row.kind.value}")
            ends = {"one": self._title(row.source), "other": self._title(row.target)}
            return texts("window.spoken.link", kind=kind, **ends)
        if isinstance(row, Card) and row.kind is not CardKind.ACTION:
            kind = texts(f"window.choice.CardKind.{row.kind.value}")
            return texts("window.spoken.kind", kind=kind, title=self._title(key))
        return self._title(key)

    def description(self, key: Key) -> str:
        """Where a part stands, and what else is to be known of it."""
        row = None if isinstance(key, tuple) else self._document.find(key)
        if isinstance(key, tuple):
            parts = [self.place(key)]
        elif isinstance(row, Card):
            parts = self._card(row)
        elif isinstance(row, Link):
            parts = [row.label]
        elif isinstance(row, Lane):
            role = self._texts(f"window.choice.Role.{row.role.value}")
            parts = [self._texts("window.spoken.lane", role=role, **self._nth(grid.lanes(self._document), key))]
        elif isinstance(row, Step):
            nth = self._nth(grid.steps(self._document), key)
            parts = [self._texts("window.spoken.step", stage=self._title(row.stage), **nth)]
        elif isinstance(row, Stage):
            parts = [self._texts("window.spoken.stage", **self._nth(grid.stages(self._document), key))]
        else:
            parts = []
        return self.pause.join(part for part in parts if part)

    def place(self, cell: Cell) -> str:
        """Where a cell stands in the grid."""
        lane, step = cell
        row, column = self._nth(grid.lanes(self._document), lane), self._nth(grid.steps(self._document), step)
        return self._texts(
            "window.spoken.place",
            lane=self._title(lane),
            step=self._title(step),
            row=row["number"],
            rows=row["of"],
            column=column["number"],
            columns=column["of"],
        )

    def moved_many(self, count: int) -> str:
        """That many parts have come to be elsewhere."""
        return self._texts("window.spoken.moved_many", n=count)

    def moved(self, row: Record) -> str:
        """Where a card or a head has come to be."""
        if not isinstance(row, Card):
            return self._texts("window.spoken.moved", title=self._title(row.id), place=self.description(row.id))
        if row.lane is None or row.step is None:
            return self._texts("window.spoken.to_tray", title=self._title(row.id))
        return self._texts("window.spoken.moved", title=self._title(row.id), place=self.place((row.lane, row.step)))

    def _card(self, card: Card) -> list[str]:
        texts, document = self._texts, self._document
        if card.lane is None or card.step is None:
            return [texts("window.outline.tray")]
        nth = self._nth(grid.cell(document, card.lane, card.step), card.id)
        parts = [self.place((card.lane, card.step)), texts("window.spoken.card", **nth)]
        parts += [texts(f"window.choice.Mark.{mark.value}") for mark in card.marks]
        owner = accountable(document, card)
        systems = [document.need(System, use.system).name for use in document.where(CardSystem, card=card.id)]
        channels = [document.need(Channel, use.channel).name for use in document.where(CardChannel, card=card.id)]
        leads = [self._title(link.target) for link in document.where(Link, source=card.id)]
        comes = [self._title(link.source) for link in document.where(Link, target=card.id)]
        parts += [
            *self._list("owner", [] if owner is None else [owner.name]),
            *self._list("systems", systems),
            *self._list("channels", channels),
            texts("window.choice.Grounding.assumed") if is_assumed(card) else "",
            *self._list("leads", leads),
            *self._list("comes", comes),
        ]
        return parts

    def _list(self, what: str, names: Iterable[str]) -> list[str]:
        said = ", ".join(names)
        return [self._texts(f"window.spoken.{what}", names=said)] if said else []

    def _nth(self, rows: Iterable[Lane | Step | Stage | Card], id: str) -> dict[str, int]:
        order = [row.id for row in rows]
        return {"number": order.index(id) + 1 if id in order else 0, "of": len(order)}

    def _title(self, id: str) -> str:
        title = getattr(self._document.find(id), "title", "") or self._texts(message("window.outline.untitled"))
        return str(title).replace("\n", " ")
