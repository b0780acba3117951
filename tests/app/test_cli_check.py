"""`throughline check`: what it prints, what its JSON holds, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import cli
from model import samples
from model.analysis.checks.registry import CHECKS
from model.document import Document
from model.editor import Editor
from model.findings import dismiss
from model.history import History
from model.registers import Owner
from model.store import writing
from model.store.files import Files
from tests.model.builders import DAY, a_context, an_editor
from tests.model.checks.support import report

TODAY = ("--as-of", "2026-11-23")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        day = () if "--as-of" in arguments else TODAY
        code = cli.main((*arguments, *day, "--locale", "en"))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def kept(document: Document) -> str:
    """A document on the disk."""
    file = Path("plan.throughline")
    writing.write(file, writing.serialise(document.rows()), Files(), "test")
    return str(file)


def broken() -> Editor:
    document = samples.build("broken", a_context())
    return Editor(document, History(document), a_context(3))


def test_findings_are_printed_worst_first_and_end_in_1(run: Any) -> None:
    code, out, err = run("check", kept(broken().document))

    lines = out.splitlines()
    assert (code, err) == (1, "")
    assert lines[0] == "error: Nobody owns this service from end to end. [ownership.end_to_end] Borrow a book"
    assert lines[-1].startswith("Errors 4, warnings ")
    assert lines[-1].endswith(", dismissed 0, cannot run 2")
    assert [line for line in lines if line.startswith("cannot run: ")] == lines[-3:-1]
    assert len(lines) == len(report(broken()).findings) + 3


def test_the_level_asked_for_decides_on_the_exit_code(run: Any) -> None:
    # A step without cards is a note; that nobody owns the whole is an error, until somebody does.
    editor = an_editor()
    editor.add_step("stage_1", "Ask")
    file = kept(editor.document)
    assert [run("check", file, "--fail-on", level)[0] for level in ("error", "warning", "note")] == [1, 1, 1]

    editor.edit("blueprint_1", owner=editor.add(Owner, name="Head"))
    file = kept(editor.document)

    assert [run("check", file, "--fail-on", level)[0] for level in ("error", "warning", "note")] == [0, 0, 1]
    assert run("check", file)[0] == 0


def test_a_clean_blueprint_ends_in_0(run: Any) -> None:
    assert run("check", kept(broken().document), "--rule", "ownership.end_to_end")[0] == 1

    editor = an_editor()
    code, out, _ = run("check", kept(editor.document), "--rule", "structure.tray", "--fail-on", "note")

    assert (code, out) == (0, "Errors 0, warnings 0, notes 0, dismissed 0, cannot run 0\n")


def test_json_has_its_keys_in_order(run: Any) -> None:
    editor = broken()
    found = report(editor)
    wanted = next(finding for finding in found.findings if finding.check == "structure.empty_step")
    dismiss(editor, found, [wanted], "It is a pause.")

    code, out, _ = run("check", kept(editor.document), "--json")

    said = json.loads(out)
    assert code == 1
    assert list(said) == ["title", "asOf", "failOn", "failed", "counts", "findings", "dismissed", "cannot"]
    assert (said["title"], said["asOf"], said["failOn"], said["failed"]) == (
        "Borrow a book",
        "2026-11-23",
        "error",
        True,
    )
    assert list(said["counts"]) == ["error", "warning", "note", "dismissed", "cannot"]
    assert sum(said["counts"][name] for name in ("error", "warning", "note")) == len(said["findings"])
    first = said["findings"][0]
    assert list(first) == ["check", "severity", "message", "why", "subjects", "fix"]
    assert first["check"] == "ownership.end_to_end"
    assert list(first["subjects"][0]) == ["id", "kind", "name"]
    assert {each["check"] for each in (*said["findings"], *said["dismissed"])} == {check.id for check in CHECKS}
    (aside,) = said["dismissed"]
    assert list(aside)[-3:] == ["actor", "dated", "because"]
    assert (aside["actor"], aside["dated"], aside["because"]) == ("Ada", DAY.isoformat(), "It is a pause.")
    assert [each["check"] for each in said["cannot"]] == ["ownership.forum", "money.fail_point_cost"]
    assert run("check", kept(editor.document), "--json") == (1, out, "")


def test_today_is_what_as_of_says(run: Any) -> None:
    file = kept(samples.build("permit", a_context()))

    asked = ("check", file, "--rule", "evidence.review", "--fail-on", "warning")

    # Reviewed on 19 November 2026, quarterly: due on 19 February 2027.
    assert [run(*asked, "--as-of", day)[0] for day in ("2027-02-19", "2027-02-20")] == [0, 1]


def test_only_the_rules_asked_for_run(run: Any) -> None:
    _, out, _ = run("check", kept(broken().document), "--json", "--rule", "structure.tray", "--rule", "metrics.orphan")

    assert {each["check"] for each in json.loads(out)["findings"]} == {"structure.tray", "metrics.orphan"}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(("--rule", "ownership.all"), "ownership.all"), (("--fail-on", "grave"), "error, warning, note")],
)
def test_what_does_not_exist_is_refused(run: Any, arguments: tuple[str, ...], named: str) -> None:
    code, out, err = run("check", kept(broken().document), *arguments)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert named in err


def test_a_file_that_is_not_there_is_the_users_world(run: Any) -> None:
    code, out, err = run("check", "nowhere.throughline")

    assert (code, out) == (2, "")
    assert "nowhere.throughline" in err


def test_checking_leaves_the_file_as_it_is(run: Any) -> None:
    file = kept(broken().document)
    before = Path(file).read_bytes()

    run("check", file)

    assert Path(file).read_bytes() == before
