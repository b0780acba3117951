"""What-if scenarios as edits of a copy: fields set, records removed with all that goes with them.

The document is only read. Edits are done in their order, so that a card may be moved before its step goes; but what
one edit sets, no other edit of the scenario may set otherwise or take away. Counted customers keep their drop-off:
where other numbers come to a step than before, it loses the same share of them, in whole customers. A number that a
scenario sets is taken as given: it is no longer uncertain.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, NamedTuple

from model import rules
from model.change import Change
from model.commands.delete import delete
from model.commands.fields import set_fields
from model.commands.maker import Maker
from model.context import Context
from model.document import Document, DocumentView
from model.elements import Card, Step
from model.errors import KnownError
from model.grid import steps
from model.improvements import Scenario, ScenarioAct, ScenarioEdit, Uncertainty
from model.kinds import Field, kind_of
from model.messages import Value, message
from model.record import Record
from model.registers import Owner, System
from model.rules import YES, Verdict, no

Key = tuple[str, str]
# A scenario is about none of these fields, nor about scenarios.
_KEPT = frozenset({"id", "order", "extra"})
_ABOUT_ITSELF = (Scenario, ScenarioEdit)


class Edited(NamedTuple):
    """A copy with a scenario's edits; `said`: the numbers and texts it sets; `stops`: what it lets stop."""

    document: Document
    said: Mapping[Key, Any]
    stops: tuple[str, ...]


def edited(document: DocumentView, scenario: str) -> Edited:
    """A copy with a scenario's edits; `KnownError` names the scenario and the field where one cannot be."""
    row = document.need(Scenario, scenario)
    copy = Document(document.rows(), document.revision)
    said: dict[Key, Any] = {}
    stops: list[str] = []
    for edit in document.where(ScenarioEdit, scenario=scenario):
        if edit.act is ScenarioAct.SET:
            _set(copy, row, edit, said)
        elif edit.act is ScenarioAct.REMOVE:
            _demand(row, edit, may_do_without(copy, edit.element), document)
            copy.alter(delete(copy, (edit.element,)))
        else:
            _demand(row, edit, may_stop(copy, edit.element), document)
            stops.append(edit.element)
    for (id, field), value in said.items():
        now = copy.find(id)
        if now is None or getattr(now, field) != value:
            raise fault(row, "undone", what=what(document, id), field=field)
    if copy.need(Scenario, scenario).improvements != row.improvements:
        raise fault(row, "undone", what=row.name, field="improvements")
    for id in stops:
        if id not in copy:
            raise fault(row, "stop_gone", what=what(document, id))
    counted = _keep_drop_off(document, copy, said)
    take_as_given(copy, (*said, *counted))
    return Edited(copy, said, tuple(dict.fromkeys(stops)))


def fault(scenario: Scenario, id: str, /, **parameters: Value) -> KnownError:
    """What is wrong with a scenario."""
    why = message(f"scenario.{id}", **parameters)
    return KnownError(message("scenario.fault", name=scenario.name or scenario.id, why=why))


def what(document: DocumentView, id: str) -> str:
    """What a record is called, or its id."""
    row = document.find(id)
    return str(getattr(row, "title", "") or getattr(row, "name", "") or id)


def without(copy: Document, ids: Iterable[str]) -> None:
    """Take records out of a copy, with all that goes with them."""
    there = tuple(id for id in ids if id in copy)
    if there:
        copy.alter(delete(copy, there))


def put(copy: Document, id: str, **fields: Any) -> None:
    """Set fields of a record in a copy."""
    copy.alter(set_fields(copy, (id,), fields))


def take_as_given(copy: Document, keys: Iterable[Key]) -> None:
    """Let numbers of a copy no longer be uncertain."""
    given = set(keys)
    without(copy, [row.id for row in copy.where(Uncertainty) if (row.element, row.field) in given])


def may_set(document: DocumentView, element: str, name: str, value: Any) -> Verdict:
    """Whether a scenario may set a field of a record to a value of the field's type."""
    row = document.find(element)
    if row is None:
        return no("gone")
    field = field_of(row, name)
    if field is None:
        return no("scenario_field", field=name)
    if field.refers and value and "*" not in field.refers:
        others = (document.find(id) for id in (value if isinstance(value, tuple) else (value,)))
        if any(other is not None and kind_of(other).name not in field.refers for other in others):
            return no("scenario_reference", field=name)
    return rules.may_edit(document, (element,), {name: value})


def may_do_without(document: DocumentView, element: str) -> Verdict:
    """Whether a scenario may remove a record."""
    if isinstance(document.find(element), _ABOUT_ITSELF):
        return no("scenario_itself")
    return rules.may_delete(document, (element,))


def may_stop(document: DocumentView, element: str) -> Verdict:
    """Whether a scenario may let something stop: a system, an owner or a card."""
    row = document.find(element)
    if row is None:
        return no("gone")
    return YES if isinstance(row, System | Owner | Card) else no("scenario_stop")


def may_suppose(document: DocumentView, scenario: str, element: str, act: ScenarioAct, values: Any) -> Verdict:
    """Whether a scenario may come to do something to a record; `values` are those of the fields it sets."""
    if document.get(Scenario, scenario) is None:
        return no("gone")
    if act is ScenarioAct.REMOVE:
        return may_do_without(document, element)
    if act is ScenarioAct.STOP:
        return may_stop(document, element)
    verdicts = (may_set(document, element, name, value) for name, value in values.items())
    return next((verdict for verdict in verdicts if not verdict.ok), YES)


def suppose(
    document: DocumentView,
    context: Context,
    scenario: str,
    element: str,
    act: ScenarioAct,
    values: Mapping[str, Any],
) -> Change:
    """Let a scenario do something to a record; a field that it sets already is set anew."""
    maker = Maker(document, context)
    there = [row for row in document.where(ScenarioEdit, scenario=scenario) if row.element == element]
    wanted: dict[str, str] = {"": ""}
    if act is ScenarioAct.SET:
        fields = {field.name: field for field in kind_of(document.find(element) or Scenario).fields}
        wanted = {name: json.dumps(fields[name].to_plain(value)) for name, value in values.items()}
    for name, value in wanted.items():
        same = [row for row in there if row.act is act and row.field == name]
        if same:
            maker.put(replace(same[0], value=value))
        else:
            maker.append(ScenarioEdit, scenario=scenario, element=element, act=act, field=name, value=value)
    return maker.draft.change(message("command.suppose"))


def field_of(row: Record, name: str) -> Field | None:
    """The field of a record that a scenario may set by a name, if there is any."""
    if isinstance(row, _ABOUT_ITSELF) or name in _KEPT:
        return None
    return next((field for field in kind_of(row).fields if field.name == name), None)


def _set(copy: Document, scenario: Scenario, edit: ScenarioEdit, said: dict[Key, Any]) -> None:
    row = copy.find(edit.element)
    names = {"what": what(copy, edit.element), "field": edit.field}
    if row is None:
        raise fault(scenario, "set_gone", **names)
    field = field_of(row, edit.field)
    if field is None:
        raise fault(scenario, "no_field", **names)
    try:
        value = field.from_plain(json.loads(edit.value))
    except (ValueError, RecursionError) as error:
        raise fault(scenario, "bad_value", value=edit.value[:80], **names) from error
    key = (edit.element, edit.field)
    if said.get(key, value) != value:
        raise fault(scenario, "twice", **names)
    verdict = may_set(copy, edit.element, edit.field, value)
    if verdict.reason is not None:
        raise fault(scenario, "refused", why=verdict.reason, **names)
    said[key] = value
    put(copy, edit.element, **{edit.field: value})


def _demand(scenario: Scenario, edit: ScenarioEdit, verdict: Verdict, document: DocumentView) -> None:
    if verdict.reason is not None:
        raise fault(scenario, f"no_{edit.act.value}", what=what(document, edit.element), why=verdict.reason)


def _keep_drop_off(document: DocumentView, copy: Document, said: Collection[Key]) -> list[Key]:
    """Let each step lose the share of its customers that it did, where a scenario does not say otherwise."""
    before: dict[str, tuple[int | None, int | None]] = {}
    arriving = document.blueprint.volume
    for step in steps(document):
        before[step.id] = (arriving, step.customers_out)
        arriving = arriving if step.customers_out is None else step.customers_out
    changed = []
    arriving = copy.blueprint.volume
    for step in steps(copy):
        came, went = before[step.id]
        given = (step.id, "customers_out") in said
        if not given and went is not None and came and arriving is not None and arriving != came:
            _count(copy, step, Decimal(arriving) * went / came)
            changed.append((step.id, "customers_out"))
        now = copy.need(Step, step.id).customers_out
        arriving = arriving if now is None else now
    return changed


def _count(copy: Document, step: Step, customers: Decimal) -> None:
    put(copy, step.id, customers_out=whole(customers))


def whole(customers: Decimal) -> int:
    """Customers are whole: half of one to the even side."""
    return int(customers.quantize(Decimal(1), ROUND_HALF_EVEN))
