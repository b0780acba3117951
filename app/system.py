"""What only the system knows: the time, who works, their language. The one place that asks it."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, date, datetime
from functools import partial
from time import monotonic

from model.context import Context, fixed_clock
from model.ids import IdSource


def user_name() -> str:
    """The name under which the user works here; empty where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def user_locale() -> str:
    """The user's language as BCP 47 (`de-CH`); English where the system names none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = os.environ.get(name, "").partition(".")[0].partition("@")[0].replace("_", "-")
        if spoken:
            return "en" if spoken in {"C", "POSIX"} else spoken
    return "en"


def seconds() -> float:
    """Seconds that pass, from no particular moment on."""
    return monotonic()


def system_context(
    *, as_of: date | None = None, actor: str | None = None, locale: str | None = None, seed: int | str | None = None
) -> Context:
    """The context of a session: what is not given comes from the system."""
    return Context(
        partial(datetime.now, UTC) if as_of is None else fixed_clock(as_of),
        user_name() if actor is None else actor,
        IdSource(seed),
        locale or user_locale(),
    )
