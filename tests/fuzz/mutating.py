"""Files changed at random, each from a number, and what a reader makes of them: a sound document or one clear line."""

from __future__ import annotations

import io
import random
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from exporters import registry
from exporters.readers.base import run as read
from model.document import Document
from model.errors import KnownError
from model.samples import build
from model.texts import Texts
from model.validate import faults
from tests.model.builders import a_context

CORPUS = Path(__file__).parent / "corpus"
# One file for each way of refusing that fuzzing found, named by the line that refuses it.
REFUSED = Path(__file__).parent / "refused"
# How long (s) of the processor's time a reader may take for a small file.
SECONDS = 5.0
TOKENS = (
    *(b"", b"\0", b"\n", b"\r\n", b'"', b"'", b"<", b">", b"&", b"&#0;", b"&amp;", b"{", b"}", b"[", b"]", b",", b";"),
    *(b"-1", b"0", b"1e308", b"1e-999", b"NaN", b"Infinity", b"9" * 40, b"0x10", b"null", b"true", b"[]", b"{}"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", "\u202e".encode(), "é".encode(), "😀".encode()),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml?>", b"<!DOCTYPE a>", b'id="x"', b'parent="1"', b'"id":', b"=1+1"),
    *(b"[" * 300, b"<a>" * 300, b"x" * 5000, b"\\ud800", b"\\u0000", b"2026-99-99", b"%00", b"../../x"),
)


def seeds(reader: str) -> list[Path]:
    """The stored files of a reader: sound ones to begin with, and those that once did harm."""
    return sorted((CORPUS / reader).iterdir())


def mutated(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A few changes: bits, tokens, stretches gone, doubled, moved, or taken from another file."""
    if data.startswith(b"PK\3\4") and chance.random() < 0.8:
        return _inside(data, chance, others)
    found = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at = chance.randrange(len(found) + 1)
        end = min(len(found), at + chance.choice([1, 2, 8, 64, 1024]))
        act = chance.randrange(7)
        if act == 0 and at < len(found):
            found[at] ^= 1 << chance.randrange(8)
        elif act == 1:
            found[at:at] = chance.choice(TOKENS)
        elif act == 2:
            found[at:end] = chance.choice(TOKENS)
        elif act == 3:
            del found[at:end]
        elif act == 4:
            found[at:at] = found[at:end] * chance.choice([1, 2, 50])
        elif act == 5:
            place = chance.randrange(len(found) + 1)
            found[place:place] = found[at:end]
        else:
            other = chance.choice(others)
            place = chance.randrange(len(other) + 1)
            found[at:end] = other[place : place + chance.choice([1, 16, 256])]
    if chance.random() < 0.1:
        del found[chance.randrange(len(found) + 1) :]
    return bytes(found)


def _inside(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """An archive with one of its parts changed, gone or under another's name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, RuntimeError, EOFError):
        return data[: chance.randrange(len(data))]
    if not parts:
        return data
    name = chance.choice(sorted(parts))
    act = chance.randrange(6)
    if act == 0:
        del parts[name]
    elif act == 1:
        parts[name] = parts[chance.choice(sorted(parts))]
    else:
        parts[name] = mutated(parts[name] or b" ", chance, [*parts.values(), *others])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def files(reader: str, begin: int = 0) -> Iterator[tuple[str, bytes]]:
    """Names and contents without end: a reader's stored files as they are if `begin` is 0, then changed ones."""
    stored = [(path.name, path.read_bytes()) for path in seeds(reader)]
    if begin == 0:
        yield from stored
    contents = [data for _, data in stored]
    while True:
        chance = random.Random(f"{reader} {begin}")
        name, data = stored[begin % len(stored)]
        yield name, mutated(data, chance, contents)
        begin += 1


def try_one(reader: str, name: str, data: bytes, folder: Path, *, open_one: bool = False) -> str:
    """Read one file, into an open document or as a new one; "read" or the id of the line that refuses it."""
    path = folder / name
    path.write_bytes(data)
    into = build("permit", a_context()) if open_one else None
    begun = time.process_time()
    try:
        found = read(registry.reader(reader), path, a_context(), into=into)
    except KnownError as error:
        line = Texts("en")(error.message)
        assert line and "\n" not in line, line
        outcome = error.message.id
    else:
        document = Document(found.rows) if into is None else into
        if found.change is not None:
            document.apply(found.change)
        assert list(faults(tuple(document.rows()))) == []
        outcome = "read"
    took = time.process_time() - begun
    assert took < SECONDS, f"{took:.1f} s"
    return outcome
