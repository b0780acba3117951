"""May I? Every act has its rule; a refusal says why, for the cursor, the status line and the reader's report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from model.document import DocumentView
from model.elements import Band, Blueprint, Card, CardSystem, Lane, Link, LinkKind, Stage, Step
from model.errors import BugError, KnownError
from model.grid import band, stages, steps
from model.improvements import HypothesisResult, Improvement, ImprovementStatus, Uncertainty
from model.keeping import Snapshot
from model.kinds import kind_of
from model.messages import Message, Value, message
from model.named import NamedTuple
from model.ranges import Ranged, bare, bound_fault, outside_fault, range_fault, uncertainty_fault
from model.record import Record
from model.registers import Consequence
from model.tables import lines_of
from model.tolerance import breached
from model.usage import part_field
from model.values import is_cut, value_fault


class Verdict(NamedTuple):
    """Whether an act may be done, and why not."""

    ok: bool
    reason: Message | None


class Refused(KnownError):
    """An act that may not be done; the message is the rule's reason."""


YES = Verdict(True, None)
# The fields that rules about more than one field or row look at.
_BETWEEN_FIELDS = frozenset(
    {
        *("lane", "step", "last_step", "source", "target", "kind", "beside", "role", "loops_to"),
        *("parent", "fail_point", "card", "system"),
        *("status", "measured"),
        *("element", "field", "low", "high", "amount"),
    }
)


def no(id: str, /, **parameters: Value) -> Verdict:
    """A refusal with its reason."""
    return Verdict(False, message(f"rule.{id}", **parameters))


def demand(verdict: Verdict) -> None:
    """Raise `Refused` unless the act may be done."""
    if verdict.reason is not None:
        raise Refused(verdict.reason)


def may_add(document: DocumentView, row: Record) -> Verdict:
    """Whether a row may come into the document."""
    if isinstance(row, Blueprint):
        return no("one_blueprint")
    if row.id in document:
        raise BugError(f"id {row.id} is taken")
    return may_be(document, row)


def may_add_before(document: DocumentView, row: Record, before: str | None) -> Verdict:
    """Whether a stage, step or lane may come before another."""
    verdict = may_be(document, row)
    return _goes_before(document, row, before) if verdict.ok else verdict


def may_edit(document: DocumentView, ids: Iterable[str], fields: Mapping[str, Any]) -> Verdict:
    """Whether fields of rows may be set."""
    for id in ids:
        row = document.find(id)
        if row is None:
            return no("gone")
        unknown = fields.keys() - {field.name for field in kind_of(row).fields}
        if unknown or "id" in fields:
            raise BugError(f"{type(row).__name__} has no field {', '.join(sorted(unknown)) or 'id'} to set")
        now = replace(row, **fields)
        if isinstance(row, Lane) and isinstance(now, Lane) and band(now) is not band(row):
            return no("lane_band")
        verdict = may_be(document, now, fields)
        if not verdict.ok:
            return verdict
    return YES


def may_set_number(document: DocumentView, ids: Iterable[str], field: str, value: Any) -> Verdict:
    """Whether a number of rows may be set, with the low and high it may come with."""
    wanted = tuple(ids)
    verdict = may_edit(document, wanted, {field: bare(value)})
    if not verdict.ok or not isinstance(value, Ranged):
        return verdict
    likely: dict[str, Any] = {field: value.likely}
    rows = (replace(row, **likely) for id in wanted if (row := document.find(id)) is not None)
    faults = (range_fault(row, field, value.low, value.high) for row in rows)
    return next((Verdict(False, fault) for fault in faults if fault is not None), YES)


def may_keep_ranges(document: DocumentView, ids: Iterable[str], fields: Mapping[str, Any]) -> Verdict:
    """Whether numbers may be set that keep the low and high they have: none may come to lie outside of them."""
    faults = (outside_fault(document, row, fields) for id in ids if (row := document.find(id)) is not None)
    return next((Verdict(False, fault) for fault in faults if fault is not None), YES)


def may_be(document: DocumentView, row: Record, changed: Collection[str] | None = None) -> Verdict:
    """Whether a row is sound in the document: its values, what it refers to, and the rules of its kind.

    `changed`: look only at these fields, so that a fault from elsewhere does not stand in the way of other edits.
    """
    kind = kind_of(row)
    for field in kind.fields:
        if changed is not None and field.name not in changed:
            continue
        value = getattr(row, field.name)
        fault = value_fault(field, value)
        if fault is not None:
            return Verdict(False, fault)
        if field.owned and not value:
            return no("owner_missing")
        if field.refers and value is not None:
            for id in value if isinstance(value, tuple) else (value,):
                other = document.find(id)
                if other is None:
                    return no("gone")
                if "*" not in field.refers and kind_of(other).name not in field.refers:
                    raise BugError(f"{kind.name}.{field.name} cannot refer to {kind_of(other).name} {id}")
    if changed is not None and _BETWEEN_FIELDS.isdisjoint(changed):
        return YES
    if isinstance(row, Card):
        return _card_stands(document, row)
    if isinstance(row, Link):
        return may_link(document, row.source, row.target, row.kind, row.id)
    if isinstance(row, Lane):
        return _lane_stands(document, row)
    if isinstance(row, Stage):
        return _loop_stands(document, row)
    if isinstance(row, Consequence):
        return _consequence_stands(document, row)
    if isinstance(row, CardSystem):
        return may_use_system(document, row.card, row.system, row.id)
    if isinstance(row, Uncertainty):
        fault = uncertainty_fault(document, row)
        return YES if fault is None else Verdict(False, fault)
    if is_cut(row):
        fault = bound_fault(row, "amount", getattr(row, "amount", None))
        return YES if fault is None else Verdict(False, fault)
    if isinstance(row, Improvement) and row.status is ImprovementStatus.VERIFIED:
        return _may_be_verified(document, row)
    return YES


def _may_be_verified(document: DocumentView, row: Improvement) -> Verdict:
    """What is verified has been measured, and harms nothing that it was not to harm."""
    if row.measured is None:
        return no("verified_unmeasured")
    guardrail = breached(document, row.guardrails)
    return YES if guardrail is None else no("guardrail_breached", name=guardrail.name or guardrail.id)


def _card_stands(document: DocumentView, card: Card) -> Verdict:
    if (card.lane is None) != (card.step is None):
        return no("half_a_cell")
    if card.last_step is None:
        return YES
    if card.step is None:
        return no("span_in_tray")
    order = [step.id for step in steps(document)]
    return YES if order.index(card.step) <= order.index(card.last_step) else no("span_backwards")


def _lane_stands(document: DocumentView, lane: Lane) -> Verdict:
    if lane.beside is None:
        return YES
    if band(lane) is not Band.ANNOTATION:
        return no("beside_annotation")
    return YES if band(document.need(Lane, lane.beside)) is not Band.ANNOTATION else no("beside_actor")


def _loop_stands(document: DocumentView, stage: Stage) -> Verdict:
    if stage.loops_to is None:
        return YES
    order = [row.id for row in stages(document)]
    here = order.index(stage.id) if stage.id in order else len(order)
    return YES if order.index(stage.loops_to) < here else no("loop_forwards")


def _consequence_stands(document: DocumentView, row: Consequence) -> Verdict:
    parent, seen = row.parent, {row.id}
    while parent is not None:
        if parent in seen:
            return no("consequence_loop")
        seen.add(parent)
        above = document.need(Consequence, parent)
        if above.fail_point != row.fail_point:
            return no("consequence_elsewhere")
        parent = above.parent
    return YES


def may_link(
    document: DocumentView, source: str, target: str, kind: LinkKind = LinkKind.FLOW, id: str | None = None
) -> Verdict:
    """Whether a link may run from card to card; `id` is that of the link itself where it exists already."""
    if document.get(Card, source) is None or document.get(Card, target) is None:
        return no("gone")
    if source == target:
        return no("link_to_itself")
    same = document.where(Link, source=source, target=target)
    back = document.where(Link, source=target, target=source) if kind is LinkKind.EXCHANGE else ()
    if any(link.kind is kind and link.id != id for link in (*same, *back)):
        return no("linked_already")
    return YES


def may_reverse(document: DocumentView, id: str) -> Verdict:
    """Whether a link may run the other way."""
    link = document.get(Link, id)
    return no("gone") if link is None else may_link(document, link.target, link.source, link.kind, id)


def may_use_system(document: DocumentView, card: str, system: str, id: str | None = None) -> Verdict:
    """Whether a card may come to use a system."""
    known = document.where(CardSystem, card=card, system=system)
    return no("uses_already") if any(use.id != id for use in known) else YES


def may_place(document: DocumentView, lane: str | None, step: str | None) -> Verdict:
    """Whether a cell, or with None and None the tray, can take a card."""
    if (lane is None) != (step is None):
        return no("half_a_cell")
    if lane is not None and (document.get(Lane, lane) is None or document.get(Step, step) is None):
        return no("gone")
    return YES


def may_move_cards(document: DocumentView, ids: Collection[str], lane: str | None, step: str | None) -> Verdict:
    """Whether cards may move into a cell, or with None and None to the tray."""
    if any(document.get(Card, id) is None for id in ids):
        return no("gone")
    return may_place(document, lane, step)


def may_span(document: DocumentView, id: str, last_step: str | None) -> Verdict:
    """Whether a card may run to a step."""
    card = document.get(Card, id)
    if card is None or (last_step is not None and document.get(Step, last_step) is None):
        return no("gone")
    return _card_stands(document, replace(card, last_step=last_step))


def may_move_step(document: DocumentView, id: str, stage: str, before: str | None) -> Verdict:
    """Whether a step may move into a stage, before one of its steps."""
    step = document.get(Step, id)
    if step is None or document.get(Stage, stage) is None:
        return no("gone")
    return _goes_before(document, replace(step, stage=stage), before)


def may_move_stage(document: DocumentView, id: str, before: str | None) -> Verdict:
    """Whether a stage may move before another."""
    stage = document.get(Stage, id)
    return no("gone") if stage is None else _goes_before(document, stage, before)


def may_move_lane(document: DocumentView, id: str, before: str | None) -> Verdict:
    """Whether a lane may move before another: never out of its band."""
    lane = document.get(Lane, id)
    return no("gone") if lane is None else _goes_before(document, lane, before)


def _goes_before(document: DocumentView, row: Record, before: str | None) -> Verdict:
    if before is None:
        return YES
    other = document.find(before)
    if other is None:
        return no("gone")
    if type(other) is not type(row):
        raise BugError(f"{type(row).__name__} cannot go before {type(other).__name__} {before}")
    if isinstance(row, Lane) and isinstance(other, Lane) and band(row) is not band(other):
        return no("lane_band")
    if isinstance(row, Step) and isinstance(other, Step) and row.stage != other.stage:
        return no("step_stage")
    return YES


def may_delete(document: DocumentView, ids: Collection[str]) -> Verdict:
    """Whether rows may go: not the blueprint, not every stage, nor what was tried and found wrong."""
    if any(id not in document for id in ids):
        return no("gone")
    if any(isinstance(document.find(id), Blueprint) for id in ids):
        return no("keep_blueprint")
    if document.table(Stage).keys() <= set(ids):
        return no("keep_stage")
    rows = (document.get(Improvement, id) for id in ids)
    if any(row is not None and row.result is HypothesisResult.REJECTED for row in rows):
        return no("keep_rejected")
    if any(document.where(Snapshot, parent=id) for id in ids if document.get(Snapshot, id) is not None):
        return no("keep_snapshot")
    return YES


def may_replace_entries(document: DocumentView, ids: Collection[str], by: str) -> Verdict:
    """Whether an entry may take the place of others, which go: one of their kind, and of the same owner."""
    if by not in document:
        return no("gone")
    verdict = may_delete(document, ids)
    if not verdict.ok:
        return verdict
    if by in ids:
        return no("replace_itself")
    verdict = _alike(document, (*ids, by))
    return no("consequence_loop") if verdict.ok and not set(_above(document, by)).isdisjoint(ids) else verdict


def may_merge_entries(document: DocumentView, kept: str, others: Collection[str]) -> Verdict:
    """Whether an entry may take in others: of its kind and the same owner."""
    if any(id not in document for id in (kept, *others)):
        return no("gone")
    if not others or kept in others:
        return no("merge_entries")
    ids = {kept, *others}
    verdict = _alike(document, ids)
    loops = verdict.ok and any(not ids.isdisjoint(_above(document, id)) for id in ids)
    return no("consequence_loop") if loops else verdict


def _above(document: DocumentView, id: str) -> Iterator[str]:
    """What a consequence follows from, and what that follows from, and so on."""
    row = document.get(Consequence, id)
    while row is not None and row.parent is not None:
        yield row.parent
        row = document.get(Consequence, row.parent)


def _alike(document: DocumentView, ids: Iterable[str]) -> Verdict:
    """Whether entries are of one kind and parts of one and the same record."""
    rows = [row for row in map(document.find, ids) if row is not None]
    if len({type(row) for row in rows}) != 1:
        return no("alike_kind")
    within = part_field(type(rows[0]))
    return YES if within is None or len({getattr(row, within) for row in rows}) == 1 else no("alike_owner")


def may_split(document: DocumentView, id: str) -> Verdict:
    """Whether a card may be split into one for each of its lines."""
    card = document.get(Card, id)
    if card is None:
        return no("gone")
    return YES if len(lines_of(card.title)) > 1 else no("one_line")


def may_merge(document: DocumentView, ids: Collection[str]) -> Verdict:
    """Whether cards may become one: two or more of one lane, or of the tray, for a card has one actor."""
    cards = [document.get(Card, id) for id in dict.fromkeys(ids)]
    if any(card is None for card in cards):
        return no("gone")
    if len(cards) < 2:
        return no("merge_two")
    return YES if len({card.lane for card in cards if card is not None}) == 1 else no("merge_lanes")


def may_insert(document: DocumentView, kind: type[Record], beside: str) -> Verdict:
    """Whether a stage, step or lane may come beside another of its kind."""
    return YES if document.get(kind, beside) is not None else no("gone")


def may_split_stage(document: DocumentView, step: str) -> Verdict:
    """Whether a new stage may begin at a step."""
    row = document.get(Step, step)
    if row is None:
        return no("gone")
    return no("stage_begins") if document.where(Step, stage=row.stage)[0].id == step else YES


def may_join_stage(document: DocumentView, id: str) -> Verdict:
    """Whether a stage may be joined to the one before it."""
    if document.get(Stage, id) is None:
        return no("gone")
    return no("first_stage") if stages(document)[0].id == id else YES


def may_mark(document: DocumentView, ids: Collection[str]) -> Verdict:
    """Whether rows are cards, which can be marked."""
    return YES if all(document.get(Card, id) is not None for id in ids) else no("gone")


def may_have_picture(document: DocumentView, ids: Collection[str]) -> Verdict:
    """Whether rows are cards of which one at least shows a picture."""
    cards = [document.get(Card, id) for id in ids]
    if any(card is None for card in cards):
        return no("gone")
    return YES if any(card is not None and card.picture is not None for card in cards) else no("no_picture")
