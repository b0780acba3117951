"""Catalogues of words and the formats of numbers and dates, by locale.

A catalogue is a folder `resources/translations/<locale>/` of TOML files. An entry is a pattern with `{name}` places,
or a table of plural forms (`one`, `other`, ...) chosen by `n`. What a locale does not hold is taken from English. The
locale `pseudo` is English with every letter accented and each text in brackets: a text seen without them never went
through a catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache, cached_property

from model.catalogue import Catalogue, Entry
from model.errors import BugError
from model.messages import Message, Value, message
from resources import path

PSEUDO = "pseudo"
FALLBACK = "en"
_PLACE = re.compile(r"(\{[^{}]*\})")
_ACCENTED = str.maketrans("aAcCeEiIlLnNoOsStTuUyYzZ", "áÁçÇéÉíÍłŁñÑöÖšŠťŤüÜýÝžŽ")


def locales() -> tuple[str, ...]:
    """The locales that have a catalogue, sorted; `pseudo` is not among them."""
    return tuple(sorted(entry.name for entry in path("translations").iterdir() if entry.is_dir()))


class Texts:
    """The words and formats of one locale. Unchanging once made."""

    def __init__(self, locale: str = FALLBACK) -> None:
        known = locales()
        self._found: dict[str, Entry] = {}
        wanted = locale.replace("_", "-")
        base = wanted.split("-")[0]
        self.locale = next((name for name in (wanted, base) if name in known), FALLBACK)
        self._catalogues: tuple[Mapping[str, Entry], ...] = (_catalogue(FALLBACK),)
        if wanted == PSEUDO:
            self.locale = PSEUDO
            self._catalogues = ({id: _pseudo_entry(id, entry) for id, entry in _catalogue(FALLBACK).items()},)
        elif self.locale != FALLBACK:
            self._catalogues = (_catalogue(self.locale), _catalogue(FALLBACK))

    def __contains__(self, id: str) -> bool:
        return self._entry(id) is not None

    def _entry(self, id: str) -> Entry | None:
        found = self._found.get(id)
        if found is None:
            found = next((entry for each in self._catalogues if (entry := each.get(id)) is not None), None)
            if found is not None:
                self._found[id] = found
        return found

    def __call__(self, said: Message | str, /, **parameters: Value) -> str:
        """The words of a message, or of an id with parameters. An id no catalogue has is a bug."""
        id, values = (said, parameters) if isinstance(said, str) else (said.id, dict(said.parameters))
        entry = self._entry(id)
        if entry is None:
            raise BugError(f"no text for {message(id, **values)}")
        if not isinstance(entry, str):
            entry = entry.get(_plural(self.locale, values.get("n")), entry["other"])
        return entry.format_map({name: self.value(value) for name, value in values.items()})

    def spoken(self, said: Message) -> str:
        """The locale whose words a message is said in: this one, or where it has none the fallback."""
        return self.locale if self.locale == PSEUDO or said.id in _catalogue(self.locale) else FALLBACK

    def value(self, value: Value) -> str:
        """One parameter in this locale's words and formats."""
        if isinstance(value, Message):
            return self(value)
        if isinstance(value, (date, datetime)):
            return self.day(value)
        if isinstance(value, (int, Decimal)):
            return self.number(value)
        return value

    def _format(self, name: str) -> str:
        entry = self._entry("format." + name)
        if not isinstance(entry, str):
            raise BugError(f"format.{name} is not one text")
        return entry

    def number(self, value: int | Decimal, places: int | None = None) -> str:
        """A number with the locale's marks; `places` digits after the point, half even, or as many as it has."""
        if places is not None:
            exact = Decimal(value)
            value = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _room_for(exact, places))
        return (f"{value:,}" if isinstance(value, int) else f"{value:,f}").translate(self._marks)

    @cached_property
    def _marks(self) -> dict[int, str]:
        return {ord(","): self._format("group"), ord("."): self._format("point")}

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency; cents only where there are any."""
        whole = amount == amount.to_integral_value()
        return self._format("money").format(amount=self.number(amount, 0 if whole else 2), currency=currency)

    def whole_money(self, amount: Decimal, currency: str) -> str:
        """An amount rounded half even to whole units, for figures read at a glance."""
        return self._format("money").format(amount=self.number(amount, 0), currency=currency)

    def percent(self, share: Decimal) -> str:
        """A share (1 is all) in whole per cents."""
        return self._format("percent").format(number=self.number(share * 100, 0))

    def day(self, value: date) -> str:
        """A calendar date in the locale's order, the month in letters."""
        months = self._format("months").split()
        return self._format("day").format(day=value.day, month=months[value.month - 1], year=value.year)


def _room_for(number: Decimal, places: int) -> Context:
    """Arithmetic with as many digits as a number has before its point and is to have after it."""
    return Context(prec=max(number.adjusted(), 0) + places + 2)


def _plural(locale: str, number: Value | None) -> str:
    """The plural form after CLDR's rules, for the languages shipped. Source: Unicode CLDR, cardinal rules."""
    if not isinstance(number, (int, Decimal)) or number != int(number):
        return "other"
    count = abs(int(number))
    if locale.startswith("ar"):
        if count <= 2:
            return ("zero", "one", "two")[count]
        rest = count % 100
        return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
    if locale.startswith("he") and count == 2:
        return "two"
    return "one" if count == 1 else "other"


@cache
def _catalogue(locale: str) -> Catalogue:
    """A locale's own catalogue, read once a process."""
    return Catalogue(path("translations", locale))


def _pseudo_entry(id: str, entry: Entry) -> Entry:
    if id.startswith("format."):
        return entry
    if isinstance(entry, str):
        return _pseudo(entry)
    return {form: _pseudo(text) for form, text in entry.items()}


def _pseudo(text: str) -> str:
    parts = _PLACE.split(text)
    return "[" + "".join(p if p.startswith("{") else p.translate(_ACCENTED) for p in parts) + "]"
