"""Keeping the case abreast of the document: found by a worker on a frozen document, laid out, and opened on request."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from model.document import DocumentView
from model.errors import KnownError
from model.improvements import Effect, Improvement, Spend
from widgets.canvas.canvas import Canvas
from widgets.case.figures import fail_point_of
from widgets.case.panel import CasePanel
from widgets.claim import Claim
from widgets.find import shown_by
from widgets.selection import cell_of
from widgets.worker import Worker

if TYPE_CHECKING:
    from model.case_sheet.finding import Found
    from model.case_sheet.opening import Opened
    from model.case_sheet.sheet import Sheets

_WAIT_MS = 250
# What is entered in registers; all else on a card or the blueprint.
_IN_REGISTERS = frozenset({"improvements", "effects", "amount", "cost"})


class Casing:
    """The case of one canvas in one panel. It is worked out while the panel can be seen, and after each edit then."""

    def __init__(self, canvas: Canvas, panel: CasePanel, show_improvement: Callable[[str], None]) -> None:
        """`show_improvement` shows one, or a part of one, where it is entered; given anything else: all of them."""
        self._canvas = canvas
        self._workspace = canvas.workspace
        self.panel = panel
        self._show_improvement = show_improvement
        self._sheets: Sheets | None = None
        self.found: Found | None = None
        self._stale = True
        # Whether the answer to a new limit is yet to be shown.
        self._to_best = False
        self._wanted = ""
        self._claim: Claim | None = None
        self.worker, self.opener = Worker(), Worker()
        self.worker.done.connect(self._tell)
        self.worker.failed.connect(self._failed)
        self.opener.done.connect(lambda opened, _revision: self._open(opened))
        self.opener.failed.connect(_raise)
        self._timer = QTimer(panel)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._work)
        panel.shown.connect(self._shown)
        panel.widened.connect(self._lay_out)
        panel.limited.connect(self._limit)
        panel.told_apart.connect(self._tell_apart)
        panel.view.opened.connect(self.open)
        panel.view.left.connect(canvas.setFocus)
        panel.derivation.chosen.connect(self.show_on_map)
        panel.derivation.left.connect(self.close)
        self._disconnect = (
            self._workspace.document.changed.connect(lambda _: self._changed()),
            self._workspace.restyled.connect(lambda _: self._lay_out()),
        )

    @property
    def waits(self) -> bool:
        """Whether something will soon be shown anew."""
        return self._timer.isActive() or self.worker.busy or self.opener.busy

    def open(self, figure: str) -> None:
        """Show how a figure came about, or where the input is entered that a sentence says is missing.

        What a fail point costs is shown on the map as well.
        """
        from model.case_sheet.opening import missing_input

        missing = missing_input(figure)
        if missing is not None:
            show = self._show_improvement if missing.what in _IN_REGISTERS else self.show_on_map
            show(missing.element)
            return
        fail_point = fail_point_of(figure)
        if fail_point is not None:
            self.show_on_map(fail_point)
        self._wanted, self._claim = figure, Claim(self._canvas)
        self._ask()

    def close(self) -> None:
        """Show no derivation."""
        self._wanted = ""
        self.panel.close_derivation()

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._timer.stop()
        for disconnect in self._disconnect:
            disconnect()
        self.worker.stop()
        self.opener.stop()

    def show_on_map(self, id: str) -> None:
        """Select what shows a record on the map, and bring it into sight."""
        document = self._workspace.document
        shown = shown_by(document, element_of(document, id))
        if shown is not None:
            self._workspace.selection.set((shown,), cell_of(document, shown))
            self._canvas.reveal_id(shown)

    def _changed(self) -> None:
        self._stale = True
        if self.panel.isVisible():
            self._timer.start()

    def _shown(self) -> None:
        if self._stale:
            self._work()

    def _limit(self) -> None:
        if self.found is None or self.found.terms.limit != self.panel.limit:
            self._to_best = True
            self._work()

    def _tell_apart(self) -> None:
        """Show costs by what was chosen, and go to the first of the parts."""
        self._lay_out()
        self._go_to("part ")

    def _go_to(self, *wanted: str) -> None:
        """Bring a figure into sight, by the beginning of its id; the first of these that is there."""
        view = self.panel.view
        ids = [piece.id for piece in view.sheet.figures]
        places = (place for each in wanted for place, id in enumerate(ids) if id.startswith(each))
        place = next(places, None)
        if place is not None:
            view.go_to(place)

    def _work(self) -> None:
        limit = self.panel.limit
        self._timer.stop()
        self._stale = False
        self.panel.say(self._workspace.texts("window.case.waiting"))
        self.worker.run(lambda document: _find(document, limit), self._workspace.document)

    def _tell(self, found: object, revision: int) -> None:
        """Show what was found, unless the document has moved on: then more is on its way."""
        from model.case_sheet.finding import Found

        if not isinstance(found, Found):
            return
        if revision != self._workspace.document.revision:
            self._changed()
            return
        self.found = found
        self._lay_out()
        if self._to_best:
            self._to_best = False
            self._go_to("all_take", "best_risk")
        if self._wanted:
            self._ask()

    def _failed(self, failure: object) -> None:
        if isinstance(failure, KnownError):
            self.panel.say(self._workspace.texts(failure.message))
            return
        self.panel.say(self._workspace.texts("window.case.failed"))
        _raise(failure)

    def _lay_out(self) -> None:
        if self.found is not None:
            from model.case_sheet.sheet import Sheets

            self._sheets = self._sheets or Sheets(self._workspace.fonts)
            panel, theme = self.panel, self._workspace.theme
            panel.show_sheet(self._sheets.lay_out(self.found, theme, panel.sheet_width, panel.told_by), self._workspace)

    def _ask(self) -> None:
        found, figure = self.found, self._wanted
        if found is not None and figure:
            self.opener.run(lambda _: _opened(found, figure), self._workspace.document)

    def _open(self, opened: object) -> None:
        """Show a derivation; one that is gone since an edit goes away."""
        from model.case_sheet.opening import Opened

        panel = self.panel
        if not isinstance(opened, Opened) or self.found is None:
            if not panel.derivation.isHidden():
                self.close()
            return
        if opened.figure == self._wanted:
            awaited = panel.derivation.isHidden() and self._claim is not None and self._claim.holds
            panel.derivation.show_step(opened.figure, opened.step, self.found.document)
            panel.open_derivation()
            if awaited:
                panel.derivation.take_focus()


def _find(document: DocumentView, limit: Decimal | None) -> Found:
    """In the thread: what works the case out is imported on first use, so that no window waits for it."""
    from model.case_sheet.finding import find

    return find(document, monotonic, limit)


def _opened(found: Found, figure: str) -> Opened | None:
    """In the thread."""
    from model.case_sheet.opening import open_figure

    return open_figure(found, figure)


def element_of(document: DocumentView, id: str) -> str:
    """What a record that is not on the map is about: an improvement and its parts about what the first effect is on."""
    row = document.find(id)
    if isinstance(row, Improvement):
        return next((element_of(document, each.id) for each in document.where(Effect, improvement=id)), id)
    if isinstance(row, Effect):
        return row.target or id
    return element_of(document, row.improvement) if isinstance(row, Spend) else id


def _raise(failure: object) -> None:
    if isinstance(failure, BaseException):
        raise failure
