"""The table of speeds: it runs, every row stands beside its reference, and its last word follows the bars."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from benchmarks import floors, generate, rows_paper
from benchmarks.__main__ import NAMES, main
from benchmarks.bars import DESIGN, REQUIRED_NOW, Bar, By
from benchmarks.floor_cairo import cairo_here, cairo_poster
from benchmarks.runs import medians, summary
from benchmarks.screen import there_is_one
from benchmarks.table import Row, as_json, last_stored, line
from model.blueprint_map import map_composer
from model.layout.fonts import FontBook

# Rows that start other processes take seconds; one of them is enough to see that they work.
SLOW = {"start", "info", "memory", "durable L/S"}
# Beside programs that a machine may not have.
PEERS = ("poster-cairo", "poster-chromium")
QUICK = [name for name in NAMES if name not in SLOW.union(PEERS)]


def row(name: str, size: str, ours: float, floor: float) -> Row:
    return Row(name, size, ours, floor, "what", "against")


def test_quick_table_on_s_has_every_row_beside_its_reference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # given the small size and one run a row
    stored = tmp_path / "table.json"
    # when the table is printed and stored
    code = main(["--size", "S", "--times", "1", "--rows", *QUICK, "--json", str(stored)])
    # then each row is there once, has a figure and a reference, and ends in its verdict
    found = json.loads(stored.read_text(encoding="utf-8"))["rows"]
    assert code == 0
    assert [one["name"] for one in found] == QUICK
    assert all(one["ours"] > 0 and one["floor"] > 0 and one["against"] for one in found)
    printed = capsys.readouterr().out.splitlines()
    lines = [text for text in printed if text.split(" ")[0] in QUICK and text.split()[1] == "S"]
    assert [text.split()[-1] for text in lines] == [one["verdict"] for one in found]
    assert {one["verdict"] for one in found} <= {"ok", "MISS", "-"}


@pytest.mark.parametrize(
    ("bar", "ours", "floor", "reached"),
    [
        (Bar(3, By.RATIO), 30.0, 10.0, True),
        (Bar(3, By.RATIO), 30.1, 10.0, False),
        (Bar(25, By.MS), 25.0, 1.0, True),
        (Bar(25, By.MS), 25.1, 100.0, False),
        (Bar(100, By.ABOVE), 120.0, 20.0, True),
        (Bar(100, By.ABOVE), 120.1, 20.0, False),
    ],
)
def test_bar_limits_what_it_says(bar: Bar, ours: float, floor: float, reached: bool) -> None:
    assert bar.reached(ours, floor) is reached


def test_verdict_needs_every_bar_of_a_row() -> None:
    # given a row with a bar by ratio and one in milliseconds
    within, slow, far = (row("durable", "S", *figures) for figures in ((1.5, 0.5), (2.5, 1.0), (1.9, 0.1)))
    # then both must be kept
    assert [one.verdict(one.bars) for one in (within, slow, far)] == ["ok", "MISS", "MISS"]


def test_row_without_a_bar_ends_in_a_dash() -> None:
    assert line(row("read", "S", 1.0, 1.0), {}).split()[-1] == "-"


def test_every_bar_belongs_to_a_row_that_is_measured() -> None:
    assert DESIGN.keys() <= set(NAMES)
    assert REQUIRED_NOW.keys() <= DESIGN.keys()


def test_last_stored_table_is_compared_by_ratio(tmp_path: Path) -> None:
    # given two stored tables
    (tmp_path / "01.json").write_text(as_json([row("open", "S", 9.0, 1.0)]), encoding="utf-8")
    (tmp_path / "02.json").write_text(as_json([row("open", "S", 6.0, 2.0)]), encoding="utf-8")
    # when the last is looked up
    name, before = last_stored(tmp_path)
    # then it is the last by name, and its ratio stands in the line
    assert (name, before) == ("02.json", {("open", "S"): 3.0})
    assert "3.00" in line(row("open", "S", 8.0, 2.0), before).split()


def test_reference_that_is_not_here_gives_no_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a machine without cairo and Chromium
    monkeypatch.setattr(rows_paper, "cairo_here", lambda: None)
    monkeypatch.setattr(rows_paper, "chromium_here", lambda: "")
    stored = tmp_path / "table.json"
    # when the rows of these are printed and stored
    code = main(["--size", "S", "--times", "1", "--rows", *PEERS, "--json", str(stored)])
    # then each has our figure, says so of the other, and has neither ratio nor verdict
    found = json.loads(stored.read_text(encoding="utf-8"))["rows"]
    assert code == 0
    assert [(one["name"], one["ours"] > 0, one["floor"], one["verdict"]) for one in found] == [
        (name, True, None, "-") for name in PEERS
    ]
    lines = [text for text in capsys.readouterr().out.splitlines() if text.startswith(PEERS) and "not here" in text]
    assert len(lines) == len(PEERS)
    # and a later table compares with none of them
    assert last_stored(tmp_path) == ("table.json", {})


def test_runs_are_told_together_by_medians_and_by_the_worst() -> None:
    # given a row that reaches its bar in two of three runs, one that always does, one without a bar
    others = [row("pan", "S", 1.0, 1.0), row("read", "S", 7.0, 1.0)]
    runs = [[row("open", "L", ours, 10.0), *others] for ours in (9, 11, 8)]
    # when the runs are told together
    told = summary(runs)
    # then a bar counts as reached only if it always was, and what has none is not told
    assert [text.split()[0] for text in told] == ["open", "pan"]
    assert told[0].endswith("MISS in 1 of 3") and told[1].endswith("ok")
    assert "0.90 x" in told[0] and "1.10 x" in told[0]
    # and what is stored are the medians
    assert medians(runs) == [row("open", "L", 9, 10.0), *others]


def test_several_sizes_are_measured_by_a_process_each(tmp_path: Path) -> None:
    stored = tmp_path / "table.json"

    code = main(["--size", "S", "M", "--times", "1", "--rows", "impact", "--json", str(stored)])

    rows = json.loads(stored.read_text(encoding="utf-8"))["rows"]
    assert code == 0
    assert [(row["name"], row["size"], row["screen"]) for row in rows] == [("impact", size, False) for size in "SM"]
    assert all(row["ours"] > 0 and "touchpoints stop" in row["note"] for row in rows)


@pytest.mark.skipif(not there_is_one(), reason="Xvfb is not installed")
def test_rows_of_the_window_are_measured_in_a_real_one_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # given a row of the window and one that has none
    stored = tmp_path / "table.json"
    # when both are measured with a screen
    main(["--size", "S", "--times", "1", "--rows", "keystroke", "help", "--screen", "--json", str(stored)])
    # then the first is there twice, by name told apart
    found = json.loads(stored.read_text(encoding="utf-8"))["rows"]
    assert [(one["name"], one["screen"], one["ours"] > 0) for one in found] == [
        ("keystroke", False, True),
        ("help", False, True),
        ("keystroke", True, True),
    ]
    assert "keystroke X" in capsys.readouterr().out
    # and a later table compares the row in memory with that in memory
    name, before = last_stored(tmp_path)
    assert before["keystroke", "S"] == pytest.approx(found[0]["ours"] / found[0]["floor"])


def test_cairo_shows_the_same_sight(tmp_path: Path) -> None:
    # given a small map, and cairo on this machine
    cairo = cairo_here()
    if cairo is None:
        pytest.skip("needs cairo and FreeType")
    document, fonts = generate.size("S"), FontBook.bundled()
    picture = floors.picture_of(document, map_composer(document, fonts).drawing)
    # when it writes the poster
    cairo_poster(cairo, fonts, picture, tmp_path / "poster.pdf")
    # then the file has one page of that size, with every title's first word
    page = pypdf.PdfReader(tmp_path / "poster.pdf").pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (picture.width * 0.75, picture.height * 0.75), abs=0.1
    )
    assert {face.title.split()[0] for face in picture.faces} <= set(page.extract_text().split())
