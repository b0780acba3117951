"""Where people keep files: names of every kind, long ones, folders others write to, drives that are full or gone."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from app import backups, settings
from app.recovery import recover, recoverable
from app.session import Session
from app.settings import Settings
from exporters.writing import write_file
from model.store import reading
from model.store.files import Files
from model.store.locks import Held, Lock, document_lock, this_process
from tests.model.store.builders import context, die, exactly, saved

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


def rows_in(path: Path) -> list[str]:
    """What a file holds; it is sound."""
    reading.verify(path, Files())
    return exactly(reading.read(path, Files()).rows)


@posix
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_whole_life_under_any_name(tmp_path: Path, name: str) -> None:
    # given a document under this name, in a folder of this name
    folder, home = tmp_path / name, tmp_path / "home"
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
