"""An edit is kept whole or not at all, and costs the same in any document."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.change import Change, Delta
from model.document import Document
from model.elements import Card, Step
from model.errors import KnownError
from model.history import History
from model.messages import message
from model.store import working, writing
from model.store.files import Files
from model.store.journal import Unreadable, decode, encode
from model.store.locks import this_process
from model.store.working import BASE, JOURNAL, Facts, WorkingCopy, atomic, new_session
from model.texts import Texts
from tests.model.store.builders import FailingFiles, every_kind, exactly, small

FACTS = Facts(None, "Permit", "", "", True, "2026-03-14T12:00:00+00:00")
LABEL = message("label", name="Ann", when=date(2026, 3, 14), money=Decimal("1.50"), inner=message("in", n=3))


def begin(home: Path, files: Files | None = None) -> tuple[WorkingCopy, History]:
    """A working copy of a small document, and the history it follows."""
    rows = small()
    copy = WorkingCopy(
        new_session(home, this_process("Ann")), files or Files(), FACTS, lambda: writing.serialise(rows).data
    )
    history = History(Document(rows))
    history.committed.connect(lambda commit: copy.record(commit, FACTS))
    return copy, history


def retitle(history: History, id: str, title: str, key: str = "") -> None:
    card = history.document.need(Card, id)
    history.push(Change(LABEL, (Delta(card, replace(card, title=title)),), key))


def kept(folder: Path) -> tuple[int, list[tuple[int, str]]]:
    """What the journal in a folder holds: its place and its entries, read as whoever recovers it would."""
    connection = sqlite3.connect(folder / JOURNAL)
    place = connection.execute("SELECT place FROM session").fetchone()[0]
    entries = connection.execute("SELECT place, change FROM entry ORDER BY place").fetchall()
    connection.close()
    return place, entries


def titles(entries: list[tuple[int, str]]) -> list[str]:
    rows = {row.id: row for row in small()}
    return [decode(text, rows).deltas[0].after.title for _, text in entries]


def test_the_disk_waits_until_what_was_opened_is_shown_but_no_edit_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_PAUSE", 600.0)
    rows = small()
    lock = new_session(tmp_path, this_process("Ann"))
    clean = FACTS._replace(unsaved=False)
    copy = WorkingCopy(lock, Files(), clean, lambda: writing.serialise(rows).data)
    history = History(Document(rows))
    history.committed.connect(lambda commit: copy.record(commit, FACTS))
    before = (copy.folder / BASE).exists()

    retitle(history, "card1", "a")

    assert not before
    assert (copy.folder / BASE).read_bytes() == writing.serialise(rows).data
    copy.close(keep=True)
    assert titles(kept(copy.folder)[1]) == ["a"]


def test_what_would_be_missed_is_on_the_disk_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_PAUSE", 600.0)

    copy, _ = begin(tmp_path)

    end = monotonic() + 60
    while not (copy.folder / JOURNAL).exists() and monotonic() < end:
        sleep(0.01)
    assert (copy.folder / BASE).exists() and (copy.folder / JOURNAL).exists()
    copy.close()


def test_undo_redo_and_typing_in_the_journal(tmp_path: Path) -> None:
    copy, history = begin(tmp_path)

    retitle(history, "card1", "a", "typing")
    retitle(history, "card1", "ab", "typing")
    retitle(history, "card2", "b")
    retitle(history, "card3", "c")
    history.undo()
    history.undo()
    history.redo()
    history.undo()
    copy.close(keep=True)

    place, entries = kept(copy.folder)
    assert (place, titles(entries)) == (1, ["ab", "b", "c"])


def test_a_new_edit_forgets_what_was_undone(tmp_path: Path) -> None:
    copy, history = begin(tmp_path)
    retitle(history, "card1", "a")
    retitle(history, "card2", "b")
    history.undo()
    history.undo()

    retitle(history, "card3", "c")
    copy.close(keep=True)

    place, entries = kept(copy.folder)
    assert (place, titles(entries)) == (1, ["c"])


def test_raising_between_two_writes_keeps_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, history = begin(tmp_path)
    retitle(history, "card1", "a")

    def break_off(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("between two writes")

    with monkeypatch.context() as patch, pytest.raises(KnownError):
        patch.setattr(copy, "_write_facts", break_off)
        retitle(history, "card2", "b")
    copy.close(keep=True)

    place, entries = kept(copy.folder)
    assert (place, titles(entries)) == (1, ["a"])


def test_what_could_not_be_kept_comes_with_the_next_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, history = begin(tmp_path)
    retitle(history, "card1", "a")
    with monkeypatch.context() as patch, pytest.raises(KnownError):
        patch.setattr(copy, "_write_act", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        retitle(history, "card2", "b")

    retitle(history, "card3", "c")
    history.undo()
    copy.close(keep=True)

    place, entries = kept(copy.folder)
    assert (place, titles(entries)) == (2, ["a", "b", "c"])


def test_a_full_disk_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, history = begin(tmp_path)
    retitle(history, "card1", "a")

    def write_much(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("INSERT INTO entry VALUES (9, zeroblob(100000))")

    with monkeypatch.context() as patch, pytest.raises(KnownError) as caught:
        patch.setattr(copy, "_write_facts", write_much)
        retitle(history, "card2", "b")
    copy.close(keep=True)

    assert "the disk is full" in Texts()(caught.value.message)


@pytest.mark.parametrize("number", range(1, 8))
def test_a_base_that_could_not_be_written_is_tried_again(tmp_path: Path, number: int) -> None:
    copy, history = begin(tmp_path, FailingFiles(number, "no space"))

    retitle(history, "card1", "a")
    copy.close(keep=True)

    assert (copy.folder / BASE).read_bytes() == writing.serialise(small()).data
    assert kept(copy.folder)[0] == 1


def test_atomic_takes_back_what_an_exception_left_half_done() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE t (a)")

    with pytest.raises(ZeroDivisionError), atomic(connection):
        connection.execute("INSERT INTO t VALUES (1)")
        raise ZeroDivisionError

    assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
    with atomic(connection):
        connection.execute("INSERT INTO t VALUES (1)")
    assert connection.execute("SELECT count(*) FROM t").fetchone() == (1,)
    connection.close()


def test_an_edit_writes_as_much_in_a_large_document_as_in_a_small_one(tmp_path: Path) -> None:
    sizes = []
    for cards in (10, 3000):
        rows = small(cards)
        copy = WorkingCopy(
            new_session(tmp_path, this_process("Ann")),
            Files(),
            FACTS,
            lambda rows=rows: writing.serialise(rows).data,
        )
        history = History(Document(rows))
        history.committed.connect(lambda commit, copy=copy: copy.record(commit, FACTS))
        retitle(history, "card1", "a")
        copy.close(keep=True)
        sizes.append((copy.folder / JOURNAL).stat().st_size)

    assert sizes[0] == sizes[1]


def test_the_folder_is_private_and_goes(tmp_path: Path) -> None:
    copy, history = begin(tmp_path)
    retitle(history, "card1", "a")
    assert copy.folder.stat().st_mode & 0o077 == 0

    copy.close()

    assert not copy.folder.exists()


@given(st.data())
def test_a_change_survives_its_text(data: st.DataObject) -> None:
    before = {row.id: row for row in every_kind()}
    some = data.draw(st.lists(st.sampled_from(sorted(before)), min_size=1, unique=True))
    how = {id: data.draw(st.sampled_from(["add", "remove", "edit"])) for id in some}
    start = {id: row for id, row in before.items() if how.get(id) != "add"}
    deltas = {
        "add": lambda row: Delta(None, row),
        "remove": lambda row: Delta(row, None),
        "edit": lambda row: Delta(row, replace(row, order="a7", extra="")),
    }
    change = Change(LABEL, tuple(deltas[how[id]](before[id]) for id in some), "key")
    rows = dict(start)

    found = decode(encode(change), rows)

    assert found == change
    assert exactly(delta.row for delta in found.deltas) == exactly(delta.row for delta in change.deltas)
    document = Document(start.values())
    document.apply(change)
    assert exactly(rows.values()) == exactly(document.rows())


def test_a_number_keeps_its_zeros_and_a_label_its_kinds() -> None:
    card = Card("c", work_minutes=Decimal("1.5"))
    change = Change(
        message("x", at=datetime(2026, 3, 14, 12, tzinfo=UTC)),
        (Delta(card, replace(card, work_minutes=Decimal("1.50"), title="\ud800")),),
    )

    found = decode(encode(change), {"c": card})

    assert repr(found) == repr(change)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '[["x",[]],"",[["Card","nobody",{},{}]]]', '[["x",[]],"",[["Robot","c",{},{}]]]', "[" * 100_000]
    + ['[["x",[]],"",[["Card","c",{"title":"other"},{"title":"new"}]]]', '[["x",[]],"",[["Step","c",{},{}]]]']
    + ['[["x",[]],"",[["Card","c",null,{"id":"c"}]]]', '[["x",[]],"",[["Card","c",{},{"kind":"robot"}]]]'],
)
def test_a_text_that_does_not_fit_is_refused_and_changes_nothing(text: str) -> None:
    rows: dict[str, Any] = {"c": Card("c", title="old"), "s": Step("s")}

    with pytest.raises(Unreadable):
        decode(text, rows)

    assert rows == {"c": Card("c", title="old"), "s": Step("s")}
