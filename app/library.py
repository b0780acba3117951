"""The personal library: a folder of small files, a module each, which its owner may move, copy and share. No Qt."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from model.clipboard.fragment import parsed
from model.errors import KnownError
from model.messages import Message, message
from model.store.files import Files, read_file, reason

SUFFIX = ".module.json"
# A module is a stage or two, never a whole archive.
LARGEST = 50_000_000
_STRANGE = re.compile(r"[^\w .-]+")


class Kept(NamedTuple):
    """A module of the library: what it is called, and its file."""

    name: str
    path: Path


def file_name(name: str) -> str:
    """What a module of a name is called as a file: without what some system does not take."""
    return " ".join(_STRANGE.sub(" ", name).split()).strip(" .")


class Library:
    """A folder of modules; it need not be there before the first is kept."""

    def __init__(self, folder: Path, files: Files | None = None) -> None:
        self.folder = folder
        self._files = files or Files()

    def modules(self) -> tuple[Kept, ...]:
        """The modules there are, by name."""
        try:
            paths = [path for path in self.folder.glob(f"*{SUFFIX}") if not path.name.startswith(".")]
        except OSError as error:
            raise self._fault(error) from error
        found = (Kept(path.name[: -len(SUFFIX)], path) for path in paths)
        return tuple(sorted(found, key=lambda each: each.name.casefold()))

    def keep(self, name: str, text: str) -> Kept:
        """Keep a module under a name, in the place of one that has it; whole or not at all."""
        called = file_name(name)
        if not called:
            raise KnownError(message("library.no_name"))
        path = self.folder / f"{called}{SUFFIX}"
        try:
            self._files.make_folder(self.folder)
            self._files.put(path, text.encode())
        except OSError as error:
            raise self._fault(error) from error
        return Kept(called, path)

    def read(self, kept: Kept) -> str:
        """The text of a module; `KnownError` where the file is none."""
        try:
            data = read_file(kept.path, LARGEST)
            if len(data) > LARGEST:
                raise KnownError(message("library.too_large", name=kept.name))
            text = data.decode()
        except OSError as error:
            raise self._fault(error) from error
        except UnicodeDecodeError as error:
            raise KnownError(message("library.no_module", name=kept.name)) from error
        if not parsed(text).copied:
            raise KnownError(message("library.no_module", name=kept.name))
        return text

    def _fault(self, error: OSError) -> KnownError:
        why: Message = reason(error)
        return KnownError(message("library.fault", folder=str(self.folder), reason=why))
