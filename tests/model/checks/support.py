"""What the tests of the checks share: what a check finds in a grid, and quick ways to fill one."""

from __future__ import annotations

from datetime import date
from typing import Any

from model.analysis.checks.base import Finding
from model.analysis.checks.runner import Report, run
from model.editor import Editor
from model.elements import LifeCycle, LinkKind
from model.registers import Owner, System
from tests.model.builders import DAY, Grid

EVIDENCE, CUSTOMER, FRONT, BACK, SUPPORT = range(5)
CURRENT = {"life_cycle": LifeCycle.VALIDATED}


def report(grid: Grid | Editor, today: date = DAY) -> Report:
    """What all checks find."""
    made = run(grid.document, today)
    assert made is not None
    return made


def findings(grid: Grid | Editor, check: str, today: date = DAY) -> list[Finding]:
    """What one check finds."""
    return [finding for finding in report(grid, today).findings if finding.check == check]


def named(grid: Grid | Editor, check: str, today: date = DAY) -> list[tuple[str, ...]]:
    """The ids that the findings of one check name."""
    return [finding.subjects for finding in findings(grid, check, today)]


def said(grid: Grid | Editor, check: str, today: date = DAY) -> list[tuple[str, dict[str, Any]]]:
    """Which sentences a check says, and with which parameters."""
    return [
        (finding.words.id.rpartition(".")[2], dict(finding.words.parameters))
        for finding in findings(grid, check, today)
    ]


def cannot(grid: Grid | Editor, check: str) -> list[dict[str, Any]]:
    """The parameters of what a check says it cannot judge."""
    return [dict(each.why.parameters) for each in report(grid).cannot if each.check == check]


def an_owner(grid: Grid, name: str, unit: str = "", **fields: Any) -> str:
    """An owner in the register."""
    return grid.editor.add(Owner, name=name, unit=unit, **fields)


def a_system(grid: Grid, name: str, **fields: Any) -> str:
    """A system in the register."""
    return grid.editor.add(System, name=name, **fields)


def validate(grid: Grid) -> None:
    """From now on the blueprint claims to be how things are."""
    grid.editor.edit("blueprint_1", **CURRENT)


def handed_over(grid: Grid, one: str, other: str, **link: Any) -> tuple[str, str, str]:
    """Two backstage cards of two owners, the first handing over to the second: card, card, link."""
    first = grid.editor.add_card(grid.lanes[BACK], grid.steps[0], "Gives", owner=one)
    second = grid.editor.add_card(grid.lanes[BACK], grid.steps[1], "Takes", owner=other)
    return first, second, grid.editor.add_link(first, second, link.pop("kind", LinkKind.FLOW), **link)
