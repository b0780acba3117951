"""What is saved comes back as it was, and the same document gives the same bytes."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.elements import Blueprint, Card, Stage
from model.ids import spread
from model.kinds import Field, FieldType, Kind, kinds
from model.record import Record
from model.store import reading, writing
from model.store.columns import ContentHash, column_of
from model.store.files import Files, Stamp
from model.store.schema import FORMAT, WRITTEN_BY
from tests.model.store.builders import every_kind, exactly, saved, small

NOWHERE = Path("memory.throughline")
KEYS = spread(50, "Zz", "b01")
EXTRAS = st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=5) | st.integers(), max_size=2)
PLAIN: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: st.text(max_size=12),
    FieldType.INTEGER: st.integers(-(2**53) + 1, 2**53 - 1),
    FieldType.FLAG: st.booleans(),
    FieldType.DECIMAL: st.decimals(-(10**30), 10**30, allow_nan=False, allow_infinity=False, places=4)
    | st.sampled_from([Decimal("1E+3")]),
    FieldType.DAY: st.dates(),
    FieldType.INSTANT: st.datetimes(timezones=st.just(UTC)).map(lambda instant: instant.replace(microsecond=0)),
    FieldType.TEXTS: st.lists(st.text(max_size=5), max_size=3).map(tuple),
    FieldType.BLOB: st.binary(max_size=3000),
}
SELF_STANDING = {kind.name for kind in kinds() if not any("*" in field.refers for field in kind.references)}


def load(data: bytes) -> reading.Loaded:
    return reading.load(NOWHERE, data, Stamp(len(data), 0, 0))


def value_of(field: Field, ids: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    if field.name == "order":
        return st.sampled_from(["", *KEYS])
    if field.name == "extra":
        return EXTRAS.map(lambda extra: json.dumps(extra, sort_keys=True) if extra else "")
    if field.refers:
        # What may belong to any record belongs to none of its own here: it must not come round to itself.
        may = SELF_STANDING if "*" in field.refers else field.refers
        targets = [id for name, known in ids.items() if name in may for id in known]
        if field.many:
            return st.lists(st.sampled_from(targets), max_size=3).map(tuple) if targets else st.just(())
        some = st.sampled_from(targets) if targets else st.nothing()
        return some | st.none() if field.optional else some
    if field.choices is not None:
        one = st.sampled_from(list(field.choices))
        plain: st.SearchStrategy[Any] = st.lists(one, max_size=3).map(tuple) if field.many else one
    else:
        plain = PLAIN[field.holds]
    return plain | st.none() if field.optional else plain


@st.composite
def documents(draw: st.DrawFn) -> list[Record]:
    """A blueprint and up to six records of each of some kinds, with every field free and every reference right."""
    chosen = draw(st.lists(st.sampled_from(kinds()[1:]), max_size=5, unique_by=lambda kind: kind.name))
    needed = _with_what_they_need(chosen)
    ids = {kind.name: [f"{kind.table}_{n}" for n in range(draw(st.integers(1, 6)))] for kind in needed}
    ids["Blueprint"] = ["bp"]
    rows: list[Record] = []
    for kind in needed:
        for id in ids[kind.name]:
            rest = [draw(value_of(field, ids)) for field in kind.fields if field.name != "id"]
            rows.append(kind.record(id, *rest))
    return rows


def _with_what_they_need(chosen: list[Kind]) -> list[Kind]:
    by_name = {kind.name: kind for kind in kinds()}
    needed = {"Blueprint": by_name["Blueprint"]}
    while chosen:
        kind = chosen.pop()
        if needed.setdefault(kind.name, kind) is kind:
            names = [field.refers[0] for field in kind.references if not field.optional and not field.many]
            chosen += [by_name[name] for name in names if name not in needed and name != "*"]
    return list(needed.values())


@given(documents())
def test_every_record_comes_back_as_it_was(rows: list[Record]) -> None:
    written = writing.serialise(rows)

    loaded = load(written.data)

    assert sorted(loaded.rows, key=lambda row: row.id) == sorted(rows, key=lambda row: row.id)
    assert {type(row) for row in loaded.rows} == {type(row) for row in rows}
    assert (loaded.content, loaded.version) == (written.content, FORMAT)


@given(documents(), st.randoms(use_true_random=False))
def test_the_same_document_gives_the_same_bytes(rows: list[Record], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert writing.serialise(shuffled) == writing.serialise(rows)
    assert writing.serialise(load(writing.serialise(rows).data).rows) == writing.serialise(rows)


def test_every_field_of_every_kind_comes_back_exactly() -> None:
    rows = every_kind()

    loaded = load(writing.serialise(rows).data)

    assert exactly(loaded.rows) == exactly(rows)
    assert all(hash(a) == hash(b) for a, b in zip(loaded.rows, rows, strict=True))


def test_a_file_never_needs_a_second_one(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.throughline")

    assert path.read_bytes()[18:20] == b"\1\1"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.throughline"]


def test_extra_of_the_file_is_written_back() -> None:
    written = writing.serialise(small(), '{"x-later":1}')

    assert load(written.data).extra == '{"x-later":1}'
    assert written.content != writing.serialise(small()).content


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_the_content_hash_tells_every_field_apart(kind: Kind) -> None:
    plain = kind.record("x", *[field.default for field in kind.fields[1:]])
    filled = next(row for row in every_kind() if type(row) is kind.record)

    changed = [replace(plain, **{field.name: getattr(filled, field.name)}) for field in kind.fields]

    hashes = {writing.serialise([row]).content for row in [plain, *changed]}
    assert len(hashes) == 1 + sum(row != plain for row in changed)
    assert sum(row != plain for row in changed) >= len(kind.fields) - 1


@pytest.mark.parametrize("half", ["\ud800", "a\udc00b"])
def test_half_a_character_does_not_keep_a_document_from_being_saved(half: str) -> None:
    rows = [Blueprint("bp", title=half), Stage("stage", title="sound \U0001f600")]

    loaded = load(writing.serialise(rows).data)

    assert loaded.rows[0] == Blueprint("bp", title=half.replace("\ud800", "\ufffd").replace("\udc00", "\ufffd"))
    assert loaded.rows[1] == rows[1]


def test_verify_says_what_a_sound_file_is(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.throughline")

    found = reading.verify(path, Files())

    assert found.version == FORMAT
    assert found.rows == len(small())
    assert found.content == writing.serialise(small()).content


def test_cards_are_made_like_any_other() -> None:
    card = next(row for row in load(writing.serialise(small()).data).rows if isinstance(row, Card))

    with pytest.raises(AttributeError):
        card.title = "changed"


def test_a_file_says_which_program_wrote_it() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert load(writing.serialise(small()).data).written_by == f"Throughline {project['version']}" == WRITTEN_BY


@given(st.lists(st.one_of(st.none(), st.integers(), st.text(st.characters(exclude_categories=["Cs"])))))
@example(["a", 'a"b', "c\\d", "\x07", "\x7f\u2028é"])
@example(["", ""])
@example(["a,b", "c"])
def test_the_content_hash_is_that_of_the_json_of_each_column(values: list[str | int | None]) -> None:
    # given
    total = ContentHash()

    # when
    total.add("table", ("name",), (column_of(values),))

    # then
    same = all(value == values[0] for value in values)
    said = [["table", ["name"], len(values)], *([values[0] if same else values] if values else [])]
    lines = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in said]
    assert total.hex() == sha256("".join(lines).encode()).hexdigest()
