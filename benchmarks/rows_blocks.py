"""The row of blocks: how long the window hears nothing while a person works in it, with all its panels and workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.gui import Desktop, application
from app.window import DocumentWindow
from benchmarks.bare_scene import VIEW, BareScene
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import once
from model import grid
from model.elements import Card
from model.keeping import ViewMode
from model.registers import Owner, System

# How long the loop runs after an act (s): longer than what waits for an idle moment or a timer. Workers are waited for.
_AFTER, _AT_MOST = 1.2, 30.0
_TYPED = " signed"


class Turn(NamedTuple):
    """How long a turn of the event loop took (ms), and how much of that its thread computed."""

    taken: float
    computed: float


class Blocks:
    """A window on the document of a stage, and the longest turns of its event loop by what was being done."""

    def __init__(self, stage: Stage) -> None:
        self._desktop = Desktop(stage.context, stage.home)
        application(self._desktop, [])
        self.window: DocumentWindow = self._desktop.show(self._desktop.open(Path(stage.file)))
        self.window.main.resize(*VIEW)
        self.longest: dict[str, Turn] = {}
        self._loop("", 2 * _AFTER)
        self.window.main.canvas.idle.finish()
        self._loop("", 2 * _AFTER)
        self.longest.clear()

    def work(self) -> None:
        """Everything a person does, one after another."""
        for name, act in self._acts():
            self.do(name, act)

    def do(self, name: str, act: Callable[[], object]) -> None:
        """Do one act, and let the loop run on: the longest turn counts."""
        self._turn(name, act)
        self._loop(name, _AFTER)

    def close(self) -> None:
        """Let it all go."""
        for window in list(self._desktop.windows):
            window.session.history.mark_clean()
            window.main.close()
        QApplication.processEvents()

    def _acts(self) -> Iterator[tuple[str, Callable[[], object]]]:
        window, main = self.window, self.window.main
        editor, document = window.session.editor, window.session.document
        cards = sorted(id for id, card in document.table(Card).items() if card.lane is not None)
        card, other = document.need(Card, cards[len(cards) // 2]), cards[0]
        columns = [step.id for step in grid.steps(document)]
        aim = columns[(columns.index(str(card.step)) + 1) % len(columns)]
        yield "select", lambda: self._select(card.id)
        for end in range(1, len(_TYPED) + 1):
            yield "type", partial(editor.edit, card.id, typing=True, title=card.title + _TYPED[:end])
        yield "move", lambda: editor.move_cards([card.id], card.lane, aim)
        yield "undo", editor.undo
        yield "zoom", main.zoom_out
        yield "zoom back", main.zoom_in
        yield "pan", lambda: main.canvas.view.pan(QPoint(-400, -300))
        yield "ask", lambda: main.asking.ask("impact", (next(iter(document.table(System))),))
        yield "edit while an answer shows", lambda: editor.edit(other, title="Other words")
        yield "end the answer", main.asking.end
        owner = next(iter(document.table(Owner)))
        yield "dim", lambda: main.viewing.flip("owners", owner)
        yield "edit while a view dims", lambda: editor.edit(other, title="More words")
        yield "hide", lambda: main.viewing.set_mode(ViewMode.HIDE)
        yield "edit while a view hides", lambda: editor.edit(other, title="Still more words")
        yield "end the view", main.viewing.end
        yield "edit after that", lambda: editor.edit(other, title="The last words")

    def _select(self, id: str) -> None:
        card = self.window.session.document.need(Card, id)
        self.window.workspace.selection.set((id,), (str(card.lane), str(card.step)))
        self.window.main.canvas.reveal_id(id)

    def _turn(self, name: str, act: Callable[[], object]) -> None:
        begun, computed = perf_counter(), thread_time()
        act()
        turn = Turn((perf_counter() - begun) * 1000.0, (thread_time() - computed) * 1000.0)
        self.longest[name] = max(self.longest.get(name, turn), turn)

    def _loop(self, name: str, seconds: float) -> None:
        begun = perf_counter()
        while perf_counter() < begun + seconds or (self._works and perf_counter() < begun + _AT_MOST):
            self._turn(name, QApplication.processEvents)

    @property
    def _works(self) -> bool:
        """Whether something is still worked out beside the window."""
        main = self.window.main
        return main.asking.worker.busy or main.asking.waits or not main.findings.checking.settled


def blocks(stage: Stage) -> Iterator[Row]:
    """The longest turn of the event loop while a person works, beside a whole repaint of the bare scene."""
    blocked, bare = Blocks(stage), BareScene(stage.plan)
    blocked.work()
    worst = max(blocked.longest.values())
    told = ", ".join(f"{name} {turn.taken:.0f} ({turn.computed:.0f})" for name, turn in blocked.longest.items())
    blocked.close()
    floor = once(bare.repaint)
    bare.close()
    what = "the longest the window hears nothing: typing, moving, undo, zoom, an answer, views, checks on"
    note = f"ms by act, and of these computed by its thread: {told}"
    yield Row("blocks", stage.size, worst.taken, floor, what, "one repaint of all of a bare scene", note=note)
