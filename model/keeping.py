"""How a blueprint is looked at and kept: versions, saved views, dismissed findings (domain sections 5 and 6)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from model.elements import CardKind, Grounding, Mark
from model.record import Record, record, refers, refers_many
from model.registers import SourceKind


class ViewMode(StrEnum):
    """What a saved view does with cards it does not show."""

    DIM = "dim"
    HIDE = "hide"


@record
class Snapshot(Record):
    """A named version of the document, kept in it (`model.snapshots`): its name, who took it, when, and why.

    `content` holds the rows as they were: what differs from the snapshot `parent`, or all of them.
    """

    name: str = ""
    note: str = ""
    actor: str = ""
    taken: datetime | None = None
    parent: str | None = refers("Snapshot")
    content: bytes = b""


@record
class SavedView(Record):
    """A saved filter of cards. Within one field any value does; a card must satisfy every field that is not empty."""

    name: str = ""
    mode: ViewMode = ViewMode.DIM
    owners: tuple[str, ...] = refers_many("Owner")
    units: tuple[str, ...] = ()
    systems: tuple[str, ...] = refers_many("System")
    channels: tuple[str, ...] = refers_many("Channel")
    lanes: tuple[str, ...] = refers_many("Lane")
    stages: tuple[str, ...] = refers_many("Stage")
    variants: tuple[str, ...] = refers_many("Variant")
    groundings: tuple[Grounding, ...] = ()
    source_kinds: tuple[SourceKind, ...] = ()
    kinds: tuple[CardKind, ...] = ()
    marks: tuple[Mark, ...] = ()
    notes: str = ""


@record
class Dismissal(Record):
    """A finding set aside: which check, about what, by whom, when and why. It counts while `state` is that of its
    subjects (`model.analysis.checks`).
    """

    check: str = ""
    subjects: tuple[str, ...] = refers_many("*")
    state: str = ""
    actor: str = ""
    dated: date | None = None
    why: str = ""


class ItemKind(StrEnum):
    """What a workshop left behind: something to do, something that may go wrong, something taken for true."""

    ACTION = "action"
    RISK = "risk"
    ASSUMPTION = "assumption"


@record
class Observation(Record):
    """What somebody saw of a step with their own eyes: who, on which day."""

    step: str = refers("Step", owned=True)
    dated: date | None = None
    actor: str = ""
    seen: str = ""


@record
class Workshop(Record):
    """A workshop on the blueprint: its day, who attended, one a line, and what came of it as items."""

    name: str = ""
    held: date | None = None
    attended: tuple[str, ...] = ()
    notes: str = ""


@record
class WorkshopItem(Record):
    """An action with its owner and day, a risk, or an assumption of a workshop."""

    workshop: str = refers("Workshop", owned=True)
    kind: ItemKind = ItemKind.ACTION
    name: str = ""
    owner: str | None = refers("Owner")
    due: date | None = None
    done: bool = False
