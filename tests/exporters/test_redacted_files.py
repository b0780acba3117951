"""What is left out of a file is nowhere in it: not in its bytes, streams, texts, names, or what it says of itself."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from exporters.base import run
from exporters.registry import exporter, exporters
from model import samples
from model.context import fixed_context
from model.document import Document
from model.elements import Card
from model.registers import Owner
from tests.exporters.pdf_reading import tool

CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh", 1)
# What shows the whole map with its money; other formats hold a part of it, or numbers without their currency.
PAPER = ("pdf", "pack", "handout", "svg", "html")
FORMATS = [each.name for each in exporters() if any(option.name == "redact" for option in each.options)]
PRODUCTS = [
    *((name, {}) for name in FORMATS if name != "png"),
    ("pdf", {"tile": "A4", "paper": "A2"}),
    ("pdf", {"pages": "stages"}),
    ("pack", {"derivations": "all", "paper": "Letter"}),
]
# An amount; what is reckoned of none is none, and sums of none are nothing.
MONEY = re.compile(r"[1-9][\d,.]*\s?EUR|EUR\s?[1-9]")
# A text of an object; those that pages draw are read by a tool.
HEX = re.compile(r"/\w+ <((?:[0-9a-fA-F]{2}){2,})>")
AMOUNT = re.compile(r"(\d[\d,.]{4,})\s?EUR")


@cache
def told(sample: str) -> Document:
    """A sample whose owners can be reached, one of whom is spoken of in words with money and a number to call."""
    found = samples.build(sample, CONTEXT)
    rows = list(found.rows())
    first = next(row for row in rows if isinstance(row, Owner))
    words = f"Ask {first.name} on +49 30 1234567 or desk@marsh.example about the 98,765 EUR"
    card = next(row for row in rows if isinstance(row, Card) and row.step)
    owners = [replace(row, contact=f"{row.id}@marsh.example") for row in rows if isinstance(row, Owner)]
    changed = {row.id: row for row in (*owners, replace(card, title=words))}
    return Document([changed.get(row.id, row) for row in rows])


def exported(name: str, sample: str, **options: str) -> bytes:
    return run(exporter(name), told(sample), CONTEXT, options).data


def everything(data: bytes, folder: Path) -> str:
    """All that can be read out of a file: its bytes, what is packed in them, and every text as a reader has it."""
    found = [data.decode("latin-1")]
    if not data.startswith(b"%PDF"):
        found = [data.decode("utf-8", "replace")]
    else:
        loose = tool("qpdf", "--qdf", "--object-streams=disable", "FILE", "-", data=data, folder=folder)
        found += (loose, *map(_text, HEX.findall(loose)))
        for arguments in (("pdftotext", "FILE", "-"), ("pdfinfo", "-meta", "FILE")):
            found.append(tool(*arguments, data=data, folder=folder))
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            for member in archive.namelist():
                found += (member, archive.read(member).decode("utf-8", "replace"))
    text = "\n".join(found)
    return text + html.unescape(text) + re.sub(r"\s+", " ", text)


def _text(digits: str) -> str:
    """A text that a PDF holds as digits: outline, descriptions, what it says of itself."""
    data = bytes.fromhex(digits)
    return data[2:].decode("utf-16-be", "replace") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


@pytest.mark.parametrize("sample", ["permit", "outpatient"])
@pytest.mark.parametrize(
    ("name", "options"), PRODUCTS, ids=lambda part: part if isinstance(part, str) else "-".join(part.values())
)
def test_names_amounts_and_contacts_are_nowhere_in_the_file(
    name: str, options: dict[str, str], sample: str, tmp_path: Path
) -> None:
    before = everything(exported(name, sample, **options), tmp_path)
    after = everything(exported(name, sample, redact="names,money,contacts", **options), tmp_path)

    folded = after.casefold()
    names = {owner.name for owner in told(sample).where(Owner) if len(owner.name) > 5} | {"Ada Marsh"}
    assert sum(each in before for each in names) > (3 if name in PAPER else 0)
    assert [each for each in names if each.casefold() in folded] == []
    assert "marsh.example" not in after and "1234567" not in after and "98,765" not in after
    if name in PAPER:
        amounts = {amount for amount in AMOUNT.findall(before) if len(amount) > 5}
        counts = set(re.findall(r"\d[\d,.]*", MONEY.sub("", before)))
        assert amounts - counts
        assert [amount for amount in amounts - counts if amount in after] == []
        assert MONEY.search(before)
    assert not MONEY.search(after)


@pytest.mark.parametrize(
    ("name", "options"), PRODUCTS, ids=lambda part: part if isinstance(part, str) else "-".join(part.values())
)
def test_a_lane_and_a_register_are_nowhere_in_the_file(name: str, options: dict[str, str], tmp_path: Path) -> None:
    before = everything(exported(name, "permit", **options), tmp_path)
    after = everything(exported(name, "permit", redact="lane:Parking office,metrics", **options), tmp_path)

    for words in ("Checks each document by hand", "Enforcement reads plate"):
        assert words in before or name not in PAPER
        assert words not in after
    for words in ("Papers accepted at first sight", "Reminders opened"):
        assert words in before or name not in ("pack", "html", "json")
        assert words not in after


def test_a_picture_is_of_the_file_without_them() -> None:
    whole, redacted = exported("png", "permit"), exported("png", "permit", redact="names,money")

    assert whole != redacted
    assert b"Ada Marsh" not in redacted
