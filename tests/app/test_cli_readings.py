"""`throughline readings`: values from a table into a file, the breaches said, and a report that maps the next table."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app import cli
from app.session import Session
from model.registers import Direction, Metric, Reading
from model.store import writing
from model.store.files import Files
from tests.model.builders import a_context, an_editor


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blueprint with one metric."""
    monkeypatch.chdir(tmp_path)
    editor = an_editor(title="Plan")
    editor.add(Metric, name="Wait", direction=Direction.DOWN, unit="min", target=Decimal(20))
    writing.write(Path("plan.throughline"), writing.serialise(editor.document.rows()), Files(), "test")
    return Path("plan.throughline")


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], str]:
    code = cli.main(["--as-of", "2026-11-23", *arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err


def rows(file: Path) -> list[tuple[date | None, Decimal]]:
    session = Session.open(file, a_context(), file.parent / "home", read_only=True)
    return [(row.taken, row.value) for row in session.document.where(Reading)]


def test_readings_come_into_the_file_and_those_out_of_tolerance_are_said(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("month.csv").write_text("When,Wait\n2026-10-31,22\n2026-11-15,x\n", encoding="utf-8")

    code, lines, error = said(
        ["readings", str(file), "month.csv", "-O", "columns=When=taken", "--report", "r.json"], capsys
    )

    assert (code, error) == (0, "")
    assert rows(file) == [(date(2026, 10, 31), Decimal(22))]
    assert lines[-2:] == [
        "1 reading that came in is out of tolerance:",
        "  Wait: 22 min on 31 Oct 2026, the latest; wanted at most 20 min, tolerance 0 min",
    ]
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert report["placed"] == {"readings": 1}
    assert [entry["place"] for entry in report["leftOut"]] == ["B3"]
    assert [(each["value"], each["target"], each["latest"]) for each in report["breaches"]] == [("22", "20", True)]
    # and the report is the mapping of the next month
    Path("next.csv").write_text("When,Wait\n2026-11-22,20\n", encoding="utf-8")
    code, lines, _ = said(["readings", str(file), "next.csv", "-O", "map=r.json"], capsys)
    assert (code, lines[-1]) == (0, "None that came in is out of tolerance.")
    assert len(rows(file)) == 2
    # and the same once more changes nothing, while each that did has a version before it
    assert said(["readings", str(file), "next.csv", "-O", "map=r.json"], capsys)[0] == 0
    _, lines, _ = said(["log", str(file)], capsys)
    assert sorted(re.findall(r"Before “(.+?)”", "\n".join(lines))) == ["month.csv", "next.csv"]


@pytest.mark.parametrize("table", ["", "a,b\n1,2\n", "Date,Wait\n"])
def test_a_table_that_cannot_be_read_leaves_the_file_alone(
    file: Path, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.csv").write_text(table, encoding="utf-8")
    before = file.read_bytes()

    code, lines, error = said(["readings", str(file), "bad.csv"], capsys)

    assert file.read_bytes() == before
    if table.startswith("Date"):
        assert (code, error) == (0, "")
    else:
        assert (code, lines, error.count("\n")) == (2, [], 1)
