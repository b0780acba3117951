"""What a pasted table would do, as data for a preview, and doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, repeat
from typing import NamedTuple

from model.change import Change
from model.clipboard.ground import add_lanes, add_steps, lanes_from, role_below, steps_from
from model.clipboard.heads import is_field
from model.clipboard.table import Shape, Table
from model.commands.maker import Maker
from model.commands.ordering import keys_at
from model.context import Context
from model.document import DocumentView
from model.elements import Card, Lane, Role, Step
from model.folding import name_key
from model.grid import cell
from model.messages import Message, message
from model.rules import YES, Verdict, demand, may_place, no
from model.tables import card_fields, lines_of

MOST_CARDS = 10_000


class PlanLane(NamedTuple):
    """A lane that cards land in; `id` None: one to be added, of this role."""

    id: str | None
    role: Role
    title: str = ""


class PlanStep(NamedTuple):
    """A step that cards land in; `id` None: one to be added at the end. `title`: what it will be called."""

    id: str | None
    title: str = ""


class PlanCell(NamedTuple):
    """The cards that land in a cell; `lane` and `step` count those of the plan from 0; `row`, `column` the table's."""

    lane: int
    step: int
    cards: tuple[str, ...]
    row: int
    column: int


class LeftOut(NamedTuple):
    """A cell of the table that lands nowhere, from 0, and why."""

    row: int
    column: int
    text: str
    why: Message


class Plan(NamedTuple):
    """What lands where. No lanes: in the tray. `place` is where in the first cell, None: after what is there."""

    lanes: tuple[PlanLane, ...]
    steps: tuple[PlanStep, ...]
    cells: tuple[PlanCell, ...]
    left_out: tuple[LeftOut, ...] = ()
    place: int | None = None

    @property
    def new_lanes(self) -> tuple[PlanLane, ...]:
        """The lanes to be added."""
        return tuple(lane for lane in self.lanes if lane.id is None)

    @property
    def new_steps(self) -> tuple[PlanStep, ...]:
        """The steps to be added."""
        return tuple(step for step in self.steps if step.id is None)

    @property
    def cards(self) -> int:
        """How many cards are to be added."""
        return sum(len(each.cards) for each in self.cells)


def plan_table(
    document: DocumentView,
    table: Table,
    lane: str | None,
    step: str | None,
    *,
    place: int | None = None,
    stacked: bool = False,
    headed: bool = False,
) -> Plan:
    """Where the cells of a table would land from a cell on: rows in lanes downwards, columns in steps, lines as cards.

    A list is stacked in the one cell; so are, when `stacked`, the rows of a block, each column in its step. Where it
    is `headed`, the first row makes no cards but names steps that are added or have no name. Without lane and step
    everything goes to the tray. `Refused` where the cell is gone.
    """
    demand(may_place(document, lane, step))
    stacked = stacked or table.shape is Shape.LIST or table.columns == 1
    found, left_out = _cards(table, stacked, lane is None, int(headed))
    heads = table.cells[0] if headed else ()
    if lane is None or step is None:
        return Plan((), (), tuple(found), (*_unused(heads, ()), *left_out), place)
    height = max((each.lane for each in found), default=0) + 1
    width = max((each.step for each in found), default=0) + 1
    rows: list[PlanLane] = []
    for id in lanes_from(document, lane, height):
        row = document.need(Lane, id)
        rows.append(PlanLane(id, row.role, row.title))
    below = PlanLane(None, role_below(document))
    rows += [below] * (height - len(rows))
    columns = [PlanStep(id, getattr(document.find(id), "title", "")) for id in steps_from(document, step, width)]
    columns += [PlanStep(None)] * (width - len(columns))
    named = tuple(map(_named, columns, chain(heads, repeat(""))))
    return Plan(tuple(rows), named, tuple(found), (*_unused(heads, named), *left_out), place)


def may_paste(document: DocumentView, plan: Plan) -> Verdict:
    """Whether a plan can still be carried out."""
    if not plan.cells:
        return no("nothing_to_paste")
    ids = {*(lane.id for lane in plan.lanes), *(step.id for step in plan.steps)}
    return YES if all(id is None or id in document for id in ids) else no("gone")


def paste(document: DocumentView, context: Context, plan: Plan) -> tuple[Change, tuple[str, ...]]:
    """Carry out a plan: the edit, and the ids of the new cards in the order of the plan."""
    maker = Maker(document, context)
    rows, columns = _ground(maker, plan)
    ids: list[str] = []
    for number, (lane, step, texts) in enumerate(_by_cell(plan)):
        lane_id, step_id = (rows[lane], columns[step]) if plan.lanes else (None, None)
        siblings = cell(document, lane_id, step_id)
        place = plan.place if number == 0 and plan.place is not None else len(siblings)
        keys = keys_at(maker.draft, siblings, max(0, min(place, len(siblings))), len(texts))
        for text, key in zip(texts, keys, strict=True):
            fields = card_fields(plan.lanes[lane].role, text) if plan.lanes else {"title": text}
            card = maker.put(maker.new(Card, order=key, lane=lane_id, step=step_id, **fields))
            ids.append(card.id)
    return maker.draft.change(message("command.paste", n=len(ids))), tuple(ids)


def _named(step: PlanStep, head: str) -> PlanStep:
    """A step under a heading: called so where it has no name yet, unless that names a field."""
    return step if step.title or is_field(head) else step._replace(title=head)


def _unused(heads: Sequence[str], named: Sequence[PlanStep]) -> Iterator[LeftOut]:
    """The headings that name no step."""
    for column, head in enumerate(heads):
        title = named[column].title if column < len(named) else ""
        if head and name_key(head) != name_key(title):
            yield LeftOut(0, column, head, message("clipboard.head"))


def _cards(table: Table, stacked: bool, tray: bool, first: int) -> tuple[list[PlanCell], list[LeftOut]]:
    found: list[PlanCell] = []
    left_out: list[LeftOut] = []
    room = MOST_CARDS
    for row, texts in enumerate(table.cells[first:], first):
        for column, text in enumerate(texts):
            lines = tuple(lines_of(text))
            if not lines:
                continue
            if len(lines) > room:
                left_out.append(LeftOut(row, column, text, message("clipboard.too_many_cards", most=MOST_CARDS)))
                continue
            room -= len(lines)
            found.append(PlanCell(0 if stacked or tray else row - first, 0 if tray else column, lines, row, column))
    return found, left_out


def _ground(maker: Maker, plan: Plan) -> tuple[list[str], list[str]]:
    """The ids of the lanes and steps of a plan, made where they are new."""
    made: dict[Role, Iterator[str]] = {}
    for role in dict.fromkeys(lane.role for lane in plan.new_lanes):
        titles = [lane.title for lane in plan.new_lanes if lane.role is role]
        made[role] = iter(add_lanes(maker, role, titles))
    columns = iter(add_steps(maker, [step.title for step in plan.new_steps]))
    for step in plan.steps:
        known = maker.document.get(Step, step.id)
        if known is not None and not known.title and step.title:
            maker.put(replace(known, title=step.title))
    return (
        [lane.id or next(made[lane.role]) for lane in plan.lanes],
        [step.id or next(columns) for step in plan.steps],
    )


def _by_cell(plan: Plan) -> Iterable[tuple[int, int, list[str]]]:
    gathered: dict[tuple[int, int], list[str]] = {}
    for each in plan.cells:
        gathered.setdefault((each.lane, each.step), []).extend(each.cards)
    return [(lane, step, texts) for (lane, step), texts in gathered.items()]
