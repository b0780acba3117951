"""Numbers as they are typed: alone, or as `low..likely..high`, with `@group` where several move together."""

from __future__ import annotations

from decimal import Decimal

from model.ranges import Ranged
from model.texts import Texts
from model.values import trimmed

BETWEEN = ".."
GROUP = "@"
_HUNDRED = Decimal(100)
_CENTS = Decimal("0.01")


def number_text(value: int | Decimal | Ranged, texts: Texts, *, share: bool = False, money: bool = False) -> str:
    """A number as it is typed; a share as per cents, money with cents where it has any."""
    ends = (value.low, value.likely, value.high) if isinstance(value, Ranged) else (value,)
    said = BETWEEN.join(_bare(end, texts, share, money) for end in ends)
    said = texts("format.percent", number=said) if share else said
    return f"{said} {GROUP}{value.group}" if isinstance(value, Ranged) and value.group else said


def _bare(value: int | Decimal | None, texts: Texts, share: bool, money: bool) -> str:
    if value is None:
        return ""
    number = trimmed(Decimal(value) * _HUNDRED) if share else Decimal(value) if money else value
    return texts.number(_with_cents(Decimal(number)) if money else number)


def _with_cents(amount: Decimal) -> Decimal:
    """An amount with cents where there are any, and never less than it is."""
    plain = trimmed(amount)
    return plain.quantize(_CENTS) if plain.as_tuple().exponent == -1 else plain
