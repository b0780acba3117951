"""A short question with its buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget


class Box(QMessageBox):
    """Says something in plain text; `warns`: it is no question, or one to be answered with care."""

    def __init__(self, title: str, said: str, parent: QWidget | None, *, warns: bool) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Warning if warns else QMessageBox.Icon.Question)
        self.setWindowTitle(title)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(said)

    def yes(self, words: str) -> QPushButton:
        """A button that goes on."""
        return self.addButton(words, QMessageBox.ButtonRole.AcceptRole)

    def give_up(self, words: str) -> QPushButton:
        """A button that goes on without something."""
        return self.addButton(words, QMessageBox.ButtonRole.DestructiveRole)

    def no(self, words: str) -> QPushButton:
        """A button that leaves all as it is."""
        return self.addButton(words, QMessageBox.ButtonRole.RejectRole)
