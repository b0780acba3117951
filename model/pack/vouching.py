"""Who vouches for a number: whoever answers for the record that it was entered on, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from model.analysis.simulation import Swing
from model.elements import Blueprint, Card, Step
from model.improvements import Cause, Effect, Improvement, Spend
from model.layout.case.data import Tone
from model.layout.pack.data import Cell, Said
from model.messages import message
from model.owners import accountable
from model.pack.ground import Ground, entry, listed
from model.registers import Consequence, Cost, FailPoint, Owner, System


def voucher(ground: Ground, swing: Swing) -> Cell:
    """The owners who vouch for what a bar of the tornado moves; that nobody does."""
    owners = dict.fromkeys(owner for member in swing.members for owner in _owners(ground, member.key[0]))
    if not owners:
        return (Said(message("pack.nobody"), Tone.BAD),)
    first, *others = owners
    return (Said(listed(map(ground.name, owners)), Tone.PLAIN, () if others else entry(first)),)


def _owners(ground: Ground, id: str) -> Iterable[str]:
    """The owner who answers for a record, if there is one."""
    found = _owner_of(ground, id)
    return (found,) if ground.document.get(Owner, found) is not None and found is not None else ()


def _owner_of(ground: Ground, id: str | None) -> str | None:
    document = ground.document
    match document.find(id):
        case Owner() as row:
            return row.id
        case Blueprint() as row:
            return row.owner
        case Card() as row:
            owner = accountable(document, row)
            return None if owner is None else owner.id
        case Step() as row:
            return row.operations_owner or row.experience_owner
        case FailPoint() as row:
            return row.owner or _owner_of(ground, row.card)
        case Consequence() as row:
            return _owner_of(ground, row.fail_point)
        case Cause() as row:
            return _owner_of(ground, row.fail_point)
        case Effect() as row:
            improvement = document.get(Improvement, row.improvement)
            return None if improvement is None else improvement.benefit_owner or improvement.owner
        case Spend() as row:
            return _owner_of(ground, row.improvement)
        case Cost() as row:
            return _owner_of(ground, row.subject)
        case Improvement() as row:
            return row.owner
        case System() as row:
            return row.owner
    return None
