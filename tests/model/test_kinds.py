"""The one table of kinds: names, plain forms, references."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import elements, improvements, keeping, registers
from model.elements import Card, CardKind, Mark, Picture, RaciEntry
from model.kinds import RECORDS, Field, FieldType, from_plain, kind_named, kind_of, kinds, to_plain
from model.record import Record
from model.registers import Reading, Source

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# Kinds that fields may name already and that come with their issue.
COMING = {"Improvement"}
PLACES = st.integers(0, 6)
INSTANTS = st.datetimes(timezones=st.just(UTC)).map(lambda instant: instant.replace(microsecond=0))
VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: TEXT,
    FieldType.INTEGER: st.integers(-(2**53) + 1, 2**53 - 1),
    FieldType.FLAG: st.booleans(),
    FieldType.DECIMAL: st.builds(lambda n, places: Decimal(n).scaleb(-places), st.integers(-(10**12), 10**12), PLACES),
    FieldType.DAY: st.dates(date(1, 1, 1), date(9999, 12, 31)),
    FieldType.INSTANT: INSTANTS,
    FieldType.TEXTS: st.lists(TEXT, max_size=3).map(tuple),
    FieldType.BLOB: st.binary(max_size=8),
}


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Any value of a field."""
    if field.choices is None:
        found = VALUES[field.holds]
    elif field.many:
        found = st.lists(st.sampled_from(field.choices), max_size=3).map(tuple)
    else:
        found = st.sampled_from(field.choices)
    return st.none() | found if field.optional else found


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
@given(data=st.data())
def test_the_plain_form_holds_all_of_a_record(record: type[Record], data: st.DataObject) -> None:
    kind = kind_of(record)
    row = record(*(data.draw(values_of(field)) for field in kind.fields))

    plain = to_plain(row)

    assert from_plain(kind, plain) == row
    assert all(value is None or isinstance(value, (str, int, bool, list)) for value in plain.values())


def test_every_record_is_a_kind() -> None:
    written = {
        each
        for module in (elements, registers, improvements, keeping)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Record) and each is not Record
    }

    assert set(RECORDS) == written
    assert [kind.record for kind in kinds()] == list(RECORDS)


def test_names_of_kinds_are_their_own() -> None:
    assert len({kind.table for kind in kinds()}) == len({kind.plural for kind in kinds()}) == len(RECORDS)
    assert (kind_of(RaciEntry).table, kind_of(RaciEntry).plural) == ("raci_entry", "raciEntries")
    assert kind_named("CardSystem").plural == "cardSystems"


def test_fields_stand_in_the_order_of_the_dataclass() -> None:
    for kind in kinds():
        assert [field.name for field in kind.fields] == [field.name for field in fields(kind.record)]
        assert [field.name for field in kind.fields[:3]] == ["id", "order", "extra"]


def test_every_reference_names_kinds_that_exist() -> None:
    names = {kind.name for kind in kinds()} | {"*", *COMING}
    for kind in kinds():
        for field in kind.references:
            assert names.issuperset(field.refers)
            assert field.many or field.optional is not field.owned


def test_a_card_in_plain_form() -> None:
    card = Card("c", "a0", kind=CardKind.DECISION, marks=(Mark.FAIL_POINT,), share=Decimal("0.10"))

    plain = to_plain(card)

    assert (plain["kind"], plain["marks"], plain["share"], plain["lane"]) == ("decision", ["fail_point"], "0.10", None)


def test_missing_fields_take_their_default() -> None:
    assert from_plain(kind_of(Card), {"id": "c"}) == Card("c")


@pytest.mark.parametrize(
    ("record", "field", "plain"),
    [
        (Card, "title", None),
        (Card, "title", 3),
        (Card, "kind", "dream"),
        (Card, "marks", "fail_point"),
        (Card, "marks", ["dream"]),
        (Card, "sources", [3]),
        (Card, "share", 0.5),
        (Card, "share", "NaN"),
        (Card, "share", "a half"),
        (Card, "share", "1" * 41),
        (Card, "emotion", True),
        (Card, "emotion", 2**53),
        (Card, "answered", 1),
        (Card, "last_checked", "20261123"),
        (Card, "last_checked", "2026-13-01"),
        (Source, "dated", 20261123),
        (Picture, "data", "not base 64!"),
        (Picture, "data", 3),
        (Reading, "value", None),
    ],
)
def test_a_wrong_plain_form_names_its_field(record: type[Record], field: str, plain: Any) -> None:
    with pytest.raises(ValueError) as wrong:
        from_plain(kind_of(record), {"id": "x", field: plain})

    assert wrong.value.args[0] == field


def test_decimals_keep_their_digits_and_show_no_exponent() -> None:
    assert to_plain(Card("c", share=Decimal("1E+3")))["share"] == "1000"
    assert to_plain(Card("c", share=Decimal("0.0000001")))["share"] == "0.0000001"
