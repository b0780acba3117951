"""The table of texts: each with its translation into one language beside it, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.elements import Translation
from model.translations import Said, languages, missing, texts_in
from widgets.workspace import Workspace

_SIZE = (860, 560)
_KIND, _TEXT, _TRANSLATION = range(3)


class TranslationsDialog(QDialog):
    """Stays beside the map. What is typed in the last column is kept at once, one undo step a text."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._document = workspace.document
        texts = workspace.texts
        self.setWindowTitle(texts("translations.window"))
        self.language = QComboBox()
        self.language.setEditable(True)
        self.language.addItems(languages(self._document))
        self.language.setAccessibleName(texts("translations.language"))
        self.only_missing = QCheckBox(texts("translations.only_missing"))
        self.count = QLabel()
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(
            [texts(f"translations.column.{name}") for name in ("where", "text", "said")]
        )
        self.table.setAccessibleName(texts("translations.window"))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(_TEXT, _SIZE[0] // 3)
        self._lines: list[Said] = []
        self._typing = False
        self._lay_out(texts("translations.language"))
        self.language.currentTextChanged.connect(self._fill)
        self.only_missing.toggled.connect(self._fill)
        self.table.itemChanged.connect(self._typed)
        self._disconnect = self._document.changed.connect(lambda _: self._follow())
        self.finished.connect(lambda _: self._disconnect())
        self._fill()

    def _lay_out(self, said: str) -> None:
        label = QLabel(said)
        label.setBuddy(self.language)
        head = QHBoxLayout()
        for widget in (label, self.language, self.only_missing):
            head.addWidget(widget)
        head.addStretch()
        head.addWidget(self.count)
        whole = QVBoxLayout(self)
        whole.addLayout(head)
        whole.addWidget(self.table)
        self.resize(*_SIZE)

    @property
    def spoken(self) -> str:
        """The language that is translated into; empty: none is chosen, or the document's own."""
        code = self.language.currentText().strip()
        return "" if code.casefold() == self._document.blueprint.language.casefold() else code

    def _follow(self) -> None:
        """The document has changed; while a text is typed here the lines stay where they are."""
        if self._typing:
            self._say()
        else:
            self._fill()

    def _wanted(self) -> list[Said]:
        find = missing if self.only_missing.isChecked() else texts_in
        return list(find(self._document, self.spoken)) if self.spoken else []

    def _fill(self) -> None:
        """Show the lines as the document has them now."""
        self._lines = self._wanted()
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._lines))
        for row, line in enumerate(self._lines):
            kind = type(self._document.find(line.element)).__name__
            name = self._workspace.texts(f"window.selected.{kind}", n=1)
            for column, text in ((_KIND, name), (_TEXT, line.text), (_TRANSLATION, line.translation)):
                item = QTableWidgetItem(text)
                if column != _TRANSLATION or self._workspace.read_only:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        self._say()

    def _say(self) -> None:
        """How many are missing."""
        left = len(missing(self._document, self.spoken)) if self.spoken else 0
        self.count.setText(self._workspace.texts("translations.missing", n=left) if self.spoken else "")

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() != _TRANSLATION:
            return
        line, text, editor = self._lines[item.row()], item.text().strip(), self._workspace.editor
        rows = self._document.where(Translation, element=line.element)
        there = [row.id for row in rows if row.field == line.field and row.language == self.spoken]

        def act() -> None:
            if there and text:
                editor.edit(there, text=text)
            elif there:
                editor.delete(there)
            elif text:
                fields = {"element": line.element, "field": line.field, "language": self.spoken}
                editor.add(Translation, **fields, text=text)

        self._typing = True
        self._workspace.attempt(act)
        self._typing = False
