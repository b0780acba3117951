"""Catalogues are read as TOML is, line by line or by the full rules."""

from __future__ import annotations

import tomllib

import pytest

from model.catalogue import parsed
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
