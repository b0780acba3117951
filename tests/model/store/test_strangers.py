"""Files that are damaged, foreign, hostile or too new: always one clear line, never a traceback, never half a load."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import KnownError
from model.store import reading, schema, writing
from model.store.files import LARGEST, Files, Stamp
from model.texts import Texts
from tests.model.store.builders import every_kind, exactly, forged, saved, small

SEEDS = range(50)
OTHERS = ", ".join(f'"{column}"' for column in schema.tables()[0].columns[1:])

CHECKED = (
    "UPDATE sqlite_master SET sql = replace(sql, '\"notes\" TEXT NOT NULL', "
    "'\"notes\" TEXT NOT NULL CHECK (randomblob(1000000000))') WHERE name = 'card'"
)
SHARED_ROOT = (
    "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'link') WHERE name = 'card'"
)


def refusal(path: Path) -> str:
    """The one line with which a file is refused, by reading and by verifying alike."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(KnownError) as caught:
        reading.read(path, Files())
    with pytest.raises(KnownError):
        reading.verify(path, Files())
    if path.is_file():
        assert path.read_bytes() == before
    line = Texts("en")(caught.value.message)
    assert path.name in line
    assert "\n" not in line
    return f"{caught.value.message.id}: {line}"


def header(path: Path, place: int, value: bytes) -> Path:
    """A file with some bytes of its header changed."""
    data = bytearray(path.read_bytes())
    data[place : place + len(value)] = value
    path.write_bytes(data)
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return saved(tmp_path / "a.throughline")


def test_cut_at_every_page(sound: Path) -> None:
    data = sound.read_bytes()

    for size in range(0, len(data), schema.PAGE):
        for cut in (size, size + 1, size + schema.PAGE // 2):
            sound.write_bytes(data[:cut])
            assert "store.damaged" in refusal(sound)


def test_lengthened(sound: Path) -> None:
    sound.write_bytes(sound.read_bytes() + bytes(schema.PAGE))

    assert "store.damaged" in refusal(sound)


@pytest.mark.parametrize("seed", SEEDS)
def test_four_flipped_bits(sound: Path, seed: int) -> None:
    chance, data = random.Random(seed), bytearray(sound.read_bytes())
    for place in chance.sample(range(len(data) * 8), 4):
        data[place // 8] ^= 1 << place % 8
    sound.write_bytes(data)

    refusal(sound)


@pytest.mark.full
def test_every_byte_flipped(sound: Path) -> None:
    data = bytearray(sound.read_bytes())
    for place in range(len(data)):
        data[place] ^= 1 << place % 8
        with pytest.raises(KnownError):
            reading.load(sound, bytes(data), Files().stamp(sound) or pytest.fail("no file"))
        data[place] ^= 1 << place % 8


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_of_another_place(sound: Path, seed: int) -> None:
    chance, data = random.Random(seed), sound.read_bytes()
    pages = [data[at : at + schema.PAGE] for at in range(0, len(data), schema.PAGE)]
    one, other = chance.sample(range(1, len(pages)), 2)
    pages[one] = pages[other] if pages[one] != pages[other] else bytes(schema.PAGE)
    sound.write_bytes(b"".join(pages))

    assert "store.damaged" in refusal(sound)


def test_zeros_from_some_page_on(sound: Path) -> None:
    data = sound.read_bytes()

    for size in range(0, len(data), schema.PAGE):
        sound.write_bytes(data[:size] + bytes(len(data) - size))
        assert "store.damaged" in refusal(sound)


@pytest.mark.parametrize("data", [b"", b"\0", bytes(100_000)], ids=["empty", "one zero", "zeros"])
def test_nothing_is_damaged_and_not_new(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.throughline"
    path.write_bytes(data)

    assert "store.damaged" in refusal(path)


@pytest.mark.parametrize("data", [b"hello", b"PK\3\4" + bytes(600), b"<?xml version='1.0'?><mxfile/>", b"{}"])
def test_something_else(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.throughline"
    path.write_bytes(data)

    assert "store.foreign" in refusal(path)


def test_another_application(sound: Path) -> None:
    assert "store.foreign" in refusal(header(sound, 68, b"abcd"))


def test_a_newer_major_version(sound: Path) -> None:
    line = refusal(header(sound, 60, (3003).to_bytes(4, "big")))

    assert "store.newer" in line
    assert "3.3" in line
    assert "2.0" in line


@pytest.mark.parametrize("version", [0, 1, 999])
def test_a_version_before_the_first(sound: Path, version: int) -> None:
    assert "store.damaged" in refusal(header(sound, 60, version.to_bytes(4, "big")))


def test_a_newer_minor_version_opens(tmp_path: Path) -> None:
    newer = '{"lookahead":"of 2.7","x-mine":[1,2]}'
    path = forged(tmp_path / "a.throughline", "PRAGMA user_version = 2007", f"UPDATE card SET extra = '{newer}'")

    loaded = reading.read(path, Files())

    assert loaded.version == 2007
    assert {row.extra for row in loaded.rows if type(row).__name__ == "Card"} == {newer}
    assert exactly(reading.load(path, writing.serialise(loaded.rows).data, loaded.stamp).rows) == exactly(loaded.rows)


def test_a_file_left_in_wal_mode(sound: Path) -> None:
    assert "store.damaged" in refusal(header(sound, 18, b"\2\2"))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON card BEGIN SELECT 1; END",
        "CREATE VIEW v AS SELECT load_extension('x')",
        "CREATE TABLE more (a)",
        "CREATE INDEX i ON card (title)",
        "CREATE VIRTUAL TABLE f USING fts5(a)",
        "ALTER TABLE card ADD COLUMN more TEXT",
        "ALTER TABLE card DROP COLUMN notes",
        "DROP TABLE link",
        "DROP TABLE meta",
        CHECKED,
        SHARED_ROOT,
        "INSERT INTO sqlite_master SELECT type, name || '2', tbl_name, rootpage, sql FROM sqlite_master LIMIT 1",
    ],
)
def test_a_hostile_schema(tmp_path: Path, statement: str) -> None:
    path = saved(tmp_path / "a.throughline")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(statement)
    connection.close()

    assert refusal(path).split(":")[0] in {"store.schema", "store.damaged"}


def test_the_schema_is_looked_at_before_the_hashes(tmp_path: Path) -> None:
    path = forged(tmp_path / "a.throughline", "CREATE TRIGGER t AFTER INSERT ON card BEGIN SELECT 1; END")

    line = refusal(path)

    assert "store.schema" in line
    assert "trigger t" in line


@pytest.mark.parametrize(
    ("statement", "table", "row"),
    [
        ("UPDATE blueprint SET volume = 'many'", "blueprint", "bp"),
        ("UPDATE blueprint SET volume = 1.5", "blueprint", "bp"),
        ("UPDATE blueprint SET volume = 9007199254740992", "blueprint", "bp"),
        ("UPDATE card SET title = x'00' WHERE id = 'card3'", "card", "card3"),
        ("UPDATE card SET answered = 2 WHERE id = 'card4'", "card", "card4"),
        ("UPDATE card SET answered = 'yes' WHERE id = 'card4'", "card", "card4"),
        ("UPDATE card SET kind = 'robot' WHERE id = 'card5'", "card", "card5"),
        ("UPDATE card SET marks = '[\"fire\"]' WHERE id = 'card5'", "card", "card5"),
        ("UPDATE card SET marks = '[' WHERE id = 'card5'", "card", "card5"),
        ("UPDATE card SET value_for = '[1]' WHERE id = 'card5'", "card", "card5"),
        (f"UPDATE card SET work_minutes = '{'9' * 41}' WHERE id = 'card5'", "card", "card5"),
        (f"UPDATE card SET value_for = '{'[' * 100_000}' WHERE id = 'card5'", "card", "card5"),
        ("UPDATE card SET work_minutes = 'NaN' WHERE id = 'card6'", "card", "card6"),
        ("UPDATE card SET work_minutes = '1e9999999' WHERE id = 'card6'", "card", "card6"),
        ("UPDATE card SET last_checked = '2026-02-30' WHERE id = 'card6'", "card", "card6"),
        ("UPDATE card SET last_checked = '20260228' WHERE id = 'card6'", "card", "card6"),
        ("UPDATE card SET extra = '[]' WHERE id = 'card7'", "card", "card7"),
        (f"UPDATE card SET extra = '{'[' * 100_000}' WHERE id = 'card7'", "card", "card7"),
        ("UPDATE card SET \"order\" = 'a' WHERE id = 'card7'", "card", "card7"),
        ("UPDATE card SET \"order\" = 'a0' || char(10) || 'a1' WHERE id = 'card7'", "card", "card7"),
        ("UPDATE card SET id = '<script>' WHERE id = 'card11'", "card", "<script>"),
        ("UPDATE card SET id = 'a' || char(10) || 'b' WHERE id = 'card11'", "card", "a\ufffdb"),
        ("UPDATE step SET id = 'lane0' WHERE id = 'step2'", "lane", "lane0"),
        ("UPDATE link SET target = 'nobody' WHERE id = 'link2'", "link", "link2"),
        ("UPDATE link SET target = 'lane0' WHERE id = 'link2'", "link", "link2"),
        ("UPDATE link SET variants = '[\"none\"]' WHERE id = 'link2'", "link", "link2"),
        ("UPDATE card SET lane = 'nowhere' WHERE id = 'card8'", "card", "card8"),
        ("UPDATE step SET stage = '' WHERE id = 'step1'", "step", "step1"),
        ("INSERT INTO translation VALUES ('mine', 'a0', '', 'mine', 'title', 'de', '')", "translation", "mine"),
        (
            (
                "INSERT INTO translation VALUES ('one', 'a0', '', 'other', 'title', 'de', ''), "
                "('other', 'a1', '', 'one', 'title', 'de', '')"
            ),
            "translation",
            "one",
        ),
    ],
)
def test_a_value_that_is_none_of_its_field(tmp_path: Path, statement: str, table: str, row: str) -> None:
    path = forged(tmp_path / "a.throughline", statement)

    with pytest.raises(KnownError) as caught:
        reading.read(path, Files())

    said = dict(caught.value.message.parameters)
    assert caught.value.message.id == "store.row"
    assert (said["table"], said["row"]) == (table, row)
    Texts("en")(caught.value.message)


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("DELETE FROM blueprint", 0),
        (f"INSERT INTO blueprint SELECT 'second', {OTHERS} FROM blueprint", 2),
    ],
)
def test_not_just_one_blueprint(tmp_path: Path, statement: str, count: int) -> None:
    line = refusal(forged(tmp_path / "a.throughline", statement))

    assert "store.blueprints" in line
    assert f"holds {count} blueprints" in line


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM meta", "INSERT INTO meta SELECT * FROM meta", "UPDATE meta SET extra = 'no'"],
)
def test_a_description_that_is_none(tmp_path: Path, statement: str) -> None:
    path = saved(tmp_path / "a.throughline")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()

    assert "store.damaged" in refusal(path)


@pytest.mark.parametrize("sign", [10, 13, 27, 0x2028, 0x202E])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE blueprint SET id = 'a' || char({sign}) || 'b'", 'CREATE TABLE "a{text}b" (c)'],
    ids=["an id", "an object"],
)
def test_a_name_that_would_break_the_line(tmp_path: Path, statement: str, sign: int) -> None:
    path = forged(tmp_path / "a.throughline", statement.format(sign=sign, text=chr(sign)))

    line = refusal(path)

    assert "a\ufffdb" in line and chr(sign) not in line


def test_a_changed_row_with_the_old_hashes(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.throughline")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE card SET title = 'Card X' WHERE id = 'card1'")
    connection.close()

    assert "store.damaged" in refusal(path)


def test_the_content_hash_is_looked_at_where_the_seal_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path / "a.throughline")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE card SET title = 'Card X' WHERE id = 'card1'")
    connection.close()
    monkeypatch.setattr(reading, "seal_of", lambda *given: given[-1].decode())

    assert "store.damaged" in refusal(path)


def test_places_that_are_no_file(tmp_path: Path) -> None:
    assert "store.missing" in refusal(tmp_path / "none.throughline")
    assert "store.not_a_file" in refusal(tmp_path)


def test_a_file_of_endless_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.throughline"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)

    with pytest.raises(KnownError) as caught:
        reading.read(path, Files())

    assert caught.value.message.id == "store.too_big"


def test_reading_needs_no_heavy_library() -> None:
    import subprocess
    import sys

    code = "import model.store.reading, model.store.writing, sys; sys.exit('sqlite_utils' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def rubbed(data: bytes, seed: int) -> bytes:
    """A file with some of its bytes changed, mostly those that say something."""
    chance, rubbed = random.Random(seed), bytearray(data)
    said = [place for place, value in enumerate(data) if value]
    for _ in range(chance.choice([1, 2, 4, 16, 200])):
        place = chance.choice(said) if chance.random() < 0.8 else chance.randrange(len(data))
        rubbed[place] ^= chance.randrange(1, 256)
    return bytes(rubbed)


@pytest.mark.parametrize("seeds", [range(100), pytest.param(range(100, 20_000), marks=pytest.mark.full)], ids=len)
def test_no_page_of_a_stranger_gets_further_than_a_known_error(monkeypatch: pytest.MonkeyPatch, seeds: range) -> None:
    """A stranger can set the hashes right, so here they are believed: SQLite and our checks stand alone."""
    monkeypatch.setattr(reading, "seal_of", lambda *given: given[-1].decode())
    monkeypatch.setattr(reading, "_check_content", lambda *_: None)
    files = [writing.serialise(rows).data for rows in (small(60), every_kind())]
    loaded = 0

    for seed in seeds:
        try:
            reading.load(Path("a"), rubbed(files[seed % 2], seed), Stamp(0, 0, 0), pages=seed % 3 == 0)
            loaded += 1
        except KnownError as error:
            Texts("en")(error.message)

    assert loaded < len(seeds) / 2


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE card SET answered = 'yes' WHERE id = 'card299'", "card299"),
        ("UPDATE card SET kind = 'robot' WHERE id = 'card250'", "card250"),
        ("UPDATE card SET marks = 7 WHERE id = 'card250'", "card250"),
        ("UPDATE card SET emotion = 1.5", "card0"),
        ("UPDATE card SET owner = 'nobody'", "card0"),
    ],
)
def test_a_large_table_is_looked_at_whole(tmp_path: Path, statement: str, row: str) -> None:
    path = forged(tmp_path / "a.throughline", statement, rows=small(300))

    with pytest.raises(KnownError) as caught:
        reading.read(path, Files())

    assert dict(caught.value.message.parameters)["row"] == row


@pytest.mark.parametrize("odd", [0, 100, 199, 200, 299])
def test_one_card_that_differs_from_all_others(tmp_path: Path, odd: int) -> None:
    rows = small(300)
    place = next(place for place, row in enumerate(rows) if row.id == f"card{odd}")
    rows[place] = replace(rows[place], notes="odd", answered=True, emotion=-2, extra='{"x-a":1}')

    assert exactly(reading.read(saved(tmp_path / "a.throughline", rows), Files()).rows) == exactly(rows)
