"""The panes of a window, in the order in which the keyboard goes round them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from model.named import NamedTuple


class Pane(NamedTuple):
    """What holds the keyboard, the dock it lies in (None: the map), and how the keyboard comes in."""

    holder: QWidget
    dock: QDockWidget | None
    enter: Callable[[], None]


def pane(holder: QWidget, dock: QDockWidget | None, first: QWidget | None = None) -> Pane:
    """A pane whose first widget simply takes the keyboard."""
    target = first or holder
    return Pane(holder, dock, lambda: target.setFocus(Qt.FocusReason.ShortcutFocusReason))


def in_sight(panel: QWidget) -> bool:
    """Whether any of a panel can be seen; one behind another's tab is shown, but nowhere. One by itself always is."""
    return panel.isWindow() or not panel.visibleRegion().isEmpty()


def holds(holder: QWidget, focus: QWidget | None) -> bool:
    """Whether the keyboard is in a widget."""
    return focus is not None and (holder is focus or holder.isAncestorOf(focus))


def seen(widget: QWidget) -> bool:
    """Whether something of a widget can be seen: a panel behind another tab counts as visible for Qt."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def go_on(panes: Sequence[Pane], focus: QWidget | None) -> None:
    """Let the keyboard go to the pane after the one it is in."""
    now = next((place for place, each in enumerate(panes) if holds(each.holder, focus)), -1)
    following = panes[(now + 1) % len(panes)]
    bring_forward(following.dock)
    following.enter()


def bring_forward(dock: QDockWidget | None, share: int = 0) -> None:
    """Show a dock before the others it shares its place with; where it was hidden, with a share of the height (%)."""
    if dock is None:
        return
    window, hidden = dock.parentWidget(), not dock.isVisible()
    dock.show()
    dock.raise_()
    if share and hidden and isinstance(window, QMainWindow):
        window.resizeDocks([dock], [window.height() * share // 100], Qt.Orientation.Vertical)
