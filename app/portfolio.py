"""The blueprints of a folder, read side by side; what has not changed since is not read again. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from model.analysis.portfolio import Hit, Summary, hit, summary
from model.document import DocumentView
from model.errors import KnownError
from model.messages import Message, message
from model.store import reading
from model.store.files import Files, Stamp

SUFFIX = ".throughline"
# More files are no folder of blueprints.
MOST = 10_000
_AT_ONCE = 4
T = TypeVar("T")


class Unread(NamedTuple):
    """A file that is no blueprint that can be read, and why."""

    place: str
    why: Message


class Found(NamedTuple):
    """The blueprints of a folder by their places in it, and the files that could not be read."""

    folder: Path
    blueprints: tuple[tuple[str, Summary], ...]
    unread: tuple[Unread, ...]


class Folder:
    """A folder of blueprints, and how those stood that were read before."""

    def __init__(self, folder: Path, files: Files | None = None, passphrase: str | None = None) -> None:
        self.folder = folder
        self._passphrase = passphrase
        self._files = files or Files()
        self._known: dict[tuple[str, Stamp, date], Summary] = {}

    def read(self, today: date) -> Found:
        """How all of them stand; `KnownError` where there is no such folder, or it holds too many files."""
        rows, unread = self._each(partial(self._summary, today=today))
        return Found(self.folder, tuple((place, row) for place, row in rows if row is not None), unread)

    def hits(self, system: str) -> tuple[tuple[Hit, ...], tuple[Unread, ...]]:
        """What the stop of a system means to all that use one of its name."""
        rows, unread = self._each(partial(self._hit, system=system))
        return tuple(found for _, found in rows if found is not None), unread

    def _each(self, look: Callable[[str], T]) -> tuple[list[tuple[str, T]], tuple[Unread, ...]]:
        """What a look at each file gives, in the order of their places."""
        places = list(self._places())
        found: list[tuple[str, T]] = []
        unread: list[Unread] = []
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            looks = [(place, pool.submit(look, place)) for place in places]
            for place, waiting in looks:
                try:
                    found.append((place, waiting.result()))
                except KnownError as error:
                    unread.append(Unread(place, error.message))
        return found, tuple(unread)

    def _places(self) -> Iterator[str]:
        if not self.folder.is_dir():
            raise KnownError(message("portfolio.no_folder", folder=str(self.folder)))
        paths = sorted(path for path in self.folder.rglob(f"*{SUFFIX}") if not path.name.startswith("."))
        if len(paths) > MOST:
            raise KnownError(message("portfolio.too_many", folder=str(self.folder), most=MOST))
        return (path.relative_to(self.folder).as_posix() for path in paths)

    def _summary(self, place: str, today: date) -> Summary:
        stamp = self._files.stamp(self.folder / place)
        known = None if stamp is None else self._known.get((place, stamp, today))
        if known is not None:
            return known
        found = summary(self._document(place), today)
        if stamp is not None:
            self._known[place, stamp, today] = found
        return found

    def _hit(self, place: str, system: str) -> Hit | None:
        return hit(self._document(place), place, system)

    def _document(self, place: str) -> DocumentView:
        return DocumentView(reading.read(self.folder / place, self._files, self._passphrase).rows)
