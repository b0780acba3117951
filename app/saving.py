"""A Save under way, apart from the session, so that another thread may do the slow part."""

from __future__ import annotations

from pathlib import Path

from model.named import NamedTuple
from model.record import Record
from model.store import writing
from model.store.files import Files, Stamp
from model.store.protection import Key


class SaveJob(NamedTuple):
    """A Save under way: what was taken at its beginning. `serialise` and `write` may be called in any thread."""

    path: Path
    records: tuple[Record, ...]
    extra: str
    revision: int
    files: Files
    token: str
    key: Key | None

    def serialise(self) -> writing.Written:
        """The bytes to write."""
        return writing.serialise(self.records, self.extra, self.key)

    def write(self, written: writing.Written) -> Stamp | None:
        """Put them in the file's place; its stamp."""
        return writing.write(self.path, written, self.files, self.token)
