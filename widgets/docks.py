"""The panels of a window: made beside or below the map, and how they lie kept as text."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

_SEPARATOR = "|"


class Dock(QDockWidget):
    """`coming`: it is about to be shown, and the room it gets hangs on what is in it by then."""

    coming = Signal()

    def setVisible(self, visible: bool) -> None:
        if visible and self.isHidden():
            self.coming.emit()
        super().setVisible(visible)


def beside(window: QMainWindow, name: str, title: str) -> Dock:
    """A panel beside the map."""
    dock = _made(window, name, title)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    return dock


def below(window: QMainWindow, name: str, title: str, before: Dock | None) -> Dock:
    """A panel below the map, a tab after the one before; hidden until it is called for."""
    dock = _made(window, name, title)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    if before is not None:
        window.tabifyDockWidget(before, dock)
    dock.hide()
    return dock


def _made(window: QMainWindow, name: str, title: str) -> Dock:
    dock = Dock(title, window)
    dock.setObjectName(name)
    dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetClosable)
    no_title = QWidget(dock)
    no_title.setFixedSize(0, 0)
    dock.setTitleBarWidget(no_title)
    return dock


def fill(*filled: tuple[QDockWidget, QWidget]) -> None:
    """Put panels into their docks, in the place of those before."""
    for dock, widget in filled:
        old = dock.widget()
        dock.setWidget(widget)
        if old is not None:
            old.deleteLater()


def layout_text(window: QMainWindow, folds: Mapping[str, bool]) -> str:
    """Geometry and panels of a window, and which groups of fields are open, as text."""
    open_groups = " ".join(f"{group}={'yes' if open else 'no'}" for group, open in sorted(folds.items()))
    parts = (bytes(window.saveGeometry().data()), bytes(window.saveState().data()), open_groups.encode("utf-8"))
    return _SEPARATOR.join(base64.b64encode(part).decode("ascii") for part in parts)


def restore(window: QMainWindow, text: str) -> dict[str, bool]:
    """Let a window lie as it was left, and tell which groups were open; what cannot be read is passed over."""
    try:
        geometry, state, *rest = (base64.b64decode(part, validate=True) for part in text.split(_SEPARATOR))
        folds = [group.partition("=") for group in b"".join(rest).decode("utf-8").split()]
    except (ValueError, binascii.Error):
        return {}
    window.restoreGeometry(QByteArray(geometry))
    window.restoreState(QByteArray(state))
    return {group: open == "yes" for group, _, open in folds}
