"""Dialogs for passphrases: to open a protected document, and to protect one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from model.messages import message
from model.texts import Texts
from widgets.dialogs import Dialog


class PassphraseDialog(Dialog):
    """Asks for the passphrase of a file; `wrong`: the one given before was not it."""

    def __init__(self, texts: Texts, name: str, wrong: bool, parent: QWidget | None) -> None:
        super().__init__(texts, texts("passphrase.title"), parent, "open")
        self.body.addWidget(_words(texts(message("passphrase.question", name=name))))
        if wrong:
            self.body.addWidget(_words(texts("passphrase.wrong")))
        self._field = _field(texts("passphrase.field"))
        self.body.addWidget(self._field)
        self._field.textChanged.connect(self._judge)
        self._judge()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self._field.text()

    def _judge(self) -> None:
        self.yes.setEnabled(bool(self.passphrase))


class NewPassphraseDialog(Dialog):
    """Asks for a new passphrase twice, and says that nobody can recover it."""

    def __init__(self, texts: Texts, name: str, parent: QWidget | None) -> None:
        super().__init__(texts, texts("passphrase.new_title"), parent, "protect")
        self.body.addWidget(_words(texts(message("passphrase.new", name=name))))
        self._field, self._again = _field(texts("passphrase.field")), _field(texts("passphrase.again"))
        self._said = _words("")
        for widget in (self._field, self._again):
            self.body.addWidget(widget)
            widget.textChanged.connect(self._judge)
        self.body.addWidget(self._said)
        self.body.addWidget(_words(texts("passphrase.warning")))
        self._judge()

    @property
    def passphrase(self) -> str:
        """What was typed, both times."""
        return self._field.text()

    def _judge(self) -> None:
        same = self._field.text() == self._again.text()
        self.yes.setEnabled(same and bool(self.passphrase))
        self._said.setText("" if same or not self._again.text() else self.texts("passphrase.differ"))


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    return field
