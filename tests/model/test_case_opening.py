"""Every figure of the case sheet opens into what made it, and what it opens agrees with what is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.analysis.derivation import Measure, Step
from model.case_sheet.finding import Found, find
from model.case_sheet.opening import missing_input, open_figure
from model.case_sheet.sheet import Sheets
from model.document import Document
from model.layout.theme import load_theme
from model.registers import FailPoint
from model.texts import Texts
from tests.model.derived import adds_up, steps
from tests.model.layout.sheets import AWKWARD, FONTS, a_sample, awkward


def found_in(document: Document) -> Found:
    """What is found in a document."""
    return find(document, lambda: 0.0)


def opened(found: Found, figure: str) -> Step:
    """What a figure opens."""
    result = open_figure(found, figure)
    assert result is not None, figure
    return result.step


@pytest.mark.parametrize("which", AWKWARD)
def test_every_figure_of_a_sheet_opens_and_adds_up(which: str) -> None:
    # given all that can be opened on a sheet
    found = found_in(awkward(which))
    sheet = Sheets(FONTS).lay_out(found, load_theme(), 1400.0)
    texts = Texts()
    for figure in dict.fromkeys(piece.id for piece in sheet.figures):
        # then each opens a tree whose every row has words, or is the record where an input is missing
        missing = missing_input(figure)
        if missing is not None:
            assert missing.element in found.document and missing.what
            continue
        every = list(steps(opened(found, figure)))
        assert all(texts(step.words) for step in every)
        wrong = [(texts(step.words), step.amount) for step in every if not adds_up(step)]
        assert not wrong, (figure, wrong)
        assert all(step.element in found.document for step in every if step.element)


def test_the_parts_of_cost_to_serve_agree_with_what_is_printed() -> None:
    found = found_in(a_sample("outpatient"))
    sheet = Sheets(FONTS).lay_out(found, load_theme(), 1400.0)
    texts = Texts()
    said = {piece.id: piece.text for piece in sheet.figures}
    for figure in (id for id in said if id.split(" ")[0] in ("stage", "driver", "fail", "one", "peak", "within")):
        step = opened(found, figure)
        assert step.amount is not None
        assert texts.whole_money(step.amount, "EUR") in said[figure], figure
    whole = opened(found, "serve")
    assert whole.amount is not None and whole.amount.quantize(Decimal("0.01")) == found.appraisal.serve.total


def test_what_rests_on_assumptions_is_named() -> None:
    # given the permit, whose 21,100 rests on an assumed card
    step = opened(found_in(a_sample("permit")), "assumed")

    part, whole = step.parts
    assert (part.amount, whole.amount) == (Decimal("21100"), Decimal("156200"))
    assert step.amount == part.amount / whole.amount if part.amount and whole.amount else False
    assert step.measure is Measure.SHARE and all('Answers "where is it?"' in Texts()(each.words) for each in part.parts)


def test_payback_shows_the_cash_of_every_month() -> None:
    found = found_in(a_sample("permit"))
    step = opened(found, "payback")

    amounts = [part.amount or Decimal(0) for part in step.parts]
    assert step.amount == 14 and amounts[13] < 0 <= amounts[14]
    assert amounts[-1] == opened(found, "cash").amount
    assert min(amounts) == -(opened(found, "peak").amount or Decimal(0))


def test_a_figure_that_is_gone_opens_nothing() -> None:
    found = found_in(a_sample("empty"))
    for figure in ("fail fail_1", "one x", "driver x", "swing x", "funnel 9", "acid x", "npv", "best", "x", "", "risk"):
        assert open_figure(found, figure) is None


def test_a_fail_point_opens_what_it_lacks() -> None:
    found = found_in(awkward("half"))
    fail_point = found.document.where(FailPoint)[0]

    every = list(steps(opened(found, f"fail {fail_point.id}")))
    assert every[0].amount is None and any(step.amount is None and step.element for step in every[1:])
