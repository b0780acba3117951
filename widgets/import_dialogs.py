"""Dialogs of importing: which column holds what, what an import changes, and where a dropped file is to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QTableWidget, QTableWidgetItem, QWidget

from model.messages import Message
from model.texts import Texts
from widgets.dialogs import Dialog, Sections

_WIDTH, _HEIGHT = 660, 460
_EXAMPLE = 60


class MappingDialog(Dialog):
    """One row a column of a table: its heading, an example, and what it is taken to hold."""

    def __init__(
        self,
        texts: Texts,
        name: str,
        columns: Sequence[tuple[str, str, str]],
        holds: Sequence[tuple[str, Message]],
        fits: Callable[[Sequence[str]], bool],
        parent: QWidget | None,
        words: str = "window.mapping",
    ) -> None:
        """`fits`: whether the table can be read once its columns hold these. `words`: what it says of rows."""
        super().__init__(texts, texts("window.mapping.title", name=name), parent, "continue")
        self._fits = fits
        self.resize(_WIDTH, _HEIGHT)
        self._heads = [head for head, _, _ in columns]
        self.combos: list[QComboBox] = []
        label, self.lacks = QLabel(texts(f"{words}.said")), QLabel(texts(f"{words}.lacks"))
        for each in (label, self.lacks):
            each.setWordWrap(True)
        self.body.addWidget(label)
        table = QTableWidget(len(columns), 3)
        table.setAccessibleName(texts(f"{words}.said"))
        # Tab goes from choice to choice.
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setTabKeyNavigation(False)
        table.setHorizontalHeaderLabels([texts(f"window.mapping.{each}") for each in ("column", "example", "holds")])
        table.verticalHeader().hide()
        for row, (head, example, target) in enumerate(columns):
            for place, text in enumerate((head, " ".join(example.split())[:_EXAMPLE])):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                table.setItem(row, place, item)
            combo = QComboBox()
            combo.setAccessibleName(head)
            for value, said in holds:
                combo.addItem(texts(said), value)
            combo.setCurrentIndex(max(0, combo.findData(target)))
            combo.currentIndexChanged.connect(self._check)
            table.setCellWidget(row, 2, combo)
            self.combos.append(combo)
        table.horizontalHeader().setStretchLastSection(True)
        table.resizeColumnsToContents()
        self.body.addWidget(table, 1)
        self.body.addWidget(self.lacks)
        self._check()

    @property
    def mapping(self) -> Mapping[str, str]:
        """What each column holds, by its heading."""
        chosen = (str(combo.currentData()) for combo in self.combos)
        return dict(zip(self._heads, chosen, strict=True))

    def _check(self) -> None:
        fits = self._fits([str(combo.currentData()) for combo in self.combos])
        self.yes.setEnabled(fits)
        self.lacks.setVisible(not fits)


class PartsDialog(Dialog):
    """Which of several parts of a file to read. `parts`: the option of each sort, its values with words, the usual."""

    def __init__(
        self,
        texts: Texts,
        name: str,
        parts: Sequence[tuple[str, tuple[tuple[str, str], ...], str]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(texts, texts("window.parts.title", name=name), parent, "continue")
        label = QLabel(texts("window.parts.said", name=name))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.body.addWidget(label)
        form = QFormLayout()
        self.combos: dict[str, QComboBox] = {}
        for option, choices, usual in parts:
            combo = self.combos[option] = QComboBox()
            for value, words in choices:
                combo.addItem(words, value)
            combo.setCurrentIndex(max(0, combo.findData(usual)))
            called = texts(f"window.parts.{option}") if f"window.parts.{option}" in texts else option
            combo.setAccessibleName(called)
            form.addRow(called, combo)
        self.body.addLayout(form)

    @property
    def chosen(self) -> dict[str, str]:
        """What is to be read, by option."""
        return {option: str(combo.currentData()) for option, combo in self.combos.items()}


class ImportPreview(Dialog):
    """What an import would change, to be agreed to."""

    def __init__(
        self,
        texts: Texts,
        title: Message,
        said: Message,
        groups: Sequence[tuple[str, Sequence[str]]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(texts, texts(title), parent, "apply")
        self.resize(_WIDTH, _HEIGHT)
        label = QLabel(texts("window.import.changes", changes=said))
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(label)
        self.text = Sections(texts(title), groups)
        self.body.addWidget(self.text, 1)
