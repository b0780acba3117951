"""The n-th operation on a file fails, for every n, in every way: the file is the old or the new one; a retry works.

Saving under the same name is in `test_session.py`, the writing of a document file in `tests/model/store`.
"""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.recovery import recover, recoverable
from app.session import Session
from exporters.writing import write_file
from model.errors import KnownError
from model.store import reading
from model.store.files import Files
from model.texts import Texts
from tests.model.store.builders import FAULTS, FailingFiles, context, die, digest, exactly, saved, small

ACTS: dict[str, Callable[[Session, Path], object]] = {
    "save as": Session.save_as,
    "save a copy": Session.save_copy,
}
MOST = 60
# One way in the quick suite, all in the full one.
WAYS = [name if name == "short write" else pytest.param(name, marks=pytest.mark.full) for name in FAULTS]


def rows_in(path: Path) -> list[str]:
    """What a file holds; it is sound."""
    reading.verify(path, Files())
    return exactly(reading.read(path, Files()).rows)


def told(error: KnownError, path: Path) -> None:
    """One line that names the file."""
    line = Texts("en")(error.message)
    assert path.name in line and "\n" not in line


@pytest.mark.parametrize("existing", [True, False], ids=["over a file", "a new file"])
@pytest.mark.parametrize("fault", WAYS)
@pytest.mark.parametrize("act", ACTS)
def test_under_another_name(tmp_path: Path, act: str, fault: str, existing: bool) -> None:
    failed = set()
    for number in range(1, MOST):
        folder = tmp_path / str(number)
        folder.mkdir()
        path, other = saved(folder / "a.throughline"), folder / "b.throughline"
        if existing:
            saved(other, small(3))
        original, before = digest(path), rows_in(other) if existing else None
        files = FailingFiles(0, fault)
        session = Session.open(path, context(), folder / "home", files=files)
        session.editor.rename("card1", "Changed")
        files.left = number

        try:
            ACTS[act](session, other)
        except KnownError as error:
            told(error, other)
        files.left = 0

        assert digest(path) == original
        assert (rows_in(other) if other.exists() else None) in (before, exactly(session.document.rows()))
        ACTS[act](session, other)
        assert rows_in(other) == exactly(session.document.rows())
        session.close(discard=True)
        if files.failed is None:
            break
        failed.add(files.failed)
    assert {"create", "write", "read", "fsync", "replace", "fsync folder"} <= failed


@pytest.mark.parametrize("fault", WAYS)
def test_overwriting_what_another_wrote_keeps_theirs_somewhere(tmp_path: Path, fault: str) -> None:
    for number in range(1, MOST):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = saved(folder / "a.throughline")
        files = FailingFiles(0, fault)
        session = Session.open(path, context(), folder / "home", files=files)
        session.editor.rename("card1", "Mine")
        theirs = digest(saved(path, small(5)))
        files.left = number

        try:
            session.save(overwrite=True)
        except KnownError as error:
            told(error, path)
        files.left = 0
        session.save(overwrite=True)

        assert rows_in(path) == exactly(session.document.rows())
        assert theirs in {digest(backup) for backup in (folder / "home" / "backups").rglob("*.throughline")}
        session.close()
        if files.failed is None:
            return
    pytest.fail("a Save has fewer operations than that")


@pytest.mark.parametrize("fault", WAYS)
def test_recovering_loses_nothing(tmp_path: Path, fault: str) -> None:
    for number in range(1, MOST):
        folder = tmp_path / str(number)
        folder.mkdir()
        home = folder / "home"
        session = Session.open(saved(folder / "a.throughline"), context(), home)
        session.editor.rename("card1", "Changed")
        wanted, id = exactly(session.document.rows()), die(session)
        files = FailingFiles(number, fault)

        try:
            first = recover(home, id, context(), files=files)
        except KnownError as error:
            assert Texts("en")(error.message)
        else:
            assert exactly(first.document.rows()) == wanted
            die(first)
        assert [entry.id for entry in recoverable(home)] == [id]
        again = recover(home, id, context())

        assert exactly(again.document.rows()) == wanted
        again.save()
        assert rows_in(folder / "a.throughline") == wanted
        again.close()
        if files.failed is None:
            return
    pytest.fail("recovering has fewer operations than that")


class FailingSystem:
    """The system calls of `exporters.writing`, of which the n-th goes wrong, once."""

    def __init__(self, patch: pytest.MonkeyPatch, number: int, fault: str) -> None:
        self.left, self.fault = number, fault
        self.failed: str | None = None
        for owner, name in ((os, "open"), (os, "fsync"), (Path, "replace"), (Path, "chmod"), (os, "fdopen")):
            patch.setattr(owner, name, self.guarded(name, getattr(owner, name)))

    def guarded(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """An operation that may fail; a file opened for writing writes only half before it does."""

        def run(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left != 0:
                return act(*arguments, **named)
            self.failed = name
            if name == "fdopen":
                with act(*arguments, **named) as stream:
                    stream.write(b"half")
            raise OSError(FAULTS[self.fault], self.fault)

        return run


@pytest.mark.parametrize("existing", [True, False], ids=["over a file", "a new file"])
@pytest.mark.parametrize("fault", WAYS)
def test_an_export_is_whole_or_not_there(tmp_path: Path, fault: str, existing: bool) -> None:
    failed = set()
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "map.svg"
        if existing:
            path.write_bytes(b"old")
        with pytest.MonkeyPatch.context() as patch:
            system = FailingSystem(patch, number, fault)
            try:
                write_file(path, b"new" * 1000)
            except KnownError as error:
                told(error, path)
                full = FAULTS[fault] == errno.ENOSPC
                assert (error.message.id == "writing.full") == full

        assert (path.read_bytes() if path.exists() else None) in (b"old" if existing else None, b"new" * 1000)
        assert [entry.name for entry in folder.iterdir()] in ([], ["map.svg"])
        write_file(path, b"new" * 1000)
        assert path.read_bytes() == b"new" * 1000
        if system.failed is None:
            break
        failed.add(system.failed)
    assert {"open", "fdopen", "fsync", "replace"} <= failed


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """No file handle leaks on any of the ways out."""
    folder = Path("/proc/self/fd")
    gc.collect()
    before = len(list(folder.iterdir())) if folder.exists() else 0
    yield
    gc.collect()
    assert not folder.exists() or len(list(folder.iterdir())) <= before
