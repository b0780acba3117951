"""Which role a lane has, by its title, or by where it stands between lanes whose titles are known."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache

from model.elements import BAND_OF, Band, Role
from resources import path

_BANDS = tuple(band for band in Band if band is not Band.ANNOTATION)
_OF_BAND = {
    Band.EVIDENCE: Role.EVIDENCE,
    Band.CUSTOMER: Role.CUSTOMER,
    Band.FRONTSTAGE: Role.FRONTSTAGE,
    Band.BACKSTAGE: Role.BACKSTAGE,
    Band.SUPPORT: Role.SUPPORT,
}
_CORNER = "corner"
_END_OF_NAME = re.compile(r"[(\[{:,;/|\u2013\u2014]|\s-\s")


@cache
def _aliases() -> dict[str, str]:
    with path("readers", "lane_roles.toml").open("rb") as stream:
        table: dict[str, list[str]] = tomllib.load(stream)
    return {_plain(alias): role for role, aliases in table.items() for alias in aliases}


def _plain(title: str) -> str:
    """A title without case, accents, punctuation and doubled spaces."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return " ".join(re.sub(r"[^\w\s]|_", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())


def _found(title: str) -> str | None:
    head = _END_OF_NAME.split(title, maxsplit=1)[0]
    return _aliases().get(_plain(title)) or _aliases().get(_plain(head))


def role_of(title: str) -> Role | None:
    """The role that a lane's title names, or None."""
    found = _found(title)
    return None if found is None or found == _CORNER else Role(found)


def names_steps(title: str) -> bool:
    """Whether the corner of a table says that the first row only names the steps."""
    return not title or _found(title) == _CORNER


def by_position(known: Sequence[Role | None]) -> list[Role]:
    """A role for every lane, top to bottom: unknown ones get the bands between their known neighbours.

    Annotation lanes stand anywhere and tell nothing of their neighbours.
    """
    roles = list(known)
    bands = [None if role is None else BAND_OF[role] for role in known]
    anchors = [(i, _BANDS.index(band)) for i, band in enumerate(bands) if band is not None and band in _BANDS]
    # The first lane is the customer's, unless that one is known to stand further down.
    customer = _BANDS.index(Band.CUSTOMER)
    above = [(-1, -1 if anchors and anchors[0][1] <= customer else customer - 1), *anchors]
    below = [*anchors, (len(roles), len(_BANDS))]
    for (start, low), (end, high) in zip(above, below, strict=True):
        unknown = [place for place in range(start + 1, end) if roles[place] is None]
        between = range(low + 1, high)
        for number, place in enumerate(unknown):
            band = between[number * len(between) // len(unknown)] if between else min(max(low, 0), len(_BANDS) - 1)
            roles[place] = _OF_BAND[_BANDS[band]]
    return [role if role is not None else Role.SUPPORT for role in roles]
