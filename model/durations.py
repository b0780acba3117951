"""Minutes as people say them: days, hours and minutes, the two largest that there are."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from model.messages import Message, message

HOUR, DAY = 60, 24 * 60


def duration(minutes: Decimal) -> Message:
    """A span of calendar time, 24 hours a day; under an hour to a tenth of a minute, else to the minute."""
    if abs(minutes) < HOUR:
        short = minutes.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
        return message("duration.minutes", n=int(short) if short == short.to_integral_value() else short)
    whole = int(minutes.quantize(Decimal(1), ROUND_HALF_EVEN))
    days, rest = divmod(whole, DAY)
    hours, left = divmod(rest, HOUR)
    parts = [message(f"duration.{name}", n=n) for name, n in (("days", days), ("hours", hours), ("minutes", left)) if n]
    return parts[0] if len(parts) == 1 else message("duration.both", first=parts[0], second=parts[1])
