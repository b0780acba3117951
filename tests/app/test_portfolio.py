"""A folder of blueprints: how they stand, what they share, one system over all, and files that are none."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app import cli
from app.portfolio import Folder
from model.analysis.impact import impact
from model.analysis.portfolio import Shared, money_by_currency, shared
from model.document import DocumentView
from model.elements import Blueprint
from model.errors import KnownError
from model.record import Record
from model.registers import Consequence, FailPoint, Owner, System
from model.store import reading, writing
from model.store.files import Files
from tests.model.analysis.random_documents import a_random_document
from tests.model.builders import a_grid

DAY = date(2026, 11, 26)


def a_blueprint(folder: Path, name: str, system: str, currency: str = "EUR") -> None:
    """1,000 customers a year, a tenth of whom meet a failure of 5 each: 500 a year."""
    grid = a_grid(title=name, volume=1000, currency=currency)
    card = grid.card(2, 0, "Answers")
    grid.editor.add_link(grid.card(1, 0, "Asks"), card)
    grid.editor.use_system(card, grid.editor.add(System, name=system))
    grid.editor.add(Owner, name="Desk")
    fail = grid.editor.add(FailPoint, card=card, rate=Decimal("0.1"))
    grid.editor.add(Consequence, fail_point=fail, number=Decimal(1), unit_cost=Decimal(5))
    write(folder / f"{name}.throughline", list(grid.document.rows()))


def write(path: Path, rows: list[Record]) -> None:
    path.parent.mkdir(exist_ok=True)
    writing.write(path, writing.serialise(rows), Files(), "test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three blueprints, one of them further down and in francs, and a file that is none."""
    a_blueprint(tmp_path, "a", "Register")
    a_blueprint(tmp_path, "b", "REGISTER")
    a_blueprint(tmp_path / "below", "c", "Phone", "CHF")
    (tmp_path / "zero.throughline").write_bytes(b"")
    (tmp_path / ".a.throughline").write_bytes(b"left over")
    return tmp_path


def test_how_all_stand_and_what_they_share(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--as-of", "2026-11-26", "portfolio", str(folder), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert [row["file"] for row in found["blueprints"]] == ["a.throughline", "b.throughline", "below/c.throughline"]
    assert [row["failureCost"] for row in found["blueprints"]] == ["500.00"] * 3
    assert found["failureCost"] == {"CHF": "500.00", "EUR": "1000.00"}
    assert [light["colour"] for light in found["blueprints"][0]["lights"].values()] == ["red", "red", "red", "red"]
    assert found["sharedSystems"] == [{"name": "REGISTER", "files": ["a.throughline", "b.throughline"]}]
    assert [row["name"] for row in found["sharedOwners"]] == ["Desk"]
    assert [row["file"] for row in found["unreadable"]] == ["zero.throughline"]


def test_one_system_over_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["portfolio", str(folder), "--system", "register", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert [(row["file"], row["touchpoints"]) for row in found["blueprints"]] == [
        *(("a.throughline", 1), ("b.throughline", 1)),
    ]


def test_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["portfolio", str(folder)]) == 0
    assert cli.main(["portfolio", str(folder), "--system", "Phone"]) == 0

    said = capsys.readouterr().out
    assert "3 blueprints in " in said
    assert "System “REGISTER” in 2: a.throughline, b.throughline" in said
    assert "below/c.throughline: 1 touchpoint stops" in said


def test_no_such_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["portfolio", str(tmp_path / "nowhere")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_what_has_not_changed_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Folder(folder)
    first = looked.read(DAY)
    read = reading.read
    names: list[str] = []
    monkeypatch.setattr(reading, "read", lambda path, *rest: (names.append(path.name), read(path, *rest))[1])

    assert looked.read(DAY) == first
    assert names == ["zero.throughline"]

    a_blueprint(folder, "b", "Other")
    assert looked.read(DAY) != first
    assert sorted(names) == ["b.throughline", "zero.throughline", "zero.throughline"]


def test_impact_over_all_is_that_of_each(tmp_path: Path) -> None:
    """Twenty random blueprints that all use a system of one name."""
    wanted: dict[str, object] = {}
    for seed in range(20):
        rows = list(a_random_document(seed).rows())
        first = next((row for row in rows if isinstance(row, System)), None)
        if first is None:
            continue
        named = [System(row.id, row.order, name="Core") if row is first else row for row in rows]
        write(tmp_path / f"{seed:02}.throughline", named)
        wanted[f"{seed:02}.throughline"] = impact(DocumentView(named), [first.id])

    hits, unread = Folder(tmp_path).hits("core")

    assert unread == ()
    assert {each.place: each.impact for each in hits} == wanted


def test_a_folder_of_far_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.portfolio.MOST", 1)
    for name in "ab":
        write(tmp_path / f"{name}.throughline", [Blueprint("b", "a0")])

    with pytest.raises(KnownError, match="too_many"):
        Folder(tmp_path).read(DAY)


def test_names_are_shared_without_regard_to_case_and_money_by_currency() -> None:
    assert shared([("a", ["Phone", "Desk"]), ("b", ["phone"]), ("c", ["PHONE", "desk"])]) == (
        Shared("PHONE", ("a", "b", "c")),
        Shared("Desk", ("a", "c")),
    )
    assert money_by_currency([("EUR", Decimal(1)), ("CHF", None), ("EUR", Decimal(2))]) == {"EUR": Decimal(3)}
