"""The row of pasting: a table of another program, as a person pastes it, to its paint."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from benchmarks.bare_scene import BareScene
from benchmarks.plan import Plan
from benchmarks.rows_window import Shown, application
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import once, paired
from model import clipboard, grid
from model.elements import Card
from widgets.clipboard import Clipboard
from widgets.pictures import Pictures

ROWS, COLUMNS = 100, 7


def _agree(plan: Callable[[bool], clipboard.Plan], _either: bool, stacked: bool) -> clipboard.Plan:
    """The person takes what the preview shows first."""
    return plan(stacked)


def paste(stage: Stage) -> Iterator[Row]:
    """Cells with quoted line breaks pasted at a cell of the map, taken back after each time."""
    application(stage)
    shown = Shown(stage)
    shown.finish()
    acts = Clipboard(shown.canvas, _agree, Pictures(shown.canvas, lambda: None))
    document = shown.session.document
    lane, step = grid.lanes(document)[0].id, grid.steps(document)[0].id
    shown.workspace.selection.set((), (lane, step))
    cells = [[f'"Row {row}\nof column {column}"' for column in range(COLUMNS)] for row in range(ROWS)]
    before = len(document.table(Card))

    def pasted() -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in cells))
        shown.workspace.selection.set((), (lane, step))
        acts.paste()
        QApplication.processEvents()

    def undone(act: Callable[[], object]) -> float:
        taken = once(act)
        while len(document.table(Card)) > before:
            shown.session.editor.undo()
            QApplication.processEvents()
        return taken

    boxes = [(180.0 * column, 80.0 * row, 168.0, 64.0) for row in range(ROWS) for column in range(COLUMNS)]
    bare: list[BareScene] = []
    pair = paired(pasted, lambda: bare.append(BareScene(Plan(boxes, [], 1260.0, 8000.0))), stage.times, undone)
    for scene in bare:
        scene.close()
    shown.close()
    what = f"{ROWS} rows of {COLUMNS} cells pasted, planned, one undo step, painted"
    yield Row("paste", stage.size, pair.ours, pair.floor, what, "as many boxes put into a bare scene and painted")
