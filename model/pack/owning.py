"""Owners, who owns stages and steps, objectives that several share, and RACI."""

from __future__ import annotations

from collections import Counter

from model.elements import Card, RaciEntry, RaciRole, Step
from model.grid import stages
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Grid, Heading, Row, Said
from model.messages import message
from model.owners import accountable
from model.pack.ground import Ground, cell, column, dash
from model.registers import Objective, Owner


def owning(ground: Ground) -> tuple[Block, ...]:
    """Nothing where there is no owner."""
    document = ground.document
    owners = document.where(Owner)
    if not owners:
        return ()
    counts = Counter(owner.id for card in document.where(Card) if (owner := accountable(document, card)) is not None)
    heads = (
        column("owner", most=0.28),
        column("kind"),
        column("unit"),
        column("cards", True),
        column("goal", most=0.3),
    )
    rows = tuple(_owner(ground, row, counts[row.id]) for row in owners)
    return (Grid(heads, rows), *_steps(ground), *objectives(ground), *_raci(ground))


def _owner(ground: Ground, row: Owner, cards: int) -> Row:
    kind = message(f"pack.owner_kind.{row.kind.value}")
    goal = list(cell(row.goal))
    goal += [
        Said(message("pack.owner.against", name=ground.name(id)), Tone.BAD)
        for id in row.goal_against
        if ground.document.get(Owner, id) is not None
    ]
    return Row((cell(ground.name(row.id)), cell(kind), cell(row.unit), cell(cards), tuple(goal)), f"entry {row.id}")


def _steps(ground: Ground) -> list[Block]:
    """Stage by stage who owns it, and of each step the experience and the operations; nothing where nobody does."""
    document = ground.document
    rows = []
    for stage in stages(document):
        for place, step in enumerate(document.where(Step, stage=stage.id)):
            begins = place == 0
            name: Cell = (Said(ground.name(stage.id), Tone.STRONG, (f"stage {stage.id}",)),) if begins else (Said(""),)
            own: Cell = (ground.owner(stage.owner),) if begins else (Said(""),)
            two = ((ground.owner(step.experience_owner),), (ground.owner(step.operations_owner),))
            rows.append(Row((name, own, cell(ground.name(step.id)), *two)))
    owned = any(
        document.get(Owner, id) is not None
        for stage in stages(document)
        for step in document.where(Step, stage=stage.id)
        for id in (stage.owner, step.experience_owner, step.operations_owner)
    )
    if not owned:
        return []
    heads = (
        column("stage"),
        column("stage_owner"),
        column("step"),
        column("experience"),
        column("operations"),
    )
    return [Heading(message("pack.owner.steps"), 2), Grid(heads, tuple(rows))]


def objectives(ground: Ground) -> list[Block]:
    """Each objective with all its owners (R46)."""
    rows = []
    for row in ground.document.where(Objective):
        due: Cell = (dash(),) if row.due is None else cell(row.due)
        cells = (cell(row.name), ground.named(row.owners), ground.named(row.metrics), cell(row.target), due)
        rows.append(Row(cells, f"entry {row.id}"))
    if not rows:
        return []
    heads = (
        column("objective", most=0.3),
        column("owners"),
        column("metrics", most=0.3),
        column("target"),
        column("due"),
    )
    return [Heading(message("pack.owner.objectives"), 2), Grid(heads, tuple(rows))]


def _raci(ground: Ground) -> list[Block]:
    """The cards in which somebody beside the accountable owner has a part (R13)."""
    document = ground.document
    held: dict[str, dict[RaciRole, list[str]]] = {}
    for entry in document.where(RaciEntry):
        held.setdefault(entry.card, {}).setdefault(entry.role, []).append(entry.owner)
    rows = []
    for card in ground.places.ordered(held):
        row = document.need(Card, card)
        owner = accountable(document, row)
        name = (ground.said(card), Said(ground.step_of(row), Tone.QUIET))
        own = (ground.owner(None if owner is None else owner.id),)
        rows.append(Row((name, own, *(ground.named(held[card].get(role, ())) for role in RaciRole))))
    if not rows:
        return []
    heads = (
        column("card", most=0.34),
        column("accountable"),
        *(column(role.value) for role in RaciRole),
    )
    return [Heading(message("pack.owner.raci"), 2), Grid(heads, tuple(rows))]
