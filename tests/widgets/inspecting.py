"""What tests of the inspector share: a record shown, its editors found and typed into."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from model.elements import (
    Card,
    Lane,
    Link,
    Stage,
    Step,
)
from model.record import Record
from widgets.field_editors import FieldEditor
from widgets.fields import GROUPS
from widgets.inspector import Inspector
from widgets.inspector_page import GroupBox
from widgets.workspace import Workspace


def show(inspector: Inspector, workspace: Workspace, id: str) -> None:
    """Select an element, or open what is not on the map."""
    if isinstance(workspace.document.find(id), Card | Link | Step | Stage | Lane):
        workspace.selection.show(workspace.document, id)
    else:
        inspector.open(id)


def field(inspector: Inspector, name: str) -> Any:
    """An editor, brought into sight first."""
    if name not in inspector.editors:
        inspector.page.reveal(name)
    return inspector.editors[name]


def typed(line: QLineEdit, text: str) -> None:
    """Type over what a line says, and Enter."""
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def inner(editor: FieldEditor, kind: type[QWidget], place: int = 0) -> Any:
    """A widget within an editor."""
    QApplication.processEvents()
    found = [child for child in editor.findChildren(kind) if child.isVisibleTo(editor)]
    return found[place]


def all_names(kind: type[Record]) -> list[str]:
    """The names of all that a page may show."""
    return [name for group in GROUPS[kind] for name in group.names]


def box(inspector: Inspector, group: str) -> GroupBox:
    """A group of the page."""
    return inspector.page.boxes[group]


def said(inspector: Inspector, group: str) -> str:
    """What is computed in a group."""
    (label,) = (
        each
        for each in box(inspector, group).body.findChildren(QLabel, "readout")
        if each.parent() is box(inspector, group).body
    )
    return str(label.text()) if not label.isHidden() else ""
