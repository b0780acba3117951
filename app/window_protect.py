"""File > Protect with a passphrase: set it, change it, remove it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.unlocking import derived
from model.messages import message
from model.store.protection import Key, new_key

if TYPE_CHECKING:
    from app.window import DocumentWindow


class ProtectActs:
    """What one window does about the protection of its document."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window

    def set(self) -> None:
        """Protect the document with a passphrase, or with another one; the file is saved so at once if there is one."""
        passphrase = self._window.ask.new_passphrase(self._window.name)
        if passphrase is None:
            return
        said = message("passphrase.protecting", name=self._window.name)
        key = derived(self._window.ask, said, partial(new_key, passphrase))
        if key is not None:
            self._protect(key)

    def remove(self) -> None:
        """Protect the document no more."""
        if self._window.session.key is None:
            self._window.main.say(message("window.said.not_protected"))
        elif self._window.ask.confirm(message("passphrase.remove", name=self._window.name), (), "unprotect"):
            self._protect(None)

    def _protect(self, key: Key | None) -> None:
        window = self._window
        window.main.finish()
        left: list[int] = []
        if not window.file.guarded(lambda: left.append(window.session.protect(key))):
            return
        if key is not None and left[0]:
            window.ask.tell(message("backups.not_protected", n=left[0]))
        window.refresh()
        if window.session.path is not None:
            window.file.save()
        else:
            window.main.say(message("window.said.protected" if key is not None else "window.said.unprotected"))
