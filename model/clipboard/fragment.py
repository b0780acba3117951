"""Copied parts of a blueprint as text, in a JSON form of our own, and back; what comes back is never trusted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from model.clipboard.picked import Picked, picked
from model.document import DocumentView
from model.elements import Card, Lane, Picture, Stage, Step, Variant
from model.errors import KnownError
from model.grid import lanes, steps
from model.ids import is_id
from model.kinds import Kind, from_plain, kind_of, kinds
from model.messages import message
from model.pictures import MOST_BYTES, MOST_PIXELS
from model.record import Record
from model.registers import Channel, Owner, Source, System
from model.values import tidy, value_fault

MIME = "application/x-throughline+json"
VERSION = 1
LIMIT = 64 * 2**20
_PICTURES = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff"}
# What fragments take along so that it can be found, by its name, or made where they are pasted.
REGISTERS: tuple[type[Record], ...] = (Owner, System, Channel, Source, Variant, Picture)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Copied rows (`copied` their ids), the lanes, steps and register entries they speak of, and the grid's order.

    `document` is the id of the blueprint it comes from. `lanes` and `steps` are in order; of cards alone, they are
    all from the first to the last that any of them is in.
    """

    document: str
    copied: frozenset[str]
    rows: tuple[Record, ...]
    lanes: tuple[str, ...]
    steps: tuple[str, ...]

    @property
    def only_cards(self) -> bool:
        """Whether no stage, step or lane is copied as a whole."""
        return not any(isinstance(row, Stage | Step | Lane) and row.id in self.copied for row in self.rows)

    def of(self, kind: type[Record], copied: bool = True) -> list[Any]:
        """The rows of a kind that are copied, or that are only spoken of."""
        return [row for row in self.rows if isinstance(row, kind) and (row.id in self.copied) is copied]


def fragment(document: DocumentView, ids: Iterable[str]) -> str:
    """Selected cards, lanes, steps and stages as text for the clipboard; empty where nothing of these is selected."""
    made = cut_out(document, ids)
    return written(made) if made.copied else ""


def is_fragment(text: str) -> bool:
    """Whether a text looks like one of ours."""
    return text.startswith(f'{{"format":"{MIME}"')


def cut_out(document: DocumentView, ids: Iterable[str]) -> Fragment:
    """What is copied of a document, as it stands there."""
    found = picked(document, ids)
    whole = {*found.stages, *found.steps}
    rows: dict[str, Record] = {}
    order = [step.id for step in steps(document)]
    for id in (*found.stages, *found.steps, *found.lanes, *found.cards):
        row = document.find(id)
        assert row is not None
        rows[id] = _clipped(row, order, whole) if isinstance(row, Card) else row
    waiting = list(rows.values())
    while waiting:
        for row in _owned(document, waiting.pop(), rows):
            rows[row.id] = row
            waiting.append(row)
    spoken = _spoken_of(document, rows.values())
    downwards, along = _order(document, found, [row for row in rows.values() if isinstance(row, Card)])
    for id in (*downwards, *along):
        near = document.find(id)
        assert near is not None
        if id not in rows:
            spoken[id] = near
    position = {kind.record: place for place, kind in enumerate(kinds())}
    ordered = sorted([*rows.values(), *spoken.values()], key=lambda row: position[type(row)])
    return Fragment(document.blueprint.id, frozenset(rows), tuple(ordered), downwards, along)


def written(made: Fragment) -> str:
    """A fragment as text; fields at their defaults are left out."""
    data = {
        "format": MIME,
        "version": VERSION,
        "document": made.document,
        "copied": sorted(made.copied),
        "lanes": made.lanes,
        "steps": made.steps,
        "rows": [[kind_of(row).name, _plain(row)] for row in made.rows],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def parsed(text: str) -> Fragment:
    """The fragment in a text; `KnownError` where there is none that can be read."""
    unreadable = KnownError(message("clipboard.unreadable"))
    if len(text) > LIMIT:
        raise KnownError(message("clipboard.too_long", limit=LIMIT // 2**20))
    try:
        data = json.loads(text)
        if data["format"] != MIME or type(data["version"]) is not int:
            raise unreadable
        if data["version"] > VERSION:
            raise KnownError(message("clipboard.newer"))
        names = {kind.name: kind for kind in kinds() if kind.name != "Blueprint"}
        rows = [_row(names[name], plain) for name, plain in data["rows"]]
        lists = [tuple(map(_text, data[name])) for name in ("copied", "lanes", "steps")]
        made = Fragment(_text(data["document"]), frozenset(lists[0]), tuple(rows), lists[1], lists[2])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise unreadable from error
    if not _is_whole(made):
        raise unreadable
    return made


def _owned(document: DocumentView, row: Record, rows: dict[str, Record]) -> Iterator[Record]:
    """What belongs to a copied row and to nothing that is left behind but registers."""
    name = kind_of(row).name
    for kind in kinds():
        for field in kind.references:
            if not field.owned or not (name in field.refers or "*" in field.refers):
                continue
            for found in document.where(kind.record, **{field.name: row.id}):
                owners = [getattr(found, each.name) for each in kind.references if each.owned]
                if found.id not in rows and all(id in rows or _is_register(document.find(id)) for id in owners):
                    yield found


def _is_register(row: Record | None) -> bool:
    return isinstance(row, REGISTERS)


def _spoken_of(document: DocumentView, rows: Iterable[Record]) -> dict[str, Record]:
    """The register entries that rows refer to, and those that these refer to."""
    spoken: dict[str, Record] = {}
    waiting = list(rows)
    while waiting:
        for id in references(waiting.pop()):
            row = document.find(id)
            if row is not None and id not in spoken and _is_register(row):
                spoken[id] = row
                waiting.append(row)
    return spoken


def references(row: Record) -> Iterator[str]:
    """The ids a row holds."""
    for field in kind_of(row).references:
        value = getattr(row, field.name)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def _clipped(card: Card, order: Sequence[str], whole: set[str]) -> Card:
    """A card that begins in a copied step ends in one, too: where the copied steps beside it end."""
    if card.last_step is None or card.step not in whole:
        return card
    last = order.index(card.step)
    end = order.index(card.last_step)
    while last < end and order[last + 1] in whole:
        last += 1
    return replace(card, last_step=None if order[last] == card.step else order[last])


def _order(document: DocumentView, found: Picked, cards: list[Card]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    downwards, along = [lane.id for lane in lanes(document)], [step.id for step in steps(document)]
    inside = {id for card in cards for id in (card.lane, card.step, card.last_step) if id is not None}
    if found.only_cards:
        return _range(downwards, inside), _range(along, inside)
    inside |= {*found.lanes, *found.steps}
    if found.lanes:
        return tuple(id for id in downwards if id in inside), tuple(along)
    return tuple(id for id in downwards if id in inside), tuple(id for id in along if id in inside)


def _range(order: list[str], inside: set[str]) -> tuple[str, ...]:
    places = [place for place, id in enumerate(order) if id in inside]
    return tuple(order[places[0] : places[-1] + 1]) if places else ()


def _plain(row: Record) -> dict[str, Any]:
    fields = kind_of(row).fields
    return {
        field.name: field.to_plain(value)
        for field in fields
        if (value := getattr(row, field.name)) != field.default or field.name == "id"
    }


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _row(kind: Kind, plain: Any) -> Record:
    if not isinstance(plain, dict) or not is_id(_text(plain.get("id"))):
        raise TypeError(plain)
    row = from_plain(kind, plain)
    row = replace(row, **{field.name: _tidied(getattr(row, field.name)) for field in kind.fields})
    if any(value_fault(field, getattr(row, field.name)) is not None for field in kind.fields):
        raise ValueError(plain)
    if not _is_sound_extra(row.extra) or (isinstance(row, Picture) and not _is_picture(row)):
        raise ValueError(row.id)
    return row


def _tidied(value: Any) -> Any:
    return tuple(tidy(each) for each in value) if isinstance(value, tuple) else tidy(value)


def _is_sound_extra(extra: str) -> bool:
    if not extra:
        return True
    held = json.loads(extra)
    text = json.dumps(held, ensure_ascii=False)
    return isinstance(held, dict) and not {"id", "order", "extra"} & held.keys() and tidy(text) == text


def _is_picture(row: Picture) -> bool:
    """Whether a picture is what a document may hold; nothing is decoded here."""
    begins = _PICTURES.get(row.mime)
    small = len(row.data) <= MOST_BYTES and row.width * row.height <= MOST_PIXELS
    return begins is not None and row.data.startswith(begins) and small


def _is_whole(made: Fragment) -> bool:
    """Whether ids are one of a kind, and the grid's order names only lanes and steps that are there."""
    by_id = {row.id: row for row in made.rows}
    if len(by_id) != len(made.rows) or not made.copied <= by_id.keys():
        return False
    return all(isinstance(by_id.get(id), Lane) for id in made.lanes) and all(
        isinstance(by_id.get(id), Step) for id in made.steps
    )
