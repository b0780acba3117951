"""The rows beside the peers: what each takes for the same map, and ours from the same run."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from benchmarks import programs, rows_window
from benchmarks.bare_scene import VIEW
from benchmarks.stage import Stage
from exporters import registry
from exporters.base import run as export
from model.blueprint_map import map_composer
from model.elements import Card, Link

HERE = Path(__file__).parent
# What it may take a peer to answer for one map before it is given up.
PATIENCE = 1800.0
BPMN, DRAWIO, ORANGE = "bpmn-js", "draw.io", "orange-canvas"
# What is measured, and by which row of `make bench` we answer for it.
OURS = {"open": "open", "pan": "whole", "scroll": "whole", "retitle": "keystroke", "move": "move"}
# How many times faster than a peer we mean to be at L.
WANTED = {
    (BPMN, "open"): 15.0,
    (DRAWIO, "open"): 15.0,
    (BPMN, "pan"): 8.0,
    (DRAWIO, "pan"): 60.0,
    **{(peer, edit): 12.0 for peer in (BPMN, DRAWIO) for edit in ("retitle", "move")},
}


class PeerRow(NamedTuple):
    """One act on one map in one peer; milliseconds."""

    act: str
    size: str
    peer: str
    ours: float
    theirs: float

    @property
    def faster(self) -> float:
        """How many times faster we are."""
        return self.theirs / self.ours

    @property
    def wanted(self) -> float | None:
        """How many times faster we mean to be."""
        return WANTED.get((self.peer, self.act)) if self.size == "L" else None

    @property
    def verdict(self) -> str:
        """`ok`, `MISS`, or `-` where nothing is wanted."""
        if self.wanted is None:
            return "-"
        return "ok" if self.faster >= self.wanted else "MISS"


class Failed(Exception):
    """A peer that is here did not answer."""


def bpmn_js(stage: Stage) -> Mapping[str, float]:
    """The Modeler in Chromium, with our BPMN."""
    programs.package("bpmn-js")
    return _in_browser(stage, "bpmn_js.mjs", "bpmn", {})


def drawio(stage: Stage) -> Mapping[str, float]:
    """draw.io in Chromium, with our diagram."""
    with programs.served(programs.drawio_app()) as address:
        return _in_browser(stage, "drawio.mjs", "drawio", {"address": address})


def _in_browser(stage: Stage, script: str, exporter: str, more: Mapping[str, str]) -> Mapping[str, float]:
    programs.package("playwright-core")
    written = export(registry.exporter(exporter), stage.document, stage.context, {}).data.decode()
    width, height = VIEW
    job = {
        "browser": programs.browser(),
        "xml": written,
        "card": _in_the_middle(stage),
        "times": _turns(stage),
        "often": stage.often(15),
        "width": width,
        "height": height,
        **more,
    }
    try:
        found: dict[str, float] = programs.run_node(HERE / script, job, stage.folder, PATIENCE)
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        raise Failed(str(error)) from error
    return found


def orange(stage: Stage) -> Mapping[str, float]:
    """orange-canvas-core in Qt: nodes where our cards lie, by their titles."""
    python = programs.orange_python()
    file = stage.folder / "map.ows"
    file.write_bytes(workflow(stage))
    card = list(stage.document.table(Card)).index(_in_the_middle(stage))
    arguments = map(str, (file, card, *VIEW, _turns(stage), stage.often(15)))
    try:
        done = subprocess.run(
            [python, HERE / "orange_canvas.py", *arguments],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"no answer within {PATIENCE:g} s") from error
    except subprocess.CalledProcessError as error:
        raise Failed(str(error.stderr)[-3000:]) from error
    found: dict[str, float] = json.loads(done.stdout)
    return found


PEERS: Mapping[str, Callable[[Stage], Mapping[str, float]]] = {BPMN: bpmn_js, DRAWIO: drawio, ORANGE: orange}


def ours(stage: Stage) -> dict[str, float]:
    """Our own figures, by the names of the rows of `make bench`."""
    measures = (rows_window.opening, rows_window.frames, rows_window.edits)
    return {row.name: row.ours for measure in measures for row in measure(stage)}


def beside(stage: Stage, peer: str, own: Mapping[str, float], theirs: Mapping[str, float]) -> Iterator[PeerRow]:
    """A peer's figures, each beside ours."""
    for act, row in OURS.items():
        if act in theirs:
            yield PeerRow(act, stage.size, peer, own[row], theirs[act])


def _turns(stage: Stage) -> int:
    """How often a peer opens the map: a large one takes it minutes."""
    return max(1, stage.times // 2) if stage.size == "L" else stage.times


def _in_the_middle(stage: Stage) -> str:
    """The card that is edited, as in our own rows."""
    cards = sorted(id for id, card in stage.document.table(Card).items() if card.lane is not None)
    return cards[len(cards) // 2]


def workflow(stage: Stage) -> bytes:
    """The map as Orange keeps a workflow: there is no exporter of ours for it."""
    drawing = map_composer(stage.document, stage.fonts).drawing
    root = ElementTree.Element("scheme", version="2.0", title="", description="")
    nodes, links = ElementTree.SubElement(root, "nodes"), ElementTree.SubElement(root, "links")
    numbers: dict[str, str] = {}
    for id, card in stage.document.table(Card).items():
        numbers[id] = str(len(numbers))
        box = drawing.box(id)
        about: dict[str, Any] = {
            "id": numbers[id],
            "name": "Card",
            "qualified_name": "orangecanvas.scheme.node",
            "project_name": "",
            "version": "",
            "title": card.title,
            "position": f"({box.x}, {box.y})" if box else "(0, 0)",
        }
        ElementTree.SubElement(nodes, "node", about)
    for number, link in enumerate(stage.document.table(Link).values()):
        about = {
            "id": str(number),
            "source_node_id": numbers[link.source],
            "sink_node_id": numbers[link.target],
            "source_channel": "out",
            "sink_channel": "in",
            "enabled": "true",
        }
        ElementTree.SubElement(links, "link", about)
    for name in ("annotations", "thumbnail", "node_properties"):
        ElementTree.SubElement(root, name)
    return ElementTree.tostring(root)
