"""Which column of a table of readings holds what: by its heading, or by a mapping.

Long: one reading a row, with columns for the metric, the date and the value. Wide: one date a row, a column a metric.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from exporters.readers.csv_mapping import plain
from model.document import DocumentView
from model.errors import KnownError
from model.folding import name_key
from model.messages import Message, message
from model.registers import Metric
from resources import path

TAKEN, METRIC, VALUE, SAMPLE, SOURCE, SKIP = "taken", "metric", "value", "sample_size", "source", "skip"
PARTS = (TAKEN, METRIC, VALUE, SAMPLE, SOURCE)
# What a column of one metric's values holds: this and its id.
OF = "metric:"
_UNIT = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


@cache
def words() -> Mapping[str, str]:
    """What people call the columns, each with what it stands for."""
    with path("readers", "reading_columns.toml").open("rb") as stream:
        found: dict[str, list[str]] = tomllib.load(stream)["columns"]
    return {plain(word): name for name, each in found.items() for word in each}


class Metrics:
    """The metrics of a document by what a table may call them."""

    def __init__(self, document: DocumentView) -> None:
        self.rows = document.where(Metric)
        self._known: dict[str, list[Metric]] = {}
        for row in self.rows:
            self._known.setdefault(name_key(row.name), []).append(row)
        self._ids = {row.id: row for row in self.rows}

    def called(self, text: str) -> tuple[Metric, ...]:
        """Those with an id or a name, if need be without the unit behind it in brackets."""
        if text.strip() in self._ids:
            return (self._ids[text.strip()],)
        for name in (text, _UNIT.sub("", text)):
            found = self._known.get(name_key(name))
            if found and name.strip():
                return tuple(found)
        return ()

    def with_id(self, id: str) -> Metric | None:
        """The one with an id."""
        return self._ids.get(id)


def guessed(heads: Sequence[str], metrics: Metrics) -> list[str]:
    """What each column holds by its heading: the first of two with the same meaning."""
    found: list[str] = []
    for head in heads:
        own = metrics.called(head)
        target = f"{OF}{own[0].id}" if len(own) == 1 else words().get(plain(head), SKIP)
        found.append(SKIP if target in found else target)
    return found


def mapped(heads: Sequence[str], said: Mapping[str, str], metrics: Metrics, file: str) -> list[str]:
    """What each column holds by a mapping from headings, and by its heading where that says nothing."""
    wanted = {plain(head): _target(target, metrics, file) for head, target in said.items()}
    given = [wanted.get(plain(head)) for head in heads]
    taken = [target for target in given if target not in (None, SKIP)]
    for target in taken:
        if taken.count(target) > 1:
            head = [head for head, each in zip(heads, given, strict=True) if each == target][1]
            raise KnownError(message("readings.twice", file=file, head=head[:80]))
    by_head = (SKIP if target in taken else target for target in guessed(heads, metrics))
    return [by_head_ if target is None else target for target, by_head_ in zip(given, by_head, strict=True)]


def fits(targets: Collection[str]) -> bool:
    """Whether readings can be read from columns that hold these: a date, and either values of metrics or both a metric
    and a value; none twice."""
    told = [target for target in targets if target != SKIP]
    long = METRIC in told
    wide = any(target.startswith(OF) for target in told)
    return TAKEN in told and long == (VALUE in told) and (long or wide) and len(told) == len(set(told))


def holds(metrics: Metrics) -> tuple[tuple[str, Message], ...]:
    """All that a column can hold, with words."""
    parts = [(each, message(f"readings.holds.{each}")) for each in PARTS]
    values = [(f"{OF}{row.id}", message("readings.holds.values", name=row.name)) for row in metrics.rows]
    return (*parts, *values, (SKIP, message("readings.holds.skip")))


def _target(text: str, metrics: Metrics, file: str) -> str:
    bare = text.strip()
    if bare in (*PARTS, SKIP):
        return bare
    found = metrics.called(bare.removeprefix(OF))
    if len(found) == 1:
        return f"{OF}{found[0].id}"
    known = ", ".join((*PARTS, SKIP, *(row.name for row in metrics.rows)))
    raise KnownError(message("readings.target", file=file, name=bare[:80], known=known[:400]))
