"""`throughline case`: the figures to the cent, what is missing, and refusals in one line."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app import cli
from model.analysis.case import case
from model.change import Change, Delta
from model.document import Document
from model.improvements import (
    Cause,
    Condition,
    Effect,
    EffectKind,
    Improvement,
    ImprovementStatus,
    Spend,
    Uncertainty,
)
from model.messages import message
from model.registers import Consequence, FailPoint, Owner
from model.store import reading, writing
from model.store.files import Files
from tests.model.builders import Grid, a_grid
from tests.model.test_action import failing, improving


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main([*arguments, "--locale", "en"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def a_file(grid: Grid) -> str:
    """The document on the disk."""
    writing.write(Path("plan.throughline"), writing.serialise(grid.document.rows()), Files(), "test")
    return "plan.throughline"


def an_example() -> Grid:
    """A costs 60 and saves 150; B and C cost 50 each and cut the same 200 by .6 and .55, in a year, undiscounted."""
    grid = a_grid(rate=D(0), horizon=11)
    first = grid.editor.add(Improvement, name="A")
    grid.editor.add(Spend, improvement=first, amount=D(60))
    grid.editor.add(Effect, improvement=first, kind=EffectKind.YEARLY, amount=D(150))
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Checks by hand", occurrences=D(1))
    fail_point = grid.editor.add(FailPoint, card=card, rate=D(1))
    grid.editor.add(Consequence, fail_point=fail_point, number=D(1), unit_cost=D(200))
    for name, cut in (("B", "0.6"), ("C", "0.55")):
        id = grid.editor.add(Improvement, name=name)
        grid.editor.add(Spend, improvement=id, amount=D(50))
        cause = grid.editor.add(Cause, fail_point=fail_point)
        effect = grid.editor.add(Effect, improvement=id, target=cause, amount=D(cut))
        grid.editor.add(Uncertainty, element=effect, field="amount", low=D("0.5"), high=D("0.7"))
    return grid


def answer(run: Any, *arguments: str) -> Any:
    code, out, err = run("case", *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_answer_for_machines(run: Any) -> None:
    found = answer(run, a_file(an_example()), "--budget", "100")

    assert list(found) == [
        *(
            "currency",
            "failureCost",
            "costToServe",
            "improvements",
            "set",
            "tornado",
            "breakEven",
            "bestSet",
            "missing",
        ),
        *("fromMapToAction", "acidTest", "trackRecord", "conditions"),
    ]
    assert found["failureCost"]["total"] == "200.00"
    assert found["failureCost"]["assumed"] == {"amount": "200.00", "share": "1.0000"}
    assert found["costToServe"]["total"] is None
    assert [(row["name"], row["npv"], row["roi"]) for row in found["improvements"]] == [
        ("A", "90.00", "1.5000"),
        ("B", "70.00", "1.4000"),
        ("C", "60.00", "1.2000"),
    ]
    # 150 + 200 x (1 - .4 x .45) - 160.
    assert found["set"]["npv"] == "154.00"
    assert found["set"]["risk"]["likely"] == "154.00"
    best = found["bestSet"]
    assert (best["npv"], best["gap"], best["impossible"]) == ("90.00", "0.00", None)
    assert best["limits"] == [{"line": None, "year": None, "limit": "100.00", "taken": "60.00"}]
    assert best["improvements"] == [found["improvements"][0]["id"]]
    # B alone from .5 to .7: 200 x .2 x .45 = 18; C alone from .5 to .7: 200 x .2 x .4 = 16.
    assert [bar["width"] for bar in found["tornado"]] == ["18.00", "16.00"]
    # Even with no cut at all A, and what the other of them cuts, pay for all three.
    assert [bar["zeroAt"] for bar in found["tornado"]] == [None, None]


def test_the_way_from_map_to_action_is_told(run: Any) -> None:
    """Six fail points of 1,000 a year, two with improvements: one halves its own and is live, one is proposed."""
    grid = a_grid()
    ids = [failing(grid) for _ in range(6)]
    live = improving(grid, ids[0], ImprovementStatus.LIVE, measured=D(300), condition=Condition.POLICY)
    improving(grid, ids[3])
    file = a_file(grid)

    found = answer(run, file)

    steps = ("failPoints", "withImprovements", "decided", "live", "verified")
    assert found["fromMapToAction"] == dict(zip(steps, (6, 2, 1, 1, 0), strict=True))
    record = {"promised": "500.00", "verified": "300.00"}
    assert found["trackRecord"] == {**record, "improvements": [{"id": live, **record}]}
    assert [(row["improvement"], row["outcome"]) for row in found["acidTest"]] == [(live, "money_only")]
    assert found["conditions"] == {"policy": 1, "none": 1}
    assert run("case", file)[1].splitlines()[-4:] == [
        "From map to action: 6 fail points, 2 with improvements, 1 decided, 1 live, 0 verified",
        "  Live: Better: money was measured, the metric was not",
        "Track record of 1 decided improvement: 500 EUR a year promised, 300 EUR verified",
        "What is changed: 1 changes a policy, 1 names no condition that it changes",
    ]


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(run: Any) -> None:
    file = a_file(an_example())
    first, again, other = (run("case", file, "--json", "--seed", seed, "--draws", "500")[1] for seed in ("3", "3", "4"))

    assert first == again
    assert json.loads(first)["set"]["risk"] | {"seed": 4} != json.loads(other)["set"]["risk"]
    assert json.loads(first)["set"]["risk"]["draws"] == 500


def test_the_answer_for_people(run: Any) -> None:
    code, out, _ = run("case", a_file(an_example()), "--budget", "100")

    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Failure cost: 200 EUR a year"
    assert "Cost to serve: blank. No card or system has a cost." in lines
    assert "  A  NPV 90 EUR  ROI 150 %  pays back in month 4" in lines
    assert "Best set within 100 EUR, 1 improvement:" in lines
    assert "  Takes 60 EUR of 100 EUR." in lines


def test_what_is_blank_says_what_is_missing_and_never_zero(run: Any) -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Desk", hourly_cost=D(40))
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Checks", work_minutes=D(5), owner=owner)
    fail_point = grid.editor.add(FailPoint, card=card)
    consequence = grid.editor.add(Consequence, fail_point=fail_point, name="Call")
    improvement = grid.editor.add(Improvement, name="Better")
    file = a_file(grid)

    code, out, _ = run("case", file)
    found = answer(run, file)

    assert code == 0
    assert " 0 EUR" not in out
    for words in ("failure rate of “Checks”", "how many of “Call”", "yearly discount rate", "what “Better” costs"):
        assert words in out
    assert (found["failureCost"]["total"], found["set"], found["bestSet"]) == (None, None, None)
    lacking = {(row["element"], row["what"]) for row in found["failureCost"]["failPoints"][0]["missing"]}
    assert lacking == {
        (fail_point, "rate"),
        (card, "occurrences"),
        (consequence, "number"),
        (consequence, "unit_cost"),
    }
    assert {(row["element"], row["what"]) for row in found["missing"]} == {
        (card, "occurrences"),
        (grid.document.blueprint.id, "discount_rate"),
        (improvement, "effects"),
        (improvement, "cost"),
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--draws", "0"), "--draws"),
        (("--draws", "1000000"), "--draws"),
        (("--seed", "x"), "--seed"),
        (("--budget", "-5"), "--budget"),
        (("--budget", "1e5"), "--budget"),
    ],
)
def test_options_that_cannot_be_are_refused_in_one_line(run: Any, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run("case", a_file(an_example()), *arguments)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err


def test_contradictory_bounds_are_refused_by_name(run: Any) -> None:
    # As a file may hold them; no act lets them in.
    grid = an_example()
    row = grid.document.where(Uncertainty)[0]
    grid.document.apply(Change(message("command.edit.uncertainty"), (Delta(row, replace(row, low=D("0.9"))),)))

    code, out, err = run("case", a_file(grid))

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "plan.throughline: B, on “Checks by hand”: size of the effect is 0.6, but its low is 0.9." in err


def test_decisions_that_go_over_the_budget_are_said(run: Any) -> None:
    grid = an_example()
    grid.editor.edit(grid.document.where(Improvement)[0].id, mandatory=True)
    file = a_file(grid)

    assert answer(run, file, "--budget", "50")["bestSet"]["impossible"] == "best_set.over"
    assert "What is decided already costs 60, more than the 50 there are." in run("case", file, "--budget", "50")[1]


@pytest.mark.parametrize("sample", ["permit", "outpatient"])
def test_the_samples_have_a_case_that_agrees_with_the_model(run: Any, sample: str) -> None:
    run("new", "plan.throughline", "--sample", sample)
    document = Document(reading.read(Path("plan.throughline"), Files()).rows)

    found = answer(run, "plan.throughline")

    exact = case(document, found["set"]["improvements"])
    assert exact is not None
    assert D(found["set"]["npv"]) == exact.npv.quantize(D("0.01"))
    assert found["set"]["risk"]["likely"] == found["set"]["npv"]
    assert D(found["bestSet"]["npv"]) >= D(found["set"]["npv"])
    assert found["missing"] == []
