"""The row of use: somebody at work for a while, by keys, mouse, wheel and actions, and how long the window was deaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.guard import check_qt
from app.gui import Desktop, application
from app.window import DocumentWindow
from benchmarks.bare_scene import VIEW, BareScene
from benchmarks.stage import Stage
from benchmarks.standstill import standstill, stood
from benchmarks.table import Row
from benchmarks.timing import once
from model.elements import Card
from model.keeping import ViewMode
from model.layout.drawing import Box, Layer
from model.registers import Owner, System
from widgets.ask import Ask
from widgets.export.offer import Choice, Export, Offer
from widgets.pulse import BEAT, LIMIT, Pulse, as_csv

# How long a person looks before the next act, in tenths of a second; and after opening, until all is there (s).
_LOOKS, _OPENS = (1, 12), 8.0
_SAVES, _EXPORTS = 15, 60
_WORDS = ("checked", "by hand", "signed", "twice", "later", "with care")


class _Exporting(Ask):
    """A person who always wants the same poster."""

    folder = Path()

    def export(self, offer: Offer, suggested: str) -> Export | None:
        del offer, suggested
        return Export(Choice("pdf", {}), self.folder / "poster.pdf")

    def report(self, *_args: Any, **_options: Any) -> None:
        """Reads nothing."""


class Use:
    """A window on the document of a stage, its overlay of speed, and who works there. The same seed, the same work."""

    def __init__(self, stage: Stage, seed: int = 1) -> None:
        _Exporting.folder = stage.folder
        # As the program begins.
        check_qt()
        self._desktop = Desktop(stage.context, stage.home, _Exporting)
        application(self._desktop, [])
        self.window: DocumentWindow = self._desktop.show(self._desktop.open(Path(stage.file)))
        self.window.main.resize(*VIEW)
        self._chance = Random(seed)
        self._acts: Sequence[tuple[int, Callable[[], None]]] = (
            (5, self._scroll),
            (5, self._type),
            (4, self._drag),
            (4, lambda: self._menu("undo")),
            (1, lambda: self._menu("redo")),
            (3, self._zoom),
            (3, self._look_through),
            (2, self._ask),
            (2, self._find),
            (1, lambda: self._menu("findings")),
            (1, lambda: self._menu("registers")),
            (1, lambda: self._menu("add_card")),
            (1, lambda: self._menu("mark.wait_point")),
        )
        self._look(_OPENS)
        self._menu("speed.show")

    def work(self, seconds: float) -> None:
        """Do one act after another; save and export a poster now and then."""
        begun = perf_counter()
        saved = exported = begun
        weights = [weight for weight, _ in self._acts]
        while (now := perf_counter()) < begun + seconds:
            if now > saved + _SAVES:
                saved = now
                self._menu("save")
            if now > exported + _EXPORTS / 2:
                exported = now + _EXPORTS / 2
                if not self.window.file.exports.busy:
                    self._menu("export")
            _, act = self._chance.choices(self._acts, weights)[0]
            act()
            self._look(self._chance.randint(*_LOOKS) / 10)

    @property
    def taken(self) -> Sequence[Pulse]:
        """What the overlay has taken down."""
        overlay = self.window.speed.overlay
        return () if overlay is None else tuple(overlay.pulses.taken)

    def at(self, pulse: Pulse) -> float:
        """When a pulse ended, by the clock of `perf_counter`."""
        overlay = self.window.speed.overlay
        return pulse.seconds + (0.0 if overlay is None else overlay.pulses.begun)

    def close(self) -> None:
        """Let it all go."""
        for window in list(self._desktop.windows):
            window.file.saving.end()
            window.session.history.mark_clean()
            window.main.close()
        QApplication.processEvents()

    def _look(self, seconds: float) -> None:
        end = perf_counter() + seconds
        while (left := end - perf_counter()) > 0:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, max(1, round(left * 1000)))
        # What is posted next must not come before timers that are due by now, as it would in no loop that goes on.
        QApplication.processEvents()

    def _menu(self, id: str) -> None:
        self.window.menus.actions[id].trigger()

    def _card(self) -> QPoint | None:
        """Where a card in sight is, in px of the viewport."""
        canvas = self.window.main.canvas
        view = canvas.view
        port = view.viewport().rect()
        seen = view.mapToScene(port.adjusted(60, 60, -60, -60)).boundingRect()
        box = Box(seen.x(), seen.y(), seen.width(), seen.height())
        cards = [piece.id for piece in canvas.drawing.pieces(box, (Layer.CARD,))]
        boxes = [found for id in cards if (found := canvas.drawing.box(id)) is not None]
        inside = [each for each in boxes if seen.contains(each.x + each.width / 2, each.y + each.height / 2)]
        if not inside:
            return None
        chosen = self._chance.choice(inside)
        return view.mapFromScene(QPointF(chosen.x + chosen.width / 2, chosen.y + chosen.height / 2))

    def _mouse(self, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        main = self.window.main
        there = QPointF(main.canvas.view.viewport().mapToGlobal(at))
        inside, plain = QPointF(main.mapFromGlobal(there)), Qt.KeyboardModifier.NoModifier
        QApplication.postEvent(main.windowHandle(), QMouseEvent(kind, inside, there, button, held, plain))
        self._look(0.016)

    def _key(self, sign: str | Qt.Key) -> None:
        QTest.keyClick(self.window.main.windowHandle(), sign)

    def _type(self) -> None:
        """Choose a card, and write after what it says."""
        at = self._card()
        if at is None:
            return
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        self._mouse(QEvent.Type.MouseButtonPress, at, left, left)
        self._mouse(QEvent.Type.MouseButtonRelease, at, left, none)
        self._menu("edit_text")
        self._key(Qt.Key.Key_End)
        for sign in f" {self._chance.choice(_WORDS)}":
            self._key(sign)
            self._look(0.08)
        self._key(Qt.Key.Key_Escape if self._chance.random() < 0.2 else Qt.Key.Key_Return)

    def _drag(self) -> None:
        """Take a card elsewhere."""
        at, aim = self._card(), self._card()
        if at is None or aim is None:
            return
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        self._mouse(QEvent.Type.MouseButtonPress, at, left, left)
        for step in range(1, 13):
            self._mouse(QEvent.Type.MouseMove, at + (aim - at) * step / 12, none, left)
        self._mouse(QEvent.Type.MouseButtonRelease, aim, left, none)

    def _wheel(self, turns: QPoint, held: Qt.KeyboardModifier) -> None:
        main = self.window.main
        port = main.canvas.view.viewport()
        there = QPointF(port.mapToGlobal(port.rect().center()))
        phase, none = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
        inside = QPointF(main.mapFromGlobal(there))
        QApplication.postEvent(
            main.windowHandle(), QWheelEvent(inside, there, QPoint(), turns, none, held, phase, False)
        )
        self._look(0.016)

    def _scroll(self) -> None:
        way = self._chance.choice((-120, 120))
        across = self._chance.random() < 0.5
        held = Qt.KeyboardModifier.ShiftModifier if across else Qt.KeyboardModifier.NoModifier
        for _ in range(self._chance.randint(3, 25)):
            self._wheel(QPoint(0, way), held)

    def _zoom(self) -> None:
        way = self._chance.choice((-120, 120))
        for _ in range(self._chance.randint(1, 5)):
            self._wheel(QPoint(0, way), Qt.KeyboardModifier.ControlModifier)
        self._look(0.5)
        self._menu("actual_size")

    def _look_through(self) -> None:
        """A view of an owner, dimmed or hidden, for a while."""
        viewing = self.window.main.viewing
        owners = sorted(self.window.session.document.table(Owner))
        viewing.flip("owners", self._chance.choice(owners))
        self._look(1.0)
        if self._chance.random() < 0.5:
            viewing.set_mode(ViewMode.HIDE)
            self._look(1.0)
            self._type()
        viewing.set_mode(ViewMode.DIM)
        viewing.end()

    def _ask(self) -> None:
        document, asking = self.window.session.document, self.window.main.asking
        systems = sorted(document.table(System))
        asking.ask(self._chance.choice(("impact", "touched")), (self._chance.choice(systems),))
        self._look(2.0)
        asking.end()

    def _find(self) -> None:
        """Look for a word of some card."""
        cards = self.window.session.document.table(Card)
        self._menu("find")
        for sign in self._chance.choice(sorted(cards.values(), key=lambda card: card.id)).title[:6]:
            self._key(sign)
            self._look(0.08)
        self._menu("find_next")
        self._look(0.4)
        self.window.main.canvas.setFocus()


def use(stage: Stage) -> Iterator[Row]:
    """A person at work, every panel and worker, saves and exports: the longest time the window heard nothing."""
    worker = Use(stage)
    with standstill() as stops:
        worker.work(stage.minutes * 60.0)
    late = [pulse for pulse in worker.taken if pulse.what == BEAT]
    over = [pulse for pulse in late if pulse.ms > LIMIT]
    still = {pulse: stood(stops, end - pulse.ms / 1000.0, end) * 1000.0 for pulse in over for end in [worker.at(pulse)]}
    if stage.kept is not None:
        stage.kept.write_text(as_csv(worker.taken), encoding="utf-8")
    worker.close()
    bare = BareScene(stage.plan)
    floor = once(bare.repaint)
    bare.close()
    # Where other programs have the processors, or the machine stands still, that is no fault of this one.
    left = {pulse: pulse.ms - max(pulse.queued, still[pulse]) for pulse in over}
    ours = [pulse for pulse in over if left[pulse] > LIMIT]
    told = ", ".join(
        f"{p.act} {p.ms:.0f} ({p.computed:.0f} computed, {p.queued:.0f} queued, {still[p]:.0f} stood still)"
        f" {p.where.split(' < ')[0]}"
        for p in sorted(over, key=left.__getitem__, reverse=True)[:12]
    )
    what = f"the longest the window hears nothing in {stage.minutes:g} min of work"
    counted = f"{len(over)} blocks over {LIMIT:.0f} ms, {len(ours)} without what was waited for processor and machine"
    note = f"{counted}; {told}" if over else f"no block over {LIMIT:.0f} ms"
    longest = max((pulse.ms for pulse in late), default=0.0)
    yield Row("use", stage.size, longest, floor, what, "one repaint of all of a bare scene", note=note)
