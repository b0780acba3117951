"""A session from opening to closing: saving, other people, copies, read-only, reverting."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from app.recovery import recoverable
from app.session import ChangedOnDisk, Session
from model import registers
from model.analysis.checks.base import Severity
from model.analysis.checks.runner import at_least, run
from model.elements import Card
from model.errors import KnownError
from model.store import reading
from model.store.files import Files
from model.store.locks import Lock, Owner, document_lock
from model.store.schema import FORMAT
from model.texts import Texts
from tests.model.store.builders import (
    DAY,
    FAULTS,
    FailingFiles,
    context,
    digest,
    exactly,
    forged,
    rows_in,
    saved,
    small,
)

T = TypeVar("T")


class Desk:
    """A folder with a document, an app-data folder, and the sessions opened on them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.path = saved(folder / "permit.throughline")
        self.sessions: list[Session] = []

    def open(self, path: Path | None = None, actor: str = "Ann", **options: object) -> Session:
        session = Session.open(path or self.path, context(actor=actor), self.home, **options)
        self.sessions.append(session)
        return session

    def new(self, **options: object) -> Session:
        session = Session.new(context(), self.home, small(), **options)
        self.sessions.append(session)
        return session


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    for session in desk.sessions:
        session.close(discard=True)


def in_memory(session: Session) -> list[str]:
    return exactly(session.document.rows())


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(KnownError) as caught:
        act()
    assert Texts("en")(caught.value.message)
    return caught.value.message.id


def test_opening_shows_what_the_file_holds(desk: Desk) -> None:
    session = desk.open()

    assert in_memory(session) == rows_in(desk.path)
    assert session.title == "Parking permit"
    assert (session.unsaved, session.read_only, session.recovered, session.changed_on_disk) == (False,) * 4
    assert session.content == reading.read(desk.path, Files()).content
    assert session.version == FORMAT


def test_edit_save_undo_save(desk: Desk) -> None:
    before = digest(desk.path)
    session = desk.open()

    session.editor.rename("card1", "Pay")
    assert session.unsaved
    session.save()
    assert not session.unsaved
    assert rows_in(desk.path) == in_memory(session)

    session.editor.undo()
    assert session.unsaved
    session.save()
    assert digest(desk.path) == before


def test_a_new_document_has_no_name_until_it_is_saved(desk: Desk, tmp_path: Path) -> None:
    session = desk.new()

    assert refused(session.save) == "store.no_path"
    session.save_as(tmp_path / "new.throughline")

    assert rows_in(tmp_path / "new.throughline") == in_memory(session)
    session.editor.rename("card1", "Pay")
    session.save()
    assert rows_in(tmp_path / "new.throughline") == in_memory(session)


def test_save_as_leaves_the_original_as_it_is(desk: Desk, tmp_path: Path) -> None:
    before = digest(desk.path)
    session = desk.open()
    session.editor.rename("card1", "Pay")

    session.save_as(tmp_path / "other.throughline")

    assert digest(desk.path) == before
    assert rows_in(tmp_path / "other.throughline") == in_memory(session)
    assert (session.path, session.unsaved) == (tmp_path / "other.throughline", False)
    assert not document_lock(desk.path).exists()
    assert session.editor.undo() is not None


def test_a_copy_changes_nothing_of_the_session(desk: Desk, tmp_path: Path) -> None:
    session = desk.open()
    session.editor.rename("card1", "Pay")

    session.save_copy(tmp_path / "copy.throughline")

    assert rows_in(tmp_path / "copy.throughline") == in_memory(session)
    assert (session.path, session.unsaved) == (desk.path, True)


def test_a_copy_over_itself_is_a_save(desk: Desk) -> None:
    session = desk.open()
    session.editor.rename("card1", "Pay")

    session.save_copy(desk.path)

    assert not session.unsaved
    session.editor.rename("card1", "Paid")
    assert session.save() is None


def test_a_copy_over_what_another_has_open_is_refused(desk: Desk, tmp_path: Path) -> None:
    other = desk.open(saved(tmp_path / "other.throughline"))
    assert other.path is not None

    assert refused(lambda: desk.open().save_copy(tmp_path / "other.throughline")) == "store.locked"


def test_a_file_that_another_wrote_is_not_overwritten(desk: Desk) -> None:
    session = desk.open()
    session.editor.rename("card1", "Mine")
    saved(desk.path, small(20))
    theirs = digest(desk.path)

    assert session.changed_on_disk
    with pytest.raises(ChangedOnDisk):
        session.save()
    assert digest(desk.path) == theirs
    assert session.unsaved

    backup = session.save(overwrite=True)

    assert backup is not None
    assert digest(backup) == theirs
    assert rows_in(desk.path) == in_memory(session)
    assert not session.changed_on_disk


def test_a_file_that_was_only_touched_is_not_changed(desk: Desk) -> None:
    session = desk.open()
    session.editor.rename("card1", "Mine")
    data = desk.path.read_bytes()
    desk.path.unlink()
    desk.path.write_bytes(data)

    assert not session.changed_on_disk
    assert session.save() is None


def test_a_file_that_is_gone_is_written_again(desk: Desk) -> None:
    session = desk.open()
    session.editor.rename("card1", "Mine")
    desk.path.unlink()

    session.save()

    assert rows_in(desk.path) == in_memory(session)


def test_a_folder_that_is_gone_is_named_and_nothing_lost(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    session = desk.open(saved(tmp_path / "project" / "a.throughline"))
    session.editor.rename("card1", "Mine")
    (tmp_path / "project" / "a.throughline").unlink()
    document_lock(tmp_path / "project" / "a.throughline").unlink()
    (tmp_path / "project").rmdir()

    assert refused(session.save) == "store.no_folder"

    assert session.unsaved
    session.save_as(tmp_path / "a.throughline")
    assert rows_in(tmp_path / "a.throughline") == in_memory(session)


def test_the_second_one_may_only_read_and_hears_who_was_first(desk: Desk, tmp_path: Path) -> None:
    first = desk.open(actor="Ann")
    second = desk.open(actor="Bob")

    assert (first.read_only, second.read_only) == (False, True)
    assert second.locked_by is not None
    assert second.locked_by.owner == "Ann"
    second.editor.rename("card1", "Mine")
    assert refused(second.save) == "store.read_only_by"
    assert refused(lambda: second.save_as(desk.path)) == "store.locked"

    second.save_as(tmp_path / "mine.throughline")

    assert not second.read_only
    assert rows_in(tmp_path / "mine.throughline") == in_memory(second)
    first.editor.rename("card2", "Hers")
    first.save()


def test_after_the_first_has_closed_the_next_may_write(desk: Desk) -> None:
    desk.open().close()

    assert not desk.open(actor="Bob").read_only


def test_the_lock_of_another_host_can_be_taken_over(desk: Desk) -> None:
    Lock(document_lock(desk.path), Owner("Cleo", "elsewhere", 1)).drop()

    session = desk.open()
    assert session.locked_by == Owner("Cleo", "elsewhere", 1)

    assert session.take_over()

    assert (session.read_only, session.locked_by) == (False, None)
    session.editor.rename("card1", "Mine")
    session.save()
    assert rows_in(desk.path) == in_memory(session)


def test_a_lock_whose_owner_lives_is_not_taken_over(desk: Desk) -> None:
    first, second = desk.open(actor="Ann"), desk.open(actor="Bob")

    assert not second.take_over()

    assert second.read_only and second.locked_by is not None and second.locked_by.owner == "Ann"
    first.editor.rename("card1", "Hers")
    first.save()


def test_a_document_in_which_the_checks_find_errors_is_saved_all_the_same(desk: Desk) -> None:
    session = desk.open()
    session.editor.edit("card1", title="")
    report = run(session.document, DAY)
    assert report is not None and at_least(report.findings, Severity.ERROR)

    session.save()

    assert rows_in(desk.path) == in_memory(session)


def test_looking_only_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    session = desk.open(read_only=True)

    assert not document_lock(desk.path).exists()
    assert not desk.home.exists()
    assert refused(session.save) == "store.read_only"

    session.editor.rename("card1", "Mine")
    session.close()
    (entry,) = recoverable(desk.home)
    assert entry.edits == 1
    session.save_as(tmp_path / "mine.throughline")
    assert rows_in(tmp_path / "mine.throughline") == in_memory(session)


def test_a_save_succeeds_even_where_the_working_copy_cannot_hear_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.open()
    session.editor.rename("card1", "Mine")
    with monkeypatch.context() as patch:
        patch.setattr("model.store.working.WorkingCopy._write_facts", _full)
        session.save()

    assert not session.unsaved
    assert rows_in(desk.path) == in_memory(session)
    session.editor.rename("card2", "Later")


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "full")


class Marked(Files):
    """Every file is marked as one to read only."""

    def may_write(self, path: Path) -> bool:
        del path
        return False


def test_a_file_marked_read_only_is_not_replaced(desk: Desk, tmp_path: Path) -> None:
    session = desk.open(files=Marked())
    session.editor.rename("card1", "Mine")

    assert session.read_only
    assert refused(session.save) == "store.read_only"
    session.save_as(tmp_path / "mine.throughline")
    assert not session.read_only


def test_reverting_is_an_edit_that_can_be_undone(desk: Desk) -> None:
    session = desk.open()
    session.editor.rename("card1", "Mine")
    session.editor.delete(["card2"])
    session.editor.add_card("lane0", "step0", "New")
    mine = in_memory(session)

    session.revert()

    assert in_memory(session) == rows_in(desk.path)
    assert not session.unsaved
    session.editor.undo()
    assert in_memory(session) == mine
    assert session.unsaved


def test_reverting_takes_what_another_wrote(desk: Desk) -> None:
    session = desk.open()
    saved(desk.path, small(20))

    session.revert()

    assert in_memory(session) == rows_in(desk.path)
    session.editor.rename("card1", "Mine")
    assert session.save() is None


def test_reverting_to_a_file_that_gives_an_id_to_another_kind(desk: Desk) -> None:
    session = desk.open()
    session.editor.rename("card1", "Mine")
    mine = in_memory(session)
    theirs = [row for row in small() if row.id not in ("pic", "card0", "link0")]
    saved(desk.path, [*theirs, registers.Owner("pic", name="Not a picture any more")])

    session.revert()

    assert in_memory(session) == rows_in(desk.path)
    session.editor.undo()
    session.editor.undo()
    assert in_memory(session) == mine


def test_reverting_a_document_without_a_file(desk: Desk) -> None:
    assert refused(desk.new().revert) == "store.no_path"


@pytest.mark.parametrize("fault", FAULTS)
def test_after_any_fault_the_next_save_works(desk: Desk, fault: str) -> None:
    for number in range(1, 60):
        files = FailingFiles(0, fault)
        session = desk.open(files=files)
        session.editor.rename("card1", f"{fault} {number}")
        files.left = number
        try:
            session.save()
        except KnownError as error:
            assert not isinstance(error, ChangedOnDisk)
        files.left = 0
        session.save()
        assert rows_in(desk.path) == in_memory(session)
        assert not session.unsaved
        session.close()
        if files.failed is None:
            return
    pytest.fail("a Save has fewer operations than that")


def test_extra_of_a_newer_minor_version_survives(desk: Desk) -> None:
    forged(desk.path, "PRAGMA user_version = 2002", "UPDATE card SET extra = '{\"later\":1}' WHERE id = 'card1'")
    session = desk.open()
    session.editor.rename("card1", "Pay")

    session.save()

    assert session.document.need(Card, "card1").extra == '{"later":1}'
    assert rows_in(desk.path) == in_memory(session)


def test_saving_in_the_background(desk: Desk) -> None:
    session = desk.open()
    session.editor.rename("card1", "Early")
    wanted = in_memory(session)

    job = session.begin_save()
    written = job.serialise()
    session.attempt(written)
    session.editor.rename("card2", "Meanwhile")
    session.finish_save(job, written, job.write(written))

    assert rows_in(desk.path) == wanted
    assert session.unsaved
    session.save()
    assert rows_in(desk.path) == in_memory(session)


def test_a_folder_that_takes_no_lock_opens_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    real = Lock.__init__

    def only_beside_the_document(self: Lock, path: Path, owner: Owner, *, force: bool = False) -> None:
        if path.name == ".permit.throughline.lock":
            refuse()
        real(self, path, owner, force=force)

    monkeypatch.setattr(Lock, "__init__", only_beside_the_document)

    session = desk.open()

    assert not session.read_only
    session.editor.rename("card1", "Pay")
    session.save()


def test_an_app_data_folder_that_cannot_be_is_named(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert refused(lambda: Session.open(desk.path, context(), tmp_path / "file")) == "store.home"
    assert not document_lock(desk.path).exists()


def test_a_session_needs_neither_qt_nor_a_heavy_library() -> None:
    heavy = ("PySide6", "sqlite_utils", "networkx", "reportlab", "uharfbuzz", "model.editor")
    code = f"import app.session, app.recovery, sys; sys.exit(any(name in sys.modules for name in {heavy}))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
