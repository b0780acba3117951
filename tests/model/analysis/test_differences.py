"""What leads from one document to another: named by what became of each element, and enough to make the second."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.analysis.differences import Sort, compare
from model.document import Document, DocumentView
from model.elements import Blueprint, Card, Lane, Stage
from model.messages import message
from model.registers import Consequence, Cost, FailPoint, Owner
from tests.model.analysis.random_documents import a_random_document
from tests.model.builders import a_grid
from tests.model.random_work import at_work

PAIRS = 300


def test_each_card_is_named_by_what_became_of_it() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Desk")
    names = ("goes", "moves", "says", "owns", "costs", "stays", "fails")
    cards = {name: grid.card(title=name) for name in names}
    grid.editor.add(FailPoint, card=cards["fails"])
    before = grid.document.frozen()
    grid.editor.delete([cards["goes"]])
    grid.editor.move_cards([cards["moves"]], grid.lanes[1], grid.steps[2])
    grid.editor.rename(cards["says"], "says more")
    grid.editor.edit(cards["owns"], owner=owner)
    grid.editor.add(Cost, subject=cards["costs"], amount=Decimal(3))
    (fail,) = grid.document.where(FailPoint)
    grid.editor.add(Consequence, fail_point=fail.id)
    new = grid.card(title="comes")

    found = compare(before, grid.document)

    assert {each.element: each.sorts for each in found.differences} == {
        new: (Sort.ADDED,),
        cards["goes"]: (Sort.REMOVED,),
        cards["moves"]: (Sort.MOVED,),
        cards["says"]: (Sort.REWORDED,),
        cards["owns"]: (Sort.REOWNED,),
        cards["costs"]: (Sort.RECOSTED,),
        cards["fails"]: (Sort.RECOSTED,),
    }
    assert found.of(Sort.MOVED) == (cards["moves"],)


def test_nothing_differs_from_itself() -> None:
    document = a_random_document(7)

    assert compare(document, document).differences == ()


@pytest.mark.parametrize("seed", range(0, PAIRS, 10))
def test_the_differences_done_to_the_first_give_the_second(seed: int) -> None:
    for number in range(seed, seed + 10):
        first = a_random_document(number)
        second = a_random_document(number + 1) if number % 3 == 0 else at_work(first, f"diff {number}", 9)

        found = compare(first, second)

        copy = Document(first.rows())
        for change in found.changes(message("store.act.revert")):
            copy.apply(change)
        assert copy == second


def test_an_id_that_now_holds_another_kind_goes_before_it_comes() -> None:
    first = DocumentView([Blueprint("b", "a0"), Lane("x", "a0")])
    second = DocumentView([Blueprint("b", "a0"), Stage("x", "a0")])

    changes = compare(first, second).changes(message("store.act.revert"))

    copy = Document(first.rows())
    for change in changes:
        copy.apply(change)
    assert copy == second
    assert len(changes) == 2


def test_cards_of_two_unlike_documents_are_added_and_removed() -> None:
    found = compare(
        DocumentView([Blueprint("a", "a0"), Card("c", "a0")]), DocumentView([Blueprint("b", "a0"), Card("d", "a0")])
    )

    assert (found.of(Sort.REMOVED), found.of(Sort.ADDED)) == (("c",), ("d",))
