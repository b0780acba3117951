"""What each figure of the sheet opens: its derivation, down to what was entered and what that rests on.

A figure's id is a word, and what it is about after a space. One that is not there any more opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from model.analysis import derivation
from model.analysis.derivation import Step
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.missing import Missing
from model.case_sheet import opening_action, opening_case, opening_today, parts, scenarios
from model.case_sheet.finding import Found
from model.registers import FailPoint


class Opened(NamedTuple):
    """A figure's derivation."""

    figure: str
    step: Step


Opens = Callable[[Found, Evaluation, str], Step | None]


def open_figure(found: Found, figure: str, figures: Evaluation | None = None) -> Opened | None:
    """How a figure came about; `figures`: those of the document, for who opens many."""
    word, _, about = figure.partition(" ")
    opens = _OPENS.get(word)
    step = None if opens is None else opens(found, figures or Evaluation(Economy(found.document)), about)
    return None if step is None else Opened(figure, step)


def missing_input(figure: str) -> Missing | None:
    """The input that a sentence asks for; None for other figures."""
    word, _, about = figure.partition(" ")
    what, _, element = about.partition(" ")
    return Missing(element, what) if word == "missing" else None


def _fail_point(found: Found, figures: Evaluation, id: str) -> Step | None:
    return None if found.document.get(FailPoint, id) is None else derivation.failure_cost(figures, id)


_OPENS: dict[str, Opens] = {
    "fail": _fail_point,
    "failure": opening_today.failure,
    "driver": opening_today.driver,
    "assumed": opening_today.assumed,
    "within": opening_today.within,
    "serve": opening_today.serve,
    "stage": opening_today.stage,
    "part": parts.part,
    "basis": opening_case.basis,
    "npv": opening_case.npv,
    "one": opening_case.one,
    "best": opening_case.best,
    "costs": opening_case.costs,
    "all_take": opening_case.all_take,
    "roi": opening_case.roi,
    "beside": opening_case.beside,
    "cash": opening_case.cash,
    "payback": opening_case.payback,
    "peak": opening_case.peak,
    "delay": opening_case.delay,
    "risk": opening_case.risk,
    "best_risk": opening_case.best_risk,
    "break_even": opening_case.break_even,
    "swing": opening_case.swing,
    "funnel": opening_action.funnel,
    "promised": opening_action.promised,
    "verified": opening_action.verified,
    "condition": opening_action.condition,
    "acid": opening_action.acid,
    "scenario": scenarios.scenario,
}
