"""What an export can be, as whoever opens the dialog describes it: widgets know no exporter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from model.document import DocumentView
from model.elements import Picture
from model.layout.fonts import FontBook
from model.layout.leaves import Leaf
from model.messages import Message


class OptionLike(Protocol):
    """An option as exporters and readers describe theirs."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def default(self) -> str: ...
    @property
    def label(self) -> Message: ...
    @property
    def choices(self) -> tuple[str, ...]: ...


class FormatLike(Protocol):
    """A format as its exporter describes it."""

    @property
    def name(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def title(self) -> Message: ...
    @property
    def options(self) -> Sequence[OptionLike]: ...
    def suffix_for(self, given: Mapping[str, str], /) -> str: ...
    def as_named(self, file_name: str, given: Mapping[str, str], /) -> dict[str, str]: ...


class Choice(NamedTuple):
    """A format by name and its options; `part`: only what the view that is on shows."""

    format: str
    options: Mapping[str, str]
    part: bool = False


class Preset(NamedTuple):
    """A choice somebody made before, by what it is called; options it does not name are as usual."""

    title: Message
    choice: Choice


class Export(NamedTuple):
    """A choice, and where to."""

    choice: Choice
    path: Path


class Preview(NamedTuple):
    """The pages of a choice; `facts` tell what is announced of them, `warnings` what may be regretted."""

    leaves: tuple[Leaf, ...]
    fonts: FontBook
    picture: Callable[[str], Picture | None]
    facts: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """All the dialog offers. `preview` is called beside the window; None of it: the format has no pages.

    `view`: what the view that is on is called; empty: there is none. `words`: by option and choice, what a choice that
    only this document has is called.
    """

    formats: tuple[FormatLike, ...]
    document: DocumentView
    preview: Callable[[Choice], Preview | None]
    presets: tuple[Preset, ...] = ()
    view: str = ""
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def format(self, name: str) -> FormatLike:
        """The format with a name."""
        return next(each for each in self.formats if each.name == name)
