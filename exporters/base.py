"""What an exporter is: a name, a suffix, options and `export(request)`; window and command line read the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from model.context import Context
from model.document import DocumentView
from model.errors import KnownError
from model.messages import Message, message

if TYPE_CHECKING:
    from model.layout.fonts import FontBook
    from model.layout.leaves import Book
    from model.layouts import Layouts


class OptionKind(StrEnum):
    """How an option is asked for. Values are text everywhere."""

    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    LIST = "list"
    FILE = "file"
    TEXT = "text"


FLAG_VALUES = ("yes", "no")
ALL = "all"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of an exporter or a reader.

    `choices` bind for a choice, and for each part of a list (separated by commas, in an order of its own; `all` for
    all of them); they are proposals for a text, whose own grammar its exporter checks.
    """

    name: str
    kind: OptionKind
    default: str
    label: Message
    choices: tuple[str, ...] = ()

    def check(self, value: str) -> str:
        """The value in its stored spelling, or `KnownError`."""
        if self.kind in (OptionKind.CHOICE, OptionKind.FLAG):
            allowed = self.choices if self.kind is OptionKind.CHOICE else FLAG_VALUES
            for choice in allowed:
                if choice.casefold() == value.casefold():
                    return choice
            raise KnownError(message("exporters.option_value", name=self.name, value=value, known=", ".join(allowed)))
        if self.kind is OptionKind.LIST:
            return self._parts(value)
        if self.kind is OptionKind.NUMBER and not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise KnownError(message("exporters.option_number", name=self.name, value=value))
        return value

    def _parts(self, value: str) -> str:
        """The parts of a list, each once."""
        if value.strip().casefold() == ALL:
            return ",".join(self.choices)
        known = {choice.casefold(): choice for choice in self.choices}
        parts = [part.strip().casefold() for part in value.split(",") if part.strip()]
        for part in parts:
            if part not in known:
                allowed = ", ".join((ALL, *self.choices))
                raise KnownError(message("exporters.option_value", name=self.name, value=part, known=allowed))
        return ",".join(dict.fromkeys(known[part] for part in parts))


# Of what is drawn: the title or the number of the one stage to draw.
STAGE = Option("stage", OptionKind.TEXT, "", message("paper.option.stage"))
# What is left out of a file: see `model.redaction`.
REDACT = Option("redact", OptionKind.TEXT, "", message("redaction.option"), ("names", "money", "names,money,contacts"))


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported. `options` holds a checked value for every option of the exporter (`chosen`).

    `layouts`: who looks at one choice after another has what was laid out kept.
    """

    document: DocumentView
    context: Context
    options: Mapping[str, str]
    layouts: Layouts | None = None


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The whole file, and what the user should know of it (characters no font has, drawn too small to read)."""

    data: bytes
    findings: tuple[Message, ...] = ()


class Pages(NamedTuple):
    """The pages of a file before it is made: `facts` announce them, `warnings` say what may be regretted."""

    book: Book
    fonts: FontBook
    facts: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """An option that the end of a file's name already says, such as `.drawio.svg`."""

    suffix: str
    option: str
    value: str


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format to write. `suffix` with its dot; the module that makes one must import its library lazily.

    `pages` shows beforehand what `export` would put on paper; a format without pages has none.
    """

    name: str
    suffix: str
    title: Message
    export: Callable[[ExportRequest], ExportResult]
    options: tuple[Option, ...] = ()
    pages: Callable[[ExportRequest], Pages] | None = None
    forms: tuple[Form, ...] = ()

    def named(self, file_name: str, given: Mapping[str, str]) -> dict[str, str]:
        """The options given, and what the file's name says where they say nothing."""
        return {**self._said(file_name), **given}

    def as_named(self, file_name: str, given: Mapping[str, str]) -> dict[str, str]:
        """The options given, but for those that the file's name says: what is inside fits the name."""
        said = self._said(file_name)
        if not said and file_name.lower().endswith(self.suffix):
            other = [form.option for form in self.forms if given.get(form.option) == form.value]
            said = {option.name: option.default for option in self.options if option.name in other}
        return {**given, **said}

    def suffix_for(self, given: Mapping[str, str]) -> str:
        """How the name of a file with these options ends."""
        return next((form.suffix for form in self.forms if given.get(form.option) == form.value), self.suffix)

    def _said(self, file_name: str) -> dict[str, str]:
        return {form.option: form.value for form in self.forms if file_name.lower().endswith(form.suffix)}


def chosen(format_name: str, options: tuple[Option, ...], given: Mapping[str, str]) -> dict[str, str]:
    """A checked value for every option: the given one or the default. Unknown names are refused."""
    known = {option.name for option in options}
    for name in given:
        if name not in known:
            id = "exporters.option_unknown" if known else "exporters.no_options"
            raise KnownError(message(id, format=format_name, name=name, known=", ".join(sorted(known))))
    return {option.name: option.check(given.get(option.name, option.default)) for option in options}


def run(
    exporter: Exporter, document: DocumentView, context: Context, given: Mapping[str, str] | None = None
) -> ExportResult:
    """Export a document with options as the user gave them."""
    return exporter.export(ExportRequest(document, context, chosen(exporter.name, exporter.options, given or {})))
