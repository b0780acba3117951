"""How many findings there are, in the status line; a press opens them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton

from model.texts import Texts


class FindingsStatus(QToolButton):
    """Says that the checks have not run yet, or what they found."""

    def __init__(self, texts: Texts, pressed: Callable[[], None]) -> None:
        super().__init__()
        self.clicked.connect(pressed)
        self._texts = texts
        self.setAutoRaise(True)
        self.setToolTip(texts("window.findings.status_tip"))
        self.begin()

    def begin(self) -> None:
        """Another document is shown, of which nothing is known yet."""
        self.setText(self._texts("window.findings.status_running"))

    def say(self, said: str) -> None:
        """How many findings there are of each weight."""
        self.setText(said)
