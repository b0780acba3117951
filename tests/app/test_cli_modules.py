"""`insert`, which puts a module into a file, and `info --variants`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli
from app.library import Library
from model.document import Document
from model.elements import Card, Stage
from model.registers import Owner
from model.store import reading, writing
from model.store.files import Files
from tests.model.builders import Grid, a_grid
from tests.model.test_variants import paths


def written(grid: Grid, name: str) -> Path:
    writing.write(Path(name), writing.serialise(grid.document.rows()), Files(), "test")
    return Path(name)


def there(file: Path) -> Document:
    """The document in a file."""
    return Document(reading.read(file, Files()).rows)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A blueprint with two stages and an owner, and a module of one stage with an owner of that name."""
    monkeypatch.chdir(tmp_path)
    other = a_grid((1,))
    other.editor.rename(other.stages[0], "Pay")
    other.editor.edit(other.card(1, 0, "Pays"), owner=other.editor.add(Owner, name="Desk"))
    module = Library(tmp_path).keep("Pay", other.editor.module_of([other.stages[0]]))
    grid = a_grid((1, 1))
    grid.editor.add(Owner, name="desk")
    grid.card(1, 0, "Asks")
    return written(grid, "plan.throughline"), module.path


@pytest.mark.parametrize(
    ("options", "titles", "owners"),
    [
        ([], ["", "Stage 2", "Pay"], 1),
        (["--own-entries"], ["", "Stage 2", "Pay"], 2),
        (["--swap", "stage 2"], ["", "Pay"], 1),
    ],
)
def test_a_module_is_put_into_a_file(
    options: list[str],
    titles: list[str],
    owners: int,
    files: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, module = files
    before = there(file)

    assert cli.main(["insert", str(file), str(module), *options]) == 0

    document = there(file)
    assert [stage.title for stage in document.where(Stage)] == titles
    assert len(document.table(Owner)) == owners and len(document.table(Card)) == 2
    new = next(stage.id for stage in document.where(Stage) if stage.title == "Pay")
    assert capsys.readouterr().out == f"“Pay” is in plan.throughline: {new}.\n"
    kept = {row.id for row in before.rows()} - {row.id for row in before.where(Stage) if row.title == "Stage 2"}
    assert options[:1] == ["--swap"] or kept <= {row.id for row in document.rows()}


@pytest.mark.parametrize("wrong", [["plan.throughline"], ["none.module.json"], ["MODULE", "--swap", "Nowhere"]])
def test_what_is_no_module_or_no_stage_leaves_the_file_alone(
    wrong: list[str], files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file, module = files
    before = file.read_bytes()

    words = [str(module) if word == "MODULE" else word for word in wrong]
    assert cli.main(["insert", str(file), *words]) == 2

    assert file.read_bytes() == before and len(capsys.readouterr().err.splitlines()) == 1


def test_info_says_counts_time_and_money_by_variant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 + 5 + 6 minutes on the one path, 2 + 30 + 60 on the other; 1,000 x 0.1 x 7 of failures on that."""
    monkeypatch.chdir(tmp_path)
    file = written(paths().grid, "paths.throughline")

    assert cli.main(["info", str(file), "--variants"]) == 0
    said = [
        [cell.strip() for cell in line.split("  ") if cell.strip()] for line in capsys.readouterr().out.splitlines()
    ]
    assert cli.main(["info", str(file), "--variants", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert said[1][:5] == ["The whole map", "3", "2", "2", "2"]
    assert said[2] == ["Happy path", "2", "1", "1", "2", "13 min", "4,000 EUR", "0 EUR"]
    assert said[3] == ["Payment fails", "2", "1", "1", "2", "1 h 32 min", "20,000 EUR", "700 EUR"]
    whole, _, fails = found["variants"]
    assert (whole["id"], whole["title"], whole["costToServe"]) == (None, None, "24000.00")
    assert {name: fails[name] for name in ("title", "cards", "ownCards", "links", "steps")} == {
        "title": "Payment fails",
        "cards": 2,
        "ownCards": 1,
        "links": 1,
        "steps": 2,
    }
    assert (fails["elapsedMinutes"], fails["costToServe"], fails["failureCost"]) == ("92", "20000.00", "700.00")
    assert cli.main(["info", str(written(a_grid(), "plain.throughline")), "--variants"]) == 0
    assert capsys.readouterr().out == "This blueprint has no variants.\n"
