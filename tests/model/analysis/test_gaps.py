"""Promises without support, systems that do not talk, work asked for twice, and other gaps, worked out by hand."""

from __future__ import annotations

from model.analysis.gaps import (
    asked_twice,
    open_questions,
    routings,
    shared_cards,
    system_gaps,
    weak_systems,
)
from model.analysis.support import unsupported
from model.elements import AskedBy, CardKind, RaciEntry, Routing
from model.registers import SystemExchange, SystemState
from tests.model.analysis.sketch import BACK, CUSTOMER, EVIDENCE, FRONT, SUPPORT, Sketch


def names_of_unsupported(sketch: Sketch) -> list[str]:
    return sketch.named(each.card for each in unsupported(sketch.document))


def test_a_touchpoint_stands_on_what_is_reached_through_the_frontstage() -> None:
    # Ask is answered by Desk, which is linked with Till, which Office backs: all three stand.
    # Wait is answered by Host, whom nobody backs: both hang in the air. Host was linked to Wait, so it is a touchpoint.
    sketch = Sketch(2)
    for name, lane, step in (
        *(("Ask", CUSTOMER, 0), ("Desk", FRONT, 0), ("Till", FRONT, 0), ("Office", BACK, 0)),
        *(("Wait", CUSTOMER, 1), ("Host", FRONT, 1)),
    ):
        sketch.card(name, lane, step)
    sketch.link("Desk", "exchange", "Till")
    sketch.link("Office", "flow", "Till")
    sketch.link("Host", "flow", "Wait")

    assert names_of_unsupported(sketch) == ["Wait", "Host"]


def test_no_path_runs_through_another_customer_card_or_an_escalation() -> None:
    # Wait > Ask, and Ask is backed; that does not back Wait. Host escalates to Boss: no support in that.
    sketch = Sketch(2)
    for name, lane, step in (
        *(("Ask", CUSTOMER, 0), ("Office", BACK, 0)),
        *(("Wait", CUSTOMER, 1), ("Host", FRONT, 1), ("Boss", BACK, 1)),
    ):
        sketch.card(name, lane, step)
    sketch.link("Ask", "needs", "Office")
    sketch.link("Ask", "flow", "Wait")
    sketch.link("Host", "escalation", "Boss")

    assert names_of_unsupported(sketch) == ["Wait"]


def test_a_system_on_the_way_is_support() -> None:
    # Wait is answered by Host, who is linked with App, which uses a system, be it only as a help.
    sketch = Sketch(1)
    for name, lane in (("Wait", CUSTOMER), ("Host", FRONT), ("App", FRONT)):
        sketch.card(name, lane)
    sketch.link("Host", "flow", "App")
    assert names_of_unsupported(sketch) == ["Wait"]

    sketch.system("Queue", helps=("App",))
    assert names_of_unsupported(sketch) == []


def test_promises_come_first() -> None:
    sketch = Sketch(3)
    for step, promise in enumerate(("", "In two days", "  ")):
        sketch.card(f"Ask {step}", CUSTOMER, step, promise=promise)
        sketch.card(f"Desk {step}", FRONT, step)

    assert names_of_unsupported(sketch) == ["Ask 1", "Ask 0", "Ask 2"]
    assert [each.promise for each in unsupported(sketch.document)] == ["In two days", "", ""]


def test_systems_of_one_step_that_do_not_talk() -> None:
    # Step 1: CRM, Till, Mail. CRM and Till exchange data (said from either side). Gaps: CRM-Mail, Mail-Till.
    # Step 2: CRM and Mail once more, as Order spans both steps. CRM-Mail is in two steps: first.
    sketch = Sketch(2)
    sketch.card("Order", BACK, 0, last_step=sketch.grid.steps[1])
    sketch.card("Pay", FRONT, 0)
    sketch.card("Post", BACK, 1)
    crm, till = sketch.system("CRM", "Order"), sketch.system("Till", "Pay")
    sketch.system("Mail", "Pay", "Post")
    sketch.editor.add(SystemExchange, system=till, other=crm)

    found = system_gaps(sketch.document)

    assert [sketch.named(gap.systems) for gap in found] == [["CRM", "Mail"], ["Mail", "Till"]]
    assert [len(gap.steps) for gap in found] == [2, 1]
    assert sketch.named(found[0].cards) == ["Pay", "Order", "Post"]


def test_the_same_asked_by_two_units() -> None:
    # Proof of address: Sales and Legal; Legal twice. Form: Sales alone, and an action is no question.
    # Of the third proof nobody knows the unit.
    sketch = Sketch(2)
    sketch.owner("Bob", "Sales")
    sketch.owner("Cy", "Legal")
    evidence, question = CardKind.EVIDENCE, CardKind.QUESTION
    for name, title, owner, kind in (
        ("one", "Proof of address", "Bob", evidence),
        ("two", "PROOF  of áddress", "Cy", evidence),
        ("three", "Proof of address", "Cy", evidence),
        ("form", "Form", "Bob", evidence),
        ("form too", "Form", "Bob", evidence),
        ("act", "Form", "Cy", CardKind.ACTION),
        ("asks", "Proof of address", "Bob", question),
    ):
        sketch.card(name, EVIDENCE, 0, owner=owner, kind=kind)
        sketch.editor.rename(sketch.ids[name], title)
    sketch.card("nobody's", EVIDENCE, 1, kind=evidence)
    sketch.editor.rename(sketch.ids["nobody's"], "Proof of address")

    (found,) = asked_twice(sketch.document)

    assert sketch.named(found.cards) == ["one", "two", "three"]
    assert (found.kind, found.units) == (CardKind.EVIDENCE, ("Sales", "Legal"))


def test_cards_shared_by_two() -> None:
    # A: Ann accountable, Bob responsible. B: Bob by his lane, Ann and Cy in the RACI. Ann-Bob 2, Ann-Cy and Bob-Cy 1.
    sketch = Sketch(2)
    ann, bob, cy = (sketch.owner(name) for name in ("Ann", "Bob", "Cy"))
    sketch.card("A", BACK, 0, owner="Ann")
    sketch.card("B", FRONT, 1)
    sketch.card("C", FRONT, 1)
    sketch.editor.edit(sketch.grid.lanes[FRONT], owner=bob)
    for card, owner in (("A", bob), ("B", ann), ("B", cy)):
        sketch.editor.add(RaciEntry, card=sketch.ids[card], owner=owner)
    sketch.editor.add(RaciEntry, card=sketch.ids["A"], owner=ann)

    found = [(sketch.named(each.owners), sketch.named(each.cards)) for each in shared_cards(sketch.document)]

    assert found == [(["Ann", "Bob"], ["A", "B"]), (["Ann", "Cy"], ["B"]), (["Bob", "Cy"], ["B"])]


def test_open_questions_by_stage_the_customers_and_the_teams() -> None:
    sketch = Sketch(1, 1)
    question = CardKind.QUESTION
    sketch.card("When?", CUSTOMER, 0, kind=question)
    sketch.card("How much?", BACK, 0, kind=question, asked_by=AskedBy.CUSTOMER)
    sketch.card("Who decides?", BACK, 0, kind=question)
    sketch.card("Known", BACK, 0, kind=question, answered=True)
    sketch.card("Why?", CUSTOMER, 1, kind=question, asked_by=AskedBy.TEAM)
    sketch.ids["Later?"] = sketch.editor.add_card(None, None, "Later?", kind=question)

    found = open_questions(sketch.document)

    assert [(each.stage, sketch.named(each.customer), sketch.named(each.team)) for each in found] == [
        (sketch.grid.stages[0], ["When?", "How much?"], ["Who decides?"]),
        (sketch.grid.stages[1], [], ["Why?"]),
        (None, [], ["Later?"]),
    ]


def test_requests_are_routed_stage_by_stage() -> None:
    sketch = Sketch(1, 1)
    ann = sketch.owner("Ann")
    for stage, request in ((1, "Refund"), (0, "New date"), (1, "Complaint")):
        sketch.editor.add(Routing, stage=sketch.grid.stages[stage], request=request, owner=ann)

    assert [row.request for row in routings(sketch.document)] == ["New date", "Refund", "Complaint"]


def test_systems_that_cannot_be_counted_on_name_their_cards() -> None:
    # Set to missing: Desk needs it, Office is only helped. A live system is not listed, a legacy one comes later.
    sketch = Sketch(1)
    sketch.card("Desk", FRONT)
    sketch.card("Office", BACK)
    sketch.card("Store", SUPPORT)
    sketch.system("Age", "Store", state=SystemState.LEGACY)
    sketch.system("Zone", "Desk", helps=("Office",), state=SystemState.LIVE)
    assert [sketch.named([each.system]) for each in weak_systems(sketch.document)] == [["Age"]]

    sketch.editor.edit(sketch.ids["Zone"], state=SystemState.MISSING)

    found = weak_systems(sketch.document)
    assert [sketch.named([each.system]) for each in found] == [["Zone"], ["Age"]]
    assert (sketch.named(found[0].needed_by), sketch.named(found[0].helps)) == (["Desk"], ["Office"])
