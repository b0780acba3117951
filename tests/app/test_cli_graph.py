"""The commands that answer from the graph: impact, trace and handoffs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app import cli
from model.elements import RaciEntry
from model.store import writing
from model.store.files import Files
from tests.model.analysis.sketch import BACK, CUSTOMER, FRONT, SUPPORT, Sketch


def a_clinic() -> Sketch:
    """Ask, answered by Desk (Ann, Front), who needs Office (Bob, Back) after 90 minutes, which uses Plan."""
    sketch = Sketch(1, volume=1000)
    sketch.owner("Ann", "Front")
    sketch.owner("Bob", "Back")
    sketch.card("Ask", CUSTOMER, share=Decimal("0.5"))
    sketch.card("Desk", FRONT, owner="Ann")
    sketch.card("Office", BACK, owner="Bob", wait_minutes=Decimal(30))
    sketch.card("Spare", SUPPORT)
    sketch.ids["hand-off"] = sketch.link("Desk", "needs", "Office", wait_minutes=Decimal(90))
    sketch.link("Ask", "needs", "Desk")
    sketch.link("Desk", "exchange", "Spare")
    sketch.system("Plan", "Office")
    return sketch


class Ask:
    """Runs commands on the clinic: what one printed, or its one line of refusal."""

    def __init__(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.sketch = a_clinic()
        self.file = file
        self._capsys = capsys
        self.save()

    def save(self) -> None:
        """Write the clinic as it is now."""
        self.file.unlink(missing_ok=True)
        writing.write(self.file, writing.serialise(self.sketch.document.rows()), Files(), "test")

    def __call__(self, command: str, *options: str) -> str:
        """Cards stand for their ids."""
        cards = {name: id for name, id in self.sketch.ids.items() if name in ("Ask", "Desk", "Office", "Spare")}
        given = [cards.get(option, option) for option in options]
        code = cli.main([command, str(self.file), *given, "--locale", "en"])
        said = self._capsys.readouterr()
        assert (code, bool(said.out)) in ((0, True), (2, False))
        return said.out or said.err


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Ask:
    return Ask(tmp_path / "clinic.throughline", capsys)


def test_impact_by_system_owner_or_card(ask: Ask) -> None:
    by_system = json.loads(ask("impact", "--system", " pLAN ", "--json"))

    assert list(by_system) == [
        *("cause", "stopped", "touchpoints", "customersHit", "yearlyExposure"),
        *("failPointsNotReckoned", "currency"),
    ]
    assert by_system["cause"]["name"] == "Plan"
    assert ask.sketch.named(by_system["stopped"]["cards"]) == ["Ask", "Desk", "Office", "Spare"]
    assert [card["title"] for card in by_system["touchpoints"][0]["cards"]] == ["Ask", "Desk"]
    # Half of the customers pass Ask; all pass Desk, who has no share: 1000.
    assert by_system["customersHit"] == 1000
    assert by_system["yearlyExposure"] is None
    by_owner = json.loads(ask("impact", "--owner", "bob", "--json"))
    by_card = json.loads(ask("impact", "--card", "Office", "--json"))
    assert by_owner["stopped"]["cards"] == by_card["stopped"]["cards"] == by_system["stopped"]["cards"]
    assert by_owner["stopped"]["owners"] == [ask.sketch.ids["Bob"]]


def test_impact_in_words(ask: Ask) -> None:
    lines = ask("impact", "--system", "Plan").splitlines()

    assert lines[:4] == [
        "What stops without “Plan”",
        "2 touchpoints stop.",
        "  (untitled): Ask, Desk",
        "Customers hit: 1,000 a year, each counted once.",
    ]
    assert "  Cards (4): Ask, Desk, Office, Spare" in lines


@pytest.mark.parametrize(
    "options",
    [(), ("--system", "Plan", "--card", "Office"), ("--system", "nix"), ("--owner", "Plan"), ("--card", "nix")],
)
def test_impact_refuses_what_names_nothing_or_too_much(ask: Ask, options: tuple[str, ...]) -> None:
    refusal = ask("impact", *options)

    assert refusal.startswith("throughline: ") and refusal.count("\n") == 1


def test_a_name_that_several_have_is_refused_with_their_ids(ask: Ask) -> None:
    twin = ask.sketch.system("plan")
    ask.save()

    assert twin in ask("impact", "--system", "PLAN")
    assert json.loads(ask("impact", "--system", twin, "--json"))["stopped"]["cards"] == []


def test_trace_lists_what_alone_stops_a_card(ask: Ask) -> None:
    found = json.loads(ask("trace", "--card", "Ask", "--json"))

    assert found["card"]["title"] == "Ask"
    assert {kind: sorted(ask.sketch.named(ids)) for kind, ids in found["restsOn"].items()} == {
        "systems": ["Plan"],
        "owners": ["Ann", "Bob"],
        "cards": ["Desk", "Office", "Spare"],
    }
    assert ask("trace", "--card", "Ask").splitlines()[1:] == [
        "  Systems (1): Plan",
        "  Owners (2): Ann, Bob",
        "  Cards (3): Desk, Office, Spare",
    ]


def test_trace_needs_a_card_that_is_there(ask: Ask) -> None:
    assert "nix" in ask("trace", "--card", "nix")
    assert "--card" in ask("trace")


def test_handoffs_as_json(ask: Ask) -> None:
    found = json.loads(ask("handoffs", "--json"))

    assert list(found) == ["handoffs", "pairs", "matrix", "waits", "withoutAgreement", "notJudged", "shared"]
    (one,) = found["handoffs"]
    assert (one["from"]["unit"], one["to"]["unit"], one["waitMinutes"], one["agreed"]) == ("Front", "Back", "90", None)
    assert found["pairs"][0]["links"] == found["withoutAgreement"] == [ask.sketch.ids["hand-off"]]
    assert found["matrix"] == {"units": ["Back", "Front"], "counts": [[0, 0], [1, 0]]}
    assert found["waits"] == [{"unit": "Back", "linkMinutes": "90", "cardMinutes": "30"}]
    assert len(found["notJudged"]) == 2
    assert found["shared"] == []


def test_cards_that_two_share_are_told_by_pair(ask: Ask) -> None:
    """Bob has a part in Ann's card."""
    ids = ask.sketch.ids
    ask.sketch.editor.add(RaciEntry, card=ids["Desk"], owner=ids["Bob"])
    ask.save()

    assert json.loads(ask("handoffs", "--json"))["shared"] == [
        {"owners": [ids["Ann"], ids["Bob"]], "cards": [ids["Desk"]]}
    ]
    assert ask("handoffs").splitlines()[-2:] == ["Cards that two share:", "  Ann, Bob  1"]


def test_handoffs_in_words(ask: Ask) -> None:
    assert ask("handoffs").splitlines() == [
        "1 hand-off between units.",
        "  Front > Back  (untitled)  1  wait 1 h 30 min",
        "1 of them has no agreed goal or service level.",
        "2 links cannot be judged, as an owner or a unit is missing.",
        "Waited for, on links and cards, by unit:",
        "  Back  2 h",
    ]
