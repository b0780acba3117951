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
from model.registers import Channel, FailPoint, Owner, System

MOST = 8
_AMOUNT = re.compile(r"(?:[1-9]\d{0,2}(?:[.,'’\u202f]\d{3})+|\d+)(?:[.,]\d{1,4})?(?!\d)")
_DECIMALS = re.compile(r"[.,](\d+)$")


class Choice(NamedTuple):
    """One line of the list: what taking it names. `id` None: something new, of this text (and amount).

    For a fail point `id` is one that fails in the same words; each card still has a fail point of its own.
    """

    sign: Sign
    text: str
    id: str | None = None
    uses: int = 0
    amount: Decimal | None = None

    @property
    def creates(self) -> bool:
        """Whether this is the choice to make something new."""
        return self.id is None


class _Known(NamedTuple):
    text: str
    id: str
    uses: int


def choices(document: DocumentView, sign: Sign, typed: str, most: int = MOST) -> tuple[Choice, ...]:
    """At most so many records, best first, and then the choice to make a new one unless the very name exists.

    Before others come names that begin so, then names with a word that does, then names that hold it; among equals
    those used most. Nothing where nothing can be meant.
    """
    typed = " ".join(typed.split())
    if not typed:
        return ()
    if sign is Sign.COST:
        amount, name = amount_in(typed)
        return () if amount is None else (Choice(sign, name, amount=amount),)
    known = [row for row in _known(document, sign) if row.text.strip()]
    wanted = fold(typed)
    ranked = sorted(
        ((rank, -row.uses, fold(row.text), row) for row in known if (rank := _rank(fold(row.text), wanted)) is not None),
        key=lambda item: item[:3],
    )
    found = [Choice(sign, row.text, row.id, row.uses) for *_, row in ranked[:most]]
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


def _rank(name: str, wanted: str) -> int | None:
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
