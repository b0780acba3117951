"""A theme: colours, text styles and measures, read from `resources/themes/<name>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from model.elements import Band
from model.errors import BugError
from model.layout.text import TextStyle
from model.named import NamedTuple
from resources import path


class BandColours(NamedTuple):
    """The strong head, the light tint, and text that reads on the tint."""

    head: str
    tint: str
    label: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Unchanging. Colours are `#rrggbb`; measures are px at 100 %."""

    name: str
    colours: Mapping[str, str]
    bands: Mapping[Band, BandColours]
    styles: Mapping[str, TextStyle]
    measures: Mapping[str, float]

    def colour(self, name: str) -> str:
        return self.colours[name]

    def style(self, name: str) -> TextStyle:
        return self.styles[name]

    def __getitem__(self, measure: str) -> float:
        return self.measures[measure]


def themes() -> tuple[str, ...]:
    """The names of the themes there are."""
    return tuple(sorted(file.stem for file in path("themes").glob("*.toml")))


@cache
def load_theme(name: str = "light") -> Theme:
    """The theme of a name; one that is not there is a bug (names come from a list, never from a user)."""
    file = path("themes", f"{name}.toml")
    if not file.is_file():
        raise BugError(f"no theme {name}")
    with file.open("rb") as stream:
        data = tomllib.load(stream)
    return Theme(
        name,
        MappingProxyType(data["colours"]),
        MappingProxyType({Band(band): BandColours(*colours) for band, colours in data["bands"].items()}),
        MappingProxyType({key: TextStyle(size, weight == "bold") for key, (size, weight) in data["text"].items()}),
        MappingProxyType(data["measures"]),
    )
