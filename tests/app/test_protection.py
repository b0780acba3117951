"""A protected document at work: the file, the working copy and recovery are under its key, and nothing else is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.recovery import recover, recoverable
from app.session import Session
from model.errors import KnownError
from model.store import reading
from model.store.files import Files
from model.store.protection import Locked, WrongPassphrase, new_key
from model.store.working import BASE, JOURNAL
from tests.model.store.builders import FullDisk, context, die, exactly

pytestmark = pytest.mark.usefixtures("cheap_keys")
WORDS = "open sesame"


@pytest.fixture
def session(path: Path, home: Path) -> Iterator[Session]:
    """Protected and saved, then opened again by its passphrase."""
    first = Session.open(path, context(), home)
    first.protect(new_key(WORDS))
    first.save()
    first.close()
    session = Session.open(path, context(), home, secret=WORDS)
    yield session
    session.close(discard=True)


def readable(folder: Path) -> list[Path]:
    """The files below a folder that give away a word of the document."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in (b"Parking", b"Card ", b"Secret"))
    ]


def test_a_protected_file_opens_by_its_passphrase_only(session: Session, path: Path, home: Path) -> None:
    with pytest.raises(Locked):
        Session.open(path, context(), home)
    with pytest.raises(WrongPassphrase):
        Session.open(path, context(), home, secret="open barley")

    assert session.title == "Parking permit"


def test_protecting_asks_for_a_save_and_saving_keeps_it(path: Path, home: Path) -> None:
    session = Session.open(path, context(), home)

    session.protect(new_key(WORDS))

    assert session.unsaved
    session.save()
    session.editor.rename("card1", "Secret")
    session.save()
    assert not session.unsaved
    assert reading.read(path, Files(), WORDS).key == session.key
    assert readable(path.parent) == []
    session.close()


def test_every_edit_of_a_protected_document_is_kept_protected(session: Session, home: Path) -> None:
    session.editor.rename("card1", "Secret")
    session.editor.edit("card2", title="Secret too", typing=True)
    session.editor.edit("card2", title="Secret too, typed", typing=True)
    session.editor.undo()

    die(session)

    assert readable(home) == []
    assert [name for name in (BASE, JOURNAL) if list(home.rglob(name))] == [BASE, JOURNAL]


def test_recovery_asks_for_the_passphrase_and_says_nothing_before(session: Session, home: Path, path: Path) -> None:
    session.editor.rename("card1", "Secret")
    session.editor.rename("card2", "Secret too")
    session.editor.undo()
    wanted = exactly(session.document.rows())
    id = die(session)

    (entry,) = recoverable(home)
    assert (entry.protected, entry.title, entry.path, entry.edits) == (True, "", str(path), 1)
    for secret in (None, "open barley"):
        with pytest.raises(Locked):
            recover(home, id, context(), secret=secret)
    found = recover(home, id, context(), secret=WORDS)

    assert exactly(found.document.rows()) == wanted
    assert found.editor.redo()
    found.save()
    assert reading.read(path, Files(), WORDS).key == found.key
    found.close()
    assert readable(path.parent) == []


def test_the_edits_before_protection_are_still_undone_after_a_crash(path: Path, home: Path) -> None:
    session = Session.open(path, context(), home)
    before = exactly(session.document.rows())
    session.editor.rename("card1", "Secret")
    session.protect(new_key(WORDS))
    id = die(session)

    assert readable(home) == []
    found = recover(home, id, context(), secret=WORDS)
    found.editor.undo()
    assert exactly(found.document.rows()) == before
    found.close(discard=True)


def test_another_passphrase_takes_the_place_of_the_first(session: Session, path: Path) -> None:
    session.protect(new_key("another"))
    session.save()

    with pytest.raises(WrongPassphrase):
        reading.read(path, Files(), WORDS)
    assert reading.read(path, Files(), "another").rows


def test_a_passphrase_can_be_removed(session: Session, path: Path) -> None:
    session.editor.rename("card1", "Public")
    session.protect(None)
    session.save()

    assert reading.read(path, Files()).key is None


def test_a_full_disk_leaves_the_protection_as_it_was(session: Session, home: Path) -> None:
    key = session.key
    session.editor.rename("card1", "Secret")
    assert session._working is not None
    session._working._files = FullDisk(0)

    with pytest.raises(KnownError) as caught:
        session.protect(new_key("another"))

    assert caught.value.message.id == "store.not_kept"
    assert session.key is key
    id = die(session)
    assert [entry.id for entry in recoverable(home)] == [id]
    recover(home, id, context(), secret=WORDS).close(discard=True)


def test_a_working_copy_that_cannot_be_read_leaves_the_protection_as_it_was(session: Session, home: Path) -> None:
    session.editor.rename("card1", "Secret")
    assert session._working is not None
    (session._working.folder / BASE).unlink()
    key = session.key

    with pytest.raises(KnownError) as caught:
        session.protect(None)

    assert caught.value.message.id == "store.not_kept"
    assert session.key is key
    assert len(list((home / "sessions").iterdir())) == 1
    session.editor.rename("card1", "Still kept")


def test_reverting_to_a_file_that_is_not_protected_yet_leaves_a_save_to_do(path: Path, home: Path) -> None:
    session = Session.open(path, context(), home)
    session.protect(new_key(WORDS))

    session.revert()

    assert session.unsaved
    session.save()
    assert readable(path.parent) == []
    session.close()
