"""Redaction: what is taken out is nowhere left, and what is left still holds together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exporters.json_format import write
from model import samples
from model.analysis.appraisal import appraise
from model.analysis.views import Part, filtered, whole_of
from model.change import Change, Delta
from model.context import fixed_context
from model.document import Document, DocumentView
from model.elements import Blueprint, Card, Lane, Link, Review, Role, Stage, Step
from model.errors import KnownError
from model.keeping import Dismissal, SavedView, Snapshot
from model.kinds import FieldType, kinds
from model.messages import message
from model.redaction import MONEY_FIELDS, parse, redacted, redacted_context
from model.registers import Cost, DecisionOption, Metric, Owner, Reading
from model.snapshots import take
from model.texts import Texts
from model.validate import faults

CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh", 1)


def small() -> Document:
    """Two lanes, one of them called like its owner, with names, money and contacts in words."""
    return Document(
        [
            Blueprint("blueprint_1", "a0", title="Permits", budget=Decimal(120_000), notes="Costs 1,200.50 EUR a day"),
            Review("review_1", "a0", blueprint="blueprint_1", actor="Zoe Quill", note="seen by zoe quill"),
            Owner("owner_1", "a0", name="Ada Marsh", contact="ada@city.example", hourly_cost=Decimal(41)),
            Owner("owner_2", "a1", name="Service desk"),
            Stage("stage_1", "a0", title="One"),
            Step("step_1", "a0", stage="stage_1", title="First"),
            Lane("lane_1", "a0", title="Customer", role=Role.CUSTOMER),
            Lane("lane_2", "a1", title="Service desk", role=Role.FRONTSTAGE, owner="owner_2"),
            Card("card_1", "a0", lane="lane_1", step="step_1", title="Calls Ada  Marsh at +49 30 1234567 for €25"),
            Card("card_2", "a0", lane="lane_2", step="step_1", title="The marshes", owner="owner_1", extra='{"x-a":1}'),
            Link("link_1", "a0", source="card_1", target="card_2"),
            Cost("cost_1", "a0", subject="card_2", name="Licence", amount=Decimal("77.70")),
            Metric("metric_1", "a0", name="Fee", unit="EUR", target=Decimal(33), subject="card_1"),
            Reading("reading_1", "a0", metric="metric_1", value=Decimal(34)),
        ]
    )


def words(document: DocumentView) -> str:
    """All that a document holds, without the names of its fields."""
    return re.sub(r'"\w+": ', "", write(document).decode("utf-8")).casefold()


def test_names_are_gone_from_every_field_and_from_running_text() -> None:
    text = words(redacted(small(), parse("names")))

    for gone in ("ada marsh", "ada  marsh", "service desk", "zoe quill", "ada@city.example", "x-a"):
        assert gone not in text, gone
    assert "calls owner 1 at" in text
    assert "the marshes" in text


def test_a_lane_called_like_its_owner_goes_by_its_role() -> None:
    assert redacted(small(), parse("names")).need(Lane, "lane_2").title == ""


def test_money_is_gone_as_field_as_reading_and_in_words() -> None:
    left = redacted(small(), parse("money"))

    text = words(left)
    for gone in ("1,200", "120000", "77.70", "€25", '"33"', '"34"', '"41"'):
        assert gone not in text, gone
    assert "ada marsh" in text
    assert left.need(Cost, "cost_1").name == "Licence"


def test_without_money_there_is_no_case_that_would_say_all_costs_nothing() -> None:
    whole = samples.build("permit", CONTEXT)

    left = redacted(whole, parse("money"))

    assert appraise(whole, lambda: 0.0).whole is not None
    assert appraise(left, lambda: 0.0).whole is None
    assert left.blueprint.hurdle_rate is None


def test_an_amount_of_nothing_is_an_amount() -> None:
    whole = samples.build("permit", CONTEXT)

    left = redacted(whole, parse("money"))

    assert any(row.amount == 0 for row in whole.where(DecisionOption))
    assert [row.amount for row in left.where(DecisionOption)] == [None] * len(whole.where(DecisionOption))


def test_contacts_alone_leave_names() -> None:
    text = words(redacted(small(), parse("contacts")))

    assert "ada@city.example" not in text
    assert "1234567" not in text
    assert "ada marsh" in text


def test_a_lane_goes_with_its_cards_and_their_links() -> None:
    left = redacted(small(), parse("lane:service DESK"))

    assert [lane.id for lane in left.where(Lane)] == ["lane_1"]
    assert list(left.table(Card)) == ["card_1"]
    assert not left.table(Link)
    assert not left.table(Cost)


def test_a_register_goes_with_its_parts_and_with_what_refers_to_it() -> None:
    left = redacted(small(), parse("metrics,owners"))

    assert not left.table(Metric) and not left.table(Reading) and not left.table(Owner)
    assert left.need(Card, "card_2").owner is None


def test_nothing_to_take_out_leaves_the_document_as_it_is() -> None:
    document = small()

    assert redacted(document, parse(" ")) is document


@pytest.mark.parametrize("text", ["addresses", "cards", "lane:Nobody"])
def test_what_cannot_be_taken_out_is_refused_with_what_can(text: str) -> None:
    with pytest.raises(KnownError) as caught:
        redacted(small(), parse(text))

    assert text.removeprefix("lane:") in Texts()(caught.value.message)


def test_of_a_part_the_whole_is_redacted_too() -> None:
    part = filtered(small(), SavedView("view_1", "a0", name="Desk", lanes=("lane_2",)))

    left = redacted(part, parse("names,money"))

    assert isinstance(left, Part)
    assert "ada marsh" not in words(whole_of(left))
    assert list(left.table(Card)) == ["card_2"]


def test_who_exports_is_a_name_too() -> None:
    assert redacted_context(CONTEXT, parse("names")).actor == ""
    assert redacted_context(CONTEXT, parse("money")).actor == "Ada Marsh"


@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_a_redacted_sample_is_a_sound_document_without_any_of_its_names(name: str) -> None:
    whole = samples.build(name, CONTEXT)

    left = redacted(whole, parse("names,money,contacts"))

    assert list(faults(list(left.rows()))) == []
    text = words(left)
    names = {owner.name.casefold() for owner in whole.where(Owner)}
    assert len(names) > 4
    assert [name for name in names if name in text] == []


def test_each_amount_a_kind_may_hold_is_known_as_money() -> None:
    telling = {"amount", "limit", "budget", "unit_cost", "hourly_cost", "running_cost", "worth", "measured", "price"}
    found = {
        (kind.name, field.name)
        for kind in kinds()
        for field in kind.fields
        if field.holds is FieldType.DECIMAL
        and field.name in telling
        and (kind.name, field.name) != ("Effect", "amount")
    }

    assert found == {(kind, field) for kind, fields in MONEY_FIELDS.items() for field in fields}


def test_versions_which_hold_how_it_was_and_names_in_them_are_gone() -> None:
    # given a version with the names in it, taken by somebody who is named elsewhere
    document = small()
    document.alter(take(document, fixed_context(date(2026, 11, 23), "Bo Lake", 1), "Before the review")[0])
    card = document.need(Card, "card_1")
    renamed = Delta(card, replace(card, title="Ask Bo Lake"))
    document.alter(Change(message("readers.change", file="x"), (renamed,)))
    # when money alone is to be left out, or names
    for what in ("money", "names"):
        assert not redacted(document, parse(what)).where(Snapshot)
    # then nobody finds the names there, nor in running text
    assert "bo lake" not in words(redacted(document, parse("names")))


def test_who_set_a_finding_aside_is_a_name() -> None:
    document = Document(
        (*small().rows(), Dismissal("dismissal_1", "a0", check="x", actor="Cy Hill", why="Cy Hill says"))
    )

    assert "cy hill" not in words(redacted(document, parse("names")))
