"""The inspector: all that is known of what is selected, and of what is reached from there; several are set at once."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from model.analysis.readouts import readouts
from model.change import Change
from model.elements import Card
from model.improvements import Uncertainty
from model.kinds import kind_of
from model.record import Record
from widgets.field_editors import FieldEditor
from widgets.fields import BULK, GROUPS
from widgets.idle import Later
from widgets.inspector_page import Page
from widgets.references import name_of
from widgets.workspace import Workspace

# Figures are computed anew when nothing was changed for so long (ms).
_PAUSE = 150
# So long (ms) after it is there the page of a card is made, row by row: the first card selected must not wait for it.
_AHEAD = 400


class Inspector(QScrollArea):
    """Shows the selection; with nothing selected, the blueprint. `folds` is kept by whoever outlives it."""

    def __init__(
        self, workspace: Workspace, folds: MutableMapping[str, bool] | None = None, parent: QWidget | None = None
    ) -> None:
        """All in it is made where it will be: a widget that is moved is dressed in the style anew."""
        super().__init__(parent)
        self._workspace = workspace
        self._document = workspace.document
        self._folds = {} if folds is None else folds
        self._pages: dict[tuple[type[Record], bool], Page] = {}
        self._opened: list[str] = []
        self._ids: tuple[str, ...] = ()
        self._page: Page
        # Put off until the map has been painted: who types there must not wait for this page.
        self._late = Later(self)
        self._late.timeout.connect(self.refresh)
        self._figures = QTimer(self)
        self._figures.setSingleShot(True)
        self._figures.setInterval(_PAUSE)
        self._figures.timeout.connect(self._compute)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._make_ready)
        self._ahead.start(_AHEAD)
        # All pages, of which one is in sight: one that came and went would be dressed in the style anew each time.
        self._holder = QWidget(self)
        layout = QVBoxLayout(self._holder)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(workspace.texts("window.dock.inspector"))
        self._disconnect = (
            workspace.selection.changed.connect(lambda _: self._selected_anew()),
            workspace.document.changed.connect(self._changed),
        )
        self.refresh()
        # Whether there is a scroll bar is known before all of it is laid out, not found then, and all laid out again.
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    @property
    def page(self) -> Page:
        """What is shown, as it now is."""
        if self._late.waits:
            self.refresh()
        return self._page

    @property
    def editors(self) -> Mapping[str, FieldEditor]:
        """The editors in sight, by field, top to bottom; those in folded groups count."""
        return self.page.editors

    def detach(self) -> None:
        """Hear nothing of the workspace any more."""
        self._figures.stop()
        self._ahead.stop()
        self._late.drop()
        for disconnect in self._disconnect:
            disconnect()

    def finish(self) -> None:
        """Keep what is being typed."""
        self._page.fields.finish()

    def open(self, id: str) -> None:
        """Show a record that is reached from the one shown, with a way back."""
        row = self._document.find(id)
        if self._late.waits:
            self.refresh()
        if row is not None and type(row) in GROUPS and id != self._ids[-1]:
            self._opened.append(id)
            self.refresh()
            self.ensureVisible(0, 0)

    def refresh(self) -> None:
        """Show what is selected now, or what was opened from there."""
        self._late.drop()
        self._opened = [id for id in self._opened if id in self._document]
        records = self._records()
        kind, bulk = type(records[0]), len(records) > 1
        page = self._page = self._page_of(kind, bulk)
        self._ids = tuple(row.id for row in records)
        page.fill(records, self._before())
        for each in self._pages.values():
            each.setVisible(each is page)
        self._compute()

    def _page_of(self, kind: type[Record], bulk: bool) -> Page:
        page = self._pages.get((kind, bulk))
        if page is None:
            page = self._pages[kind, bulk] = Page(self._workspace, kind, bulk, self._folds, self.open, self._holder)
            page.back.connect(self._back)
            page.hide()
            layout = self._holder.layout()
            assert layout is not None
            layout.addWidget(page)
        return page

    def _make_ready(self) -> None:
        """A row a turn of the event loop."""
        if self._page_of(Card, False).make_row():
            self._ahead.start(0)

    def _selected_anew(self) -> None:
        self._opened = []
        self._late.begin()

    def _back(self) -> None:
        self._opened.pop()
        self.refresh()

    def _before(self) -> str:
        """What a person goes back to, by kind and name; empty where nothing was opened."""
        if not self._opened:
            return ""
        row = self._document.find(self._opened[-2]) if len(self._opened) > 1 else self._selected()[-1]
        texts = self._workspace.texts
        if row is None:
            return ""
        kind = texts(f"window.selected.{kind_of(row).name}", n=1)
        return texts("inspector.back_to", kind=kind, name=name_of(self._document, texts, row.id))

    def _records(self) -> list[Record]:
        if self._opened:
            row = self._document.find(self._opened[-1])
            if row is not None:
                return [row]
        return self._selected()

    def _selected(self) -> list[Record]:
        """The selected records of the kind of the current one, where several of it can be set at once."""
        selection = self._workspace.selection
        current = self._document.find(selection.current)
        if current is None or type(current) not in GROUPS:
            return [self._document.blueprint]
        if type(current) not in BULK:
            return [current]
        rows = (self._document.find(id) for id in selection.ids)
        return [row for row in rows if row is not None and type(row) is type(current)]

    def _compute(self) -> None:
        """Say what is computed about a single record."""
        row = self._document.find(self._ids[0]) if len(self._ids) == 1 else None
        today = self._workspace.context.today()
        self._page.say({} if row is None else readouts(self._document, row, today))

    def _changed(self, change: Change) -> None:
        """Show the new values where the edit is about what is shown or about what it may refer to."""
        shown = set(self._ids)
        if any(delta.id in shown or self._concerns(delta.row, shown) for delta in change.deltas):
            self._late.begin()
        else:
            self._figures.start()

    def _concerns(self, row: Record, shown: set[str]) -> bool:
        """Whether a row belongs to, refers to, or is referred to by what is shown."""
        if isinstance(row, Uncertainty):
            about = self._document.find(row.element)
            return row.element in shown or (about is not None and self._concerns(about, shown))
        refers = (getattr(row, field.name) for field in kind_of(row).references)
        if any(value in shown if isinstance(value, str) else bool(value and shown & {*value}) for value in refers):
            return True
        held = (self._document.find(id) for id in shown)
        return (
            any(
                row.id in value if isinstance(value, tuple) else value == row.id
                for other in held
                if other is not None
                for field in kind_of(other).references
                if (value := getattr(other, field.name))
            )
            or hasattr(row, "name")
            or kind_of(row).name == "Lane"
        )
