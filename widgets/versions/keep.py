"""Under which name a version is kept, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from model.texts import Texts
from widgets.dialogs import Dialog


class KeepDialog(Dialog):
    """A name, suggested, and a note."""

    def __init__(self, texts: Texts, suggested: str, parent: QWidget | None) -> None:
        super().__init__(texts, texts("window.versions.keep"), parent, "keep")
        self._suggested = suggested
        self.name, self.note = QLineEdit(suggested), QLineEdit()
        for key, field in (("keep_name", self.name), ("keep_note", self.note)):
            label = QLabel(texts(f"window.versions.{key}"))
            label.setBuddy(field)
            field.setAccessibleName(label.text())
            self.body.addWidget(label)
            self.body.addWidget(field)
        self.name.selectAll()

    @property
    def choice(self) -> tuple[str, str]:
        """Name and note; without a name it has the one that was suggested."""
        return self.name.text().strip() or self._suggested, self.note.text().strip()
