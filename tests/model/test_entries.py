"""Entries of registers as words: columns, cells as shown and typed, choices, blocks filled and pasted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest

from model.clipboard.table import read_cells
from model.elements import Card, CardKind
from model.entries.columns import REGISTERS, Column, Register, is_entry, register_named, register_of
from model.entries.filling import Filling, New, Row
from model.entries.offers import Cells, picked_from_list
from model.entries.pasting import copyable, filling_of
from model.entries.reading import Unread
from model.entries.words import Words
from model.errors import KnownError
from model.kinds import kind_of
from model.registers import (
    Consequence,
    Cost,
    Decision,
    DecisionOption,
    FailPoint,
    Metric,
    Owner,
    OwnerKind,
    Reading,
    System,
    SystemExchange,
    SystemState,
)
from model.samples import build
from model.texts import Texts
from tests.model.builders import a_context, a_grid
from tests.model.wording import EVERY, column, words


def told(error: KnownError) -> str:
    return Texts()(error.message)


@pytest.mark.parametrize("register", EVERY, ids=lambda register: register.name)
def test_every_field_of_a_register_is_a_column_with_words(register: Register) -> None:
    texts, columns = Texts(), {each.name for each in register.columns}
    own = {field.name for field in kind_of(register.record).fields[3:]} - {*register.by}

    if register.kind is None:
        assert own - columns == set()
    assert all(texts(each.heading("EUR")) for each in register.columns)
    assert texts(f"register.purpose.{register.name}") and texts(f"register.name.{register.name}")


def test_every_choice_of_a_register_has_words() -> None:
    grid = a_grid()
    for register in EVERY:
        cells = Cells(Words(grid.document, Texts(), register))
        for each in register.columns:
            if each.field is not None and picked_from_list(each):
                assert all(offer.text for offer in cells.offers(each, None, ""))


def test_what_is_shown_typed_and_sorted_by() -> None:
    grid = a_grid()
    editor = grid.editor
    owner = editor.add(Owner, name="IT", hourly_cost=Decimal("1234.5"))
    id = editor.add(
        System,
        name="A\nB",
        owner=owner,
        state=SystemState.LEGACY,
        running_share=Decimal("0.125"),
        running_cost=Decimal(9),
    )
    of, row = words(grid, "systems"), grid.document.need(System, id)

    shown = {each.name: of.shown(row, each) for each in of.register.columns}
    assert (shown["name"], shown["state"], shown["owner"]) == ("A B", "Legacy", "IT")
    assert (shown["running_share"], shown["running_cost"], shown["uses"]) == ("12.5 %", "9", "0")
    assert of.typed(row, column(of, "name")) == "A\nB"
    assert of.key(row, column(of, "vendor")) is None
    assert of.key(row, column(of, "running_share")) == Decimal("0.125")
    owners = words(grid, "owners")
    assert owners.shown(grid.document.need(Owner, owner), column(owners, "hourly_cost")) == "1,234.50"
    assert Texts()(column(owners, "hourly_cost").heading("CHF")) == "Cost an hour, CHF"


def test_dates_show_in_the_locale_and_are_typed_in_either_form() -> None:
    grid = a_grid()
    metric = grid.editor.add(Metric, name="Wait")
    reading = grid.editor.add(Reading, metric=metric, taken=date(2026, 3, 31), value=Decimal(4))
    of = words(grid, "readings", metric)
    taken, row = column(of, "taken"), grid.document.need(Reading, reading)
    cells = Cells(of)

    assert (of.shown(row, taken), of.typed(row, taken)) == ("31 Mar 2026", "2026-03-31")
    assert cells.read(taken, reading, "2026-03-31") == cells.read(taken, reading, "31 mar 2026") == date(2026, 3, 31)
    assert cells.read(taken, reading, "") is None
    for text in ("31.3.", "soon", "2026-02-30", "30 Feb 2026"):
        with pytest.raises(Unread):
            cells.read(taken, reading, text)


@pytest.mark.parametrize(
    ("register", "name", "text", "value"),
    [
        ("systems", "running_share", "40 %", Decimal("0.4")),
        ("systems", "running_share", "40", Decimal("0.4")),
        ("systems", "running_share", "0.4", Decimal("0.4")),
        ("systems", "running_share", "1%", Decimal("0.01")),
        ("systems", "running_cost", "12 500.75", Decimal("12500.75")),
        ("systems", "state", "LEGACY", SystemState.LEGACY),
        ("systems", "owner", "  the  desk ", New(Owner, "the desk")),
        ("owners", "goal_direction", "", None),
        ("channels", "single_use", "yes", True),
        ("channels", "single_use", "", False),
        ("sources", "sample_size", "1,200", 1200),
        ("forums", "members", "Ann; Bob;Ann", (New(Owner, "Ann"), New(Owner, "Bob"))),
    ],
)
def test_typed_text_becomes_a_value(register: str, name: str, text: str, value: Any) -> None:
    of = words(a_grid(), register)

    assert Cells(of).read(column(of, name), None, text) == value


@pytest.mark.parametrize(
    ("register", "name", "text", "why"),
    [
        ("systems", "running_cost", "much", "“much” is not a number."),
        ("systems", "running_cost", "NaN", "“NaN” is not a number."),
        ("sources", "sample_size", "1.5", "“1.5” is not a whole number."),
        ("owners", "kind", "robot", "“robot” is none of Person, Team, Role, Partner."),
        ("costs", "subject", "Nowhere", "There is nothing called “Nowhere” here."),
    ],
)
def test_text_that_is_no_value_says_why(register: str, name: str, text: str, why: str) -> None:
    of = words(a_grid(), register)

    with pytest.raises(Unread) as unread:
        Cells(of).read(column(of, name), None, text)

    assert told(unread.value) == why


def test_typing_offers_names_the_likeliest_first_and_a_new_one_last() -> None:
    grid = a_grid()
    for name in ("Front desk", "Desk", "Help-desk", "Nurses"):
        grid.editor.add(Owner, name=name)
    of = words(grid, "systems")
    cells = Cells(of)

    found = cells.offers(column(of, "owner"), None, "désk")
    assert [offer.text for offer in found[:3]] == ["Desk", "Front desk", "Help-desk"]
    assert found[3].value == New(Owner, "désk")
    assert [offer.text for offer in cells.offers(column(of, "owner"), None, "DESK")][-1] == "Help-desk"
    assert len(cells.offers(column(of, "owner"), None, "")) == 4


def test_options_parents_and_ends_are_offered_only_where_they_can_stand() -> None:
    grid = a_grid()
    editor = grid.editor
    one, other = editor.add(Decision, name="A"), editor.add(Decision, name="B")
    mine, _ = editor.add(DecisionOption, decision=one, title="Yes"), editor.add(DecisionOption, decision=other)
    fail = editor.add(FailPoint, card=grid.card())
    first, second = (editor.add(Consequence, fail_point=fail, name=name) for name in ("Call", "Refund"))
    system, record = editor.add(System, name="Booking"), editor.add(System, name="Record")

    def offered(of: Words, name: str, row: str | None) -> list[str]:
        return [offer.value for offer in Cells(of).offers(column(of, name), row, "")]

    assert offered(words(grid, "decisions"), "chosen", one) == [mine]
    assert offered(words(grid, "consequences", fail), "parent", first) == [second]
    assert offered(words(grid, "exchanges", system), "other", None) == [record]


def test_an_exchange_shows_the_other_end_from_both_sides() -> None:
    grid = a_grid()
    one, other = grid.editor.add(System, name="Booking"), grid.editor.add(System, name="Record")
    id = grid.editor.add(SystemExchange, system=one, other=other, what="Slots")
    row = grid.document.need(SystemExchange, id)

    for master, name in ((one, "Record"), (other, "Booking")):
        of = words(grid, "exchanges", master)
        assert [each.id for each in of.register.rows(grid.document, master)] == [id]
        assert of.shown(row, column(of, "other")) == name


def test_filling_makes_what_is_named_and_new_as_one_step() -> None:
    grid = a_grid()
    editor = grid.editor
    one, two = (editor.add(System, name=name) for name in ("A", "B"))
    before, depth = list(grid.document.rows()), editor.history.depth

    ids = editor.fill(
        Filling(
            System,
            (Row(one, {"owner": New(Owner, "IT")}), Row(two, {"owner": New(Owner, "IT")}), Row(None, {"name": "C"})),
        )
    )

    (owner,) = grid.document.table(Owner)
    assert [grid.document.need(System, id).owner for id in ids] == [owner, owner, None]
    assert [row.id for row in grid.document.where(System)] == list(ids)
    assert editor.history.depth == depth + 1
    editor.undo()
    assert list(grid.document.rows()) == before


def test_a_value_that_may_not_be_refuses_the_whole_and_says_where() -> None:
    grid = a_grid()
    editor = grid.editor
    one, two = (editor.add(System, name=name) for name in ("A", "B"))
    before = list(grid.document.rows())
    rows = (Row(one, {"owner": New(Owner, "IT")}), Row(two, {"running_cost": Decimal(-1)}))

    with pytest.raises(KnownError) as refused:
        editor.fill(Filling(System, rows))

    assert told(refused.value) == "Row 2, Running cost a year: -1 is below zero. Nothing was changed."
    assert list(grid.document.rows()) == before


def test_a_new_entry_needs_what_it_belongs_to() -> None:
    grid = a_grid()

    with pytest.raises(KnownError) as refused:
        grid.editor.fill(Filling(Cost, (Row(None, {"amount": Decimal(5)}),)))

    assert told(refused.value) == "It must belong to another element."


def test_a_question_is_added_as_a_card_in_the_tray() -> None:
    grid = a_grid()
    of = words(grid, "questions")
    filling = filling_of(of, [], [column(of, "title"), column(of, "answered")], [["Who calls?", "Yes"]])

    (id,) = grid.editor.fill(filling)

    card = grid.document.need(Card, id)
    assert (card.kind, card.title, card.answered, card.lane) == (CardKind.QUESTION, "Who calls?", True, None)
    assert register_of(card) is register_named("questions") and not is_entry(card)


def test_a_block_is_pasted_over_entries_and_below_them() -> None:
    grid = a_grid()
    one, two = (grid.editor.add(Owner, name=name) for name in ("A", "B"))
    of = words(grid, "owners")
    text = 'B\tRole\t"Care\nunit"\nC\tperson\tFinance\nD\t\t\n'

    ids = grid.editor.fill(filling_of(of, [two], copyable(of.register.columns)[:3], read_cells(text)))

    rows = [grid.document.need(Owner, id) for id in ids]
    assert ids[0] == two and grid.document.need(Owner, one).name == "A"
    assert [(row.name, row.kind, row.unit) for row in rows] == [
        ("B", OwnerKind.ROLE, "Care\nunit"),
        ("C", OwnerKind.PERSON, "Finance"),
        ("D", OwnerKind.TEAM, ""),
    ]


def test_one_value_is_pasted_into_every_entry() -> None:
    grid = a_grid()
    ids = [grid.editor.add(Owner, name=name) for name in ("A", "B", "C")]
    of = words(grid, "owners")

    grid.editor.fill(filling_of(of, ids, [column(of, "unit")], read_cells("Care")))

    assert {grid.document.need(Owner, id).unit for id in ids} == {"Care"}


def test_two_thousand_rows_that_name_others_are_pasted_without_a_wait() -> None:
    grid = a_grid()
    for number in range(2000):
        grid.editor.add(Owner, name=f"Owner {number}")
    of = words(grid, "systems")
    columns = [column(of, name) for name in ("name", "owner", "changed_by")]
    text = "".join(f"System {number}\tOwner {number}\tNew {number % 5}\n" for number in range(2000))

    begun = perf_counter()
    ids = grid.editor.fill(filling_of(of, [], columns, read_cells(text)))
    took = perf_counter() - begun

    owners = [grid.document.need(System, id).owner for id in ids]
    assert [grid.document.need(Owner, id).name for id in owners] == [f"Owner {number}" for number in range(2000)]
    assert len(grid.document.table(Owner)) == 2005 and took < 3


def test_what_does_not_fit_is_named_and_nothing_is_pasted() -> None:
    grid = a_grid()
    of = words(grid, "owners")

    with pytest.raises(KnownError) as refused:
        filling_of(of, [], copyable(of.register.columns)[:2], read_cells("A\tTeam\nB\trobot"))
    assert told(refused.value).startswith("Row 2, Kind: “robot” is none of Person")
    with pytest.raises(KnownError) as wide:
        filling_of(of, [], copyable(of.register.columns)[:2], read_cells("A\tTeam\tCare"))
    assert told(wide.value) == "3 columns were copied, but only 2 are left from here on. Nothing was pasted."


def test_columns_of_numbers_and_lines_with_bullets_are_read_as_they_stand() -> None:
    assert read_cells("1,234\n2,345") == (("1,234",), ("2,345",))
    assert read_cells("- a\n\n3. b\r\n") == (("- a",), ("",), ("3. b",))


@pytest.mark.parametrize("sample", ["permit", "outpatient"])
def test_all_that_is_copied_from_a_register_pastes_back_as_it_was(sample: str) -> None:
    document = build(sample, a_context())
    for register in REGISTERS:
        masters = [row.id for row in register.rows(document)]
        details = register.details
        for each, master in [(register, None), *((details, id) for id in masters if details is not None)]:
            of = Words(document, Texts(), each, master)
            for row in each.rows(document, master):
                cells = Cells(of)
                for one in each.columns:
                    if one.field is None or _unsure(of, one, row.id):
                        continue
                    assert cells.read(one, row.id, of.typed(row, one)) == _kept(of.value(row, one)), (row, one.name)


def _unsure(of: Words, column: Column, row: str) -> bool:
    """Whether names of what a cell may refer to say not which."""
    if column.field is None or not column.field.refers:
        return False
    names = [offer.text for offer in Cells(of).candidates(column.field, row)]
    return len(set(names)) < len(names)


def _kept(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
