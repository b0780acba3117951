"""Variants: what belongs to which, each alone, side by side, edited in place, and what each comes to."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from model.analysis.by_variant import by_variant
from model.analysis.views import filtered, named
from model.blueprint_map import map_composer
from model.elements import Card, Lane, Link, Role, Variant
from model.errors import KnownError
from model.layout.drawing import Layer
from model.layout.fonts import FontBook
from model.registers import Consequence, FailPoint, Owner
from model.store import writing
from model.variants import alone, side_by_side
from tests.model.builders import Grid, a_grid

FONTS = FontBook.bundled()


class Paths(NamedTuple):
    """A happy path and one on which the payment fails; the card that both have, and one of each."""

    grid: Grid
    happy: str
    fails: str
    both: str
    pays: str
    retries: str


def paths() -> Paths:
    """1,000 customers a year order; on one path they pay (6 min of a clerk at 40), on the other they retry (30 min)."""
    grid = a_grid((2,), (Role.CUSTOMER, Role.BACKSTAGE), volume=1000)
    editor = grid.editor
    happy, fails = editor.add(Variant, title="Happy path"), editor.add(Variant, title="Payment fails")
    clerk = editor.add(Owner, name="Clerk", hourly_cost=Decimal(40))
    both = grid.card(0, 0, "Orders")
    pays, retries = grid.card(1, 1, "Takes the money"), grid.card(1, 1, "Calls the customer")
    editor.edit(both, work_minutes=Decimal(2))
    editor.edit(pays, variants=(happy,), owner=clerk, work_minutes=Decimal(6))
    editor.edit(retries, variants=(fails,), owner=clerk, work_minutes=Decimal(30), wait_minutes=Decimal(60))
    editor.add_link(both, pays, wait_minutes=Decimal(5))
    editor.add_link(both, retries)
    point = editor.add(FailPoint, card=retries, rate=Decimal("0.1"))
    editor.add(Consequence, fail_point=point, number=Decimal(1), unit_cost=Decimal(7))
    return Paths(grid, happy, fails, both, pays, retries)


def test_a_card_of_one_variant_shows_in_that_one_alone() -> None:
    # given two paths
    made = paths()
    # when each is read alone
    happy, fails = (alone(made.grid.document, id) for id in (made.happy, made.fails))
    # then each has the common card and its own, with the link to it, and what hangs on a card is there with it
    assert set(happy.table(Card)) == {made.both, made.pays}
    assert set(fails.table(Card)) == {made.both, made.retries}
    assert [link.target for link in happy.where(Link)] == [made.pays]
    assert not happy.table(Consequence) and len(fails.table(Consequence)) == 1


def test_counts_time_and_money_by_variant_are_those_worked_out_by_hand() -> None:
    # given two paths
    whole, happy, fails = by_variant(paths().grid.document)
    # then 2 + 5 + 6 minutes on the one, 2 + 30 + 60 on the other
    assert (whole.cards, whole.own, whole.links, whole.steps) == (3, 2, 2, 2)
    assert (happy.cards, happy.own, happy.links, happy.minutes) == (2, 1, 1, Decimal(13))
    assert (fails.cards, fails.own, fails.links, fails.minutes) == (2, 1, 1, Decimal(92))
    # and 1,000 x 6 min, or 30 min, at 40 an hour; 1,000 x 0.1 x 7 of failures on the one that fails
    assert (happy.to_serve, happy.failure) == (Decimal("4000.00"), Decimal("0.00"))
    assert (fails.to_serve, fails.failure) == (Decimal("20000.00"), Decimal("700.00"))
    assert whole.to_serve == Decimal("24000.00")


def test_what_is_added_while_a_variant_is_edited_belongs_to_it() -> None:
    # given a variant that is edited
    made = paths()
    editor = made.grid.editor
    editor.variant = made.fails
    # when cards and a link are added, one card saying otherwise
    card, other = made.grid.card(0, 1), editor.add_card(None, None, "Elsewhere", variants=(made.happy,))
    link = editor.add_link(made.both, card)
    # then they belong to it, the other to the one it names, and those that were there stay as they were
    document = made.grid.document
    assert document.need(Card, card).variants == document.need(Link, link).variants == (made.fails,)
    assert document.need(Card, other).variants == (made.happy,)
    editor.rename(made.both, "Orders online")
    assert document.need(Card, made.both).variants == ()
    # and once all are edited again, or the variant is gone, new cards belong to all
    editor.delete([made.fails])
    assert document.need(Card, made.grid.card()).variants == ()
    editor.variant = None
    assert document.need(Card, made.grid.card()).variants == ()


def test_a_view_of_a_variant_leaves_out_the_links_of_others_too() -> None:
    # given a link of one variant between cards of both
    made = paths()
    second = made.grid.card(0, 1, "Waits")
    link = made.grid.editor.add_link(made.both, second, variants=(made.fails,))
    document = made.grid.document
    # when each is looked at by the name of the variant, as `export --view` does
    seen = {name: filtered(document, named(document, name)) for name in ("happy path", "Payment fails")}
    # then the link is in the one only
    assert [link in part.table(Link) for part in seen.values()] == [False, True]
    with pytest.raises(KnownError):
        named(document, "No such path")


def test_side_by_side_each_lane_stands_once_a_variant_in_the_same_columns() -> None:
    # given two paths
    made = paths()
    document = made.grid.document
    # when they are put side by side
    both = side_by_side(document, document.where(Variant))
    drawing = map_composer(both, FONTS).drawing
    # then each lane is there twice, with the variant's name, and no row refers to what is not there
    titles = [lane.title for lane in sorted(both.table(Lane).values(), key=lambda lane: lane.order)]
    assert titles == [
        f"Lane {role}\n{name}" for role in ("customer", "backstage") for name in ("Happy path", "Payment fails")
    ]
    assert all(id in both for link in both.where(Link) for id in (link.source, link.target))
    assert writing.serialise(tuple(both.rows())).data
    # and the card that both have stands twice in one column, those of one variant once, in its lane
    boxes = [drawing.box(f"{made.both}_{place}") for place in (1, 2)]
    assert boxes[0] is not None and boxes[1] is not None
    assert boxes[0].x == boxes[1].x and boxes[0].y < boxes[1].y
    assert f"{made.pays}_2" not in both and f"{made.retries}_1" not in both
    # and the document stays as it is
    assert len(document.table(Card)) == 3


def test_the_whole_map_marks_what_only_some_variants_have() -> None:
    # given two paths and a link of one of them
    made = paths()
    answers = made.grid.card(1, 0, "Answers")
    made.grid.editor.add_link(made.both, answers, label="retry", variants=(made.fails,))
    composer = map_composer(made.grid.document, FONTS)
    # when the whole map is read
    said = {piece.id: piece.text for piece in composer.drawing.pieces(layers=(Layer.CARD,))}
    # then a sign and the variant's name stand on what is not in all
    assert "◇ only Happy path" in said[made.pays] and "◇ only Payment fails" in said[made.retries]
    assert "only" not in said[made.both]
    assert any("retry · ◇ only Payment fails" in piece.text for piece in composer.drawing.pieces(layers=(Layer.LINK,)))
    # and another name is seen at once
    made.grid.document.changed.connect(lambda change: composer.update(change) and None)
    made.grid.editor.rename(made.happy, "Sunny day")
    (piece,) = composer.drawing.pieces_of([made.pays])
    assert "◇ only Sunny day" in piece.text
