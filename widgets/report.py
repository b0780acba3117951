"""The report of an error in the program: what is in it, and a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from model.messages import Message
from model.texts import Texts
from widgets.dialogs import Dialog

_SIZE = (620, 380)


class CrashDialog(Dialog):
    """Shows a report to be read and copied; it sends nothing anywhere."""

    def __init__(self, texts: Texts, said: Message, report: str, parent: QWidget | None) -> None:
        super().__init__(texts, texts("crash.title"), parent, "ok", cancel=False)
        self.resize(*_SIZE)
        self._report = report
        words = QLabel(texts(said))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(texts("crash.title"))
        self.body.addWidget(words)
        self.body.addWidget(text, 1)
        self.copy = self.buttons.addButton(texts("window.button.copy_report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
