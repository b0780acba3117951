"""JSON: nothing lost, the same bytes again, and one clear line for each fault."""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import base, registry
from exporters.json_format import EXPORTER, write
from exporters.readers import base as readers
from exporters.readers import json_reader
from model.context import Context, fixed_context
from model.document import Document
from model.elements import Blueprint, Card, Lane, Link, Role, Stage, Step
from model.errors import KnownError
from model.registers import Owner, Reading, System
from model.texts import Texts
from tests.exporters.strategies import X_VALUES, documents
from tests.model.builders import DAY


def a_context() -> Context:
    return fixed_context(DAY, "Ada")


def a_document(**card: Any) -> Document:
    return Document(
        [
            Blueprint("bp", "", title="Permit"),
            Stage("stage", "a0"),
            Step("s1", "a0", stage="stage"),
            Step("s2", "a1", stage="stage"),
            Lane("lane", "a0", role=Role.CUSTOMER),
            Owner("owner", "a0", name="Desk"),
            System("system", "a0", name="Register"),
            Card("one", "a0", lane="lane", step="s1", title="Apply", **card),
            Card("two", "a0", lane="lane", step="s2", title="Pay"),
            Link("link", "a0", source="one", target="two"),
        ]
    )


def plain_of(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write(document))
    return found


def parse(plain: Any) -> json_reader.Parsed:
    data = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
    return json_reader.parse(data, "plan.json")


def refusal(plain: Any) -> str:
    with pytest.raises(KnownError) as caught:
        parse(plain)
    said = Texts()(caught.value.message)
    assert "\n" not in said
    assert said.startswith("plan.json: ")
    return said


@given(documents())
def test_export_import_export_gives_identical_bytes(document: Document) -> None:
    first = write(document)

    parsed = json_reader.parse(first, "plan.json")

    assert Document(parsed.rows) == document
    assert write(Document(parsed.rows)) == first
    assert not parsed.inferred


def test_bytes_do_not_depend_on_the_order_in_which_rows_came() -> None:
    rows = list(a_document().rows())

    assert write(Document(reversed(rows))) == write(Document(rows))


def test_the_file_is_utf8_with_one_record_a_line_and_a_newline_at_its_end() -> None:
    data = write(Document([Blueprint("bp", title="Ελλάδα")]))

    assert "Ελλάδα".encode() in data
    assert data.endswith(b"}\n")
    assert data.decode().count("\n") == 6


def test_defaults_are_left_out_and_money_is_text() -> None:
    document = a_document(work_minutes=Decimal("12.50"))

    assert plain_of(document)["cards"][0] == {
        "id": "one",
        "order": "a0",
        "lane": "lane",
        "step": "s1",
        "title": "Apply",
        "workMinutes": "12.50",
    }


def test_an_amount_of_nothing_keeps_its_cents() -> None:
    rows = [Blueprint("bp"), *parse({**BARE, "metrics": [{"id": "m"}]}).rows[1:], Reading("r", metric="m")]
    cents = [dataclasses.replace(row, value=Decimal("0.00")) if isinstance(row, Reading) else row for row in rows]

    assert plain_of(Document(cents))["readings"][0]["value"] == "0.00"


def test_cards_stand_in_reading_order() -> None:
    document = a_document()
    document = Document([*document.rows(), Card("tray", "Zz"), Card("first", "Zz", lane="lane", step="s1")])

    assert [card["id"] for card in plain_of(document)["cards"]] == ["first", "one", "two", "tray"]


def test_unknown_fields_come_back_from_every_place() -> None:
    plain = plain_of(a_document())
    plain["x-mine"] = {"b": [1, 2.5], "a": None}
    plain["cards"][1]["x-note"] = "kept"
    plain["cards"][1]["mood"] = 3
    parsed = parse(plain)

    again = plain_of(Document(parsed.rows))

    assert again == plain
    assert [entry.place for entry in parsed.left_out] == ["cards[1].mood", "x-mine"]


def test_a_newer_minor_version_comes_back_as_it_was() -> None:
    plain = {**plain_of(a_document()), "formatVersion": "1.7", "$schema": "urn:later", "voyages": [{"id": "i"}]}

    assert plain_of(Document(parse(plain).rows)) == plain


BARE: dict[str, Any] = {"format": "throughline", "formatVersion": "1.1", "blueprint": {"id": "bp"}}


def test_without_order_keys_the_array_says_the_order() -> None:
    parsed = parse({**BARE, "stages": [{"id": "z", "title": "First"}, {"id": "a", "title": "Second"}]})

    assert [stage.title for stage in Document(parsed.rows).where(Stage)] == ["First", "Second"]
    assert [entry.place for entry in parsed.inferred] == ["stages"]


def test_a_byte_order_mark_is_no_matter() -> None:
    assert parse(b"\xef\xbb\xbf" + json.dumps(BARE).encode()).rows == [Blueprint("bp")]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The document with one value set, at a path such as `cards.0.owner`."""
    plain = plain_of(a_document())
    target: Any = plain
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        target = target[part]
    target[last] = value
    return plain


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("cards.1.id", "one", "cards[1].id"),
        ("cards.1.id", "1st", "cards[1].id"),
        ("cards.1.id", 7, "cards[1].id"),
        ("cards.1.owner", "nobody", "cards[1].owner"),
        ("cards.1.owner", "system", "cards[1].owner"),
        ("cards.1.sources", ["owner"], "cards[1].sources[0]"),
        ("cards.1.title", 7, "cards[1].title"),
        ("cards.1.title", None, "cards[1].title"),
        ("cards.1.kind", "thing", "cards[1].kind"),
        ("cards.1.marks", "fail_point", "cards[1].marks"),
        ("cards.1.marks", ["fail"], "cards[1].marks"),
        ("cards.1.answered", 1, "cards[1].answered"),
        ("cards.1.emotion", True, "cards[1].emotion"),
        ("cards.1.emotion", 2**60, "cards[1].emotion"),
        ("cards.1.workMinutes", 12.5, "cards[1].workMinutes"),
        ("cards.1.workMinutes", "1e999999999", "cards[1].workMinutes"),
        ("cards.1.workMinutes", "NaN", "cards[1].workMinutes"),
        ("cards.1.lastChecked", "2025-02-30", "cards[1].lastChecked"),
        ("cards.1.lastChecked", "2025-W01-1", "cards[1].lastChecked"),
        ("cards.1.order", "0", "cards[1].order"),
        ("cards.1.lane", None, "cards[1].lane"),
        ("cards.1.step", None, "cards[1].step"),
        ("cards.1.lastStep", "s1", "cards[1].lastStep"),
        ("cards.1.lastStep", "nowhere", "cards[1].lastStep"),
        ("cards.1.extra", "{}", "cards[1].extra"),
        ("blueprint.x-root", 5, "blueprint.x-root"),
        ("cards.1", "two", "cards[1]"),
        ("cards", {}, "cards"),
        ("card", [], "card"),
        ("links.0.target", "gone", "links[0].target"),
        ("links.0.target", "", "links[0].target"),
        ("links.0.target", None, "links[0].target"),
        ("steps.0.stage", "lane", "steps[0].stage"),
        ("blueprint.id", "one", "cards[0].id"),
        ("formatVersion", 1, "formatVersion"),
    ],
)
def test_each_fault_is_one_line_with_its_place(path: str, value: Any, place: str) -> None:
    assert refusal(changed(path, value)).startswith(f"plan.json: {place}: ")


@pytest.mark.parametrize("missing", ["id", "order"])
def test_a_missing_key_is_named(missing: str) -> None:
    plain = plain_of(a_document())
    del plain["cards"][1][missing]

    assert refusal(plain).startswith(f"plan.json: cards[1].{missing}: ")


HOSTILE = {
    "not json": b"throughline",
    "an array": b"[]",
    "another format": b'{"format": "bpmn"}',
    "cut short": b'{"format": "throughline", "cards": [',
    "latin-1": '{"format": "throughlin\u00e9"}'.encode("latin-1"),
    "nan": json.dumps({**BARE, "x-a": float("nan")}).encode(),
    "infinite": json.dumps({**BARE, "x-a": 0}).encode().replace(b'"x-a": 0', b'"x-a": 1e999'),
    "endless number": json.dumps({**BARE, "x-a": 0}).encode().replace(b'"x-a": 0', b'"x-a": ' + b"9" * 5000),
    "deep": b'{"format": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "same key twice": b'{"format": "throughline", "format": "throughline"}',
    "half a character": json.dumps({**BARE, "x-a": "\ud800"}).encode(),
    "newer": json.dumps({**BARE, "formatVersion": "2.0"}).encode(),
    "no blueprint": b'{"format": "throughline", "formatVersion": "1.1"}',
    "zeros": bytes(4096),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_one_line(data: bytes) -> None:
    refusal(data)


def nested(depth: int) -> dict[str, Any]:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return {**BARE, "x-a": value}


def test_what_is_kept_may_nest_but_not_without_end() -> None:
    assert plain_of(Document(parse(nested(50)).rows))["x-a"] == nested(50)["x-a"]
    for depth in (100, 400, 900):
        assert "deep" in refusal(nested(depth))


def nodes(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in some plain data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, child in inner for found in nodes(child, (*path, key)))]


@given(st.data())
def test_whatever_value_is_changed_the_file_is_sound_or_refused(data: st.DataObject) -> None:
    plain = plain_of(a_document())
    path = data.draw(st.sampled_from(nodes(plain)[1:]))
    target: Any = plain
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(X_VALUES | st.sampled_from(["one", "s2", "lane", "bp", "a0"]))

    try:
        rows = parse(plain).rows
    except KnownError as error:
        assert Texts()(error.message).startswith("plan.json: ")
        return
    first = write(Document(rows))
    assert write(Document(parse(first).rows)) == first


@given(st.binary(max_size=60))
def test_no_bytes_are_more_than_refused(noise: bytes) -> None:
    whole = write(a_document())
    for broken in (noise, whole[: len(noise) * 7] + noise, whole.replace(b"one", noise, 1)):
        with suppress(KnownError):
            parse(broken)


def test_a_file_over_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "plan.json"
    source.write_bytes(json.dumps(BARE).encode())
    monkeypatch.setattr(json_reader, "LIMIT", 10)

    with pytest.raises(KnownError, match="too_large"):
        readers.run(json_reader.READER, source, a_context())


def test_into_an_open_document_it_is_a_change_by_id(tmp_path: Path) -> None:
    source = tmp_path / "plan.json"
    source.write_bytes(write(a_document()))
    open_document = Document([Blueprint("mine"), Stage("stage", "a0", title="Old"), Owner("other", "a0")])

    reading = readers.run(registry.reader("json"), source, a_context(), into=open_document)

    assert reading.change is not None
    open_document.apply(reading.change)
    assert [(entry.element, entry.why.id) for entry in reading.report.inferred] == [("stage", "readers.replaced")]
    assert [entry.element for entry in reading.report.left_out] == ["Permit"]
    assert "blueprints" not in dict(reading.report.placed)
    assert open_document.blueprint.id == "mine"
    assert open_document.need(Stage, "stage").title == ""
    assert {"other", "one", "two", "link"} <= {row.id for row in open_document.rows()}


def test_an_id_of_another_kind_in_the_open_document_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "plan.json"
    source.write_bytes(write(a_document()))
    open_document = Document([Blueprint("mine"), Owner("one", "a0")])

    with pytest.raises(KnownError, match="other_kind"):
        readers.run(registry.reader("json"), source, a_context(), into=open_document)


def test_json_is_the_whole_document_and_has_no_paper() -> None:
    assert base.run(EXPORTER, a_document(), a_context()).data == write(a_document())
    with pytest.raises(KnownError, match="option_unknown"):
        base.run(EXPORTER, a_document(), a_context(), {"paper": "A3"})
