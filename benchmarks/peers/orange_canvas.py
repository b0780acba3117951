"""What orange-canvas-core takes to open a workflow, to paint it whole, and from an edit to its paint.

Runs by the Python of an environment of its own, with nothing of ours to import: `python orange_canvas.py FILE CARD
WIDTH HEIGHT TIMES OFTEN` prints the milliseconds as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from AnyQt.QtCore import QEvent, Qt
from AnyQt.QtWidgets import QApplication
from orangecanvas.document.schemeedit import SchemeEditWidget
from orangecanvas.registry import CategoryDescription, InputSignal, OutputSignal, WidgetDescription, WidgetRegistry
from orangecanvas.registry.description import Multiple
from orangecanvas.scheme import Scheme
from orangecanvas.scheme.readwrite import scheme_load

CARD = WidgetDescription(
    name="Card",
    id="card",
    category="Cards",
    qualified_name="orangecanvas.scheme.node",
    inputs=[InputSignal(name="in", type=object, handler="none", flags=Multiple)],
    outputs=[OutputSignal(name="out", type=object)],
)


def registry() -> WidgetRegistry:
    """All that a node may be: a card."""
    known = WidgetRegistry()
    known.register_category(CategoryDescription(name="Cards"))
    known.register_widget(CARD)
    return known


class Opened:
    """A workflow in its editor, shown and painted."""

    def __init__(self, file: str, known: WidgetRegistry, width: int, height: int) -> None:
        self.scheme = Scheme()
        self.scheme.set_loop_flags(Scheme.AllowLoops)
        with Path(file).open("rb") as stream:
            scheme_load(self.scheme, stream, known)
        self.editor = SchemeEditWidget()
        self.editor.setRegistry(known)
        self.editor.setScheme(self.scheme)
        self.editor.resize(width, height)
        self.editor.show()
        QApplication.processEvents()

    def close(self) -> None:
        """Let it all go."""
        self.editor.close()
        self.editor.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def once(act: Callable[[], object]) -> float:
    """Milliseconds of one run and its paint."""
    begun = perf_counter()
    act()
    QApplication.processEvents()
    return (perf_counter() - begun) * 1000.0


def repeated(act: Callable[[int], object], times: int) -> float:
    """The median of several turns after one that does not count."""
    return median([once(lambda turn=turn: act(turn)) for turn in range(times + 1)][1:])


def measured(file: str, card: int, size: tuple[int, int], times: int, often: int) -> dict[str, float]:
    """Milliseconds by what was done."""
    known = registry()
    shown: list[Opened] = []

    def open_it(_: int) -> None:
        shown.append(Opened(file, known, *size))

    taken = []
    for turn in range(times + 1):
        taken.append(once(lambda turn=turn: open_it(turn)))
        if turn < times:
            shown.pop().close()
    one = shown[-1]
    view, scene, node = one.editor.view(), one.editor.scene(), one.scheme.nodes[card]
    view.fitInView(scene.itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)
    QApplication.processEvents()
    frame = repeated(lambda _: view.viewport().update(), often)
    view.resetTransform()
    view.centerOn(*node.position)
    QApplication.processEvents()

    def move(turn: int) -> None:
        x, y = node.position
        node.position = (x + (40 if turn % 2 else -40), y)

    def retitle(turn: int) -> None:
        node.title = f"Checks the open letter {turn}"

    return {
        "open": median(taken[1:]),
        "pan": frame,
        "retitle": repeated(retitle, often),
        "move": repeated(move, often),
    }


def main() -> None:
    """Measure and print."""
    file, card, width, height, times, often = sys.argv[1:]
    application = QApplication(["orange"])
    print(json.dumps(measured(file, int(card), (int(width), int(height)), int(times), int(often))))
    del application


if __name__ == "__main__":
    main()
