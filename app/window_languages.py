"""View > Languages: the map in each language of the document, and the table of its texts, for one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.messages import message
from model.translations import languages
from widgets.translating import TranslationsDialog

if TYPE_CHECKING:
    from app.window import DocumentWindow


class LanguageActs:
    """The acts on the languages of one window."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self.dialog: TranslationsDialog | None = None

    def next(self) -> None:
        """Show the map in the next language of the document, and after the last in its own."""
        window = self._window
        workspace = window.workspace
        spoken = languages(window.session.document)
        if not spoken:
            window.main.say(message("translations.none"))
            return
        later = [*spoken, None]
        now = workspace.spoken
        workspace.speak(later[later.index(now) + 1 if now in spoken else 0])
        shown = workspace.spoken or window.session.document.blueprint.language
        window.main.say(message("translations.shown", language=shown))

    def table(self) -> None:
        """Show every text with its translation, to be typed beside it."""
        self.release()
        self.dialog = TranslationsDialog(self._window.workspace, self._window.main)
        self.dialog.finished.connect(self._gone)
        self.dialog.show()

    def release(self) -> None:
        """Another document is shown: the table of this one goes."""
        if self.dialog is not None:
            self.dialog.close()

    def _gone(self, _result: int) -> None:
        self.dialog = None
