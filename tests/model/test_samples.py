"""The samples and templates: whole, sound, and as the picture of the parking permit shows."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from benchmarks import generate
from model import new, samples
from model.analysis.costs import cost_per_occurrence, failure_cost_of_card
from model.analysis.impact import impact
from model.analysis.volumes import customers_in, drop_off
from model.document import Document, DocumentView
from model.elements import Card, CardKind, CardSystem, Lane, Link, LinkKind, Mark, Role, Step
from model.errors import KnownError
from model.grid import band, cell, lanes, stages, steps
from model.grounding import is_assumed
from model.kinds import kind_of
from model.owners import accountable
from model.record import Record
from model.registers import Owner, System, SystemState
from model.rules import may_be
from model.texts import Texts
from tests.model.builders import a_context


def by_title(document: Document) -> dict[str, Card]:
    """The cards by title."""
    return {card.title: card for card in document.where(Card)}


def unsound(document: DocumentView) -> list[Record]:
    """The rows that break a rule."""
    return [row for row in document.rows() if not may_be(document, row).ok]


@pytest.mark.parametrize("name", samples.NAMES)
def test_a_sample_is_sound_and_follows_the_seed(name: str) -> None:
    document = samples.build(name, a_context(5))

    assert unsound(document) == []
    assert list(document.rows()) == list(samples.build(name, a_context(5)).rows())
    if name != "empty":
        assert document != samples.build(name, a_context(6))
    assert f"sample.{name}" in Texts()


def test_an_unknown_sample_or_template_is_named_with_those_there_are() -> None:
    for build, known in ((samples.build, samples.NAMES), (new.from_template, new.TEMPLATES)):
        with pytest.raises(KnownError) as error:
            build("nothing", a_context())
        words = Texts()(error.value.message)
        assert "nothing" in words
        assert all(name in words for name in known)


def test_the_permit_has_the_grid_of_the_picture() -> None:
    document = samples.build("permit", a_context())

    assert document.blueprint.title == "Renew a resident parking permit"
    assert [stage.title for stage in stages(document)] == ["Before", "Renewal", "After"]
    assert [len(document.where(Step, stage=stage.id)) for stage in stages(document)] == [1, 3, 2]
    assert [(lane.title, lane.role.value) for lane in lanes(document)] == [
        ("Physical evidence", "evidence"),
        ("Resident", "customer"),
        ("Service desk", "frontstage"),
        ("Permit portal", "frontstage_tech"),
        ("Parking office", "backstage"),
        ("Registry, Payments", "support"),
    ]


def test_the_permit_has_the_cards_of_the_picture() -> None:
    document = samples.build("permit", a_context())
    order = [step.title for step in steps(document)]

    found = {
        lane.title: [[card.title for card in cell(document, lane.id, step.id)] for step in steps(document)]
        for lane in lanes(document)
    }

    assert order == ["Learn that it expires", "Apply", "Prove residence", "Pay", "Receive permit", "Park"]
    assert found == {
        "Physical evidence": [["Reminder letter"], [], ["Upload page, help article"], [], ["Permit e-mail"], []],
        "Resident": [
            ["Reads that the permit ends in four weeks"],
            ["Fills in the form"],
            ["Looks for a proof of address"],
            ["Pays by card"],
            ["Waits, then gets the permit"],
            ["Parks without thinking about it"],
        ],
        "Service desk": [[], [], ["Explains by phone which papers count"], [], ['Answers "where is it?"'], []],
        "Permit portal": [[], ["Application form"], ["Document upload"], ["Checkout"], [], []],
        "Parking office": [
            *([], []),
            ["Checks each document by hand"],
            *([], ["Approves and issues"], ["Enforcement reads plate"]),
        ],
        "Registry, Payments": [[], [], ["Resident registry"], ["Payment provider"], ["E-mail and print"], []],
    }


def test_the_permit_counts_its_customers_as_in_the_picture() -> None:
    document = samples.build("permit", a_context())
    words = Texts()

    shown = []
    for step in steps(document):
        lost = drop_off(document, step.id)
        shown.append((customers_in(document, step.id), None if lost is None else words.percent(-lost)))

    assert shown == [
        *((12000, "-7 %"), (11200, "-5 %"), (10600, "-16 %")),
        *((8900, "-2 %"), (8700, None), (8700, None)),
    ]


def test_the_permit_costs_what_the_picture_shows() -> None:
    document = samples.build("permit", a_context())

    costs = {title: failure_cost_of_card(document, card) for title, card in by_title(document).items()}
    each = {title: cost_per_occurrence(document, card) for title, card in by_title(document).items()}

    assert {title: amount for title, amount in costs.items() if amount is not None} == {
        "Checks each document by hand": Decimal("96700.00"),
        "Explains by phone which papers count": Decimal("38400.00"),
        'Answers "where is it?"': Decimal("21100.00"),
    }
    assert {title: amount for title, amount in each.items() if amount is not None} == {
        "Payment provider": Decimal("0.31")
    }


def test_the_permit_shows_owners_systems_and_who_is_missing() -> None:
    document = samples.build("permit", a_context())
    cards = by_title(document)
    pills: dict[str, list[str]] = {}
    for title, card in cards.items():
        owner = accountable(document, card)
        uses = [document.need(System, use.system) for use in document.where(CardSystem, card=card.id)]
        pills[title] = [owner.name] if owner else []
        pills[title] += [use.constraint or use.name for use in uses]

    assert {title: shown for title, shown in pills.items() if shown} == {
        "Reminder letter": ["Comms"],
        "Permit e-mail": ["Comms"],
        "Explains by phone which papers count": ["Service desk"],
        'Answers "where is it?"': ["Service desk"],
        "Application form": ["Digital"],
        "Document upload": ["Digital"],
        "Checkout": ["Digital"],
        "Checks each document by hand": ["Parking office", "PermitDB"],
        "Approves and issues": ["Parking office", "PermitDB"],
        "Resident registry": ["State", "no API"],
        "Payment provider": ["Finance", "PayGate"],
        "E-mail and print": ["Comms", "Mailer"],
    }
    assert [s.state for s in document.where(System) if s.constraint] == [SystemState.LEGACY]
    end_to_end = document.need(Owner, document.blueprint.owner)
    assert (end_to_end.name, document.blueprint.budget) == ("Head of Mobility", Decimal(120000))


def test_the_permit_marks_and_doubts_what_the_picture_does() -> None:
    document = samples.build("permit", a_context())
    cards = by_title(document)

    assert {title: set(card.marks) for title, card in cards.items() if card.marks} == {
        "Looks for a proof of address": {Mark.MOMENT_OF_TRUTH},
        "Waits, then gets the permit": {Mark.WAIT_POINT},
        "Explains by phone which papers count": {Mark.FAIL_POINT},
        'Answers "where is it?"': {Mark.FAIL_POINT},
        "Checks each document by hand": {Mark.FAIL_POINT, Mark.WAIT_POINT},
    }
    assert {title for title, card in cards.items() if is_assumed(card)} == {
        *("Reminder letter", "Permit e-mail", "Reads that the permit ends in four weeks"),
        *("Parks without thinking about it", 'Answers "where is it?"', "Application form"),
        *("Enforcement reads plate", "E-mail and print"),
    }
    kinds = Counter(card.kind for card in cards.values())
    assert kinds == {CardKind.ACTION: 10, CardKind.SYSTEM: 6, CardKind.EVIDENCE: 3, CardKind.DECISION: 1}


def test_the_permit_links_as_the_picture_does() -> None:
    # One more than the picture: the e-mail is what the office's mailer sends.
    document = samples.build("permit", a_context())

    kinds = Counter(link.kind for link in document.where(Link))
    named = {
        (document.need(Card, link.source).title, document.need(Card, link.target).title)
        for link in document.where(Link)
        if link.kind is not LinkKind.FLOW
    }

    assert kinds == {LinkKind.FLOW: 15, LinkKind.EXCHANGE: 1, LinkKind.NEEDS: 1}
    assert named == {("Pays by card", "Checkout"), ("Checks each document by hand", "Resident registry")}


def test_the_permit_can_say_what_a_resident_feels_if_its_database_stops() -> None:
    document = samples.build("permit", a_context())
    (system,) = (row for row in document.where(System) if row.name == "PermitDB")

    found = impact(document, [system.id])

    assert [document.need(Card, id).title for _, ids in found.touchpoints for id in ids] == ["Permit e-mail"]
    assert found.customers == 8700


def test_the_outpatient_visit_is_as_large_as_a_workshop() -> None:
    document = samples.build("outpatient", a_context())
    roles = Counter(lane.role for lane in lanes(document))

    assert (len(stages(document)), len(steps(document)), len(lanes(document))) == (4, 12, 8)
    assert roles[Role.FRONTSTAGE] == roles[Role.BACKSTAGE] == 2
    assert roles[Role.FRONTSTAGE_TECH] == roles[Role.SUPPORT] == 1
    assert 115 <= len(document.table(Card)) <= 125
    assert 145 <= len(document.table(Link)) <= 155
    assert {link.kind for link in document.where(Link)} == set(LinkKind)
    assert len({owner.unit for owner in document.where(Owner)}) >= 6
    assert len(document.table(System)) == 10
    assert {system.state for system in document.where(System)} == set(SystemState)


def test_the_outpatient_visit_has_something_of_everything() -> None:
    document = samples.build("outpatient", a_context())
    cards = document.where(Card)

    assert len(by_title(document)) == len(cards)
    assert {mark for card in cards for mark in card.marks} == set(Mark)
    assert {card.kind for card in cards} >= {CardKind.APPROVAL, CardKind.QUESTION, CardKind.QUOTE, CardKind.POLICY}
    assert sum(card.last_step is not None for card in cards) >= 3
    assert max(len(cell(document, lane.id, step.id)) for lane in lanes(document) for step in steps(document)) >= 3
    failing = [card for card in cards if Mark.FAIL_POINT in card.marks]
    assert len(failing) == 6
    assert all((failure_cost_of_card(document, card) or 0) > 0 for card in failing)
    linked = {id for link in document.where(Link) for id in (link.source, link.target)}
    assert linked == {card.id for card in cards}


@pytest.mark.parametrize("name", new.TEMPLATES)
def test_a_template_is_sound_and_empty_of_cards(name: str) -> None:
    document = new.from_template(name, a_context(), "Mine", "en")

    assert unsound(document) == []
    assert len(steps(document)) == 6
    assert not document.table(Card)
    titles = [stage.title for stage in stages(document)]
    titles += [step.title for step in steps(document)] + [lane.title for lane in lanes(document)]
    assert all(titles)
    assert document.blueprint.title == "Mine"
    assert f"template.{name}" in Texts()


def test_the_service_template_has_its_bands() -> None:
    document = new.from_template("service", a_context())

    assert [lane.role.value for lane in lanes(document)] == [
        *("evidence", "customer", "frontstage", "frontstage_tech", "backstage", "support"),
    ]
    assert [stage.title for stage in stages(document)] == ["Before", "During", "After"]


def test_the_employee_template_puts_the_mood_beside_the_employee() -> None:
    document = new.from_template("employee", a_context())
    employee, mood, *_ = lanes(document)

    assert [lane.role.value for lane in lanes(document)] == ["employee", "emotion", "backstage", "support"]
    assert mood.beside == employee.id


def test_a_template_speaks_the_language_of_its_document() -> None:
    document = new.from_template("service", a_context(), language="pseudo")

    assert all(lane.title.startswith("[") for lane in lanes(document))
    assert document.blueprint.language == "pseudo"


def test_a_blank_document_has_one_untitled_stage() -> None:
    document = new.blank(a_context(), "New", "ar")

    assert [kind_of(row).name for row in document.rows()] == ["Blueprint", "Stage"]
    assert (document.blueprint.title, document.blueprint.language) == ("New", "ar")
    assert unsound(document) == []


@pytest.mark.parametrize("name", ["S", "M"])
def test_generated_documents_are_sound_and_as_large_as_asked(name: str) -> None:
    cards, links = generate.SIZES[name]
    document = generate.size(name, seed=3)

    assert (len(document.table(Card)), len(document.table(Link))) == (cards, links)
    assert unsound(document) == []
    assert generate.rows(cards, links, 3) == generate.rows(cards, links, 3) != generate.rows(cards, links, 4)
    bands = [band(lane) for lane in document.where(Lane)]
    assert bands == [band(lane) for lane in lanes(document)]


def test_generated_links_stay_close() -> None:
    document = generate.size("M")
    places = {step.id: place for place, step in enumerate(steps(document))}

    def span(link: Link) -> int:
        source, target = document.need(Card, link.source), document.need(Card, link.target)
        return abs(places[source.step or ""] - places[target.step or ""])

    near = sum(span(link) <= 1 for link in document.where(Link))
    assert 0.85 < near / len(document.table(Link)) < 1
