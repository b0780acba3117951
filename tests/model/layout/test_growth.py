"""What an edit costs grows with what it changes, not with the document: told by the calls it makes, which never vary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from model.blueprint_map import map_composer
from model.document import Document
from model.editor import Editor
from model.elements import Blueprint, Card, Lane, Link, Role, Stage, Step
from model.history import History
from model.ids import spread
from model.layout.compose import Composer
from model.layout.fonts import FontBook
from model.record import Record
from model.registers import FailPoint, Owner
from tests.model.builders import a_context

SMALL, LARGE = 10, 20
ROLES = (Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT)


def rows(side: int) -> Iterator[Record]:
    """A map of so many steps and lanes, alike everywhere: a card in every cell, linked to those right of and below it."""
    yield Blueprint("blueprint_1", "a0", volume=1000)
    yield Stage("stage_1", "a0", title="Stage")
    orders = spread(side)
    for place, order in enumerate(orders):
        yield Owner(f"owner_{place}", order, name=f"Team {place % 7}")
        yield Step(f"step_{place}", order, stage="stage_1", title="Step", customers_out=900)
        role = ROLES[place * len(ROLES) // side]
        yield Lane(f"lane_{place}", order, role=role, title="Lane", owner=f"owner_{place}")
    for down in range(side):
        for across in range(side):
            id = f"{down}_{across}"
            yield Card(f"card_{id}", "a0", lane=f"lane_{down}", step=f"step_{across}", title="Checks the claim")
            yield FailPoint(f"fail_{id}", "a0", card=f"card_{id}")
            if across + 1 < side:
                yield Link(f"right_{id}", "a0", source=f"card_{id}", target=f"card_{down}_{across + 1}")
            if down + 1 < side:
                yield Link(f"below_{id}", "a0", source=f"card_{id}", target=f"card_{down + 1}_{across}")


def laid_out(side: int) -> tuple[Editor, Composer]:
    """Such a map under an editor, its drawing kept up to date."""
    document = Document(rows(side))
    composer = map_composer(document, FontBook.bundled(system=False))
    document.changed.connect(lambda change: composer.update(change) and None)
    for _ in document.prepare():
        pass
    return Editor(document, History(document), a_context()), composer


def calls(act: Callable[[], object]) -> int:
    """How many functions an act calls, Python's own among them."""
    found = 0

    def count(_frame: Any, event: str, _what: Any) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return found


def middle(side: int, across: int = 0) -> str:
    """A card in the middle of the map, or so many steps on."""
    return f"card_{side // 2}_{side // 2 + across}"


ACTS: dict[str, Callable[[Editor, int], object]] = {
    "a letter more": lambda editor, side: editor.edit(middle(side), typing=True, title="Checks the claims"),
    "a line more": lambda editor, side: editor.edit(middle(side), title="Checks the claim that came in this morning"),
    "an owner": lambda editor, side: editor.edit(middle(side), owner="owner_3"),
    "a rate": lambda editor, side: editor.edit(f"fail_{side // 2}_{side // 2}", rate="0.1"),
    "a link": lambda editor, side: editor.add_link(middle(side), middle(side, 3)),
    "to the tray": lambda editor, side: editor.move_cards([middle(side)], None, None),
    "a lane's name": lambda editor, side: editor.rename(f"lane_{side // 2}", "Desk"),
}


@cache
def counted(side: int) -> dict[str, int]:
    """The calls of each act at a size, done and taken back before so that what comes again is known."""
    editor, _ = laid_out(side)
    found = {}
    for name, act in ACTS.items():
        act(editor, side)
        editor.undo()
        found[name] = calls(lambda: act(editor, side))
        found[f"{name}, taken back"] = calls(editor.undo)
    return found


@pytest.mark.parametrize("act", ACTS)
def test_an_edit_of_a_map_four_times_as_large_makes_as_many_calls(act: str) -> None:
    print(act, [[counted(side)[name] for side in (SMALL, LARGE)] for name in (act, f"{act}, taken back")])
