"""Words and formats by locale."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal

import pytest

from model.errors import BugError
from model.messages import message
from model.texts import Texts, locales
from resources import path

COMPLETE = ("en", "de")


def test_a_message_becomes_words_with_its_parameters() -> None:
    assert Texts()(message("rule.share", value="2")) == "A share cannot be over 100 %."
    assert Texts()("rule.emotion", value=-3) == "An emotion goes from -2 to +2, not -3."


def test_a_message_within_a_message_is_rendered_first() -> None:
    inner = message("rule.gone")

    assert Texts()("rule.language", value=inner).startswith("“This is no longer in the document.”")


@pytest.mark.parametrize(("n", "words"), [(1, "Move card"), (2, "Move 2 cards"), (1200, "Move 1,200 cards")])
def test_words_follow_the_number(n: int, words: str) -> None:
    assert Texts()("command.move.card", n=n) == words


def test_a_text_that_no_catalogue_holds_is_a_bug() -> None:
    with pytest.raises(BugError, match="no.such"):
        Texts()("no.such")


def test_an_unknown_locale_speaks_english() -> None:
    assert Texts("tlh").locale == "en"
    assert Texts("en_GB").locale == "en"


def test_the_pseudo_locale_marks_every_text_and_keeps_places() -> None:
    words = Texts("pseudo")

    assert words("command.move.card", n=2) == "[Mövé 2 çárdš]"
    assert words("rule.emotion", value=5).startswith("[")
    assert words.number(1234) == "1,234"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("96700.0000", "96,700 EUR"),
        ("0.31", "0.31 EUR"),
        ("0.125", "0.12 EUR"),
        ("0.135", "0.14 EUR"),
        ("-5", "-5 EUR"),
    ],
)
def test_money_shows_cents_only_where_there_are_any(amount: str, shown: str) -> None:
    assert Texts().money(Decimal(amount), "EUR") == shown


def test_money_at_a_glance_is_whole() -> None:
    assert Texts().whole_money(Decimal("12597.60"), "EUR") == "12,598 EUR"
    assert Texts().whole_money(Decimal("0.5"), "EUR") == "0 EUR"


def test_shares_show_as_whole_per_cents() -> None:
    assert Texts().percent(Decimal("0.1603")) == "16 %"


def test_numbers_have_the_places_asked_for() -> None:
    assert Texts().number(Decimal("1234.50"), 1) == "1,234.5"
    assert Texts().number(Decimal("1234.50")) == "1,234.50"
    assert Texts().number(Decimal("2.5"), 0) == "2"


def test_numbers_of_any_length_are_shown() -> None:
    assert Texts().number(Decimal("1E+45"), 2) == "1" + ",000" * 15 + ".00"
    assert Texts().number(Decimal("1E-45"), 2) == "0.00"
    assert Texts().number(Decimal("-99.999"), 2) == "-100.00"


def test_days_are_shown_with_the_month_in_letters() -> None:
    assert Texts().day(date(2026, 11, 23)) == "23 Nov 2026"
    assert Texts().value(date(2026, 1, 2)) == "2 Jan 2026"


def test_english_is_shipped() -> None:
    assert "en" in locales()


@pytest.mark.parametrize("locale", COMPLETE)
def test_no_id_stands_in_two_files(locale: str) -> None:
    seen: dict[str, str] = {}
    for file in sorted(path("translations", locale).glob("*.toml")):
        for name in ids(tomllib.loads(file.read_text(encoding="utf-8"))):
            assert name not in seen, f"{name} is in {seen.get(name)} and {file.name}"
            seen[name] = file.name


@pytest.mark.parametrize("locale", [name for name in locales() if name != "en"])
def test_a_translation_has_the_places_of_the_english(locale: str) -> None:
    english, other = entries("en"), entries(locale)

    assert other.keys() <= english.keys()
    for name, text in other.items():
        assert places(text) == places(english[name]), name


def test_german_is_complete() -> None:
    english, german = forms("en"), forms("de")

    assert sorted(english.keys() - german.keys()) == []
    assert {name: found for name, found in german.items() if found != english[name]} == {}


def ids(table: dict[str, object], prefix: str = "") -> set[str]:
    """The ids of a file."""
    found: set[str] = set()
    for name, value in table.items():
        if isinstance(value, dict) and not plural(value):
            found |= ids(value, f"{prefix}{name}.")
        else:
            found.add(prefix + name)
    return found


def entries(locale: str) -> dict[str, str]:
    """The texts of a locale by id; of plural forms, `other`."""
    found: dict[str, str] = {}

    def read(table: dict[str, object], prefix: str) -> None:
        for name, value in table.items():
            if isinstance(value, str):
                found[prefix + name] = value
            elif isinstance(value, dict) and plural(value):
                found[prefix + name] = str(value["other"])
            elif isinstance(value, dict):
                read(value, f"{prefix}{name}.")

    for file in path("translations", locale).glob("*.toml"):
        read(tomllib.loads(file.read_text(encoding="utf-8")), "")
    return found


def forms(locale: str) -> dict[str, set[str]]:
    """The plural forms of a locale's texts by id; of a single text none."""
    found: dict[str, set[str]] = {}

    def read(table: dict[str, object], prefix: str) -> None:
        for name, value in table.items():
            if not isinstance(value, dict):
                found[prefix + name] = set()
            elif plural(value):
                found[prefix + name] = set(value)
            else:
                read(value, f"{prefix}{name}.")

    for file in path("translations", locale).glob("*.toml"):
        read(tomllib.loads(file.read_text(encoding="utf-8")), "")
    return found


def plural(table: dict[str, object]) -> bool:
    """Whether a table is the plural forms of one text, and not texts by name."""
    return "other" in table and table.keys() <= {"zero", "one", "two", "few", "many", "other"}


def places(text: str) -> set[str]:
    """The places of a pattern."""
    return set(re.findall(r"\{(\w*)", text))
