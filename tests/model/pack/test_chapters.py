"""The other parts of a pack, each on a small fixture: their words as worked out by hand, and what leads where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from model.case_sheet.opening import open_figure
from model.elements import AskedBy, CardKind, DropReason, Link, RaciEntry, RaciRole
from model.errors import KnownError
from model.grid import stages
from model.improvements import Effect, EffectKind, Improvement, ImprovementStatus, StatusChange
from model.layout.paging import paper
from model.messages import message
from model.pack.binding import bind_on
from model.pack.chapters import PARTS, parts_called
from model.pack.derived import Teller
from model.pack.ground import Ground
from model.registers import (
    Consequence,
    ConsequenceKind,
    Cost,
    CostBasis,
    Decision,
    DecisionOption,
    DecisionRight,
    Direction,
    FailPoint,
    Forum,
    Metric,
    Objective,
    Owner,
    Reading,
    System,
    SystemState,
)
from tests.model.builders import DAY, Grid, a_grid
from tests.model.layout.sheets import FONTS, a_sample
from tests.model.packs import a_book, row_with, said, said_on, tags_on, targets


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def a_fail_point(grid: Grid, title: str, share: str, rate: str, costs: dict[ConsequenceKind, int]) -> tuple[str, str]:
    """A card of the customer's first step that fails, and the fail point."""
    card = grid.card(1, 0, title)
    grid.editor.edit(card, share=D(share))
    fail = grid.editor.add(FailPoint, card=card, rate=D(rate), rate_date=date(2026, 11, 1))
    for kind, cost in costs.items():
        grid.editor.add(Consequence, fail_point=fail, kind=kind, name=kind.value, number=D(1), unit_cost=D(cost))
    return card, fail


def test_parts_come_in_the_order_they_are_named_each_once() -> None:
    assert parts_called("map, cover ,MAP") == ("map", "cover")
    assert parts_called("all") == parts_called("") == tuple(PARTS)
    with pytest.raises(KnownError) as refused:
        parts_called("cover,rubbish")
    assert refused.value.message.id == "pack.unknown_part"
    # and so do their pages
    book = a_book(a_sample("permit"), "owners,cover,decisions")
    found = targets(book)
    assert found["part owners"] < found["part cover"] < found["part decisions"]


def test_what_has_nothing_to_say_is_left_out_and_named_in_the_contents() -> None:
    book = a_book(a_grid().document)

    texts = [text for leaf in book.leaves for text in said_on(leaf)]
    assert "Decisions asked of this committee: no decision is entered" in texts
    assert "Metrics and their trends: no metric is entered" in texts
    found = targets(book)
    assert not {"part decisions", "part metrics", "part case", "part method"} & set(found)
    # and what is there stands with its page
    assert row_with(texts, "The map by stage", 2) == ["The map by stage", str(found["part map"])]


def test_fail_points_are_ranked_with_whom_they_hit_their_class_and_their_fix() -> None:
    # given 1,000 customers: 800 x 0.5 = 400 failures at 2, and 500 x 0.2 = 100 at 9 and 30
    grid = a_grid(volume=1000)
    a_fail_point(grid, "Often", "0.8", "0.5", {ConsequenceKind.CALL: 2})
    _, dear = a_fail_point(grid, "Dear", "0.5", "0.2", {ConsequenceKind.CALL: 9, ConsequenceKind.REFUND: 30})
    improvement = grid.editor.add(Improvement, name="Form")
    grid.editor.add(Effect, improvement=improvement, target=dear, kind=EffectKind.FAILURE_RATE, amount=D("0.5"))

    texts = said(grid.document, "fail_points")

    rows = ["Dear", "Step 1", "3,900 EUR", "100", "Refunds 3,000 EUR", "Calls 900 EUR", "Form: proposed"]
    assert row_with(texts, "Dear", 7) == rows
    assert row_with(texts, "Often", 6) == ["Often", "Step 1", "800 EUR", "400", "Calls 800 EUR", "no improvement yet"]
    assert texts.index("Dear") < texts.index("Often")


def test_a_card_that_fails_more_often_than_customers_come_hits_each_of_them_once() -> None:
    grid = a_grid(volume=1000)
    card, _ = a_fail_point(grid, "Often", "1", "0.5", {ConsequenceKind.CALL: 2})
    grid.editor.edit(card, occurrences=D(5000))

    texts = said(grid.document, "fail_points")

    # 2,500 failures, 1,000 customers
    assert texts[texts.index("Often") + 2 : texts.index("Often") + 4] == ["5,000 EUR", "1,000"]


def test_decisions_asked_lead_to_the_sheets_of_the_map() -> None:
    grid = a_grid()
    card = grid.card(2, 1, "Signs")
    owner = grid.editor.add(Owner, name="Ada")
    board = grid.editor.add(Forum, name="Board", chair=owner)
    grid.editor.add(DecisionRight, forum=board, what="Forms", limit=D(1000))
    decision = grid.editor.add(
        Decision, name="Who signs", forum=board, needed_by=date(2027, 1, 20), subjects=(card,), conditions="In May"
    )
    grid.editor.add(DecisionOption, decision=decision, title="Do nothing", amount=D(0))
    grid.editor.add(DecisionOption, decision=decision, title="The desk signs", amount=D(1500))

    book = a_book(grid.document, "decisions,map")

    texts = said_on(book.leaves[0])
    assert texts[texts.index("Who signs") :][:11] == [
        *("Who signs", "Who decides", "Board (decides)", "Chair", "Ada", "Limit", "1,000 EUR"),
        *("Needed by", "20 Jan 2027", "Conditions", "In May"),
    ]
    assert row_with(texts, "The desk signs", 3) == ["The desk signs", "1,500 EUR", "above the limit"]
    # then the card leads to its sheet, whose page is said
    page = targets(book)[f"map {card}"]
    assert row_with(texts, "Signs", 3) == ["Signs", "Step 2", str(page)]
    assert (f"map {card}", "Signs") in [(link.target, link.words) for link in book.leaves[0].links]


def test_decisions_taken_stand_apart_with_what_was_chosen() -> None:
    grid = a_grid()
    decision = grid.editor.add(Decision, name="Who signs", decided_on=date(2026, 11, 2))
    option = grid.editor.add(DecisionOption, decision=decision, title="The desk", amount=D(10))
    grid.editor.edit(decision, chosen=option)

    texts = said(grid.document, "decisions")

    assert "Decisions taken" in texts
    assert row_with(texts, "Who signs", 5) == ["Who signs", "The desk", "10 EUR", "–", "2 Nov 2026"]


def test_the_matrix_of_hand_offs_counts_links_from_unit_to_unit() -> None:
    # given two links from Sales to IT and one back, one of them agreed
    grid = a_grid()
    sales = grid.editor.add(Owner, name="Ann", unit="Sales")
    it = grid.editor.add(Owner, name="Bob", unit="IT")
    cards = [grid.card(2, step, f"Card {step}") for step in range(4)]
    for card, owner in zip(cards, (sales, it, sales, it), strict=True):
        grid.editor.edit(card, owner=owner)
    agreed = {0: "same day", 1: "", 2: ""}
    for place in range(3):
        wait = D(30) if place == 1 else None
        ends = {"source": cards[place], "target": cards[place + 1]}
        grid.editor.add(Link, **ends, agreed=agreed[place], wait_minutes=wait)

    texts = said(grid.document, "handoffs")

    assert "3 hand-offs between units" in texts
    assert "2 of them have no agreed goal or service level" in texts
    assert row_with(texts, "1 · IT", 4) == ["1 · IT", "·", "1", "1"]
    assert row_with(texts, "2 · Sales", 4) == ["2 · Sales", "2", "·", "2"]
    # the longest wait first
    assert row_with(texts, "30 min", 2) == ["30 min", "Card 1"]
    assert texts.index("30 min") < texts.index("same day")


def test_raci_and_owners_of_steps() -> None:
    grid = a_grid()
    ada, bob = (grid.editor.add(Owner, name=name) for name in ("Ada", "Bob"))
    grid.editor.edit(grid.steps[0], experience_owner=ada)
    card = grid.card(2, 0, "Signs")
    grid.editor.edit(card, owner=ada)
    grid.editor.add(RaciEntry, card=card, owner=bob, role=RaciRole.CONSULTED)

    texts = said(grid.document, "owners")

    place = texts.index("RACI: who else has a part")
    assert "Bob" in texts[place:]
    heads = ["Card", "Accountable", "Responsible", "Consulted", "Informed"]
    assert texts[place + 1 : place + 6] == heads
    signs = texts[texts.index("Signs") :]
    assert signs[2:6] == ["Ada", "–", "Bob", "–"]
    step = texts[texts.index("Who owns stages and steps") :]
    assert step[step.index("Step 1") : step.index("Step 1") + 3] == ["Step 1", "Ada", "Owner needed"]


def test_an_objective_is_printed_with_all_its_owners() -> None:
    grid = a_grid()
    owners = tuple(grid.editor.add(Owner, name=name) for name in ("Ada", "Bob", "Cyd"))
    metric = grid.editor.add(Metric, name="Days")
    grid.editor.add(Objective, name="Faster", owners=owners, metrics=(metric,), target="7 days", due=date(2027, 4, 1))

    texts = said(grid.document, "owners")

    assert row_with(texts, "Faster", 7) == ["Faster", "Ada", "Bob", "Cyd", "Days", "7 days", "1 Apr 2027"]


def test_a_metric_stands_with_its_readings_its_target_and_the_bound_of_tolerance() -> None:
    grid = a_grid()
    metric = grid.editor.add(
        Metric,
        name="Days to permit",
        subject=grid.stages[0],
        unit="days",
        direction=Direction.DOWN,
        baseline=D(9),
        target=D(5),
        tolerance=D("1.5"),
        leading=True,
    )
    for month, value in ((9, 9), (10, 8), (11, 7)):
        grid.editor.add(Reading, metric=metric, taken=date(2026, month, 15), value=D(value))
    book = a_book(grid.document, "metrics")

    texts = said_on(book.leaves[0])

    # 7 is more than 1.5 above 5, and better than 8
    assert row_with(texts, "Stands", 2)[1] == "out of tolerance"
    assert row_with(texts, "Latest", 2)[1] == "7 days on 15 Nov 2026"
    assert row_with(texts, "Trend", 2)[1] == "better than the reading before"
    assert row_with(texts, "Target", 2)[1] == "at most 5 days"
    # beside the curve: baseline, latest, bound, target, from top to bottom; then what it shows
    assert texts[-7:-3] == ["baseline 9", "7", "tolerance 6.5", "target 5"]
    assert texts[-3:-1] == ["15 Sep 2026", "15 Nov 2026"]
    assert texts[-1].startswith("Fewer than 5 readings in the baseline")
    figures = [tag for tag in tags_on(book.leaves[0]) if tag.role == "Figure"]
    assert figures[0].alt == "Days to permit: 3 readings, from 9 on 15 Sep 2026 to 7 on 15 Nov 2026"


def test_open_questions_tell_whose_they_are() -> None:
    grid = a_grid()
    for title, asked in (("When?", AskedBy.CUSTOMER), ("Why?", AskedBy.TEAM)):
        grid.editor.edit(grid.card(1, 0, title), kind=CardKind.QUESTION, asked_by=asked)
    grid.editor.edit(grid.card(1, 0, "What?"), kind=CardKind.QUESTION, answered=True)

    texts = said(grid.document, "questions")

    assert "Open: 1 of the customer's, 1 of the team's" in texts
    assert row_with(texts, "customer", 2) == ["customer", "When?"]
    assert row_with(texts, "team", 2) == ["team", "Why?"]
    assert "What?" not in texts


def test_what_is_live_without_a_measured_result_is_flagged() -> None:
    grid = a_grid()
    assert said(grid.document, "acid") == []
    metric = grid.editor.add(Metric, name="Errors", direction=Direction.DOWN, baseline=D(9), target=D(3))
    id = grid.editor.add(Improvement, name="Form", status=ImprovementStatus.LIVE, metric=metric)
    grid.editor.add(StatusChange, improvement=id, status=ImprovementStatus.LIVE, dated=date(2026, 10, 1))

    assert row_with(said(grid.document, "acid"), "Form", 6) == [
        *("Form", "Errors", "9", "3", "–", "live without a measured result"),
    ]
    # given a reading after it went live
    grid.editor.add(Reading, metric=metric, taken=date(2026, 11, 1), value=D(2))
    assert row_with(said(grid.document, "acid"), "Form", 6)[2:] == ["9", "3", "2", "target reached"]


def test_money_promised_stands_beside_money_verified() -> None:
    grid = a_grid(volume=100)
    _, fail = a_fail_point(grid, "Fails", "1", "0.5", {ConsequenceKind.CALL: 10})
    id = grid.editor.add(Improvement, name="Form", status=ImprovementStatus.APPROVED, measured=D(90))
    grid.editor.add(Effect, improvement=id, target=fail, kind=EffectKind.FAILURE_RATE, amount=D("0.2"))

    texts = said(grid.document, "record")

    # 100 x 0.5 x 10 x 0.2
    assert row_with(texts, "Form", 5) == ["Form", "approved", "–", "100 EUR", "90 EUR"]


def test_customers_are_told_step_by_step_with_why_they_leave() -> None:
    # given 1,000 > 800 > 600
    grid = a_grid(volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=800)
    grid.editor.edit(grid.steps[1], customers_out=600)
    grid.editor.add(DropReason, step=grid.steps[0], reason="Too long", count=150)

    texts = said(grid.document, "map")

    rows = texts[texts.index("Customers, step by step") + 6 :]
    assert rows[:5] == ["Step 1", "1,000", "800", "20 %", "Too long: 150"]
    assert rows[5:9] == ["Step 2", "800", "600", "25 %"]


def test_a_card_leads_to_its_entry_and_its_entry_back_to_the_map() -> None:
    grid = a_grid()
    card = grid.card(2, 1, "Signs")
    system = grid.editor.add(System, name="Ledger", state=SystemState.MISSING)
    grid.editor.use_system(card, system)

    book = a_book(grid.document, "map,registers")

    found = targets(book)
    sheet, entry = book.leaves[found[f"map {card}"] - 1], book.leaves[found[f"entry {card}"] - 1]
    assert f"entry {card}" in [link.target for link in sheet.links]
    assert (f"map {card}", "Signs") in [(link.target, link.words) for link in entry.links]
    # and the entry of the card to that of its system
    assert (f"entry {system}", "Ledger") in [(link.target, link.words) for link in entry.links]
    assert row_with(said_on(entry), "Ledger", 2)[0] == "Ledger"


def test_every_figure_of_the_case_leads_to_how_it_came_about() -> None:
    book = a_book(a_sample("outpatient"), "case,method")

    found = targets(book)
    how = {link.target for leaf in book.leaves for link in leaf.links if link.target.startswith("how ")}
    assert len(how) > 30
    assert how <= found.keys()
    figures = {
        piece.id for leaf in book.leaves for part in leaf.parts for piece in part.pieces() if piece.kind == "figure"
    }
    assert {f"how {figure}" for figure in figures if not figure.startswith("missing")} <= found.keys()


def test_the_method_multiplies_what_was_entered() -> None:
    grid = a_grid(volume=1000)
    a_fail_point(grid, "Dear", "0.5", "0.2", {ConsequenceKind.REFUND: 30})

    texts = said(grid.document, "method")

    assert "Failure cost a year of “Dear”" in texts and "3,000 EUR" in texts
    how = "customers who come 1,000 × share of them 50 % × failure rate 20 % × number each 1 × cost of one 30 EUR"
    assert how in " ".join(texts)


def test_the_method_tells_the_figures_that_the_pack_prints_or_all_of_them() -> None:
    document = a_sample("outpatient")

    def told(parts: str, full: bool) -> set[str]:
        ground = Ground(document, DAY, lambda: 0.0, FONTS)
        book = bind_on(ground, paper("A4"), parts_called(parts), full=full).book
        return {name for name in targets(book) if name.startswith("how ")}

    printed = told("summary,method", full=False)
    assert {"how npv", "how payback", "how months"} <= printed
    assert not any(name.startswith(("how stage ", "how scenario ")) for name in printed)
    assert told("summary,method", full=True) >= told("summary,case,method", full=False) > printed


def test_in_short_a_sum_tells_its_largest_parts_and_what_the_others_come_to() -> None:
    document = a_sample("outpatient")
    ground = Ground(document, DAY, lambda: 0.0, FONTS)
    stage = stages(document)[0]
    found = open_figure(ground.found, f"stage {stage.id}")
    assert found is not None
    parts = sorted((part.amount or Decimal(0) for part in found.step.parts), reverse=True)

    short, full = (Teller(ground, {found.figure: found.step}, every).rows(found.figure) for every in (False, True))

    assert len(short) == 1 + 6 + 1
    rest = [each.words for each in (*short[-1].cells[0], *short[-1].cells[2])]
    assert rest == [message("pack.method.rest", n=len(parts) - 6), ground.money(sum(parts[6:], Decimal(0)))]
    names = [row.cells[0][0] for row in full if row.cells[0][0].inset == 1]
    assert len(names) == len(parts)
    # the head does not stand alone at the foot of a page
    assert short[0].keep and not short[-1].keep


def test_what_one_costs_is_registered_to_the_cent() -> None:
    grid = a_grid()
    grid.editor.add(Cost, subject=grid.card(), name="Fee", amount=Decimal("0.31"), basis=CostBasis.PER_OCCURRENCE)

    assert row_with(said(grid.document, "registers"), "Fee", 4) == ["Fee", "Card", "0.31 EUR", "each time"]
