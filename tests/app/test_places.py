"""Where people keep files: names of every kind, long ones, folders others write to, drives that are full or gone."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import backups, settings
from app.recovery import recover, recoverable
from app.session import ChangedOnDisk, Session
from app.settings import Settings
from exporters.writing import write_file
from model.errors import KnownError
from model.store.locks import Held, Lock, document_lock, this_process
from model.store.protection import Key
from model.texts import Texts
from tests.model.store.builders import a_key, context, die, digest, exactly, rows_in, saved

SUFFIX = ".throughline"
LONGEST = 255
NAMES = {
    "spaces": "  two  spaces ",
    "quotes": 'it\'s "quoted" `so`',
    "signs": "#1 50% & <b>bold<b> ?*|;$HOME",
    "escapes": "%41\\x41\\u0041",
    "dash": "-o --help",
    "dots": "..hidden..",
    "line break": "two\nlines\ttab",
    "composed": unicodedata.normalize("NFC", "Bürgerbüro"),
    "decomposed": unicodedata.normalize("NFD", "Bürgerbüro"),
    "arabic": "خريطة الخدمة",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈",
    "direction": "\u202egnp.exe",
    "no text": os.fsdecode(b"\xff\xfe latin \xe9"),
    "as long as it may be": "x" * (LONGEST - len(SUFFIX)),
    "as long as it may be, in wide letters": "地" * ((LONGEST - len(SUFFIX)) // 3),
}
posix = pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="not every name is one there")


@posix
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_whole_life_under_any_name(tmp_path: Path, name: str) -> None:
    # given a document under this name, in a folder of this name
    folder, home = tmp_path / name, tmp_path / "home" / name
    folder.mkdir()
    path = saved(folder / f"{name}{SUFFIX}")
    node = path.stat().st_ino
    session = Session.open(path, context(), home)
    # then nobody else may open it meanwhile
    with pytest.raises(Held):
        Lock(document_lock(path), this_process("Bob"))
    # when it is edited and saved, then it is replaced whole and nothing is left beside it
    session.editor.rename("card1", "Saved")
    session.save()
    assert rows_in(path) == exactly(session.document.rows())
    assert path.stat().st_ino != node
    assert {entry.name for entry in folder.iterdir()} == {path.name, document_lock(path).name}
    # when the session dies, then it is found by its file and recovered
    session.editor.rename("card2", "Not saved")
    wanted = exactly(session.document.rows())
    (entry,) = recovered_entries(home, die(session))
    assert entry == str(path)
    again = recover(home, recoverable(home)[0].id, context())
    assert exactly(again.document.rows()) == wanted
    # when it is saved elsewhere, exported and remembered, then all of that is there
    other = folder / f"y{name[1:]}{SUFFIX}"
    again.save_as(other)
    assert rows_in(other) == wanted
    again.close()
    write_file(folder / f"z{name[1:]}.svg", b"<svg/>")
    settings.save(Settings().opened(path), home)
    assert settings.load(home).recent == (str(path),)
    assert len(backups.kept(home, "bp")) == 3


def recovered_entries(home: Path, id: str) -> list[str | None]:
    """The files of the sessions that can be recovered, which are one."""
    found = recoverable(home)
    assert [entry.id for entry in found] == [id]
    return [entry.path for entry in found]


@posix
def test_a_path_almost_as_long_as_the_system_takes(tmp_path: Path) -> None:
    folder = tmp_path
    while len(os.fsencode(folder)) < os.pathconf(tmp_path, "PC_PATH_MAX") - 2 * LONGEST - 60:
        folder = folder / ("d" * 200)
    folder.mkdir(parents=True)
    path = saved(folder / f"{'x' * (LONGEST - len(SUFFIX))}{SUFFIX}")
    session = Session.open(path, context(), tmp_path / "home")
    session.editor.rename("card1", "Saved")

    session.save()

    assert rows_in(path) == exactly(session.document.rows())
    session.close()


@posix
def test_an_app_data_folder_with_a_path_too_long_for_a_database_is_said(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.throughline")
    length, told = len(os.fsencode(tmp_path)), 0
    for most in range(440, 520, 8):
        home = tmp_path / ("h" * 200) / ("h" * (most - length - 202))
        try:
            session = Session.open(path, context(), home)
        except KnownError as error:
            assert error.message.id == "store.home" and Texts()("store.reason.long_name") in Texts()(error.message)
            told += 1
        else:
            session.editor.rename("card1", "Kept")
            wanted = exactly(session.document.rows())
            again = recover(home, die(session), context())
            assert exactly(again.document.rows()) == wanted
            again.close(discard=True)
    assert 0 < told < 10


def test_a_name_that_is_too_long_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    session = Session.open(saved(tmp_path / "a.throughline"), context(), tmp_path / "home")
    session.editor.rename("card1", "Kept")

    for act in (session.save_as, session.save_copy):
        with pytest.raises(KnownError) as caught:
            act(tmp_path / f"{'x' * 300}{SUFFIX}")
        assert Texts()("store.reason.long_name") in Texts()(caught.value.message)

    assert session.unsaved and session.path == tmp_path / "a.throughline"
    session.save()
    session.close()


def test_a_folder_kept_in_step_that_puts_an_older_version_back_is_seen(tmp_path: Path) -> None:
    # given a Save, after which the program that keeps the folder in step puts back what was there before
    path = saved(tmp_path / "a.throughline")
    before = path.read_bytes()
    session = Session.open(path, context(), tmp_path / "home")
    session.editor.rename("card1", "Mine")
    session.save()
    path.write_bytes(before)
    session.editor.rename("card2", "Mine too")
    # when it is saved again, then that is asked about first
    with pytest.raises(ChangedOnDisk):
        session.save()
    assert path.read_bytes() == before
    # and when it is overwritten, both versions are somewhere
    backup = session.save(overwrite=True)
    assert backup is not None and backup.read_bytes() == before
    assert rows_in(path) == exactly(session.document.rows())
    session.close()


def test_a_copy_that_a_synchronising_program_makes_of_a_conflict_is_a_document_of_its_own(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.throughline")
    session = Session.open(path, context(), tmp_path / "home")
    session.editor.rename("card1", "Mine")
    copy = saved(tmp_path / "a (conflicted copy 2026-03-14).throughline")
    other = Session.open(copy, context(actor="Bob"), tmp_path / "home")
    other.editor.rename("card1", "Bob's")
    session.save()
    other.save()
    session.editor.rename("card2", "Mine")
    other.editor.rename("card2", "Bob's")
    die(session)
    die(other)

    found = {entry.path for entry in recoverable(tmp_path / "home")}

    assert found == {str(path), str(copy)}


def test_half_a_download_is_refused_and_the_whole_opens(tmp_path: Path) -> None:
    whole = saved(tmp_path / "whole.throughline").read_bytes()
    path = tmp_path / "a.throughline"
    for size in (0, 1, 4096, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(KnownError):
            Session.open(path, context(), tmp_path / "home")
    path.write_bytes(bytes(len(whole)))
    with pytest.raises(KnownError):
        Session.open(path, context(), tmp_path / "home")
    path.write_bytes(whole)

    Session.open(path, context(), tmp_path / "home").close()


class Drive:
    """A small drive of its own, which can be filled, made read-only and taken away."""

    def __init__(self, place: Path, kilobytes: int) -> None:
        self.place = place
        place.mkdir()
        self.there = self._run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place))

    def _run(self, *command: str) -> bool:
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            return False

    def fill(self) -> Path:
        """A file that leaves no room."""
        filler = self.place / "filler"
        with filler.open("wb", buffering=0) as stream:
            try:
                while True:
                    stream.write(bytes(4096))
            except OSError:
                return filler

    def only_read(self) -> None:
        assert self._run("mount", "-o", "remount,ro", str(self.place))

    def take_away(self) -> None:
        self.there = self.there and not self._run("umount", "-l", str(self.place))


@pytest.fixture(params=[False, True], ids=["plain", "protected"])
def key(request: pytest.FixtureRequest) -> Key | None:
    """What the document is protected with, if it is."""
    return a_key() if request.param else None


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    made = Drive(tmp_path / "drive", 8192)
    if not made.there:
        pytest.skip("no drive may be mounted here")
    yield made
    made.take_away()


def test_a_full_drive_is_said_the_file_stays_and_a_retry_works(tmp_path: Path, drive: Drive, key: Key | None) -> None:
    path = saved(drive.place / "a.throughline", key=key)
    before = digest(path)
    session = Session.open(path, context(), tmp_path / "home", secret=key)
    session.editor.rename("card1", "Kept")
    filler = drive.fill()

    for act in (session.save, lambda: session.save_as(drive.place / "b.throughline")):
        with pytest.raises(KnownError) as caught:
            act()
        assert Texts()("store.reason.full") in Texts()(caught.value.message)
    with pytest.raises(KnownError, match=r"writing\.full"):
        write_file(drive.place / "map.svg", b"<svg/>" * 1000)

    assert digest(path) == before
    assert {entry.name for entry in drive.place.iterdir()} <= {path.name, document_lock(path).name, "filler"}
    filler.unlink()
    session.save()
    assert rows_in(path) == exactly(session.document.rows())
    session.close()


def test_where_the_app_data_is_full_an_edit_is_made_and_told_and_kept_as_soon_as_there_is_room(
    tmp_path: Path, drive: Drive, key: Key | None
) -> None:
    home = drive.place / "home"
    session = Session.open(saved(tmp_path / "a.throughline", key=key), context(), home, secret=key)
    session.editor.rename("card1", "Kept")
    filler = drive.fill()

    told = 0
    for number in range(200):
        try:
            session.editor.edit("card2", title=f"{number}" + "long " * 400)
        except KnownError as error:
            assert error.message.id == "store.not_kept"
            told += 1
    assert told > 0
    filler.unlink()
    session.editor.rename("card3", "The last")

    wanted = exactly(session.document.rows())
    again = recover(home, die(session), context(), secret=key)
    assert exactly(again.document.rows()) == wanted
    again.close(discard=True)


def test_what_can_only_be_read_opens_so_and_is_saved_elsewhere(tmp_path: Path, drive: Drive, key: Key | None) -> None:
    path = saved(drive.place / "a.throughline", key=key)
    drive.only_read()

    session = Session.open(path, context(), tmp_path / "home", secret=key)

    assert session.read_only and session.locked_by is None
    session.editor.rename("card1", "Mine")
    with pytest.raises(KnownError, match=r"store\.read_only"):
        session.save()
    with pytest.raises(KnownError) as caught:
        session.save_as(drive.place / "b.throughline")
    assert Texts()("store.reason.read_only") in Texts()(caught.value.message)
    session.save_as(tmp_path / "mine.throughline")
    assert rows_in(tmp_path / "mine.throughline") == exactly(session.document.rows())
    session.close()


def test_a_drive_that_is_taken_away_loses_nothing(tmp_path: Path, drive: Drive, key: Key | None) -> None:
    folder = drive.place / "project"
    folder.mkdir()
    path = saved(folder / "a.throughline", key=key)
    session = Session.open(path, context(), tmp_path / "home", secret=key)
    session.editor.rename("card1", "Before")
    drive.take_away()
    session.editor.rename("card2", "After")

    with pytest.raises(KnownError, match=r"store\.no_folder"):
        session.save()

    assert not session.changed_on_disk and session.unsaved
    wanted = exactly(session.document.rows())
    again = recover(tmp_path / "home", die(session), context(), secret=key)
    assert exactly(again.document.rows()) == wanted
    again.save_as(tmp_path / "a.throughline")
    assert rows_in(tmp_path / "a.throughline") == wanted
    again.close()
