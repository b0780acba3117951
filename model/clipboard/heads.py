"""Whether the first row of a table names what stands below it: fields, as other programs call them, or steps."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from model.clipboard.table import Shape, Table
from model.document import DocumentView
from model.folding import name_key
from model.grid import steps
from resources import path

_NUMBER = re.compile(r"[\s\d.:]+$")


def has_heads(document: DocumentView, table: Table) -> bool:
    """Whether at least half of what stands in the first row is a name of a field, one with a number, or of a step."""
    if table.shape is not Shape.CELLS or table.columns < 2 or len(table.cells) < 2:
        return False
    heads = [head for head in table.cells[0] if head]
    if len(heads) < 2 or len(set(map(name_key, heads))) < len(heads):
        return False
    titles = {name_key(step.title) for step in steps(document) if step.title}
    named = sum(is_field(head) or name_key(head) in titles for head in heads)
    return 2 * named >= len(heads)


def is_field(head: str) -> bool:
    """Whether a heading names a field, such as “Owner” or “Step 2”."""
    return name_key(_NUMBER.sub("", head)) in _fields()


@cache
def _fields() -> frozenset[str]:
    with path("readers", "card_columns.toml").open("rb") as stream:
        columns: dict[str, list[str]] = tomllib.load(stream)["columns"]
    return frozenset(name_key(word) for words in columns.values() for word in words)
