"""Hand-offs, waits, approvals and goals that pull apart, on fixtures worked out by hand."""

from __future__ import annotations

from model.analysis.crossings import crossings
from model.analysis.handoffs import approvals, hand_offs, matrix, passings, pulling_apart, waits
from model.elements import CardKind
from model.registers import Direction, Metric
from tests.model.analysis.sketch import BACK, CUSTOMER, EVIDENCE, FRONT, MOOD, SUPPORT, D, Sketch


def an_office() -> Sketch:
    """IT, Sales and Legal; two stages of one step.

    Stage 1: Sell (Sales) > Build (IT) waits 60; Sell > Check (Legal) has no wait but an agreement.
    Stage 2: Build > Sign (Legal) waits 480 and Bill (Sales) escalates to Build, 10. Build > Test stays in IT, 30.
    Lost has no owner: what leads to it cannot be judged. Plain's owner has no unit: neither can that.
    """
    sketch = Sketch(1, 1)
    for owner, unit in (("Ann", "IT"), ("Ali", " it"), ("Bob", "Sales"), ("Cy", "Legal"), ("Dee", "")):
        sketch.owner(owner, unit)
    sketch.card("Sell", FRONT, 0, owner="Bob")
    sketch.card("Check", BACK, 0, owner="Cy", wait_minutes=D(5))
    sketch.card("Build", BACK, 1, owner="Ann")
    sketch.card("Test", BACK, 1, owner="Ali", wait_minutes=D(15))
    sketch.card("Sign", BACK, 1, owner="Cy", kind=CardKind.APPROVAL, wait_minutes=D(100))
    sketch.card("Bill", BACK, 1, owner="Bob")
    sketch.card("Lost", BACK, 1, wait_minutes=D(7))
    sketch.card("Plain", BACK, 1, owner="Dee")
    sketch.ids["sell-build"] = sketch.link("Sell", "flow", "Build", wait_minutes=D(60))
    sketch.ids["sell-check"] = sketch.link("Sell", "needs", "Check", agreed="Two days")
    sketch.ids["build-sign"] = sketch.link("Build", "flow", "Sign", wait_minutes=D(480))
    sketch.ids["bill-build"] = sketch.link("Bill", "escalation", "Build", wait_minutes=D(10))
    sketch.ids["build-test"] = sketch.link("Build", "exchange", "Test", wait_minutes=D(30))
    sketch.ids["build-lost"] = sketch.link("Build", "flow", "Lost", wait_minutes=D(3))
    sketch.ids["plain-sell"] = sketch.link("Plain", "flow", "Sell")
    return sketch


def test_links_between_units_are_hand_offs_longest_wait_first() -> None:
    sketch = an_office()
    found = hand_offs(sketch.document)

    assert sketch.named(each.link for each in found.found) == ["build-sign", "sell-build", "bill-build", "sell-check"]
    assert [each.units for each in found.found] == [
        ("IT", "Legal"),
        ("Sales", "IT"),
        ("Sales", "IT"),
        ("Sales", "Legal"),
    ]
    assert [each.stage for each in found.found][1:3] == list(sketch.grid.stages)
    assert sketch.named(found.found[0][i] for i in (2, 3, 4, 5)) == ["Build", "Sign", "Ann", "Cy"]


def test_what_cannot_be_judged_is_told() -> None:
    sketch = an_office()

    assert sketch.named(hand_offs(sketch.document).unjudged) == ["build-lost", "plain-sell"]


def test_those_without_an_agreement_are_listed() -> None:
    sketch = an_office()
    sketch.editor.edit(sketch.ids["bill-build"], agreed="  ")

    found = hand_offs(sketch.document).without_agreement
    assert sketch.named(each.link for each in found) == ["build-sign", "sell-build", "bill-build"]


def test_by_pair_and_stage() -> None:
    # IT > Legal in stage 2: 1, 480. Sales > IT in stage 1: 1, 60; in stage 2: 1, 10. Sales > Legal: 1, unknown.
    sketch = an_office()
    sketch.ids["again"] = sketch.link("Sell", "flow", "Sign", wait_minutes=D(2))

    found = [
        (*row.units, sketch.grid.stages.index(row.stage or ""), len(row.links), row.wait)
        for row in passings(sketch.document, hand_offs(sketch.document).found)
    ]
    assert found == [
        ("IT", "Legal", 1, 1, 480),
        ("Sales", "IT", 0, 1, 60),
        ("Sales", "IT", 1, 1, 10),
        ("Sales", "Legal", 0, 2, 2),
    ]


def test_the_matrix_counts_them_unit_by_unit() -> None:
    #            IT Legal Sales
    # IT          0   1     0
    # Legal       0   0     0
    # Sales       2   1     0
    found = matrix(hand_offs(an_office().document).found)

    assert found.units == ("IT", "Legal", "Sales")
    assert found.counts == ((0, 1, 0), (0, 0, 0), (2, 1, 0))
    assert matrix(()).units == ()


def test_waits_fall_to_who_receives_and_to_who_works() -> None:
    # IT: links to it 60 + 10 + 30 (inside IT), cards 15. Legal: link 480, cards 5 + 100. Nobody known: 3, 7.
    found = waits(an_office().document)

    assert [tuple(row) for row in found] == [("Legal", 480, 105), ("IT", 100, 15), ("", 3, 7)]


def test_approvals_wait_on_the_card_and_on_links_to_it() -> None:
    # Sign: 100 on the card, 480 on the link to it. Nod waits 10. Of Stamp nobody has said anything: last.
    sketch = an_office()
    sketch.card("Stamp", BACK, 0, owner="Cy", kind=CardKind.APPROVAL)
    sketch.card("Nod", BACK, 1, kind=CardKind.APPROVAL, wait_minutes=D(10))

    found = [(*sketch.named([each.card]), each.unit, each.wait) for each in approvals(sketch.document)]
    assert found == [("Sign", "Legal", 580), ("Nod", "", 10), ("Stamp", "Legal", None)]


def test_goals_pull_apart_across_a_hand_off() -> None:
    # Bob (Sales) wants calls up, Ann (IT) down: two hand-offs. Cy says that his goals go against Ann's: one.
    # Ali goes against Ann too, but they are of one unit. Bob and Cy share a direction.
    sketch = an_office()
    metric = sketch.editor.add(Metric, name="Calls")
    for name, way in (("Bob", Direction.UP), ("Ann", Direction.DOWN), ("Ali", Direction.UP), ("Cy", Direction.UP)):
        sketch.editor.edit(sketch.ids[name], goal_metric=metric, goal_direction=way)
    sketch.editor.edit(sketch.ids["Cy"], goal_direction=None, goal_against=(sketch.ids["Ann"],))

    found = pulling_apart(sketch.document, hand_offs(sketch.document).found)

    assert [sketch.named(pull.owners) for pull in found] == [["Ann", "Bob"], ["Ann", "Cy"]]
    assert [pull.metric for pull in found] == [metric, None]
    assert sorted(sketch.named(found[0].links)) == ["bill-build", "sell-build"]


def test_another_metric_or_no_direction_pulls_nothing_apart() -> None:
    sketch = an_office()
    metrics = [sketch.editor.add(Metric, name=name) for name in ("Calls", "Sales")]
    sketch.editor.edit(sketch.ids["Bob"], goal_metric=metrics[0], goal_direction=Direction.UP)
    sketch.editor.edit(sketch.ids["Ann"], goal_metric=metrics[1], goal_direction=Direction.DOWN)
    sketch.editor.edit(sketch.ids["Cy"], goal_metric=metrics[0])

    assert pulling_apart(sketch.document, hand_offs(sketch.document).found) == ()


def test_links_across_each_line() -> None:
    # Letter (evidence) > Help (support) crosses all three, downwards. Office > Desk crosses visibility, upwards.
    # Desk > Ask crosses interaction, upwards. Letter > Ask stays above; a mood lies on no side.
    sketch = Sketch()
    for name, lane in (("Letter", EVIDENCE), ("Ask", CUSTOMER), ("Desk", FRONT), ("Office", BACK), ("Help", SUPPORT)):
        sketch.card(name, lane)
    sketch.card("Mood", MOOD)
    for source, target in (("Letter", "Help"), ("Office", "Desk"), ("Desk", "Ask"), ("Letter", "Ask"), ("Mood", "Ask")):
        sketch.ids[f"{source}-{target}"] = sketch.link(source, "flow", target)

    found = [(each.line.value, *sketch.named([each.link]), each.down) for each in crossings(sketch.document)]

    assert found == [
        ("interaction", "Letter-Help", True),
        ("interaction", "Desk-Ask", False),
        ("visibility", "Letter-Help", True),
        ("visibility", "Office-Desk", False),
        ("internal", "Letter-Help", True),
    ]
