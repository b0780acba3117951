"""Where an entry is used; replacing, unlinking and merging entries, each undone exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from model import usage
from model.document import Document
from model.duplicates import duplicates
from model.editor import Editor, Refused
from model.elements import Card, CardChannel, CardKind, CardSystem, Lane, Link, RaciEntry, RaciRole, Step, Translation
from model.entries.columns import REGISTERS
from model.history import History
from model.kinds import kinds
from model.registers import (
    Channel,
    Consequence,
    Cost,
    Decision,
    DecisionOption,
    DecisionRight,
    FailPoint,
    Forum,
    Metric,
    Objective,
    Owner,
    Reading,
    Source,
    System,
    SystemExchange,
)
from model.samples import build
from model.texts import Texts
from model.validate import faults
from tests.model.builders import Grid, a_context, a_grid


@dataclass
class Clinic:
    """Two cards, and entries of most registers that refer to one another.

    The desk owns a lane, a card (with a part in the other), the booking system, a metric; chairs the board and is a
    member of it. The booking system is used by both cards, exchanges data with the record, has a cost.
    """

    grid: Grid

    def __post_init__(self) -> None:
        editor = self.grid.editor
        self.books, self.waits = self.grid.card(1, 0, "Books"), self.grid.card(1, 1, "Waits")
        self.desk, self.nurses = editor.add(Owner, name="Desk"), editor.add(Owner, name="Nurses", unit="Care")
        self.booking, self.record = (
            editor.add(System, name="Booking", owner=self.desk),
            editor.add(System, name="Record"),
        )
        self.survey = editor.add(Source, name="Survey")
        self.wait_time = editor.add(Metric, name="Wait", owner=self.desk, source=self.survey)
        self.reading = editor.add(Reading, metric=self.wait_time, taken=date(2026, 1, 31), value=Decimal(40))
        self.board = editor.add(Forum, name="Board", chair=self.desk, members=(self.desk, self.nurses))
        self.right = editor.add(DecisionRight, forum=self.board, what="Opening hours")
        self.lane = self.grid.lanes[1]
        editor.edit(self.lane, owner=self.desk)
        editor.edit(self.books, owner=self.desk, sources=(self.survey,), moves=(self.wait_time,))
        self.part = editor.add(RaciEntry, card=self.waits, owner=self.desk)
        self.uses = (editor.use_system(self.books, self.booking), editor.use_system(self.waits, self.booking, False))
        self.exchange = editor.add(SystemExchange, system=self.record, other=self.booking, what="Slots")
        self.cost = editor.add(Cost, subject=self.booking, amount=Decimal(900))


@pytest.fixture
def clinic() -> Clinic:
    return Clinic(a_grid())


def listed(clinic: Clinic, *ids: str) -> list[tuple[str, list[str]]]:
    words = Texts()
    groups = usage.grouped(clinic.grid.document, ids)
    return [(words(group.title), [words.value(name) for _, name in group.uses]) for group in groups]


def undone(clinic: Clinic, act: Callable[[], object]) -> None:
    """Do an act, and see that one undo brings back every row as it was, and redo does it again."""
    document, editor = clinic.grid.document, clinic.grid.editor
    before, depth = list(document.rows()), editor.history.depth
    act()
    after = list(document.rows())
    assert editor.history.depth == depth + 1
    editor.undo()
    assert list(document.rows()) == before
    editor.redo()
    assert list(document.rows()) == after


def test_what_refers_to_an_owner_is_listed_sort_by_sort(clinic: Clinic) -> None:
    assert listed(clinic, clinic.desk) == [
        ("Owner of 1 lane", ["Lane customer"]),
        ("Owner of 1 card", ["Books"]),
        ("Has a part in 1 card", ["Waits"]),
        ("Owner of 1 system", ["Booking"]),
        ("Owner of 1 metric", ["Wait"]),
        ("Chair of 1 forum", ["Board"]),
        ("Member of 1 forum", ["Board"]),
    ]
    assert usage.count(clinic.grid.document, clinic.desk) == 7


def test_what_refers_to_a_system_is_named_by_the_other_end(clinic: Clinic) -> None:
    assert listed(clinic, clinic.booking) == [
        ("2 cards use it", ["Books", "Waits"]),
        ("1 system exchanges data with it", ["Record"]),
    ]
    assert listed(clinic, clinic.record) == [("Exchanges data with 1 system", ["Booking"])]


def test_what_refers_to_a_metric_does_not_count_its_own_readings(clinic: Clinic) -> None:
    assert listed(clinic, clinic.wait_time) == [("1 card moves it", ["Books"])]
    assert [row.id for row in usage.parts(clinic.grid.document, clinic.wait_time)] == [clinic.reading]


def test_uses_among_what_is_deleted_together_do_not_count(clinic: Clinic) -> None:
    assert listed(clinic, clinic.booking, clinic.record) == [("2 cards use it", ["Books", "Waits"])]


def test_every_field_that_can_refer_to_an_entry_has_words() -> None:
    words = Texts()
    wanted = {
        f"register.use.{kind.table}.{field.name}"
        for kind in kinds()
        for field in kind.references
        if field.name != usage.part_field(kind.record) and "*" not in field.refers
    }

    assert not {id for id in wanted if id not in words}


def test_an_owner_is_replaced_everywhere_and_goes(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor

    undone(clinic, lambda: editor.replace_entries([clinic.desk], clinic.nurses))

    assert clinic.desk not in document
    assert document.need(Lane, clinic.lane).owner == clinic.nurses
    assert document.need(Card, clinic.books).owner == clinic.nurses
    assert document.need(RaciEntry, clinic.part).owner == clinic.nurses
    assert document.need(System, clinic.booking).owner == clinic.nurses
    board = document.need(Forum, clinic.board)
    assert (board.chair, board.members) == (clinic.nurses, (clinic.nurses,))


def test_a_system_is_replaced_its_parts_go_and_double_uses_fold(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor
    helpful = editor.use_system(clinic.books, clinic.record, essential=False)

    undone(clinic, lambda: editor.replace_entries([clinic.booking], clinic.record))

    # The exchange would be of the record with itself; the cost belonged to the system that went.
    assert not {clinic.booking, clinic.exchange, clinic.cost, clinic.uses[0]} & {row.id for row in document.rows()}
    (use,) = document.where(CardSystem, card=clinic.books)
    assert (use.id, use.system, use.essential) == (helpful, clinic.record, True)
    (other,) = document.where(CardSystem, card=clinic.waits)
    assert (other.id, other.system, other.essential) == (clinic.uses[1], clinic.record, False)


def test_a_metric_is_replaced_and_its_readings_go(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor
    other = editor.add(Metric, name="Time to slot")

    undone(clinic, lambda: editor.replace_entries([clinic.wait_time], other))

    assert document.need(Card, clinic.books).moves == (other,)
    assert clinic.wait_time not in document and clinic.reading not in document


@pytest.mark.parametrize("name", ["desk", "booking", "wait_time"])
def test_unlinking_leaves_nothing_that_refers_to_it(clinic: Clinic, name: str) -> None:
    document, id = clinic.grid.document, getattr(clinic, name)

    undone(clinic, lambda: clinic.grid.editor.delete([id]))

    for row in document.rows():
        for kind in kinds():
            if isinstance(row, kind.record):
                for field in kind.references:
                    value = getattr(row, field.name)
                    assert id not in (value if isinstance(value, tuple) else (value,))


def test_an_entry_is_replaced_only_by_another_of_its_register_and_owner(clinic: Clinic) -> None:
    editor = clinic.grid.editor
    other = editor.add(Metric, name="Other")
    reading = editor.add(Reading, metric=other, value=Decimal(1))
    for ids, by in (
        ([clinic.desk], clinic.desk),
        ([clinic.desk], clinic.booking),
        ([clinic.reading], reading),
        ([clinic.desk], "nobody"),
    ):
        with pytest.raises(Refused):
            editor.replace_entries(ids, by)


def test_a_consequence_is_not_replaced_by_one_that_follows_from_it(clinic: Clinic) -> None:
    editor = clinic.grid.editor
    fail = editor.add(FailPoint, card=clinic.books)
    call = editor.add(Consequence, fail_point=fail, name="Call")
    again = editor.add(Consequence, fail_point=fail, name="Calls again", parent=call)
    last = editor.add(Consequence, fail_point=fail, name="Complains", parent=again)

    with pytest.raises(Refused) as refused:
        editor.replace_entries([call], last)

    assert refused.value.message.id == "rule.consequence_loop"
    for kept, other in ((call, last), (last, call)):
        with pytest.raises(Refused):
            editor.merge_entries(kept, [other])
    editor.replace_entries([again], call)
    assert clinic.grid.document.need(Consequence, last).parent == call


def test_a_chosen_option_that_goes_is_chosen_no_more(clinic: Clinic) -> None:
    editor, document = clinic.grid.editor, clinic.grid.document
    decision = editor.add(Decision, name="More slots?", forum=clinic.board)
    yes, no = (editor.add(DecisionOption, decision=decision, title=title) for title in ("Yes", "No"))
    editor.edit(decision, chosen=yes)

    assert listed(clinic, yes) == [("Chosen in 1 decision", ["More slots?"])]
    undone(clinic, lambda: editor.replace_entries([yes], no))

    assert document.need(Decision, decision).chosen == no


def test_merging_owners_moves_every_reference_and_takes_what_is_not_said(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor
    twin = editor.add(Owner, name="desk ", unit="Front", hourly_cost=Decimal(31), notes="Ground floor")
    editor.edit(clinic.desk, notes="By the door", goal_against=(twin,))
    editor.edit(clinic.waits, owner=twin)
    editor.add(RaciEntry, card=clinic.waits, owner=twin)
    consulted = editor.add(RaciEntry, card=clinic.waits, owner=twin, role=RaciRole.CONSULTED)
    editor.add(Translation, element=twin, field="name", language="de", text="Empfang")

    undone(clinic, lambda: editor.merge_entries(clinic.desk, [twin]))

    kept = document.need(Owner, clinic.desk)
    assert (kept.name, kept.unit, kept.hourly_cost) == ("Desk", "Front", Decimal(31))
    assert (kept.notes, kept.goal_against) == ("By the door\nGround floor", ())
    assert document.need(Card, clinic.waits).owner == clinic.desk
    # The two parts as responsible are one; the part as consulted is another.
    assert [row.id for row in document.where(RaciEntry, card=clinic.waits)] == [clinic.part, consulted]
    assert twin not in document and not document.table(Translation)


def test_merging_metrics_brings_the_readings_together_and_equal_ones_once(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor
    twin = editor.add(Metric, name="WAIT", target=Decimal(20), subject=clinic.books)
    editor.add(Reading, metric=twin, taken=date(2026, 1, 31), value=Decimal(40))
    later = editor.add(Reading, metric=twin, taken=date(2026, 2, 28), value=Decimal(35))
    goal = editor.add(Objective, name="Short waits", metrics=(twin, clinic.wait_time))

    undone(clinic, lambda: editor.merge_entries(clinic.wait_time, [twin]))

    kept = document.need(Metric, clinic.wait_time)
    assert (kept.target, kept.subject, kept.owner) == (Decimal(20), clinic.books, clinic.desk)
    assert {row.id for row in document.where(Reading, metric=kept.id)} == {clinic.reading, later}
    assert document.need(Objective, goal).metrics == (clinic.wait_time,)


def test_merging_channels_adds_their_shares_of_a_card(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor
    phone, telephone = editor.add(Channel, name="Phone"), editor.add(Channel, name="Telephone")
    use = editor.add(CardChannel, card=clinic.books, channel=phone, share=Decimal("0.3"))
    editor.add(CardChannel, card=clinic.books, channel=telephone, share=Decimal("0.2"))

    undone(clinic, lambda: editor.merge_entries(phone, [telephone]))

    (kept,) = document.where(CardChannel, card=clinic.books)
    assert (kept.id, kept.channel, kept.share) == (use, phone, Decimal("0.5"))


def test_merging_forums_brings_rights_and_decisions(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor
    twin = editor.add(Forum, name="The board", members=(clinic.nurses,))
    editor.add(DecisionRight, forum=twin, what="opening hours")
    other = editor.add(DecisionRight, forum=twin, what="Budget", limit=Decimal(5000))
    decision = editor.add(Decision, name="Open later?", forum=twin)

    undone(clinic, lambda: editor.merge_entries(clinic.board, [twin]))

    assert {row.id for row in document.where(DecisionRight, forum=clinic.board)} == {clinic.right, other}
    assert document.need(Decision, decision).forum == clinic.board


def test_only_entries_of_one_kind_are_merged(clinic: Clinic) -> None:
    for kept, others in ((clinic.desk, []), (clinic.desk, [clinic.desk]), (clinic.desk, [clinic.booking])):
        with pytest.raises(Refused):
            clinic.grid.editor.merge_entries(kept, others)


def test_duplicates_are_called_the_same_but_for_case_accents_and_space(clinic: Clinic) -> None:
    editor, document = clinic.grid.editor, clinic.grid.document
    twin, third = editor.add(Owner, name=" DESK"), editor.add(Owner, name="Désk")
    editor.add(Owner), editor.add(Owner)
    editor.add(Owner, name="Desk lead")

    assert [[row.id for row in group] for group in duplicates(document.where(Owner))] == [[clinic.desk, twin, third]]


def test_what_belongs_to_different_cards_is_no_duplicate(clinic: Clinic) -> None:
    editor, document = clinic.grid.editor, clinic.grid.document
    for card in (clinic.books, clinic.waits):
        editor.add(FailPoint, card=card, delivered="No slot")
    assert duplicates(document.where(FailPoint)) == ()

    editor.add(FailPoint, card=clinic.books, delivered="no slot")
    assert len(duplicates(document.where(FailPoint))) == 1


def test_a_step_that_somebody_may_change_counts(clinic: Clinic) -> None:
    clinic.grid.editor.edit(clinic.grid.steps[0], changed_by=clinic.nurses)

    assert clinic.grid.document.need(Step, clinic.grid.steps[0]).changed_by == clinic.nurses
    assert ("May change 1 step", ["Step 1"]) in listed(clinic, clinic.nurses)


def test_a_question_is_replaced_by_another_with_its_links(clinic: Clinic) -> None:
    document, editor = clinic.grid.document, clinic.grid.editor
    one = editor.add(Card, title="When?", kind=CardKind.QUESTION)
    other = editor.add(Card, title="How long?", kind=CardKind.QUESTION)
    leads = editor.add_link(clinic.books, one)
    editor.add_link(one, other)
    fail = editor.add(FailPoint, card=one)

    assert listed(clinic, one) == [
        ("1 link leads on from it", ["When? → How long?"]),
        ("1 link leads to it", ["Books → When?"]),
    ]
    undone(clinic, lambda: editor.replace_entries([one], other))

    # The link between the two would be of the other to itself; the fail point was of the card that went.
    (link,) = document.table(Link).values()
    assert (link.id, link.source, link.target) == (leads, clinic.books, other)
    assert fail not in document


def entry_pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Every entry of every register with the next of its register, and every part with the next of its entry."""
    for register in REGISTERS:
        rows = register.rows(document)
        yield from ((one.id, other.id) for one, other in pairwise(rows))
        for row in rows if register.details is not None else ():
            parts = register.details.rows(document, row.id) if register.details else ()
            yield from ((one.id, other.id) for one, other in pairwise(parts))


@pytest.mark.parametrize("how", ["replace", "merge", "delete"])
def test_whatever_goes_leaves_a_sound_document_and_comes_back_exactly(how: str) -> None:
    document = build("outpatient", a_context())
    editor = Editor(document, History(document), a_context("more"))
    before, done = list(document.rows()), 0

    for one, other in entry_pairs(document):
        acts = {
            "replace": lambda one=one, other=other: editor.replace_entries([one], other),
            "merge": lambda one=one, other=other: editor.merge_entries(one, [other]),
            "delete": lambda one=one: editor.delete([one]),
        }
        try:
            acts[how]()
        except Refused as error:
            assert error.message.id in ("rule.alike_owner", "rule.consequence_loop")
            continue
        done += 1
        assert not list(faults(tuple(document.rows())))
        editor.undo()
        assert list(document.rows()) == before

    assert done > 40
