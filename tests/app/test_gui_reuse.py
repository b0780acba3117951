"""One window on several documents, and several windows on one screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.gui import Desktop
from tests.widgets.support import Small
from widgets.field_editors import named_combo


def test_another_document_in_the_same_window_has_the_room_of_the_first(desktop: Desktop) -> None:
    # given a window on one document
    window = desktop.show(desktop.session(Small().document))
    window.main.resize(1440, 900)
    QTest.qWait(50)
    before = window.main.canvas.size()
    # when it shows another
    window.show(desktop.template("service", "Another"))
    QTest.qWait(50)
    # then the map has the room it had
    assert window.main.canvas.size() == before
    assert before.width() > window.main.inspector_dock.width() > 0


def test_a_second_window_stands_beside_the_first(desktop: Desktop) -> None:
    # given two documents opened one after the other
    first = desktop.show(desktop.session(Small().document))
    second = desktop.show(desktop.session(Small().document))
    # then an edge of the first can be seen
    assert second.main.pos() != first.main.pos()


def test_enter_takes_the_name_that_is_offered(qapp: QApplication) -> None:
    # given a list of names
    combo = named_combo()
    combo.addItems(["", "Stack team", "Desk"])
    line = combo.lineEdit()
    assert line is not None
    # when the beginning of one is typed and Enter pressed
    combo.setEditText("sta")
    QTest.keyClick(line, Qt.Key.Key_Return)
    # then that name is meant, while a new one stays as typed
    assert combo.currentText() == "Stack team"
    combo.setEditText("Night shift")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert combo.currentText() == "Night shift"
    combo.deleteLater()
    qapp.processEvents()
