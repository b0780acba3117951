"""What stops, who feels it and what it would cost, on fixtures worked out by hand."""

from __future__ import annotations

import pytest

from model.analysis.components import components
from model.analysis.impact import impact, reach, single_points, trace
from model.analysis.touchpoints import answering, touchpoints
from model.elements import LinkKind
from model.registers import Consequence, ConsequenceKind, FailPoint, SystemExchange
from tests.model.analysis.sketch import BACK, CUSTOMER, EVIDENCE, FRONT, MOOD, SUPPORT, D, Sketch


def a_chain(**blueprint: object) -> Sketch:
    """Ask -> Desk -> Office, which needs Archive; Archive uses PermitDB, and Mailer only helps the desk."""
    sketch = Sketch(2, 2, **blueprint)
    sketch.card("Ask", CUSTOMER)
    sketch.card("Desk", FRONT)
    sketch.card("Office", BACK, 1)
    sketch.card("Archive", SUPPORT, 1)
    sketch.card("Letter", EVIDENCE, 2)
    sketch.card("Reads", CUSTOMER, 3)
    sketch.system("PermitDB", "Archive")
    sketch.system("Mailer", helps=("Desk",))
    sketch.link("Desk", "flow", "Ask")
    sketch.link("Office", "needs", "Archive")
    sketch.link("Office", "flow", "Letter")
    sketch.link("Letter", "flow", "Reads")
    return sketch


def stops(sketch: Sketch, *names: str) -> list[str]:
    found = impact(sketch.document, [sketch.ids[name] for name in names]).stopped
    return sketch.named((*found.systems, *found.owners, *found.cards))


def test_what_is_above_the_line_and_meets_what_is_below_is_a_touchpoint() -> None:
    # Ask: answered by Desk in step 1. Desk: its link to Ask crosses the line of interaction. Letter: linked to Office,
    # below. Reads: linked to Letter only, which lies on its own side. Office and Archive lie below the line of
    # visibility. A mood beside Reads is no card of a band, whatever it is linked to.
    sketch = a_chain()
    sketch.card("Mood", MOOD, 0)
    sketch.link("Mood", "flow", "Office")

    assert sketch.named(touchpoints(sketch.document)) == ["Ask", "Desk", "Letter"]
    assert sketch.named(answering(sketch.document)[sketch.ids["Ask"]]) == ["Desk"]
    assert answering(sketch.document)[sketch.ids["Reads"]] == ()


def test_a_card_that_spans_steps_is_answered_in_any_of_them() -> None:
    sketch = Sketch(3)
    sketch.card("Waits", CUSTOMER, 0, last_step=sketch.grid.steps[1])
    sketch.card("Calls", FRONT, 1)

    assert sketch.named(touchpoints(sketch.document)) == ["Waits"]


def test_a_stop_runs_along_uses_needs_and_flow() -> None:
    # PermitDB > Archive (essential) > Office (needs) > Letter > Reads (flow). Desk and Ask do not hang on it.
    sketch = a_chain()

    assert stops(sketch, "PermitDB") == ["PermitDB", "Office", "Archive", "Letter", "Reads"]
    assert stops(sketch, "Mailer") == ["Mailer"]
    assert stops(sketch, "Letter") == ["Letter", "Reads"]
    assert stops(sketch, "Letter", "Mailer") == ["Mailer", "Letter", "Reads"]


def test_an_owner_stops_the_cards_it_is_accountable_for_and_no_system() -> None:
    sketch = a_chain()
    bea, cem = sketch.owner("Bea"), sketch.owner("Cem")
    sketch.editor.edit(sketch.grid.lanes[CUSTOMER], owner=bea)
    sketch.editor.edit(sketch.ids["Reads"], owner=cem)
    sketch.editor.edit(sketch.ids["PermitDB"], owner=bea)

    assert stops(sketch, "Bea") == ["Bea", "Ask"]
    assert stops(sketch, "Cem") == ["Cem", "Reads"]


def test_an_exchange_stops_both_ways_and_an_escalation_never() -> None:
    sketch = Sketch()
    for number, name in enumerate(("A", "B", "C")):
        sketch.card(name, BACK, number)
    both = sketch.link("A", "exchange", "B")
    sketch.link("B", "escalation", "C")

    assert stops(sketch, "A") == stops(sketch, "B") == ["A", "B"]
    assert stops(sketch, "C") == ["C"]
    assert impact(sketch.document, [sketch.ids["A"]]).links == (both,)


def test_systems_that_exchange_data_do_not_stop_each_other() -> None:
    sketch = Sketch()
    sketch.card("A", BACK)
    one, other = sketch.system("One"), sketch.system("Other", "A")
    sketch.editor.add(SystemExchange, system=one, other=other)

    assert stops(sketch, "One") == ["One"]


def alternatives() -> Sketch:
    """Ask needs Phone or Web, which both need Net; Web also needs Host."""
    sketch = Sketch(volume=900)
    sketch.card("Ask", CUSTOMER)
    sketch.card("Desk", FRONT)
    for name in ("Phone", "Web", "Net", "Host"):
        sketch.card(name, SUPPORT)
    for target in ("Phone", "Web"):
        sketch.link("Ask", "needs", target, alternatives="way in")
        sketch.link(target, "needs", "Net")
    sketch.link("Web", "needs", "Host")
    return sketch


def test_alternatives_stop_a_card_only_all_together() -> None:
    sketch = alternatives()

    assert stops(sketch, "Phone") == ["Phone"]
    assert stops(sketch, "Host") == ["Web", "Host"]
    assert stops(sketch, "Phone", "Web") == ["Ask", "Phone", "Web"]
    assert stops(sketch, "Net") == ["Ask", "Phone", "Web", "Net"]


def test_groups_of_other_names_or_other_cards_do_not_stand_in() -> None:
    sketch = alternatives()
    sketch.card("Bill", BACK)
    sketch.link("Bill", "needs", "Phone", alternatives="way in")
    sketch.link("Ask", "needs", "Host", alternatives="proof")

    assert stops(sketch, "Phone") == ["Bill", "Phone"]
    assert stops(sketch, "Host") == ["Ask", "Web", "Host"]


def test_the_trace_is_what_alone_stops_a_card() -> None:
    # Ask stops by itself or by Net, through both ways in; neither Phone nor Web nor Host alone stops it.
    sketch = alternatives()
    found = trace(sketch.document, sketch.ids["Ask"]).rests_on

    assert sketch.named(found.cards) == ["Ask", "Net"]
    assert sketch.named(trace(sketch.document, sketch.ids["Web"]).rests_on.cards) == ["Web", "Net", "Host"]
    assert trace(a_chain().document, a_chain().ids["Reads"]).rests_on.systems == (a_chain().ids["PermitDB"],)


def test_a_change_may_reach_what_has_alternatives() -> None:
    sketch = alternatives()

    found, links = reach(sketch.document, [sketch.ids["Host"]])

    assert sketch.named(found.cards) == ["Ask", "Web"]
    assert len(links) == 2


def test_alternatives_in_a_circle_are_no_ground_to_stand_on() -> None:
    # A needs B or C; B and C each need A. Nothing from outside stops A alone, and A stops all: D(A) = {A}.
    sketch = Sketch()
    for name in ("A", "B", "C"):
        sketch.card(name, BACK)
    for name in ("B", "C"):
        sketch.link("A", "needs", name, alternatives="either")
        sketch.link(name, "needs", "A")

    assert sketch.named(trace(sketch.document, sketch.ids["A"]).rests_on.cards) == ["A"]
    assert sketch.named(trace(sketch.document, sketch.ids["B"]).rests_on.cards) == ["A", "B"]


def test_customers_hit_are_counted_once_step_by_step() -> None:
    # 1000 come to step 1; Ask there has a share of 0.2: 200 are hit, 0.8 are not.
    # 600 come to step 2, where Pay has 0.5 and Call 150 occurrences of 600, 0.25: (1 - 0.5)(1 - 0.25) = 0.375 are
    # spared, so 600 x 0.8 x 0.625 = 300 are hit for the first time. Together 500.
    sketch = Sketch(2, volume=1000)
    sketch.editor.edit(sketch.grid.steps[0], customers_out=600)
    sketch.card("Ask", CUSTOMER, 0, share=D("0.2"))
    sketch.card("Pay", CUSTOMER, 1, share=D("0.5"))
    sketch.card("Call", CUSTOMER, 1, share=D("0.9"), occurrences=D(150))
    sketch.card("Core", SUPPORT)
    for name in ("Ask", "Pay", "Call"):
        sketch.link(name, "needs", "Core")

    found = impact(sketch.document, [sketch.ids["Core"]])

    assert found.customers == 500
    assert [(stage, sketch.named(ids)) for stage, ids in found.touchpoints] == [("stage_1", ["Ask", "Pay", "Call"])]


def test_call_is_a_touchpoint_once_it_crosses_the_line() -> None:
    # As above, and now the call is linked with the customer: it counts. Without a link it was not.
    sketch = Sketch(2, volume=1000)
    sketch.card("Pay", CUSTOMER, 1, share=D("0.5"))
    sketch.card("Call", FRONT, 1, occurrences=D(250))
    sketch.card("Core", SUPPORT)
    sketch.link("Pay", "exchange", "Call")
    sketch.link("Call", "needs", "Core")

    # 1000 x (1 - 0.5 x 0.75) = 625.
    assert impact(sketch.document, [sketch.ids["Core"]]).customers == 625


@pytest.mark.parametrize(("volume", "customers"), [(None, None), (0, 0), (300, 300)])
def test_customers_are_unknown_where_nobody_counted(volume: int | None, customers: int | None) -> None:
    sketch = a_chain(volume=volume)

    assert impact(sketch.document, [sketch.ids["PermitDB"]]).customers == customers
    assert impact(sketch.document, [sketch.ids["Mailer"]]).customers == 0


def test_exposure_is_the_failure_cost_at_a_rate_of_one() -> None:
    # Office: 1000 customers, rate 0.2, 1 call at 8 and 0.5 letters at 2 each failure. At a rate of one:
    # 1000 x (8 + 1) = 9,000, not 1,800. Reads has a fail point without consequences: it cannot be reckoned.
    sketch = a_chain(volume=1000)
    fail = sketch.editor.add(FailPoint, card=sketch.ids["Office"], rate=D("0.2"))
    for number, cost in (("1", "8"), ("0.5", "2")):
        sketch.editor.add(Consequence, fail_point=fail, number=D(number), unit_cost=D(cost))
    sketch.editor.add(FailPoint, card=sketch.ids["Reads"])
    elsewhere = sketch.editor.add(FailPoint, card=sketch.ids["Desk"], rate=D("0.2"))
    sketch.editor.add(Consequence, fail_point=elsewhere, number=D(1), unit_cost=D(1000))

    found = impact(sketch.document, [sketch.ids["PermitDB"]])

    assert (found.exposure, found.unreckoned) == (9000, 1)
    assert impact(sketch.document, [sketch.ids["Mailer"]]).exposure is None


def test_exposure_loses_a_customer_once() -> None:
    # Office in step 2 at a rate of one: each of 1000 leaves with 0.3, cost 10 each. But Desk in step 1, which runs
    # on at its own rate of 0.5, has lost 0.2 x 0.5 = a tenth before: (1000 - 100) x 0.3 x 10 = 2,700.
    sketch = a_chain(volume=1000)
    for card, number in (("Desk", "0.2"), ("Office", "0.3")):
        fail = sketch.editor.add(FailPoint, card=sketch.ids[card], rate=D("0.5"))
        churn = {"kind": ConsequenceKind.CHURN, "number": D(number), "unit_cost": D(10)}
        sketch.editor.add(Consequence, fail_point=fail, **churn)

    assert impact(sketch.document, [sketch.ids["PermitDB"]]).exposure == 2700


def test_a_touchpoint_that_needs_two_has_two_single_points() -> None:
    # Ask needs B and C: each stops it. Ask stops nothing but itself and is none.
    sketch = Sketch(volume=100)
    sketch.card("Ask", CUSTOMER)
    sketch.card("B", SUPPORT)
    sketch.card("C", SUPPORT)
    sketch.link("Ask", "needs", "C")
    sketch.link("Ask", "needs", "B")

    found = single_points(sketch.document)

    assert [(sketch.named([point.id]), point.touchpoints, point.customers) for point in found] == [
        (["B"], 1, 100),
        (["C"], 1, 100),
    ]


def test_alternatives_are_no_single_points_but_what_both_rest_on_is() -> None:
    assert alternatives().named(point.id for point in single_points(alternatives().document)) == ["Net"]


def test_single_points_are_ranked_by_customers_then_touchpoints_then_name() -> None:
    # Core stops Ask (share 0.5 of 100) and Pay (100 come, 1 of 1): 100 customers, 2 touchpoints.
    # Till stops Pay: 100 customers, 1 touchpoint. Bell stops Ask: 50. So does Arch, which comes first by name.
    sketch = Sketch(2, volume=100)
    sketch.card("Ask", CUSTOMER, 0, share=D("0.5"))
    sketch.card("Pay", CUSTOMER, 1)
    for name, needed_by in (("Core", ("Ask", "Pay")), ("Till", ("Pay",)), ("Bell", ("Ask",))):
        sketch.card(name, SUPPORT)
        for card in needed_by:
            sketch.link(card, "needs", name)
    sketch.owner("arch")
    sketch.editor.edit(sketch.ids["Bell"], owner=sketch.ids["arch"])

    found = single_points(sketch.document)

    assert [(*sketch.named([point.id]), point.touchpoints, point.customers) for point in found] == [
        ("Core", 2, 100),
        ("Till", 1, 100),
        ("arch", 1, 50),
        ("Bell", 1, 50),
    ]


def test_components_come_before_those_they_lead_to() -> None:
    found = components({"c": ["d"], "d": ["c", "e"], "a": ["c"], "e": [], "b": []})

    assert sorted(found) == [("a",), ("b",), ("c", "d"), ("e",)]
    assert found.index(("a",)) < found.index(("c", "d")) < found.index(("e",))


def test_a_long_chain_is_no_deep_recursion() -> None:
    sketch = Sketch()
    names = [f"Card {number}" for number in range(1500)]
    for name in names:
        sketch.card(name, BACK)
    for one, other in zip(names, names[1:], strict=False):
        sketch.link(one, LinkKind.FLOW, other)

    assert len(trace(sketch.document, sketch.ids[names[-1]]).rests_on.cards) == 1500
