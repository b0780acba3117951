"""An example of a package that adds formats: a blueprint as an outline of plain text, written and read.

Its `entry_points.txt` names them:

    [throughline.formats]
    outline = outline_format:EXPORTER
    outline-in = outline_format:READER
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exporters.base import Exporter, ExportRequest, ExportResult
from exporters.readers.base import Entry, Reader, Reading, derived_id, finish, load
from model import grid
from model.context import Context
from model.document import DocumentView
from model.elements import Blueprint, Stage, Step
from model.ids import spread
from model.messages import message
from model.record import Record

HEAD = "outline of a service"


def export(request: ExportRequest) -> ExportResult:
    """One line a stage, and an indented one a step."""
    lines = [HEAD]
    for stage in grid.stages(request.document):
        lines.append(stage.title)
        lines += [f"  {step.title}" for step in request.document.where(Step, stage=stage.id)]
    return ExportResult("\n".join(lines).encode() + b"\n")


def sniff(head: bytes, _name: str) -> bool:
    """Whether the first line is ours."""
    return head.startswith(HEAD.encode())


def read(source: Path, _context: Context, _options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """Stages and steps, in their order; empty lines are left out and told of."""
    lines = load(source, 1000).decode("utf-8", "replace").splitlines()[1:]
    rows: list[Record] = [] if into is not None else [Blueprint(derived_id("blueprint", source.name))]
    left_out = []
    for number, (line, order) in enumerate(zip(lines, spread(len(lines)), strict=True), 2):
        id = derived_id("line", source.name, str(number))
        if not line.strip():
            left_out.append(Entry("", str(number), message("readers.csv.no_step_name")))
        elif line.startswith("  "):
            stage = next(row.id for row in reversed(rows) if isinstance(row, Stage))
            rows.append(Step(id, order, stage=stage, title=line.strip()))
        else:
            rows.append(Stage(id, order, title=line.strip()))
    return finish(READER, source, (("tableRows", len(lines)),), tuple(rows), (), left_out, into)


EXPORTER = Exporter("outline", ".outline", message("exporters.json.title"), export)
READER = Reader("outline", (".outline",), message("exporters.json.title"), sniff, read)
