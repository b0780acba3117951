"""The two totals told apart on the case sheet: each part is printed, opens, and adds up to the total."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.analysis.derivation import Step
from model.analysis.partitions import By
from model.case_sheet.finding import Found, find
from model.case_sheet.opening import open_figure
from model.case_sheet.parts import parts_panels
from model.case_sheet.sheet import Sheets, case_data
from model.layout.case.data import Bar
from model.layout.theme import load_theme
from model.registers import Owner, System
from model.texts import Texts
from tests.model.builders import a_grid
from tests.model.derived import adds_up, steps
from tests.model.layout.sheets import FONTS, a_sample

CENT = Decimal("0.01")


def found_in(name: str) -> Found:
    """What is found in a sample."""
    return find(a_sample(name), lambda: 0.0)


def opened(found: Found, bar: Bar) -> Step:
    """What a bar opens."""
    result = open_figure(found, bar.figure)
    assert result is not None, bar.figure
    return result.step


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_every_part_opens_and_is_made_of_its_parts(name: str, by: By) -> None:
    found, texts = found_in(name), Texts()

    bars = [bar for panel in parts_panels(found, by) for bar in panel.bars]

    assert len(bars) > 3
    for bar in bars:
        every = list(steps(opened(found, bar)))
        assert [texts(step.words) for step in every if not adds_up(step)] == []
        assert all(step.element in found.document for step in every if step.element)
        assert bar.end is not None and every[0].amount is not None
        # What is printed is rounded with its neighbours, so that all of them add up.
        shown = bar.end - bar.start
        assert bar.figure in ("failure", "serve") or abs(shown - every[0].amount) < CENT


@pytest.mark.parametrize("by", By)
def test_the_bars_of_a_total_end_where_it_does(by: By) -> None:
    found = found_in("outpatient")
    for panel, bill in zip(parts_panels(found, by), (found.appraisal.failure, found.appraisal.serve), strict=True):
        *single, total = panel.bars

        assert (single[0].start, single[-1].end, total.end, total.whole) == (0, bill.total, bill.total, True)
        assert all(one.end == other.start for one, other in zip(single, single[1:], strict=False))
        amounts = [bar.end - bar.start for bar in single[:8] if bar.end is not None]
        assert amounts == sorted(amounts, reverse=True)


def test_the_permits_failures_belong_to_three_units() -> None:
    # 96,700 at the parking office (Mobility), 38,400 + 21,100 at the service desk (Citizen services).
    found, texts = found_in("permit"), Texts()

    failure, _ = parts_panels(found, By.UNIT)

    assert [(texts.value(bar.name), texts.value(bar.words)) for bar in failure.bars] == [
        ("Mobility", "96,700 EUR"),
        ("Citizen services", "59,500 EUR"),
        ("Together", "156,200 EUR"),
    ]
    assert texts(failure.title) == "Cost of failure, by unit"


def test_a_cost_that_two_systems_share_is_opened_with_the_share_of_each() -> None:
    # 10 times at 12.00 on a card that needs two systems: 60.00 each.
    grid = a_grid(volume=10)
    desk = grid.editor.add(Owner, name="Desk", hourly_cost=Decimal(24))
    card = grid.card(3)
    grid.editor.edit(card, occurrences=Decimal(10), work_minutes=Decimal(30), owner=desk)
    for name in ("CRM", "Mailer"):
        grid.editor.use_system(card, grid.editor.add(System, name=name))
    found = find(grid.document, lambda: 0.0)

    (serve,) = parts_panels(found, By.SYSTEM)

    assert [bar.end for bar in serve.bars] == [60, 120, 120]
    step = opened(found, serve.bars[0])
    (shared,) = step.parts
    assert (step.amount, shared.amount) == (60, 60)
    assert [part.amount for part in shared.parts] == [120, Decimal("0.5")]


def test_the_sheet_tells_costs_apart_by_what_is_asked_for() -> None:
    found, texts = found_in("permit"), Texts()

    titles = {by: [texts(panel.title) for panel in case_data(found, by).panels] for by in (By.OWNER, By.CHANNEL)}

    assert "Cost to serve, by owner" in titles[By.OWNER]
    assert "Cost to serve, by channel" in titles[By.CHANNEL]
    sheet = Sheets(FONTS).lay_out(found, load_theme(), 1100.0, "system")
    assert any(piece.text == "Cost of failure, by system" for piece in sheet.pieces)


def test_what_is_gone_opens_nothing() -> None:
    found = found_in("permit")
    for figure in ("part failure owner gone", "part x owner y", "part failure x y", "part failure", "part"):
        assert open_figure(found, figure) is None
