"""The session context: clock, actor, id source and locale, passed in and never taken from the system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from model.ids import IdSource

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Context:
    """Who works, when, in which language, and where new ids come from.

    `clock` yields zone-aware UTC instants; calendar dates are its date. Equal contexts give equal bytes.
    """

    clock: Clock
    actor: str
    ids: IdSource
    locale: str = "en"

    def now(self) -> datetime:
        """This instant, UTC, whole seconds."""
        return self.clock().astimezone(UTC).replace(microsecond=0)

    def today(self) -> date:
        """This calendar date."""
        return self.clock().date()


def fixed_clock(day: date) -> Clock:
    """A clock that stands at noon UTC of one day (`--as-of`)."""
    instant = datetime.combine(day, time(12), UTC)
    return lambda: instant


def fixed_context(day: date, actor: str = "", seed: int | str = 0, locale: str = "en") -> Context:
    """A context in which everything that could vary is fixed."""
    return Context(fixed_clock(day), actor, IdSource(seed), locale)
