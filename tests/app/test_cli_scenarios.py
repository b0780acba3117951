"""`throughline case --scenario` and `--pilot`: the scenario against today and the others, in words and as data."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app import cli
from model.analysis.scenarios import Figures, compare
from model.document import Document
from model.elements import CardChannel
from model.improvements import Effect, Improvement, Scenario
from model.registers import Channel
from model.store import reading, writing
from model.store.files import Files
from tests.model.builders import Grid
from tests.model.supposing import a_service


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["case", "plan.throughline", *arguments, "--locale", "en"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def kept(grid: Grid) -> Path:
    """The document on the disk."""
    target = Path("plan.throughline")
    writing.write(target, writing.serialise(grid.document.rows()), Files(), "test")
    return target


def two_scenarios() -> tuple[Grid, dict[str, str]]:
    """One that improves and takes less time over the web, and one in which the registry stops."""
    grid, ids = a_service()
    phone, web = (grid.editor.add(Channel, name=name) for name in ("Phone", "Web"))
    shares = [
        grid.editor.add(CardChannel, card=ids["call"], channel=channel, share=Decimal(share))
        for channel, share in ((phone, "0.9"), (web, "0.1"))
    ]
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4), wait_minutes=Decimal(1))
    for id in shares:
        grid.editor.suppose(ids["scenario"], id, share=Decimal("0.5"))
    ids["out"] = grid.editor.add(Scenario, name="Registry out")
    grid.editor.suppose_stopped(ids["out"], ids["registry"])
    return grid, ids | {"phone": phone, "web": web}


def test_the_answer_for_machines(run: Any) -> None:
    grid, ids = two_scenarios()
    before = kept(grid).read_bytes()

    code, out, err = run("--scenario", "WHAT IF", "--json")

    assert (code, err) == (0, "")
    found = json.loads(out)["scenario"]
    base, row, other = (each.figures for each in compare(grid.document))
    assert base is not None and row is not None and other is not None
    assert (found["id"], found["name"]) == (ids["scenario"], "What if")
    assert [found[part]["outlay"] for part in ("today", "scenario", "difference")] == [
        "20000.00",
        f"{row.outlay}",
        f"{row.less(base).outlay}",
    ]
    assert len(found["today"]) == len(Figures._fields)
    assert (found["difference"]["elapsedMinutes"], found["difference"]["steps"]) == ("-5", 0)
    assert found["difference"]["npv"] == found["scenario"]["npv"] == f"{row.npv}"
    assert set(found["owners"]) == {ids["desk"], ids["office"]}
    (call, _) = found["steps"]
    assert call["today"]["occurrences"] == {ids["phone"]: "900.00", ids["web"]: "100.00"}
    assert call["scenario"]["costToServe"] == {ids["phone"]: "4000.00", ids["web"]: "4000.00"}
    (against,) = found["againstOthers"]
    assert against["id"] == ids["out"]
    assert against["difference"]["failureCost"] == f"{row.less(other).failure}"
    assert Path("plan.throughline").read_bytes() == before


def test_the_case_of_a_scenario_is_that_of_its_improvements(run: Any) -> None:
    grid, ids = two_scenarios()
    other = grid.editor.add(Improvement, name="Another")
    grid.editor.add(Effect, improvement=other, target=ids["fail"], amount=Decimal("0.9"))
    kept(grid)

    _, out, _ = run("--scenario", ids["scenario"], "--draws", "100", "--json")

    found = json.loads(out)
    assert found["set"]["improvements"] == [ids["fix"]]
    assert found["set"]["npv"] == found["scenario"]["scenario"]["npv"]


def test_the_answer_for_people(run: Any) -> None:
    kept(two_scenarios()[0])

    code, out, err = run("--scenario", "What if", "--draws", "100")

    assert (code, err) == (0, "")
    for said in (
        "Scenario “What if”:",
        "Failure cost a year                            2,000 EUR   1,000 EUR",
        "It touches: Desk, Office.",
        "In “Step 1”, today and in the scenario:",
        "Phone  900.00 times, 7,200 EUR  500.00 times, 4,000 EUR",
        "Against “Registry out”: outlay",
        "In it, before its improvements are done:",
        "-5 min",
    ):
        assert said in out, said


def test_what_stops_is_named(run: Any) -> None:
    kept(two_scenarios()[0])

    _, out, _ = run("--scenario", "registry out")

    assert "In it stops: Papers." in out


def test_a_scenario_that_is_none_or_cannot_be_is_refused_in_one_line(run: Any) -> None:
    grid, ids = two_scenarios()
    grid.editor.edit(ids["scenario"], improvements=())
    grid.editor.suppose_without(ids["scenario"], ids["papers"])
    kept(grid)

    code, out, err = run("--scenario", "What if")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1 and "plan.throughline" in err and "work_minutes" in err
    code, out, err = run("--scenario", "None")
    assert (code, out) == (2, "") and "None" in err


def test_a_pilot_on_request(run: Any) -> None:
    grid, ids = a_service()
    grid.editor.edit(ids["fix"], pilot_scope=Decimal("0.5"), pilot_result=Decimal("0.5"))
    kept(grid)

    usual, scope, result = (
        json.loads(run("--json", "--draws", "100", *extra)[1])["set"]
        for extra in ((), ("--pilot", "scope"), ("--pilot", "result"))
    )

    assert Decimal(scope["npv"]) == round(Decimal(usual["npv"]) / 2, 2)
    assert result["costs"] == usual["costs"]
    assert abs(Decimal(result["benefits"]) * 2 - Decimal(usual["benefits"])) <= Decimal("0.01")
    code, out, err = run("--pilot", "half")
    assert (code, out) == (2, "") and "scope, result" in err


def test_the_file_still_holds_what_it_held(run: Any) -> None:
    grid, _ = two_scenarios()
    kept(grid)

    run("--scenario", "What if")

    assert Document(reading.read(Path("plan.throughline"), Files()).rows) == grid.document
