"""What a session that died leaves behind: all of it can be had again, until it is saved or discarded."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.recovery import discard, recover, recoverable
from app.session import Session
from model.elements import Card
from model.errors import KnownError
from model.store.locks import document_lock, this_process
from model.store.working import ALIVE, JOURNAL, atomic, connect, new_session
from tests.model.store.builders import context, die, digest, exactly, rows_in, saved, small


def edited(session: Session) -> Session:
    """With three edits, one of them typed in two goes, and the last undone."""
    session.editor.edit("card1", title="P", typing=True)
    session.editor.edit("card1", title="Pay", typing=True)
    session.editor.add_card("lane0", "step0", "New")
    session.editor.delete(["card2"])
    session.editor.undo()
    return session


def in_memory(session: Session) -> list[str]:
    return exactly(session.document.rows())


def test_a_dead_session_is_found_with_what_a_person_needs_to_choose(session: Session, home: Path, path: Path) -> None:
    id = die(edited(session))

    (entry,) = recoverable(home)

    assert entry == (id, str(path), "Parking permit", "2026-03-14T12:00:00+00:00", 2, False)


def test_a_living_session_is_nobodys_business(session: Session, home: Path) -> None:
    edited(session)
    assert session._working is not None
    id = session._working.id

    assert recoverable(home) == ()
    for act in (lambda: recover(home, id, context()), lambda: discard(home, id)):
        with pytest.raises(KnownError) as caught:
            act()
        assert caught.value.message.id == "store.live_session"
    session.editor.rename("card3", "Still kept")


def test_a_recovered_document_is_unsaved_and_undo_still_works(session: Session, home: Path, path: Path) -> None:
    before, wanted = rows_in(path), in_memory(edited(session))
    id = die(session)

    again = recover(home, id, context())

    assert in_memory(again) == wanted
    assert (again.recovered, again.unsaved, again.path, again.read_only) == (True, True, path, False)
    again.editor.redo()
    assert again.document.get(Card, "card2") is None
    assert [again.editor.undo() is not None for _ in range(4)] == [True, True, True, False]
    assert in_memory(again) == before
    again.editor.redo()
    assert again.document.need(Card, "card1").title == "Pay"
    again.close(discard=True)


def test_a_recovered_document_can_be_lost_and_recovered_again(session: Session, home: Path) -> None:
    id = die(edited(session))
    again = recover(home, id, context())
    again.editor.rename("card5", "Later")
    again.editor.undo()
    wanted = in_memory(again)
    die(again)

    third = recover(home, id, context())

    assert in_memory(third) == wanted
    assert third.history.can_redo is not None
    third.close(discard=True)


def test_the_entry_goes_after_a_save(session: Session, home: Path, path: Path) -> None:
    id = die(edited(session))
    again = recover(home, id, context())
    die(again)
    assert len(recoverable(home)) == 1
    again = recover(home, id, context())

    again.save()

    assert rows_in(path) == in_memory(again)
    assert not again.unsaved
    assert again.editor.undo() is not None
    again.editor.redo()
    die(again)
    assert recoverable(home) == ()
    assert list((home / "sessions").iterdir()) == []


def test_the_entry_stays_when_it_is_closed_and_goes_when_it_is_discarded(session: Session, home: Path) -> None:
    edited(session)
    session.close()
    (entry,) = recoverable(home)
    recover(home, entry.id, context()).close()
    assert [found.id for found in recoverable(home)] == [entry.id]

    discard(home, entry.id)

    assert recoverable(home) == ()
    with pytest.raises(KnownError):
        recover(home, entry.id, context())


def test_what_died_before_anything_was_kept_goes_and_what_only_begins_stays(home: Path) -> None:
    # given a session that died with nothing but its lock, and the folder of one that has not yet taken its own
    lock = new_session(home, this_process("Ann"))
    lock.drop()
    beginning = lock.path.parent.with_name("session-begins")
    beginning.mkdir()
    (beginning / ALIVE).touch()

    assert recoverable(home) == ()

    assert not lock.path.parent.exists()
    assert beginning.exists()


def test_a_clean_session_leaves_nothing(session: Session, home: Path, path: Path) -> None:
    edited(session).save()

    session.close()

    assert list((home / "sessions").iterdir()) == []
    assert not document_lock(path).exists()


def test_a_document_without_a_file_is_recovered_too(home: Path, tmp_path: Path) -> None:
    session = Session.new(context(), home, small())
    wanted = in_memory(edited(session))

    again = recover(home, die(session), context())

    assert (again.path, again.unsaved, in_memory(again)) == (None, True, wanted)
    again.save_as(tmp_path / "new.throughline")
    assert rows_in(tmp_path / "new.throughline") == wanted
    again.close()
    assert recoverable(home) == ()


@pytest.mark.parametrize(("unsaved", "count"), [(True, 1), (False, 0)])
def test_an_import_would_be_missed_and_a_blank_would_not(home: Path, unsaved: bool, count: int) -> None:
    session = Session.new(context(), home, small(), unsaved=unsaved)
    assert session.unsaved is unsaved

    die(session)

    assert len(recoverable(home)) == count


def test_a_save_that_died_before_the_journal_heard_of_it(session: Session, home: Path, path: Path) -> None:
    edited(session)
    job = session.begin_save()
    written = job.serialise()
    session.attempt(written)
    job.write(written)

    again = recover(home, die(session), context())

    again.editor.rename("card3", "Later")
    again.save()
    assert rows_in(path) == in_memory(again)
    again.close()


@pytest.mark.parametrize("written_since", [False, True], ids=["as it was saved", "written by another"])
def test_what_was_last_saved_is_what_a_merge_begins_from(
    session: Session, home: Path, path: Path, written_since: bool
) -> None:
    # given a title that was changed, saved, and changed back
    session.editor.rename("card1", "Pay")
    session.save()
    wanted = in_memory(session)
    session.editor.undo()
    id = die(session)
    if written_since:
        saved(path, small(4))

    again = recover(home, id, context())

    assert exactly(again.ancestor or ()) == wanted
    assert again.changed_on_disk == written_since
    again.close(discard=True)


def test_saves_that_died_one_after_the_other_are_all_ours(session: Session, home: Path, path: Path) -> None:
    # given a save that died when the file was written, and the next that died before it was
    job = edited(session).begin_save()
    written = job.serialise()
    session.attempt(written)
    job.write(written)
    second = recover(home, die(session), context(seed=2))
    second.editor.rename("card1", "Second")
    second.attempt(second.begin_save().serialise())

    # when the third saves, then nobody else has written the file
    third = recover(home, die(second), context(seed=3))
    third.save()

    assert rows_in(path) == in_memory(third)
    third.close()


def test_what_a_save_that_died_left_beside_the_file_goes(session: Session, home: Path, path: Path) -> None:
    id = die(edited(session))
    left = path.with_name(f".{path.name}.{id}-0.saving")
    left.write_bytes(b"half")

    discard(home, id)

    assert not left.exists()
    assert path.exists()


def test_a_document_open_elsewhere_is_recovered_to_read_only(session: Session, home: Path, path: Path) -> None:
    id = die(edited(session))
    other = Session.open(path, context(actor="Bob"), home)

    again = recover(home, id, context())

    assert again.read_only
    assert again.locked_by is not None
    assert again.locked_by.owner == "Bob"
    other.close()
    again.close(discard=True)


def test_a_damaged_journal_is_named_and_what_can_be_read_can_be_had(session: Session, home: Path) -> None:
    id = die(edited(session))
    connection = connect(home / "sessions" / id)
    with atomic(connection):
        connection.execute("UPDATE entry SET change = 'rubbish' WHERE place = 2")
    connection.close()

    with pytest.raises(KnownError) as caught:
        recover(home, id, context())
    assert caught.value.message.id == "store.bad_journal"
    assert dict(caught.value.message.parameters)["n"] == 1

    again = recover(home, id, context(), partial=True)
    assert again.document.need(Card, "card1").title == "Pay"
    again.editor.rename("card3", "Later")
    wanted = in_memory(again)
    die(again)
    assert in_memory(recovered := recover(home, id, context())) == wanted
    recovered.close(discard=True)


def test_a_journal_that_is_no_database_is_named_and_kept(session: Session, home: Path) -> None:
    id = die(edited(session))
    for left in (home / "sessions" / id).glob(JOURNAL + "-*"):
        left.unlink()
    (home / "sessions" / id / JOURNAL).write_bytes(b"rubbish" * 1000)

    assert recoverable(home) == ()
    with pytest.raises(KnownError) as caught:
        recover(home, id, context())

    assert caught.value.message.id == "store.damaged"
    assert (home / "sessions" / id).is_dir()
    discard(home, id)
    assert not (home / "sessions" / id).exists()


@pytest.mark.parametrize("id", ["session-none", "..", "", "../home"])
def test_an_id_that_is_none(home: Path, id: str) -> None:
    with pytest.raises(KnownError) as caught:
        recover(home, id, context())

    assert caught.value.message.id == "store.lost_session"


def test_a_session_that_is_just_beginning_is_left_alone(home: Path) -> None:
    folder = home / "sessions" / "session-young"
    folder.mkdir(parents=True)
    (folder / ALIVE).touch()

    assert recoverable(home) == ()
    assert folder.exists()


def test_recovering_leaves_the_file_alone(session: Session, home: Path, path: Path) -> None:
    before = digest(path)

    recover(home, die(edited(session)), context()).close(discard=True)

    assert digest(path) == before
