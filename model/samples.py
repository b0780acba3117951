"""The samples: TOML files of content, entered through the editor as a person would, names standing for ids.

A section named after a kind (`[[Owner]]`) holds records of that kind; where a field refers to another record it
gives that record's name or title. `[[stage]]` holds its steps, `[[cell]]` its cards. A card may say, beside its
fields: `reported`, `observed` or `measured` (its grounding, with the sources); `systems` and `helpful` (essential or
not); `channels` (shares); `flow`, `exchange`, `needs`, `escalation` (titles of the cards it is linked to); `fail`
(fail points with their consequences); `costs`. A cell without lane and step is the tray. Longer links stand in
`[[link]]`, and in `[[edit]]` what names something that comes later. A metric may hold its `monthly` readings, the
last of them taken on the day `until`. A what-if scenario `sets` fields of an `element`, `removes` some records and
`stops` others. A fail point goes by the title of its card, its causes and consequences by their names; a card, a fail
point and any other record may be `called` something, to be named elsewhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from model.analysis.reviews import after
from model.context import Context
from model.document import Document
from model.editor import Editor
from model.elements import (
    BAND_OF,
    Band,
    Cadence,
    CardChannel,
    CardKind,
    DropReason,
    Grounding,
    Lane,
    Link,
    LinkKind,
    Role,
    Stage,
)
from model.errors import BugError, KnownError
from model.history import History
from model.improvements import Cause
from model.kinds import Field, kind_named, kind_of, kinds
from model.messages import message
from model.new import blank
from model.registers import Consequence, Cost, FailPoint, Reading
from resources import path

NAMES = ("permit", "outpatient", "broken", "empty")
# Those that a window offers to look at.
TO_LOOK_AT = ("permit", "outpatient")
BEFORE = ("Owner", "System", "SystemExchange", "Channel", "Source", "Variant")
AFTER = (
    *(
        "Forum",
        "DecisionRight",
        "Review",
        "Routing",
        "Metric",
        "Reading",
        "Objective",
        "Cost",
        "RaciEntry",
        "Validation",
    ),
    *("Improvement", "StatusChange", "Spend", "Effect", "Uncertainty", "Budget"),
    *("Decision", "DecisionOption", "SavedView", "Scenario"),
)
KIND_IN = {
    Role.EVIDENCE: CardKind.EVIDENCE,
    Role.FRONTSTAGE_TECH: CardKind.SYSTEM,
    Role.BACKSTAGE_TECH: CardKind.SYSTEM,
    Role.SUPPORT: CardKind.SYSTEM,
}
Table = Mapping[str, Any]


def build(name: str, context: Context) -> Document:
    """A sample as a new document; its ids follow the context. `KnownError` where there is no such sample."""
    if name not in NAMES:
        raise KnownError(message("sample.unknown", name=name, known=", ".join(NAMES)))
    document = blank(context)
    if name != "empty":
        with path("samples", f"{name}.toml").open("rb") as stream:
            _Filler(Editor(document, History(document), context)).fill(tomllib.load(stream))
    return document


class _Filler:
    """Enters the content of one file; remembers which id each name stands for."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.ids: dict[tuple[str, str], str] = {}
        blueprint = editor.document.blueprint
        self.ids["Blueprint", "blueprint"] = blueprint.id

    def fill(self, data: Table) -> None:
        for name in BEFORE:
            self.records(name, data)
        self.editor.edit(self.editor.document.blueprint.id, **self.values("Blueprint", data["blueprint"]))
        self.stages(data["stage"])
        for lane in data["lane"]:
            self.name("Lane", lane["title"], self.editor.add(Lane, **self.values("Lane", lane)))
        links: list[tuple[str, str, Table]] = []
        cards = [(cell, card) for cell in data["cell"] for card in cell["cards"]]
        for cell, card in cards:
            self.card(cell, card)
            links += [
                (card.get("called", card["title"]), to, {"kind": kind.value})
                for kind in LinkKind
                for to in card.get(kind, ())
            ]
        links += [(link["source"], link["target"], link) for link in data.get("link", ())]
        for source, target, link in links:
            values = self.values("Link", {**link, "source": source, "target": target})
            self.editor.add(Link, **values)
        for _, card in cards:
            for fail in card.get("fail", ()):
                self.fail_point(card.get("called", card["title"]), fail)
        for name in AFTER:
            self.records(name, data)
        for table in data.get("edit", ()):
            self.editor.edit(self.id(table["kind"], table["named"]), **self.values(table["kind"], table["set"]))

    def records(self, name: str, data: Table) -> None:
        for table in data.get(name, ()):
            id = self.editor.add(kind_named(name).record, **self.values(name, table))
            self.name(
                name, table.get("called") or table.get("name") or (table["title"] if name == "Variant" else id), id
            )
            self.monthly(id, table)
            self.suppose(id, table)

    def suppose(self, scenario: str, table: Table) -> None:
        """What a what-if scenario does to records."""
        (anything,) = (field for field in kind_named("ScenarioEdit").fields if field.name == "element")
        for entry in table.get("sets", ()):
            element = self.named(anything, entry["element"])
            row = self.editor.document.find(element)
            if row is None:
                raise BugError(f"no {entry['element']} to set fields of")
            self.editor.suppose(scenario, element, **self.values(kind_of(row).name, entry))
        for name in table.get("removes", ()):
            self.editor.suppose_without(scenario, self.named(anything, name))
        for name in table.get("stops", ()):
            self.editor.suppose_stopped(scenario, self.named(anything, name))

    def monthly(self, metric: str, table: Table) -> None:
        """A reading a month, up to a day."""
        values = table.get("monthly", ())
        for back, value in zip(range(len(values) - 1, -1, -1), values, strict=True):
            taken = after(date.fromisoformat(table["until"]), Cadence.MONTHLY, -back)
            self.editor.add(Reading, metric=metric, taken=taken, value=Decimal(value))

    def stages(self, tables: list[Table]) -> None:
        (stage,) = self.editor.document.table(Stage)
        for number, table in enumerate(tables):
            if number == 0:
                self.editor.rename(stage, table["title"])
            else:
                stage = self.editor.add_stage(table["title"])
            self.name("Stage", table["title"], stage)
            self.editor.edit(stage, **self.values("Stage", table))
            for row in table["steps"]:
                step = self.editor.add_step(stage, row["title"])
                self.name("Step", row["title"], step)
                self.editor.edit(step, **self.values("Step", row))
                for reason in row.get("reasons", ()):
                    self.editor.add(DropReason, step=step, **self.values("DropReason", reason))

    def card(self, cell: Table, table: Table) -> None:
        lane = self.id("Lane", cell["lane"]) if "lane" in cell else None
        step = self.id("Step", cell["step"]) if "step" in cell else None
        role = Role.NOTES if lane is None else self.editor.document.need(Lane, lane).role
        values = {"kind": KIND_IN.get(role, CardKind.ACTION), **self.values("Card", table)}
        for grounding in Grounding:
            if grounding in table:
                values["grounding"] = grounding
                values["sources"] = tuple(self.id("Source", name) for name in table[grounding])
        if BAND_OF[role] is Band.EVIDENCE and "owner" in values:
            values.setdefault("content_owner", values["owner"])
        id = self.editor.add_card(lane, step, **values)
        self.name("Card", table.get("called", table["title"]), id)
        for name in table.get("systems", ()):
            self.editor.use_system(id, self.id("System", name))
        for name in table.get("helpful", ()):
            self.editor.use_system(id, self.id("System", name), essential=False)
        for name, share in table.get("channels", {}).items():
            values = self.values("CardChannel", {"channel": name, "share": share})
            self.editor.add(CardChannel, card=id, **values)
        for cost in table.get("costs", ()):
            self.editor.add(Cost, subject=id, **self.values("Cost", cost))

    def fail_point(self, title: str, table: Table) -> None:
        card = self.id("Card", title)
        id = self.editor.add(FailPoint, card=card, **self.values("FailPoint", table))
        self.name("FailPoint", table.get("called", title), id)
        for name in table.get("causes", ()):
            self.name("Cause", name, self.editor.add(Cause, fail_point=id, name=name))
        for row in table.get("consequences", ()):
            values = self.values("Consequence", row)
            self.name("Consequence", row["name"], self.editor.add(Consequence, fail_point=id, **values))

    def name(self, kind: str, name: str, id: str) -> None:
        """Let a name stand for an id."""
        if (kind, name) in self.ids:
            raise BugError(f"two {kind} are called {name}")
        self.ids[kind, name] = id

    def id(self, kind: str, name: str) -> str:
        """The id a name stands for."""
        if (kind, name) not in self.ids:
            raise BugError(f"no {kind} is called {name}")
        return self.ids[kind, name]

    def values(self, kind: str, table: Table) -> dict[str, Any]:
        """Those entries of a table that are fields of a kind, as values."""
        record = kind_named(kind)
        return {field.name: self.value(field, table[field.name]) for field in record.fields if field.name in table}

    def value(self, field: Field, plain: Any) -> Any:
        """A plain value as the record holds it; records go by name, or as `{ Kind = name }` where two share one."""
        if not field.refers:
            return field.from_plain(plain)
        if field.many:
            return tuple(self.named(field, name) for name in plain)
        return self.named(field, plain)

    def named(self, field: Field, plain: Any) -> str:
        """The id of what a field refers to."""
        if isinstance(plain, dict):
            ((kind, name),) = plain.items()
            return self.id(kind, name)
        among = [kind.name for kind in kinds()] if "*" in field.refers else field.refers
        known = [self.ids[kind, plain] for kind in among if (kind, plain) in self.ids]
        return known[0] if known else self.id(field.refers[0], plain)
