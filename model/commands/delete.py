"""Delete rows with all that goes with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from model.change import Change
from model.commands.draft import Draft
from model.commands.pictures import unshown
from model.commands.spans import spanning, uncover
from model.document import DocumentView
from model.elements import Card, Lane, Picture, Step
from model.grid import steps
from model.kinds import kind_named, kind_of, referring
from model.messages import Message, message
from model.record import Record


def goes_with(document: DocumentView, ids: Iterable[str]) -> tuple[Record, ...]:
    """What deleting some rows takes along: what they own, and the cards of their lanes and steps, recursively.

    A picture goes with the last card that shows it.
    """
    asked = dict.fromkeys(ids)
    gone = dict(asked)
    waiting = list(gone)
    taken: list[Record] = []
    while waiting:
        row = document.find(waiting.pop())
        found = [] if row is None else [*_owned(document, row), *_placed(document, row)]
        for each in found:
            if each.id not in gone:
                gone[each.id] = None
                taken.append(each)
                waiting.append(each.id)
        if not waiting:
            lost = [card for card in _uncovered(document, gone) if card.id not in gone]
            taken += lost
            gone.update((card.id, None) for card in lost)
            waiting += [card.id for card in lost]
    pictures = [document.need(Picture, id) for id in unshown(document, gone) if id not in gone]
    return (*taken, *pictures)


def delete(document: DocumentView, ids: Iterable[str]) -> Change:
    """Delete rows; owned rows go too, other references to what goes are cleared, spans shrink."""
    asked = tuple(dict.fromkeys(ids))
    draft = Draft(document)
    take_out(draft, dict.fromkeys((*asked, *(row.id for row in goes_with(document, asked)))))
    return draft.change(_label(document, asked))


def take_out(draft: Draft, gone: Collection[str]) -> None:
    """Let rows go from a draft, and nothing refer to them any more."""
    document = draft.document
    for id in gone:
        draft.drop(id)
    lost_steps = {id for id in gone if document.get(Step, id) is not None}
    if lost_steps:
        uncover(draft, [step.id for step in steps(document)], lost_steps)
    for id in gone:
        _forget(draft, id)


def _owned(document: DocumentView, row: Record) -> Iterator[Record]:
    for record, field in referring(kind_of(row).name):
        if field.owned:
            yield from document.where(record, **{field.name: row.id})


def _placed(document: DocumentView, row: Record) -> Iterator[Card]:
    if isinstance(row, Lane):
        yield from document.where(Card, lane=row.id)
    elif isinstance(row, Step):
        yield from (card for card in document.where(Card, step=row.id) if card.last_step is None)


def _uncovered(document: DocumentView, gone: Collection[str]) -> list[Card]:
    """The spanning cards all of whose steps go."""
    lost = {id for id in gone if document.get(Step, id) is not None}
    if not lost:
        return []
    order = [step.id for step in steps(document)]
    return [card for card, covered in spanning(document, order) if lost.issuperset(covered)]


def _forget(draft: Draft, id: str) -> None:
    """Clear what still refers to a row that goes; the ends of spans may do so no more."""
    for row, field in draft.document.referrers(id):
        if draft.gone(row.id):
            continue
        now = draft.get(type(row), row.id)
        value = getattr(now, field)
        if value != id and not isinstance(value, tuple):
            continue
        cleared: Any = tuple(other for other in value if other != id) if isinstance(value, tuple) else None
        draft.put(replace(now, **{field: cleared}))


def _label(document: DocumentView, ids: Collection[str]) -> Message:
    found = {kind_of(row).name for row in map(document.find, ids) if row is not None}
    name = kind_named(found.pop()).table if len(found) == 1 else "several"
    return message(f"command.delete.{name}", n=len(ids))
