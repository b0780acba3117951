"""What leads where in a PDF: targets by name, links on pages, and the outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

from exporters.pdf_pages import Builder, Page
from exporters.pdf_tags import Structure
from exporters.pdf_text import text_string
from model.layout.leaves import Entry, Leaf, Link

_ADDRESS = re.compile(r"(https?://|mailto:)[!-~]+", re.IGNORECASE)
# Printed, as PDF/A and PDF/UA ask of what is not hidden.
_PRINTED = 4


class Ends:
    """The places that names lead to, as they are written; a name's first place counts."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}

    def take(self, leaf: Leaf, page: int) -> None:
        """Note the targets of a leaf, by the number of its page."""
        for name, x, y in leaf.targets:
            self.places.setdefault(name, f"[{page} 0 R/XYZ {x:.2f} {leaf.height - y:.2f} null]")

    def names(self) -> PDFDictionary:
        """The tree of names."""
        if not self.places:
            return PDFDictionary({})
        ordered = sorted(self.places, key=lambda name: name.encode("utf-8"))
        return PDFDictionary({"Names": f"[{' '.join([_name(name) + self.places[name] for name in ordered])}]"})


def _name(name: str) -> str:
    """A target's name or an address as a string of bytes."""
    return f"<{name.encode('utf-8').hex().upper()}>"


def annotate(builder: Builder, structure: Structure, leaf: Leaf, page: Page, number: int, ends: Ends) -> None:
    """Put the links of a leaf on its page, of that number."""
    made = []
    for place, link in enumerate(leaf.links):
        action = _action(link, ends)
        if not action:
            continue
        own = builder.room()
        key = structure.link(link.tags, f"{number} {place}", own, number)
        words = f"/Contents{text_string(link.words)}" if link.words else ""
        said = f"/Rect{_rectangle(leaf, link)}/Border[0 0 0]/F {_PRINTED}/P {number} 0 R/A{action}{words}"
        builder.put(own, f"<</Type/Annot/Subtype/Link{said}/StructParent {key}>>")
        made.append(f"{own} 0 R")
    if made:
        page.Annots = PDFArray(made)
        page.Tabs = PDFName("S")


def _rectangle(leaf: Leaf, link: Link) -> str:
    box = link.box
    return f"[{box.x:.2f} {leaf.height - box.bottom:.2f} {box.right:.2f} {leaf.height - box.y:.2f}]"


def _action(link: Link, ends: Ends) -> str:
    """What a link does; "" for one that leads nowhere or to what no document may open."""
    if link.target:
        return f"<</S/GoTo/D{_name(link.target)}>>" if link.target in ends.places else ""
    return f"<</S/URI/URI{_name(link.address)}>>" if _ADDRESS.fullmatch(link.address) else ""


def outline(builder: Builder, entries: Sequence[Entry], ends: Ends) -> Any:
    """A reference to the outline; None where it has no entry."""
    if not entries:
        return None
    root = PDFDictionary({"Type": PDFName("Outlines")})
    reference = builder.add(root)
    numbers = _hang(builder, builder.number(reference), entries, ends)
    root.dict.update(First=f"{numbers[0]} 0 R", Last=f"{numbers[-1]} 0 R", Count=len(entries))
    return reference


def _hang(builder: Builder, above: int, entries: Sequence[Entry], ends: Ends) -> list[int]:
    """The numbers of entries, put below what holds them."""
    numbers = [builder.room() for _ in entries]
    for place, entry in enumerate(entries):
        said = f"/Title{text_string(entry.title)}/Parent {above} 0 R"
        if entry.target in ends.places:
            said += f"/Dest{ends.places[entry.target]}"
        if place:
            said += f"/Prev {numbers[place - 1]} 0 R"
        if place + 1 < len(entries):
            said += f"/Next {numbers[place + 1]} 0 R"
        if entry.inner:
            inner = _hang(builder, numbers[place], entry.inner, ends)
            said += f"/First {inner[0]} 0 R/Last {inner[-1]} 0 R/Count {len(inner)}"
        builder.put(numbers[place], f"<<{said}>>")
    return numbers
