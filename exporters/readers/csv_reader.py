"""Reads a blueprint kept as a table of text: a matrix of lanes and steps, one card a row, or a register's own table.

Ids come from the file's name and the place in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exporters.base import Option, OptionKind
from exporters.readers.base import Entry, Proposal, Reader, Reading, load
from exporters.readers.csv_layouts import COLUMNS, LAYOUT, MAP, REGISTER, Found, proposal, read_table
from exporters.readers.csv_matrix import AUTO
from exporters.readers.csv_table import is_text, read_rows, why_encoding
from exporters.readers.limits import TEXT_BYTES
from model.context import Context
from model.document import DocumentView
from model.messages import message
from model.tables import DELIMITERS

LIMIT = TEXT_BYTES
SUFFIXES = (".csv", ".tsv", ".tab")


def read(source: Path, context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    data = load(source, LIMIT)
    rows = read_rows(data, str(source), DELIMITERS.get(options["delimiter"], ""))
    told = (Entry(source.name, "", why_encoding(rows.encoding)),) if rows.encoding else ()
    return read_table(Found(READER, source, data, rows, told), context, options, into)


def propose(source: Path, _chosen: Mapping[str, str]) -> Proposal | None:
    """Which column holds what, where a table has one card a row."""
    return proposal(read_rows(load(source, LIMIT), str(source)), str(source))


def sniff(head: bytes, name: str) -> bool:
    """Whether a file is named like a table of text and holds text."""
    return name.lower().endswith(SUFFIXES) and is_text(head)


READER = Reader(
    "csv",
    SUFFIXES,
    message("readers.csv.title"),
    sniff,
    read,
    (
        LAYOUT,
        REGISTER,
        COLUMNS,
        MAP,
        Option("delimiter", OptionKind.CHOICE, AUTO, message("readers.csv.delimiter"), (AUTO, *DELIMITERS)),
    ),
    propose,
)
