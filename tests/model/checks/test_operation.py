"""Operation: each rule is silent on what is right, and fires once it is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.elements import CardKind, LinkKind, Mark
from model.registers import FailPoint, SystemExchange, SystemState
from tests.model.builders import a_grid
from tests.model.checks.support import (
    BACK,
    CURRENT,
    CUSTOMER,
    EVIDENCE,
    FRONT,
    SUPPORT,
    a_system,
    an_owner,
    cannot,
    handed_over,
    named,
    said,
    validate,
)


def test_operation_nothing_behind() -> None:
    # The customer asks, the desk answers in the same step; whether the answer has the office behind it decides.
    grid = a_grid(**CURRENT)
    asks, answers, office = grid.card(CUSTOMER), grid.card(FRONT), grid.card(BACK)
    grid.editor.add_link(asks, answers)
    assert named(grid, "operation.nothing_behind") == [(asks,), (answers,)]

    grid.editor.add_link(answers, office)

    assert named(grid, "operation.nothing_behind") == []


def test_operation_nothing_behind_waits_until_something_is_and_is_then_one_finding() -> None:
    # In three steps the customer asks and the desk answers; the office is behind the third alone.
    grid = a_grid()
    pairs = [(grid.card(CUSTOMER, step), grid.card(FRONT, step)) for step in range(3)]
    for asks, answers in pairs:
        grid.editor.add_link(asks, answers)
    assert named(grid, "operation.nothing_behind") == []

    grid.editor.add_link(pairs[2][1], grid.card(BACK, 2))

    assert [set(found) for found in named(grid, "operation.nothing_behind")] == [{*pairs[0], *pairs[1]}]
    assert said(grid, "operation.nothing_behind") == [("several", {"n": 4})]
    validate(grid)
    assert len(named(grid, "operation.nothing_behind")) == 4


def test_operation_nothing_behind_cannot_say_where_nothing_could_be() -> None:
    grid = a_grid()
    grid.editor.add_link(grid.card(CUSTOMER), grid.card(FRONT))
    assert cannot(grid, "operation.nothing_behind") == []  # nobody has begun to enter what is behind

    validate(grid)
    assert cannot(grid, "operation.nothing_behind") == [{}]

    grid.card(BACK, 3)
    assert cannot(grid, "operation.nothing_behind") == []


@pytest.mark.parametrize("touchpoint", [True, False])
def test_operation_promise(touchpoint: bool) -> None:
    # R53: a promise with nothing below the line is flagged, whether the card is a touchpoint or stands alone.
    grid = a_grid()
    promises = grid.editor.add_card(grid.lanes[CUSTOMER], grid.steps[0], "Waits", promise="An answer in a day")
    if touchpoint:
        grid.editor.add_link(promises, grid.card(FRONT))
    assert named(grid, "operation.promise") == [(promises,)]

    grid.editor.add_link(promises, grid.card(SUPPORT))
    assert named(grid, "operation.promise") == []


def test_operation_system_owner() -> None:
    grid = a_grid()
    owned, bare = a_system(grid, "Mailer"), a_system(grid, "Archive")
    assert named(grid, "operation.system_owner") == []  # no system has an owner yet

    grid.editor.edit(owned, owner=an_owner(grid, "IT"))

    assert named(grid, "operation.system_owner") == [(bare,)]


@pytest.mark.parametrize("state", [SystemState.RETIRING, SystemState.MISSING, SystemState.CONSTRAINED])
def test_operation_moment(state: SystemState) -> None:
    # The moment is answered by the desk in its step, which needs a check in the office that uses the system.
    grid = a_grid()
    moment = grid.editor.add_card(grid.lanes[CUSTOMER], grid.steps[0], "Learns", marks=(Mark.MOMENT_OF_TRUTH,))
    answers, check = grid.card(FRONT), grid.card(BACK, 2)
    grid.editor.add_link(answers, check, LinkKind.NEEDS)
    system = a_system(grid, "Archive", state=SystemState.LEGACY)
    grid.editor.use_system(check, system)
    assert named(grid, "operation.moment") == []

    grid.editor.edit(system, state=state)
    assert named(grid, "operation.moment") == [(moment, system)]
    assert said(grid, "operation.moment") == [(state.value, {})]

    grid.editor.edit(moment, marks=())
    assert named(grid, "operation.moment") == []


def test_operation_capability() -> None:
    # R02: three cards use the archive, essential or not; setting it to missing lists just them.
    grid = a_grid()
    archive, mailer = a_system(grid, "Archive"), a_system(grid, "Mailer")
    cards = [grid.card(BACK, step) for step in range(3)]
    for card in cards:
        grid.editor.use_system(card, archive, essential=card != cards[2])
    grid.editor.use_system(grid.card(BACK, 3), mailer)
    assert named(grid, "operation.capability") == []

    for state in (SystemState.MISSING, SystemState.CONSTRAINED):
        grid.editor.edit(archive, state=state)
        assert named(grid, "operation.capability") == [(card, archive) for card in cards]
        assert {words for words, _ in said(grid, "operation.capability")} == {state.value}
    grid.editor.edit(archive, state=SystemState.RETIRING)
    assert named(grid, "operation.capability") == []


def test_operation_agreement() -> None:
    # R32: two hand-offs, one with an agreed goal.
    grid = a_grid()
    desk, office = an_owner(grid, "Desk", "Service"), an_owner(grid, "Office", "Law")
    first, second, link = handed_over(grid, desk, office)
    assert named(grid, "operation.agreement") == []  # nobody agrees anything here yet

    back = grid.editor.add_link(second, first, agreed="Within two days")
    assert named(grid, "operation.agreement") == [(link,)]

    grid.editor.edit(link, agreed="Complete papers")
    assert named(grid, "operation.agreement") == []
    grid.editor.edit(back, agreed=" ")
    assert named(grid, "operation.agreement") == [(back,)]


def test_operation_escalation() -> None:
    # R41: two cards fail; one escalates with owner and time limit, the other not at all, then with a limit alone.
    grid = a_grid()
    boss, desk = grid.card(BACK), an_owner(grid, "Head")
    sound, bare = (grid.editor.add_card(grid.lanes[FRONT], grid.steps[0], marks=(Mark.FAIL_POINT,)) for _ in "ab")
    grid.editor.add_link(sound, boss, LinkKind.ESCALATION, owner=desk, limit_minutes=Decimal(60))

    assert named(grid, "operation.escalation") == [(bare,)]

    half = grid.editor.add_link(bare, boss, LinkKind.ESCALATION, limit_minutes=Decimal(60))
    assert named(grid, "operation.escalation") == [(bare, half)]
    assert said(grid, "operation.escalation") == [("half", {})]

    grid.editor.edit(half, owner=desk)
    assert named(grid, "operation.escalation") == []


def test_operation_article() -> None:
    # R54: two fail points, one with an article.
    grid = a_grid()
    card = grid.card(FRONT)
    first, second = (grid.editor.add(FailPoint, card=card) for _ in "ab")
    assert named(grid, "operation.article") == []  # articles are not used yet

    grid.editor.edit(first, article="help/papers")
    assert named(grid, "operation.article") == [(card, second)]

    grid.editor.edit(second, article="help/upload")
    assert named(grid, "operation.article") == []


def test_operation_system_gap() -> None:
    # R31: three systems in step 1. Of the pairs A-B, A-C, B-C only A-B exchanges data: two gaps.
    grid = a_grid()
    a, b, c = (a_system(grid, name) for name in "ABC")
    for system in (a, b, c):
        grid.editor.use_system(grid.card(BACK), system)
    talk = grid.editor.add(SystemExchange, system=b, other=a)
    assert named(grid, "operation.system_gap") == []  # a draft is not asked

    validate(grid)
    assert sorted(named(grid, "operation.system_gap")) == sorted([(a, c, grid.steps[0]), (b, c, grid.steps[0])])

    grid.editor.delete([talk])
    assert len(named(grid, "operation.system_gap")) == 3


def test_operation_same_work() -> None:
    # R63: the same work in two lanes; the same title twice in one lane is the lane's own way.
    grid = a_grid()
    cards = [grid.card(BACK, 0, "Checks the papers"), grid.card(BACK, 1, "Checks the papers")]
    assert named(grid, "operation.same_work") == []

    cards.append(grid.card(FRONT, 2, "checks  the papers"))

    assert named(grid, "operation.same_work") == [tuple(cards)]
    assert said(grid, "operation.same_work") == [("found", {"n": 3})]


def test_operation_same_question() -> None:
    # R63: two units ask for the same evidence.
    grid = a_grid()
    desk, office = an_owner(grid, "Desk", "Service"), an_owner(grid, "Office", "Law")
    form = {"title": "Proof of address", "kind": CardKind.EVIDENCE}
    first = grid.editor.add_card(grid.lanes[EVIDENCE], grid.steps[0], owner=desk, **form)
    second = grid.editor.add_card(grid.lanes[EVIDENCE], grid.steps[2], owner=desk, **form)
    assert named(grid, "operation.same_question") == []

    grid.editor.edit(second, owner=office)

    assert named(grid, "operation.same_question") == [(first, second)]


def test_operation_idle_support() -> None:
    # Of three support cards one is needed, one uses a system that the office uses too, one neither.
    grid = a_grid()
    validate(grid)
    needed, shared, idle = (grid.card(SUPPORT, step) for step in range(3))
    office, archive = grid.card(BACK), a_system(grid, "Archive")
    grid.editor.add_link(office, needed, LinkKind.NEEDS)
    for card in (office, shared):
        grid.editor.use_system(card, archive)

    assert named(grid, "operation.idle_support") == [(idle,)]

    grid.editor.add_link(office, idle)
    assert named(grid, "operation.idle_support") == []


def test_operation_dead_end() -> None:
    # Work goes from step 1 to step 2, where it stays, though there is a step 4.
    grid = a_grid()
    validate(grid)
    first, second, last = grid.card(BACK, 0), grid.card(BACK, 1), grid.card(BACK, 3)
    grid.editor.add_link(first, second)
    assert named(grid, "operation.dead_end") == [(second,)]

    grid.editor.add_link(second, last)

    assert named(grid, "operation.dead_end") == []


def test_operation_dead_end_is_none_where_the_answer_goes_back() -> None:
    # What is needed hands back what it has, and both sides of an exchange go on.
    grid = a_grid()
    validate(grid)
    first, needed, agreed = grid.card(BACK, 0), grid.card(BACK, 1), grid.card(BACK, 2)
    grid.card(BACK, 3)
    grid.editor.add_link(first, needed, LinkKind.NEEDS)
    grid.editor.add_link(first, agreed, LinkKind.EXCHANGE)

    assert named(grid, "operation.dead_end") == []


def test_operation_unreachable() -> None:
    # The first step may begin of itself; the third may not.
    grid = a_grid()
    validate(grid)
    first, third = grid.card(BACK, 0), grid.card(BACK, 2)
    assert named(grid, "operation.unreachable") == [(third,)]

    grid.editor.add_link(first, third)

    assert named(grid, "operation.unreachable") == []
