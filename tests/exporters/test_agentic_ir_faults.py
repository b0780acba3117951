"""Blueprints of agentic-service-blueprinting that are spoilt: each fault one line with its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.json_format import write
from exporters.readers import base as readers
from exporters.readers.agentic_reader import READER
from model.errors import KnownError
from model.texts import Texts
from tests.exporters.agentic_fixture import (
    IR,
    entries,
    read,
    the_document,
)
from tests.model.builders import a_context, a_grid


def without(*path: str | int) -> Callable[[Any], None]:
    """Takes a field away."""

    def act(plain: Any) -> None:
        for key in path[:-1]:
            plain = plain[key]
        del plain[path[-1]]

    return act


def put(value: Any, *path: str | int) -> Callable[[Any], None]:
    """Sets a field."""

    def act(plain: Any) -> None:
        for key in path[:-1]:
            plain = plain[key]
        plain[path[-1]] = value

    return act


LEAK = ("lifecycle", "phases", 1, "scenarios", 1)


FIXED = (*LEAK, "paths", 1)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (without("lifecycle"), "lifecycle"),
        (put([], "lifecycle"), "lifecycle"),
        (without("locales"), "locales"),
        (put([], "locales"), "locales"),
        (put({}, "lifecycle", "phases"), "lifecycle.phases"),
        (put([], "lifecycle", "phases"), "no scenario"),
        (put("1", "lifecycle", "phases", 0, "order"), "lifecycle.phases[0].order"),
        (put(True, "lifecycle", "phases", 0, "order"), "lifecycle.phases[0].order"),
        (put([], *LEAK, "paths"), "lifecycle.phases[1].scenarios[1]"),
        (put("Leak", *LEAK, "name"), "lifecycle.phases[1].scenarios[1].name"),
        (without(*LEAK, "name"), "lifecycle.phases[1].scenarios[1]"),
        (put({"en": 1}, *FIXED, "cells", 0, "content"), "cells[0].content"),
        (put("yes", *FIXED, "cells", 0, "needs_review"), "cells[0].needs_review"),
        (put([1], *FIXED, "cells", 0, "evidence"), "cells[0].evidence"),
        (put({}, *FIXED, "cells", 0, "provenance"), "cells[0].provenance"),
        (put(7, *FIXED, "cells", 0), "cells[0]"),
        (put("x", *FIXED, "triggers", 0, "source"), "triggers[0].source"),
        (put("ask", *FIXED, "path_steps"), "path_steps"),
    ],
)
def test_a_fault_is_one_line_with_its_place(tmp_path: Path, spoil: Callable[[Any], None], place: str) -> None:
    plain = copy.deepcopy(IR)
    spoil(plain)
    source = tmp_path / "bad.json"
    source.write_text(json.dumps(plain), encoding="utf-8")

    with pytest.raises(KnownError) as caught:
        readers.run(READER, source, a_context(), {}, None)
    said = Texts()(caught.value.message)
    assert said.startswith(str(source))
    assert place in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"\xff\xfe{",
        b'{"lifecycle": ' + b"[" * 100_000,
        b'{"lifecycle": {"key": "a", "key": "b"}}',
        b'{"lifecycle": NaN}',
        b'["lifecycle"]',
    ],
)
def test_what_is_no_json_of_the_kind_is_refused(tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "bad.json"
    source.write_bytes(data)

    with pytest.raises(KnownError) as caught:
        readers.run(READER, source, a_context(), {}, None)
    assert Texts()(caught.value.message)


def test_our_own_json_is_not_taken_for_it(tmp_path: Path) -> None:
    source = tmp_path / "own.json"
    source.write_bytes(write(a_grid(title='"lifecycle" "schema_version"').document))

    assert registry.reader_for(source).name == "json"


def test_fields_that_the_format_does_not_have_are_told_of(tmp_path: Path) -> None:
    plain = copy.deepcopy(IR)
    put("blue", *FIXED, "cells", 0, "colour")(plain)
    put("x", "$schema")(plain)

    left = entries(read(tmp_path, plain).report.left_out)

    assert ("blue", "lifecycle.phases[1].scenarios[1].paths[1].cells[0].colour", "unknown_field") in left
    assert ("x", "$schema", "unknown_field") in left


@given(st.data())
def test_any_text_in_any_place_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    plain = copy.deepcopy(IR)
    spots: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, inner in list(value.items()) if isinstance(value, dict) else list(enumerate(value)):
            spots.append((value, key))
            if isinstance(inner, dict | list):
                walk(inner)

    walk(plain["lifecycle"])
    holder, key = data.draw(st.sampled_from(spots))
    holder[key] = data.draw(
        st.text() | st.none() | st.integers() | st.lists(st.text()) | st.dictionaries(st.text(), st.text())
    )
    source = tmp_path_factory.mktemp("ir") / "ir.json"
    source.write_text(json.dumps(plain), encoding="utf-8")

    try:
        reading = readers.run(READER, source, a_context(), {}, None)
    except KnownError as error:
        assert str(source) in Texts()(error.message)
    else:
        the_document(reading)
