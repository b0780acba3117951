"""Damaged and hostile documents, any number of them, each made from its number: the same number, the same bytes."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

from model.errors import BugError
from model.record import Record
from model.store import writing
from model.store.schema import FORMAT
from tests.model.store.builders import every_kind, forged, small

Make = Callable[[random.Random, Path], bytes]
FIXTURES = Path(__file__).parent / "fixtures"
OBJECTS = (
    "CREATE VIEW v{n} AS SELECT * FROM card",
    "CREATE VIEW v{n} AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
    "CREATE VIEW v{n} AS SELECT randomblob(1000000000) AS x FROM card, card, card",
    "CREATE TRIGGER t{n} AFTER INSERT ON card BEGIN DELETE FROM card; END",
    "CREATE TRIGGER t{n} AFTER UPDATE ON meta BEGIN SELECT load_extension('x'); END",
    "CREATE TABLE t{n} (a, b)",
    "CREATE TABLE t{n} (a PRIMARY KEY) WITHOUT ROWID",
    "CREATE INDEX i{n} ON card (title)",
    "CREATE INDEX i{n} ON card (abs(length(title)))",
    "CREATE VIRTUAL TABLE f{n} USING fts5(a)",
    "CREATE VIRTUAL TABLE f{n} USING rtree(a, b, c)",
    "ALTER TABLE card ADD COLUMN c{n}",
    "ALTER TABLE card RENAME COLUMN title TO t{n}",
    "ALTER TABLE link RENAME TO l{n}",
    "DROP TABLE link",
    "UPDATE sqlite_master SET sql = 'CREATE VIEW card AS SELECT * FROM card' WHERE name = 'card'",
    "UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'BLOB') WHERE name = 'card'",
    "UPDATE sqlite_master SET type = 'view' WHERE name = 'link'",
    "UPDATE sqlite_master SET rootpage = {n} WHERE name = 'card'",
    "UPDATE sqlite_master SET sql = NULL WHERE name = 'card'",
    "UPDATE sqlite_master SET name = 'c{n}' WHERE name = 'card'",
)
VALUES = (
    *("NULL", "x''", "x'00ff'", "''", "' '", "-1", "9223372036854775807", "1e999", "-1e999", "0.1", "'nan'"),
    *("'Infinity'", "'1e999999999'", "'[' || char(10)", "'[[[[[[[['", "'{{}}'", "char(0)", "char(8238) || 'x'"),
    *("'card{n}'", "'2026-99-99'", "hex(zeroblob(200000))", "zeroblob(1000000)", "'yes'", "2", "'٣'"),
    *("'[\"' || hex(zeroblob(1000)) || '\"]'", "replace(hex(zeroblob(20000)), '00', '[')"),
    "'{{\"a\":' || replace(hex(zeroblob(2000)), '00', '[') || '}}'",
)
COLUMNS = {
    "card": "id order title lane step marks answered extra owner work_minutes emotion picture sources kind notes",
    "link": "id source target kind extra",
    "blueprint": "id title volume currency language extra",
    "picture": "mime width height data",
    "lane": "role",
    "step": "stage",
    "stage": "order",
    "meta": "extra content seal",
}
PLACES = tuple((table, column) for table, columns in COLUMNS.items() for column in columns.split())


@cache
def sound(number: int) -> bytes:
    """A document with nothing wrong with it: small, every kind, the old format, large, in turn."""
    makes: tuple[Callable[[], bytes], ...] = (
        lambda: writing.serialise(small()).data,
        lambda: writing.serialise(every_kind()).data,
        (FIXTURES / "format-1.0.throughline").read_bytes,
        lambda: writing.serialise(small(150)).data,
    )
    return makes[number % len(makes)]()


def cut(chance: random.Random, _file: Path) -> bytes:
    """Ends too early, at a page, anywhere, or with the header's count of pages set right."""
    data = sound(chance.randrange(4))
    page = int.from_bytes(data[16:18], "big")
    if chance.random() < 0.5:
        return data[: chance.randrange(len(data))]
    pages = chance.randrange(1, len(data) // page)
    short = bytearray(data[: pages * page])
    if chance.random() < 0.5:
        short[28:32] = pages.to_bytes(4, "big")
    return bytes(short)


def flipped(chance: random.Random, _file: Path) -> bytes:
    """One to two hundred bits flipped."""
    data = bytearray(sound(chance.randrange(4)))
    for _ in range(chance.choice([1, 2, 4, 4, 30, 200])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def filled(chance: random.Random, _file: Path) -> bytes:
    """A stretch of it NUL or 0xFF, as after a power cut; or a page in another's place; or more at its end."""
    data = bytearray(sound(chance.randrange(4)))
    begin = chance.randrange(len(data))
    length = chance.choice([1, 16, 512, 4096, len(data)])
    kind = chance.randrange(4)
    if kind == 3:
        return bytes(data) + chance.randbytes(length)
    if kind == 2:
        page = int.from_bytes(data[16:18], "big")
        one, other = (chance.randrange(len(data) // page) * page for _ in range(2))
        data[one : one + page], data[other : other + page] = data[other : other + page], data[one : one + page]
        return bytes(data)
    end = min(len(data), begin + length)
    data[begin:end] = (b"\0" if kind else b"\xff") * (end - begin)
    return bytes(data)


def headed(chance: random.Random, _file: Path) -> bytes:
    """Its header says something else: another application, version, page size, encoding; that it is in WAL mode."""
    data = bytearray(sound(chance.randrange(4)))
    place, size = chance.choice(
        [(68, 4), (60, 4), (60, 4), (16, 2), (18, 2), (20, 1), (28, 4), (40, 4), (44, 4), (56, 4)]
    )
    value = chance.choice([0, 1, 2, 999, FORMAT - 1, FORMAT + 1, FORMAT + 1000, 99_000, chance.randrange(2**32), 2**31])
    data[place : place + size] = (value % 256**size).to_bytes(size, "big")
    return bytes(data)


def schemed(chance: random.Random, file: Path) -> bytes:
    """Views without end, triggers, virtual tables, changed tables; the hashes right again where that can be done."""
    statements = [
        line.format(n=chance.randrange(1, 30)) for line in chance.sample(OBJECTS, chance.choice([1, 1, 2, 3]))
    ]
    return changed(file, statements, chance.choice([small(), every_kind()]))


def valued(chance: random.Random, file: Path) -> bytes:
    """Values no field of ours holds, huge ones among them; the hashes right again, so that only our checks stand."""
    statements = []
    for _ in range(chance.choice([1, 1, 2, 5])):
        table, column = chance.choice(PLACES)
        value = chance.choice(VALUES).format(n=chance.randrange(20))
        every = table == "meta" or chance.random() < 0.3
        which = "" if every else f' WHERE "id" = (SELECT min("id") FROM "{table}")'
        statements.append(f'UPDATE OR IGNORE "{table}" SET "{column}" = {value}{which}')
    if chance.random() < 0.3:
        statements.append(f"PRAGMA user_version = {FORMAT + chance.choice([0, 1, 7])}")
    return changed(file, statements, chance.choice([small(), small(150), every_kind()]))


def other(chance: random.Random, file: Path) -> bytes:
    """No document at all: nothing, zeros, noise, a picture's beginning, a database of another program."""
    kind = chance.randrange(5)
    if kind == 0:
        return bytes(chance.choice([0, 0, 1, 100, 512, 4096, 100_000]))
    if kind == 1:
        return chance.randbytes(chance.choice([1, 15, 16, 100, 5000]))
    if kind == 2:
        return chance.choice([b"PK\3\4", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"<xml/>", b"{}", b"SQLite format 3\0"])
    if kind == 3:
        return b"SQLite format 3\0" + chance.randbytes(chance.choice([84, 496, 4080, 40_000]))
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.execute(f"CREATE TABLE t{chance.randrange(9)} (a)")
    connection.commit()
    connection.close()
    return file.read_bytes()


def changed(file: Path, statements: list[str], rows: list[Record]) -> bytes:
    """A document changed by SQL; where our own sealing finds no way to set its hashes right, with the old ones."""
    try:
        return forged(file, *statements, rows=rows).read_bytes()
    except (sqlite3.Error, BugError, ValueError, TypeError):
        return file.read_bytes()


MAKES: tuple[Make, ...] = (cut, flipped, filled, headed, schemed, schemed, valued, valued, valued, other)


def document(number: int, file: Path) -> tuple[str, bytes]:
    """The kind and the bytes of one document of the corpus; `file` is a place to work in."""
    make = MAKES[number % len(MAKES)]
    return make.__name__, make(random.Random(number), file)
