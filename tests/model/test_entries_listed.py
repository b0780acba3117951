"""Registers as listed: sorted, filtered, kept in step, copied as tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from model.analysis.case import case
from model.clipboard.table import read_cells
from model.entries.listing import Listing
from model.entries.offers import Cells
from model.entries.pasting import copied, copyable, filling_of
from model.improvements import BenefitClass, Budget, Improvement, Scenario
from model.registers import (
    Consequence,
    Cost,
    CostBasis,
    FailPoint,
    Forum,
    Owner,
    System,
)
from model.texts import Texts
from tests.model.builders import Grid, a_grid
from tests.model.wording import column, names, words


def listing(grid: Grid, name: str = "owners") -> Listing:
    return Listing(words(grid, name))


def test_sorting_is_of_the_view_and_the_empty_come_last() -> None:
    grid = a_grid()
    for name, cost in (("b", "9"), ("Á", "10"), ("c", None), ("", "1")):
        grid.editor.add(Owner, name=name, hourly_cost=None if cost is None else Decimal(cost))
    before, of = list(grid.document.rows()), listing(grid)

    of.sort(column(of.words, "name"))
    assert names(of) == ["Á", "b", "c", ""]
    of.sort(column(of.words, "name"), down=True)
    assert names(of) == ["c", "b", "Á", ""]
    of.sort(column(of.words, "hourly_cost"))
    assert names(of) == ["", "b", "Á", "c"]
    of.sort(None)
    assert names(of) == ["b", "Á", "c", ""]
    assert list(grid.document.rows()) == before


def test_the_filter_finds_every_shown_word_whatever_case_and_accents() -> None:
    grid = a_grid()
    it = grid.editor.add(Owner, name="Infra", unit="IT")
    grid.editor.add(System, name="Büro", owner=it, vendor="Acme")
    grid.editor.add(System, name="Other")
    of = listing(grid, "systems")
    shown = [each for each in of.words.register.columns if each.shown]

    for text, found in (("buro", ["Büro"]), ("INFRA live", ["Büro"]), ("live", ["Büro", "Other"]), ("nobody", [])):
        of.filter(text, shown)
        assert names(of) == found
    of.filter("acme", [column(of.words, "name")])
    assert names(of) == []


def test_a_listing_hears_what_an_edit_touched() -> None:
    grid = a_grid()
    editor = grid.editor
    it = editor.add(Owner, name="IT")
    one, two = editor.add(System, name="A", owner=it), editor.add(System, name="B")
    card = grid.card()
    of = listing(grid, "systems")
    heard: list[Any] = []
    grid.document.changed.connect(lambda change: heard.append(of.touched(change)))

    editor.rename(it, "Operations")
    assert heard.pop() == ((), (), (one,))
    use = editor.use_system(card, two)
    assert heard.pop() == ((), (), (two,))
    editor.delete([use])
    assert heard.pop() == ((), (), (two,))
    editor.rename(card, "No matter")
    assert heard.pop() == ((), (), ())
    made = editor.add(System, name="C")
    assert heard.pop() == ((), (made,), ())
    editor.delete([one])
    assert heard.pop() == ((one,), (), ())


def test_what_comes_back_comes_to_its_place() -> None:
    grid = a_grid()
    ids = [grid.editor.add(Owner, name=name) for name in ("b", "a", "c")]
    of = listing(grid)
    of.take(1)
    assert of.place(ids[1]) == 1
    of.put(1, ids[1])

    of.sort(column(of.words, "name"))
    assert of.ids == [ids[1], ids[0], ids[2]]
    of.take(2)
    assert of.place(ids[2]) == 2


def test_cells_are_copied_as_a_table_that_spreadsheets_read() -> None:
    grid = a_grid()
    id = grid.editor.add(Forum, name='Say "no"', cadence="weekly\nor so")
    of = words(grid, "forums")
    columns = [column(of, name) for name in ("name", "kind", "cadence")]

    assert copied(of, [id], columns) == '"Say ""no"""\tDecides\t"weekly\nor so"\n'
    assert read_cells(copied(of, [id], columns)) == (('Say "no"', "Decides", "weekly\nor so"),)


def test_a_cost_is_pasted_with_what_it_belongs_to() -> None:
    grid = a_grid()
    system = grid.editor.add(System, name="Booking")
    of = words(grid, "costs")
    block = read_cells("Booking\tLicence\t1,200\tper year")

    (id,) = grid.editor.fill(filling_of(of, [], of.register.columns, block))

    cost = grid.document.need(Cost, id)
    assert (cost.subject, cost.amount, cost.basis) == (system, Decimal(1200), CostBasis.PER_YEAR)


def test_an_improvement_is_entered_with_all_that_its_case_takes() -> None:
    # given a card that fails, and a consequence of that
    grid = a_grid(rate=Decimal("0.1"), horizon=12)
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails", occurrences=Decimal(100))
    fail_point = grid.editor.add(FailPoint, card=card, delivered="It fails", rate=Decimal("0.5"))
    grid.editor.add(Consequence, fail_point=fail_point, name="Call", number=Decimal(1), unit_cost=Decimal(10))

    def enter(name: str, text: str, master: str | None = None) -> str:
        of = words(grid, name, master)
        (id,) = grid.editor.fill(filling_of(of, [], copyable(of.register.columns), read_cells(text)))
        return id

    # when its entries are typed as they are shown
    improvement = enter("improvements", "Better\tproposed\t1\t0\t12\t\t\t\tIT")
    enter("effects", "It fails\tFailure rate\t0.5\tCash", improvement)
    enter("effects", "Call\tUnit cost\t2\tCapacity", improvement)
    enter("spends", "Better\t0\t100")
    enter("causes", "Why\tIt fails")
    enter("statuses", "Better\tApproved\t2026-01-02\tAnn")
    enter("budgets", "IT\t2026\t1,000.5")
    scenario = enter("scenarios", "What if\tBetter")

    # then the case stands on them: 250 a year saved from month 1 on, 100 and 12 a year spent
    found = case(grid.document, [improvement])
    assert found is not None
    assert [sum(found.flow.spend), sum(found.flow.running)] == [100, 12]
    assert round(sum(found.flow.benefits[BenefitClass.CASH]), 9) == 250
    assert grid.document.need(Scenario, scenario).improvements == (improvement,)
    of = words(grid, "effects", improvement)
    assert Texts()(column(of, "amount").heading("EUR")) == "By how much"
    assert Texts()(column(of, "worth").heading("EUR")) == "Worth of one kept, EUR"


def test_texts_of_a_list_are_typed_with_semicolons() -> None:
    grid = a_grid()
    id = grid.editor.add(Improvement, name="Better", soft=("Calm", "Trust"))
    of = words(grid, "improvements")
    row = grid.document.need(Improvement, id)

    assert of.shown(row, column(of, "soft")) == "Calm; Trust"
    assert Cells(of).read(column(of, "soft"), id, " Calm ;; Joy") == ("Calm", "Joy")
    assert Cells(of).read(column(of, "soft"), id, "") == ()


def test_a_calendar_year_is_not_grouped_as_an_amount_is() -> None:
    grid = a_grid()
    row = grid.document.need(Budget, grid.editor.add(Budget, line="IT", year=2027, limit=Decimal(2027)))
    told_of = words(grid, "budgets")

    assert told_of.shown(row, column(told_of, "year")) == told_of.typed(row, column(told_of, "year")) == "2027"
    assert told_of.shown(row, column(told_of, "limit")) == "2,027"
