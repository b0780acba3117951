"""The façade: every act a user can do to a document, each checked by its rule and kept as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from model import capture, clipboard, emotions, modules, pictures, rules, search, snapshots, variants, what_if
from model.change import Change, Delta, then
from model.clipboard import pasting
from model.commands import bulk, insert
from model.commands import pictures as showing
from model.commands.add import add, add_card
from model.commands.delete import delete, goes_with
from model.commands.fields import reverse_link, set_fields
from model.commands.library import as_known
from model.commands.maker import Maker
from model.commands.merge import merge_cards
from model.commands.merge_records import merge_records
from model.commands.move import move_cards, move_lane, move_stage, move_step, span_card
from model.commands.ranges import set_number
from model.commands.replace import replace_entries
from model.commands.split import split_card
from model.commands.statuses import dated
from model.context import Context
from model.document import Document
from model.elements import Card, CardSystem, Lane, Link, LinkKind, Mark, Picture, Role, Stage, Step
from model.entries.filling import Filling, fill, label, may_fill, to_make, with_made
from model.errors import BugError
from model.history import History
from model.improvements import ScenarioAct
from model.kinds import kind_of
from model.messages import Message, message
from model.record import Record
from model.rules import Refused, Verdict, demand
from model.values import tidy

R = TypeVar("R", bound=Record)
T = TypeVar("T")
__all__ = ["Editor", "Refused", "Verdict"]


class Editor:
    """Edits one document through one history. An act that may not be done raises `Refused` and changes nothing.

    `variant`: the one that is edited, to which new cards and links belong; None: to all.
    """

    def __init__(self, document: Document, history: History, context: Context) -> None:
        self.document = document
        self.history = history
        self.context = context
        self.variant: str | None = None
        self._group: list[Delta] | None = None

    def add_stage(self, title: str = "", *, before: str | None = None) -> str:
        """Add a stage before another, or last; its id."""
        return self._add_before(self._new(Stage, title=title), before)

    def add_step(self, stage: str, title: str = "", *, before: str | None = None) -> str:
        """Add a step to a stage, before one of its steps, or last; its id."""
        return self._add_before(self._new(Step, stage=stage, title=title), before)

    def add_lane(self, role: Role, title: str = "", *, before: str | None = None) -> str:
        """Add a lane before another of its band, or last in it; its id."""
        return self._add_before(self._new(Lane, role=role, title=title), before)

    def add_card(
        self, lane: str | None, step: str | None, title: str = "", *, place: int | None = None, **fields: Any
    ) -> str:
        """Add a card at a place in a cell, or last; None and None: in the tray. Its id."""
        row = self._new(Card, lane=lane, step=step, title=title, **fields)
        demand(rules.may_add(self.document, row))
        self._push(lambda: add_card(self.document, row, place))
        return row.id

    def add_link(self, source: str, target: str, kind: LinkKind = LinkKind.FLOW, **fields: Any) -> str:
        """Link two cards; the link's id."""
        return self.add(Link, source=source, target=target, kind=kind, **fields)

    def add(self, kind: type[Record], /, **fields: Any) -> str:
        """Add a record of any kind but the blueprint, last among its siblings; its id."""
        row = as_known(self._new(kind, **fields), fields)
        demand(rules.may_add(self.document, row))
        self._push(lambda: add(self.document, row))
        return row.id

    def use_system(self, card: str, system: str, essential: bool = True) -> str:
        """Let a card use a system; the id of that use, which `delete` takes away again."""
        return self.add(CardSystem, card=card, system=system, essential=essential)

    def edit(self, ids: str | Iterable[str], *, typing: bool = False, **fields: Any) -> None:
        """Set fields of one record or many. While `typing`, edits of the same fields of the same records merge."""
        wanted = (ids,) if isinstance(ids, str) else tuple(ids)
        values = {name: tidy(value) for name, value in fields.items()}
        demand(rules.may_edit(self.document, wanted, values))
        demand(rules.may_keep_ranges(self.document, wanted, values))
        self._push(lambda: dated(self.document, self.context, set_fields(self.document, wanted, values, typing)))

    def set_number(self, ids: Iterable[str], field: str, value: Any) -> None:
        """Set a number of records, `Ranged` where it is uncertain; without low and high it is sure from now on."""
        wanted = tuple(ids)
        demand(rules.may_set_number(self.document, wanted, field, value))
        self._push(lambda: set_number(self.document, self.context, wanted, field, value))

    def rename(self, id: str, text: str, *, typing: bool = False) -> None:
        """Set the title or name of a record, whichever it has."""
        row = self.document.find(id)
        named = row is not None and any(field.name == "name" for field in kind_of(row).fields)
        self.edit(id, typing=typing, **{"name" if named else "title": text})

    def move_cards(self, ids: Iterable[str], lane: str | None, step: str | None, place: int | None = None) -> None:
        """Move cards into a cell before the card at `place` among those that stay there, or last; None, None: tray."""
        wanted = tuple(ids)
        demand(rules.may_move_cards(self.document, wanted, lane, step))
        self._push(lambda: move_cards(self.document, wanted, lane, step, place))

    def move_step(self, id: str, stage: str, before: str | None = None) -> None:
        """Move a step into a stage, before one of its steps, or last."""
        demand(rules.may_move_step(self.document, id, stage, before))
        if before != id:
            self._push(lambda: move_step(self.document, id, stage, before))

    def move_stage(self, id: str, before: str | None = None) -> None:
        """Move a stage with its steps before another, or last."""
        demand(rules.may_move_stage(self.document, id, before))
        if before != id:
            self._push(lambda: move_stage(self.document, id, before))

    def move_lane(self, id: str, before: str | None = None) -> None:
        """Move a lane before another of its band, or last in it."""
        demand(rules.may_move_lane(self.document, id, before))
        if before != id:
            self._push(lambda: move_lane(self.document, id, before))

    def span_card(self, id: str, last_step: str | None) -> None:
        """Let a card run to a step; None: one step."""
        demand(rules.may_span(self.document, id, last_step))
        self._push(lambda: span_card(self.document, id, last_step))

    def reverse_link(self, id: str) -> None:
        """Let a link run the other way."""
        demand(rules.may_reverse(self.document, id))
        self._push(lambda: reverse_link(self.document, id))

    def delete(self, ids: Iterable[str]) -> None:
        """Delete records with what goes with them."""
        wanted = tuple(ids)
        demand(rules.may_delete(self.document, wanted))
        self._push(lambda: delete(self.document, wanted))

    def goes_with(self, ids: Iterable[str]) -> tuple[Record, ...]:
        """What deleting records would take along, beyond themselves."""
        return goes_with(self.document, ids)

    def capture(self, where: str | capture.Spot, taken: capture.Taken) -> str:
        """Make a card at a spot, or let a card say, what was typed, with all it names; the card's id."""
        demand(capture.may_capture(self.document, where, taken))
        return self._push_with(capture.capture(self.document, self.context, where, taken))

    def split_card(self, id: str) -> tuple[str, ...]:
        """Make a card of each line of a card; their ids, the first that of the card itself."""
        demand(rules.may_split(self.document, id))
        return self._push_with(split_card(self.document, self.context, id))

    def merge_cards(self, ids: Iterable[str]) -> str:
        """Make one card of several; the id of the one that stays."""
        wanted = tuple(ids)
        demand(rules.may_merge(self.document, wanted))
        return self._push_with(merge_cards(self.document, self.context, wanted))

    def insert_step(self, beside: str, after: bool = True, title: str = "") -> str:
        """Insert a step beside another, in its stage; its id."""
        demand(rules.may_insert(self.document, Step, beside))
        return self._push_with(insert.insert_step(self.document, self.context, beside, after, title))

    def insert_lane(self, beside: str, after: bool = True, title: str = "") -> str:
        """Insert a lane of the same role beside another; its id."""
        demand(rules.may_insert(self.document, Lane, beside))
        return self._push_with(insert.insert_lane(self.document, self.context, beside, after, title))

    def insert_stage(self, beside: str, after: bool = True, title: str = "") -> str:
        """Insert a stage with a first step beside another; its id."""
        demand(rules.may_insert(self.document, Stage, beside))
        return self._push_with(insert.insert_stage(self.document, self.context, beside, after, title))

    def split_stage(self, step: str, title: str = "") -> str:
        """Let a new stage begin at a step; its id."""
        demand(rules.may_split_stage(self.document, step))
        return self._push_with(insert.split_stage(self.document, self.context, step, title))

    def join_stage(self, id: str) -> None:
        """Let a stage go on in the one before it."""
        demand(rules.may_join_stage(self.document, id))
        self._push(lambda: insert.join_stage(self.document, self.context, id))

    def paste(self, plan: clipboard.Plan) -> tuple[str, ...]:
        """Paste a table as planned; the ids of the new cards."""
        demand(clipboard.may_paste(self.document, plan))
        return self._push_with(clipboard.paste(self.document, self.context, plan))

    def paste_fragment(
        self, text: str, lane: str | None, step: str | None, place: int | None = None, matching: bool = True
    ) -> tuple[str, ...]:
        """Paste what was copied, entries `matching` by name or not; ids of new stages, else steps, lanes or cards."""
        demand(clipboard.may_paste_fragment(self.document, text, lane, step))
        change = clipboard.paste_fragment(self.document, self.context, text, lane, step, place, matching)
        return self._push_copies(change)

    def duplicate(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Copy cards, lanes, steps and stages right after themselves; the ids of the copies."""
        wanted = tuple(ids)
        demand(pasting.may_copy(self.document, wanted))
        return self._push_copies(pasting.duplicate(self.document, self.context, wanted))

    def copy_cards(
        self, ids: Iterable[str], lane: str | None, step: str | None, place: int | None = None
    ) -> tuple[str, ...]:
        """Copy cards, as far apart as they are, to where the first is to be; the ids of the copies."""
        wanted = tuple(ids)
        demand(rules.may_move_cards(self.document, wanted, lane, step))
        demand(pasting.may_copy(self.document, wanted))
        target = clipboard.Target(lane, step, place)
        return self._push_copies(pasting.copy_to(self.document, self.context, wanted, target))

    def cut(self, ids: Iterable[str]) -> str:
        """Take cards, lanes, steps and stages out with what goes with them; the fragment to paste them from."""
        wanted = tuple(ids)
        demand(pasting.may_copy(self.document, wanted))
        demand(rules.may_delete(self.document, wanted))
        text = clipboard.fragment(self.document, wanted)
        self._push(lambda: Change(message("command.cut"), delete(self.document, wanted).deltas))
        return text

    def toggle_mark(self, ids: Iterable[str], mark: Mark) -> None:
        """Mark cards, or unmark them where all are marked."""
        wanted = tuple(ids)
        demand(rules.may_mark(self.document, wanted))
        self._push(lambda: bulk.toggle_mark(self.document, wanted, mark))

    def shift_emotions(self, cards: Iterable[str], by: int) -> None:
        """Raise or lower the moods of cards of emotion lanes."""
        self._push(lambda: emotions.shift_emotions(self.document, tuple(cards), by))

    def set_picture(self, ids: Iterable[str], taken: pictures.Taken) -> None:
        """Let cards show a picture."""
        wanted = tuple(ids)
        demand(rules.may_mark(self.document, wanted))
        self._push(lambda: showing.set_picture(self.document, self.context, wanted, taken))

    def add_picture(self, lane: str, step: str, place: int | None, taken: pictures.Taken) -> str:
        """Add a card that shows a picture at a place in a cell, or last; its id."""
        demand(rules.may_place(self.document, lane, step))
        return self._push_with(showing.add_picture(self.document, self.context, lane, step, place, taken))

    def crop_pictures(self, ids: Iterable[str]) -> None:
        """Crop the pictures of cards to the proportions of the room they have there."""
        wanted = tuple(ids)
        demand(rules.may_have_picture(self.document, wanted))
        self._push(lambda: showing.crop_pictures(self.document, self.context, wanted, _cropped))

    def remove_pictures(self, ids: Iterable[str]) -> None:
        """Take the pictures off cards."""
        wanted = tuple(ids)
        demand(rules.may_have_picture(self.document, wanted))
        self._push(lambda: showing.remove_pictures(self.document, self.context, wanted))

    def replace(self, found: search.Found | Iterable[search.Found], text: str) -> None:
        """Put a text in the place of one that was found, or of all of them."""
        places = (found,) if isinstance(found, search.Found) else tuple(found)
        text = str(tidy(text))
        demand(search.may_replace(self.document, places, text))
        self._push(lambda: bulk.replace_text(self.document, search.spans(places), text))

    def suppose(self, scenario: str, element: str, **fields: Any) -> None:
        """Let a what-if scenario set fields of a record; the record itself stays as it is."""
        self._suppose(scenario, element, ScenarioAct.SET, {name: tidy(value) for name, value in fields.items()})

    def suppose_without(self, scenario: str, element: str) -> None:
        """Let a what-if scenario do without a record, and all that goes with it."""
        self._suppose(scenario, element, ScenarioAct.REMOVE, {})

    def suppose_stopped(self, scenario: str, element: str) -> None:
        """Let a system, an owner or a card stop in a what-if scenario."""
        self._suppose(scenario, element, ScenarioAct.STOP, {})

    def fill(self, filling: Filling) -> tuple[str, ...]:
        """Put values into the cells of a register, with the records they name that are new; the ids of the rows."""
        with self.group(label(filling)):
            made = {each: self.add(each.kind, name=each.name) for each in to_make(filling)}
            wanted = with_made(filling, made)
            demand(may_fill(self.document, wanted))
            return self._push_with(fill(self.document, self.context, wanted))

    def replace_entries(self, ids: Iterable[str], by: str) -> None:
        """Let an entry of a register take the place of others, which go."""
        wanted = tuple(dict.fromkeys(ids))
        demand(rules.may_replace_entries(self.document, wanted, by))
        self._push(lambda: replace_entries(self.document, wanted, by))

    def merge_entries(self, kept: str, others: Iterable[str]) -> None:
        """Let an entry of a register take in others, with all that refers to them."""
        wanted = tuple(dict.fromkeys(others))
        demand(rules.may_merge_entries(self.document, kept, wanted))
        self._push(lambda: merge_records(self.document, kept, wanted))

    def undo(self) -> Change | None:
        """Take the last edit back; the edit, or None where there is none."""
        self._outside_group()
        return self.history.undo()

    def take_snapshot(self, name: str, note: str = "") -> str:
        """Keep the document as it is now as a version; its id."""
        return self._push_with(snapshots.take(self.document, self.context, tidy(name), tidy(note)))

    def restore_snapshot(self, id: str, kept_as: str) -> None:
        """Let the document be as a version holds it; as it is now it is kept as another, under the name `kept_as`."""
        self.variant = None
        self._push(lambda: snapshots.restore(self.document, self.context, id, tidy(kept_as)))

    def drop_snapshot(self, id: str) -> None:
        """Let a version go; those that build on it hold what they held."""
        self._push(lambda: snapshots.drop(self.document, id))

    def module_of(self, ids: Iterable[str]) -> str:
        """Stages, steps and lanes as a module that `paste_fragment` and `swap_stage` take."""
        wanted = tuple(ids)
        demand(modules.may_keep(self.document, wanted))
        return modules.module_of(self.document, wanted)

    def swap_stage(self, id: str, module: str, name: str, matching: bool = True) -> str:
        """Let a module of one stage take the place of a stage; the id of the new one. `matching`: as in pasting."""
        demand(modules.may_swap(self.document, id, module))
        return self._push_with(modules.swap(self.document, self.context, id, module, tidy(name), matching))

    def redo(self) -> Change | None:
        """Do the last undone edit again; the edit, or None where there is none."""
        self._outside_group()
        return self.history.redo()

    @contextmanager
    def group(self, label: Message) -> Iterator[None]:
        """Make several acts one undo step, told to listeners as one when it ends; after an exception, nothing.

        A group within a group is part of it.
        """
        if self._group is not None:
            yield
            return
        deltas = self._group = []
        try:
            yield
        except BaseException:
            self.document.alter(_folded(label, deltas).inverse())
            raise
        finally:
            self._group = None
        self.history.keep(_folded(label, deltas))

    def _outside_group(self) -> None:
        if self._group is not None:
            raise BugError("undo within a group")

    def _add_before(self, row: Record, before: str | None) -> str:
        demand(rules.may_add_before(self.document, row, before))
        self._push(lambda: add(self.document, row, before))
        return row.id

    def _new(self, kind: type[R], /, **fields: Any) -> R:
        return Maker(self.document, self.context).new(kind, **fields)

    def _suppose(self, scenario: str, element: str, act: ScenarioAct, values: dict[str, Any]) -> None:
        demand(what_if.may_suppose(self.document, scenario, element, act, values))
        self._push(lambda: what_if.suppose(self.document, self.context, scenario, element, act, values))

    def _push_with(self, made: tuple[Change, T]) -> T:
        self._push(lambda: made[0])
        return made[1]

    def _push_copies(self, change: Change) -> tuple[str, ...]:
        self._push(lambda: change)
        return pasting.new_ids(change)

    def _push(self, make: Callable[[], Change]) -> None:
        change = make() if self.variant is None else variants.within(self.document, make(), self.variant)
        if self._group is None:
            self.history.push(change)
        elif change:
            self.document.alter(change)
            self._group += change.deltas


def _cropped(picture: Picture) -> pictures.Taken:
    return pictures.crop(picture.data, picture.name)


def _folded(label: Message, deltas: Iterable[Delta]) -> Change:
    return then(Change(label, ()), Change(label, tuple(deltas)))
