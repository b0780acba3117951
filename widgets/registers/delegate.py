"""Cells in the making: the editor of each column, and the keys that end it as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from model.entries.columns import LONG, Column
from model.entries.offers import Cells, picked_from_list
from model.layout.curves import spark, spark_colours
from model.layout.drawing import Box, Layer, Piece
from model.ranges import may_vary
from model.values import is_share
from widgets.canvas.painter import QtDevice
from widgets.field_editors import FieldEditor, LineField, TextField
from widgets.registers.layout import LETTER
from widgets.registers.pick_field import PickField
from widgets.registers.table_model import EntriesModel
from widgets.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_HINT = QAbstractItemDelegate.EndEditHint
_STAY = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_LINES = 4
# Round a curve in a cell and how narrow it may be (px), and its share of a cell: curves below one another are alike.
_AIR, _NARROWEST, _SHARE = 7, 24.0, 0.42


class CellDelegate(QStyledItemDelegate):
    """`moved`: an entry ended by a key that goes on, so many rows down and columns on."""

    moved = Signal(int, int)

    def __init__(self, workspace: Workspace, commit: Callable[[Index, Any], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._commit = commit
        self._view = parent
        self._inner: dict[QObject, FieldEditor] = {}
        self._kept = True
        self.open: FieldEditor | None = None
        self._device = QtDevice(workspace.fonts)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, and where it has a curve, that before its text."""
        super().paint(painter, option, index)
        model = index.model()
        assert isinstance(model, EntriesModel)
        found = model.spark(index)
        if found is None:
            return
        cell: QRect = option.rect
        said = len(model.text(index)) * LETTER * option.font.pixelSize()
        wide = min(cell.width() * _SHARE, cell.width() - said - 4 * _AIR)
        room = Box(0.0, 0.0, wide, float(cell.height() - 2 * _AIR))
        if room.width < _NARROWEST:
            return
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        x = cell.right() - _AIR - room.width if rtl else cell.left() + _AIR
        theme = self._workspace.theme
        drawn = tuple(spark(found.dots, room, spark_colours(theme)))
        painter.save()
        painter.setClipRect(cell)
        piece = Piece(Layer.CARD, "curve", "", x, float(cell.top() + _AIR), room.width, room.height, drawn)
        self._device.play(painter, (piece,))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        model = index.model()
        assert isinstance(model, EntriesModel)
        column = model.columns[index.column()]
        editor = self._editor(model, column, model.id_at(index.row()))
        editor.setParent(parent)
        editor.setAutoFillBackground(True)
        editor.show_value(model.value(index))
        if isinstance(editor, TextField):
            editor.area.selectAll()
        place = QPersistentModelIndex(index)
        editor.committed.connect(lambda value: self._set(place, value))
        editor.unread.connect(self._unread)
        inner = editor.focusProxy()
        assert inner is not None
        inner.installEventFilter(self)
        self._inner[inner] = editor
        self.open = editor
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._inner = {inner: each for inner, each in self._inner.items() if each is not editor}
        self.open = None if self.open is editor else self.open
        if isinstance(editor, PickField):
            editor.release()
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The editor shows its value from the beginning; what is being typed is never overwritten."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        del model, index
        assert isinstance(editor, FieldEditor)
        editor.finish()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        del index
        room: QRect = option.rect
        if isinstance(editor, TextField):
            room = QRect(room.topLeft(), QSize(room.width(), max(room.height(), editor.sizeHint().height())))
            parent = editor.parentWidget()
            if parent is not None and room.bottom() > parent.height():
                room.moveBottom(max(room.height(), parent.height()) - 1)
        editor.setGeometry(room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        editor = self._inner.get(watched)
        if editor is None:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(editor, event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in _STAY:
            self._end(editor)
        return False

    def finish(self) -> None:
        """Keep what is being typed."""
        if self.open is not None:
            self._end(self.open)

    def _press(self, editor: FieldEditor, event: QKeyEvent) -> bool:
        if isinstance(editor, PickField) and editor.press(event):
            return True
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            # What leaving the cell would set is dropped.
            editor.blockSignals(True)
            self.open = None
            self.closeEditor.emit(editor, _HINT.RevertModelCache)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if back and isinstance(editor, TextField):
                return False
            self._end(editor, -1 if back else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._end(editor, 0, -1 if key == Qt.Key.Key_Backtab or back else 1)
        else:
            return False
        return True

    def _end(self, editor: FieldEditor, down: int = 0, on: int = 0) -> None:
        """Set what is typed, close the cell and go on; where it could not be set, stay there."""
        if editor is not self.open:
            return
        self.open = None
        self._kept = True
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, _HINT.NoHint)
        if (down or on) and self._kept:
            self.moved.emit(down, on)

    def _set(self, place: QPersistentModelIndex, value: Any) -> None:
        if place.isValid():
            self._kept = self._commit(place, value)

    def _unread(self, why: Any) -> None:
        self._kept = False
        self._workspace.said.emit(why)

    def _editor(self, model: EntriesModel, column: Column, id: str | None) -> FieldEditor:
        texts, field = self._workspace.texts, column.field
        assert field is not None
        name = texts(column.heading(self._workspace.document.blueprint.currency))
        if picked_from_list(column):
            cells = Cells(model.words)
            return PickField(
                texts,
                name,
                self._workspace.theme,
                self._view.window(),
                many=field.many,
                offers=lambda typed: cells.offers(column, id, typed),
                words=lambda value: model.words.text(column, value),
                read=lambda text: cells.read(column, id, text),
            )
        if column.name in LONG:
            return TextField(texts, name, _LINES)
        record = self._workspace.document.find(id) or model.register.record("")
        share, varies = is_share(record, column.name), may_vary(type(record), column.name)
        return LineField(texts, name, field.holds, field.optional, share=share, varies=varies)
