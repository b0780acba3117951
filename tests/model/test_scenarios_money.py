"""Scenarios in money: what each compares, against full computations of both states."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from exporters.json_format import write
from model.analysis.case import case
from model.analysis.cuts import Cuts
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.full_strength import brings
from model.analysis.handoffs import hand_offs
from model.analysis.partitions import cost_to_serve, failure_cost, handled_within, rounded
from model.analysis.scenarios import compare, overlay, set_up
from model.analysis.step_mix import changed, mixes
from model.analysis.timeline import Timeline, plan
from model.analysis.timing import timing
from model.document import Document, DocumentView
from model.editor import Editor
from model.elements import Card, CardChannel, CardSystem, Link, LinkKind, Step
from model.history import History
from model.improvements import (
    Effect,
    EffectKind,
    Improvement,
    Scenario,
    ScenarioAct,
    ScenarioEdit,
)
from model.registers import Channel, Cost, CostBasis, FailPoint, Owner, System
from model.samples import build
from model.texts import Texts
from tests.model.builders import a_context, a_grid
from tests.model.portfolios import a_portfolio
from tests.model.supposing import FRONT, a_service


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
