"""Tables that sort and filter: each cell knows its rank, so that the page orders rows as the program does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from exporters.common.svg_text import escaped
from exporters.html_text import said
from model.messages import Message, message
from model.texts import Texts

# From so many rows on a table can be filtered.
_FILTERED = 8


class Head(NamedTuple):
    """A column: what stands above it, whether it holds numbers, and whether it stays where nothing is in it."""

    words: Message
    number: bool = False
    stays: bool = False


class Cell(NamedTuple):
    """A cell: its HTML, and what it is sorted by; None comes last."""

    html: str
    key: Any = None


class Row(NamedTuple):
    """A row that links lead to by its anchor; `place`: the anchor of the same on the map."""

    anchor: str
    cells: tuple[Cell, ...]
    place: str = ""


class Table(NamedTuple):
    """Rows under heads; the first cell names the row."""

    name: Message
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]


def table(made: Table, texts: Texts) -> str:
    """A table with what sorts and filters it."""
    used = [n for n, head in enumerate(made.heads) if head.stays or any(row.cells[n].html for row in made.rows)]
    ranks = {n: _ranks([row.cells[n].key for row in made.rows]) for n in used}
    heads = "".join(_head(made.heads[n], texts) for n in used)
    body = "".join(_row(row, n, made.heads, used, ranks, texts) for n, row in enumerate(made.rows))
    name = escaped(texts(made.name))
    return (
        f'<div class="listing">{_filter(made, texts)}<div class="rows"><table data-name="{name}">'
        f"<caption>{said(texts, made.name)}</caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{body}</tbody></table></div></div>\n"
    )


def _filter(made: Table, texts: Texts) -> str:
    if len(made.rows) < _FILTERED:
        return ""
    words = said(texts, message("html.page.filter", name=made.name))
    return f'<p class="filter js-only"><label>{words} <input type="search" autocomplete="off"></label></p>'


def _head(head: Head, texts: Texts) -> str:
    number = ' class="number"' if head.number else ""
    return f'<th scope="col"{number}><button type="button">{said(texts, head.words)}</button></th>'


def _row(
    row: Row, at: int, heads: Sequence[Head], used: Sequence[int], ranks: dict[int, list[int | None]], texts: Texts
) -> str:
    cells = []
    for n in used:
        rank = ranks[n][at]
        marks = "" if rank is None else f' data-r="{rank}"'
        if heads[n].number:
            marks += ' class="number"'
        html = row.cells[n].html
        if n:
            cells.append(f"<td{marks}>{html}</td>")
        else:
            cells.append(f'<th scope="row"{marks}><span class="name">{html}</span>{_to_map(row, texts)}</th>')
    anchor = f' id="{row.anchor}"' if row.anchor else ""
    place = f' data-map="#{row.place}"' if row.place else ""
    return f"<tr{anchor}{place}>{''.join(cells)}</tr>\n"


def _to_map(row: Row, texts: Texts) -> str:
    if not row.place:
        return ""
    return f' <small class="map-link"><a href="#{row.place}">{said(texts, "html.page.on_map")}</a></small>'


def _ranks(keys: Sequence[Any]) -> list[int | None]:
    order = {key: rank for rank, key in enumerate(sorted({key for key in keys if key is not None}))}
    return [None if key is None else order[key] for key in keys]
