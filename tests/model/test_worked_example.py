"""docs/worked-example.md, the program and docs/worked-example.xlsx agree to the cent."""

from __future__ import annotations

import csv
import importlib.util
import re
import shutil
import subprocess
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from types import ModuleType

import pytest

from model.analysis.case import Case, case, discounts
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.partitions import cost_to_serve, failure_cost
from model.improvements import BenefitClass
from tests.model.worked_example import RATE, the_worked_example

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "worked-example.md").read_text(encoding="utf-8")
CENT = Decimal("0.01")


def places(amount: Decimal, count: int) -> Decimal:
    """An amount with so many places, half even."""
    return amount.quantize(Decimal(1).scaleb(-count), ROUND_HALF_EVEN)


def number(text: str) -> Decimal:
    """A number as the page spells it."""
    found = re.search(r"-?[\d,]*\.?\d+", text)
    assert found is not None, text
    return Decimal(found[0].replace(",", ""))


def table(head: str) -> list[list[str]]:
    """The rows of the table of the page whose first head this is."""
    lines = PAGE.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith(f"| {head} |"))
    rows = []
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def figure(name: str) -> Decimal:
    """A figure that the page comes out with."""
    return next(number(value) for what, value, _ in table("figure") if what == name)


def the_case() -> Case:
    """The case of both improvements."""
    document, ids = the_worked_example()
    found = case(document, (ids["list"], ids["register"]))
    assert found is not None
    return found


def test_occurrences_and_costs_are_those_of_the_page() -> None:
    document, ids = the_worked_example()
    figures = Evaluation(Economy(document))

    assert figures.occurrences(ids["card"]) == 1620 and "**1,620** a year" in PAGE
    assert cost_to_serve(document).total == 8748 and "**8,748.00** a year" in PAGE
    assert figures.failures(ids["fail"]) == 243 and "**243** a year" in PAGE
    assert failure_cost(document).total == Decimal("3061.80") and "**3,061.80** a year" in PAGE
    for row, name in zip(table("consequence"), ("visit", "complaint", "leaver"), strict=True):
        assert figures.consequence_cost(ids[name]) == number(row[4]), name


def test_the_months_are_those_of_the_page() -> None:
    flow = the_case().flow
    factors, total = discounts(RATE, len(flow.spend)), Decimal(0)

    for month, row in enumerate(table("month")):
        net = flow.net()[month]
        total += net
        assert [number(cell) for cell in row] == [
            Decimal(month),
            flow.benefits[BenefitClass.CASH][month],
            flow.running[month],
            flow.spend[month],
            net,
            places(factors[month], 6),
            places(net * factors[month], 4),
            total,
        ]
    assert len(table("month")) == len(flow.spend)


def test_what_comes_out_is_what_the_page_says() -> None:
    found = the_case()

    assert places(found.npv, 2) == figure("Net present value")
    assert places(found.benefits, 2) == figure("Present value of the benefits")
    assert places(found.costs, 2) == figure("Present value of the costs")
    assert found.roi is not None and places(found.roi * 100, 2) == figure("Return on investment")
    assert found.per_money is not None and places(found.per_money, 4) == figure("Benefit per unit of money")
    assert found.payback == figure("Payback")
    assert places(found.peak, 2) == figure("Most money out at once")
    assert places(found.delay, 2) == figure("Cost of a month's delay")


def test_each_improvement_by_itself_is_worth_what_the_page_says() -> None:
    document, ids = the_worked_example()
    alone = [case(document, (ids[name],)) for name in ("list", "register")]

    worth = [str(places(each.npv, 2)) for each in alone if each is not None]

    assert f"By itself the list is worth {worth[0]} and the register {worth[1]}." in PAGE


def the_script() -> ModuleType:
    """docs/make_worked_example.py."""
    spec = importlib.util.spec_from_file_location("make_worked_example", DOCS / "make_worked_example.py")
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_sheet_is_what_its_script_makes() -> None:
    script = the_script()

    assert (DOCS / script.NAME).read_bytes() == script.workbook(), "run: python docs/make_worked_example.py"


def test_the_sheet_holds_formulas_and_no_results() -> None:
    script = the_script()
    entered = [row for row in script.ROWS if any(isinstance(cell, int | float) for cell in row)]
    computed = (*script.ROWS[22:28], *script.RESULTS)

    assert len(entered) == 20
    assert all(str(row[1]).startswith("=") for row in computed)
    assert "<v>378" not in script.sheet()


@pytest.mark.full
def test_the_sheet_recalculates_to_the_page(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed (soffice)")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [soffice, "--headless", profile, "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(DOCS / "worked-example.xlsx")], check=True, capture_output=True, timeout=120)

    with (tmp_path / "worked-example.csv").open(newline="", encoding="utf-8") as stream:
        rows = {row[0]: row[1:] for row in csv.reader(stream)}

    names = {"Payback": "Payback month"}
    for what, _, _ in table("figure"):
        label = names.get(what, what)
        if label in rows:
            assert places(Decimal(rows[label][0]), 2) == figure(what), what
    assert sum(names.get(what, what) in rows for what, _, _ in table("figure")) == 6
    for row in table("month"):
        for cell, value in zip(row[1:5], rows[row[0]][2:6], strict=True):
            assert places(Decimal(value), 3) == places(number(cell), 3)
        assert places(Decimal(rows[row[0]][6]), 4) == number(row[6])
    assert Decimal(rows["Failure cost a year"][0]) == Decimal("3061.80")
