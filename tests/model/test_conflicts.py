"""Conflicts in words: every kind and field has one, and each side is told by what it did."""

from __future__ import annotations

import pytest

from model.analysis.merging import merge
from model.conflicts import disputed
from model.elements import CardSystem
from model.kinds import kinds
from model.picking import Pick, decided
from model.registers import System
from model.texts import Texts
from tests.model.analysis.random_documents import a_random_document
from tests.model.analysis.test_merging import copies
from tests.model.builders import a_grid
from tests.model.random_work import at_work


def test_every_kind_has_a_name() -> None:
    texts = Texts()

    assert [kind.name for kind in kinds() if f"window.find.kind.{kind.name}" not in texts] == []


@pytest.mark.parametrize("seed", range(60))
def test_whatever_clashes_can_be_told(seed: int) -> None:
    base = a_random_document(seed)
    sides = (base, at_work(base, f"ours {seed}", 12), at_work(base, f"theirs {seed}", 12))
    merged = merge(*sides)

    told = disputed(sides, merged, Texts())

    asked = [each.id for each in told]
    assert asked == [each.id for each in merged.conflicts if each.id in asked]
    assert bool(asked) == bool(merged.conflicts)
    assert all(each.what and each.why and all(said for _, said in each.choices) for each in told)


def test_the_parts_of_what_one_took_away_are_decided_with_it() -> None:
    grid = a_grid()
    card, system = grid.card(title="Call"), grid.editor.add(System, name="Phone")
    use = grid.editor.add(CardSystem, card=card, system=system)
    base, ours, theirs = copies(grid)
    ours.editor.delete([card])
    theirs.editor.edit(card, title="Call again")
    sides = (base, ours.document, theirs.document)
    merged = merge(*sides)

    asked = [each.id for each in disputed(sides, merged, Texts())]

    assert asked == [card] and use in {each.id for each in merged.conflicts}
    assert use not in {row.id for row in decided(*sides, merged, {card: Pick.OURS}).rows}
    assert use in {row.id for row in decided(*sides, merged, {card: Pick.THEIRS}).rows}


def test_what_one_took_away_is_told_beside_what_the_other_made_of_it() -> None:
    grid = a_grid()
    card = grid.card(title="Call")
    base, ours, theirs = copies(grid)
    ours.editor.delete([card])
    theirs.editor.edit(card, title="Call again")
    sides = (base, ours.document, theirs.document)

    (each,) = disputed(sides, merge(*sides), Texts())

    assert (each.what, each.why) == ("Card “Call again”", "One took it away, the other changed it.")
    said = dict(each.choices)
    assert said[Pick.OURS] == "taken away"
    assert said[Pick.THEIRS] == said[Pick.KEPT] and said[Pick.THEIRS].endswith("“Call again”")
