"""`export --view`: one file, printed as its saved views show it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli
from exporters import registry
from model.keeping import SavedView, ViewMode
from model.registers import FailPoint, System
from model.store import writing
from model.store.files import Files
from tests.model.builders import a_grid


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blueprint of three cards, one of which fails, with a view of a lane, which hides, and one of a system, which dims."""
    monkeypatch.chdir(tmp_path)
    grid = a_grid(title="Plan")
    grid.card(1, 0, "Asks")
    answers, looks = grid.card(2, 1, "Answers"), grid.card(3, 1, "Looks")
    grid.editor.add_link(answers, looks)
    register = grid.editor.add(System, name="Register")
    grid.editor.use_system(looks, register)
    grid.editor.add(FailPoint, card=looks, cause="Slow")
    grid.editor.add(SavedView, name="Customer", lanes=(grid.lanes[1],), mode=ViewMode.HIDE)
    grid.editor.add(SavedView, name="Register", systems=(register,))
    writing.write(Path("plan.throughline"), writing.serialise(grid.document.rows()), Files(), "test")
    return Path("plan.throughline")


def exported(file: Path, format_name: str, view: str) -> bytes:
    """The file of one view."""
    out = Path(f"{view}.{format_name}")
    assert cli.main(["export", str(file), "-f", format_name, "-o", str(out), "--view", view]) == 0
    return out.read_bytes()


@pytest.mark.parametrize("format_name", ["svg", "json"])
def test_two_views_of_one_file_show_different_cards(file: Path, format_name: str) -> None:
    customer, register = (exported(file, format_name, view).decode() for view in ("Customer", "Register"))

    assert ("Asks" in customer, "Answers" in customer, "Looks" in customer) == (True, False, False)
    assert ("Asks" in register, "Answers" in register, "Looks" in register) == (False, False, True)


def test_every_format_takes_a_view(file: Path) -> None:
    for format_name in registry.EXPORTERS:
        assert exported(file, format_name, "customer") != exported(file, format_name, "register")


def test_a_part_in_json_is_a_document(file: Path) -> None:
    exported(file, "json", "Customer")

    assert cli.main(["import", "Customer.json", "-o", "part.throughline"]) == 0
    found = json.loads(Path("Customer.json").read_text(encoding="utf-8"))
    assert [lane["title"] for lane in found["lanes"]] == ["Lane customer"]


def test_an_unknown_view_is_refused_in_one_line_that_names_the_views(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["export", str(file), "-f", "json", "--view", "Sales"])

    said = capsys.readouterr()
    assert code == 2
    assert said.err.count("\n") == 1
    assert "“Sales”. Views: Customer, Register." in said.err
    assert not Path("plan.json").exists()
