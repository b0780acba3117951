"""Makes records of the parts of an agentic-ir file, and keeps what is to be told of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from exporters.json_format import canonical
from exporters.readers.agentic_node import Node
from exporters.readers.agentic_pick import Pick
from exporters.readers.base import Entry, derived_id
from exporters.readers.limits import MOST_CARDS
from model.document import DocumentView
from model.elements import Blueprint, Card, CardKind, Grounding, Lane, Link, Role, Stage, Step, Translation
from model.errors import KnownError
from model.ids import between
from model.messages import Value, message
from model.record import Record
from model.registers import Metric, Owner, Source, SourceKind, System

R = TypeVar("R", Blueprint, Stage, Step, Lane, Card)
# Lanes in which each line of a cell is an item of its own.
ITEMS = frozenset({Role.FRONTSTAGE_TECH, Role.BACKSTAGE_TECH, Role.SUPPORT})
_KINDS = dict.fromkeys(ITEMS, CardKind.SYSTEM) | {Role.EVIDENCE: CardKind.EVIDENCE}
# The key under which an element keeps what no field of ours holds.
KEPT = "x-agentic-ir"
_SAFE = ("http://", "https://", "mailto:")


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


class Maker:
    """The rows made so far, by what they come from, with the report."""

    def __init__(self, picked: Pick, into: DocumentView | None) -> None:
        self.rows: list[Record] = []
        self.inferred: list[Entry] = []
        self.left_out: list[Entry] = []
        self._picked, self._into = picked, into
        self._orders: dict[type[Record], str | None] = {}
        self._known: set[str] = set()
        self._cells: dict[tuple[str, str], tuple[Card, ...]] = {}
        self._cards = 0

    def id(self, kind: str, *parts: str) -> str:
        """The id of a part of the path."""
        return derived_id(kind, "agentic-ir", *self._picked.keys, *parts)

    def order(self, kind: type[Record]) -> str:
        """The next order key of a kind, after those of the open document."""
        if kind not in self._orders and self._into is not None:
            self._orders[kind] = max((row.order for row in self._into.where(kind) if row.order), default=None)
        found = between(self._orders.get(kind), None)
        self._orders[kind] = found
        return found

    def leave(self, element: str, place: str, why: str, **parameters: Value) -> None:
        """Report what does not come through."""
        self.left_out.append(Entry(element, place, message(f"readers.agentic.{why}", **parameters)))

    def infer(self, element: str, place: str, why: str, **parameters: Value) -> None:
        """Report what the file does not say and was taken for true."""
        self.inferred.append(Entry(element, place, message(f"readers.agentic.{why}", **parameters)))

    def unknown(self, node: Node) -> None:
        """Report the fields that nobody has asked for, as this format does not have them."""
        for key, value in node.rest():
            self.leave(str(value)[:60], node.at(key), "unknown_field")

    def text(self, words: Mapping[str, str]) -> str:
        """A text in the chosen language, else in the first that has it."""
        first = words.get(self._picked.language, "")
        return first if first.strip() else next((text for text in words.values() if text.strip()), "")

    def titled(self, row: R, title: Mapping[str, str], notes: Mapping[str, str] | None = None) -> R:
        """Add a row with its title and notes; what they are in other languages becomes translations."""
        says = {"title": title, "notes": notes or {}}
        found = dataclasses.replace(row, title=one_line(self.text(title)), notes=self.text(says["notes"]).strip())
        self.rows.append(found)
        for field, words in says.items():
            for language, text in words.items():
                if text.strip() and language != self._picked.language and text != self.text(words):
                    said = one_line(text) if field == "title" else text.strip()
                    id = self.id("translation", row.id, field, language)
                    self.rows.append(Translation(id, self.order(Translation), "", row.id, field, language, said))
        return found

    def entry(self, register: type[Owner] | type[System] | type[Source], name: str, **fields: Any) -> str:
        """The id of a register's entry of a name, made where it is not there yet."""
        name = one_line(name)
        id = self.id(register.__name__.lower(), name.casefold())
        if id not in self._known:
            self._known.add(id)
            self.rows.append(register(id, self.order(register), name=name, **fields))
        return id

    def blueprint(self) -> None:
        """The blueprint: the scenario gives its title, the lifecycle its service, the path its scenario."""
        lifecycle, scenario, path = self._picked.lifecycle, self._picked.scenario, self._picked.path
        scenario.text("view_type")
        label = one_line(self.text(path.words("variant_label")))
        name = one_line(self.text(path.words("name", needed=True)))
        said = (scenario.words("description"), path.words("description"), path.words("note"))
        about = [lifecycle.words("description"), *said]
        row = Blueprint(
            self.id("blueprint"),
            self.order(Blueprint),
            service=one_line(self.text(lifecycle.words("name", needed=True))),
            scenario=f"{name} ({label})" if label else name,
            language=self._picked.language,
        )
        together = {
            language: "\n".join(words[language].strip() for words in about if words.get(language, "").strip())
            for language in dict.fromkeys(language for words in about for language in words)
        }
        self.titled(row, scenario.words("name", needed=True), together)

    def measures(self, node: Node, lane: Lane) -> None:
        """What a lane is measured on, and the systems it works in."""
        for name in node.texts("kpis"):
            row = Metric(self.id("metric", lane.id, name), self.order(Metric), name=one_line(name), subject=lane.id)
            self.rows.append(row)
            self.infer(row.name, node.at("kpis"), "kpi")
        for name in node.texts("tools"):
            self.entry(System, name)
            self.infer(name, node.at("tools"), "tool")

    def cells(self, nodes: Iterable[Node], lanes: Mapping[str, Lane], steps: Mapping[str, Step]) -> None:
        """The cards of the cells; a cell that no lane or step of the path holds is left out."""
        for node in nodes:
            place = (node.text("layer", needed=True), node.text("step", needed=True))
            lane, step = lanes.get(place[0]), steps.get(place[1])
            content = node.words("content")
            if lane is None or step is None:
                self.leave(self.text(content), node.place, "no_place", layer=place[0], step=place[1])
            elif place in self._cells:
                self.leave(self.text(content), node.place, "second_cell", layer=place[0], step=place[1])
            else:
                self._cells[place] = tuple(self._made(node, lane, step, content))

    def _made(self, node: Node, lane: Lane, step: Step, content: Mapping[str, str]) -> Iterator[Card]:
        """The cards of one cell; all but their titles belongs to the first."""
        picture = node.text("picture")
        if picture:
            self.leave(picture, node.at("picture"), "picture")
        items = list(_items(content) if lane.role in ITEMS else ([content] if self.text(content).strip() else ()))
        fields, kept = self._fields(node), self._kept(node)
        for number, title in enumerate(items):
            self._cards += 1
            if self._cards > MOST_CARDS:
                raise KnownError(message("readers.csv.too_many_cards", file=node.file, most=MOST_CARDS))
            said = fields if number == 0 else {}
            id = self.id("card", lane.id, step.id, str(number))
            kind = _KINDS.get(lane.role, CardKind.NOTE if lane.role is Role.NOTES else CardKind.ACTION)
            extra = canonical({KEPT: kept}) if kept and number == 0 else ""
            card = Card(id, self.order(Card), extra, lane.id, step.id, kind=kind, **said)
            yield self.titled(card, title, node.words("description") if number == 0 else None)
        if not items and (kept or fields or self.text(node.words("description")).strip()):
            self.leave(self.text(node.words("description")), node.place, "empty_cell")
        elif kept:
            self.leave(self.text(items[0]), node.place, "kept", fields=", ".join(kept))
        self.unknown(node)

    def _fields(self, node: Node) -> dict[str, Any]:
        """What a cell says of its card in fields that ours have."""
        found: dict[str, Any] = {}
        for key, field in (("owner", "owner"), ("perceived_owner", "perceived_owner")):
            if node.text(key).strip():
                found[field] = self.entry(Owner, node.text(key))
        source = node.node("provenance")
        doubtful = node.flag("needs_review")
        if source is not None:
            parts = (source.text("source", needed=True), source.text("section"))
            name = ", ".join(part for part in map(one_line, parts) if part)
            found["sources"] = (self.entry(Source, name, kind=SourceKind.DOCUMENT),)
            found["grounding"] = Grounding.ASSUMED if doubtful else Grounding.REPORTED
            self.infer(name, source.place, "doubtful" if doubtful else "reported")
            self.unknown(source)
        audiences = dict.fromkeys(one_line(each.text("for", needed=True)) for each in node.nodes("value_props"))
        if audiences:
            found["value_for"] = tuple(audiences)
        url = next((link for link in node.nodes("links") if link.text("url").lower().startswith(_SAFE)), None)
        if url is not None:
            found |= {"external_url": url.text("url"), "external_ref": one_line(self.text(url.words("label")))}
        return found

    def _kept(self, node: Node) -> dict[str, Any]:
        """What a cell says that no field of ours holds: kept with its first card and written back with it."""
        said: dict[str, Any] = {key: node.text(key) for key in ("function", "form", "attribution")}
        said["evidence"] = list(node.texts("evidence"))
        said["values"] = [self._value(value) for value in node.nodes("value_props")]
        said["links"] = [self._link(link) for link in node.nodes("links")]
        return {key: value for key, value in said.items() if value}

    def _value(self, value: Node) -> str:
        said = f"{value.text('for', needed=True)}: {value.text('value', needed=True)}"
        self.unknown(value)
        return said

    def _link(self, link: Node) -> dict[str, Any]:
        kind, label, url = link.text("type", needed=True), link.words("label", needed=True), link.text("url")
        pictures = [*link.texts("pictures"), *filter(None, [link.text("picture")])]
        about = self.text(link.words("description"))
        self.unknown(link)
        said = {"type": kind, "label": self.text(label), "url": url, "description": about, "pictures": pictures}
        return {key: value for key, value in said.items() if value}

    def triggers(self, nodes: Iterable[Node]) -> None:
        """A link for each trigger: from the last card of a cell to the first of another."""
        for number, node in enumerate(nodes):
            ends = (node.node("source", needed=True), node.node("target", needed=True))
            places = [
                (end.text("layer", needed=True), end.text("step", needed=True)) for end in ends if end is not None
            ]
            named = " > ".join("/".join(place) for place in places)
            cards = [self._cells.get(place, ()) for place in places]
            if not all(cards):
                self.leave(named, node.place, "no_end")
            elif places[0] == places[1]:
                self.leave(named, node.place, "to_itself")
            else:
                id = self.id("link", *(part for place in places for part in place), str(number))
                self.rows.append(Link(id, self.order(Link), source=cards[0][-1].id, target=cards[1][0].id))
                if max(map(len, cards)) > 1:
                    self.infer(named, node.place, "between_items")
            self.unknown(node)


def _place(trigger: Node, end: str) -> tuple[str, str]:
    """The layer and the step of an end of a trigger."""
    node = trigger.node(end, needed=True)
    assert node is not None
    return node.text("layer", needed=True), node.text("step", needed=True)


def _items(content: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The lines of a cell, each in all its languages as far as these have as many lines."""
    lines = {language: [line for line in text.split("\n") if line.strip()] for language, text in content.items()}
    for number in range(max(map(len, lines.values()), default=0)):
        yield {language: found[number] for language, found in lines.items() if number < len(found)}
