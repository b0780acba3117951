"""Modules in the window: kept from one blueprint, put into another, swapped for a stage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.gui import Desktop
from app.window import DocumentWindow
from model.elements import Card, Link, Stage
from model.messages import Message
from model.registers import Owner
from tests.widgets.window import asked, opened, trigger
from widgets.palette import Command

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def picks(window: DocumentWindow, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    """Let a person pick a module by its name."""

    def pick(commands: Sequence[Command], words: str) -> str:
        assert window.texts(f"{words}.hint") == "Type part of a module’s name"
        return next(each.id for each in commands if each.title == title)

    monkeypatch.setattr(window.ask, "command", pick)


def test_a_stage_is_kept_in_one_window_and_put_in_in_another(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a stage that is kept
    window, small = opened(desktop)
    window.workspace.selection.set((small.stage,), None)
    trigger(window, "module.keep")
    assert [each.name for each in window.module.library.modules()] == ["Before"]
    # when it is put into another blueprint, then it is last there, selected, and undone in one step
    other, second = opened(desktop)
    picks(other, monkeypatch, "Before")
    trigger(other, "module.insert")
    stages = second.document.where(Stage)
    assert [stage.title for stage in stages] == ["Before", "After", "Before"]
    assert other.workspace.selection.ids == (stages[-1].id,)
    trigger(other, "undo")
    assert len(second.document.table(Stage)) == 2


def test_a_module_takes_the_place_of_a_stage_and_all_else_keeps_its_ids(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a stage that is kept, and a link from it to a card outside
    window, small = opened(desktop)
    outside = small.editor.add_card(small.back, small.third, "Files it")
    link = small.editor.add_link(small.explains, outside)
    window.workspace.selection.set((small.stage,), None)
    trigger(window, "module.keep")
    picks(window, monkeypatch, "Before")
    # when it is swapped for the module
    trigger(window, "module.swap")
    # then the stage is another, and what is outside is as it was, the link from the card that stands for the old one
    first = small.document.where(Stage)[0]
    assert first.id != small.stage and first.module == "Before"
    kept = small.document.need(Link, link)
    assert kept.target == outside and kept.source != small.explains
    assert small.document.need(Card, kept.source).title == "Explains it"


def test_entries_of_the_same_name_serve_where_the_person_says_so(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a module with an owner, and another blueprint with one of that name
    window, small = opened(desktop)
    small.editor.edit(small.reads, owner=small.editor.add(Owner, name="Desk"))
    window.workspace.selection.set((small.stage,), None)
    trigger(window, "module.keep")
    other, second = opened(desktop)
    second.editor.add(Owner, name="desk")
    picks(other, monkeypatch, "Before")
    # when it is put in: given up, with the owner that is there, with the module's own
    for answer, owners, stages in ((None, 1, 2), (True, 1, 3), (False, 2, 4)):
        asked(other).answer(match_entries=answer)
        trigger(other, "module.insert")
        # then
        assert (len(second.document.table(Owner)), len(second.document.table(Stage))) == (owners, stages)
        assert asked(other).asked[-1] == ("match_entries", ("Before", ["desk"]))


def test_an_empty_library_and_a_card_are_said_and_the_folder_may_be_another(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, small = opened(desktop)
    told: list[Message] = []
    monkeypatch.setattr(window.main, "say", told.append)
    trigger(window, "module.insert")
    window.workspace.selection.set((small.reads,), None)
    trigger(window, "module.keep")
    trigger(window, "module.swap")
    assert [each.id for each in told] == ["library.empty", "rule.module_of_what", "library.which_stage"]
    # when another folder is chosen, then modules are kept there
    monkeypatch.setattr(window.ask, "folder", lambda _title: tmp_path / "elsewhere")
    trigger(window, "module.folder")
    window.workspace.selection.set((small.customer,), None)
    trigger(window, "module.keep")
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["Resident.module.json"]


def test_a_module_of_the_same_name_is_kept_only_where_the_person_agrees(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a lane that is kept, and renamed cards since
    window, small = opened(desktop)
    window.workspace.selection.set((small.customer,), None)
    trigger(window, "module.keep")
    (kept,) = window.module.library.modules()
    before = window.module.library.read(kept)
    small.editor.rename(small.customer, "resident")
    small.editor.rename(small.customer, "Resident")
    small.editor.edit(small.customer, notes="Lives here")
    # when the person does not want it replaced, then it stays; when they do, it is the newer
    for agreed in (False, True):
        monkeypatch.setattr(window.ask, "confirm", lambda *_, agreed=agreed: agreed)
        window.workspace.selection.set((small.customer,), None)
        trigger(window, "module.keep")
        assert (window.module.library.read(kept) == before) is not agreed
