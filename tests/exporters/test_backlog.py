"""The backlog for trackers: their columns to the letter, ranked, guarded, in the document's language (R35)."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.programs import FOLDER
from exporters import registry
from exporters.base import ExportResult, run
from model.analysis.backlog import Kind, Level, backlog, levels
from model.document import DocumentView
from model.errors import KnownError
from model.improvements import (
    BenefitClass,
    Cause,
    Effect,
    EffectKind,
    HypothesisResult,
    Improvement,
    ImprovementStatus,
)
from model.registers import Consequence, FailPoint, Metric, Owner, OwnerKind
from model.samples import build
from model.texts import Texts
from tests.model.builders import Grid, a_context, a_grid

CUSTOMER, BACK = 1, 3
FLAVOURS = ("jira", "azure", "linear", "github")
LINEAR = "@linear/import/dist/cli.cjs"


def exported(document: DocumentView, flavour: str, **options: str) -> ExportResult:
    """The export of a document for a tracker."""
    return run(registry.exporter("backlog"), document, a_context(), {"flavour": flavour, **options})


def table(document: DocumentView, flavour: str, **options: str) -> list[list[str]]:
    """The rows of an export, heads first."""
    return list(csv.reader(io.StringIO(exported(document, flavour, **options).data.decode("utf-8"), newline="")))


def a_failing_service(**blueprint: object) -> tuple[Grid, dict[str, str]]:
    """A check that fails for two causes, and an improvement that acts on one of them."""
    grid = a_grid((2,), volume=1000, segment="Resident", **blueprint)
    editor = grid.editor
    ids = {"action": grid.card(CUSTOMER, 0, "Sends papers"), "check": grid.card(BACK, 0, "Check")}
    ids["fail"] = editor.add(
        FailPoint,
        card=ids["check"],
        expected="Papers are accepted at once.",
        delivered="One in ten is refused",
        cause="Nobody says which count",
        rate=Decimal("0.1"),
    )
    ids["rework"] = editor.add(
        Consequence, fail_point=ids["fail"], name="Second check", number=Decimal(1), unit_cost=Decimal(20)
    )
    ids["cause"] = editor.add(Cause, fail_point=ids["fail"], name="No list")
    ids["ada"] = editor.add(Owner, name="Ada", kind=OwnerKind.PERSON)
    ids["metric"] = editor.add(Metric, name="Accepted", target=Decimal(95), unit="%")
    ids["fix"] = editor.add(
        Improvement,
        name="A list",
        change="A list says what counts",
        expected="Fewer are refused",
        owner=ids["ada"],
        metric=ids["metric"],
        guardrails=(ids["metric"],),
        status=ImprovementStatus.APPROVED,
    )
    ids["cut"] = editor.add(
        Effect, improvement=ids["fix"], target=ids["cause"], kind=EffectKind.FAILURE_RATE, amount=Decimal("0.6")
    )
    return grid, ids


def test_a_fail_point_gets_a_story_of_step_action_and_failure() -> None:
    grid, ids = a_failing_service()

    (item,) = (item for item in backlog(grid.document) if item.kind is Kind.FAIL_POINT)

    texts = Texts()
    assert texts.value(item.title) == "Check: One in ten is refused"
    assert [texts.value(line) for line in item.story] == [
        "As a customer (“Resident”), in the step “Step 1” (“Sends papers”), I want this: Papers are accepted at once.",
        "Today: One in ten is refused.",
        "Cause: Nobody says which count.",
    ]
    assert [texts.value(line) for line in item.acceptance] == [
        "In the step “Step 1” (“Sends papers”): Papers are accepted at once.",
        "Less than 10 % of “Check” fails, which is today's rate.",
        "This follows less often than today: Second check.",
    ]
    assert (item.worth, item.steps, item.cards) == (2000, (grid.steps[0],), (ids["check"],))
    assert item.parent == ids["fix"]


def test_an_improvement_gets_its_story_from_what_it_changes() -> None:
    grid, ids = a_failing_service()

    (item,) = (item for item in backlog(grid.document) if item.kind is Kind.IMPROVEMENT)

    texts = Texts()
    assert [texts.value(line) for line in item.story] == [
        "As a customer (“Resident”), in the step “Step 1” (“Sends papers”), I want this: A list says what counts.",
        "Expected: Fewer are refused.",
        "Today: One in ten is refused.",
    ]
    assert [texts.value(line) for line in item.acceptance] == [
        "Failures of “No list” fall by 60 %.",
        "“Accepted” reaches 95 %.",
        "“Accepted” stays within its tolerance.",
    ]
    assert (item.worth, item.steps, item.cards) == (1200, (grid.steps[0],), (ids["check"],))


def test_what_somebody_wrote_takes_the_place_of_what_is_made() -> None:
    grid, ids = a_failing_service()
    grid.editor.edit(ids["fix"], story="As Ada I want a list.", acceptance="It is there.\n\nIt is right.")

    (item,) = (item for item in backlog(grid.document) if item.id == ids["fix"])

    assert item.story == ("As Ada I want a list.",)
    assert item.acceptance == ("It is there.", "It is right.")


def test_items_are_ranked_by_money_and_what_nobody_can_say_comes_last() -> None:
    grid, ids = a_failing_service()
    blank = grid.editor.add(FailPoint, card=ids["check"])
    big = grid.editor.add(Improvement, name="Big")
    yearly = {"kind": EffectKind.YEARLY, "amount": Decimal(5000), "benefit": BenefitClass.CAPACITY}
    grid.editor.add(Effect, improvement=big, **yearly)

    items = backlog(grid.document)

    assert [item.id for item in items] == [big, ids["fail"], ids["fix"], blank]
    assert levels(items) == {
        big: Level.HIGH,
        ids["fix"]: Level.MEDIUM,
        ids["fail"]: Level.HIGH,
        blank: Level.NONE,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"status": ImprovementStatus.DROPPED},
        {"status": ImprovementStatus.LIVE},
        {"result": HypothesisResult.REJECTED},
    ],
)
def test_what_is_done_or_given_up_is_no_work(fields: dict[str, object]) -> None:
    grid, ids = a_failing_service()
    grid.editor.edit(ids["fix"], **fields)

    (item,) = backlog(grid.document)

    assert (item.id, item.parent) == (ids["fail"], None)


def test_jira_gets_parents_first_and_a_column_for_each_label() -> None:
    grid, ids = a_failing_service()

    heads, *rows = table(grid.document, "jira")

    assert heads == ["Issue Type", "Issue ID", "Summary", "Parent", "Description", "Labels", "Labels", "Labels"]
    assert [row[:4] for row in rows] == [
        ["Epic", "1", "A list", ""],
        ["Story", "2", "Check: One in ten is refused", "1"],
    ]
    assert [row[5:] for row in rows] == [
        ["improvement", grid.steps[0], ids["check"]],
        ["fail-point", grid.steps[0], ids["check"]],
    ]


def test_azure_gets_no_id_no_state_and_nobody_assigned() -> None:
    grid, ids = a_failing_service()

    heads, *rows = table(grid.document, "azure")

    assert heads == ["Work Item Type", "Title", "Description", "Tags"]
    assert [row[:2] for row in rows] == [["Issue", "Check: One in ten is refused"], ["Epic", "A list"]]
    assert rows[0][3] == f"fail-point; {grid.steps[0]}; {ids['check']}"


def test_linear_gets_its_seven_columns() -> None:
    grid, ids = a_failing_service()

    heads, *rows = table(grid.document, "linear")

    assert heads == ["Title", "Description", "Status", "Priority", "Estimate", "Assignee", "Labels"]
    assert [row[2:] for row in rows] == [
        ["Backlog", "High", "", "", f"fail-point, {grid.steps[0]}, {ids['check']}"],
        ["Todo", "High", "", "Ada", f"improvement, {grid.steps[0]}, {ids['check']}"],
    ]


def test_github_gets_title_body_and_labels() -> None:
    grid, ids = a_failing_service()

    heads, *rows = table(grid.document, "github")

    assert heads == ["title", "body", "labels"]
    assert rows[1][2] == f"improvement,{grid.steps[0]},{ids['check']}"
    assert rows[1][1].splitlines() == [
        "As a customer (“Resident”), in the step “Step 1” (“Sends papers”), I want this: A list says what counts.",
        "Expected: Fewer are refused.",
        "Today: One in ten is refused.",
        "",
        "Acceptance criteria:",
        "",
        "- Failures of “No list” fall by 60 %.",
        "- “Accepted” reaches 95 %.",
        "- “Accepted” stays within its tolerance.",
        "",
        "Brings 1,200 EUR a year.",
        f"Steps: Step 1 ({grid.steps[0]})",
        f"Cards: Check ({ids['check']})",
        "Owner: Ada",
    ]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_lines_end_as_importers_want_them_and_text_is_utf_8(flavour: str) -> None:
    grid, ids = a_failing_service()
    grid.editor.rename(ids["check"], "Prüfung")

    data = exported(grid.document, flavour).data

    assert "Prüfung" in data.decode("utf-8") and not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n") and len(data.split(b"\r\n")) == 4


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_text_that_a_spreadsheet_would_compute_is_guarded(flavour: str, sign: str) -> None:
    grid, ids = a_failing_service()
    grid.editor.edit(ids["fix"], name=f"{sign}cmd|' /C calc'!A0", story=f"{sign}1+1")
    heads, *rows = table(grid.document, flavour)

    cells = [cell for row in rows for cell in row]

    assert f"'{sign}cmd|' /C calc'!A0" in cells
    assert any(cell.startswith(f"'{sign}1+1\n") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_azure_takes_a_thousand_rows_and_is_told_what_is_left_out() -> None:
    grid, ids = a_failing_service()
    for _ in range(1001):
        grid.editor.add(FailPoint, card=ids["check"])

    found = exported(grid.document, "azure")

    assert len(table(grid.document, "azure")) == 1001
    assert [Texts()(finding) for finding in found.findings] == [
        "Azure Boards imports at most 1,000 rows: the 3 items worth least are left out. Export by stage."
    ]
    assert not exported(grid.document, "jira").findings


def test_a_long_title_is_cut_and_that_is_said() -> None:
    grid, ids = a_failing_service()
    grid.editor.edit(ids["fix"], name="Long " * 80)

    found = exported(grid.document, "github")

    assert max(len(row[0]) for row in table(grid.document, "github")) <= 255
    assert len(found.findings) == 1 and "255" in Texts()(found.findings[0])


def test_one_stage_can_be_exported_alone() -> None:
    grid = a_grid((1, 1))
    for step in (0, 1):
        grid.editor.add(FailPoint, card=grid.card(BACK, step, f"Check {step}"))

    assert [row[0] for row in table(grid.document, "github", stage="2")[1:]] == ["“Check 1” fails"]
    with pytest.raises(KnownError):
        exported(grid.document, "github", stage="9")


def test_an_empty_backlog_says_so() -> None:
    found = exported(a_grid().document, "jira")

    assert found.data == b"Issue Type,Issue ID,Summary,Parent,Description\r\n"
    assert Texts()(found.findings[0])


def test_the_backlog_is_in_the_language_of_the_document() -> None:
    grid, _ = a_failing_service(language="de")

    body = table(grid.document, "github")[1][1]

    assert "Abnahmekriterien:" in body and "Kostet 2.000 EUR im Jahr." in body


@pytest.mark.parametrize("name", ["permit", "outpatient"])
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_samples_give_a_row_for_each_item(name: str, flavour: str) -> None:
    document = build(name, a_context())

    heads, *rows = table(document, flavour)

    assert len(rows) == len(backlog(document)) and all(len(row) == len(heads) for row in rows)


def linear_bundle() -> Path | None:
    """The bundle of Linear's importer, where `.ci/consumers` puts it."""
    file = FOLDER / "node_modules" / LINEAR
    return file if file.is_file() else None


def test_linear_reads_the_backlog_with_its_own_importer(tmp_path: Path) -> None:
    node, bundle = shutil.which("node"), linear_bundle()
    if node is None or bundle is None:
        pytest.skip("needs node, and @linear/import: run .ci/consumers")
    grid, ids = a_failing_service()
    grid.editor.edit(ids["fix"], name="=1+1", story="-2 papers")
    target = tmp_path / "backlog.csv"
    target.write_bytes(exported(grid.document, "linear").data)

    script = Path(__file__).with_name("linear_import.cjs")
    read = subprocess.run([node, str(script), str(bundle), str(target)], capture_output=True, text=True, check=True)

    issues = json.loads(read.stdout)["issues"]
    assert [issue["title"] for issue in issues] == ["Check: One in ten is refused", "=1+1"]
    assert issues[1]["description"].startswith("-2 papers\n\nAcceptance criteria:\n\n- Failures")
    assert [issue["priority"] for issue in issues] == [2, 2]
    assert [issue["status"] for issue in issues] == ["Backlog", "Todo"]
    assert issues[0]["labels"] == ["fail-point", grid.steps[0], ids["check"]]
