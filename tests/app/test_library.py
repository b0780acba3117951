"""The library of modules: kept whole, read back, and what is no module said."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.library import SUFFIX, Library
from model.elements import Card, CardSystem, Step
from model.errors import KnownError
from model.registers import System
from tests.model.builders import a_grid


def test_a_module_is_kept_and_put_into_another_blueprint_with_its_register_entries(tmp_path: Path) -> None:
    # given a stage with a card that uses a system, kept
    grid = a_grid((2, 1))
    card = grid.card(2, 0, "Answers")
    grid.editor.use_system(card, grid.editor.add(System, name="Desk"))
    library = Library(tmp_path / "library")
    assert library.modules() == ()
    kept = library.keep("Asking / answering", grid.editor.module_of([grid.stages[0]]))
    # then its file has a name that every system takes
    assert kept.name == "Asking answering" and kept.path.name == f"Asking answering{SUFFIX}"
    assert library.modules() == (kept,)
    # when it is put into another blueprint that has the system by another spelling
    other = a_grid((1,))
    desk = other.editor.add(System, name="DESK")
    before = set(other.document.table(Step))
    other.editor.paste_fragment(library.read(kept), None, None)
    # then what was there keeps its ids, the card is there, and the system serves
    assert before < set(other.document.table(Step))
    assert [row.title for row in other.document.where(Card)] == ["Answers"]
    assert list(other.document.table(System)) == [desk]
    assert [use.system for use in other.document.where(CardSystem)] == [desk]


def test_the_same_name_keeps_the_newer_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    library, grid = Library(tmp_path), a_grid((1,))
    first, second = (grid.editor.module_of([id]) for id in (grid.stages[0], grid.lanes[0]))
    library.keep("One", first)
    kept = library.keep("One", second)
    assert library.read(kept) == second and [path.name for path in tmp_path.iterdir()] == [kept.path.name]


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b'{"throughline": "no"}'])
def test_a_file_that_is_no_module_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / f"Odd{SUFFIX}").write_bytes(data)
    library = Library(tmp_path)
    (kept,) = library.modules()
    with pytest.raises(KnownError):
        library.read(kept)


def test_a_name_of_nothing_and_a_folder_that_is_a_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for library, name, id in (
        (Library(tmp_path), " / ", "library.no_name"),
        (Library(tmp_path / "file"), "One", "library.fault"),
    ):
        with pytest.raises(KnownError) as refused:
            library.keep(name, "{}")
        assert refused.value.message.id == id
