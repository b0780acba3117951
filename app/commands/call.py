"""What every command works with: its arguments, words, context, and ways to read, write and say something."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.grammar import Parsed, complete
from model.errors import KnownError
from model.messages import Message, message
from model.texts import Texts

if TYPE_CHECKING:
    from model.context import Context
    from model.document import Document
    from model.record import Record
    from model.store.protection import Key
    from model.store.reading import Loaded

_LONGEST = 4096
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}")


class Call:
    """One run of one command."""

    def __init__(self, parsed: Parsed, texts: Texts) -> None:
        complete(parsed)
        self.command = parsed.command
        self.operands = parsed.operands
        self.values = parsed.values
        self.texts = texts
        self._as_of = self._day("as-of")
        self._seed = self.number("id-seed")
        self._key: Key | None = None

    @cached_property
    def context(self) -> Context:
        """The session context: what the global options fix, and the system for the rest."""
        from app.system import system_context

        return system_context(
            as_of=self._as_of,
            actor=self.value("actor"),
            locale=self.value("locale"),
            seed=self._seed,
        )

    def value(self, name: str) -> str | None:
        """The value of an option that is given at most once."""
        found = self.values.get(name)
        return found[0] if found else None

    def path(self, name: str) -> Path:
        """The value of an option that must be given, as a path."""
        return Path(self.value(name) or "")

    @property
    def file(self) -> Path:
        """What the command works on."""
        return Path(self.operands[0])

    def has(self, name: str) -> bool:
        """Whether an option is given."""
        return name in self.values

    @cached_property
    def passphrase(self) -> str | None:
        """What `--passphrase-file` holds: its text up to the first line break."""
        name = self.value("passphrase-file")
        if name is None:
            return None
        from model.store.files import reason

        try:
            with Path(name).open("rb") as stream:
                line = stream.readline(_LONGEST + 1).rstrip(b"\r\n")
            text = line.decode("utf-8")
        except OSError as error:
            raise KnownError(message("store.unreadable", file=name, reason=reason(error))) from error
        except UnicodeDecodeError:
            text = ""
        if not text or len(line) > _LONGEST:
            raise KnownError(message("cli.error.passphrase", file=name))
        return text

    @property
    def options(self) -> Mapping[str, str]:
        """The `-O key=value` pairs."""
        found = {}
        for pair in self.values.get("option", ()):
            key, equals, value = pair.partition("=")
            if not equals or not key:
                raise KnownError(message("cli.error.pair", pair=pair))
            found[key] = value
        return found

    def _day(self, name: str) -> Any:
        from datetime import date

        text = self.value(name)
        if text is None:
            return None
        try:
            if len(text) == 10:
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise KnownError(message("cli.error.day", option=f"--{name}", value=text))

    def number(self, name: str) -> int | None:
        """The value of an option that is a whole number."""
        text = self.value(name)
        if text is None:
            return None
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 30):
            raise KnownError(message("cli.error.number", option=f"--{name}", value=text))
        return int(text)

    def say(self, text: Message | str) -> None:
        """One line on stdout; a text is data, such as a path."""
        print(harmless(self.texts(text) if isinstance(text, Message) else text))

    def say_json(self, plain: Mapping[str, Any]) -> None:
        """One JSON object on stdout."""
        print(json.dumps(plain, ensure_ascii=False, indent=2))

    def warn(self, findings: Iterable[Message], file: Path) -> None:
        """Findings on stderr, one line each, after the file they are about."""
        for finding in findings:
            print(one_line(f"throughline: {file}: {self.texts(finding)}"), file=sys.stderr)

    def complain(self, lines: Iterable[Message]) -> None:
        """Lines on stderr that are about no file."""
        for line in lines:
            print(one_line(f"throughline: {self.texts(line)}"), file=sys.stderr)

    def load(self, file: Path) -> Loaded:
        """The rows of a document file. What is saved after a protected one is protected with its key."""
        from model.store import reading
        from model.store.files import Files

        loaded = reading.read(file, Files(), self.passphrase)
        self._key = loaded.key or self._key
        return loaded

    def open(self, file: Path) -> Document:
        """The document in a file."""
        from model.document import Document

        return Document(self.load(file).rows)

    def save(self, file: Path, rows: Iterable[Record], extra: str = "") -> None:
        """Write a document file whole or not at all; refused while another has it open."""
        from model.store import locks, writing
        from model.store.files import Files

        written = writing.serialise(rows, extra, self._key)
        try:
            lock = locks.Lock(locks.document_lock(file), locks.this_process(self.context.actor))
        except locks.Held as held:
            place = {"owner": held.owner.owner, "host": held.owner.host}
            raise KnownError(message("store.locked", file=str(file), **place)) from held
        except OSError:
            lock = None
        try:
            writing.write(file, written, Files(), f"cli-{os.getpid()}")
        finally:
            if lock is not None:
                lock.release()


def one_line(text: str) -> str:
    """A text without line breaks."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """A text without control characters: what a file says must not steer the terminal."""
    return text.translate(_CONTROLS)
