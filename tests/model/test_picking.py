"""Conflicts of a merge decided one by one: what is picked is in the result, and the result is sound."""

from __future__ import annotations

from random import Random

import pytest

from model.analysis.merging import Clash, Merged, merge
from model.document import DocumentView
from model.elements import Card, CardSystem, Lane
from model.picking import Decided, Pick, decided
from model.registers import System
from model.validate import faults
from tests.model.analysis.random_documents import a_random_document
from tests.model.analysis.test_merging import copies
from tests.model.builders import Grid, a_grid
from tests.model.random_work import at_work


def both_renamed() -> tuple[DocumentView, Grid, Grid, str]:
    grid = a_grid()
    card = grid.card(title="Call")
    base, ours, theirs = copies(grid)
    ours.editor.edit(card, title="Call back")
    theirs.editor.edit(card, title="Call again")
    return base, ours, theirs, card


def deciding(base: DocumentView, ours: DocumentView, theirs: DocumentView, pick: Pick) -> tuple[Merged, Decided]:
    """A merge with all of its conflicts decided alike."""
    merged = merge(base, ours, theirs)
    return merged, decided(base, ours, theirs, merged, dict.fromkeys((each.id for each in merged.conflicts), pick))


@pytest.mark.parametrize(
    ("pick", "title"), [(Pick.KEPT, "Call"), (Pick.OURS, "Call back"), (Pick.THEIRS, "Call again")]
)
def test_a_field_that_both_changed_is_as_picked(pick: Pick, title: str) -> None:
    base, ours, theirs, card = both_renamed()

    _, found = deciding(base, ours.document, theirs.document, pick)

    row = DocumentView(found.rows).need(Card, card)
    assert (row.title, found.unmet) == (title, ())


def test_a_card_that_both_moved_goes_where_the_picked_side_put_it_with_its_place() -> None:
    grid = a_grid()
    card = grid.card()
    base, ours, theirs = copies(grid)
    ours.editor.move_cards([card], grid.lanes[1], grid.steps[0])
    theirs.editor.move_cards([card], grid.lanes[0], grid.steps[2])

    _, found = deciding(base, ours.document, theirs.document, Pick.THEIRS)

    row, wanted = DocumentView(found.rows).need(Card, card), theirs.document.need(Card, card)
    assert (row.lane, row.step, row.order) == (wanted.lane, wanted.step, wanted.order)


def test_what_one_took_away_goes_if_that_is_picked_with_what_goes_with_it() -> None:
    grid = a_grid()
    card = grid.card(title="Call")
    system = grid.editor.add(System, name="Phone")
    grid.editor.add(CardSystem, card=card, system=system)
    base, ours, theirs = copies(grid)
    ours.editor.delete([card])
    theirs.editor.edit(card, title="Call again")

    _, found = deciding(base, ours.document, theirs.document, Pick.OURS)

    result = DocumentView(found.rows)
    assert card not in result and not result.table(CardSystem) and found.unmet == ()


def test_a_lane_that_the_other_put_a_card_into_goes_with_the_card_if_that_is_picked() -> None:
    grid = a_grid()
    base, ours, theirs = copies(grid)
    ours.editor.delete([grid.lanes[0]])
    card = theirs.card(0, 0, "New")

    _, found = deciding(base, ours.document, theirs.document, Pick.OURS)

    result = DocumentView(found.rows)
    assert result.get(Lane, grid.lanes[0]) is None and card not in result


def test_of_two_uses_of_a_system_the_one_that_stays_says_what_was_picked() -> None:
    grid = a_grid()
    card, system = grid.card(), grid.editor.add(System, name="Phone")
    base, ours, theirs = copies(grid)
    ours.editor.add(CardSystem, card=card, system=system, essential=True)
    theirs.editor.add(CardSystem, card=card, system=system, essential=False)
    merged = merge(base, ours.document, theirs.document)
    (conflict,) = merged.conflicts
    assert conflict.clash is Clash.DOUBLE
    said = conflict.row
    assert isinstance(said, CardSystem)
    pick = Pick.OURS if conflict.ours is not None else Pick.THEIRS

    found = decided(base, ours.document, theirs.document, merged, {conflict.id: pick})

    (use,) = DocumentView(found.rows).table(CardSystem).values()
    assert (use.essential, found.unmet) == (said.essential, ())


@pytest.mark.parametrize("seed", range(100))
def test_every_pick_gives_a_sound_document_that_has_what_was_picked(seed: int) -> None:
    base = a_random_document(seed)
    ours, theirs = (at_work(base, f"{who} {seed}", 12) for who in ("ours", "theirs"))
    merged = merge(base, ours, theirs)
    draw = Random(seed)
    some = {each.id: draw.choice(list(Pick)) for each in merged.conflicts}
    ways = [some, *(dict.fromkeys(some, pick) for pick in Pick)]

    for picks in ways:
        found = decided(base, ours, theirs, merged, picks)

        assert not list(faults(found.rows))
        rows = DocumentView(found.rows)
        for conflict in merged.conflicts:
            side = {Pick.OURS: conflict.ours, Pick.THEIRS: conflict.theirs}.get(picks[conflict.id])
            row = rows.find(conflict.id)
            if side is not None and row is not None and conflict.id not in found.unmet:
                assert all(getattr(row, name) == getattr(side, name) for name in conflict.fields)


def test_no_pick_changes_what_nobody_disputes() -> None:
    base, ours, theirs, card = both_renamed()
    new = theirs.card(1, 1, "Only theirs")
    merged = merge(base, ours.document, theirs.document)

    for pick in Pick:
        rows = DocumentView(decided(base, ours.document, theirs.document, merged, {card: pick}).rows)
        assert rows.need(Card, new).title == "Only theirs"
