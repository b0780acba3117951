"""The start screen: what to begin with, when the program opens without a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from model.texts import Texts

_SIZE = (860, 440)
_RECENT = 8
Choice = tuple[str, str]


class StartDialog(QDialog):
    """`choice` is a source (`guide`, `template`, `blank`, `sample`, `recent`, `open`) and its name."""

    def __init__(
        self,
        texts: Texts,
        recent: Sequence[str],
        templates: Sequence[str],
        samples: Sequence[str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.choice: Choice = ("", "")
        self.setWindowTitle(texts("window.name"))
        self.resize(*_SIZE)
        self.buttons: dict[Choice, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 28, 24)
        head, about = QLabel(texts("window.start.head")), QLabel(texts("window.said.about"))
        head.setObjectName("title")
        about.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(26)
        begin = [("guide", ""), *(("template", name) for name in templates), ("blank", "")]
        files = [*(("recent", name) for name in recent[:_RECENT]), ("open", "")]
        columns = {"begin": begin, "samples": [("sample", name) for name in samples], "files": files}
        for number, (name, choices) in enumerate(columns.items()):
            grid.addLayout(self._column(name, choices), 0, number)
            grid.setColumnStretch(number, 1)
        for widget in (head, about):
            layout.addWidget(widget)
        layout.addSpacing(14)
        layout.addLayout(grid, 1)
        self.buttons["guide", ""].setFocus()

    def _column(self, name: str, choices: Iterable[Choice]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        head = QLabel(self._texts(f"window.start.{name}"))
        head.setObjectName("head")
        column.addWidget(head)
        for choice in choices:
            button = QPushButton(self._words(*choice))
            button.setObjectName("choice")
            button.setAutoDefault(True)
            button.setToolTip(choice[1] if choice[0] == "recent" else "")
            button.clicked.connect(lambda _=False, choice=choice: self._take(choice))
            self.buttons[choice] = button
            column.addWidget(button)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return column

    def _words(self, source: str, name: str) -> str:
        if source in ("template", "sample"):
            return self._texts(f"window.new.{source}.{name}")
        if source == "recent":
            return Path(name).stem.replace("&", "&&")
        return self._texts(f"window.start.{source}")

    def _take(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()
