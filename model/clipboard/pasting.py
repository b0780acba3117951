"""Copied parts of a blueprint made anew: in the same document or another, with ids of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from model.change import Change
from model.clipboard.fragment import REGISTERS, Fragment, cut_out, parsed, references
from model.clipboard.ground import add_lanes, add_steps, lanes_from, role_below, stage_at_end, steps_from
from model.commands.maker import Maker
from model.commands.ordering import keys_at
from model.context import Context
from model.document import Document, DocumentView
from model.elements import Card, Lane, Picture, Stage, Step
from model.errors import KnownError
from model.folding import name_key
from model.grid import band, cell, lanes, stages, steps
from model.ids import spread
from model.kinds import Field, kind_of, kinds
from model.messages import Message, message
from model.record import Record
from model.rules import YES, Verdict, may_be, no

R = TypeVar("R", bound=Record)
_GRID = (Stage, Step, Lane, Card)


class Target(NamedTuple):
    """Where copies go: cards from a cell on, the first before the card at `place`; the rest beside it.

    `home`: everything goes right after what it was copied from. No lane and no step: cards go to the tray, the rest
    to the end.
    """

    lane: str | None = None
    step: str | None = None
    place: int | None = None
    home: bool = False


def may_paste_fragment(document: DocumentView, text: str, lane: str | None, step: str | None) -> Verdict:
    """Whether a fragment may be pasted at a cell, or with None and None into the tray or at the end."""
    if (lane is not None and document.get(Lane, lane) is None) or (
        step is not None and document.get(Step, step) is None
    ):
        return no("gone")
    made = parsed(text)
    if not made.copied:
        return no("nothing_to_paste")
    if made.only_cards and (lane is None) != (step is None):
        return no("half_a_cell")
    return YES


def paste_fragment(
    document: DocumentView,
    context: Context,
    text: str,
    lane: str | None,
    step: str | None,
    place: int | None = None,
    matching: bool = True,
) -> Change:
    """Paste a fragment. All ids are new. Where it is `matching`, register entries of the same name serve and others
    are made; where not, all are made.

    `KnownError` where the text is no fragment that would make a sound document.
    """
    change = _paste(document, context, parsed(text), Target(lane, step, place), "command.paste_fragment", matching)
    _demand_sound(document, change)
    return change


def serving(document: DocumentView, text: str) -> tuple[Record, ...]:
    """The register entries of a document that would serve for those that a fragment brings along."""
    made = parsed(text)
    same = made.document == document.blueprint.id
    rows = (row for kind in REGISTERS if kind is not Picture for row in made.of(kind, copied=False))
    found = (_serving(document, row, same) for row in rows)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def duplicate(document: DocumentView, context: Context, ids: Iterable[str]) -> Change:
    """Copy cards, lanes, steps and stages right after themselves."""
    return _paste(document, context, cut_out(document, ids), Target(home=True), "command.duplicate")


def copy_to(document: DocumentView, context: Context, ids: Iterable[str], target: Target) -> Change:
    """Copy to another place of the same document, as copy and paste would."""
    return _paste(document, context, cut_out(document, ids), target, "command.copy")


def may_copy(document: DocumentView, ids: Iterable[str]) -> Verdict:
    """Whether rows can be copied: cards, lanes, steps and stages."""
    rows = [document.find(id) for id in ids]
    if any(row is None for row in rows):
        return no("gone")
    return YES if any(isinstance(row, _GRID) for row in rows) else no("nothing_to_copy")


def new_ids(change: Change) -> tuple[str, ...]:
    """What was copied as a whole, of the rows an edit adds: its stages, else its steps, lanes or cards."""
    added = [delta.row for delta in change.deltas if delta.before is None]
    for kind in _GRID:
        found = tuple(row.id for row in added if isinstance(row, kind))
        if found:
            return found
    return ()


def _paste(
    document: DocumentView, context: Context, made: Fragment, target: Target, label: str, matching: bool = True
) -> Change:
    number = len(made.of(Card)) if made.only_cards else 0
    return _Pasting(document, context, made, target, matching).change(message(label, n=number))


class _Pasting:
    """One paste in the making. `ids` says what each id of the fragment becomes here."""

    def __init__(
        self, document: DocumentView, context: Context, made: Fragment, target: Target, matching: bool
    ) -> None:
        self.document = document
        self.matching = matching
        self.made = made
        self.target = target
        self.maker = Maker(document, context)
        self.same = made.document == document.blueprint.id
        self.rows = {row.id: row for row in made.rows}
        self.ids: dict[str, str] = {}

    def change(self, label: Message) -> Change:
        """The edit."""
        for kind in REGISTERS:
            for row in self.made.of(kind, copied=False):
                self._register(row)
        for row in self.made.rows:
            if row.id in self.made.copied:
                self.ids[row.id] = self.maker.id(type(row))
        self._stages()
        self._steps()
        self._lanes()
        if self.made.only_cards and not self.target.home:
            self._cells_from_target()
        else:
            self._cells_alike()
        self._cards()
        self._belongings()
        return self.maker.draft.change(label)

    def _register(self, row: Record) -> str:
        """The entry of this document that is the same, or a new one."""
        if row.id in self.ids:
            return self.ids[row.id]
        same = _serving(self.document, row, self.same) if self.matching or isinstance(row, Picture) else None
        if same is None:
            id = self.ids[row.id] = self.maker.id(type(row))
            for inner in references(row):
                if isinstance(entry := self.rows.get(inner), REGISTERS):
                    self._register(entry)
            self.maker.put(self._anew(row, id, self.maker.key_after(row)))
            return id
        self.ids[row.id] = same.id
        return same.id

    def _anew(self, row: Any, id: str, key: str, **fields: Any) -> Any:
        """A row with what it refers to here; references to what did not come along are cleared."""
        for field in kind_of(row).references:
            if field.name in fields:
                continue
            value = getattr(row, field.name)
            if isinstance(value, tuple):
                here = (self._here(field, old) for old in value)
                fields[field.name] = tuple(dict.fromkeys(new for new in here if new is not None))
            elif value is not None:
                fields[field.name] = self._here(field, value)
        return replace(row, id=id, order=key, **fields)

    def _here(self, field: Field, id: str) -> str | None:
        """What an id of the fragment is in this document; None where it is nothing that the field can hold."""
        row = self.rows.get(id) if id in self.ids else self.document.find(id) if self.same else None
        if row is None or not ("*" in field.refers or kind_of(row).name in field.refers):
            return None
        return self.ids.get(id, id)

    def _stages(self) -> None:
        copied = self.made.of(Stage)
        if not copied:
            return
        order = [stage.id for stage in stages(self.document)]
        last = stage_at_end(self.document)
        if self.target.home:
            last = max((row.id for row in copied), key=order.index)
        elif self.target.step is not None:
            last = self.document.need(Step, self.target.step).stage
        siblings = stages(self.document)
        keys = keys_at(self.maker.draft, siblings, order.index(last) + 1, len(copied))
        for row, key in zip(copied, keys, strict=True):
            loops_to = self.ids.get(row.loops_to or "")
            self.maker.put(self._anew(row, self.ids[row.id], key, loops_to=loops_to))

    def _steps(self) -> None:
        """Steps of copied stages go with them; others after the step pasted at, or the last one."""
        ordered = [row for id in self.made.steps if id in self.made.copied and isinstance(row := self.rows[id], Step)]
        inside = {row.id for row in self.made.of(Stage)}
        groups: dict[tuple[str, str | None], list[Step]] = {}
        for row in ordered:
            if row.stage in inside:
                groups.setdefault((self.ids[row.stage], None), []).append(row)
            else:
                groups.setdefault(self._step_beside(row, ordered), []).append(row)
        for (stage, beside), rows in groups.items():
            siblings = self.document.where(Step, stage=stage)
            place = [step.id for step in siblings].index(beside) + 1 if beside is not None else len(siblings)
            for row, key in zip(rows, keys_at(self.maker.draft, siblings, place, len(rows)), strict=True):
                self.maker.put(self._anew(row, self.ids[row.id], key, stage=stage))

    def _step_beside(self, row: Step, copied: Sequence[Step]) -> tuple[str, str | None]:
        if self.target.home:
            return row.stage, [each.id for each in copied if each.stage == row.stage][-1]
        if self.target.step is not None:
            return self.document.need(Step, self.target.step).stage, self.target.step
        return stage_at_end(self.document), None

    def _lanes(self) -> None:
        ordered = [row for id in self.made.lanes if id in self.made.copied and isinstance(row := self.rows[id], Lane)]
        for each in dict.fromkeys(band(row) for row in ordered):
            rows = [row for row in ordered if band(row) is each]
            siblings = [lane for lane in self.document.where(Lane) if band(lane) is each]
            last = rows[-1].id if self.target.home else self.target.lane
            place = next((at for at, lane in enumerate(siblings, 1) if lane.id == last), len(siblings))
            for row, key in zip(rows, keys_at(self.maker.draft, siblings, place, len(rows)), strict=True):
                self.maker.put(self._anew(row, self.ids[row.id], key))

    def _cells_from_target(self) -> None:
        """Lanes and steps of copied cards become those from the cell pasted at, as far apart as they were."""
        lane, step = self.target.lane, self.target.step
        if lane is None or step is None:
            return
        near_lanes = [self._spoken(Lane, id) for id in self.made.lanes]
        near_steps = [self._spoken(Step, id) for id in self.made.steps]
        rows = lanes_from(self.document, lane, len(near_lanes))
        rows += add_lanes(self.maker, role_below(self.document), [row.title for row in near_lanes[len(rows) :]])
        columns = steps_from(self.document, step, len(near_steps))
        columns += add_steps(self.maker, [row.title for row in near_steps[len(columns) :]])
        self.ids.update(zip(self.made.lanes, rows, strict=True))
        self.ids.update(zip(self.made.steps, columns, strict=True))

    def _cells_alike(self) -> None:
        """Lanes and steps that did not come along are found again: themselves, by role and title, by their place."""
        for number, id in enumerate(self.made.lanes):
            if id not in self.made.copied:
                self.ids[id] = self._lane_alike(self._spoken(Lane, id), self.made.lanes[:number])
        order = [step.id for step in steps(self.document)]
        added: list[str] = []
        for number, id in enumerate(self.made.steps):
            if id in self.made.copied:
                continue
            if self.same and self.document.get(Step, id) is not None:
                self.ids[id] = id
            elif number < len(order):
                self.ids[id] = order[number]
            else:
                added.append(id)
        made = add_steps(self.maker, [self._spoken(Step, id).title for id in added])
        self.ids.update(zip(added, made, strict=True))

    def _lane_alike(self, lane: Lane, before: Sequence[str]) -> str:
        if self.same and self.document.get(Lane, lane.id) is not None:
            return lane.id
        alike = [row for row in lanes(self.document) if row.role is lane.role]
        named = [row for row in alike if name_key(row.title) == name_key(lane.title)]
        if named:
            return named[0].id
        number = sum(1 for id in before if self._spoken(Lane, id).role is lane.role)
        taken = set(self.ids.values())
        if number < len(alike) and alike[number].id not in taken:
            return alike[number].id
        return self.maker.append(Lane, role=lane.role, title=lane.title).id

    def _spoken(self, kind: type[R], id: str) -> R:
        row = self.rows[id]
        assert isinstance(row, kind)
        return row

    def _cards(self) -> None:
        groups: dict[tuple[str | None, str | None], list[Card]] = {}
        tray = self.made.only_cards and not self.made.lanes and not self.target.home
        for card in self._in_order():
            lane, step = self.ids.get(card.lane or ""), self.ids.get(card.step or "")
            if tray:
                lane, step = self.target.lane, self.target.step
            if lane is None or step is None:
                lane = step = None
            groups.setdefault((lane, step), []).append(card)
        order = self._new_order()
        for number, ((lane, step), cards) in enumerate(groups.items()):
            siblings = cell(self.document, lane, step)
            place = self._place_in(siblings, cards, number == 0)
            for card, key in zip(cards, keys_at(self.maker.draft, siblings, place, len(cards)), strict=True):
                last = self.ids.get(card.last_step or "")
                if step is None or last is None or order.index(last) <= order.index(step):
                    last = None
                self.maker.put(self._anew(card, self.ids[card.id], key, lane=lane, step=step, last_step=last))

    def _in_order(self) -> list[Card]:
        """The copied cards lane by lane, step by step, top to bottom."""
        rows = {id: place for place, id in enumerate(self.made.lanes)}
        columns = {id: place for place, id in enumerate(self.made.steps)}
        return sorted(
            self.made.of(Card),
            key=lambda card: (rows.get(card.lane, len(rows)), columns.get(card.step, 0), card.order, card.id),
        )

    def _place_in(self, siblings: Sequence[Card], cards: Sequence[Card], first: bool) -> int:
        places = {row.id: place for place, row in enumerate(siblings, 1)}
        if self.target.home:
            return max((places.get(card.id, 0) for card in cards), default=0) or len(siblings)
        if first and self.target.place is not None and self.made.only_cards:
            return max(0, min(self.target.place, len(siblings)))
        return len(siblings)

    def _new_order(self) -> list[str]:
        """The steps as they will stand, first to last."""
        world = Document([*_rows(self.document, (Stage, Step))])
        world.alter(_part(self.maker.draft.change(message("command.copy")), (Stage, Step)))
        return [step.id for step in steps(world)]

    def _belongings(self) -> None:
        """What belongs to what was copied; never the same use of a system twice, where two became one."""
        seen: set[Any] = set()
        for kind in kinds():
            rows = [row for row in self.made.of(kind.record) if not isinstance(row, _GRID)]
            for row, key in zip(rows, spread(len(rows)), strict=True):
                new = self._anew(row, self.ids[row.id], key)
                owners = tuple(getattr(new, field.name) for field in kind.references if field.owned)
                if None in owners or (kind.name in ("CardSystem", "CardChannel") and (kind.name, owners) in seen):
                    continue
                seen.add((kind.name, owners))
                self.maker.put(new)


def _serving(document: DocumentView, row: Record, same: bool) -> Record | None:
    """The entry of a document that is a fragment's: itself where they are of the `same` document, else by its name."""
    known = document.find(row.id) if same else None
    if type(known) is type(row):
        return known
    return next((each for each in document.where(type(row)) if _same_entry(each, row)), None)


def _same_entry(one: Any, other: Any) -> bool:
    if isinstance(one, Picture):
        return bool(one.data == other.data and one.mime == other.mime)
    name = "name" if hasattr(one, "name") else "title"
    mine, theirs = getattr(one, name), getattr(other, name)
    return bool(mine.strip()) and name_key(mine) == name_key(theirs)


def _rows(document: DocumentView, records: Iterable[type[Record]]) -> Iterable[Record]:
    for record in records:
        yield from document.table(record).values()


def _part(change: Change, records: tuple[type[Record], ...]) -> Change:
    return Change(change.label, tuple(delta for delta in change.deltas if isinstance(delta.row, records)))


def _demand_sound(document: DocumentView, change: Change) -> None:
    """`KnownError` where a fragment would bring in what no act could have made."""
    world = Document(_rows(document, [kind.record for kind in kinds()]))
    world.alter(change)
    for delta in change.deltas:
        if delta.after is not None:
            verdict = may_be(world, delta.after)
            if verdict.reason is not None:
                raise KnownError(message("clipboard.unsound", why=verdict.reason))
