"""Workbooks and tables that mean harm or are none: one clear line each, quickly, and nothing changed."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli import main
from exporters import registry
from exporters.base import run as export
from exporters.readers import limits
from exporters.readers.base import run as read
from exporters.readers.limits import bounded_archive
from model.errors import KnownError
from model.samples import build
from model.texts import Texts
from tests.model.builders import a_context

SECONDS = 30
MEMORY = 400 * 2**20
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def a_workbook() -> bytes:
    return export(registry.exporter("xlsx"), build("permit", a_context()), a_context()).data


def repacked(data: bytes, name: str, content: bytes | None) -> bytes:
    """The archive with one part exchanged, added, or (None) taken out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        if content is not None:
            new.writestr(name, content)
    return stream.getvalue()


def refused(folder: Path, data: bytes, name: str = "plan.xlsx") -> str:
    """The one line with which a file is refused, within bounds of time and memory."""
    source = folder / name
    source.write_bytes(data)
    document = build("permit", a_context())
    before = list(document.rows())
    begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    with pytest.raises(KnownError) as caught:
        read(registry.reader_for(source), source, a_context(), into=document)
    assert time.perf_counter() - begun < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - used < MEMORY
    assert list(document.rows()) == before
    line = Texts()(caught.value.message)
    assert line.startswith(str(source)) and "\n" not in line
    return line


def half_a_gigabyte(folder: Path) -> bytes:
    """A workbook one sheet of which is a single text of 512 MB."""
    path = folder / "big.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(b"<worksheet><sheetData><row><c t='inlineStr'><is><t>")
            piece = b"a" * 2**20
            for _ in range(512):
                stream.write(piece)
    return path.read_bytes()


def test_half_a_gigabyte_of_one_element_is_not_unpacked(tmp_path: Path) -> None:
    assert "MB" in refused(tmp_path, half_a_gigabyte(tmp_path))


def test_a_part_that_unpacks_to_far_more_than_it_is_is_not_opened(tmp_path: Path) -> None:
    data = repacked(a_workbook(), "xl/media/zeros.bin", bytes(8 * 2**20))

    assert "zeros.bin" in refused(tmp_path, data)


def test_an_archive_of_too_many_parts_is_not_opened(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(limits.MOST_ENTRIES + 1):
            archive.writestr(f"xl/{number}", b"")

    assert f"{limits.MOST_ENTRIES:,}" in refused(tmp_path, stream.getvalue())


def test_a_table_of_millions_of_texts_is_not_read(tmp_path: Path) -> None:
    # given texts that differ, so that no ratio gives them away
    texts = b"".join(b"<si><t>%x</t></si>" % number for number in range(limits.SHEET_TEXTS + 1))

    refused(tmp_path, repacked(a_workbook(), "xl/sharedStrings.xml", b"<sst>" + texts + b"</sst>"))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_entities_are_refused_wherever_they_are(tmp_path: Path, part: str, content: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        refused(tmp_path, repacked(a_workbook(), f"xl/{part}", content.encode(encoding)))


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + bytes(500),
        a_workbook()[:-300],
        a_workbook()[:20_000],
        repacked(a_workbook(), "xl/workbook.xml", None),
        repacked(a_workbook(), "xl/workbook.xml", b"<workbook"),
        repacked(a_workbook(), "[Content_Types].xml", b"\xff\xfe\x00"),
        repacked(a_workbook(), "xl/sharedStrings.xml", None),
        repacked(a_workbook(), "xl/sharedStrings.xml", b"<sst/>"),
        repacked(a_workbook(), "xl/worksheets/sheet2.xml", b"<worksheet>" * 5000),
        repacked(a_workbook(), "xl/worksheets/sheet2.xml", b"not xml at all"),
    ],
    ids=range(11),
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    refused(tmp_path, data)


def test_a_sheet_that_says_it_is_endless_is_refused(tmp_path: Path) -> None:
    # given one cell at the far end of a sheet
    book = openpyxl.Workbook()
    book.active.title = "Cards"
    book.active["A1"] = "Title"
    book.active["A1048576"] = "far"
    stream = io.BytesIO()
    book.save(stream)
    # then its rows are not walked to the end
    assert "Cards" in refused(tmp_path, stream.getvalue())


def test_a_workbook_without_a_sheet_of_ours_names_those_it_has(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Budget 2026"
    book.active["A1"] = "x"
    stream = io.BytesIO()
    book.save(stream)

    assert "Budget 2026" in refused(tmp_path, stream.getvalue())


@given(st.binary(max_size=300))
def test_no_bytes_break_the_archive_check(data: bytes) -> None:
    try:
        bounded_archive(b"PK\x05\x06" + data, "a.xlsx")
    except KnownError:
        return


@given(place=st.integers(0, 10**6), bits=st.integers(1, 255))
def test_a_flipped_byte_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, place: int, bits: int) -> None:
    data = bytearray(a_workbook())
    data[place % len(data)] ^= bits
    source = tmp_path_factory.mktemp("flipped") / "plan.xlsx"
    source.write_bytes(data)
    try:
        read(registry.reader("xlsx"), source, a_context())
    except KnownError as error:
        assert Texts()(error.message)


@pytest.mark.parametrize(
    "data",
    [
        b"Customer,a\nBackstage,\x00\x01",
        b"\xff\xfeC\x00u",
        b"\xef\xbb\xbfCustomer,\xc3\x28\n",
        b'Customer,"a\nBackstage,b',
        b"Id,Title\nc1,a\nc1,b\n",
        b"Id,Source,Target\nl1,nobody,nobody else\n",
        b"Id,Card,System\n" + b"x" * 70 + b",a,b\n",
        b"Customer," + b"a" * (limits.TEXT_BYTES + 1),
    ],
    ids=range(8),
)
def test_tables_that_make_no_sense_are_one_clear_line(tmp_path: Path, data: bytes) -> None:
    refused(tmp_path, data, "map.csv")


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)"])
def test_a_cell_that_would_be_computed_is_text(tmp_path: Path, cell: str) -> None:
    source = tmp_path / "map.csv"
    source.write_text(f"Step,Lane,What happens\nAsk,Customer,{cell}\n")

    reading = read(registry.reader("csv"), source, a_context())

    assert cell in {getattr(row, "title", "") for row in reading.rows}


@pytest.mark.parametrize("name", ["plan.xlsx", "map.csv"])
def test_the_command_line_exits_2_and_leaves_no_file(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / name, tmp_path / "out.throughline"
    source.write_bytes(b"PK\x03\x04\x00")

    assert main(["import", str(source), "-o", str(out)]) == 2
    assert not out.exists()
    assert len(capsys.readouterr().err.splitlines()) == 1
