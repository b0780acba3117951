"""The first page: the nine answers in their order, each as worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from model.elements import Cadence, Card, Grounding, Review, Validation
from model.improvements import BenefitClass, Budget, Effect, EffectKind, Improvement, ImprovementStatus, Spend
from model.registers import (
    Consequence,
    ConsequenceKind,
    Decision,
    DecisionOption,
    DecisionRight,
    Direction,
    FailPoint,
    Forum,
    ForumKind,
    Metric,
    Owner,
    Reading,
    Source,
)
from tests.model.builders import Grid, a_grid
from tests.model.layout.sheets import a_sample
from tests.model.packs import a_book, row_with, said, said_on

SECTIONS = [
    "What this is",
    "The ask",
    "What failure costs today",
    "Return",
    "Top fail points",
    "Options",
    "What it hangs on",
    "Track record",
    "Terms",
]


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def a_case(**blueprint: Any) -> tuple[Grid, str]:
    """The worked example of the domain: 1,200 in month 0, 300 a month from month 4 on over a ramp of 3, 20 a month."""
    grid = a_grid(horizon=12, rate=D("0.1"), **blueprint)
    id = grid.editor.add(Improvement, name="Form", go_live=4, ramp=3, running_cost=D(240), budget_line="Digital")
    grid.editor.add(Spend, improvement=id, month=0, amount=D(1200))
    grid.editor.add(Effect, improvement=id, kind=EffectKind.YEARLY, amount=D(3600), benefit=BenefitClass.CASH)
    return grid, id


def test_the_answers_stand_in_the_order_of_the_domain() -> None:
    texts = said(a_sample("outpatient"), "summary")

    assert [text for text in texts if text in SECTIONS] == SECTIONS


def test_the_first_page_of_the_samples_is_one_page() -> None:
    assert len(a_book(a_sample("outpatient"), "summary").leaves) == 1
    assert len(a_book(a_sample("permit"), "summary").leaves) == 1
    assert len(a_book(a_sample("outpatient"), "summary", size="Letter").leaves) == 1


def test_a_missing_owner_is_said_before_everything_else() -> None:
    grid = a_grid()

    texts = said(grid.document, "summary")

    needed = "Owner needed: nobody is accountable for this service end to end. Name one first."
    assert texts.index(needed) < texts.index(SECTIONS[0])

    # given an owner, nothing of the kind is said
    grid.editor.edit("blueprint_1", owner=grid.editor.add(Owner, name="Ada"))
    assert needed not in said(grid.document, "summary")


def test_the_return_is_the_worked_example() -> None:
    grid, _ = a_case()

    texts = said(grid.document, "summary")

    # likely, P10, P50, P90 (nothing is uncertain), loss, payback, peak
    likely = row_with(texts, "Peak funding", 8)[1:]
    assert likely == ["876 EUR", "876 EUR", "876 EUR", "876 EUR", "0 %", "month 9", "1,200 EUR"]
    assert "Of 1 improvement, 0 decided already. Cash and revenue only." in texts


def test_the_letters_of_the_spread_are_explained_where_they_stand() -> None:
    grid, _ = a_case()

    texts = said(grid.document, "summary")

    legend = "P10, P50, P90: of ten draws of the uncertain numbers one comes to less than P10, "
    (found,) = [text for text in texts if text.startswith("P10, P50, P90: ")]
    assert found == legend + "five to less than P50, one to more than P90."
    assert texts.index("P90") < texts.index(found)


def test_the_ask_is_one_off_and_running_money_by_line_and_year() -> None:
    # given 1,200 in January 2027, then 20 a month from May 2027 to January 2028, and 150 without a line in 2027
    grid, _ = a_case(case_date=date(2027, 1, 1))
    other = grid.editor.add(Improvement, name="Sign")
    grid.editor.add(Spend, improvement=other, month=3, amount=D(150))
    grid.editor.add(Budget, line="Digital", year=2027, limit=D(1000))

    texts = said(grid.document, "summary")

    # then: 1,200 + 8 x 20 = 1,360 in 2027, of a budget of 1,000; 20 in 2028
    assert row_with(texts, "Digital", 5) == ["Digital", "1,360 EUR", "of 1,000 EUR", "20 EUR", "1,380 EUR"]
    assert row_with(texts, "no budget line", 4) == ["no budget line", "150 EUR", "–", "150 EUR"]
    assert row_with(texts, "Together", 4) == ["Together", "1,510 EUR", "20 EUR", "1,530 EUR"]


def test_what_is_decided_is_not_asked_for_again() -> None:
    grid, id = a_case()
    grid.editor.edit(id, status=ImprovementStatus.APPROVED)

    texts = said(grid.document, "summary")

    assert "No improvement waits for a decision: no money is asked for." in texts
    assert "Beside it 1 improvement is decided already; its money is not asked for again." in texts


def test_who_decides_their_limit_and_by_when() -> None:
    grid, _ = a_case()
    assert "Nobody is named who decides." in said(grid.document, "summary")
    # given a board whose limit is under the 1,380 asked for, and a council that only advises
    board = grid.editor.add(Forum, name="Board")
    grid.editor.add(DecisionRight, forum=board, what="Forms", limit=D(1300))
    council = grid.editor.add(Forum, name="Council", kind=ForumKind.ADVISES)
    grid.editor.add(Decision, name="The form", forum=board, needed_by=date(2027, 1, 20))
    grid.editor.add(Decision, name="The colour", forum=council)

    texts = said(grid.document, "summary")

    assert "Board (decides) · limit 1,300 EUR · by 20 Jan 2027" in texts
    assert "1,380 EUR is above the limit of 1,300 EUR: a higher forum is needed." in texts
    assert "Council (advises only) · limit not written down · by no date" in texts
    assert "Council may only advise: a forum that decides is needed." in texts


def test_failure_cost_by_class_with_the_share_assumed() -> None:
    # given 100 occurrences that fail by half: 50 calls of 6 on an assumed card, and 50 refunds of 2 on a known one
    grid = a_grid(volume=100)
    for kind, cost, source in ((ConsequenceKind.CALL, 6, False), (ConsequenceKind.REFUND, 2, True)):
        card = grid.card(1, 0, kind.value)
        if source:
            known = grid.editor.add(Source, name="Log")
            grid.editor.edit(card, grounding=Grounding.MEASURED, sources=(known,))
        fail = grid.editor.add(FailPoint, card=card, rate=D("0.5"), rate_date=date(2026, 11, 1))
        grid.editor.add(Consequence, fail_point=fail, kind=kind, name=kind.value, number=D(1), unit_cost=D(cost))

    texts = said(grid.document, "summary")

    assert "Cost of failure 400 EUR a year" in texts
    assert "Calls 300 EUR; Refunds 100 EUR" in texts
    assert "75 % of it rests on assumptions" in texts
    # and the top fail points: 50 customers hit each, no fix
    assert row_with(texts, "call", 4) == ["call", "50", "300 EUR", "no improvement yet"]


def test_soft_benefits_stand_apart_and_change_no_amount() -> None:
    grid, id = a_case()
    before = [text for text in said(grid.document, "summary,case") if "EUR" in text]
    grid.editor.edit(id, soft=("Staff are proud", "Fewer tears"))

    texts = said(grid.document, "summary,case")

    assert "Not in money: Staff are proud; Fewer tears" in texts
    assert [text for text in texts if "EUR" in text] == before


def test_options_with_do_nothing_among_them_and_the_cost_of_waiting() -> None:
    grid, _ = a_case()
    decision = grid.editor.add(Decision, name="The form")
    grid.editor.add(DecisionOption, decision=decision, title="Do nothing", amount=D(0))
    grid.editor.add(DecisionOption, decision=decision, title="Build it", amount=D(1200))

    texts = said(grid.document, "summary")

    place = texts.index("The form")
    assert texts[place + 1] == "Do nothing 0 EUR; Build it 1,200 EUR"
    assert texts[place + 2].startswith("Each month of waiting costs ")


def test_the_track_record_counts_approved_live_and_verified() -> None:
    grid, id = a_case()
    grid.editor.edit(id, status=ImprovementStatus.LIVE)
    grid.editor.add(Improvement, name="Old", status=ImprovementStatus.VERIFIED, measured=D(500))
    grid.editor.add(Improvement, name="New", status=ImprovementStatus.APPROVED)

    texts = said(grid.document, "summary")

    assert "Approved 3 · live 2 · verified 1" in texts
    assert "Promised 3,600 EUR a year by 3 approved improvements" in texts
    assert "Verified 500 EUR a year" in texts


def test_conditions_guardrails_and_the_next_review() -> None:
    grid = a_grid(cadence=Cadence.MONTHLY)
    grid.editor.add(Decision, name="The form", conditions="Not before June")
    metric = grid.editor.add(
        Metric, name="Errors", guardrail=True, direction=Direction.DOWN, target=D(3), tolerance=D(1)
    )
    grid.editor.add(Reading, metric=metric, taken=date(2026, 11, 20), value=D(5))
    grid.editor.add(Review, held=date(2026, 11, 1), blueprint="blueprint_1")

    texts = said(grid.document, "summary")

    assert "The form: Not before June" in texts
    assert "Errors: out of tolerance" in texts
    assert "1 Dec 2026 (last 1 Nov 2026)" in texts


def test_metrics_out_of_tolerance_are_named_with_what_was_wanted_and_guardrails_not_twice() -> None:
    # given four metrics beyond their tolerance, one within it, and a guardrail beyond it
    grid = a_grid()
    for name, value, guardrail in (
        ("A", 9, False),
        ("B", 9, False),
        ("C", 9, False),
        ("D", 9, False),
        ("E", 3, False),
        ("F", 9, True),
    ):
        fields = {"direction": Direction.DOWN, "target": D(3), "tolerance": D(1), "unit": "min"}
        metric = grid.editor.add(Metric, name=name, guardrail=guardrail, **fields)
        grid.editor.add(Reading, metric=metric, taken=date(2026, 11, 20), value=D(value))

    texts = said(grid.document, "summary")

    assert [text for text in texts if text.endswith("target 3 min")] == [
        f"{name}: 9 min, target 3 min" for name in "ABC"
    ]
    assert "Out of tolerance" in texts and "and 1 more" in texts
    assert "F: out of tolerance" in texts


def test_without_a_metric_out_of_tolerance_the_first_page_says_nothing_of_them() -> None:
    grid = a_grid()
    metric = grid.editor.add(Metric, name="A", target=D(3), tolerance=D(1))
    grid.editor.add(Reading, metric=metric, taken=date(2026, 11, 20), value=D(3))

    assert "Out of tolerance" not in said(grid.document, "summary")


def test_past_its_review_it_says_so_on_the_cover_on_page_one_and_at_every_foot() -> None:
    grid = a_grid(cadence=Cadence.MONTHLY, title="Permit")
    grid.editor.add(Review, held=date(2026, 9, 1), blueprint="blueprint_1")
    stale = "Past its review: due since 1 Oct 2026. What stands here may no longer hold."

    cover, *others = a_book(grid.document).leaves

    assert stale in said_on(cover)
    assert all(stale in said_on(leaf) for leaf in others)
    # on the day it is due nothing is said
    assert stale not in said(grid.document, "cover,summary", date(2026, 10, 1))


def test_the_cover_says_what_is_assumed_and_what_is_validated() -> None:
    # given four cards: one known by a source, two of them validated
    grid = a_grid()
    cards = [grid.card(step=step % 2, title=f"Card {step}") for step in range(4)]
    source = grid.editor.add(Source, name="Log")
    grid.editor.edit(cards[0], grounding=Grounding.OBSERVED, sources=(source,))
    for card in cards[:2]:
        grid.editor.add(Validation, card=card, source_system="CRM", dated=date(2026, 11, 1))

    texts = said(grid.document, "cover")

    assert len(grid.document.table(Card)) == 4
    assert "75 % of the cards are assumptions (3 of 4)" in texts
    assert "50 % of the cards are validated with a source system (2 of 4)" in texts
