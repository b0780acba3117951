"""LibreOffice opens what we write: every text is text, every number a number, and no formula is born of either."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse

from exporters import registry
from exporters.base import run as export
from exporters.readers.base import run as read
from model.document import Document
from model.elements import Card
from model.kinds import to_plain
from model.registers import Owner
from model.samples import build
from tests.model.builders import a_context

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (soffice)")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
KIND = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
COMPUTED = ("=1+1", "+49 30 1234", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://example.org")', "'=1+1", "1E5x")
# LibreOffice drops a tab at the beginning of a cell when it saves.
SAVED = tuple(text for text in COMPUTED if not text.startswith("\t"))


def a_tempting_document(texts: Sequence[str] = COMPUTED) -> Document:
    """The sample with texts in its cards and owners that a spreadsheet would like to compute."""
    document = build("permit", a_context())
    cards = [card.id for card in document.where(Card)][: len(texts)]
    owners = [owner.id for owner in document.where(Owner)][: len(texts)]
    titles = dict(zip(cards, texts, strict=False))
    names = dict(zip(owners, texts, strict=False))
    rows = []
    for row in document.rows():
        if isinstance(row, Card) and row.id in titles:
            rows.append(replace(row, title=titles[row.id]))
        elif isinstance(row, Owner) and row.id in names:
            rows.append(replace(row, name=names[row.id]))
        else:
            rows.append(row)
    return Document(rows)


def converted(source: Path, target: str) -> Path:
    """A file as LibreOffice saves it, everything computed anew. Of a table of text it is told that it is UTF-8."""
    assert OFFICE is not None
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{source.parent / 'office'}"]
    if source.suffix == ".csv":
        command.append("--infilter=CSV:44,34,76,1")
    command += ["--convert-to", target, "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return source.with_suffix("." + target.split(":")[0])


def cells(sheet: Path) -> list[Element]:
    return list(parse(sheet).iter(f"{TABLE}table-cell"))


def text_of(cell: Element) -> str:
    """What a cell shows, a tab as LibreOffice writes it."""
    paragraphs = []
    for paragraph in cell.iter(f"{TEXT}p"):
        tabs = "\t" if paragraph.find(f"{TEXT}tab") is not None else ""
        paragraphs.append(tabs + "".join(paragraph.itertext()))
    return "\n".join(paragraphs)


def test_no_text_of_the_workbook_becomes_a_formula(tmp_path: Path) -> None:
    # given a workbook with texts that look like formulas
    document = a_tempting_document()
    source = tmp_path / "plan.xlsx"
    source.write_bytes(export(registry.exporter("xlsx"), document, a_context()).data)
    # when LibreOffice has opened it and computed all there is
    found = cells(converted(source, "fods"))
    # then there is no formula, the texts are texts and the numbers numbers
    assert not [cell for cell in found if cell.get(f"{TABLE}formula")]
    kinds = {text_of(cell): cell.get(KIND) for cell in found}
    assert {text: kinds[text] for text in COMPUTED} == dict.fromkeys(COMPUTED, "string")
    assert {cell.get(KIND) for cell in found} >= {"string", "float"}


def test_what_libreoffice_saves_is_still_the_document(tmp_path: Path) -> None:
    document = a_tempting_document(SAVED)
    source = tmp_path / "plan.xlsx"
    source.write_bytes(export(registry.exporter("xlsx"), document, a_context()).data)
    (tmp_path / "saved").mkdir()
    saved = converted(source, "ods")
    again = saved.rename(tmp_path / "saved" / "plan.ods")

    back = converted(again, "xlsx")

    reading = read(registry.reader("xlsx"), back, a_context(), into=document)
    assert reading.change is not None
    assert [(delta.id, delta.before, delta.after) for delta in reading.change.deltas] == []
    rows = Document(read(registry.reader("xlsx"), back, a_context()).rows).rows()
    assert [to_plain(row) for row in rows] == [to_plain(row) for row in document.rows()]


@pytest.mark.parametrize("table", ["cards", "owners", "matrix"])
def test_no_text_of_a_table_becomes_a_formula(tmp_path: Path, table: str) -> None:
    source = tmp_path / "plan.csv"
    source.write_bytes(export(registry.exporter("csv"), a_tempting_document(), a_context(), {"table": table}).data)

    found = cells(converted(source, "fods"))

    assert not [cell for cell in found if cell.get(f"{TABLE}formula")]
    assert {"'=1+1", "'-2+3", "'@SUM(A1)"} <= {line for cell in found for line in text_of(cell).split("\n")}


def test_a_table_that_libreoffice_saved_reads_back(tmp_path: Path) -> None:
    # given the table of owners, opened and saved as CSV again
    document = a_tempting_document(SAVED)
    source = tmp_path / "plan.csv"
    source.write_bytes(export(registry.exporter("csv"), document, a_context(), {"table": "owners"}).data)
    converted(source, "ods").rename(tmp_path / "again.ods")
    back = converted(tmp_path / "again.ods", "csv:Text - txt - csv (StarCalc):44,34,76,1")

    names = [row[1] for row in csv.reader(io.StringIO(back.read_text(encoding="utf-8-sig")))][1:]
    reading = read(registry.reader("csv"), back, a_context(), into=document)

    assert "'=1+1" in names
    assert reading.change is not None and reading.change.deltas == ()
