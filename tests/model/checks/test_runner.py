"""Running the checks: when each is due, only what an edit can change, stopping, order, and what a workshop sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from time import sleep

import pytest

from model import samples
from model.analysis.checks import runner
from model.analysis.checks.base import Check, Found, Needs, Severity, reads
from model.analysis.checks.facts import Facts
from model.analysis.checks.registry import CHECKS
from model.analysis.checks.runner import Report, at_least, run
from model.analysis.checks.touching import touched_by
from model.document import DocumentView
from model.editor import Editor
from model.elements import Card, LifeCycle, Link, LinkKind, Role
from model.grid import steps
from model.history import History
from model.kinds import kind_named
from model.registers import Owner
from tests.model.builders import DAY, a_context, an_editor

RAN: list[str] = []
LANES = (
    (Role.EVIDENCE, "Letters"),
    (Role.CUSTOMER, "Resident"),
    (Role.FRONTSTAGE, "Desk"),
    (Role.FRONTSTAGE_TECH, "Portal"),
    (Role.BACKSTAGE, "Office"),
    (Role.BACKSTAGE, "Finance"),
    (Role.BACKSTAGE_TECH, "Register"),
    (Role.SUPPORT, "Partners"),
)


def checked(
    document: DocumentView, before: Report | None = None, touched: Iterable[str] = (), day: date = DAY
) -> Report:
    found = run(document, day, before, frozenset(touched))
    assert found is not None
    return found


def watched(check: Check) -> Check:
    """A check that remembers having run."""

    def find(facts: Facts) -> Iterable[Found]:
        RAN.append(check.id)
        return check.find(facts)

    return replace(check, find=find)


def slow(check: Check) -> Check:
    """A check that takes longer than a spell."""

    def find(facts: Facts) -> Iterable[Found]:
        sleep(0.003)
        return check.find(facts)

    return replace(check, find=find)


def a_workshop(owner: bool = False, behind: int = 0) -> Editor:
    """What a workshop leaves behind: 8 steps in 3 stages, 8 lanes with owners, 60 cards, links where work passes.

    In so many steps, from the first, links lead `behind` the line of visibility.
    """
    editor = an_editor(life_cycle=LifeCycle.WORKSHOP, title="Renew a permit")
    stages = ["stage_1", editor.add_stage("Renewal"), editor.add_stage("After")]
    editor.rename("stage_1", "Before")
    steps = [editor.add_step(stages[place // 3], f"Moment {place + 1}") for place in range(8)]
    owners = [editor.add(Owner, name=f"{title} team") for _, title in LANES]
    lanes = [editor.add_lane(role, title) for role, title in LANES]
    for lane, team in zip(lanes, owners, strict=True):
        editor.edit(lane, owner=team)
    for number in range(60):
        lane, step = number % 8, number // 8
        editor.add_card(lanes[lane], steps[step], f"{LANES[lane][1]} does part {number + 1}")
    if owner:
        editor.edit("blueprint_1", owner=owners[0])
    _link_all(editor, steps, lanes, behind)
    return editor


def _link_all(editor: Editor, steps: Sequence[str], lanes: Sequence[str], behind: int) -> None:
    """The customer goes from step to step and meets the desk in each; in the first steps the office is behind it."""
    ids = {(card.lane, card.step): card.id for card in editor.document.where(Card)}
    _, customer, desk, _, office, finance, _, _ = lanes
    for first, then in pairwise(steps):
        editor.add_link(ids[customer, first], ids[customer, then])
    for step in steps:
        editor.add_link(ids[customer, step], ids[desk, step])
    for step in steps[:behind]:
        editor.add_link(ids[desk, step], ids[office, step])
        editor.add_link(ids[office, step], ids[finance, step], LinkKind.NEEDS)


@pytest.mark.parametrize("behind", range(8))
@pytest.mark.parametrize("owner", [True, False])
def test_a_workshop_sees_five_findings_at_most(owner: bool, behind: int) -> None:
    # 60 of the 64 cells have their card, so that no step, lane or stage is empty. The tray has two more.
    editor = a_workshop(owner, behind)
    for title in ("Maybe later", "Ask the lawyers"):
        editor.add_card(None, None, title)

    found = checked(editor.document)

    assert len(editor.document.table(Card)) == 62
    assert len(editor.document.table(Link)) == 15 + 2 * behind
    assert len(found.findings) <= 5
    assert [finding.check for finding in found.findings] == [
        *([] if owner else ["ownership.end_to_end"]),
        *(["operation.nothing_behind"] if behind else []),
        "structure.tray",
    ]
    assert found.cannot == ()


def test_a_workshop_is_asked_for_the_rest_once_it_is_validated() -> None:
    editor = a_workshop()
    before = {finding.check for finding in checked(editor.document).findings}

    editor.edit("blueprint_1", life_cycle=LifeCycle.VALIDATED)

    after = {finding.check for finding in checked(editor.document).findings}
    assert before < after
    assert {"ownership.stage", "metrics.none", "operation.unreachable"} <= after


@pytest.mark.parametrize(
    ("needs", "used", "validated", "due"),
    [
        (Needs.ALWAYS, False, False, True),
        (Needs.USED, False, True, False),
        (Needs.USED, True, False, True),
        (Needs.VALIDATED, True, False, False),
        (Needs.VALIDATED, False, True, True),
        (Needs.EITHER, False, False, False),
        (Needs.EITHER, True, False, True),
        (Needs.EITHER, False, True, True),
    ],
)
def test_when_a_check_is_due(needs: Needs, used: bool, validated: bool, due: bool) -> None:
    cycle = LifeCycle.IN_OPERATION if validated else LifeCycle.WORKSHOP
    facts = Facts(an_editor(life_cycle=cycle).document, DAY)

    check = Check("a.b", Severity.NOTE, needs, reads("Card"), lambda _: (), lambda _: used)

    assert check.is_due(facts) is due


def test_every_check_can_be_read_off_its_declaration() -> None:
    # Each read is a kind, or a field of a kind; a check that waits for use says how use is told.
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert (check.used is not None) is (check.needs in (Needs.USED, Needs.EITHER)), check.id
        for read in check.reads:
            kind, _, field = read.partition(".")
            known = {each.name for each in kind_named(kind).fields}
            assert not field or field in known, read


def test_a_new_title_runs_no_rule_of_ownership() -> None:
    document = samples.build("permit", a_context())
    editor = Editor(document, History(document), a_context(3))
    before = checked(document)
    card = next(iter(document.table(Card)))
    editor.edit(card, title="Another title")
    change = editor.history.can_undo
    assert change is not None
    RAN.clear()

    run(document, DAY, before, touched_by(change), checks=[watched(check) for check in CHECKS])

    assert not [id for id in RAN if id.startswith("ownership.")]
    assert set(RAN) == {
        *("structure.double", "structure.long_text"),
        *("operation.same_work", "operation.same_question"),
    }


def test_another_day_runs_all_again() -> None:
    document = samples.build("permit", a_context())
    before = checked(document)

    later = checked(document, before, day=DAY + timedelta(days=400))

    assert later.findings == checked(document, day=DAY + timedelta(days=400)).findings
    assert len(later.findings) > len(before.findings)


def test_a_run_stops_when_told() -> None:
    document = samples.build("permit", a_context())
    RAN.clear()

    asked: list[int] = []

    def go_on() -> bool:
        asked.append(len(RAN))
        return len(RAN) < 3

    assert run(document, DAY, go_on=go_on, checks=[slow(watched(check)) for check in CHECKS]) is None
    assert 3 <= len(RAN) < len(CHECKS)
    assert asked == sorted(asked)


def test_findings_come_worst_first_and_in_the_order_of_the_map() -> None:
    # Worst first; of one rule, step by step: the sample's sixteen steps lack an owner in the order of the map.
    document = samples.build("broken", a_context())
    found = checked(document)
    weights = [runner.check_named(finding.check).severity for finding in found.findings]

    assert weights == sorted(weights, key=list(Severity).index)
    order = [step.id for step in steps(document)]
    assert [finding.subjects[0] for finding in found.findings if finding.check == "ownership.step"] == order


def test_findings_of_a_level() -> None:
    found = checked(samples.build("broken", a_context())).findings

    levels = [len(at_least(found, level)) for level in Severity]

    assert levels == sorted(levels)
    assert levels[-1] == len(found)
    assert {runner.check_named(finding.check).severity for finding in at_least(found, Severity.ERROR)} == {
        Severity.ERROR
    }
