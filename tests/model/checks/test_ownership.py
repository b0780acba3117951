"""Ownership: each rule is silent on what is right, and fires once it is not."""

from __future__ import annotations

from decimal import Decimal

from model.elements import RaciEntry, RaciRole, Role
from model.registers import Decision, DecisionOption, DecisionRight, Direction, Forum, ForumKind, Metric
from tests.model.builders import a_grid
from tests.model.checks.support import (
    BACK,
    CUSTOMER,
    FRONT,
    SUPPORT,
    an_owner,
    cannot,
    handed_over,
    named,
    report,
    said,
    validate,
)


def test_ownership_end_to_end() -> None:
    # R09: an empty end-to-end owner is the first finding, whatever else there is to find.
    grid = a_grid()
    grid.card(BACK)
    assert report(grid).findings[0].check == "ownership.end_to_end"
    assert named(grid, "ownership.end_to_end") == [("blueprint_1",)]

    grid.editor.edit("blueprint_1", owner=an_owner(grid, "Head"))

    assert named(grid, "ownership.end_to_end") == []


def test_ownership_card() -> None:
    # Five lanes of one card each: of the three below the line of interaction one has its own owner, one its lane's.
    grid = a_grid()
    cards = [grid.card(lane) for lane in range(5)]
    desk = an_owner(grid, "Desk")
    grid.editor.edit(cards[FRONT], owner=desk)
    grid.editor.edit(grid.lanes[BACK], owner=desk)

    assert named(grid, "ownership.card") == [(cards[SUPPORT],)]

    grid.editor.edit(grid.lanes[SUPPORT], owner=desk)
    assert named(grid, "ownership.card") == []


def test_ownership_card_leaves_annotations_and_the_tray_alone() -> None:
    grid = a_grid(roles=(Role.BACKSTAGE, Role.EMOTION))
    grid.card(1)
    grid.editor.add_card(None, None, "Waits")

    assert named(grid, "ownership.card") == []


def test_ownership_stage() -> None:
    grid = a_grid()
    assert named(grid, "ownership.stage") == []  # a draft is not asked for it

    validate(grid)
    grid.editor.edit(grid.stages[0], owner=an_owner(grid, "Head"))

    assert named(grid, "ownership.stage") == [(grid.stages[1],)]


def test_ownership_step() -> None:
    # R20: four steps; the first has both owners, the second only that of the experience, the third only operations.
    grid = a_grid()
    assert named(grid, "ownership.step") == []  # not used yet

    head = an_owner(grid, "Head")
    grid.editor.edit(grid.steps[0], experience_owner=head, operations_owner=head)
    grid.editor.edit(grid.steps[1], experience_owner=head)
    grid.editor.edit(grid.steps[2], operations_owner=head)

    assert named(grid, "ownership.step") == [(id,) for id in grid.steps[1:]]
    assert [words for words, _ in said(grid, "ownership.step")] == ["operations", "experience", "both"]


def test_ownership_perceived() -> None:
    grid = a_grid()
    desk, office = an_owner(grid, "Desk"), an_owner(grid, "Office")
    card = grid.card(FRONT)
    grid.editor.edit(card, owner=desk, perceived_owner=desk)
    assert named(grid, "ownership.perceived") == []

    grid.editor.edit(card, perceived_owner=office)

    assert named(grid, "ownership.perceived") == [(card, office, desk)]


def test_ownership_raci() -> None:
    # R13: one card with parts and an accountable owner, one with parts alone.
    grid = a_grid()
    desk, office = an_owner(grid, "Desk"), an_owner(grid, "Office")
    sound, bare = grid.card(CUSTOMER), grid.card(CUSTOMER, 1)
    grid.editor.edit(sound, owner=desk)
    for card in (sound, bare):
        grid.editor.add(RaciEntry, card=card, owner=office, role=RaciRole.RESPONSIBLE)
        grid.editor.add(RaciEntry, card=card, owner=desk, role=RaciRole.CONSULTED)

    assert named(grid, "ownership.raci") == [(bare,)]

    grid.editor.edit(grid.lanes[CUSTOMER], owner=desk)
    assert named(grid, "ownership.raci") == []


def test_ownership_forum() -> None:
    # Office to desk, and back: one pair of units, two links.
    grid = a_grid()
    desk, office = an_owner(grid, "Desk", "Service"), an_owner(grid, "Office", "Law")
    first, second, there = handed_over(grid, desk, office)
    back = grid.editor.add_link(second, first)
    forum = grid.editor.add(Forum, name="Board", chair=desk, members=(office,), kind=ForumKind.DECIDES)
    validate(grid)
    assert named(grid, "ownership.forum") == []

    grid.editor.edit(forum, kind=ForumKind.ADVISES)
    assert named(grid, "ownership.forum") == [tuple(sorted((there, back)))]
    assert said(grid, "ownership.forum") == [("found", {"n": 2, "one": "Law", "other": "Service"})]

    grid.editor.edit(forum, kind=ForumKind.DECIDES, members=(), sponsor=desk)
    assert len(named(grid, "ownership.forum")) == 1


def test_ownership_forum_says_which_links_it_cannot_judge() -> None:
    # Of two links one has a card of nobody at its end.
    grid = a_grid()
    desk, office = an_owner(grid, "Desk", "Service"), an_owner(grid, "Office", "Law")
    _, second, _ = handed_over(grid, desk, office)
    grid.editor.add_link(second, grid.card(CUSTOMER))
    assert cannot(grid, "ownership.forum") == []  # a draft is not asked

    validate(grid)

    assert cannot(grid, "ownership.forum") == [{"n": 1}]


def test_ownership_goals() -> None:
    # R64: two hand-offs; only the second is between owners whose goals pull apart.
    grid = a_grid()
    metric = grid.editor.add(Metric, name="Length of a call")
    desk = an_owner(grid, "Desk", "Service", goal_metric=metric, goal_direction=Direction.DOWN)
    office = an_owner(grid, "Office", "Law", goal_metric=metric, goal_direction=Direction.DOWN)
    _, _, link = handed_over(grid, desk, office)
    assert named(grid, "ownership.goals") == []

    grid.editor.edit(office, goal_direction=Direction.UP)
    assert named(grid, "ownership.goals") == [(link, desk, office)]

    grid.editor.edit(office, goal_direction=None)
    assert named(grid, "ownership.goals") == []
    grid.editor.edit(office, goal_against=(desk,))
    assert named(grid, "ownership.goals") == [(link, desk, office)]


def test_ownership_over_limit() -> None:
    # R60: the forum decides up to 50,000. Options of 0 and 80,000: over; once the one of 0 is chosen: not.
    grid = a_grid()
    forum = grid.editor.add(Forum, name="Board")
    decision = grid.editor.add(Decision, name="New portal", forum=forum)
    nothing = grid.editor.add(DecisionOption, decision=decision, title="Nothing", amount=Decimal(0))
    dear = grid.editor.add(DecisionOption, decision=decision, title="Portal", amount=Decimal(80_000))
    assert named(grid, "ownership.over_limit") == []
    assert cannot(grid, "ownership.over_limit") == [{"n": 1}]

    grid.editor.add(DecisionRight, forum=forum, what="Portals", limit=Decimal(50_000))
    assert cannot(grid, "ownership.over_limit") == []
    assert named(grid, "ownership.over_limit") == [(decision, forum)]
    assert said(grid, "ownership.over_limit") == [("found", {"amount": Decimal(80_000), "limit": Decimal(50_000)})]

    grid.editor.edit(decision, chosen=nothing)
    assert named(grid, "ownership.over_limit") == []
    grid.editor.edit(dear, amount=Decimal(50_000))
    grid.editor.edit(decision, chosen=dear)
    assert named(grid, "ownership.over_limit") == []


def test_ownership_advisory() -> None:
    # R60: two decisions; one is put to the forum that only advises.
    grid = a_grid()
    board = grid.editor.add(Forum, name="Board")
    circle = grid.editor.add(Forum, name="Circle", kind=ForumKind.ADVISES)
    grid.editor.add(Decision, name="Portal", forum=board)
    asked = grid.editor.add(Decision, name="Letters", forum=circle)

    assert named(grid, "ownership.advisory") == [(asked, circle)]

    grid.editor.edit(circle, kind=ForumKind.DECIDES)
    assert named(grid, "ownership.advisory") == []
