"""Reads a table with one card a row: its stage, step and lane by name, who does it, how long, and how well it is known.

Stages, steps and lanes are those of the open document where it has some of the same name, else they are made in the
order in which the rows name them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from exporters.readers.base import Entry, derived_id
from exporters.readers.csv_mapping import SKIP, plain, words
from exporters.readers.csv_roles import by_position, role_of
from exporters.readers.csv_table import Rows, place
from model.document import DocumentView
from model.elements import Card, CardChannel, CardKind, CardSystem, Grounding, Lane, Stage, Step
from model.folding import name_key
from model.ids import last_order, spread
from model.messages import message
from model.record import Record
from model.registers import Channel, Owner, Source, SourceKind, System
from model.tables import BULLET, unguarded, usual_kind
from model.values import tidy

# With a comma only where it cannot part thousands.
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6}|,[0-9]{1,2})?", re.ASCII)
_NAMES = re.compile(r"[;\n]")
# Of these an empty cell means the row above, as merged cells leave it.
_ABOVE = ("stage", "step", "lane")


@dataclass
class Cards:
    """A table on its way: the rows it makes, and what it has to say."""

    source: Path
    columns: dict[int, str]
    read: Rows
    into: DocumentView | None
    rows: list[Record] = field(default_factory=list)
    inferred: list[Entry] = field(default_factory=list)
    left_out: list[Entry] = field(default_factory=list)
    made: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def id(self, prefix: str, *where: str) -> str:
        """The id of what stands somewhere."""
        return derived_id(prefix, self.source.name, *where)

    def at(self, row: int, target: str) -> str:
        """Where a row says something."""
        return place(row, next((column for column, name in self.columns.items() if name == target), 0))

    def say(self, element: str, where: str, why: str, **parameters: Any) -> None:
        """Report what the source did not say."""
        self.inferred.append(Entry(element, where, message(f"readers.cards.{why}", **parameters)))

    def leave(self, element: str, where: str, why: str, **parameters: Any) -> None:
        """Report what did not come through."""
        self.left_out.append(Entry(element, where, message(f"readers.cards.{why}", **parameters)))


@dataclass
class _Line:
    """One row of the table: its number, what it says by target, and what is kept beside."""

    number: int
    said: dict[str, str]
    extra: dict[str, str]


def cards(source: Path, read: Rows, columns: dict[int, str], into: DocumentView | None) -> Cards:
    """The records of a table whose first row holds its headings."""
    table = Cards(source, columns, read, into)
    _tell_columns(table)
    lines = _lines(table)
    steps = _steps(table, lines)
    lanes = _lanes(table, lines)
    orders: dict[tuple[str, str], str] = {}
    for line in lines:
        _card(table, line, steps, lanes, orders)
    return table


def _tell_columns(table: Cards) -> None:
    top = table.read.first
    for column, head in enumerate(table.read.heads):
        target = table.columns.get(column)
        if target == SKIP:
            table.leave(head, place(top, column), "column_skipped")
        elif target is not None:
            table.say(head, place(top, column), "column", what=message(f"readers.map.holds.{target}"))
        elif head:
            table.say(head, place(top, column), "column_kept", name=_extra_key(head))


def _extra_key(head: str) -> str:
    return f"x-{' '.join(head.split())}"


def _lines(table: Cards) -> list[_Line]:
    """The rows that hold anything; what merged cells leave empty is that of the row above."""
    found: list[_Line] = []
    above: dict[str, str] = {}
    heads = table.read.heads
    for number, row in table.read.body:
        texts = [tidy(unguarded(text)).strip() for text in row]
        if not any(texts):
            continue
        line = _Line(number, {}, {})
        for column, text in enumerate(texts):
            target = table.columns.get(column)
            if target == SKIP or not text:
                continue
            if target is not None:
                line.said[target] = text
            elif column < len(heads) and heads[column]:
                line.extra[_extra_key(heads[column])] = text
        title = line.said.get("title", "")
        if not title:
            table.leave(" ".join(texts)[:60].strip(), place(number, 0), "no_card")
            continue
        for target in _ABOVE:
            if target in line.said:
                above[target] = line.said[target]
            elif target in above:
                line.said[target] = above[target]
                told = message(f"readers.map.holds.{target}")
                table.say(title, table.at(number, target), "from_above", what=told)
        found.append(line)
    return found


def _known(table: Cards, kind: type[Record], title: str, **fields: str | None) -> Record | None:
    """The one of the open document that is called so."""
    if table.into is None:
        return None
    wanted = name_key(title)
    rows = table.into.where(kind, **fields)
    return next(
        (row for row in rows if name_key(getattr(row, "title", "") or getattr(row, "name", "")) == wanted), None
    )


def _orders(table: Cards, kind: type[Record], count: int, **fields: str | None) -> list[str]:
    into = table.into
    return spread(count, None if into is None else last_order(row.order for row in into.where(kind, **fields)))


def _steps(table: Cards, lines: Iterable[_Line]) -> dict[tuple[str, str], str]:
    """The steps that are named, by their stages' and their own names."""
    wanted: dict[str, dict[str, tuple[str, str]]] = {}
    for line in lines:
        if "step" in line.said or "stage" in line.said:
            names = line.said.get("stage", ""), line.said.get("step", "")
            wanted.setdefault(name_key(names[0]), {}).setdefault(name_key(names[1]), names)
    if wanted and list(wanted) == [""]:
        table.say("", "", "stage_of_one")
    found: dict[tuple[str, str], str] = {}
    for key, order in zip(wanted, _orders(table, Stage, len(wanted)), strict=True):
        titles = wanted[key]
        stage = _known(table, Stage, next(iter(titles.values()))[0])
        if stage is None:
            stage = Stage(table.id("stage", key), order, title=next(iter(titles.values()))[0])
            table.rows.append(stage)
        orders = _orders(table, Step, len(titles), stage=stage.id)
        for (name, (_, title)), step_order in zip(titles.items(), orders, strict=True):
            step = _known(table, Step, title, stage=stage.id)
            if step is None:
                step = Step(table.id("step", key, name), step_order, stage=stage.id, title=title)
                table.rows.append(step)
            found[key, name] = step.id
    return found


def _lanes(table: Cards, lines: Iterable[_Line]) -> dict[str, Lane]:
    """The lanes that are named, by name; new ones get their roles by their names, else by where they stand."""
    titles: dict[str, tuple[str, int]] = {}
    for line in lines:
        if "lane" in line.said:
            titles.setdefault(name_key(line.said["lane"]), (line.said["lane"], line.number))
    said = [role_of(title) for title, _ in titles.values()]
    found: dict[str, Lane] = {}
    for (key, (title, number)), named, role, order in zip(
        titles.items(), said, by_position(said), _orders(table, Lane, len(titles)), strict=True
    ):
        known = _known(table, Lane, title)
        if isinstance(known, Lane):
            found[key] = known
            continue
        id = "readers.csv.role_by_title" if named is not None else "readers.csv.role_by_position"
        told = message(id, role=message(f"readers.role.{role.value}"))
        table.inferred.append(Entry(title, table.at(number, "lane"), told))
        found[key] = Lane(table.id("lane", key), order, role=role, title=title)
        table.rows.append(found[key])
    return found


def _card(
    table: Cards,
    line: _Line,
    steps: dict[tuple[str, str], str],
    lanes: dict[str, Lane],
    orders: dict[tuple[str, str], str],
) -> None:
    said = line.said
    lane = lanes.get(name_key(said["lane"])) if "lane" in said else None
    step = steps.get((name_key(said.get("stage", "")), name_key(said.get("step", ""))))
    title = _title(table, line)
    if lane is None or step is None:
        missing = message(f"readers.map.holds.{'lane' if lane is None else 'step'}")
        table.say(title, place(line.number, 0), "no_place", what=missing)
    where = ("", "") if lane is None or step is None else (lane.id, step)
    values = _values(table, line, CardKind.ACTION if lane is None else usual_kind(lane.role))
    id = table.id("card", str(line.number))
    before = None if table.into is None else table.into.get(Card, id)
    order = _next(table, where, orders) if before is None else before.order
    extra = json.dumps(line.extra, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if line.extra else ""
    table.rows.append(Card(id, order, extra, lane=where[0] or None, step=where[1] or None, title=title, **values))
    for number, system in enumerate(_entries(table, line, "system", System)):
        table.rows.append(
            CardSystem(table.id("card_system", id, system), spread(number + 1)[-1], card=id, system=system)
        )
    for number, channel in enumerate(_entries(table, line, "channel", Channel)):
        row = CardChannel(table.id("card_channel", id, channel), spread(number + 1)[-1], card=id, channel=channel)
        table.rows.append(row)


def _next(table: Cards, where: tuple[str, str], orders: dict[tuple[str, str], str]) -> str:
    """The order key of the next new card of a cell, after those that are there."""
    low = orders.get(where)
    if low is None and table.into is not None:
        lane, step = where[0] or None, where[1] or None
        low = last_order(row.order for row in table.into.where(Card, lane=lane, step=step))
    (orders[where],) = spread(1, low)
    return orders[where]


def _title(table: Cards, line: _Line) -> str:
    text = line.said["title"]
    bullet = BULLET.match(text)
    if bullet is None:
        return text
    rest = text[bullet.end() :]
    table.say(rest, table.at(line.number, "title"), "bullet", bullet=bullet.group().strip())
    return rest


def _values(table: Cards, line: _Line, kind: CardKind) -> dict[str, Any]:
    """The fields of a card but for its place; what cannot be read is kept as an unknown field."""
    said = line.said
    values: dict[str, Any] = {"kind": kind}
    for name in ("notes", "external_ref"):
        if name in said:
            values[name] = said[name]
    for name in ("work_minutes", "wait_minutes"):
        if name in said:
            if _NUMBER.fullmatch(said[name]):
                values[name] = Decimal(said[name].replace(",", "."))
            else:
                _keep(table, line, name, "number")
    if "kind" in said:
        known = {each.value.replace("_", " "): each for each in CardKind}
        found = known.get(plain(said["kind"]))
        if found is not None:
            values["kind"] = found
        else:
            _keep(table, line, "kind", "kind")
    owner = next(iter(_entries(table, line, "owner", Owner)), None)
    if owner is not None:
        values["owner"] = owner
    return {**values, **_grounds(table, line)}


def _keep(table: Cards, line: _Line, target: str, why: str) -> None:
    head = next(table.read.heads[column] for column, name in table.columns.items() if name == target)
    line.extra[_extra_key(head)] = line.said[target]
    table.leave(line.said[target], table.at(line.number, target), why, name=_extra_key(head))


def _grounds(table: Cards, line: _Line) -> dict[str, Any]:
    """How well a card is known. A note on what is more than assumed is its source; else it is a note."""
    said = line.said
    note = said.get("evidence_note", "")
    found = words("grounding").get(plain(said.get("grounding", "")))
    if "grounding" in said and found is None:
        _keep(table, line, "grounding", "status")
    grounding = Grounding.ASSUMED if found is None else Grounding(found)
    values: dict[str, Any] = {"grounding": grounding}
    if note and grounding is not Grounding.ASSUMED:
        values["sources"] = (_source(table, line, note),)
    elif note:
        values["notes"] = "\n".join(filter(None, (said.get("notes"), note)))
    return values


def _source(table: Cards, line: _Line, note: str) -> str:
    key = ("source", name_key(note))
    if key not in table.made:
        known = _known(table, Source, note)
        if known is None:
            text = plain(note)
            kinds = words("source_kind")
            named = next((kinds[word] for word in kinds if re.search(rf"\b{re.escape(word)}\b", text)), "document")
            kind = SourceKind(named)
            known = Source(table.id(*key), _order(table, Source), name=note, kind=kind)
            table.rows.append(known)
            told = message(f"window.choice.SourceKind.{kind.value}")
            table.say(note, table.at(line.number, "evidence_note"), "source_made", kind=told)
        table.made[key] = known.id
    return str(table.made[key])


def _entries(table: Cards, line: _Line, target: str, kind: type[Owner] | type[System] | type[Channel]) -> list[str]:
    """The entries of a register that a cell names; those nobody has yet are made."""
    text = line.said.get(target, "")
    names = [text] if target == "owner" else [part.strip() for part in _NAMES.split(text)]
    found = []
    for name in filter(None, names):
        key = (target, name_key(name))
        if key not in table.made:
            known = _known(table, kind, name)
            if known is None:
                known = kind(table.id(*key), _order(table, kind), name=name)
                table.rows.append(known)
                table.say(name, table.at(line.number, target), f"{target}_made")
            table.made[key] = known.id
        if table.made[key] not in found:
            found.append(str(table.made[key]))
    return found


def _order(table: Cards, kind: type[Record]) -> str:
    """The order key of the next new entry of a register."""
    key = ("order", kind.__name__)
    last = table.made.get(key)
    if last is None and table.into is not None:
        last = last_order(row.order for row in table.into.table(kind).values())
    (table.made[key],) = spread(1, last)
    return str(table.made[key])
