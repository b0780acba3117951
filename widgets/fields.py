"""Which fields the inspector shows for each kind of record; how each is asked for follows from the model."""

from __future__ import annotations

from typing import NamedTuple

from model.elements import Blueprint, Card, CardChannel, CardSystem, Lane, Link, Stage, Step
from model.record import Record
from model.registers import Channel, System


class Relation(NamedTuple):
    """A register joined to a card through records of its own: `link` holds `card` and `field`."""

    name: str
    link: type[Record]
    field: str
    register: type[Record]


FIELDS: dict[type[Record], tuple[str, ...]] = {
    Card: (
        *("title", "kind", "marks", "grounding", "owner", "systems", "channels"),
        *("work_minutes", "wait_minutes", "external_ref", "notes"),
    ),
    Link: ("kind", "label", "wait_minutes", "agreed", "owner", "limit_minutes"),
    Step: ("title", "experience_owner", "operations_owner", "customers_out", "notes"),
    Stage: ("title", "owner", "notes"),
    Lane: ("title", "role", "owner", "notes"),
    Blueprint: (
        *("title", "service", "segment", "scenario", "start_trigger", "end_trigger", "state", "life_cycle"),
        *("version", "dated", "owner", "sponsor", "budget", "currency", "volume", "language", "goal", "notes"),
    ),
}
RELATIONS = (
    Relation("systems", CardSystem, "system", System),
    Relation("channels", CardChannel, "channel", Channel),
)
# Of many records only these can be set at once.
BULK: dict[type[Record], tuple[str, ...]] = {
    Card: ("kind", "marks", "grounding", "owner", "systems", "channels", "work_minutes", "wait_minutes"),
    Link: ("kind", "wait_minutes", "agreed"),
    Step: ("experience_owner", "operations_owner"),
    Stage: ("owner",),
    Lane: ("owner",),
}
LONG = frozenset({"title", "notes", "goal"})
ONE_LINE_TITLES = (Stage, Step, Lane, Blueprint)


def relation(name: str) -> Relation | None:
    """The relation a field name stands for, or None for a field of the record itself."""
    return next((relation for relation in RELATIONS if relation.name == name), None)
