"""`snapshot`, `log`, `diff`, `merge` and `export --snapshot`: versions in a file, and copies of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pypdf
import pytest

from app import cli
from app.session import Session
from model.elements import Card
from model.store import writing
from model.store.files import Files
from tests.model.builders import a_context, a_grid


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blueprint with one card."""
    monkeypatch.chdir(tmp_path)
    grid = a_grid(title="Plan")
    grid.card(1, 0, "Asks")
    writing.write(Path("plan.throughline"), writing.serialise(grid.document.rows()), Files(), "test")
    return Path("plan.throughline")


def rename(file: Path, title: str) -> None:
    """Let the card be called otherwise."""
    session = Session.open(file, a_context(title), file.parent / f"home {title}")
    (card,) = session.document.where(Card)
    session.editor.rename(card.id, title)
    session.save()
    session.close()


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = cli.main(["--as-of", "2026-11-23", "--actor", "Ada", *arguments])
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, captured.out


def test_a_version_is_kept_logged_compared_and_exported(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = said(["snapshot", str(file), "Monday", "--note", "before the board"], capsys)
    assert (code, out) == (0, "Kept as “Monday” in plan.throughline.\n")
    rename(file, "Asks twice")

    code, out = said(["log", str(file), "--json"], capsys)
    (entry,) = json.loads(out)["log"]
    assert (entry["name"], entry["note"], entry["actor"], entry["when"]) == (
        *("Monday", "before the board", "Ada", "2026-11-23T12:00:00Z"),
    )
    code, out = said(["diff", str(file), str(file), "--from", "monday"], capsys)
    assert code == 1
    assert out.splitlines()[0] == "Card “Asks twice”: reworded"
    assert said(["export", str(file), "-f", "svg", "--snapshot", "Monday", "-o", "old.svg"], capsys)[0] == 0
    assert "Asks twice" not in Path("old.svg").read_text()


def test_diff_prints_rows_and_figures(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(file, "other.throughline")
    rename(Path("other.throughline"), "Asks twice")

    code, out = said(["diff", str(file), "other.throughline", "--json"], capsys)

    found = json.loads(out)
    (difference,) = found["differences"]
    (row,) = difference["rows"]
    assert code == 1
    assert (difference["kind"], difference["sorts"]) == ("Card", ["reworded"])
    assert (row["before"], row["after"]) == ({"title": "Asks"}, {"title": "Asks twice"})
    assert found["figures"]["from"]["steps"] == found["figures"]["to"]["steps"] == 4
    assert said(["diff", str(file), str(file)], capsys) == (0, "nothing differs\n")


def test_diff_writes_a_pdf_of_two_files_or_versions(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(file, "other.throughline")
    rename(Path("other.throughline"), "Asks twice")

    code, out = said(["diff", str(file), "other.throughline", "-o", "delta.pdf", "-O", "paper=Letter"], capsys)
    assert code == 1 and out.splitlines()[-1] == "delta.pdf"
    page = pypdf.PdfReader("delta.pdf").pages[0]
    assert "From “plan.throughline” to “other.throughline”" in page.extract_text()
    assert float(page.mediabox.width) == 612

    for wrong in (["-o", "other.throughline"], ["-O", "paper=A4"], ["-o", "x.pdf", "-O", "colour=red"]):
        assert cli.main(["diff", str(file), "other.throughline", *wrong]) == 2
    assert not Path("x.pdf").exists() and cli.main(["verify", "other.throughline"]) == 0


def test_two_copies_come_together_and_conflicts_are_listed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ours", "theirs", "third"):
        shutil.copy(file, f"{name}.throughline")
    rename(Path("ours.throughline"), "Asks twice")
    rename(Path("theirs.throughline"), "Asks again")

    clean = said(["merge", str(file), "ours.throughline", "third.throughline", "-o", "one.throughline"], capsys)
    words = ["merge", str(file), "ours.throughline", "theirs.throughline", "-o", "two.throughline"]
    code, out = said([*words, "--report", "report.json"], capsys)

    assert clean == (0, "Nothing clashes. Written to one.throughline.\n")
    assert code == 1
    assert out.splitlines()[0] == "Both changed Card “Asks”: title. It stays as it was before both."
    (conflict,) = json.loads(Path("report.json").read_text())["conflicts"]
    assert [conflict[side] for side in ("base", "ours", "theirs", "kept")] == [
        *({"title": "Asks"}, {"title": "Asks twice"}, {"title": "Asks again"}, {"title": "Asks"}),
    ]
    assert said(["verify", "two.throughline"], capsys)[0] == 0


def test_copies_of_two_documents_and_an_unknown_version_are_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["new", "other.throughline", "--template", "service"]) == 0
    capsys.readouterr()

    assert cli.main(["merge", str(file), str(file), "other.throughline", "-o", "out.throughline"]) == 2
    assert capsys.readouterr().err.startswith("throughline: These are not copies of one document")
    assert not Path("out.throughline").exists()
    assert cli.main(["diff", str(file), str(file), "--to", "Friday"]) == 2
    assert "--to" in capsys.readouterr().err
    assert cli.main(["merge", str(file), str(file), str(file), "-o", str(file)]) == 2
