"""From a sketch to the records of a blueprint: ids, order keys, and what no longer has what it belonged to."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from exporters.readers.base import Entry, derived_id
from exporters.readers.common.lane_bands import lane_roles
from exporters.readers.common.sketch import DrawnCard, Own, Sketch
from exporters.readers.limits import MOST_CARDS
from model.document import Document, DocumentView
from model.elements import Blueprint, Card, Lane, Link, Role, Stage, Step
from model.errors import KnownError
from model.grid import lanes as grid_lanes
from model.ids import between, is_order, last_order, spread
from model.kinds import kind_of
from model.messages import message
from model.record import Record
from model.tables import usual_kind
from model.validate import require

_UNKNOWN = "x-data"


def rows_of(sketch: Sketch, into: DocumentView | None) -> tuple[Record, ...]:
    """The records of a sketch, sound as one document, or `KnownError`."""
    if len(sketch.cards) > MOST_CARDS:
        raise KnownError(message("readers.csv.too_many_cards", file=str(sketch.source), most=MOST_CARDS))
    builder = _Builder(sketch, into)
    rows = [_as_before(row, into) for row in _settled(builder.rows(), sketch.left_out)]
    check = rows if into is None else (*rows, *((into.blueprint,) if sketch.own is None else ()))
    require(str(sketch.source), check)
    return tuple(rows)


def _as_before(row: Record, into: DocumentView | None) -> Record:
    """A row that the open document has from an earlier reading keeps its place among the document's own."""
    if into is None or not isinstance(row, (Stage, Lane, Link)):
        return row
    before = into.find(row.id)
    return replace(row, order=before.order) if type(before) is type(row) else row


class _Builder:
    """Makes the records in the order that they refer to one another."""

    def __init__(self, sketch: Sketch, into: DocumentView | None) -> None:
        self._sketch = sketch
        self._into = into
        self._roles = lane_roles(sketch)

    def rows(self) -> list[Record]:
        """All records."""
        blueprint = self._blueprint()
        stages = self._stages()
        steps = self._steps(stages)
        lanes = self._lanes()
        cards = self._cards(lanes, steps)
        links = self._links(cards)
        found: list[Record] = [*blueprint, *stages, *(step for step in steps if step is not None)]
        found += [lane for lane in lanes if lane is not None]
        return [*found, *cards, *links, *self._sketch.rest]

    def _id(self, prefix: str, key: str, own: Own | None) -> str:
        return own.id if own is not None else derived_id(prefix, self._sketch.source.name, key)

    def _low(self, kind: type[Record]) -> str | None:
        """The last order key of the open document's own, after which new ones come."""
        return None if self._into is None else last_order(row.order for row in self._into.table(kind).values())

    def _blueprint(self) -> list[Blueprint]:
        sketch = self._sketch
        if sketch.own is not None:
            return [Blueprint(sketch.own.id, **{**sketch.own.fields, "title": sketch.title})]
        if self._into is not None:
            return []
        return [Blueprint(derived_id("blueprint", sketch.source.name, sketch.digest), title=sketch.title)]

    def _stages(self) -> list[Stage]:
        drawn = self._sketch.stages
        ids = [self._id("stage", stage.key, stage.own) for stage in drawn]
        keys = orders([_found(stage.own) for stage in drawn], self._low(Stage))
        return [
            Stage(id, **{**_fields(stage.own), "title": stage.title, "order": key})
            for id, key, stage in zip(ids, keys, drawn, strict=True)
        ]

    def _steps(self, stages: Sequence[Stage]) -> list[Step | None]:
        """The step of each column, None for that of an empty stage."""
        found: list[Step | None] = [None] * len(self._sketch.columns)
        for place, stage in enumerate(stages):
            own = [
                (index, column)
                for index, column in enumerate(self._sketch.columns)
                if column.stage == place and column.step
            ]
            keys = orders([_found(column.own) for _, column in own])
            for (index, column), key in zip(own, keys, strict=True):
                values = {**_fields(column.own), "stage": stage.id, "title": column.title, "order": key}
                found[index] = Step(self._id("step", column.key, column.own), **values)
        return found

    def _lanes(self) -> list[Lane | None]:
        """The lane of each row, None for the tray; keys stay where the grid has them in the order that was found."""
        drawn = [(place, lane) for place, lane in enumerate(self._sketch.lanes) if not lane.tray]
        rows = [
            Lane(
                self._id("lane", lane.key, lane.own),
                **{"notes": lane.notes, **_fields(lane.own), "title": lane.title, "role": self._roles[place]},
            )
            for place, lane in drawn
        ]
        keep = all(lane.own is not None for _, lane in drawn)
        if not keep or [row.id for row in grid_lanes(Document(rows))] != [row.id for row in rows]:
            keys = spread(len(rows), self._low(Lane))
            rows = [replace(row, order=key) for row, key in zip(rows, keys, strict=True)]
        found: list[Lane | None] = [None] * len(self._sketch.lanes)
        for (place, _), row in zip(drawn, rows, strict=True):
            found[place] = row
        return found

    def _cards(self, lanes: Sequence[Lane | None], steps: Sequence[Step | None]) -> list[Card]:
        cells: dict[tuple[str, str] | None, list[int]] = defaultdict(list)
        drawn = self._sketch.cards
        for index, card in enumerate(drawn):
            cells[_cell(card, lanes, steps)].append(index)
        made: dict[int, Card] = {}
        for cell, places in cells.items():
            places.sort(key=lambda index: _place(drawn[index]))
            keys = orders([_found(drawn[index].own) for index in places], self._low(Card) if cell is None else None)
            for index, key in zip(places, keys, strict=True):
                made[index] = self._card(drawn[index], cell, key, steps)
        return [made[index] for index in range(len(drawn))]

    def _card(self, card: DrawnCard, cell: tuple[str, str] | None, key: str, steps: Sequence[Step | None]) -> Card:
        role = Role.CUSTOMER if card.lane is None else self._roles[card.lane]
        values: dict[str, Any] = {"notes": card.notes, "external_url": card.url, **_fields(card.own)}
        values |= {"title": card.title, "order": key, "kind": card.kind or usual_kind(role)}
        if cell is not None:
            values |= {"lane": cell[0], "step": cell[1], "last_step": _last(card, steps)}
        if card.extra:
            known = json.loads(values.get("extra") or "{}")
            whole = {**known, _UNKNOWN: {**known.get(_UNKNOWN, {}), **card.extra}}
            values["extra"] = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return Card(self._id("card", card.key, card.own), **values)

    def _links(self, cards: Sequence[Card]) -> list[Link]:
        drawn = self._sketch.links
        keys = iter(spread(len(drawn), self._low(Link)))
        found = []
        for link in drawn:
            ends = {"source": cards[link.source].id, "target": cards[link.target].id, "label": link.label}
            values: dict[str, Any] = {"kind": link.kind, "order": next(keys), **_fields(link.own), **ends}
            if link.own is not None:
                values["order"] = link.own.fields.get("order", "")
            found.append(Link(self._id("link", link.key, link.own), **values))
        return found


def _fields(own: Own | None) -> dict[str, Any]:
    return {} if own is None else own.fields


def _found(own: Own | None) -> tuple[str, str] | None:
    """The order key and the id of an element that has them."""
    return None if own is None else (own.fields.get("order", ""), own.id)


def _place(card: DrawnCard) -> tuple[float, float]:
    return (card.across.start if card.across else 0.0, card.along.start if card.along else 0.0)


def _cell(card: DrawnCard, lanes: Sequence[Lane | None], steps: Sequence[Step | None]) -> tuple[str, str] | None:
    """The ids of a card's lane and step; None in the tray."""
    lane = lanes[card.lane] if card.lane is not None else None
    step = steps[card.column] if card.column is not None else None
    return None if lane is None or step is None else (lane.id, step.id)


def _last(card: DrawnCard, steps: Sequence[Step | None]) -> str | None:
    """The last step of a card that goes over several."""
    if card.steps < 2 or card.column is None:
        return None
    covered = [step for step in steps[card.column :] if step is not None][: card.steps]
    return covered[-1].id if len(covered) > 1 else None


def orders(found: Sequence[tuple[str, str] | None], low: str | None = None) -> list[str]:
    """Order keys for siblings in the order they were found in: their own where these agree with it, else new ones.

    New siblings among old ones get keys between theirs.
    """
    own = [pair for pair in found if pair is not None]
    if own and own == sorted(own):
        if len(own) == len(found):
            return [order for order, _ in own]
        keys = [order for order, _ in own]
        if all(map(is_order, keys)) and all(a < b for a, b in zip(keys, keys[1:], strict=False)):
            return _filled(found)
    return spread(len(found), low)


def _filled(found: Sequence[tuple[str, str] | None]) -> list[str]:
    keys: list[str] = []
    for place, pair in enumerate(found):
        if pair is not None:
            keys.append(pair[0])
            continue
        after = next((later[0] for later in found[place + 1 :] if later is not None), None)
        keys.append(between(keys[-1] if keys else None, after))
    return keys


def _settled(rows: Iterable[Record], left_out: list[Entry]) -> list[Record]:
    """The rows without those whose owner is gone, and without references to what is gone; both are told."""
    kept = list(rows)
    while True:
        known = {row.id for row in kept}
        missing = [row for row in kept if _orphan(row, known)]
        if not missing:
            break
        left_out.extend(Entry(row.id, kind_of(row).plural, message("readers.diagram.orphan")) for row in missing)
        gone = {row.id for row in missing}
        kept = [row for row in kept if row.id not in gone]
    return [_loosened(row, known, left_out) for row in kept]


def _orphan(row: Record, known: set[str]) -> bool:
    return any(field.owned and getattr(row, field.name) not in known for field in kind_of(row).references)


def _loosened(row: Record, known: set[str], left_out: list[Entry]) -> Record:
    values: dict[str, Any] = {}
    for field in kind_of(row).references:
        value = getattr(row, field.name)
        if field.many and not known.issuperset(value):
            values[field.name] = tuple(id for id in value if id in known)
        elif not field.many and value is not None and value not in known:
            values[field.name] = None
    for name in values:
        left_out.append(Entry(row.id, name, message("readers.diagram.gone")))
    return dataclasses.replace(row, **values) if values else row
