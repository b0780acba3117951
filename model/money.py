"""An amount of money in words, for whoever says one."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from model.messages import Message, Value, message


def rounded(amount: Decimal | float, currency: str) -> Message:
    """In whole units, half even: what was worked out is no surer than that."""
    return message("format.money", amount=round(amount), currency=currency)


def exact(amount: Decimal, currency: str) -> Message:
    """To the cent, cents only where there are any."""
    cents = amount.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    said: Value = int(cents) if cents == cents.to_integral_value() else cents
    return message("format.money", amount=said, currency=currency)
