"""Records compare, hash and show themselves by all their fields, as dataclasses do."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from model.elements import Card, Step
from model.kinds import RECORDS
from model.record import Record, record
from model.registers import Owner


def filled(kind: type[Record], change: str = "") -> Record:
    """A record whose fields all differ from one another, and one of them from what it would else be."""
    values: dict[str, Any] = {each.name: f"{each.name} of it" for each in dataclasses.fields(kind)}
    if change:
        values[change] = "another"
    return kind(**values)


@pytest.mark.parametrize("kind", RECORDS)
def test_two_records_are_equal_where_every_field_is(kind: type[Record]) -> None:
    one = filled(kind)
    assert one == filled(kind)
    assert hash(one) == hash(filled(kind))
    for each in dataclasses.fields(kind):
        other = filled(kind, each.name)
        assert one != other
        assert hash(one) != hash(other)


def test_records_of_two_kinds_are_never_equal() -> None:
    assert Owner(id="a") != Step(id="a")
    assert Owner(id="a") != "a"


def test_a_record_shows_every_field() -> None:
    shown = repr(Card(id="a", title="Ring 'up'"))
    assert shown.startswith("Card(id='a', order='', extra='', ")
    assert "title=\"Ring 'up'\"" in shown


def test_a_record_stays_as_it_is() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(Owner(id="a"), dataclasses.fields(Owner)[0].name, "b")


def test_a_kind_that_widens_another_takes_its_own_fields_whichever_is_made_first() -> None:
    @record
    class Narrow(Record):
        name: str = ""

    @record
    class Wide(Narrow):
        more: int = 0

    assert Narrow(id="a", name="n").name == "n"
    assert Wide(id="b", name="w", more=7).more == 7
    with pytest.raises(TypeError):
        kind: type[Any] = Narrow
        kind(id="c", more=7)
