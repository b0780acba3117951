"""Pictures onto cards: chosen, dropped or pasted; cropped, and taken away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF
from PySide6.QtGui import QImage

from model import pictures
from model.elements import Card
from model.errors import KnownError
from model.messages import message
from model.store.files import read_file
from widgets.canvas.canvas import Canvas

_FORMATS = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
Pick = Callable[[], Path | None]


def is_picture(path: Path) -> bool:
    """Whether a file is called like a picture."""
    return path.suffix.lower() in pictures.SUFFIXES


def held_picture(data: QMimeData) -> bytes:
    """The encoded picture that is dragged or on the clipboard, or nothing."""
    for name in _FORMATS:
        if data.hasFormat(name):
            return bytes(data.data(name).data())
    image = data.imageData()
    if not isinstance(image, QImage) or image.width() * image.height() > pictures.MOST_PIXELS:
        return b""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageWriter

    into = QBuffer()
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(into, QByteArray(b"png")).write(image)
    return bytes(into.data().data())


class Pictures:
    """The acts of one canvas. `pick` asks for a file."""

    def __init__(self, canvas: Canvas, pick: Pick) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._document = canvas.workspace.document
        self._selection = canvas.workspace.selection
        self._pick = pick

    def choose(self) -> None:
        """Put a picture from a file on the selected cards, or on a new card in the selected cell."""
        if self._workspace.read_only:
            self._workspace.attempt(lambda: None)
            return
        if not self._cards() and self._selection.cell is None:
            self._workspace.said.emit(message("window.said.picture_where"))
            return
        path = self._pick()
        if path is not None:
            self._put_file(path)

    def paste(self, data: bytes) -> None:
        """Put a picture from the clipboard where the cursor is."""
        name = self._workspace.texts("window.pasted_picture")
        taken = self._workspace.attempt(lambda: pictures.take(data, name))
        if taken is not None:
            self._put(taken)

    def drop(self, paths: Sequence[Path], at: QPoint) -> None:
        """Put pictures from files where they were dropped (px of the canvas): on a card, or on new cards in a cell."""
        if self._aim(at):
            for path in paths:
                self._put_file(path)

    def drop_data(self, data: bytes, at: QPoint) -> None:
        """Put a dragged picture where it was dropped."""
        if self._aim(at):
            self.paste(data)

    def crop(self) -> None:
        """Crop the pictures of the selected cards to the room they have there."""
        cards = self._cards()
        self._workspace.attempt(lambda: self._workspace.editor.crop_pictures(cards))

    def remove(self) -> None:
        """Take the pictures off the selected cards."""
        cards = self._cards()
        self._workspace.attempt(lambda: self._workspace.editor.remove_pictures(cards))

    def _cards(self) -> list[str]:
        return [id for id in self._selection.ids if self._document.get(Card, id) is not None]

    def _aim(self, at: QPoint) -> bool:
        """Select the card or cell at a point; whether there is one."""
        view = self._canvas.view
        point = view.viewportTransform().inverted()[0].map(QPointF(at - view.pos()))
        hit = self._workspace.drawing.at(point.x(), point.y()) if view.geometry().contains(at) else None
        if hit is None or hit.lane is None or hit.step is None:
            self._workspace.said.emit(message("window.said.picture_where"))
            return False
        self._selection.set((hit.id,) if hit.kind == "card" else (), (hit.lane, hit.step))
        return True

    def _put_file(self, path: Path) -> None:
        taken = self._workspace.attempt(lambda: pictures.take(_read(path), path.stem))
        if taken is not None:
            self._put(taken)

    def _put(self, taken: pictures.Taken) -> None:
        """Cards that are selected show it; else a new card in the selected cell does."""
        cards, cell = self._cards(), self._selection.cell
        if cards:
            self._workspace.attempt(lambda: self._workspace.editor.set_picture(cards, taken))
        elif cell is not None:
            made = self._workspace.attempt(lambda: self._workspace.editor.add_picture(*cell, None, taken))
            if made is not None:
                self._selection.set((), cell)
                self._canvas.reveal_id(made)
        else:
            self._workspace.said.emit(message("window.said.picture_where"))


def _read(path: Path) -> bytes:
    """The bytes of a file that is not too large for a picture; one byte more than that is enough to know."""
    try:
        return read_file(path, pictures.MOST_BYTES)
    except OSError as error:
        raise KnownError(message("picture.unreadable", name=path.name)) from error
