"""File > Backups: restore a version, turn them off, and delete all local copies of the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app import backups, recovery
from app.backups import Backup
from app.session import Session
from app.unlocking import unlocked
from model.elements import Blueprint
from model.errors import KnownError
from model.messages import message
from model.store import reading
from model.store.files import Files
from model.store.protection import Locked, Secret
from widgets.backups import OPEN, RESTORE

if TYPE_CHECKING:
    from app.window import DocumentWindow


class BackupActs:
    """What one window does with the backups of its document."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._desktop = window.desktop

    def browse(self) -> None:
        """Show the backups; open one to look at, or take it over."""
        window = self._window
        window.main.finish()
        found = backups.kept(self._desktop.home, self._document)
        entries = [self._entry(backup) for backup in found]
        act, number = window.ask.versions(
            window.name, entries, lambda number: self._title(found[number]), not window.session.read_only
        )
        if act == OPEN:
            window.file.guarded(partial(self._look, found[number]))
        elif act == RESTORE:
            window.file.guarded(partial(self._restore, found[number]))

    def keep(self, wanted: str) -> None:
        """Make backups from now on, or no more (`off`); those that are there stay."""
        self._desktop.keep(replace(self._desktop.settings, backups="off" if wanted == "off" else ""))

    def holds(self, wanted: str) -> bool:
        """Whether backups are made (`on`) or not (`off`)."""
        return (self._desktop.settings.backups == "off") is (wanted == "off")

    def forget(self) -> None:
        """Delete all local copies of this document but its file: backups, what crashes left, the recent entry."""
        window, home = self._window, self._desktop.home
        session = window.session
        count = len(backups.kept(home, self._document))
        if window.ask.confirm(
            message("backups.forget", name=window.name), (message("backups.forget_what", n=count),), "forget"
        ):
            window.file.guarded(partial(backups.forget, home, self._document, session.files))
            recovery.forget_document(home, self._document, session.path, session.key)
            if session.path is not None:
                self._desktop.keep(self._desktop.settings.gone(session.path))
            window.main.say(message("window.said.forgotten"))

    @property
    def _document(self) -> str:
        return self._window.session.document.blueprint.id

    def _entry(self, backup: Backup) -> tuple[str, str]:
        texts, taken = self._window.texts, backup.taken.astimezone()
        return f"{texts.day(taken.date())} {taken:%H:%M:%S}", texts(
            message("backups.size", n=max(1, round(backup.size / 1024)))
        )

    def _title(self, backup: Backup) -> str:
        try:
            rows: Sequence[object] = reading.read(backup.path, Files(), self._window.session.key).rows
        except Locked:
            return self._window.texts("backups.protected")
        except KnownError:
            return self._window.texts("backups.damaged")
        titles = [row.title for row in rows if isinstance(row, Blueprint)]
        return titles[0] or self._window.texts("window.untitled")

    def _look(self, backup: Backup) -> None:
        session = self._window.session
        context, home = self._desktop.context, self._desktop.home

        def act(secret: Secret) -> Session:
            return Session.open(backup.path, context, home, read_only=True, secret=secret or session.key)

        found = unlocked(self._window.ask, self._window.name, backup.path, act)
        if found is not None:
            self._desktop.show(found)

    def _restore(self, backup: Backup) -> None:
        session = self._window.session

        def act(secret: Secret) -> Session:
            session.restore(backup.path, secret)
            return session

        if unlocked(self._window.ask, self._window.name, backup.path, act) is not None:
            self._window.refresh()
            self._window.main.say(message("window.said.restored"))
