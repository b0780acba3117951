"""Experience (R72, R27): each rule is silent on what is right, and fires once it is not."""

from __future__ import annotations

from decimal import Decimal

from model.elements import CardChannel, RaciEntry, RaciRole
from model.findings import mend
from model.registers import Channel, Metric, OwnerKind
from tests.model.builders import a_grid
from tests.model.checks.support import BACK, CUSTOMER, FRONT, a_system, an_owner, findings, named, said, validate


def test_experience_contested_person() -> None:
    # Ann is accountable in step 1 and needed in it once more; a team may be in two places, and two steps are no clash.
    grid = a_grid()
    ann, team = an_owner(grid, "Ann", kind=OwnerKind.PERSON), an_owner(grid, "Desk")
    first, second, later = grid.card(FRONT), grid.card(BACK), grid.card(BACK, 1)
    grid.editor.edit([first, later], owner=ann)
    part = grid.editor.add(RaciEntry, card=second, owner=team)
    assert named(grid, "experience.contested") == []

    grid.editor.edit(part, owner=ann)
    assert named(grid, "experience.contested") == [(grid.steps[0], ann, *sorted((first, second)))]
    assert said(grid, "experience.contested") == [("person", {"n": 2})]

    grid.editor.edit(part, role=RaciRole.INFORMED)
    assert named(grid, "experience.contested") == []


def test_experience_contested_channel() -> None:
    grid = a_grid()
    desk = grid.editor.add(Channel, name="The one desk")
    cards = [grid.card(FRONT), grid.card(CUSTOMER)]
    for card in cards:
        grid.editor.add(CardChannel, card=card, channel=desk)
    assert named(grid, "experience.contested") == []

    grid.editor.edit(desk, single_use=True)

    assert named(grid, "experience.contested") == [(grid.steps[0], desk, *sorted(cards))]


def test_experience_jargon() -> None:
    # Above the line: a word of the list, a system's name, an abbreviation; the same words backstage are no matter.
    grid = a_grid(jargon=("case file",), explained=("ID",))
    a_system(grid, "PermitDB")
    said_inside = "Opens the case file in PermitDB for the KYC with an ID"
    grid.card(BACK, 0, said_inside)
    assert named(grid, "experience.jargon") == []

    card = grid.card(FRONT, 0, said_inside)

    assert named(grid, "experience.jargon") == [(card,)] * 3
    words = {name: parameters["word"] for name, parameters in said(grid, "experience.jargon")}
    assert words == {"jargon": "case file", "system": "PermitDB", "abbreviation": "KYC"}


def test_experience_jargon_is_found_in_whole_words_only() -> None:
    grid = a_grid(jargon=("case",))
    grid.card(FRONT, 0, "Asks for the suitcase")
    assert named(grid, "experience.jargon") == []

    grid.card(CUSTOMER, 0, "Opens a Case")

    assert len(named(grid, "experience.jargon")) == 1


def test_experience_jargon_abbreviation_can_be_called_explained() -> None:
    grid = a_grid(explained=("ID",))
    grid.card(FRONT, 0, "Sends an SMS")
    (found,) = findings(grid, "experience.jargon")
    assert found.fix is not None

    mend(grid.editor, found.fix)

    assert grid.document.blueprint.explained == ("ID", "SMS")
    assert named(grid, "experience.jargon") == []


def test_experience_jargon_waits_until_words_are_listed() -> None:
    grid = a_grid()
    grid.card(FRONT, 0, "Sends an SMS")
    assert named(grid, "experience.jargon") == []

    validate(grid)

    assert len(named(grid, "experience.jargon")) == 1


def test_experience_hidden_fee() -> None:
    # Money moves backstage in step 2. Told in step 3: too late; in step 2: at it; in step 1: before it.
    grid = a_grid()
    fee = grid.editor.add_card(grid.lanes[BACK], grid.steps[1], "Charges", price=Decimal(30))
    assert named(grid, "experience.hidden_fee") == [(fee,)]

    told = grid.editor.add_card(grid.lanes[FRONT], grid.steps[2], "Says the price", price=Decimal(30))
    assert named(grid, "experience.hidden_fee") == [(fee,)]

    for step in (1, 0):
        grid.editor.move_cards([told], grid.lanes[FRONT], grid.steps[step])
        assert named(grid, "experience.hidden_fee") == []


def test_experience_value() -> None:
    # Two steps with cards; only the first creates value. An empty step is another check's.
    grid = a_grid()
    first, second = grid.card(BACK), grid.card(BACK, 1)
    assert named(grid, "experience.value") == []  # value is not used yet

    grid.editor.edit(first, value_for=("Resident",))
    assert named(grid, "experience.value") == [(grid.steps[1],)]

    grid.editor.edit(second, value_for=("City",))
    assert named(grid, "experience.value") == []


def test_experience_audience() -> None:
    # Two audiences; only residents receive anything.
    grid = a_grid(audiences=("Residents", "City"))
    card = grid.card(BACK)
    grid.editor.edit(card, value_for=("residents",))

    assert named(grid, "experience.audience") == [("blueprint_1",)]
    assert said(grid, "experience.audience") == [("found", {"name": "City"})]

    grid.editor.edit(card, value_for=("residents", "City"))
    assert named(grid, "experience.audience") == []


def test_experience_unmoved() -> None:
    # The office is measured; a card of the desk moves the metric, but none of the office.
    grid = a_grid()
    metric = grid.editor.add(Metric, name="Days", subject=grid.lanes[BACK])
    desk, office = grid.card(FRONT), grid.card(BACK)
    grid.editor.edit(desk, moves=(metric,))
    assert named(grid, "experience.unmoved") == [(metric, grid.lanes[BACK])]

    grid.editor.edit(office, moves=(metric,))

    assert named(grid, "experience.unmoved") == []


def test_experience_contradiction() -> None:
    # R27: said of one card or of both, it is one contradiction.
    grid = a_grid()
    web, phone = grid.card(FRONT, 0, "Web"), grid.card(FRONT, 0, "Phone")
    assert named(grid, "experience.contradiction") == []

    grid.editor.edit(web, contradicts=(phone,))
    grid.editor.edit(phone, contradicts=(web,))
    assert named(grid, "experience.contradiction") == [tuple(sorted((web, phone)))]

    grid.editor.edit([web, phone], contradicts=())
    assert named(grid, "experience.contradiction") == []
