"""Any acts of the window in any order, through its own menus and keys, on whatever is selected: the document stays
sound, every edit can be taken back and done again, and what is drawn is what composing anew would draw."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions import ACTIONS
from app.window import DocumentWindow
from model.document import DocumentView
from model.elements import Card, Lane, Link, Stage, Step
from model.record import Record
from model.validate import faults
from tests.model.test_pictures import a_file
from tests.widgets.support import AGREED, Small
from tests.widgets.window import asked, close, desktop_at, opened, trigger

pytestmark = pytest.mark.usefixtures("qapp")
# These end the window, or put another document into it.
_ENDS = frozenset({"close", "quit", "new", "open", "start", "import"})
_ACTS = tuple(spec.id for spec in ACTIONS if spec.id not in _ENDS)
_KINDS: tuple[type[Record], ...] = (Card, Card, Card, Link, Step, Stage, Lane)
_WORDS = ("Calls", "@Ann", "Asks #Portal", "!Lost ~phone", "one\ntwo", "/decision ", "$5 a form", "")
_CLIPS = ("a\tb\nc\td", "one line", '"two\nlines"\tmore', "")


class Move(NamedTuple):
    """What a person selects, does, types where an entry opens, and whether that is kept."""

    kind: int
    which: tuple[int, ...]
    act: str
    words: str
    keeps: bool
    clip: str | None


_MOVES = st.builds(
    Move,
    st.integers(-2, len(_KINDS) - 1),
    st.lists(st.integers(0, 40), min_size=1, max_size=4).map(tuple),
    st.sampled_from(_ACTS),
    st.sampled_from(_WORDS),
    st.booleans(),
    st.none() | st.sampled_from(_CLIPS),
)


@contextmanager
def at_a_window() -> Iterator[tuple[DocumentWindow, Small, Path]]:
    """A window on the small document, who asks nothing that is not answered, and a folder with a picture."""
    with tempfile.TemporaryDirectory() as folder, desktop_at(Path(folder) / "home") as desktop:
        small = Small()
        small.editor.add_link(small.reads, small.fills)
        window, small = opened(desktop, small)
        picture = Path(folder) / "Stamp.png"
        picture.write_bytes(a_file())
        yield window, small, picture
        close(window)


def answer(window: DocumentWindow, picture: Path, act: str = "") -> None:
    """Every question of the next act has an answer."""
    asked(window).answers = {
        "confirm": [True] * 3,
        "paste": [AGREED],
        "open_path": [picture],
        "save_path": [picture.with_name("speed.csv" if act == "speed.keep" else "map.throughline")],
        "overwrite": [],
        "export": [None],
        "folder": [None],
        "keep_version": [None],
        "match_entries": [True],
        "merge_conflicts": [None],
        "new_passphrase": [None],
        "passphrase": [None],
        "versions": [("", -1)],
        "command": [""],
    }


def select(window: DocumentWindow, move: Move) -> None:
    """Select nothing, a cell, or some elements of a kind."""
    document, selection = window.session.document, window.workspace.selection
    lanes, steps = document.where(Lane), document.where(Step)
    if move.kind == -1 and lanes and steps:
        selection.set((), (lanes[move.which[0] % len(lanes)].id, steps[move.which[-1] % len(steps)].id))
    rows = document.where(_KINDS[move.kind]) if move.kind >= 0 else ()
    if rows:
        ids = list(dict.fromkeys(rows[place % len(rows)].id for place in move.which))
        selection.set((), None)
        for id in ids:
            selection.show(document, id) if len(ids) == 1 else selection.toggle(id)
    elif move.kind != -1:
        selection.clear()


def do(window: DocumentWindow, move: Move, picture: Path) -> None:
    """Select, do the act, and type into whatever entry opens."""
    if move.clip is not None:
        QGuiApplication.clipboard().setText(move.clip)
    select(window, move)
    answer(window, picture, move.act)
    trigger(window, move.act)
    inline = window.main.canvas.inline
    if inline.active:
        inline.insertPlainText(move.words)
        QTest.keyClick(inline, Qt.Key.Key_Return if move.keeps else Qt.Key.Key_Escape)
        window.main.canvas.capture.drop()
    for shown in (window.view.presenter, window.view.asking):
        if shown is not None:
            shown.close()
    window.view.presenter = window.view.asking = None
    QApplication.processEvents()


def rows(document: DocumentView) -> dict[str, Record]:
    return {row.id: row for row in document.rows()}


def check(window: DocumentWindow) -> None:
    """The document is sound, and nothing of the window speaks of what is gone."""
    document, selection = window.session.document, window.workspace.selection
    assert not list(faults(tuple(document.rows())))
    assert all(id in document for id in selection.ids)
    assert selection.cell is None or all(id in document for id in selection.cell)


def walk_back_and_forth(window: DocumentWindow) -> None:
    """Undo leads through the same states as redo, down to the first and up to the last."""
    document, history = window.session.document, window.session.history
    while history.can_redo is not None:
        trigger(window, "redo")
    downwards = [rows(document)]
    while history.can_undo is not None:
        trigger(window, "undo")
        downwards.append(rows(document))
        check(window)
    upwards = [rows(document)]
    while history.can_redo is not None:
        trigger(window, "redo")
        upwards.append(rows(document))
    assert upwards == downwards[::-1]


def drawn(window: DocumentWindow) -> list[object]:
    return [piece[1:8] for piece in window.workspace.drawing.pieces()]


def run(moves: list[Move]) -> None:
    with at_a_window() as (window, small, picture):
        first, document, history = rows(small.document), window.session.document, window.session.history
        for move in moves:
            before, depth = rows(document), history.depth
            do(window, move, picture)
            check(window)
            if move.act not in ("undo", "redo") and history.depth == depth + 1:
                # One act is one step: taken back, all is as it was.
                after = rows(document)
                trigger(window, "undo")
                assert rows(document) == before, move
                trigger(window, "redo")
                assert rows(document) == after, move
        walk_back_and_forth(window)
        kept = drawn(window)
        window.workspace.fold(["nothing there"])
        assert kept == drawn(window)
        while history.can_undo is not None:
            trigger(window, "undo")
        assert rows(document) == first or "revert" in {move.act for move in moves}


_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=8, suppress_health_check=_SLOW)
@given(st.lists(_MOVES, min_size=6, max_size=16))
def test_any_acts_in_any_order_keep_the_document_sound_and_can_be_taken_back(moves: list[Move]) -> None:
    run(moves)


@pytest.mark.full
@settings(max_examples=600, suppress_health_check=_SLOW)
@given(st.lists(_MOVES, min_size=15, max_size=50))
def test_any_long_work_in_a_window_can_be_taken_back(moves: list[Move]) -> None:
    run(moves)


@pytest.mark.parametrize("kind", [-2, -1, *map(_KINDS.index, dict.fromkeys(_KINDS))])
def test_every_act_on_each_kind_of_selection(kind: int) -> None:
    """The whole registry on nothing, a cell, or one of each kind of thing."""
    run([Move(kind, (0,), act, "Calls", True, None) for act in _ACTS])


@pytest.mark.full
@pytest.mark.parametrize("act", _ACTS)
def test_each_act_over_and_over(act: str) -> None:
    """One act on nothing, a cell, and one and two of each kind of thing, what is typed kept and dropped."""
    places = [(kind, which) for kind in range(-2, len(_KINDS)) for which in ((0,), (0, 1))]
    run([Move(kind, which, act, "Calls", keeps, None) for kind, which in places for keeps in (True, False)])
