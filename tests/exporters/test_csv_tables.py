"""CSV out, and back: registers by ids, the map as a matrix, and tables of others with one card a row."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli import main
from exporters import registry
from exporters.base import REDACT
from exporters.base import run as export
from exporters.readers.base import Reading, run
from exporters.readers.report import report_plain
from model import grid
from model.context import fixed_context
from model.document import Document, DocumentView
from model.elements import Card, CardChannel, CardSystem, Grounding, Lane, Role, Stage, Step
from model.errors import KnownError
from model.kinds import kinds, to_plain
from model.registers import Metric, Owner, Source, SourceKind, System
from model.samples import build
from model.tables import guarded, unguarded
from model.telling import told_of
from model.texts import Texts
from tests.exporters.strategies import documents
from tests.model.builders import DAY, a_context, a_grid

# The headings a service designer's own sheet has.
SHEET = """\
Stage;Step;Service layer;What happens;Responsible person or team;Time in minutes;Evidence status;Evidence note;Floor
Apply;Ask;Customer;Asks for a form;;;Observed;Shadowing in May;
;;Frontstage;Explains the form;Front desk;4.5;Assumed;nobody asked;1
;Send;Customer;Sends it;;soon;Hearsay;;
Decide;Check;Backstage;Checks it;Case team;12;Measured;Analytics of the portal;2
;;Archive robots;Files it;case TEAM;;Reported;Shadowing in May;
"""


def written(document: DocumentView, **options: str) -> bytes:
    return export(registry.exporter("csv"), document, a_context(), options).data


def read(folder: Path, data: bytes | str, into: DocumentView | None = None, **options: str) -> Reading:
    source = folder / "map.csv"
    source.write_bytes(data.encode() if isinstance(data, str) else data)
    return run(registry.reader("csv"), source, fixed_context(DAY), options, into)


def refusal(folder: Path, data: bytes | str, into: DocumentView | None = None, **options: str) -> str:
    with pytest.raises(KnownError) as caught:
        read(folder, data, into, **options)
    line = Texts()(caught.value.message)
    assert "\n" not in line
    return line


def codes(reading: Reading) -> list[str]:
    return [entry.why.id.rpartition(".")[2] for entry in (*reading.report.inferred, *reading.report.left_out)]


@given(st.text(alphabet="'=+-@\t\ra", max_size=6))
def test_a_guard_comes_off_exactly_once_whatever_the_text(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("delimiter", ["comma", "semicolon", "tab"])
@pytest.mark.parametrize(
    "plural", ["cards", "links", "owners", "metrics", "readings", "improvements", "stages", "lanes"]
)
def test_a_register_goes_out_and_comes_back_unchanged(tmp_path: Path, plural: str, delimiter: str) -> None:
    document = build("permit", a_context())

    reading = read(tmp_path, written(document, table=plural, delimiter=delimiter), document)

    assert reading.change is not None and reading.change.deltas == ()
    assert reading.report.left_out == ()


@given(document=documents(), kind=st.sampled_from([kind.plural for kind in kinds()]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_table_is_read_back_by_its_ids(tmp_path: Path, document: Document, kind: str) -> None:
    # given texts without control characters, which a table of text does not promise to carry
    data = written(document, table=kind)
    if any(mark in data for mark in (b"\0", b"\r\r", b"\x0b")) or data.count(b"\r") != data.count(b"\r\n"):
        return

    reading = read(tmp_path, data, document, table=kind, delimiter="comma", layout="table")

    assert reading.change is not None
    assert [told.fields for told in told_of(reading.change)] == []


def test_an_edited_table_changes_what_was_edited(tmp_path: Path) -> None:
    # given the table of owners with a cost changed, a new row, and the rows of others gone
    document = build("permit", a_context())
    rows = list(csv.reader(io.StringIO(written(document, table="owners").decode("utf-8-sig"))))
    owner = document.need(Owner, rows[1][0])
    cost = rows[0].index("Cost an hour")
    rows = [rows[0], rows[1], ["", "Porter", *[""] * (len(rows[0]) - 2)]]
    rows[1][cost] = "99.50"
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)

    reading = read(tmp_path, stream.getvalue(), document)
    # then that one cell and the new row are the change: a table of text deletes nothing
    assert reading.change is not None
    told = {each.row.id: tuple(one.name for one in each.fields) for each in told_of(reading.change)}
    (new,) = told.keys() - {owner.id}
    assert told == {owner.id: ("hourly_cost",), new: ()}


def test_readings_come_in_without_ids_once(tmp_path: Path) -> None:
    # given a metric, and a table of its readings as another system gives it
    blueprint = a_grid((1,))
    metric = blueprint.editor.add(Metric, name="Satisfaction")
    table = "Metric,Date,Value,Sample size\nSatisfaction,2026-01-31,7.5,120\nsatisfaction,2026-02-28,8,\n"

    reading = read(tmp_path, table, blueprint.document)
    # then there are two readings, and reading the file again makes no others
    assert reading.change is not None
    made = [delta.after for delta in reading.change.deltas]
    assert [(row.metric, row.value, row.sample_size) for row in made] == [
        (metric, Decimal("7.5"), 120),
        (metric, Decimal(8), None),
    ]
    blueprint.editor.history.push(reading.change)
    again = read(tmp_path, table, blueprint.document)
    assert again.change is not None and again.change.deltas == ()
    assert "nobody is called" in refusal(tmp_path, table.replace("satisfaction", "Speed"), blueprint.document)


@pytest.mark.parametrize("layout", ["lanes-in-rows", "lanes-in-columns"])
def test_the_map_as_a_matrix_reads_as_the_same_map(tmp_path: Path, layout: str) -> None:
    document = build("permit", a_context())

    found = Document(read(tmp_path, written(document, table="matrix", layout=layout)).rows)

    def shape(of: DocumentView) -> list[tuple[str, list[list[str]]]]:
        steps = grid.steps(of)
        return [
            (lane.title, [[card.title for card in grid.cell(of, lane.id, step.id)] for step in steps])
            for lane in grid.lanes(of)
        ]

    assert shape(found) == shape(document)
    assert [step.title for step in grid.steps(found)] == [step.title for step in grid.steps(document)]
    assert [stage.title for stage in grid.stages(found)] == [stage.title for stage in grid.stages(document)]


def test_a_matrix_says_what_it_cannot_hold() -> None:
    # given a card in the tray and one over two steps
    blueprint = a_grid((2,))
    blueprint.editor.add_card(None, None, "Somewhere")
    wide = blueprint.card(1, 0, "Waits")
    rows = [replace(row, last_step=blueprint.steps[1]) if row.id == wide else row for row in blueprint.document.rows()]

    result = export(registry.exporter("csv"), Document(rows), a_context(), {"table": "matrix"})

    assert [finding.id for finding in result.findings] == ["sheet.tray", "sheet.spanning"]


def test_one_row_a_card_with_the_headings_people_have(tmp_path: Path) -> None:
    reading = read(tmp_path, SHEET)
    document = Document(reading.rows)
    # then stages, steps and lanes stand in the order of the rows, with what merged cells left empty from above
    assert [stage.title for stage in grid.stages(document)] == ["Apply", "Decide"]
    assert [step.title for step in grid.steps(document)] == ["Ask", "Send", "Check"]
    assert [(lane.title, lane.role) for lane in document.where(Lane)] == [
        ("Customer", Role.CUSTOMER),
        ("Frontstage", Role.FRONTSTAGE),
        ("Backstage", Role.BACKSTAGE),
        ("Archive robots", Role.SUPPORT),
    ]
    cards = {card.title: card for card in document.where(Card)}
    explains, sends, checks = cards["Explains the form"], cards["Sends it"], cards["Checks it"]
    assert document.need(Step, explains.step).title == "Ask"
    # and each card says who, how long and how well it is known
    assert document.need(Owner, explains.owner).name == "Front desk"
    assert explains.work_minutes == Decimal("4.5")
    assert (explains.grounding, explains.notes, explains.sources) == (Grounding.ASSUMED, "nobody asked", ())
    assert cards["Files it"].owner == checks.owner
    assert checks.grounding is Grounding.MEASURED
    assert document.need(Source, checks.sources[0]).kind is SourceKind.ANALYTICS
    assert cards["Asks for a form"].sources == cards["Files it"].sources
    # and what has no place of its own is kept, not dropped
    assert json.loads(explains.extra) == {"x-Floor": "1"}
    assert json.loads(sends.extra) == {"x-Evidence status": "Hearsay", "x-Time in minutes": "soon"}
    assert [entry.place for entry in reading.report.left_out] == ["F4", "G4"]
    assert dict(reading.report.mapping)["What happens"] == "title" and dict(reading.report.mapping)["Floor"] == "keep"


def test_cards_come_into_the_steps_and_lanes_that_are_there(tmp_path: Path) -> None:
    # given an open document with the lane, the step and the team of a row
    blueprint = a_grid((2,))
    team = blueprint.editor.add(Owner, name="Case team")
    table = "Step,Lane,What happens,Owner,System\nStep 2,Lane backstage,Checks,case team,Archive; Portal\n"
    table = table.replace("Step,Lane", "Stage,Step,Lane").replace("Step 2,Lane", ",Step 2,Lane")

    reading = read(tmp_path, table, blueprint.document)
    # then only the card and the systems are new
    blueprint.editor.history.push(reading.change)
    (card,) = blueprint.document.where(Card)
    assert (card.lane, card.step, card.owner) == (blueprint.lanes[3], blueprint.steps[1], team)
    assert [system.name for system in blueprint.document.where(System)] == ["Archive", "Portal"]
    assert len(blueprint.document.where(CardSystem, card=card.id)) == 2
    assert len(blueprint.document.where(Stage)) == 1 and not blueprint.document.where(CardChannel)
    # and a second reading of the same file is no change
    again = read(tmp_path, table, blueprint.document)
    assert again.change is not None and again.change.deltas == ()


def test_a_mapping_is_said_kept_and_used_again(tmp_path: Path) -> None:
    # given a table whose headings say nothing, read by a mapping on the command line
    table = tmp_path / "odd.csv"
    table.write_text("Was,Wo,Wann,Blah\nFragt,Customer,Erst,secret\n")
    out, report = tmp_path / "plan.throughline", tmp_path / "report.json"
    columns = "columns=Was=title;Wo=lane;Wann=step;Blah=skip"
    assert main(["import", str(table), "-o", str(out), "-O", columns, "--report", str(report)]) == 0
    # then its report holds the mapping, and does for the next table
    held = json.loads(report.read_text())
    assert held["mapping"] == {"Was": "title", "Wo": "lane", "Wann": "step", "Blah": "skip"}
    again = run(registry.reader("csv"), table, fixed_context(DAY), {"map": str(report)})
    document = Document(again.rows)
    assert [card.title for card in document.where(Card)] == ["Fragt"]
    assert "secret" not in json.dumps([to_plain(row) for row in document.rows()])
    assert report_plain(again.report, Texts())["mapping"] == held["mapping"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"columns": "What happens=colour"}, "cannot hold “colour”"),
        ({"columns": "Stage=title;Step=title"}, "two columns"),
        ({"columns": "nonsense"}, "is no mapping"),
        ({"layout": "cards", "columns": "What happens=notes"}, "no column holds what happens"),
        ({"map": "gone.json"}, "no such file"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(tmp_path: Path, options: dict[str, str], why: str) -> None:
    assert why in refusal(tmp_path, SHEET, **options)


def test_a_file_that_holds_no_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"columns": [1]}')

    assert "holds no mapping" in refusal(tmp_path, SHEET, map=str(tmp_path / "m.json"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_of_spreadsheets_are_read(tmp_path: Path, encoding: str) -> None:
    data = SHEET.replace("Front desk", "Büro").encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data

    document = Document(read(tmp_path, data).rows)

    assert "Büro" in {owner.name for owner in document.where(Owner)}


def test_a_table_that_fits_several_registers_asks_which(tmp_path: Path) -> None:
    blueprint = a_grid((1,))

    line = refusal(tmp_path, "Id,Notes\nx,y\n", blueprint.document)
    by_id = read(tmp_path, f"Id,Notes\n{blueprint.lanes[0]},y\n", blueprint.document)

    assert "-O table=NAME" in line
    assert by_id.change is not None and [delta.id for delta in by_id.change.deltas] == [blueprint.lanes[0]]


def test_the_dialog_has_words_for_every_choice() -> None:
    texts = Texts()
    # What is left out the window offers part by part, in words of its own (`app.export_offer`).
    options = [each for each in registry.exporter("csv").options if each != REDACT]
    for option in (*options, *registry.reader("csv").options):
        assert all(f"window.option.{option.name}.{choice}" in texts for choice in option.choices), option.name
