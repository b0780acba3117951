"""The list of registers, each with the number of its entries."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from model.change import Change
from model.entries.columns import REGISTERS, Register
from widgets.workspace import Workspace


class RegisterList(QListWidget):
    """One row a register, in their order."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._counts: dict[str, int] = {}
        self.setAccessibleName(workspace.texts("window.dock.registers"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _ in REGISTERS:
            self.addItem(QListWidgetItem())
        self.count_all()
        self.setCurrentRow(0)

    def entries(self, register: Register) -> int:
        """How many entries a register has."""
        return self._counts[register.name]

    def count_all(self) -> None:
        """Count every register."""
        self._counts = {register.name: register.count(self._workspace.document) for register in REGISTERS}
        for register in REGISTERS:
            self._show(register)

    def recount(self, change: Change) -> None:
        """Count what an edit added and took away."""
        for register in REGISTERS:
            came = sum(delta.after is not None and register.holds(delta.after) for delta in change.deltas)
            went = sum(delta.before is not None and register.holds(delta.before) for delta in change.deltas)
            if came != went:
                self._counts[register.name] += came - went
                self._show(register)

    def showEvent(self, event: QShowEvent) -> None:
        """The rows were measured before they had their style."""
        super().showEvent(event)
        self.doItemsLayout()

    def _show(self, register: Register) -> None:
        texts = self._workspace.texts
        words = texts("register.tab", name=texts(f"register.name.{register.name}"), n=self._counts[register.name])
        self.item(REGISTERS.index(register)).setText(words)
