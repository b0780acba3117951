"""The rows of the window: opening, frames, pan, zoom, and from an edit to its paint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.session import Session
from benchmarks import screen
from benchmarks.bare_scene import VIEW, BareScene
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import Paired, again, at_rest, once, paired, repeated
from model import grid
from model.collector import without_collector
from model.elements import Card
from model.layout.theme import load_theme
from widgets.canvas.canvas import Canvas
from widgets.style import begun, dress
from widgets.workspace import Workspace

PAN = QPoint(-40, 0)
_BARE = "a bare scene of as many C++ boxes and lines, no text"


class Shown:
    """A file opened as the window opens it: session with lock and working copy, map, canvas, painted.

    As there the collector rests meanwhile, and what a first paint does not show waits for `finish`.
    """

    def __init__(self, stage: Stage) -> None:
        with without_collector():
            self.session = Session.open(stage.file, stage.context, stage.home)
            self.workspace = Workspace(self.session.editor, stage.texts, load_theme(), stage.fonts)
            self.canvas = Canvas(self.workspace)
            self.canvas.resize(*VIEW)
            screen.show(self.canvas)

    def finish(self) -> None:
        """All that waits for an idle moment: links, what lies further down, indexes; painted."""
        self.canvas.idle.finish()
        self.settle()

    def settle(self) -> None:
        """Until all is painted as it is now: a dense map of which much has changed is made bit by bit before."""
        QApplication.processEvents()
        while self.canvas.renewal.busy:
            QApplication.processEvents()

    def frame(self) -> None:
        """Paint all that is in view anew."""
        self.canvas.view.viewport().update()
        for strip in self.canvas.strips:
            strip.update()
        QApplication.processEvents()

    def pan(self, by: QPoint) -> None:
        """Scroll by px and paint."""
        self.canvas.view.pan(by)
        self.settle()

    def zoom(self, factor: float) -> None:
        """Zoom round the middle and paint."""
        self.canvas.zoom_by(factor)
        self.settle()

    def show_whole(self) -> None:
        """Everything in view, further out than a person may zoom if need be."""
        areas, view = self.workspace.drawing.areas, self.canvas.view
        room = self.canvas.height() - self.canvas.title.height() - self.canvas.legend.height()
        across = self.canvas.width() / (areas.side.width + areas.body.width)
        view.set_zoom(min(across, room / (areas.top.height + areas.body.height), 1.0))
        self.canvas.arrange()
        QApplication.processEvents()

    def close(self) -> None:
        """Let it all go."""
        self.canvas.detach()
        self.workspace.close()
        self.session.close(discard=True)
        screen.let_go(self.canvas)


def _finished(stage: Stage) -> Shown:
    shown = Shown(stage)
    shown.finish()
    return shown


def application(stage: Stage) -> QApplication:
    """Qt, started once and dressed as the program is: rows of whole windows dress it so for those after them."""
    running = QApplication.instance()
    if isinstance(running, QApplication) and running.styleSheet():
        return running
    qt = begun(["throughline"])
    dress(qt, load_theme(), stage.fonts)
    return qt


def opening(stage: Stage) -> Iterator[Row]:
    """From a file's name to the first paint of its map."""
    application(stage)
    pair = _beside(stage, lambda: Shown(stage), at_rest)
    what = "file read and verified, 1680 x 1050 painted, the cards in view laid out"
    yield Row("open", stage.size, pair.ours, pair.floor, what, f"built and painted, {_BARE}")
    pair = _beside(stage, lambda: _finished(stage), once)
    what = "that, links and all else laid out, painted again, ready for the first edit"
    yield Row("opened", stage.size, pair.ours, pair.floor, what, f"built and painted, {_BARE}")


def _beside(stage: Stage, ours: Callable[[], Shown], timer: Callable[[Callable[[], object]], float]) -> Paired:
    """Ours and the bare scene in turn, each opened beside all before it, so that either has its memory from the system.

    A program that opens a second document has it so; in place of one that was closed the bare scene would find a
    picture of the window ready for it, which is half of its time at S.
    """
    shown: list[Shown | BareScene] = []
    pair = paired(lambda: shown.append(ours()), lambda: shown.append(BareScene(stage.plan)), stage.times, timer)
    for one in shown:
        one.close()
    return pair


def frames(stage: Stage) -> Iterator[Row]:
    """Frames at 100 % and with everything in view."""
    application(stage)
    shown, bare = _finished(stage), BareScene(stage.plan, whole=False)
    often = stage.often(30)
    yield from _pans(stage, shown, bare)
    pair = paired(shown.frame, bare.repaint, often, again)
    note = f"slowest of {often}: {pair.worst:.1f} ms"
    yield Row("repaint", stage.size, pair.ours, pair.floor, "full repaint at 100 %", _BARE, note=note)
    yield from _zooms(stage, shown, bare)
    bare.close()
    bare = BareScene(stage.plan)
    shown.show_whole()
    pair = paired(shown.frame, bare.repaint, often, again)
    yield Row("whole", stage.size, pair.ours, pair.floor, "frame with everything in view, warm", _BARE)
    shown.close()
    bare.close()


def _pans(stage: Stage, shown: Shown, bare: BareScene) -> Iterator[Row]:
    """There over tiles not seen before, and back."""
    bar = shown.canvas.view.horizontalScrollBar()
    bar.setValue(bar.minimum())
    bare.view.horizontalScrollBar().setValue(bare.view.horizontalScrollBar().minimum())
    often = min(stage.often(60), (bar.maximum() - bar.minimum()) // -PAN.x() - 1)
    there = repeated(lambda: shown.pan(PAN), often)
    back = repeated(lambda: shown.pan(-PAN), often)
    floor = median(repeated(lambda: bare.pan(PAN), often))
    note = f"slowest of {often} over tiles not seen before: {max(there):.1f} ms"
    yield Row("pan", stage.size, median(there + back), floor, "40 px pan at 100 %", _BARE, note=note)


def _zooms(stage: Stage, shown: Shown, bare: BareScene) -> Iterator[Row]:
    def there_and_back(zoom: Callable[[float], None]) -> float:
        steps = [again(lambda: zoom(1.25)) + again(lambda: zoom(0.8)) for _ in range(stage.often(15) + 1)]
        return median(steps[1:]) / 2

    ours, floor = there_and_back(shown.zoom), there_and_back(bare.zoom)
    yield Row("zoom", stage.size, ours, floor, "a zoom step from 100 % or back to it", _BARE)


def edits(stage: Stage) -> Iterator[Row]:
    """From an edit to its paint: rule, change, working copy on the disk, layout, routes, paint.

    One card may lie where much or little hangs on it: so some from all over the map are edited in turn.
    """
    application(stage)
    shown, bare = _finished(stage), BareScene(stage.plan, whole=False)
    bare.nudge(1.0)
    floor = median(_acted(lambda: bare.nudge(1.0)) for _ in range(stage.often(30)))
    taken: dict[str, list[float]] = {"keystroke": [], "move": [], "undo": []}
    for card in _all_over(shown, stage.often(15)):
        shown.canvas.reveal_id(card.id)
        QApplication.processEvents()
        taken["keystroke"] += _typing(shown, card)
        moved, undone = _moving(shown, card)
        taken["move"].append(moved)
        taken["undo"].append(undone)
    against = f"one box moved in {_BARE}"
    for name, what in (
        ("keystroke", "a letter more in a card's title, painted"),
        ("move", "a card moved to the next step, painted"),
        ("undo", "that taken back, painted"),
    ):
        note = f"slowest of {len(taken[name])}: {max(taken[name]):.1f} ms"
        yield Row(name, stage.size, median(taken[name]), floor, what, against, note=note)
    shown.close()
    bare.close()


def _all_over(shown: Shown, count: int) -> list[Card]:
    """So many cards of the map."""
    placed = [card for card in shown.session.document.table(Card).values() if card.lane is not None]
    cards = sorted(placed, key=lambda card: card.id)
    return [cards[len(cards) * (2 * place + 1) // (2 * count)] for place in range(count)]


def _typing(shown: Shown, card: Card) -> list[float]:
    """Some letters, after two that do not count."""
    editor = shown.session.editor
    text = [card.title]

    def key() -> None:
        text.append(text[-1] + " sign"[len(text) % 5])
        editor.edit(card.id, typing=True, title=text[-1])
        shown.settle()

    return [_acted(key) for _ in range(5)][2:]


def _acted(act: Callable[[], object]) -> float:
    """Milliseconds of an act, the collector at rest: a program with windows looks through what is young in a turn of
    its own.
    """
    with without_collector():
        return again(act)


def _moving(shown: Shown, card: Card) -> tuple[float, float]:
    """Into the next step's cell of the same lane, or that before the last, and back; once before it counts."""
    editor = shown.session.editor
    columns = [step.id for step in grid.steps(shown.session.document)]
    place = columns.index(str(card.step))
    aim = columns[place + 1] if place + 1 < len(columns) else columns[place - 1]

    def move() -> None:
        editor.move_cards([card.id], card.lane, aim)
        shown.settle()

    def undo() -> None:
        editor.undo()
        shown.settle()

    move()
    undo()
    return _acted(move), _acted(undo)
