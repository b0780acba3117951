"""What an edit costs hangs on what it changes, not on the size of the document: told by the calls that it makes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pytest

from model.blueprint_map import map_composer
from model.document import Document
from model.editor import Editor
from model.elements import Blueprint, Card, Lane, Link, Role, Stage, Step
from model.history import History
from model.ids import spread
from model.layout.fonts import FontBook
from model.record import Record
from model.registers import FailPoint, Owner
from tests.model.builders import a_context

SMALL, LARGE = 10, 20
# As the benchmark of growth has it: an exponent of 0.1 over four times the cards.
MOST = 1.15
HEADS = "a lane's name"
ROLES = (Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT)


def rows(side: int) -> Iterator[Record]:
    """A map of so many steps and lanes, alike everywhere: a card in every cell, linked to its neighbours."""
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
            if not across:
                # There is room in a cell for a second one.
                yield Card(f"second_{id}", "a1", lane=f"lane_{down}", step=f"step_{across}", title="Waits")
            yield FailPoint(f"fail_{id}", "a0", card=f"card_{id}")
            if across + 1 < side:
                yield Link(f"right_{id}", "a0", source=f"card_{id}", target=f"card_{down}_{across + 1}")
            if down + 1 < side:
                yield Link(f"below_{id}", "a0", source=f"card_{id}", target=f"card_{down + 1}_{across}")


def laid_out(side: int) -> Editor:
    """Such a map under an editor, its drawing kept up to date."""
    document = Document(rows(side))
    composer = map_composer(document, FontBook.bundled(system=False))
    document.changed.connect(lambda change: composer.update(change) and None)
    for _ in document.prepare():
        pass
    return Editor(document, History(document), a_context())


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
    "a rate": lambda editor, side: editor.edit(f"fail_{side // 2}_{side // 2}", rate=Decimal("0.1")),
    "a link": lambda editor, side: editor.add_link(middle(side), middle(side, 3)),
    "to the next step": lambda editor, side: editor.move_cards(
        [middle(side)], f"lane_{side // 2}", f"step_{side // 2 + 1}"
    ),
    "to the tray": lambda editor, side: editor.move_cards([middle(side)], None, None),
    HEADS: lambda editor, side: editor.rename(f"lane_{side // 2}", "Desk"),
}


@cache
def counted(side: int) -> dict[str, int]:
    """The calls of each act at a size, done and taken back before so that what comes again is known."""
    editor = laid_out(side)
    found = {}
    for name, act in ACTS.items():
        act(editor, side)
        editor.undo()
        found[name] = calls(partial(act, editor, side))
        found[f"{name}, taken back"] = calls(editor.undo)
    return found


@pytest.mark.parametrize("act", ACTS)
def test_an_edit_of_a_map_four_times_as_large_makes_as_many_calls(act: str) -> None:
    # given a map, and one of twice as many steps and lanes with the same round the card that is edited
    small, large = counted(SMALL), counted(LARGE)
    # then an edit costs the same, but for what goes by the steps and lanes; heads are all made anew
    most = LARGE / SMALL if act == HEADS else MOST
    for name in (act, f"{act}, taken back"):
        assert large[name] <= most * small[name], (name, small[name], large[name])
