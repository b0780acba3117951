"""Money in words: whole units where it was worked out, to the cent where it was entered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.analysis.asking.questions import answer
from model.money import exact, rounded
from model.registers import Consequence, FailPoint
from model.texts import Texts
from tests.model.builders import DAY, a_grid

TEXTS = Texts()


@pytest.mark.parametrize(
    ("amount", "whole", "cents"),
    [("1256.50", "1,256 EUR", "1,256.50 EUR"), ("1257.5", "1,258 EUR", "1,257.50 EUR"), ("-3", "-3 EUR", "-3 EUR")],
)
def test_money_is_rounded_half_even_or_exact(amount: str, whole: str, cents: str) -> None:
    assert TEXTS(rounded(Decimal(amount), "EUR")) == whole
    assert TEXTS(exact(Decimal(amount), "EUR")) == cents


def test_what_a_stop_puts_at_risk_is_said_in_whole_units() -> None:
    # 1,000 a year fail, each at 1.2345: 1,234.50, half even 1,234.
    grid = a_grid(volume=1000)
    card = grid.card(0, 0, "Reads")
    fail_point = grid.editor.add(FailPoint, card=card, rate=Decimal("0.1"))
    grid.editor.add(Consequence, fail_point=fail_point, number=Decimal(1), unit_cost=Decimal("1.2345"))

    said = [TEXTS(each) for each in answer(grid.document, "impact", [card], DAY).said]

    assert any("1,234 EUR" in line for line in said)
