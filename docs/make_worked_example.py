"""Makes `worked-example.xlsx`, the worked example with live formulas: `python docs/make_worked_example.py`.

Plain Office Open XML, stored and not compressed, so that the same program gives the same bytes everywhere. No cell
holds a result: whoever opens the sheet computes them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
NAME = "worked-example.xlsx"
MONTHS = range(9)
FIRST_MONTH = 30
LAST_MONTH = FIRST_MONTH + MONTHS[-1]

Cell = str | int | float
# Label, number or formula (it begins with "="), and a note: rows 1, 2, 3 and so on of the sheet.
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Worked example: the explanations are in worked-example.md",),
    ("Members who go on to the step, a year", 5400),
    ("Share of them who come to the desk", 0.25),
    ("Times each of them comes", 1.2),
    ("Minutes of work", 9),
    ("Cost of an hour", 36),
    ("Failure rate", 0.15),
    ("Second visits a failure", 0.8),
    ("Cost of a second visit", 6.5),
    ("Complaints a second visit", 0.25),
    ("Cost of a complaint", 22),
    ("Members lost a failure", 0.1),
    ("Margin of a member", 30),
    ("Members who enter, a year", 6000),
    ("Discount a month", 0.01),
    ("Improvements", "List", "Register"),
    ("Cut of the failure rate", 0.4, 0.5),
    ("Spent", 300, 400),
    ("Spent in month", 0, 2),
    ("Running cost a year", 60, 120),
    ("Live from month", 1, 3),
    ("Ramp in months", 2, 0),
    ("Occurrences a year", "=B2*B3*B4"),
    ("Cost to serve a year", "=B23*B5/60*B6"),
    ("Failures a year", "=B23*B7"),
    ("Members lost a year", "=B14*MIN(1,B25*B12/B14)"),
    ("Failure cost a year", "=B25*B8*B9+B25*B8*B10*B11+B26*B13"),
    ("Failure cost a month", "=B27/12"),
    ("Month", "List in force", "Register in force", "Benefit", "Running", "Spent", "Net", "Discounted", "Cumulated"),
)
# The months of each column, and what money of each is worth in month 0.
_OF = {column: f"{column}{FIRST_MONTH}:{column}{LAST_MONTH}" for column in "ADEFHI"}
_FACTORS = f"(1+B15)^-{_OF['A']}"
_LAST_BELOW = f"SUMPRODUCT(MAX(({_OF['I']}<0)*({_OF['A']}+1)))"
_BUT_THE_LAST = f"H{FIRST_MONTH}:H{LAST_MONTH - 1}"
RESULTS: tuple[tuple[Cell, ...], ...] = (
    ("Net present value", f"=ROUND(SUM({_OF['H']}),2)"),
    ("Present value of the benefits", f"=ROUND(SUMPRODUCT({_OF['D']},{_FACTORS}),2)"),
    ("Present value of the costs", f"=ROUND(SUMPRODUCT({_OF['E']}+{_OF['F']},{_FACTORS}),2)"),
    ("Most money out at once", f"=-MIN(0,MIN({_OF['I']}))"),
    ("Payback month", f'=IF(I{LAST_MONTH}<0,"not within the horizon",{_LAST_BELOW})'),
    ("Cost of a month's delay", f"=ROUND(SUM({_OF['H']})-SUM({_BUT_THE_LAST})/(1+B15),2)"),
)
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Case" sheetId="1" r:id="rId1"/></sheets><calcPr fullCalcOnLoad="1"/></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def rows() -> Iterator[tuple[Cell, ...]]:
    """All rows of the sheet: what is entered, the months, what comes out."""
    yield from ROWS
    yield from (_month(month, FIRST_MONTH + month) for month in MONTHS)
    yield from RESULTS


def _month(month: int, row: int) -> tuple[Cell, ...]:
    """A month: how much of each improvement is there, what that brings and costs."""
    force = (f"=MAX(0,MIN(1,(A{row}-{of}21+1)/MAX(1,{of}22)))" for of in "BC")
    before = f"I{row - 1}+" if month else ""
    return (
        month,
        *force,
        f"=B28*(1-(1-B17*B{row})*(1-C17*C{row}))",
        f"=(A{row}>=B21)*B20/12+(A{row}>=C21)*C20/12",
        f"=(A{row}=B19)*B18+(A{row}=C19)*C18",
        f"=D{row}-E{row}-F{row}",
        f"=G{row}/(1+B15)^A{row}",
        f"={before}G{row}",
    )


def _cell(value: Cell, place: str) -> str:
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{place}"><f>{escape(value[1:])}</f></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet() -> str:
    """The sheet as XML."""
    lines = [
        f'<row r="{number}">' + "".join(_cell(value, f"{'ABCDEFGHI'[at]}{number}") for at, value in enumerate(row))
        for number, row in enumerate(rows(), 1)
    ]
    body = "".join(f"{line}</row>" for line in lines)
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cols><col min="1" max="1" width="38" customWidth="1"/>'
        '<col min="2" max="9" width="14" customWidth="1"/></cols>'
        f"<sheetData>{body}</sheetData></worksheet>"
    )


def workbook() -> bytes:
    """The whole file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet()}.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # Written as on every other system, whatever this one is.
            info.create_system = 3
            package.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return stream.getvalue()


if __name__ == "__main__":
    (HERE / NAME).write_bytes(workbook())
