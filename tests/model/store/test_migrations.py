"""Files of every format there was open for ever; a step and its record are kept together or not at all."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.errors import BugError, KnownError
from model.kinds import kind_of
from model.record import Record
from model.store import migrations, reading
from model.store.files import Files
from model.store.migrations import Step
from model.store.schema import FORMAT, fingerprint, format_name, schema
from tests.model.store.builders import every_kind, exactly, saved
from tests.model.store.make_fixture import FOLDER

HERE = Path("a.throughline")
LATER, LATEST = FORMAT + 1000, FORMAT + 2000


def test_a_file_of_format_1_0_opens_for_ever() -> None:
    path = FOLDER / "format-1.0.throughline"

    loaded = reading.read(path, Files())

    assert loaded.version == 1000
    was = sqlite3.connect(path)
    before = {name: was.execute(f'SELECT * FROM "{name}"').description for name in tables_of(was)}
    was.close()
    assert exactly(loaded.rows) == exactly(
        as_before(row, before) for row in every_kind() if kind_of(row).table in before
    )


def tables_of(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name != 'meta'")]


def as_before(row: Record, before: dict[str, Any]) -> Record:
    """A row whose fields that an older format did not have are at their defaults."""
    columns = {description[0] for description in before[kind_of(row).table]}
    added = {field.name: field.default for field in kind_of(row).fields if field.name not in columns}
    return replace(row, **added)


def test_a_file_of_the_present_format_holds_every_kind() -> None:
    path = FOLDER / f"format-{format_name(FORMAT)}.throughline"

    assert exactly(reading.read(path, Files()).rows) == exactly(every_kind())


def test_each_format_has_a_fixture_with_the_schema_of_its_time() -> None:
    """A changed kind or field changes the schema: add a migration and a fixture, or (unreleased) make it anew."""
    formats = {FORMAT: fingerprint(schema()), **{step.source: step.schema for step in migrations.STEPS}}

    for version, known in formats.items():
        connection = sqlite3.connect(FOLDER / f"format-{format_name(version)}.throughline")
        objects = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        connection.close()
        assert fingerprint(frozenset(objects)) == known


def steps(act: Any) -> list[Step]:
    return [Step(FORMAT, fingerprint(schema()), LATER, act)]


@pytest.fixture
def database(tmp_path: Path) -> Any:
    connection = sqlite3.connect(saved(tmp_path / "a.throughline"), isolation_level=None)
    yield connection
    connection.close()


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_step_and_its_record(database: sqlite3.Connection) -> None:
    def act(db: Any) -> None:
        db["card"].add_column("weight", str)

    migrations.migrate(HERE, database, FORMAT, steps(act), LATER)

    assert version_of(database) == LATER
    assert "weight" in [row[1] for row in database.execute("PRAGMA table_info(card)")]


def test_a_step_that_fails_leaves_neither_change_nor_record(database: sqlite3.Connection) -> None:
    def act(db: Any) -> None:
        db["card"].add_column("weight", str)
        db.execute("UPDATE card SET title = 'half'")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        migrations.migrate(HERE, database, FORMAT, steps(act), LATER)

    assert version_of(database) == FORMAT
    assert "weight" not in [row[1] for row in database.execute("PRAGMA table_info(card)")]
    assert database.execute("SELECT count(*) FROM card WHERE title = 'half'").fetchone() == (0,)


def test_steps_follow_one_another(database: sqlite3.Connection) -> None:
    order: list[int] = []
    chain = [
        Step(LATER, "", LATEST, lambda _: order.append(2)),
        Step(FORMAT, "", LATER, lambda _: order.append(1)),
    ]

    migrations.migrate(HERE, database, FORMAT, chain, LATEST)

    assert order == [1, 2]
    assert version_of(database) == LATEST


def test_a_step_that_leads_nowhere_is_a_bug(database: sqlite3.Connection) -> None:
    with pytest.raises(BugError):
        migrations.migrate(HERE, database, FORMAT, [Step(FORMAT, "", FORMAT, lambda _: None)], LATER)


def test_an_older_format_nobody_knows_is_damaged(database: sqlite3.Connection) -> None:
    with pytest.raises(KnownError):
        migrations.migrate(HERE, database, 999, (), FORMAT)


def test_an_older_file_must_have_its_exact_schema() -> None:
    objects = sorted(schema())

    assert migrations.known_schema(HERE, FORMAT, objects, steps(print)) == schema()
    with pytest.raises(KnownError):
        migrations.known_schema(HERE, FORMAT, objects[1:], steps(print))
