"""The money below a map says what the case sheet says, and nothing where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from model import samples
from model.case_sheet.finding import find, looks
from model.case_sheet.sheet import case_data
from model.case_sheet.strip import MOST, strip_panels
from model.change import Change, Delta
from model.context import fixed_context
from model.document import Document
from model.errors import KnownError
from model.improvements import Uncertainty
from model.layout.case.data import Panel, Saying
from model.messages import Message, message
from tests.model.builders import a_grid

CONTEXT = fixed_context(date(2026, 11, 23), "Ann")


def sayings(panels: tuple[Panel, ...]) -> dict[str, Message]:
    """What the panels say, by figure."""
    return {each.figure: each.words for each in _all(panels) if each.figure and isinstance(each.words, Message)}


def _all(panels: tuple[Panel, ...]) -> Iterator[Saying]:
    for panel in panels:
        yield from (*panel.above, *panel.below)


def the_case(document: Document) -> tuple[Panel, ...]:
    return case_data(find(document, looks())).panels


@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_it_says_what_the_case_says(name: str) -> None:
    document = samples.build(name, CONTEXT)
    panels, case = strip_panels(document), the_case(document)

    assert [panel.key for panel in panels] == ["today", "ranked", "worth"]
    said, whole = sayings(panels), sayings(case)
    for figure in ("funnel 0", "failure", "assumed", "npv", "costs"):
        assert said[figure] == whole[figure]
    ranked = next(panel for panel in case if panel.key == "ranked")
    assert panels[1].bars == ranked.bars[:MOST]
    assert [panel.title for panel in panels] == [panel.title for panel in case[:3]]


def test_the_permit_costs_what_the_picture_says() -> None:
    # 96,700 + 38,400 + 21,100 = 156,200 EUR a year.
    said = sayings(strip_panels(samples.build("permit", CONTEXT)))

    assert said["funnel 0"] == message("sheet.fail_points", n=3)
    amount = message("format.money", amount=156_200, currency="EUR")
    assert said["failure"] == message("sheet.failure", amount=amount)


def test_a_map_without_money_has_none_below_it() -> None:
    assert strip_panels(a_grid().document) == ()
    assert strip_panels(samples.build("empty", CONTEXT)) == ()


def test_bounds_that_contradict_the_likely_value_are_refused() -> None:
    document = samples.build("permit", CONTEXT)
    row = next(row for row in document.table(Uncertainty).values() if row.low is not None)
    document.apply(Change(message("edit.change"), (Delta(row, replace(row, high=-1)),)))

    with pytest.raises(KnownError):
        strip_panels(document)
