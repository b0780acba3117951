"""What a typed sign may mean: records by that name, the likeliest first, and a new one last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from model.capture.tokens import Sign
from model.document import DocumentView
from model.elements import Card, CardChannel, CardSystem
from model.folding import fold, name_key
from model.messages import Message, message
from model.registers import Channel, FailPoint, Owner, System
from model.texts import Texts

MOST = 8
_AMOUNT = re.compile(r"(?:[1-9]\d{0,2}(?:[.,'’\u202f]\d{3})+|\d+)(?:[.,]\d{1,4})?(?!\d)")
_DECIMALS = re.compile(r"[.,](\d+)$")


class Choice(NamedTuple):
    """One line of the list: what taking it names. `id` None: something new, of this text (and amount).

    For a fail point `id` is one that fails in the same words; each card still has a fail point of its own. `used`:
    how many of the typed characters are its name, where words of the card follow it already; 0: all.
    """

    sign: Sign
    text: str
    id: str | None = None
    uses: int = 0
    amount: Decimal | None = None
    used: int = 0

    @property
    def creates(self) -> bool:
        """Whether this is the choice to make something new."""
        return self.id is None

    def name(self, currency: str, words: Texts) -> Message:
        """What the list shows for something new; `words` write the amount in the reader's way."""
        if self.sign is not Sign.COST:
            return message(f"capture.create_{self.sign.name.lower()}", name=self.text)
        amount = words.money(self.amount or Decimal(0), currency)
        if self.text:
            return message("capture.create_named_cost", amount=amount, name=self.text)
        return message("capture.create_cost", amount=amount)


class _Known(NamedTuple):
    text: str
    id: str
    uses: int


def choices(
    document: DocumentView, sign: Sign, typed: str, most: int = MOST, *, following: bool = False
) -> tuple[Choice, ...]:
    """At most so many records, best first, and then the choice to make a new one unless the very name exists.

    Before others come names that begin so, then names with a word that does, then names that hold it; among equals
    those used most. While words of the card may be `following`, after these come names that the typed words begin
    with: `Ops checks the form` may mean Ops (see `Choice.used`). Nothing where nothing can be meant.
    """
    whole, typed = typed, " ".join(typed.split())
    if not typed:
        return ()
    if sign is Sign.COST:
        amount, name = amount_in(typed)
        return () if amount is None else (Choice(sign, name, amount=amount),)
    known = [row for row in _known(document, sign) if row.text.strip()]
    wanted = fold(typed)
    ranked = sorted(
        (
            (place, -row.uses, fold(row.text), row)
            for row in known
            if (place := rank(fold(row.text), wanted)) is not None
        ),
        key=lambda item: item[:3],
    )
    found = [Choice(sign, row.text, row.id, row.uses) for *_, row in ranked[:most]]
    if following and sign is not Sign.FAIL_POINT:
        begun = [(used, row) for row in known if (used := _used(row.text, whole))]
        begun.sort(key=lambda item: (-item[0], fold(item[1].text)))
        found += [Choice(sign, row.text, row.id, row.uses, used=used) for used, row in begun[: most - len(found)]]
    if name_key(typed) not in {name_key(row.text) for row in known}:
        found.append(Choice(sign, typed))
    return tuple(found)


def amount_in(typed: str) -> tuple[Decimal | None, str]:
    """The amount a text begins with, and what comes after it: `12,50 postage`; None where there is none, as in `5k`.

    Three digits after a mark are thousands: `1.200` is twelve hundred; `0.125` and `12.5` are what they say.
    """
    match = _AMOUNT.match(typed)
    if match is None:
        return None, typed
    number, rest = match.group(), typed[match.end() :]
    if rest and not rest[0].isspace():
        return None, typed
    decimals = _DECIMALS.search(number)
    whole = number
    fraction = ""
    if decimals is not None and not _is_grouping(number, decimals):
        whole, fraction = number[: decimals.start()], decimals[1]
    digits = "".join(sign for sign in whole if sign.isdecimal())
    return Decimal(f"{digits}.{fraction}" if fraction else digits), rest.strip()


def _is_grouping(number: str, decimals: re.Match[str]) -> bool:
    before = number[: decimals.start()]
    if len(decimals[1]) != 3 or before in ("0", "") or len(re.split(r"\D", before)[0]) > 3:
        return False
    others = set(re.findall(r"\D", before))
    return not others or others == {number[decimals.start()]}


def _used(name: str, typed: str) -> int:
    """How many characters of a typed text are a name with other words behind it; 0 where it is not."""
    words = name.split()
    match = re.match(rf"(?:\S+\s+){{{len(words)}}}(?=\S)", typed)
    if match is None:
        return 0
    begun = match.group().rstrip()
    return len(begun) if fold(" ".join(begun.split())) == fold(" ".join(words)) else 0


def rank(name: str, wanted: str) -> int | None:
    """How well a folded name fits what is typed: begins so (0), has a word that does (1), holds it (2), or not."""
    if name.startswith(wanted):
        return 0
    place = name.find(wanted)
    if place < 0:
        return None
    while place >= 0:
        if not name[place - 1].isalnum():
            return 1
        place = name.find(wanted, place + 1)
    return 2


def _known(document: DocumentView, sign: Sign) -> Iterable[_Known]:
    if sign is Sign.OWNER:
        return [_Known(row.name, row.id, len(document.where(Card, owner=row.id))) for row in document.where(Owner)]
    if sign is Sign.SYSTEM:
        found = document.where(System)
        return [_Known(row.name, row.id, len(document.where(CardSystem, system=row.id))) for row in found]
    if sign is Sign.CHANNEL:
        channels = document.where(Channel)
        return [_Known(row.name, row.id, len(document.where(CardChannel, channel=row.id))) for row in channels]
    failing = document.where(FailPoint)
    uses = Counter(name_key(row.delivered) for row in failing)
    first = {name_key(row.delivered): row for row in reversed(failing)}
    return [_Known(row.delivered, row.id, uses[key]) for key, row in first.items()]
