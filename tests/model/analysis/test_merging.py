"""Merging two people's copies: by field, against a slow reference, and on random pairs that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from model.analysis.merging import Clash, Conflict, merge
from model.document import DocumentView
from model.elements import Blueprint, Card, CardSystem, Lane, Mark
from model.errors import KnownError
from model.kinds import kind_of
from model.record import Record
from model.registers import Consequence, FailPoint, Owner, System
from model.validate import faults
from tests.model.analysis.random_documents import a_random_document
from tests.model.builders import Grid, a_grid
from tests.model.random_work import at_work

PAIRS = 300


def copies(grid: Grid) -> tuple[DocumentView, Grid, Grid]:
    """A document as it is, and two people's copies of it to edit."""
    from model.document import Document
    from model.editor import Editor
    from model.history import History
    from tests.model.builders import a_context

    found = []
    for seed in ("ours", "theirs"):
        copy = Document(grid.document.rows())
        found.append(Grid(Editor(copy, History(copy), a_context(seed)), grid.stages, grid.steps, grid.lanes))
    return grid.document.frozen(), *found


def by_id(rows: Iterable[Record]) -> dict[str, Record]:
    return {row.id: row for row in rows}


def test_each_sides_fields_of_one_card_come_together() -> None:
    grid = a_grid()
    card = grid.card(title="Call")
    base, ours, theirs = copies(grid)
    ours.editor.edit(card, title="Call back")
    theirs.editor.edit(card, marks=(Mark.WAIT_POINT,))

    merged = merge(base, ours.document, theirs.document)

    row = by_id(merged.rows)[card]
    assert isinstance(row, Card)
    assert (row.title, row.marks) == ("Call back", (Mark.WAIT_POINT,))
    assert merged.conflicts == ()


def test_a_field_that_both_changed_stays_as_it_was_and_is_listed_with_all_three() -> None:
    grid = a_grid()
    card = grid.card(title="Call")
    base, ours, theirs = copies(grid)
    ours.editor.edit(card, title="Call back")
    theirs.editor.edit(card, title="Call again")

    merged = merge(base, ours.document, theirs.document)

    (conflict,) = merged.conflicts
    assert (conflict.clash, conflict.id, conflict.fields) == (Clash.CHANGED, card, ("title",))
    titles = [getattr(row, "title", None) for row in (conflict.base, conflict.ours, conflict.theirs, conflict.kept)]
    assert titles == ["Call", "Call back", "Call again", "Call"]


def test_marks_that_each_side_put_on_are_both_on() -> None:
    grid = a_grid()
    card = grid.card()
    grid.editor.edit(card, marks=(Mark.PAIN_POINT, Mark.REGULATED))
    base, ours, theirs = copies(grid)
    ours.editor.edit(card, marks=(Mark.PAIN_POINT, Mark.REGULATED, Mark.WAIT_POINT))
    theirs.editor.edit(card, marks=(Mark.REGULATED, Mark.FAIL_POINT))

    merged = merge(base, ours.document, theirs.document)

    row = by_id(merged.rows)[card]
    assert isinstance(row, Card)
    assert row.marks == (Mark.REGULATED, Mark.FAIL_POINT, Mark.WAIT_POINT)
    assert merged.conflicts == ()


def test_what_one_took_away_and_the_other_changed_stays_with_its_parts() -> None:
    grid = a_grid()
    card = grid.card(title="Call")
    system = grid.editor.add(System, name="Phone")
    use = grid.editor.use_system(card, system)
    base, ours, theirs = copies(grid)
    ours.editor.delete([card])
    theirs.editor.edit(card, title="Call back")

    merged = merge(base, ours.document, theirs.document)

    rows = by_id(merged.rows)
    assert card in rows and use in rows
    assert [(each.clash, each.id) for each in merged.conflicts] == [(Clash.DELETED, card), (Clash.DELETED, use)]


def test_a_lane_that_the_other_put_a_card_into_stays() -> None:
    grid = a_grid()
    base, ours, theirs = copies(grid)
    ours.editor.delete([grid.lanes[1]])
    new = theirs.card(lane=1, title="New")

    merged = merge(base, ours.document, theirs.document)

    assert grid.lanes[1] in by_id(merged.rows) and new in by_id(merged.rows)
    assert [(each.clash, each.id) for each in merged.conflicts] == [(Clash.NEEDED, grid.lanes[1])]


def test_a_card_that_both_moved_elsewhere_stays_where_it_was() -> None:
    grid = a_grid()
    card = grid.card(lane=0)
    base, ours, theirs = copies(grid)
    ours.editor.move_cards([card], grid.lanes[1], grid.steps[0])
    theirs.editor.move_cards([card], grid.lanes[2], grid.steps[0])

    merged = merge(base, ours.document, theirs.document)

    row = by_id(merged.rows)[card]
    assert isinstance(row, Card)
    assert row.lane == grid.lanes[0]
    assert [each.fields for each in merged.conflicts] == [("lane",)]


def test_the_same_system_put_on_a_card_twice_is_on_it_once() -> None:
    grid = a_grid()
    card = grid.card()
    system = grid.editor.add(System, name="Phone")
    base, ours, theirs = copies(grid)
    ours.editor.use_system(card, system)
    theirs.editor.use_system(card, system)

    merged = merge(base, ours.document, theirs.document)

    assert sum(isinstance(row, CardSystem) for row in merged.rows) == 1
    assert merged.conflicts == ()


def test_one_essential_and_one_helpful_use_is_a_conflict() -> None:
    grid = a_grid()
    card = grid.card()
    system = grid.editor.add(System, name="Phone")
    base, ours, theirs = copies(grid)
    ours.editor.use_system(card, system, essential=True)
    theirs.editor.use_system(card, system, essential=False)

    merged = merge(base, ours.document, theirs.document)

    assert [(each.clash, each.fields) for each in merged.conflicts] == [(Clash.DOUBLE, ("essential",))]


def test_consequences_that_would_follow_from_one_another_follow_from_the_failure() -> None:
    grid = a_grid()
    fail = grid.editor.add(FailPoint, card=grid.card())
    one, other = (grid.editor.add(Consequence, fail_point=fail, name=name) for name in "ab")
    base, ours, theirs = copies(grid)
    ours.editor.edit(one, parent=other)
    theirs.editor.edit(other, parent=one)

    merged = merge(base, ours.document, theirs.document)

    assert not list(faults(merged.rows))
    assert [(each.clash, each.fields) for each in merged.conflicts] == [(Clash.UNSOUND, ("parent",))] * 2


def test_unknown_fields_come_together_key_by_key() -> None:
    base, ours, theirs = (
        DocumentView([Blueprint("b", "a0"), Lane("l", "a0", extra=extra)])
        for extra in ('{"x-a":1}', '{"x-a":1,"x-b":2}', '{"x-a":3}')
    )

    merged = merge(base, ours, theirs)

    assert by_id(merged.rows)["l"].extra == '{"x-a":3,"x-b":2}'
    assert merged.conflicts == ()


def test_copies_of_different_documents_are_refused() -> None:
    with pytest.raises(KnownError, match="merge.strangers"):
        merge(*(DocumentView([Blueprint(id, "a0")]) for id in ("a", "a", "b")))


def edits(base: DocumentView, side: DocumentView) -> dict[tuple[str, str], Any]:
    """What a side did: by record and field the new value, by record and no field that it is gone."""
    found: dict[tuple[str, str], Any] = {}
    for id in {row.id for document in (base, side) for row in document.rows()}:
        before, after = base.find(id), side.find(id)
        if after is None:
            found[id, ""] = None
        elif before != after:
            names = [field.name for field in kind_of(after).fields]
            for name in names:
                if before is None or getattr(before, name) != getattr(after, name):
                    found[id, name] = getattr(after, name)
    return found


def swapped(conflict: Conflict) -> Conflict:
    return conflict._replace(ours=conflict.theirs, theirs=conflict.ours)


@pytest.mark.parametrize("seed", range(0, PAIRS, 10))
def test_random_pairs_lose_nothing_whichever_side_is_which(seed: int) -> None:
    """Every edit of each side is in the result or in a listed conflict; the result is sound; sides may be swapped."""
    for number in range(seed, seed + 10):
        base = a_random_document(number)
        ours, theirs = at_work(base, f"ours {number}", 8), at_work(base, f"theirs {number}", 8)

        merged = merge(base, ours, theirs)
        other = merge(base, theirs, ours)

        assert not list(faults(merged.rows))
        assert by_id(other.rows) == by_id(merged.rows)
        assert [swapped(each) for each in other.conflicts] == list(merged.conflicts)
        listed: dict[str, set[str]] = {}
        for each in merged.conflicts:
            whole = each.clash is not Clash.CHANGED or not each.fields
            listed.setdefault(each.id, set()).update(_fields(each.row) if whole else each.fields)
        result = DocumentView(merged.rows)
        for side in (ours, theirs):
            for (id, name), value in edits(base, side).items():
                if name in listed.get(id, ()):
                    continue
                row = result.find(id)
                if name == "":
                    assert row is None, (number, id)
                elif row is None:
                    assert base.find(id) is None and _has_twin(result, side.find(id)), (number, id)
                elif isinstance(value, tuple):
                    was, now = {*getattr(base.find(id), name, ())}, {*getattr(row, name)}
                    assert {*value} - was <= now and not (was - {*value}) & now, (number, id, name)
                else:
                    assert getattr(row, name) == value, (number, id, name)


def _fields(row: Record) -> set[str]:
    """All that may clash in a record: each field, and whether it is there."""
    return {"", *(field.name for field in kind_of(row).fields)}


def _has_twin(result: DocumentView, row: Record | None) -> bool:
    """Whether the result has another record that says the same."""
    assert row is not None
    names = [field.name for field in kind_of(row).fields if field.name not in ("id", "order")]
    values = [getattr(row, name) for name in names]
    return any([getattr(other, name) for name in names] == values for other in result.table(type(row)).values())


def slow(base: DocumentView, ours: DocumentView, theirs: DocumentView) -> dict[str, Record]:
    """The obvious way where nothing clashes: the second side's edits done one by one to the first side's copy."""
    from dataclasses import replace

    rows = by_id(ours.rows())
    for (id, name), value in edits(base, theirs).items():
        if name == "":
            rows.pop(id, None)
        elif base.find(id) is None:
            row = theirs.find(id)
            assert row is not None
            rows[id] = row
        elif id in rows:
            rows[id] = replace(rows[id], **{name: value})
    return rows


def test_where_nothing_clashes_the_result_is_that_of_the_slow_way_and_three_sides_may_come_in_any_order() -> None:
    calm = 0
    for number in range(PAIRS):
        base = a_random_document(number)
        sides = [at_work(base, f"{who} {number}", 2) for who in ("a", "b", "c")]
        first = merge(base, sides[0], sides[1])
        second = merge(base, sides[1], sides[2])
        if first.conflicts or second.conflicts:
            continue
        left = merge(base, DocumentView(first.rows), sides[2])
        right = merge(base, sides[0], DocumentView(second.rows))
        if left.conflicts or right.conflicts:
            continue
        calm += 1
        assert by_id(left.rows) == by_id(right.rows)
        if not _both_changed_a_list(base, *sides[:2]):
            assert by_id(first.rows) == slow(base, *sides[:2])
    assert calm > PAIRS / 3


def _both_changed_a_list(base: DocumentView, *sides: DocumentView) -> bool:
    one, other = (edits(base, side) for side in sides)
    return any(isinstance(value, tuple) and key in other for key, value in one.items())


def test_owners_of_the_same_name_that_both_added_are_two_until_somebody_merges_them() -> None:
    grid = a_grid()
    base, ours, theirs = copies(grid)
    ours.editor.add(Owner, name="Desk")
    theirs.editor.add(Owner, name="Desk")

    merged = merge(base, ours.document, theirs.document)

    assert sum(isinstance(row, Owner) for row in merged.rows) == 2
