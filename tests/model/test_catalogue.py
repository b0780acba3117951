"""Catalogues are read as TOML is, line by line or by the full rules."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from model.catalogue import Catalogue, parsed
from resources import path


def test_every_catalogue_is_read_as_the_full_parser_reads_it() -> None:
    files = sorted(path("translations").glob("*/*.toml"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert parsed(text) == tomllib.loads(text), file


@pytest.mark.parametrize(
    "text",
    [
        '[a.b]\none = "1"\n# told\n[a]\ntwo = "2"  # a remark\n',
        'said = "a \\"word\\"\\n"\n',
        "said = 'as it is: \\'\n",
        'many = { one = "{n} thing", other = "{n} things" }\n',
        'a.b = "dotted"\na.c = "twice"\n',
        '["a b"]\nc = "d"\n',
        'long = """\nlines\n"""\n',
    ],
)
def test_what_is_no_plain_line_is_read_by_the_full_rules(text: str) -> None:
    assert parsed(text) == tomllib.loads(text)


FILES = {
    "a.toml": 'root = "R"\ndotted.name = "D"\n[window]\ntitle = "T"\ncount = { one = "{n} cat", other = "{n} cats" }\n',
    "b.toml": '# told\n[window.export.sizes]\nbig = "B"\n[other]\nword = "W"\n',
    "c.toml": '[window.export]\ntitle = "E"\n[other.deep]\ninline = { a = "A", b = "B" }\n',
}
IDS = {
    "root": "R",
    "dotted.name": "D",
    "window.title": "T",
    "window.count": {"one": "{n} cat", "other": "{n} cats"},
    "window.export.sizes.big": "B",
    "other.word": "W",
    "window.export.title": "E",
    "other.deep.inline.a": "A",
    "other.deep.inline.b": "B",
}


def catalogue(folder: Path) -> Catalogue:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Catalogue(folder)


@pytest.mark.parametrize("id", IDS)
def test_a_word_is_found_whatever_was_asked_for_before(tmp_path: Path, id: str) -> None:
    assert catalogue(tmp_path)[id] == IDS[id]
    asked = catalogue(tmp_path)
    for other, entry in IDS.items():
        assert asked[other] == entry
    assert asked[id] == IDS[id]


def test_all_words_of_all_files_are_there(tmp_path: Path) -> None:
    assert dict(catalogue(tmp_path)) == IDS
    assert len(catalogue(tmp_path)) == len(IDS)


@pytest.mark.parametrize("id", ["", "window", "window.export", "window.none", "none", "none.at.all", "root.more"])
def test_what_is_no_word_is_not_found(tmp_path: Path, id: str) -> None:
    assert id not in catalogue(tmp_path)


def test_every_word_of_every_locale_is_found_alone() -> None:
    """Each by a catalogue that has parsed nothing else below another head."""
    for folder in sorted(path("translations").iterdir()):
        whole = dict(Catalogue(folder))
        fresh = Catalogue(folder)
        assert whole
        assert {id: fresh[id] for id in reversed(whole)} == whole
