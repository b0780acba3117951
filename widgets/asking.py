"""Asking the graph: a question goes to a worker, its answer to the panel and into the light on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import QTimer

from model.analysis.asking.answer import ABOUT_SOMETHING, Answer
from model.analysis.views import OnlyThese, only
from model.document import DocumentView
from model.elements import Card, CardSystem, Lane, Link, Stage, Step
from model.messages import message
from model.owners import accountable
from model.registers import Owner, System
from widgets.answers import AnswersPanel
from widgets.canvas.canvas import Canvas
from widgets.claim import Claim
from widgets.idle import Later
from widgets.selection import cell_of
from widgets.worker import Worker

_WAIT_MS = 250
_ON_MAP = (Card, Link, Stage, Step, Lane)


class Asking:
    """The questions of one canvas. `come_forward` brings the panel to where it can be seen.

    An answer stays, whatever is selected, until another question is asked; edits make it be worked out anew.
    """

    def __init__(self, canvas: Canvas, panel: AnswersPanel, come_forward: Callable[[], None]) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self.panel = panel
        self._come_forward = come_forward
        self._asked: tuple[str, tuple[str, ...]] | None = None
        self._fresh = False
        self._claim: Claim | None = None
        self._stale = False
        self._answer: Answer | None = None
        # The answer is lit once the panel has been painted. Whether the map glides there:
        self._gliding = False
        self._lighting = Later(panel)
        self._lighting.timeout.connect(self._light)
        self.worker = Worker()
        self.worker.done.connect(self._answered)
        self.worker.failed.connect(self._failed)
        self._timer = QTimer(panel)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._again)
        panel.chosen.connect(self._show)
        panel.opened.connect(self._zoom)
        panel.wanted.connect(self._ask_about)
        panel.narrowed.connect(self.only)
        panel.ended.connect(self.end)
        panel.shown.connect(lambda: self._again() if self._stale else None)
        self._disconnect = self._workspace.document.changed.connect(lambda _: self._changed())

    @property
    def waits(self) -> bool:
        """Whether an answer will soon be worked out anew, or shown on the map."""
        return self._timer.isActive() or self._lighting.waits

    def put(self, question: str) -> None:
        """Ask about what is selected, or about the whole map."""
        self.ask(question, self._workspace.selection.ids if question in ABOUT_SOMETHING else ())

    def ask(self, question: str, ids: Sequence[str] = ()) -> None:
        """Ask about these."""
        self._asked = (question, tuple(ids))
        self._show_all()
        self._fresh = True
        self._come_forward()
        self._claim = Claim(self._canvas)
        self.panel.wait()
        self._work()

    def only(self) -> None:
        """Show only what the answer lights up, and hide the rest."""
        lit, workspace = self._answer.shown if self._answer is not None else (), self._workspace
        view = only(workspace.document, lit, workspace.texts(self._answer.head) if self._answer is not None else "")
        if view.cards:
            self._lighting.drop()
            self._canvas.spotlight.end()
            workspace.see(view)
        else:
            workspace.said.emit(message("window.answers.nothing_lit"))

    def end(self) -> None:
        """Show the whole map again, and go back to it; what has not been answered yet lights nothing."""
        self._fresh = False
        self._lighting.drop()
        self._show_all()
        self._canvas.spotlight.end()
        self._canvas.setFocus()

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._timer.stop()
        self._lighting.drop()
        self._disconnect()
        self.worker.stop()

    def _show_all(self) -> None:
        """Hide nothing any more for the sake of an answer."""
        if isinstance(self._workspace.seen, OnlyThese):
            self._workspace.see(None)

    def _ask_about(self, id: str) -> None:
        question = self._asked[0] if self._asked is not None else "impact"
        self.ask(question, (id,) if id else self._workspace.selection.ids)

    def _changed(self) -> None:
        if self._asked is None:
            return
        self._stale = True
        if self.panel.isVisible() or self._canvas.spotlight.lit:
            self._timer.start()

    def _again(self) -> None:
        if self._asked is not None:
            question, ids = self._asked
            self._asked = (question, tuple(id for id in ids if id in self._workspace.document))
            self._work()

    def _work(self) -> None:
        assert self._asked is not None
        question, ids = self._asked
        self._timer.stop()
        self._stale = False
        today = self._workspace.context.today()
        self.worker.run(lambda document: _work_out(document, question, ids, today), self._workspace.document)

    def _answered(self, found: object, revision: int) -> None:
        """Show an answer, unless the document has moved on: then another is on its way.

        Keyboard and map go there only with a person who still waits for it.
        """
        if not isinstance(found, Answer) or self._asked is None:
            return
        if revision != self._workspace.document.revision:
            self._stale = True
            self._timer.start()
            return
        fresh, self._fresh, self._answer = self._fresh, False, found
        self.panel.show_answer(found, self._asked[1])
        awaited = fresh and self._claim is not None and self._claim.holds
        if fresh or self._canvas.spotlight.lit:
            self._gliding = awaited or (self._lighting.waits and self._gliding)
            self._lighting.begin()
        if awaited:
            self.panel.take_focus()

    def _light(self) -> None:
        if self._answer is not None:
            self._canvas.spotlight.light(self._answer.shown, gliding=self._gliding)

    def _failed(self, failure: object) -> None:
        self.panel.fail()
        if isinstance(failure, BaseException):
            raise failure

    def _show(self, ids: tuple[str, ...]) -> None:
        """Select what a row is about, as far as it lies on the map, and bring it into sight."""
        found = self._on_map(ids)
        if found:
            self._workspace.selection.set(found, cell_of(self._workspace.document, found[-1]))
            self._canvas.reveal_id(found[0])

    def _zoom(self, ids: tuple[str, ...]) -> None:
        """Show what a row is about as large as fits."""
        self._canvas.spotlight.zoom_to_ids(self._on_map(ids))

    def _on_map(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        document = self._workspace.document
        return tuple(dict.fromkeys(shown for id in ids for shown in on_map(document, id)))


def _work_out(document: DocumentView, question: str, ids: Sequence[str], today: date) -> Answer:
    """In the thread: what answers is imported on first use, so that no window waits for it."""
    from model.analysis.asking.questions import answer

    return answer(document, question, ids, today)


def on_map(document: DocumentView, id: str) -> Iterable[str]:
    """What shows a record on the map: itself, the cards that use a system, those an owner is accountable for."""
    row = document.find(id)
    if isinstance(row, _ON_MAP):
        return (id,)
    if isinstance(row, System):
        return tuple(use.card for use in document.where(CardSystem, system=id))
    if isinstance(row, Owner):
        cards = document.table(Card).values()
        return tuple(card.id for card in cards if accountable(document, card) is row)
    return ()
