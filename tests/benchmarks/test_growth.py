"""How figures grow: the slope over L and beyond, the bars, documents of the shape of L."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import generate, growth
from benchmarks.__main__ import NAMES
from benchmarks.growth import Grown, exponent
from benchmarks.table import Row
from model.document import Document
from model.elements import Card, Lane, Link, Step
from model.grid import steps


@pytest.mark.parametrize(
    ("taken", "slope"),
    [
        ({"L": 3.0, "2L": 3.0, "4L": 3.0}, 0.0),
        ({"S": 9.0, "L": 3.0, "2L": 6.0, "4L": 12.0}, 1.0),
        ({"L": 1.0, "2L": 4.0, "4L": 16.0}, 2.0),
        ({"L": 1.0, "4L": 4.0}, 1.0),
    ],
)
def test_the_exponent_is_the_slope_over_l_and_beyond(taken: dict[str, float], slope: float) -> None:
    assert exponent(taken) == pytest.approx(slope)


def test_one_size_has_no_exponent_and_no_verdict() -> None:
    row = Grown("save", {"S": 1.0, "M": 5.0, "L": 9.0}, {"S": 1.0, "M": 5.0, "L": 9.0})

    assert exponent(row.ours) is None
    assert growth.line(row, ("S", "M", "L"), {}).split()[-1] == "-"


@pytest.mark.parametrize(
    ("name", "at_4l", "verdict"),
    [
        ("move", 1.0, "ok"),
        ("move", 2.0, "MISS"),
        ("move apart", 2.0, "MISS"),
        ("save", 4.0, "ok"),
        ("save", 6.0, "MISS"),
    ],
)
def test_the_verdict_follows_the_bar(name: str, at_4l: float, verdict: str) -> None:
    row = Grown(name, {"L": 1.0, "4L": at_4l}, {"L": 1.0, "4L": 1.0})

    assert growth.line(row, ("L", "4L"), {}).split()[-1] == row.verdict == verdict


def test_every_bar_belongs_to_a_row_that_is_measured() -> None:
    assert set(growth.NAMES) <= set(NAMES)


def test_the_table_has_each_size_and_is_stored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # given two small sizes and two quick rows, and no table of before
    file = tmp_path / "growth.json"
    monkeypatch.setattr(growth, "STORED", tmp_path / "none")
    # when they are run
    code = growth.main(["--size", "S", "M", "--rows", "impact", "save", "--times", "1", "--json", str(file)])
    # then each row is there at both
    found = json.loads(file.read_text(encoding="utf-8"))
    assert (code, [row["name"] for row in found["rows"]]) == (0, ["impact", "save"])
    assert all(row["ours"].keys() == {"S", "M"} and row["verdict"] == "-" for row in found["rows"])
    assert len(capsys.readouterr().out.splitlines()) == 3


def a_row(name: str, size: str) -> Row:
    return Row(name, size, 3.0, 1.0, "", "")


def test_an_act_is_measured_apart_where_only_the_rest_of_the_map_grows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # given figures in place of L and of two of them, corner to corner
    file = tmp_path / "growth.json"
    monkeypatch.setattr(growth, "on_its_own", lambda wanted: [a_row(name, wanted.size) for name in wanted.names])
    # when rows are run at both
    growth.main(["--size", "L", "2xL", "--rows", "durable", "impact", "--times", "1", "--json", str(file)])
    # then the act has a row of its own for them, with an exponent, and what is no act has none
    rows = {row["name"]: row for row in json.loads(file.read_text(encoding="utf-8"))["rows"]}
    assert rows.keys() == {"durable", "impact", "durable apart"}
    assert rows["durable apart"]["ours"].keys() == {"L", "2xL"}
    assert rows["durable apart"]["exponent"] == 0.0
    assert rows["durable"]["ours"].keys() == rows["impact"]["ours"].keys() == {"L"}


def test_maps_corner_to_corner_share_no_lane_step_or_link() -> None:
    # given three maps in one
    document = Document(generate.rows(300, 400, 5, 3))
    cards = document.table(Card)
    # then each has its cards and links, and a lane, a step and a link are of one of them
    maps = {id: int(id.removeprefix("card_")) - 1 for id in cards}
    assert len(cards) == 900
    for field in ("lane", "step"):
        whose: dict[str, set[int]] = {}
        for id, card in cards.items():
            whose.setdefault(getattr(card, field), set()).add(maps[id] // 300)
        assert {len(found) for found in whose.values()} == {1}
    links = [(maps[link.source] // 300, maps[link.target] // 300) for link in document.table(Link).values()]
    assert len(links) == 1_200
    assert all(source == target for source, target in links)
    assert {source for source, _ in links} == {0, 1, 2}


def test_twice_l_has_the_shape_of_l() -> None:
    # given L and its double
    large, double = generate.size("L"), generate.size("2L")
    # then there is twice as much in it, as densely, two steps a lane
    for kind in (Card, Link):
        assert len(double.table(kind)) == 2 * len(large.table(kind))
    cells = [len(one.table(Step)) * len(one.table(Lane)) for one in (large, double)]
    assert cells[1] / cells[0] == pytest.approx(2, rel=0.02)
    assert len(double.table(Step)) / len(double.table(Lane)) == pytest.approx(2, rel=0.02)
    # and its links are as long
    assert across(double) == pytest.approx(across(large), rel=0.1)


def across(document: Document) -> float:
    """How many steps a link crosses, on average."""
    places = {step.id: place for place, step in enumerate(steps(document))}
    ends = [
        (document.need(Card, link.source).step, document.need(Card, link.target).step)
        for link in document.table(Link).values()
    ]
    return sum(abs(places[str(a)] - places[str(b)]) for a, b in ends) / len(ends)
