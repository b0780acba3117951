"""Backups: which are kept, what they hold, how they come back without loss, and how they go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import backups, settings
from app.recovery import forget_document, recoverable
from app.session import Session
from model.errors import KnownError
from model.store import reading
from model.store.files import Files
from model.store.protection import new_key
from tests.model.store.builders import FullDisk, context, die, digest, exactly, saved

pytestmark = pytest.mark.usefixtures("cheap_keys")
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
FILES = Files()


def test_the_ten_newest_and_the_last_of_each_day_are_kept(home: Path) -> None:
    moments = [NOON + timedelta(hours=hours) for hours in range(0, 96, 3)]

    for n, moment in enumerate(moments):
        backups.keep(home, "bp", b"version %d" % n, moment, FILES)

    found = [backup.taken for backup in backups.kept(home, "bp")]
    last = {moment.date(): moment for moment in moments}
    assert found == sorted({*moments[-backups.NEWEST :], *last.values()}, reverse=True)
    assert len(found) > backups.NEWEST


def test_what_is_the_same_is_kept_once(home: Path) -> None:
    places = {backups.keep(home, "bp", b"same", NOON + timedelta(minutes=n), FILES) for n in range(3)}

    assert len(places) == len(backups.kept(home, "bp")) == 1


def test_of_one_moment_the_latest_are_kept(home: Path) -> None:
    for n in range(30):
        backups.keep(home, "bp", b"version %d" % n, NOON, FILES)

    found = [backup.path.read_bytes() for backup in backups.kept(home, "bp")]
    assert found[: backups.NEWEST] == [b"version %d" % n for n in range(29, 29 - backups.NEWEST, -1)]


def test_saving_keeps_what_was_there_and_what_was_saved(session: Session, home: Path, path: Path) -> None:
    before = digest(path)
    session.editor.rename("card1", "One")
    session.save()
    session.editor.rename("card1", "Two")
    session.save()

    found = {digest(backup.path) for backup in backups.kept(home, "bp")}

    assert found >= {before, digest(path)}
    assert len(found) == 3


def test_backups_can_be_turned_off(session: Session, home: Path) -> None:
    settings.save(settings.Settings(backups="off"), home)

    session.editor.rename("card1", "One")
    session.save()

    assert backups.kept(home, "bp") == ()


def test_a_folder_that_takes_no_backup_stops_no_save(session: Session, home: Path) -> None:
    (home / "backups").write_text("in the way")
    session.editor.rename("card1", "Saved")

    session.save()

    assert not session.unsaved


def test_restoring_loses_nothing(session: Session, home: Path, path: Path) -> None:
    session.save()
    was = exactly(session.document.rows())
    session.editor.rename("card1", "Since then")
    session.editor.delete(["card2"])
    now, on_disk = exactly(session.document.rows()), digest(path)
    (old,) = backups.kept(home, "bp")

    session.restore(old.path)

    assert exactly(session.document.rows()) == was
    assert session.unsaved and digest(path) == on_disk
    newest = max(backups.kept(home, "bp"), key=lambda backup: backup.path.stat().st_mtime_ns)
    assert exactly(reading.read(newest.path, FILES).rows) == now
    session.editor.undo()
    assert exactly(session.document.rows()) == now


def test_restoring_does_nothing_where_the_present_state_cannot_be_kept(session: Session, home: Path) -> None:
    session.save()
    session.editor.rename("card1", "Since then")
    now = exactly(session.document.rows())
    session.files = FullDisk(0)

    with pytest.raises(KnownError):
        session.restore(backups.kept(home, "bp")[0].path)

    assert exactly(session.document.rows()) == now


def test_backups_go_under_the_key_of_their_document(session: Session, home: Path) -> None:
    session.save()
    (plain,) = backups.kept(home, "bp")
    assert b"Parking" in plain.path.read_bytes()

    assert session.protect(new_key("one")) == 0
    session.save()
    assert all(b"Parking" not in backup.path.read_bytes() for backup in backups.kept(home, "bp"))
    assert session.protect(new_key("two")) == 0
    for backup in backups.kept(home, "bp"):
        assert reading.read(backup.path, FILES, "two").rows
    assert session.protect(None) == 0
    for backup in backups.kept(home, "bp"):
        assert reading.read(backup.path, FILES).rows


def test_a_backup_that_stays_readable_is_told(session: Session) -> None:
    session.save()
    session.files = FullDisk(0)

    assert session.protect(new_key("one")) == 1


def test_all_local_copies_go(session: Session, home: Path, path: Path) -> None:
    session.save()
    session.editor.rename("card1", "Lost")
    die(session)
    other = Session.open(saved(path.with_name("copy.throughline")), context(), home)
    other.editor.rename("card1", "Lost too")
    die(other)
    assert len(recoverable(home)) == 2

    assert forget_document(home, "bp", path, None) == 2
    backups.forget(home, "bp", FILES)

    assert recoverable(home) == ()
    assert backups.kept(home, "bp") == ()
    assert not list((home / "backups").iterdir())


def test_copies_of_other_documents_stay(session: Session, home: Path, path: Path) -> None:
    session.editor.rename("card1", "Lost")
    die(session)

    assert forget_document(home, "another", path.with_name("another.throughline"), None) == 0
    assert len(recoverable(home)) == 1


def test_of_a_protected_document_the_file_tells(session: Session, home: Path, path: Path) -> None:
    session.protect(new_key("one"))
    session.editor.rename("card1", "Lost")
    die(session)

    assert forget_document(home, "bp", None, "two") == 0
    assert forget_document(home, "bp", path, None) == 1
