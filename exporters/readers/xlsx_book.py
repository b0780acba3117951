"""A workbook as cells, by openpyxl: bounded before it is opened and while it is read; formulas are told apart."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from exporters.readers.common.xml_tree import local, parse_xml
from exporters.readers.limits import (
    SHEET_CELLS,
    SHEET_COLUMNS,
    SHEET_ROWS,
    SHEET_TEXTS,
    bounded_archive,
    declares_entities,
)
from exporters.sheets.values import EMPTY, Raw, unescaped
from model.errors import KnownError
from model.messages import message

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD = 1024
_PIECE = 2**20
_TEXT = b"<si"
_BOOK = "xl/workbook.xml"
_XML = (".xml", ".rels", ".vml")


class Page(NamedTuple):
    """One sheet: its name and its rows, empty ones included."""

    title: str
    rows: tuple[tuple[Raw, ...], ...]


def pages(data: bytes, file: str) -> tuple[Page, ...]:
    """The sheets of a workbook, or `KnownError`."""
    archive = bounded_archive(data, file)
    try:
        _refuse_harm(archive, file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, file)
    except KnownError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parts raise on a workbook that is not one.
        raise KnownError(message("sheet.damaged", file=file)) from error


def sheet_titles(data: bytes, file: str) -> tuple[str, ...]:
    """What the sheets of a workbook are called, without reading them; none where it does not say so in its place."""
    archive = bounded_archive(data, file)
    try:
        with archive.open(_BOOK) as stream:
            book = stream.read(_PIECE)
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise KnownError(message("sheet.damaged", file=file)) from error
    root = parse_xml(book, file)
    return tuple(each.get("name", "") for each in root.iter() if local(each) == "sheet")


def _refuse_harm(archive: zipfile.ZipFile, file: str) -> None:
    """Nothing declares entities, and the table of texts, which is read whole, is within bounds."""
    for entry in archive.infolist():
        name = entry.filename.lower()
        if not name.endswith(_XML):
            continue
        with archive.open(entry) as stream:
            piece = stream.read(_HEAD)
            if declares_entities(piece):
                raise KnownError(message("sheet.entities", file=file))
            if b"\0" in piece:
                raise KnownError(message("sheet.damaged", file=file))
            texts = 0
            while piece and "sharedstrings" in name:
                texts += piece.count(_TEXT)
                if texts > SHEET_TEXTS:
                    _too_many(file, entry.filename)
                piece = stream.read(_PIECE)


def _read(data: bytes, file: str) -> tuple[Page, ...]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    left = SHEET_CELLS
    found = []
    for page in book.worksheets:
        # What a sheet says of its own size is not to be trusted.
        page.reset_dimensions()
        rows = []
        for row in _rows(page, file):
            left -= len(row) + 1
            if left < 0:
                _too_many(file, page.title)
            rows.append(row)
        found.append(Page(str(page.title), tuple(rows)))
    return tuple(found)


def _rows(page: Worksheet, file: str) -> Iterator[tuple[Raw, ...]]:
    for number, cells in enumerate(page.iter_rows()):
        if number >= SHEET_ROWS or len(cells) > SHEET_COLUMNS:
            _too_many(file, page.title)
        yield tuple([EMPTY if cell.value is None else _raw(cell) for cell in cells])


def _too_many(file: str, title: str) -> None:
    bounds = {"rows": SHEET_ROWS, "columns": SHEET_COLUMNS, "cells": SHEET_CELLS}
    raise KnownError(message("sheet.too_many", file=file, place=title[:80], **bounds))


def _raw(cell: Any) -> Raw:
    value = cell.value
    if isinstance(value, str):
        if cell.data_type == "f":
            return Raw(value, fault=message("sheet.formula"))
        if cell.data_type == "e":
            return Raw(value, fault=message("sheet.error"))
        return Raw(unescaped(value))
    if isinstance(value, float):
        return Raw(value, _places(cell.number_format), percent="%" in cell.number_format)
    if isinstance(value, bool):
        return Raw(value)
    if isinstance(value, int):
        return Raw(value, _places(cell.number_format), percent="%" in cell.number_format)
    if cell.data_type == "f":
        return Raw(str(getattr(value, "text", "") or ""), fault=message("sheet.formula"))
    return Raw(value if cell.is_date else str(value))


def _places(code: str) -> int:
    """How many places a format of numbers shows, of those that we write."""
    head, _, places = code.partition(".")
    return len(places) if head == "0" and places and not places.strip("0") else 0
