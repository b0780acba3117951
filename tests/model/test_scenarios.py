"""What-if scenarios: overlays that never touch the base, and what comparing them says (R39, R40, R58, R62)."""

from __future__ import annotations

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from exporters.json_format import write
from model.analysis.case import case
from model.analysis.cuts import Cuts
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.full_strength import brings
from model.analysis.handoffs import hand_offs
from model.analysis.impact import impact
from model.analysis.partitions import cost_to_serve, failure_cost, handled_within, rounded
from model.analysis.scenarios import compare, overlay, row_of, set_up
from model.analysis.step_mix import changed, mixes
from model.analysis.timeline import Timeline, plan
from model.analysis.timing import timing
from model.document import Document, DocumentView
from model.editor import Editor, Refused
from model.elements import Card, CardChannel, CardSystem, Link, LinkKind, Step
from model.errors import KnownError
from model.history import History
from model.improvements import (
    Effect,
    EffectKind,
    Improvement,
    Scenario,
    ScenarioAct,
    ScenarioEdit,
    Spend,
    Uncertainty,
)
from model.registers import Channel, Consequence, Cost, CostBasis, FailPoint, Owner, System
from model.samples import build
from model.texts import Texts
from tests.model.builders import Grid, a_context, a_grid
from tests.model.portfolios import a_portfolio

CUSTOMER, FRONT, BACK = 1, 2, 3


def a_service() -> tuple[Grid, dict[str, str]]:
    """Two cards of two units: a call of 12 minutes that fails once in ten times, and checking papers."""
    grid = a_grid((2,), volume=1000, currency="EUR", rate=Decimal("0.1"), horizon=12)
    editor = grid.editor
    ids = {
        "desk": editor.add(Owner, name="Desk", unit="Service", hourly_cost=Decimal(40)),
        "office": editor.add(Owner, name="Office", unit="Permits", hourly_cost=Decimal(60)),
        "registry": editor.add(System, name="Registry"),
    }
    ids["call"] = editor.add_card(
        grid.lanes[FRONT], grid.steps[0], "Call", owner=ids["desk"], work_minutes=Decimal(12), wait_minutes=Decimal(5)
    )
    ids["papers"] = editor.add_card(
        grid.lanes[BACK], grid.steps[1], "Papers", owner=ids["office"], work_minutes=Decimal(10)
    )
    ids["link"] = editor.add_link(ids["call"], ids["papers"], wait_minutes=Decimal(30))
    ids["use"] = editor.use_system(ids["papers"], ids["registry"])
    ids["fail"] = editor.add(FailPoint, card=ids["papers"], rate=Decimal("0.1"))
    ids["rework"] = editor.add(Consequence, fail_point=ids["fail"], number=Decimal(1), unit_cost=Decimal(20))
    ids["fix"] = editor.add(Improvement, name="Ask the registry", running_cost=Decimal(120))
    ids["spend"] = editor.add(Spend, improvement=ids["fix"], month=0, amount=Decimal(300))
    ids["cut"] = editor.add(
        Effect, improvement=ids["fix"], target=ids["fail"], kind=EffectKind.FAILURE_RATE, amount=Decimal("0.5")
    )
    ids["scenario"] = editor.add(Scenario, name="What if")
    return grid, ids


def why(grid: Grid, scenario: str) -> str:
    """Why a scenario cannot be, in words."""
    with pytest.raises(KnownError) as caught:
        overlay(grid.document, scenario)
    return Texts()(caught.value.message)


def an_edit(grid: Grid, scenario: str, element: str, field: str, value: str) -> None:
    """An edit as a file from elsewhere may hold it."""
    grid.editor.add(ScenarioEdit, scenario=scenario, element=element, field=field, value=value)


def test_what_a_scenario_sets_holds_in_the_overlay_alone() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4), title="Registry check")
    before = write(grid.document)

    found = overlay(grid.document, ids["scenario"])

    assert found.need(Card, ids["papers"]).work_minutes == 4
    assert found.need(Card, ids["papers"]).title == "Registry check"
    assert write(grid.document) == before


def test_setting_a_field_again_replaces_what_was_supposed() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4))

    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(3))

    (edit,) = grid.document.where(ScenarioEdit, scenario=ids["scenario"])
    assert json.loads(edit.value) == "3"
    grid.editor.undo()
    assert overlay(grid.document, ids["scenario"]).need(Card, ids["papers"]).work_minutes == 4


def test_a_removed_step_takes_along_what_deleting_it_would() -> None:
    grid, ids = a_service()
    grid.editor.suppose_without(ids["scenario"], grid.steps[1])

    found = overlay(grid.document, ids["scenario"])

    assert grid.steps[1] not in found
    assert not {ids["papers"], ids["link"], ids["use"], ids["fail"], ids["rework"]} & {row.id for row in found.rows()}
    assert row_of(grid.document, ids["scenario"]).elsewhere.cards == ()


def test_a_card_can_be_moved_before_its_step_is_removed() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], step=grid.steps[0])
    grid.editor.suppose_without(ids["scenario"], grid.steps[1])

    found = overlay(grid.document, ids["scenario"])

    assert found.need(Card, ids["papers"]).step == grid.steps[0]


def test_a_scenario_is_compared_in_money_work_time_steps_and_hand_offs() -> None:
    grid, ids = a_service()
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4), owner=ids["desk"])

    base, row = compare(grid.document)
    assert base.figures is not None and row.figures is not None
    difference = row.figures.less(base.figures)

    # 1,000 calls of 8.00 and 1,000 checks of 10.00; 100 failures at 20.00.
    assert (base.figures.serve, base.figures.failure, base.figures.outlay) == (18000, 2000, 20000)
    # Checks are 4 minutes of the desk, at 40 an hour; half the failures fall away.
    assert difference.serve == rounded(Decimal(1000) * 4 * 40 / 60) - 10000
    assert difference.failure == -1000
    assert (row.figures.once, row.figures.running) == (300, 120)
    earned = case(grid.document, (ids["fix"],))
    assert earned is not None and row.figures.npv == rounded(earned.npv)
    assert (base.figures.npv, base.figures.once, base.figures.running) == (0, 0, 0)
    # 12 and 10 minutes for each of 1,000.
    assert base.figures.each == 22 and difference.each == -6 and difference.hours == -100
    assert base.figures.elapsed == 12 + 5 + 30 + 10 and difference.elapsed == -6
    assert (difference.steps, base.figures.hand_offs, difference.hand_offs) == (0, 1, -1)
    assert set(row.owners) == {ids["desk"], ids["office"]}


def test_effects_elsewhere_are_what_lies_downstream() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["call"], work_minutes=Decimal(3))

    row = row_of(grid.document, ids["scenario"])

    assert row.elsewhere.cards == (ids["papers"],)
    assert row.owners == (ids["desk"],)


def test_what_stops_fails_every_time_and_no_improvement_helps() -> None:
    grid, ids = a_service()
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))
    grid.editor.suppose_stopped(ids["scenario"], ids["registry"])

    row = row_of(grid.document, ids["scenario"])

    assert row.stopped == (ids["papers"],)
    assert row.figures is not None
    assert row.figures.failure == impact(grid.document, [ids["registry"]]).exposure == 20000
    assert row.figures.npv is not None and row.figures.npv < -300


def test_a_change_of_volume_keeps_the_drop_off_of_each_step() -> None:
    grid, ids = a_service()
    grid.editor.edit(grid.steps[0], customers_out=800)
    grid.editor.edit(grid.steps[1], customers_out=600)
    grid.editor.suppose(ids["scenario"], grid.document.blueprint.id, volume=501)

    found = overlay(grid.document, ids["scenario"])

    # 501 x 0.8 = 400.8, and of these three quarters.
    assert found.need(Step, grid.steps[0]).customers_out == 401
    assert found.need(Step, grid.steps[1]).customers_out == 301


def test_a_step_that_goes_loses_nobody() -> None:
    grid, ids = a_service()
    grid.editor.edit(grid.steps[0], customers_out=800)
    grid.editor.edit(grid.steps[1], customers_out=600)
    grid.editor.suppose_without(ids["scenario"], grid.steps[0])

    assert overlay(grid.document, ids["scenario"]).need(Step, grid.steps[1]).customers_out == 750


def test_a_number_that_is_set_is_no_longer_uncertain() -> None:
    grid, ids = a_service()
    for element, field in ((ids["fail"], "rate"), (ids["rework"], "unit_cost")):
        grid.editor.add(Uncertainty, element=element, field=field, low=Decimal("0.05"))
    grid.editor.suppose(ids["scenario"], ids["fail"], rate=Decimal("0.01"))

    (left,) = overlay(grid.document, ids["scenario"]).where(Uncertainty)

    assert left.element == ids["rework"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("colour", '"red"', "colour"),
        ("work_minutes", '"many"', "work_minutes"),
        ("work_minutes", "7", "work_minutes"),
        ("work_minutes", "{", "work_minutes"),
        ("work_minutes", '"-1"', "below zero"),
        ("order", '"a1"', "order"),
        ("step", '"nowhere"', "step"),
        ("kind", '"thing"', "kind"),
        ("title", "null", "title"),
    ],
)
def test_an_edit_that_cannot_be_names_scenario_and_field(field: str, value: str, said: str) -> None:
    grid, ids = a_service()
    an_edit(grid, ids["scenario"], ids["papers"], field, value)

    words = why(grid, ids["scenario"])

    assert "What if" in words and "Papers" in words and field in words and said in words


def test_a_reference_to_another_kind_is_refused() -> None:
    grid, ids = a_service()
    an_edit(grid, ids["scenario"], ids["papers"], "owner", json.dumps(ids["registry"]))

    assert "owner" in why(grid, ids["scenario"])


def test_a_field_set_to_two_values_is_refused() -> None:
    grid, ids = a_service()
    an_edit(grid, ids["scenario"], ids["papers"], "work_minutes", '"4"')
    an_edit(grid, ids["scenario"], ids["papers"], "work_minutes", '"5"')

    assert "two values" in why(grid, ids["scenario"])


def test_setting_what_another_edit_removes_is_refused() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4))
    grid.editor.suppose_without(ids["scenario"], grid.steps[1])

    assert "takes that away" in why(grid, ids["scenario"])


def test_setting_what_is_already_removed_is_refused() -> None:
    grid, ids = a_service()
    grid.editor.suppose_without(ids["scenario"], ids["papers"])
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4))

    assert "has removed" in why(grid, ids["scenario"])


def test_stopping_what_another_edit_removes_is_refused() -> None:
    grid, ids = a_service()
    grid.editor.suppose_stopped(ids["scenario"], ids["registry"])
    grid.editor.suppose_without(ids["scenario"], ids["registry"])

    assert "Registry" in why(grid, ids["scenario"])


def test_the_rate_of_what_stops_cannot_be_set() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["fail"], rate=Decimal("0.2"))
    grid.editor.suppose_stopped(ids["scenario"], ids["registry"])

    assert "rate" in why(grid, ids["scenario"])


def test_an_improvement_that_is_on_cannot_be_removed() -> None:
    grid, ids = a_service()
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))
    grid.editor.suppose_without(ids["scenario"], ids["fix"])

    assert "improvements" in why(grid, ids["scenario"])


@pytest.mark.parametrize("tie", ["excludes", "requires"])
def test_improvements_that_cannot_be_together_are_refused(tie: str) -> None:
    grid, ids = a_service()
    other = grid.editor.add(Improvement, name="Other", **{tie: (ids["fix"],)})
    on = (other, ids["fix"]) if tie == "excludes" else (other,)
    grid.editor.edit(ids["scenario"], improvements=on)

    words = why(grid, ids["scenario"])

    assert "Other" in words and "Ask the registry" in words
    row = compare(grid.document)[1]
    assert row.figures is None and row.why is not None


def test_the_editor_refuses_what_no_scenario_can_hold() -> None:
    grid, ids = a_service()
    acts: list[Any] = [
        lambda: grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(-1)),
        lambda: grid.editor.suppose(ids["scenario"], ids["scenario"], name="Me"),
        lambda: grid.editor.suppose(ids["scenario"], "gone", name="Me"),
        lambda: grid.editor.suppose(ids["scenario"], ids["papers"], owner=ids["registry"]),
        lambda: grid.editor.suppose_without(ids["scenario"], grid.document.blueprint.id),
        lambda: grid.editor.suppose_without(ids["scenario"], ids["scenario"]),
        lambda: grid.editor.suppose_stopped(ids["scenario"], grid.steps[0]),
        lambda: grid.editor.suppose_stopped("gone", ids["registry"]),
    ]
    before = write(grid.document)

    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert Texts()(caught.value.message)

    assert write(grid.document) == before


def test_the_case_of_a_scenario_counts_its_improvements_alone() -> None:
    grid, ids = a_service()
    other = grid.editor.add(Improvement, name="Other")
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))

    found = set_up(grid.document, ids["scenario"])

    assert found.need(Improvement, ids["fix"]).status.value == "proposed"
    assert found.need(Improvement, other).status.value == "dropped"
    assert case(found, (ids["fix"],)) == case(grid.document, (ids["fix"],))


def test_occurrences_move_with_the_mix_and_cost_to_serve_follows() -> None:
    grid = a_grid((1,), volume=1000)
    editor, desk = grid.editor, grid.editor.add(Owner, name="Desk", hourly_cost=Decimal(60))
    phone, web = (editor.add(Channel, name=name) for name in ("Phone", "Web"))
    cards = []
    for title, share, minutes, channel in (("Call", "0.6", 10, phone), ("Form", "0.4", 1, web)):
        cards.append(
            editor.add_card(
                grid.lanes[FRONT],
                grid.steps[0],
                title,
                owner=desk,
                share=Decimal(share),
                work_minutes=Decimal(minutes),
            )
        )
        editor.add(CardChannel, card=cards[-1], channel=channel, share=Decimal(1))
    nudge = editor.add(Improvement, name="Nudge")
    move = {"kind": EffectKind.SHARE, "target": cards[0], "moves_to": cards[1], "amount": Decimal("0.5")}
    editor.add(Effect, improvement=nudge, **move)
    scenario = editor.add(Scenario, name="More web", improvements=(nudge,))

    ((before, after),) = changed(grid.document, overlay(grid.document, scenario))

    assert before.occurrences == {phone: 600, web: 400} and after.occurrences == {phone: 300, web: 700}
    assert before.cost == {phone: 6000, web: 400} and after.cost == {phone: 3000, web: 700}
    assert (before.hours, after.hours) == (Decimal(6400) / 60, Decimal(3700) / 60)
    assert before.elapsed == after.elapsed == 10


def test_a_card_that_changes_its_own_mix_moves_its_occurrences() -> None:
    grid, ids = a_service()
    phone, web = (grid.editor.add(Channel, name=name) for name in ("Phone", "Web"))
    on_phone = grid.editor.add(CardChannel, card=ids["call"], channel=phone, share=Decimal("0.9"))
    on_web = grid.editor.add(CardChannel, card=ids["call"], channel=web, share=Decimal("0.1"))
    grid.editor.suppose(ids["scenario"], on_phone, share=Decimal("0.5"))
    grid.editor.suppose(ids["scenario"], on_web, share=Decimal("0.5"))

    ((before, after),) = changed(grid.document, overlay(grid.document, ids["scenario"]))

    assert before.occurrences == {phone: 900, web: 100} and after.occurrences == {phone: 500, web: 500}
    assert before.cost == {phone: 7200, web: 800} and after.cost == {phone: 4000, web: 4000}


def test_minutes_saved_come_off_what_is_entered_for_each_time_too() -> None:
    grid, ids = a_service()
    grid.editor.add(Cost, subject=ids["papers"], amount=Decimal(25), basis=CostBasis.PER_OCCURRENCE)
    saved = {"kind": EffectKind.WORK_TIME, "target": ids["papers"], "amount": Decimal(3)}
    grid.editor.add(Effect, improvement=ids["fix"], **saved)
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))

    found = overlay(grid.document, ids["scenario"])

    assert found.need(Card, ids["papers"]).work_minutes == 7
    assert Evaluation(Economy(found)).cost_each(ids["papers"]) == 22


def random_edits(editor: Editor, scenario: str, draw: Random) -> None:
    """A few edits that can be, of every sort; those that cannot are refused and left out."""
    document = editor.document
    for _ in range(draw.randrange(0, 5)):
        cards, steps, owners = ([*document.table(kind)] for kind in (Card, Step, Owner))
        act = draw.randrange(5)
        if act == 0:
            editor.suppose(scenario, draw.choice(cards), work_minutes=Decimal(draw.randrange(0, 30)))
        elif act == 1:
            editor.suppose(scenario, document.blueprint.id, volume=draw.randrange(1, 3000))
        elif act == 2:
            editor.suppose(scenario, draw.choice([*document.table(FailPoint)]), rate=Decimal(draw.randrange(100)) / 100)
        elif act == 3:
            editor.suppose_without(scenario, draw.choice([*cards, *steps]))
        else:
            editor.suppose_stopped(scenario, draw.choice([*cards, *owners]))


def with_links(document: Document, draw: Random) -> None:
    """Links and a system between the cards of a portfolio, in place."""
    editor = Editor(document, History(document), a_context())
    cards = sorted(document.table(Card))
    system = editor.add(System, name="System", running_cost=Decimal(900), running_share=Decimal("0.3"))
    for card in cards:
        if draw.random() < 0.5:
            editor.add(CardSystem, card=card, system=system)
    for source, target in zip(cards, cards[1:], strict=False):
        editor.add(Link, source=source, target=target, kind=draw.choice(tuple(LinkKind)), wait_minutes=Decimal(7))


@pytest.mark.parametrize("seed", range(60))
def test_a_delta_is_the_difference_of_two_full_computations(seed: int) -> None:
    draw = Random(seed)
    document = a_portfolio(draw.randrange(0, 6), seed)
    with_links(document, draw)
    editor = Editor(document, History(document), a_context(seed))
    on = tuple(id for id in sorted(document.table(Improvement)) if draw.random() < 0.5)
    scenario = editor.add(Scenario, name="Random", improvements=on)
    random_edits(editor, scenario, draw)
    before = write(document)

    base, row = compare(document)

    assert write(document) == before
    if row.figures is None or base.figures is None:
        assert row.why is not None and Texts()(row.why)
        return
    after, started = overlay(document, scenario), set_up(document, scenario)
    difference = row.figures.less(base.figures)
    assert difference.serve == minus(served(after), served(document))
    assert difference.failure == minus(failing(after), failing(document))
    assert difference.outlay == minus(outlay(after), outlay(document))
    assert difference.elapsed == minus(elapsed(after), elapsed(document))
    assert difference.hand_offs == len(hand_offs(after).found) - len(hand_offs(document).found)
    assert difference.steps == len(after.table(Step)) - len(document.table(Step))
    earned, timeline = case(started, on), Timeline(Economy(started), plan(started))
    assert earned is not None and difference.npv == rounded(earned.npv)
    assert difference.running == rounded(sum((timeline.running(id) for id in on), Decimal(0)))
    assert difference.brings == rounded(brings(started, on))


def minus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right


def served(document: DocumentView) -> Decimal | None:
    bill = cost_to_serve(document)
    return bill.total if bill.items else None


def failing(document: DocumentView) -> Decimal | None:
    bill = failure_cost(document)
    return bill.total if bill.items else None


def outlay(document: DocumentView) -> Decimal | None:
    serve, failure = served(document), failing(document)
    if serve is None and failure is None:
        return None
    return (serve or Decimal(0)) + (failure or Decimal(0)) - handled_within(document)


def elapsed(document: DocumentView) -> Decimal | None:
    whole = timing(document).whole
    return None if whole is None else whole.span.total


@pytest.mark.parametrize("seed", range(60))
def test_an_overlay_has_the_figures_of_its_improvements_at_full_strength(seed: int) -> None:
    draw = Random(seed)
    document = a_portfolio(6, seed)
    editor = Editor(document, History(document), a_context(seed))
    chosen = frozenset(id for id in sorted(document.table(Improvement)) if draw.random() < 0.5)
    while not is_sound(document, chosen):
        chosen -= {min(chosen)}
    scenario = editor.add(Scenario, improvements=tuple(sorted(chosen)))

    found = Evaluation(Economy(overlay(document, scenario)))

    steady = set_up(document, scenario)
    of_all = plan(steady)
    strengths = tuple(Decimal(int(work.improvement in chosen)) for work in of_all.book.works)
    expected = Evaluation(Economy(steady), Cuts(of_all.book, strengths, of_all.tracks.touches))
    drops = any(row.kind is EffectKind.DROP_OFF and row.improvement in chosen for row in document.where(Effect))
    # Customers are whole, so that no count is further away than one for each step.
    near = Decimal(3) if drops else Decimal("1e-18")
    for card in document.table(Card):
        assert abs(found.occurrences(card) - expected.occurrences(card)) <= near, card
        assert abs(found.cost_each(card) - expected.cost_each(card)) <= Decimal("1e-18")
    for fail in document.table(FailPoint):
        gap = abs(found.failure_cost(fail) - expected.failure_cost(fail))
        assert gap <= near * 60, fail


def is_sound(document: Document, chosen: frozenset[str]) -> bool:
    """Whether improvements may be on together."""
    rows = [document.need(Improvement, id) for id in chosen]
    return all(chosen.issuperset(row.requires) and not chosen & set(row.excludes) for row in rows)


@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_the_samples_have_a_scenario_that_holds(name: str) -> None:
    document = build(name, a_context())

    base, *rows = compare(document)

    assert base.figures is not None and rows
    assert any(document.where(ScenarioEdit, scenario=row.scenario) for row in rows)
    for row in rows:
        assert row.figures is not None, row.why
        assert row.figures != base.figures and row.owners and row.elsewhere.cards
        assert mixes(overlay(document, row.scenario)).keys() == mixes(document).keys() - removed(document, row.scenario)


def removed(document: Document, scenario: str) -> set[str]:
    """The steps that a scenario removes by themselves."""
    edits = document.where(ScenarioEdit, scenario=scenario)
    return {edit.element for edit in edits if edit.act is ScenarioAct.REMOVE}
