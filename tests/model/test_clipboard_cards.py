"""Cards, lanes, steps and stages from the clipboard: copied with what belongs to them, here and in another document."""

from __future__ import annotations

import pytest

from model import clipboard
from model.elements import (
    Card,
    CardSystem,
    DropReason,
    Link,
    LinkKind,
    Picture,
    RaciEntry,
    Role,
    Step,
    Translation,
)
from model.grid import lanes, stages, steps
from model.registers import Consequence, Cost, FailPoint, Owner, Source, System
from model.rules import Refused
from tests.model.builders import a_grid, covered
from tests.model.pasting import a_full_card, changed, label, shape, sound


def test_pasting_twice_shares_no_ids_and_keeps_what_belongs_to_a_card() -> None:
    grid = a_grid()
    id = a_full_card(grid)
    text = clipboard.fragment(grid.document, [id])
    counts = {kind: len(grid.document.where(kind)) for kind in (Owner, System, Source, Picture)}

    (one,) = grid.editor.paste_fragment(text, grid.lanes[2], grid.steps[1])
    (two,) = grid.editor.paste_fragment(text, grid.lanes[2], grid.steps[1])

    document = grid.document
    assert len({id, one, two}) == 3
    for copy in (one, two):
        card, first = document.need(Card, copy), document.need(Card, id)
        assert (card.title, card.owner, card.sources, card.marks, card.picture) == (
            *(first.title, first.owner, first.sources, first.marks, first.picture),
        )
        (use,) = document.where(CardSystem, card=copy)
        assert use.essential is False
        (fail,) = document.where(FailPoint, card=copy)
        consequences = document.where(Consequence, fail_point=fail.id)
        assert [row.name for row in consequences] == ["call", "rework"]
        assert (consequences[1].parent, consequences[1].handled_by) == (consequences[0].id, copy)
        assert len(document.where(Cost, subject=copy)) == len(document.where(RaciEntry, card=copy)) == 1
        assert document.where(Translation, element=copy)[0].text == "Voll"
    assert {kind: len(document.where(kind)) for kind in counts} == counts
    assert sound(document)


def test_another_document_gets_the_register_entries_it_lacks() -> None:
    grid, other = a_grid(), a_grid()
    theirs = other.editor.add(Owner, name=" ops ")
    text = from_elsewhere(clipboard.fragment(grid.document, [a_full_card(grid)]))

    (copy,) = other.editor.paste_fragment(text, other.lanes[0], other.steps[0])

    document = other.document
    assert document.need(Card, copy).owner == theirs
    (system,) = document.where(System)
    assert (system.name, system.vendor) == ("CRM", "Acme")
    assert document.need(Owner, system.owner).name == "IT"
    assert document.where(Picture)[0].data == b"\x89PNG"
    assert sound(document)
    other.editor.paste_fragment(text, other.lanes[0], other.steps[0])
    assert len(document.where(System)) == 1


def test_cards_keep_their_distance_and_the_links_between_them() -> None:
    grid = a_grid((3, 3))
    a, b, c = grid.card(1, 0, "a"), grid.card(2, 2, "b"), grid.card(3, 0, "c")
    grid.editor.span_card(a, grid.steps[1])
    grid.editor.add_link(a, b, LinkKind.NEEDS, label="yes")
    grid.editor.add_link(b, c)

    text = clipboard.fragment(grid.document, [b, a])
    one, two = grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[3])

    document = grid.document
    first, second = document.need(Card, one), document.need(Card, two)
    assert (first.title, first.lane, first.step) == ("a", grid.lanes[0], grid.steps[3])
    assert (second.title, second.lane, second.step) == ("b", grid.lanes[1], grid.steps[5])
    assert covered(grid, one) == ["Step 4", "Step 5"]
    (link,) = document.where(Link, source=one)
    assert (link.target, link.kind, link.label) == (two, LinkKind.NEEDS, "yes")
    assert len(document.where(Link)) == 3


def test_cards_pasted_over_the_edge_get_new_lanes_and_steps() -> None:
    grid = a_grid()
    ids = [grid.card(0, 0, "a"), grid.card(1, 1, "b")]

    grid.editor.paste_fragment(clipboard.fragment(grid.document, ids), grid.lanes[4], grid.steps[3])

    assert len(lanes(grid.document)) == 6
    assert [step.title for step in steps(grid.document)][-1] == "Step 2"
    assert shape(grid.document)[-1][-1] == ["b"]


def test_one_cell_of_cards_goes_before_the_card_it_is_put_at_and_to_the_tray() -> None:
    grid = a_grid()
    ids = [grid.card(0, 0, title) for title in ("a", "b")]
    for title in ("x", "y"):
        grid.card(1, 1, title)
    text = clipboard.fragment(grid.document, ids)

    grid.editor.paste_fragment(text, grid.lanes[1], grid.steps[1], 1)
    grid.editor.paste_fragment(text, None, None)
    tray = [card.id for card in grid.document.where(Card, lane=None, step=None)]
    grid.editor.paste_fragment(clipboard.fragment(grid.document, tray), grid.lanes[2], grid.steps[0])

    assert grid.titles(1, 1) == ["x", "a", "b", "y"]
    assert grid.titles(2, 0) == ["a", "b"]


def test_a_lane_is_copied_beside_itself_with_its_cards() -> None:
    grid = a_grid(roles=(Role.CUSTOMER, Role.BACKSTAGE, Role.BACKSTAGE))
    a, b = grid.card(1, 0, "a"), grid.card(1, 3, "b")
    grid.editor.add_link(a, b)
    grid.editor.add_link(grid.card(0, 0, "outside"), a)

    (copy,) = grid.editor.duplicate([grid.lanes[1]])

    assert [lane.id for lane in lanes(grid.document)] == [grid.lanes[0], grid.lanes[1], copy, grid.lanes[2]]
    assert shape(grid.document)[2] == [["a"], [], [], ["b"]]
    assert len(grid.document.where(Link)) == 3


def test_a_step_is_copied_after_itself_and_spans_stay_within_it() -> None:
    grid = a_grid()
    id = grid.card(1, 0, "long")
    grid.editor.span_card(id, grid.steps[2])
    grid.editor.add(DropReason, step=grid.steps[0], reason="queue")

    two = grid.editor.duplicate(grid.steps[:2])
    one = grid.editor.duplicate([grid.steps[0]])

    document = grid.document
    assert [step.id for step in document.where(Step, stage=grid.stages[0])] == [
        *(grid.steps[0], one[0], grid.steps[1], *two),
    ]
    (short,) = document.where(Card, step=one[0])
    assert short.last_step is None
    (both,) = document.where(Card, step=two[0])
    assert both.last_step == two[1]
    assert len(document.where(DropReason)) == 3
    assert sound(document)


def test_a_stage_is_copied_with_its_steps_and_cards() -> None:
    grid = a_grid()
    grid.card(1, 0, "a")
    grid.card(2, 1, "b")
    text = clipboard.fragment(grid.document, [grid.stages[0]])

    (copy,) = grid.editor.paste_fragment(text, None, grid.steps[3])

    assert [stage.id for stage in stages(grid.document)] == [*grid.stages, copy]
    assert [row[4:] for row in shape(grid.document)][1:3] == [[["a"], []], [[], ["b"]]]
    assert label(grid) == "Paste"


def test_a_stage_in_another_document_finds_its_lanes_or_brings_them() -> None:
    grid = a_grid()
    for lane in range(5):
        grid.card(lane, 0, f"{lane}")
    other = a_grid((1,), (Role.CUSTOMER, Role.CUSTOMER, Role.SUPPORT))
    other.editor.rename(other.lanes[1], "Lane customer ")
    other.editor.rename(other.lanes[0], "Visitor")
    text = from_elsewhere(clipboard.fragment(grid.document, [grid.stages[0]]))

    other.editor.paste_fragment(text, None, None)

    document = other.document
    found = {lane.title: [card.title for card in document.where(Card, lane=lane.id)] for lane in lanes(document)}
    assert found == {
        "Lane evidence": ["0"],
        "Visitor": [],
        "Lane customer ": ["1"],
        "Lane frontstage": ["2"],
        "Lane backstage": ["3"],
        "Lane support": ["4"],
    }
    assert sound(document)


def test_a_lane_in_another_document_keeps_the_places_of_its_cards() -> None:
    grid, other = a_grid(), a_grid((2,), (Role.CUSTOMER,))
    grid.card(3, 1, "second")
    grid.card(3, 3, "fourth")

    text = from_elsewhere(clipboard.fragment(grid.document, [grid.lanes[3]]))
    other.editor.paste_fragment(text, other.lanes[0], None)

    assert shape(other.document)[1] == [[], ["second"], [], ["fourth"]]


def test_duplicates_come_right_below() -> None:
    grid = a_grid()
    a, b = grid.card(title="a"), grid.card(title="b")

    (copy,) = grid.editor.duplicate([a])

    assert grid.titles() == ["a", "a", "b"]
    assert [card.id for card in grid.document.where(Card, lane=grid.lanes[0])] == [a, copy, b]
    assert label(grid) == "Duplicate card"


def test_cards_are_copied_where_they_are_dropped() -> None:
    grid = a_grid()
    ids = [grid.card(0, 0, "a"), grid.card(1, 0, "b")]

    made = grid.editor.copy_cards(ids, grid.lanes[2], grid.steps[2])

    assert len(made) == 2
    assert (grid.titles(2, 2), grid.titles(3, 2)) == (["a"], ["b"])


def test_cut_and_paste_brings_everything_back_elsewhere() -> None:
    grid = a_grid()
    id = a_full_card(grid)
    before = len(grid.document)

    text = grid.editor.cut([id])
    assert label(grid) == "Cut"
    assert id not in grid.document
    grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    assert len(grid.document) == before
    assert sound(grid.document)


def test_what_cannot_be_copied_or_pasted_is_refused() -> None:
    grid = a_grid()
    owner, card = grid.editor.add(Owner, name="x"), grid.card()
    text = clipboard.fragment(grid.document, [card])

    assert clipboard.fragment(grid.document, [owner]) == ""
    for act in (
        lambda: grid.editor.duplicate([owner]),
        lambda: grid.editor.duplicate(["gone"]),
        lambda: grid.editor.cut([owner]),
        lambda: grid.editor.copy_cards([card], "gone", "gone"),
        lambda: grid.editor.paste_fragment(text, grid.lanes[0], None),
        lambda: grid.editor.paste_fragment(text, "gone", grid.steps[0]),
    ):
        with pytest.raises(Refused):
            act()


def from_elsewhere(text: str) -> str:
    """A fragment as if another document had been copied from."""
    return changed(text, document="blueprint_2")
