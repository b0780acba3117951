"""The table beside the peers: what is wanted decides its last word, and a peer that is missing says how to get it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from benchmarks import programs
from benchmarks.peers import __main__ as peers
from benchmarks.peers import rows as peer_rows
from benchmarks.peers.rows import BPMN, DRAWIO, ORANGE, PEERS, PeerRow, workflow
from benchmarks.stage import staged
from model.elements import Card, Link


def row(act: str, size: str, peer: str, ours: float, theirs: float) -> PeerRow:
    return PeerRow(act, size, peer, ours, theirs)


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (row("open", "L", BPMN, 10.0, 150.0), "ok"),
        (row("open", "L", BPMN, 10.0, 149.0), "MISS"),
        (row("pan", "L", DRAWIO, 10.0, 500.0), "MISS"),
        (row("move", "L", DRAWIO, 10.0, 120.0), "ok"),
        (row("open", "M", BPMN, 10.0, 10.0), "-"),
        (row("open", "L", ORANGE, 10.0, 10.0), "-"),
    ],
)
def test_verdict_follows_how_many_times_faster_we_mean_to_be(one: PeerRow, verdict: str) -> None:
    assert peers.line(one, {}).split()[-1] == one.verdict == verdict


def test_a_peer_that_is_missing_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # given a machine with none of them
    monkeypatch.setattr(programs, "FOLDER", tmp_path)
    monkeypatch.setattr(peers, "ours", lambda _: {})
    # when the table is printed and stored
    code = peers.main(["--size", "S", "--json", str(tmp_path / "table.json")])
    # then each has a line with what to do, and so has the file
    assert code == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("-")]
    assert [line.split()[2] for line in lines] == list(PEERS)
    assert all("is not here" in line and "make peers" in line for line in lines)
    found = json.loads((tmp_path / "table.json").read_text(encoding="utf-8"))
    assert (found["rows"], list(found["missing"])) == ([], [f"{peer} S" for peer in PEERS])


def test_what_a_peer_answers_stands_beside_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a peer that answers, and figures of ours
    monkeypatch.setitem(PEERS, BPMN, lambda _: {"still": 33.0, "open": 800.0, "pan": 400.0, "move": 160.0})
    own = {"open": 40.0, "whole": 40.0, "keystroke": 9.0, "move": 10.0}
    monkeypatch.setattr(peers, "ours", lambda _: own)
    # when it is measured
    missing: dict[str, str] = {}
    with staged("L", 1) as stage:
        (found,) = peers.measured(stage, [BPMN], {("open", "L", BPMN): 19.0}, missing)
    # then each of its acts has a row with our figure
    assert [(one.act, one.ours, one.verdict) for one in found] == [
        ("open", 40.0, "ok"),
        ("pan", 40.0, "ok"),
        ("move", 10.0, "ok"),
    ]
    assert not missing


def test_the_workflow_for_orange_has_every_card_and_link() -> None:
    with staged("S", 1) as stage:
        root = fromstring(workflow(stage))

        assert len(root.findall("nodes/node")) == len(stage.document.table(Card))
        assert len(root.findall("links/link")) == len(stage.document.table(Link))
        assert len({node.get("position") for node in root.iter("node")}) == len(stage.document.table(Card))


def test_every_act_of_a_peer_is_answered_by_a_row_of_ours() -> None:
    assert {act for _, act in peer_rows.WANTED} <= peer_rows.OURS.keys()
