"""Saved views: exact sets on a fixture worked out by hand, a slow reference on random documents, edits in a view."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from model.analysis.views import Part, Projection, ask_alike, filtered, matches, named, only, whole_of
from model.blueprint_map import MapFigures
from model.change import Change
from model.document import DocumentView
from model.elements import (
    Blueprint,
    Card,
    CardChannel,
    CardKind,
    CardSystem,
    Grounding,
    Lane,
    Link,
    Mark,
    RaciEntry,
    Role,
    Stage,
    Step,
    Variant,
)
from model.errors import KnownError
from model.grid import steps
from model.keeping import SavedView
from model.kinds import kind_of
from model.registers import Channel, Consequence, ConsequenceKind, FailPoint, Owner, Source, SourceKind, System
from model.rules import Refused
from model.validate import faults
from tests.model.builders import Grid, a_grid


class Clinic:
    """Stages of two and two steps; lanes customer (0), desk (1), back (2); six cards, A to F, one of them in the tray.

    A customer/1, B customer/2 to 3 (over the border of the stages), C desk/1, D desk/3, E back/4, F in the tray.
    Desk belongs to Reception (unit Front office), E to Billing (Finance) with Reception consulted; C is Lab's (Care).
    """

    def __init__(self) -> None:
        self.grid = grid = a_grid((2, 2), (Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE), volume=1000)
        self.editor, self.document = grid.editor, grid.document
        add = self.editor.add
        self.reception = add(Owner, name="Reception", unit="Front office")
        self.billing = add(Owner, name="Billing", unit="Finance")
        self.lab = add(Owner, name="Lab", unit="Care")
        self.editor.edit(grid.lanes[1], owner=self.reception)
        self.portal, self.ledger = add(System, name="Portal"), add(System, name="Ledger")
        self.phone = add(Channel, name="Phone")
        self.survey, self.log = add(Source, kind=SourceKind.SURVEY), add(Source, kind=SourceKind.SUPPORT_LOG)
        self.fails = add(Variant, title="Payment fails")
        self.a = grid.card(0, 0, "A")
        self.b = grid.card(0, 1, "B")
        self.editor.span_card(self.b, grid.steps[2])
        self.c = grid.card(1, 0, "C")
        self.d = grid.card(1, 2, "D")
        self.e = grid.card(2, 3, "E")
        self.f = self.editor.add_card(None, None, "F")
        edit = self.editor.edit
        edit(self.c, owner=self.lab, kind=CardKind.DECISION)
        edit(self.e, owner=self.billing, grounding=Grounding.MEASURED, sources=(self.log,))
        edit(self.a, grounding=Grounding.OBSERVED, sources=(self.survey, self.log), variants=(self.fails,))
        edit(self.d, grounding=Grounding.OBSERVED, marks=(Mark.PAIN_POINT, Mark.FAIL_POINT))
        add(RaciEntry, card=self.e, owner=self.reception)
        for card, system in ((self.c, self.portal), (self.d, self.portal), (self.d, self.ledger)):
            self.editor.use_system(card, system)
        add(CardChannel, card=self.d, channel=self.phone)
        self.editor.add_link(self.c, self.d)
        self.editor.add_link(self.a, self.c)

    def view(self, **fields: Any) -> SavedView:
        """A view of the document."""
        return self.document.need(SavedView, self.editor.add(SavedView, **fields))

    def letters(self, view: SavedView) -> str:
        """The titles of the cards that a view shows."""
        return "".join(sorted(self.document.need(Card, id).title for id in matches(self.document, view)))


@pytest.mark.parametrize(
    ("fields", "cards"),
    [
        ({}, "ABCDEF"),
        # D by its lane, E as a part in it; C has an owner of its own.
        ({"owners": ("reception",)}, "DE"),
        ({"owners": ("lab", "billing")}, "CE"),
        ({"units": ("Finance",)}, "E"),
        ({"units": ("Front office", "Care")}, "CDE"),
        ({"units": ("Nowhere",)}, ""),
        ({"systems": ("portal",)}, "CD"),
        ({"channels": ("phone",)}, "D"),
        ({"lanes": (0,)}, "AB"),
        # B reaches into the second stage; F is in the tray.
        ({"stages": (1,)}, "BDE"),
        ({"stages": (0,)}, "ABC"),
        # All but A belong to every variant.
        ({"variants": ("fails",)}, "ABCDEF"),
        # D says observed but names no source.
        ({"groundings": (Grounding.OBSERVED,)}, "A"),
        ({"groundings": (Grounding.ASSUMED, Grounding.MEASURED)}, "BCDEF"),
        ({"source_kinds": (SourceKind.SUPPORT_LOG,)}, "AE"),
        ({"kinds": (CardKind.DECISION,)}, "C"),
        ({"marks": (Mark.REGULATED, Mark.PAIN_POINT)}, "D"),
        ({"systems": ("portal",), "marks": (Mark.PAIN_POINT,)}, "D"),
        ({"systems": ("portal",), "units": ("Finance",)}, ""),
    ],
)
def test_within_a_field_any_value_does_and_all_fields_must(fields: dict[str, tuple[Any, ...]], cards: str) -> None:
    clinic = Clinic()
    ids: dict[str, Any] = {"lanes": clinic.grid.lanes, "stages": clinic.grid.stages}
    plain = {"units", "groundings", "source_kinds", "kinds", "marks"}
    wanted = {
        name: tuple(
            value if name in plain else ids[name][value] if name in ids else getattr(clinic, value) for value in values
        )
        for name, values in fields.items()
    }

    assert clinic.letters(clinic.view(**wanted)) == cards


def test_another_variant_leaves_out_what_is_not_of_it() -> None:
    clinic = Clinic()
    happy = clinic.editor.add(Variant, title="Happy path")

    assert clinic.letters(clinic.view(variants=(happy,))) == "BCDEF"


def test_what_is_left_has_no_other_cards_and_nothing_of_theirs() -> None:
    # given a view of the portal: C and D, of A > C > D
    clinic = Clinic()
    clinic.editor.edit(clinic.c, contradicts=(clinic.a, clinic.d))
    clinic.editor.add(FailPoint, card=clinic.a)

    left = filtered(clinic.document, clinic.view(systems=(clinic.portal,)))

    assert set(left.table(Card)) == {clinic.c, clinic.d}
    assert [(link.source, link.target) for link in left.where(Link)] == [(clinic.c, clinic.d)]
    assert not left.table(FailPoint)
    assert not left.table(RaciEntry)
    assert left.need(Card, clinic.c).contradicts == (clinic.d,)
    # and the grid and the registers are whole
    for kind in (Lane, Step, Stage, Owner, System, Source):
        assert set(left.table(kind)) == set(clinic.document.table(kind))
    assert not list(faults(tuple(left.rows())))


def test_a_view_of_stages_and_lanes_leaves_only_those() -> None:
    # given B, which runs from the second step to the third, and a view of the second stage
    clinic = Clinic()
    clinic.editor.edit(clinic.grid.stages[1], loops_to=clinic.grid.stages[0], repeats=Decimal(2))
    view = clinic.view(stages=(clinic.grid.stages[1],), lanes=(clinic.grid.lanes[0], clinic.grid.lanes[1]))

    left = filtered(clinic.document, view)

    assert set(left.table(Stage)) == {clinic.grid.stages[1]}
    assert set(left.table(Step)) == set(clinic.grid.steps[2:])
    assert set(left.table(Lane)) == set(clinic.grid.lanes[:2])
    assert set(left.table(Card)) == {clinic.b, clinic.d}
    # then B begins where the view begins, and covers one step
    b = left.need(Card, clinic.b)
    assert (b.step, b.last_step) == (clinic.grid.steps[2], None)
    assert left.need(Stage, clinic.grid.stages[1]).loops_to is None
    assert not list(faults(tuple(left.rows())))


def test_figures_of_a_part_are_those_of_the_whole() -> None:
    # given 1,000 customers, 200 lost at step 2, and D (step 3) failing at 10 %, handled by E at 6 a call
    clinic = Clinic()
    edit, add = clinic.editor.edit, clinic.editor.add
    edit(clinic.grid.steps[1], customers_out=800)
    edit(clinic.billing, hourly_cost=Decimal("60"))
    edit(clinic.e, work_minutes=Decimal("6"))
    point = add(FailPoint, card=clinic.d, rate=Decimal("0.1"))
    add(Consequence, fail_point=point, kind=ConsequenceKind.CALL, number=Decimal("2"), handled_by=clinic.e)

    left = filtered(clinic.document, clinic.view(stages=(clinic.grid.stages[1],), systems=(clinic.portal,)))

    # then 800 x 10 % x 2 x 6 = 960, and step 3 sees 800, though neither E nor step 2 is in the part
    amount = MapFigures().amounts(left)(left.need(Card, clinic.d))
    assert clinic.e not in left
    assert amount is not None and amount.money == 960
    assert MapFigures().flows(left)[clinic.grid.steps[2]].customers == 800
    assert whole_of(left) is clinic.document


def test_a_view_is_named_in_any_case_or_by_its_id() -> None:
    clinic = Clinic()
    with pytest.raises(KnownError) as none:
        named(clinic.document, "Support")
    view = clinic.view(name="Support")
    clinic.view(name="Money")

    assert named(clinic.document, " support ") is view
    assert named(clinic.document, view.id) is view
    with pytest.raises(KnownError) as unknown:
        named(clinic.document, "Sales")
    assert none.value.message.id == "views.none"
    assert dict(unknown.value.message.parameters)["known"] == "Support, Money"


def test_what_is_shown_stays_and_what_is_new_is_shown_until_the_view_is_picked_again() -> None:
    clinic = Clinic()
    projection = Projection(clinic.document, clinic.view(systems=(clinic.portal,)))
    follow(projection, clinic)

    # when a card is typed, a shown one loses the portal, and a hidden one gains it
    new = clinic.grid.card(1, 1, "New")
    uses = clinic.document.where(CardSystem, card=clinic.c)
    clinic.editor.delete([uses[0].id])
    clinic.editor.use_system(clinic.e, clinic.portal)
    link = clinic.editor.add_link(new, clinic.e)
    hidden = clinic.editor.add_link(new, clinic.a)

    assert set(projection.shown) == {clinic.c, clinic.d, clinic.e, new}
    assert link in projection.part and hidden not in projection.part
    # then picking it again shows what matches
    assert set(Projection(clinic.document, projection.view).shown) == {clinic.d, clinic.e}


@pytest.mark.parametrize("seed", range(60))
def test_random_documents_agree_with_the_slow_way_and_so_do_their_edits(seed: int) -> None:
    chance = Random(seed)
    clinic = a_random_clinic(chance)
    view = clinic.view(**a_random_filter(chance, clinic))
    shown = slow_matches(clinic.document, view)
    assert matches(clinic.document, view) == shown

    projection = Projection(clinic.document, view)
    hidden = set(clinic.document.table(Card)) - shown
    assert rows(projection.part) == slow_part(clinic.document, view, hidden)
    follow(projection, clinic)
    for _ in range(25):
        a_random_edit(chance, clinic)
        hidden -= slow_matches(clinic.document, view)
        assert rows(projection.part) == slow_part(clinic.document, view, hidden)
        assert isinstance(projection.part, Part)
        assert not list(faults(tuple(projection.part.rows())))


def follow(projection: Projection, clinic: Clinic) -> None:
    """Let a projection hear of every edit."""

    def hear(change: Change) -> None:
        projection.update(change)

    clinic.document.changed.connect(hear)


def rows(document: DocumentView) -> dict[str, Any]:
    """All rows by id."""
    return {row.id: row for row in document.rows()}


def slow_matches(document: DocumentView, view: SavedView) -> set[str]:
    """What a view shows, card by card through the raw tables."""
    order = [step.id for step in steps(document)]
    found = set()
    for card in document.table(Card).values():
        lane = document.table(Lane).get(card.lane or "")
        people = [card.owner if card.owner is not None else lane.owner if lane is not None else None]
        people += [entry.owner for entry in document.table(RaciEntry).values() if entry.card == card.id]
        owners = {id for id in people if id is not None}
        covered = order[order.index(card.step) : order.index(card.last_step or card.step) + 1] if card.step else []
        grounding = card.grounding if card.sources else Grounding.ASSUMED
        has: dict[str, set[Any]] = {
            "owners": owners,
            "units": {document.table(Owner)[id].unit for id in owners},
            "systems": {use.system for use in document.table(CardSystem).values() if use.card == card.id},
            "channels": {use.channel for use in document.table(CardChannel).values() if use.card == card.id},
            "lanes": {card.lane},
            "stages": {document.table(Step)[id].stage for id in covered},
            "variants": set(card.variants) or set(document.table(Variant)),
            "groundings": {grounding},
            "source_kinds": {document.table(Source)[id].kind for id in card.sources},
            "kinds": {card.kind},
            "marks": set(card.marks),
        }
        if all(not getattr(view, name) or has[name] & set(getattr(view, name)) for name in has):
            found.add(card.id)
    return found


def slow_part(document: DocumentView, view: SavedView, hidden: set[str]) -> dict[str, Any]:
    """The whole without the hidden, by taking away whatever refers to what is gone until nothing more does."""
    left = {id: row for id, row in rows(document).items() if id not in hidden}
    order = [step.id for step in steps(document)]
    if view.lanes:
        left = {id: row for id, row in left.items() if not isinstance(row, Lane) or id in view.lanes}
    if view.stages:
        left = {id: row for id, row in left.items() if not isinstance(row, Stage) or id in view.stages}
        left = {id: row for id, row in left.items() if not isinstance(row, Step) or row.stage in left}
    for id, row in list(left.items()):
        if not isinstance(row, Card) or row.step is None:
            continue
        covered = order[order.index(row.step) : order.index(row.last_step or row.step) + 1]
        there = [step for step in covered if step in left]
        if row.lane not in left or not there:
            del left[id]
        else:
            last = there[-1] if len(there) > 1 else None
            if (row.step, row.last_step or row.step) != (there[0], last or there[0]):
                left[id] = replace(row, step=there[0], last_step=last)
    while True:
        lost = [
            id
            for id, row in left.items()
            for field in kind_of(row).references
            if field.owned and getattr(row, field.name) not in left
        ]
        if not lost:
            break
        for id in lost:
            left.pop(id, None)
    for id, row in list(left.items()):
        for field in kind_of(row).references:
            value = getattr(left[id], field.name)
            if isinstance(value, tuple):
                left[id] = replace(left[id], **{field.name: tuple(each for each in value if each in left)})
            elif value is not None and value not in left:
                left[id] = replace(left[id], **{field.name: None})
    return left


def a_random_clinic(chance: Random) -> Clinic:
    """A clinic with twenty more cards, some spanning, some linked, with parts, systems and fail points."""
    clinic = Clinic()
    for _ in range(60):
        a_random_edit(chance, clinic)
    return clinic


def a_random_filter(chance: Random, clinic: Clinic) -> dict[str, Any]:
    """One to three fields with one or two values each."""
    document = clinic.document
    values: dict[str, list[Any]] = {
        "owners": list(document.table(Owner)),
        "units": ["Front office", "Finance", "Care"],
        "systems": list(document.table(System)),
        "channels": list(document.table(Channel)),
        "lanes": list(document.table(Lane)),
        "stages": list(document.table(Stage)),
        "variants": list(document.table(Variant)),
        "groundings": list(Grounding),
        "source_kinds": list(SourceKind),
        "kinds": list(CardKind),
        "marks": list(Mark),
    }
    fields = chance.sample(sorted(values), chance.randint(1, 3))
    return {name: tuple(chance.sample(values[name], min(len(values[name]), chance.randint(1, 2)))) for name in fields}


def a_random_edit(chance: Random, clinic: Clinic) -> None:
    """One act of a person, undone now and then; what may not be is passed over."""
    editor, document, grid = clinic.editor, clinic.document, clinic.grid

    def one(kind: Any) -> str:
        return chance.choice(sorted(document.table(kind)))

    def maybe(kind: Any) -> str | None:
        return chance.choice([None, one(kind)])

    acts: list[Any] = [
        lambda: grid_card(chance, grid, document),
        lambda: editor.edit(one(Card), owner=maybe(Owner)),
        lambda: editor.edit(one(Card), sources=(one(Source),), grounding=chance.choice(list(Grounding))),
        lambda: editor.edit(one(Card), kind=chance.choice(list(CardKind)), marks=(chance.choice(list(Mark)),)),
        lambda: editor.edit(one(Card), contradicts=(one(Card),)),
        lambda: editor.span_card(one(Card), maybe(Step)),
        lambda: editor.move_cards([one(Card)], one(Lane), one(Step)),
        lambda: editor.move_cards([one(Card)], None, None),
        lambda: editor.use_system(one(Card), one(System)),
        lambda: editor.add(CardChannel, card=one(Card), channel=one(Channel)),
        lambda: editor.add(RaciEntry, card=one(Card), owner=one(Owner)),
        lambda: editor.add_link(one(Card), one(Card)),
        lambda: editor.add(Consequence, fail_point=editor.add(FailPoint, card=one(Card)), handled_by=one(Card)),
        lambda: editor.edit(one(Lane), owner=maybe(Owner)),
        lambda: editor.edit(one(Owner), unit=chance.choice(["Front office", "Finance", "Care"])),
        lambda: editor.edit(one(Source), kind=chance.choice(list(SourceKind))),
        lambda: editor.move_step(one(Step), one(Stage)),
        lambda: editor.move_stage(one(Stage), one(Stage)),
        lambda: editor.add_step(one(Stage)),
        lambda: editor.edit(one(Step), title="Renamed"),
        lambda: editor.delete([chance.choice([one(Card), one(Card), one(RaciEntry)])]),
        editor.undo,
        editor.undo,
        editor.redo,
    ]
    try:
        chance.choice(acts)()
    except (Refused, IndexError):
        return


def grid_card(chance: Random, grid: Grid, document: DocumentView) -> None:
    """A card in some cell."""
    grid.editor.add_card(chance.choice(sorted(document.table(Lane))), chance.choice(sorted(document.table(Step))), "x")


def test_a_part_keeps_the_one_blueprint() -> None:
    clinic = Clinic()

    left = filtered(clinic.document, clinic.view(lanes=(clinic.grid.lanes[2],)))

    assert set(left.table(Blueprint)) == {clinic.document.blueprint.id}


def test_only_some_cards_leave_their_lanes_steps_and_stages() -> None:
    # given B, which spans the second and third step, and C in the first: nothing in the back or in the last step
    clinic = Clinic()
    grid, document = clinic.grid, clinic.document

    projection = Projection(document, only(document, [clinic.b, clinic.c, grid.lanes[2]], "These"))

    assert set(projection.part.table(Card)) == {clinic.b, clinic.c}
    assert set(projection.part.table(Lane)) == set(grid.lanes[:2])
    assert set(projection.part.table(Step)) == set(grid.steps[:3])
    assert set(projection.part.table(Stage)) == set(document.table(Stage))
    assert projection.part.need(Card, clinic.b).last_step == grid.steps[2]
    assert not list(faults(tuple(projection.part.rows())))
    # and a step that comes later is seen
    late = clinic.editor.add_step(document.need(Step, grid.steps[3]).stage)
    change = clinic.editor.history.can_undo
    assert change is not None
    projection.update(change)
    assert late in projection.part


def test_views_of_cards_by_name_ask_alike_only_for_the_same_cards() -> None:
    clinic = Clinic()
    one, other = (only(clinic.document, [id], "These") for id in (clinic.c, clinic.d))

    assert ask_alike(one, replace(one, name="Those"))
    assert not ask_alike(one, replace(one, cards=other.cards))
    assert not ask_alike(SavedView("", lanes=one.lanes, stages=one.stages), one)
