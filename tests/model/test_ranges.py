"""Numbers that are not sure: low, likely and high typed, shown, pasted, refused, and taken back in one step."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from model.clipboard.table import read_cells
from model.entries.columns import REGISTERS, Column
from model.entries.filling import Filling, Row
from model.entries.numbers import number_text
from model.entries.offers import Cells
from model.entries.pasting import copied, copyable, filling_of
from model.entries.reading import Unread, read_number
from model.entries.words import Words
from model.improvements import BenefitClass, Effect, EffectKind, Improvement, Uncertainty
from model.kinds import FieldType
from model.ranges import Ranged, with_range
from model.registers import Owner, System
from model.rules import Refused
from model.texts import Texts
from tests.model.builders import Grid, a_grid

EVERY = (*REGISTERS, *(each.details for each in REGISTERS if each.details is not None))


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def ranged(low: str | None, likely: str, high: str | None, group: str = "") -> Ranged:
    """A likely value with its low and high."""
    return Ranged(D(likely), None if low is None else D(low), None if high is None else D(high), group)


def words(grid: Grid, name: str, master: str | None = None) -> Words:
    """The cells of a register."""
    return Words(grid.document, Texts(), next(each for each in EVERY if each.name == name), master)


def column(of: Words, name: str) -> Column:
    """A column by the name of its field."""
    return next(each for each in of.register.columns if each.name == name)


def read(text: str, *, share: bool = False) -> Any:
    """What a text in a number's field says."""
    return read_number(text, FieldType.DECIMAL, Texts(), optional=True, share=share)


@pytest.mark.parametrize(
    ("text", "share", "value", "typed"),
    [
        ("20..35..60", False, ranged("20", "35", "60"), "20..35..60"),
        (" 20 .. 35 … 60 ", False, ranged("20", "35", "60"), "20..35..60"),
        ("1,200.5..1,300..1,400", False, ranged("1200.5", "1300", "1400"), "1,200.5..1,300..1,400"),
        ("..35..60", False, ranged(None, "35", "60"), "..35..60"),
        ("20..35..", False, ranged("20", "35", None), "20..35.."),
        ("20..35..60 @ Wages ", False, ranged("20", "35", "60", "Wages"), "20..35..60 @Wages"),
        ("60..80..90 %", True, ranged("0.6", "0.8", "0.9"), "60..80..90 %"),
        ("60..80..90", True, ranged("0.6", "0.8", "0.9"), "60..80..90 %"),
        ("0.6..0.8..1", True, ranged("0.6", "0.8", "1"), "60..80..100 %"),
        ("0.6..0.8..1 %", True, ranged("0.006", "0.008", "0.01"), "0.6..0.8..1 %"),
        ("0.6..0.8..0.95", True, ranged("0.6", "0.8", "0.95"), "60..80..95 %"),
        ("35", False, D(35), "35"),
        ("35..35..35", False, D(35), "35"),
        ("35..35..35 %", True, D("0.35"), "35 %"),
        ("", False, None, None),
    ],
)
def test_a_range_is_typed_in_one(text: str, share: bool, value: Any, typed: str | None) -> None:
    found = read(text, share=share)

    assert found == value
    assert typed is None or number_text(found, Texts(), share=share) == typed
    assert typed is None or read(typed, share=share) == value


@pytest.mark.parametrize("text", ["20..35", "20..35..60..70", "20....60", "..35..", "35 @Wages", "a..b..c"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(Unread) as refused:
        read(text)

    assert text.strip("a.") == "" or text in Texts()(refused.value.message) or "“a”" in Texts()(refused.value.message)


def test_people_who_go_on_are_whole() -> None:
    assert read_number("1..2..3", FieldType.INTEGER, Texts(), optional=True) == Ranged(2, D(1), D(3))
    with pytest.raises(Unread, match="integer"):
        read_number("1..2.5..3", FieldType.INTEGER, Texts(), optional=True)


def test_a_range_is_set_and_taken_back_with_its_number() -> None:
    grid = a_grid()
    desk = grid.editor.add(Owner, name="Desk", hourly_cost=D(34))

    grid.editor.set_number([desk], "hourly_cost", ranged("30", "35", "45", "Wages"))

    (found,) = grid.document.where(Uncertainty)
    assert (found.element, found.field, found.low, found.high, found.group) == (
        *(desk, "hourly_cost"),
        *(D(30), D(45), "Wages"),
    )
    assert grid.document.need(Owner, desk).hourly_cost == 35
    grid.editor.set_number([desk], "hourly_cost", ranged("31", "36", "46"))
    assert [(row.id, row.low, row.group) for row in grid.document.where(Uncertainty)] == [(found.id, D(31), "")]
    grid.editor.set_number([desk], "hourly_cost", D(40))
    assert grid.document.where(Uncertainty) == ()
    for _ in range(3):
        grid.editor.undo()
    assert grid.document.need(Owner, desk).hourly_cost == 34
    assert grid.document.where(Uncertainty) == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (ranged("0.4", "0.3", "0.5"), "The low, 40 %, cannot be above the likely 30 %."),
        (ranged("0.2", "0.3", "0.25"), "The high, 25 %, cannot be below the likely 30 %."),
        (ranged("0.2", "0.3", "1.2"), "over 100 %"),
        (ranged("-0.1", "0.3", "0.5"), "below zero"),
        (Ranged(None, D("0.1"), D("0.2")), "Enter the likely value first"),
    ],
)
def test_a_range_that_cannot_be_is_refused(value: Ranged, why: str) -> None:
    grid = a_grid()
    crm = grid.editor.add(System, name="CRM")

    with pytest.raises(Refused) as refused:
        grid.editor.set_number([crm], "running_share", value)

    assert why in Texts()(refused.value.message)
    assert grid.document.need(System, crm).running_share is None
    assert grid.document.where(Uncertainty) == ()


def test_no_other_edit_leaves_a_number_outside_its_range() -> None:
    grid = a_grid()
    desk = grid.editor.add(Owner, name="Desk", hourly_cost=D(34))
    grid.editor.set_number([desk], "hourly_cost", ranged("30", "34", "45"))

    with pytest.raises(Refused, match="range_high"):
        grid.editor.edit(desk, hourly_cost=D(50))
    with pytest.raises(Refused, match="range_twice"):
        grid.editor.add(Uncertainty, element=desk, field="hourly_cost", low=D(1), high=D(60))
    with pytest.raises(Refused, match="range_low"):
        grid.editor.edit(grid.document.where(Uncertainty)[0].id, low=D(40))

    grid.editor.edit(desk, hourly_cost=D(44))
    assert with_range(grid.document, grid.document.need(Owner, desk), "hourly_cost") == ranged("30", "44", "45")


def test_a_cut_is_at_most_all_of_it() -> None:
    grid = a_grid()
    better = grid.editor.add(Improvement, name="Better")
    effect = grid.editor.add(Effect, improvement=better, amount=D("0.5"))

    with pytest.raises(Refused, match="rule.cut"):
        grid.editor.set_number([effect], "amount", ranged("0.4", "0.5", "1.1"))
    with pytest.raises(Refused, match="rule.cut"):
        grid.editor.edit(effect, amount=D(2))

    grid.editor.edit(effect, kind=EffectKind.WORK_TIME, amount=D(2))


def test_cells_of_a_register_hold_ranges() -> None:
    grid = a_grid()
    desk = grid.editor.add(Owner, name="Desk", hourly_cost=D(34))
    of = words(grid, "owners")
    cost = column(of, "hourly_cost")
    value = Cells(of).read(cost, desk, "30..35..45.5 @Wages")

    grid.editor.fill(
        Filling(Owner, (Row(desk, {"hourly_cost": value}), Row(None, {"name": "IT", "hourly_cost": value})))
    )

    rows = grid.document.where(Owner)
    assert [of.shown(row, cost) for row in rows] == ["30..35..45.50 @Wages"] * 2
    assert [of.key(row, cost) for row in rows] == [D(35)] * 2
    grid.editor.fill(Filling(Owner, (Row(desk, {"hourly_cost": None}),)))
    assert [row.element for row in grid.document.where(Uncertainty)] == [rows[1].id]
    grid.editor.undo()
    grid.editor.undo()
    assert [row.hourly_cost for row in grid.document.where(Owner)] == [D(34)]
    assert grid.document.where(Uncertainty) == ()


def test_a_cell_refuses_a_range_that_cannot_be() -> None:
    grid = a_grid()
    desk = grid.editor.add(Owner, name="Desk", hourly_cost=D(34))

    for id in (desk, None):
        with pytest.raises(Refused) as refused:
            grid.editor.fill(Filling(Owner, (Row(id, {"hourly_cost": ranged("40", "35", "50")}),)))
        assert refused.value.message.id == "rule.range_low"


def test_ranges_go_through_the_clipboard() -> None:
    grid = a_grid()
    for name in ("Desk", "IT"):
        id = grid.editor.add(Owner, name=name, hourly_cost=D(34))
        grid.editor.set_number([id], "hourly_cost", ranged("30", "34", "45", "Wages"))
    of = words(grid, "owners")
    columns = [each for each in copyable(of.register.columns) if each.name in ("name", "hourly_cost")]
    text = copied(of, [row.id for row in grid.document.where(Owner)], columns)
    other = a_grid()

    other.editor.fill(filling_of(words(other, "owners"), (), columns, read_cells(text)))

    there = words(other, "owners")
    assert [there.typed(row, columns[1]) for row in other.document.where(Owner)] == ["30..34..45 @Wages"] * 2


@pytest.mark.parametrize(
    ("kind", "typed", "amount", "shown"),
    [
        (EffectKind.FAILURE_RATE, "80", D("0.8"), "80 %"),
        (EffectKind.FAILURE_RATE, "60..80..90 %", D("0.8"), "60..80..90 %"),
        (EffectKind.SHARE, "12.5 %", D("0.125"), "12.5 %"),
        (EffectKind.WORK_TIME, "3", D(3), "3 min"),
        (EffectKind.WORK_TIME, "2..3..5", D(3), "2..3..5 min"),
        (EffectKind.YEARLY, "20,000.50", D("20000.5"), "20,000.50 CHF"),
        (EffectKind.YEARLY, "10,000..20,000..25,000", D(20000), "10,000..20,000..25,000 CHF"),
    ],
)
def test_the_amount_of_an_effect_shows_what_it_is(kind: EffectKind, typed: str, amount: Decimal, shown: str) -> None:
    grid = a_grid(currency="CHF")
    better = grid.editor.add(Improvement, name="Better")
    id = grid.editor.add(Effect, improvement=better, kind=kind)
    of = words(grid, "effects", better)
    by_how_much = column(of, "amount")

    grid.editor.fill(Filling(Effect, (Row(id, {"amount": Cells(of).read(by_how_much, id, typed)}),)))

    row = grid.document.need(Effect, id)
    assert row.amount == amount
    assert of.shown(row, by_how_much) == shown
    assert Cells(of).read(by_how_much, id, of.typed(row, by_how_much)) == with_range(grid.document, row, "amount")


def test_a_pasted_effect_is_read_by_the_kind_it_is_pasted_with() -> None:
    grid = a_grid(currency="CHF")
    better = grid.editor.add(Improvement, name="Better")
    of = words(grid, "effects", better)
    columns = [column(of, name) for name in ("kind", "amount", "benefit")]
    block = [
        ["Money a year", "20000", "Cash"],
        ["Failure rate", "40", "Avoided cost"],
        ["Minutes of work", "3", "Capacity"],
    ]

    grid.editor.fill(filling_of(of, (), columns, block))

    rows = grid.document.where(Effect)
    assert [row.amount for row in rows] == [D(20000), D("0.4"), D(3)]
    assert rows[1].benefit is BenefitClass.AVOIDED
