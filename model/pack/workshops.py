"""What workshops and observations left behind: who was there, what was covered, decided, seen and taken on (R56)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from model.keeping import ItemKind, Observation, Workshop, WorkshopItem
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Grid, Heading, Pairs, Row, Said, Text
from model.messages import Value, message
from model.pack.ground import Ground, cell, column, dash
from model.registers import Decision


def workshops(ground: Ground) -> tuple[Block, ...]:
    """The workshops, the latest first, then all observations; nothing where there is neither."""
    document = ground.document
    rows = sorted(document.where(Workshop), key=lambda row: row.held or date.min, reverse=True)
    blocks = [block for row in rows for block in _workshop(ground, row)]
    return (*blocks, *_observations(ground))


def _workshop(ground: Ground, row: Workshop) -> Iterator[Block]:
    name: Value = " ".join(row.name.split()) or message("pack.workshop.unnamed")
    said = name if row.held is None else message("pack.workshop.held", name=name, day=row.held)
    yield Heading(said, 2, f"entry {row.id}", listed=True)
    pairs = (
        ("attended", tuple(Said(who) for who in row.attended)),
        ("covered", tuple(Said(line) for line in row.notes.splitlines() if line.strip())),
        ("decided", tuple(_decided(ground, row.held))),
        ("observed", tuple(_observed(ground, row.held))),
    )
    told = tuple((message(f"pack.workshop.{word}"), lines) for word, lines in pairs if lines)
    if told:
        yield Pairs(told)
    items = tuple(_item(ground, each) for each in ground.document.where(WorkshopItem, workshop=row.id))
    if items:
        yield Grid((column("item", most=0.5), column("kind"), column("owner"), column("due")), items)


def _decided(ground: Ground, day: date | None) -> Iterator[Said]:
    """The decisions of the day of a workshop, and what was chosen."""
    for row in ground.document.where(Decision):
        if day is not None and row.decided_on == day:
            name, chosen = ground.name(row.id), ground.document.find(row.chosen)
            words = (
                name if chosen is None else message("pack.workshop.chosen", name=name, option=ground.name(chosen.id))
            )
            yield Said(words, to=(f"entry {row.id}",))


def _observed(ground: Ground, day: date | None) -> Iterator[Said]:
    """What was seen on the day of a workshop."""
    for row in ground.document.where(Observation):
        if day is not None and row.dated == day:
            yield Said(message("pack.workshop.seen", step=ground.name(row.step), what=row.seen))


def _item(ground: Ground, row: WorkshopItem) -> Row:
    """What is to be done and by whom is missed where it is not said; that a risk has a day is not asked."""
    action = row.kind is ItemKind.ACTION
    open_action = action and not row.done
    late = open_action and row.due is not None and row.due < ground.today
    owner: Cell = (ground.owner(row.owner),) if row.owner or open_action else (dash(),)
    due: Cell = (dash(),) if row.due is None else cell(row.due, Tone.BAD if late else Tone.PLAIN)
    kind = message(f"pack.workshop.kind.{'done' if action and row.done else row.kind.value}")
    return Row((cell(ground.name(row.id)), cell(kind), owner, due), f"entry {row.id}")


def _observations(ground: Ground) -> Iterator[Block]:
    document = ground.document
    seen = sorted(document.where(Observation), key=lambda row: row.dated or date.min, reverse=True)
    if not seen:
        return
    yield Heading(message("pack.workshop.observations"), 2)
    never = len(set(ground.places.steps) - {row.step for row in seen})
    if never:
        yield Text(Said(message("pack.workshop.never", n=never), Tone.STRONG), keep=True)
    rows = []
    for row in seen:
        day: Cell = (dash(),) if row.dated is None else cell(row.dated)
        step = document.find(row.step)
        where: Cell = (dash(),) if step is None else cell(ground.name(step.id))
        rows.append(Row((day, where, cell(row.seen), cell(row.actor)), f"entry {row.id}"))
    yield Grid((column("date"), column("step", most=0.3), column("seen", most=0.45), column("observer")), tuple(rows))
