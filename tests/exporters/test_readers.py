"""What every reader has in common: derived ids, and a report that tells all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporters.readers.base import Entry, Report, derived_id, placed
from exporters.readers.report import report_groups, report_lines, report_plain
from model.elements import Blueprint, Card, Lane, Link, Stage, Step, Translation
from model.ids import is_id
from model.improvements import Uncertainty
from model.kinds import kinds
from model.messages import message
from model.record import Record
from model.registers import Consequence, FailPoint
from model.texts import Texts
from model.validate import fault_message, faults

SOUND = (Blueprint("bp"), Stage("stage", "a0"), Step("s1", "a0", stage="stage"), Step("s2", "a1", stage="stage"))
POINTS = (
    *(*SOUND, Card("c"), FailPoint("p", card="c"), FailPoint("q", card="c")),
    Consequence("a", fail_point="p"),
)
WHY = message("readers.csv.no_step_name")
REPORT = Report(
    "map.csv",
    "csv",
    (("tableRows", 4),),
    (("steps", 1), ("cards", 46)),
    (Entry("", "C1", WHY), Entry("map.csv", "", WHY)),
    (Entry("two\nlines", "A1", WHY),),
)


def test_a_derived_id_is_an_id_and_depends_on_every_part() -> None:
    found = {derived_id("card", *parts) for parts in [("a", "b"), ("ab", ""), ("", "ab"), ("a", "b", ""), ("é\ud800",)]}

    assert len(found) == 5
    assert all(is_id(id) for id in found)
    assert derived_id("card", "a") == derived_id("card", "a")


def test_records_are_counted_by_kind_in_file_order() -> None:
    rows = [Card("b"), Blueprint("bp"), Card("a"), Stage("s")]

    assert placed(rows) == (("blueprints", 1), ("stages", 1), ("cards", 2))


def test_every_kind_can_be_counted_in_words() -> None:
    assert all(Texts()(f"count.{kind.plural}", n=1).startswith("1 ") for kind in kinds())


def test_the_report_as_data_names_every_element() -> None:
    plain = report_plain(REPORT, Texts())

    assert list(plain) == ["source", "reader", "read", "placed", "inferred", "leftOut"]
    assert plain["placed"] == {"steps": 1, "cards": 46}
    assert plain["leftOut"] == [
        {"element": "two\nlines", "place": "A1", "why": "a step without a name", "code": "readers.csv.no_step_name"}
    ]


def test_the_report_as_text_is_one_line_an_element() -> None:
    lines = report_lines(REPORT, Texts())

    assert lines == [
        "Read from map.csv (csv): 4 rows",
        "Placed: 1 step, 46 cards",
        "Inferred: 2",
        "  C1 “”: a step without a name",
        "  a step without a name",
        "Left out: 1",
        "  A1 “two lines”: a step without a name",
    ]


def test_the_report_for_a_window_says_each_reason_once_and_what_was_left_out_first() -> None:
    # given elements with and without words, some of them called alike, one in a cell of a sheet
    nameless, outside = message("readers.csv.no_step_name"), message("readers.diagram.outside")
    inferred = (
        Entry("Ask", "x7f-1", outside),
        Entry("", "x7f-2", outside),
        Entry("Ask", "x7f-3", outside),
        Entry("Pay", "Map!B2", nameless),
        Entry("map.csv", "", message("readers.csv.title_from_name")),
    )
    report = replace(REPORT, inferred=inferred)
    # when it is put into sections
    groups = report_groups(report, Texts())
    # then ids of other programs, which nobody knows, are not in it
    assert groups == [
        ("In the blueprint: 1 step, 46 cards", ["From the file: 4 rows"]),
        ("Left out: 1", ["a step without a name: “two lines” (A1)"]),
        (
            "Taken for true (5): look at what matters",
            [
                "lies outside every lane: it waits in the tray: 2 × “Ask”, what has no words",
                "a step without a name: “Pay” (Map!B2)",
                "the blueprint's title is taken from the file's name",
            ],
        ),
    ]
    assert report_groups(replace(report, left_out=()), Texts())[1] == ("Left out: nothing", [])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (SOUND, []),
        (SOUND[1:], [("", "no_blueprint")]),
        ((*SOUND, Blueprint("other")), [("blueprints other", "second_blueprint")]),
        ((*SOUND, Card("stage")), [("cards stage.id", "duplicate_id")]),
        ((*SOUND, Card("c", extra="[]")), [("cards c", "bad_extra")]),
        ((*SOUND, Card("c", extra="{")), [("cards c", "bad_extra")]),
        ((*SOUND, Card("c", extra='{"id": 1}')), [("cards c", "bad_extra")]),
        ((*SOUND, Card("c", "a00")), [("cards c.order", "bad_order")]),
        ((*SOUND, Card("c", last_step="s1")), [("cards c.lastStep", "spans_back")]),
        (
            (*SOUND, Lane("l"), Card("c", lane="l", step="s2", last_step="s1")),
            [("cards c.lastStep", "spans_back")],
        ),
        ((*SOUND, Lane("l"), Card("c", lane="l", step="s1", last_step="s2")), []),
        (POINTS, []),
        ((*POINTS, Consequence("b", fail_point="p", parent="a")), []),
        ((*POINTS, Consequence("b", fail_point="p", parent="b")), [("consequences b.parent", "consequence_loop")]),
        (
            (*POINTS, Consequence("b", fail_point="p", parent="d"), Consequence("d", fail_point="p", parent="b")),
            [("consequences b.parent", "consequence_loop"), ("consequences d.parent", "consequence_loop")],
        ),
        ((*POINTS, Consequence("b", fail_point="q", parent="a")), [("consequences b.parent", "consequence_elsewhere")]),
        ((*SOUND, Translation("t", element="s1")), []),
        ((*SOUND, Translation("t", element="t")), [("translations t.element", "ring")]),
        (
            (*SOUND, Translation("t", element="u"), Uncertainty("u", element="t")),
            [("translations t.element", "ring"), ("uncertainties u.element", "ring")],
        ),
        ((*SOUND, Translation("t", element="gone")), [("translations t.element", "dangling")]),
        ((*SOUND, Link("k", source="s1")), [("links k.source", "wrong_kind"), ("links k.target", "no_reference")]),
    ],
)
def test_the_faults_of_rows_are_all_found(rows: tuple[Record, ...], found: list[tuple[str, str]]) -> None:
    assert [(fault.place, fault.why.id.rpartition(".")[2]) for fault in faults(rows)] == found
    assert all(Texts()(fault_message("f", fault)).startswith("f: ") for fault in faults(rows))
