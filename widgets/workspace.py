"""What the widgets of one window share about its session: document, editor, drawing, words, colours, selection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtGui import QImage

from model.blueprint_map import map_composer
from model.change import Change
from model.document import Document
from model.editor import Editor
from model.elements import Picture
from model.errors import KnownError
from model.history import History
from model.layout.compose import Composer, Damage
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.layout.theme import Theme
from model.messages import Message, message
from model.rules import Refused
from model.signal import Signal
from model.texts import Texts
from widgets.selection import Selection

T = TypeVar("T")


class Workspace:
    """Keeps the drawing abreast of the document. `close` lets go of the document.

    `recomposed` tells what of the drawing changed, `said` a message for the person at the window, `failed` what
    must not be overlooked.
    """

    def __init__(
        self,
        editor: Editor,
        texts: Texts,
        theme: Theme,
        fonts: FontBook,
        *,
        read_only: Callable[[], bool] = lambda: False,
    ) -> None:
        """`texts` is in the user's language; the drawing is in the document's own."""
        self.document: Document = editor.document
        self.editor = editor
        self.texts = texts
        self.theme = theme
        self.fonts = fonts
        self._read_only = read_only
        self.selection = Selection()
        self.recomposed: Signal[Damage] = Signal()
        self.said: Signal[Message] = Signal()
        self.failed: Signal[Message] = Signal()
        self._composer = self._compose()
        self._disconnect = self.document.changed.connect(self._changed)

    @property
    def drawing(self) -> Drawing:
        """The document as it is laid out now."""
        return self._composer.drawing

    @property
    def read_only(self) -> bool:
        """Whether the document may only be looked at."""
        return self._read_only()

    @property
    def history(self) -> History:
        """What undo and redo walk."""
        return self.editor.history

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do an act; None, and the reason is said, where it may not be done or met the user's world."""
        if self.read_only:
            self.said.emit(message("window.said.read_only"))
            return None
        try:
            return act()
        except Refused as error:
            self.said.emit(error.message)
        except KnownError as error:
            self.failed.emit(error.message)
        return None

    @contextmanager
    def group(self, label: Message) -> Iterator[None]:
        """Several acts, one undo step."""
        with self.editor.group(label):
            yield

    def picture(self, id: str) -> QImage | None:
        """A picture of the document, or None where it is not there or cannot be read."""
        picture = self.document.get(Picture, id)
        image = QImage() if picture is None else QImage.fromData(picture.data)
        return None if image.isNull() else image

    def close(self) -> None:
        """Hear nothing of the document any more."""
        self._disconnect()

    def _compose(self) -> Composer:
        self._language = self.document.blueprint.language
        return map_composer(self.document, self.fonts, self.theme)

    def _changed(self, change: Change) -> None:
        if self.document.blueprint.language != self._language:
            self._composer = self._compose()
            damage = Damage((), True)
        else:
            damage = self._composer.update(change)
        self.recomposed.emit(damage)
        self.selection.prune(self.document)
