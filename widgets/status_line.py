"""What always stands at the end of a window's status line: view, size warning, counts and zoom."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar

from model.document import DocumentView
from model.elements import Card, Lane, Link, Stage, Step
from model.messages import Message
from model.size import too_much
from model.texts import Texts

_PAUSE_MS = 300
# So many lines at most are told of where there is too much.
_TOLD = 10
_COUNTED = {"stages": Stage, "steps": Step, "lanes": Lane, "cards": Card, "links": Link}


class StatusLine:
    """Shows what it is told of one document after another. `size` is empty unless a map is too much to follow."""

    def __init__(self, bar: QStatusBar, texts: Texts) -> None:
        self._texts = texts
        self._document: DocumentView | None = None
        self._view, self.size, self._counts, self._zoom = (QLabel() for _ in range(4))
        for label in (self._view, self.size, self._counts, self._zoom):
            label.setTextFormat(Qt.TextFormat.PlainText)
            bar.addPermanentWidget(label)
        self._view.setObjectName("view")
        self.size.hide()
        self._weigh = QTimer(bar)
        self._weigh.setSingleShot(True)
        self._weigh.setInterval(_PAUSE_MS)
        self._weigh.timeout.connect(self.show_size)

    def let_go(self) -> None:
        """Speak of no document any more."""
        self._document = None
        self._weigh.stop()

    def show_counts(self, document: DocumentView) -> None:
        """How much there is; what of it is too much to follow comes when typing pauses."""
        self._document = document
        counts = {name: len(document.table(kind)) for name, kind in _COUNTED.items()}
        self._counts.setText(self._texts("window.counts", **counts))
        self._weigh.start()

    def show_size(self) -> None:
        """What is more than a reader can follow."""
        if self._document is not None:
            found = too_much(self._document)
            said = [self._texts(each) for each in islice(found, _TOLD)]
            rest = sum(1 for _ in found)
            if rest:
                said.append(self._texts("size.more", n=rest))
            self.size.setText(said[0] if said else "")
            self.size.setToolTip("\n".join(said))
            self.size.setVisible(bool(said))

    def show_view(self, said: Message | None) -> None:
        """Which view is on; None: none."""
        self._view.setText("" if said is None else self._texts(said))
        self._view.setVisible(said is not None)

    def show_zoom(self, zoom: float) -> None:
        """How large the map is shown, 1 being as it is drawn."""
        self._zoom.setText(self._texts("window.zoom", percent=round(zoom * 100)))
