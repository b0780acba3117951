"""Files of every format there was open for ever; a step and its record are kept together or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from model.errors import BugError, KnownError
from model.store import migrations, reading
from model.store.files import Files
from model.store.migrations import Step
from model.store.schema import FORMAT, fingerprint, format_name, schema
from tests.model.store.builders import every_kind, exactly, saved
from tests.model.store.make_fixture import FOLDER

HERE = Path("a.throughline")


def test_a_file_of_format_1_0_opens_for_ever() -> None:
    path = FOLDER / "format-1.0.throughline"

    loaded = reading.read(path, Files())

    assert loaded.version == 1000
    assert exactly(loaded.rows) == exactly(every_kind())


def test_each_format_has_a_fixture_with_the_schema_of_its_time() -> None:
    """A changed kind or field changes the schema: add a migration and a fixture, or (unreleased) make it anew."""
    formats = {FORMAT: fingerprint(schema()), **{step.source: step.schema for step in migrations.STEPS}}

    for version, known in formats.items():
        connection = sqlite3.connect(FOLDER / f"format-{format_name(version)}.throughline")
        objects = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        connection.close()
        assert fingerprint(frozenset(objects)) == known


def steps(act: Any) -> list[Step]:
    return [Step(FORMAT, fingerprint(schema()), 2000, act)]


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

    migrations.migrate(HERE, database, FORMAT, steps(act), 2000)

    assert version_of(database) == 2000
    assert "weight" in [row[1] for row in database.execute("PRAGMA table_info(card)")]


def test_a_step_that_fails_leaves_neither_change_nor_record(database: sqlite3.Connection) -> None:
    def act(db: Any) -> None:
        db["card"].add_column("weight", str)
        db.execute("UPDATE card SET title = 'half'")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        migrations.migrate(HERE, database, FORMAT, steps(act), 2000)

    assert version_of(database) == FORMAT
    assert "weight" not in [row[1] for row in database.execute("PRAGMA table_info(card)")]
    assert database.execute("SELECT count(*) FROM card WHERE title = 'half'").fetchone() == (0,)


def test_steps_follow_one_another(database: sqlite3.Connection) -> None:
    order: list[int] = []
    chain = [
        Step(2000, "", 3000, lambda _: order.append(2)),
        Step(FORMAT, "", 2000, lambda _: order.append(1)),
    ]

    migrations.migrate(HERE, database, FORMAT, chain, 3000)

    assert order == [1, 2]
    assert version_of(database) == 3000


def test_a_step_that_leads_nowhere_is_a_bug(database: sqlite3.Connection) -> None:
    with pytest.raises(BugError):
        migrations.migrate(HERE, database, FORMAT, [Step(FORMAT, "", FORMAT, lambda _: None)], 2000)


def test_an_older_format_nobody_knows_is_damaged(database: sqlite3.Connection) -> None:
    with pytest.raises(KnownError):
        migrations.migrate(HERE, database, 999, (), FORMAT)


def test_an_older_file_must_have_its_exact_schema() -> None:
    objects = sorted(schema())

    assert migrations.known_schema(HERE, FORMAT, objects, steps(print)) == schema()
    with pytest.raises(KnownError):
        migrations.known_schema(HERE, FORMAT, objects[1:], steps(print))
