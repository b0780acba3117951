"""What leads where in a PDF: targets by name, links on pages, and the outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

from exporters.pdf_pages import Builder, Page, array
from exporters.pdf_tags import Structure
from model.layout.leaves import Entry, Leaf, Link

_ADDRESS = re.compile(r"(https?://|mailto:)[!-~]+", re.IGNORECASE)
# Printed, as PDF/A and PDF/UA ask of what is not hidden.
_PRINTED = 4


class Ends:
    """The places that names lead to; a name's first place counts."""

    def __init__(self) -> None:
        self.places: dict[str, PDFArray] = {}

    def take(self, leaf: Leaf, page: Any) -> None:
        """Note the targets of a leaf, by a reference to its page."""
        for name, x, y in leaf.targets:
            place = array([page, "/XYZ", f"{x:.2f}", f"{leaf.height - y:.2f}", "null"])
            self.places.setdefault(name, place)

    def names(self) -> PDFDictionary:
        """The tree of names."""
        if not self.places:
            return PDFDictionary({})
        ordered = sorted(self.places, key=lambda name: name.encode("utf-8"))
        pairs = [part for name in ordered for part in (_name(name), self.places[name])]
        return PDFDictionary({"Names": PDFArray(pairs)})


def _name(name: str) -> str:
    """A target's name as a string of bytes."""
    return f"<{name.encode('utf-8').hex().upper()}>"


def annotate(builder: Builder, structure: Structure, leaf: Leaf, page: Page, reference: Any, ends: Ends) -> None:
    """Put the links of a leaf on its page."""
    made = []
    number = builder.number(reference)
    for place, link in enumerate(leaf.links):
        action = _action(link, ends)
        if action is None:
            continue
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": _rectangle(leaf, link),
                "Border": "[0 0 0]",
                "F": _PRINTED,
                "P": reference,
                "A": action,
            }
        )
        if link.words:
            annotation["Contents"] = PDFString(link.words)
        made.append(builder.add(annotation))
        key = structure.link(link.tags, f"{number} {place}", builder.number(made[-1]), number)
        annotation["StructParent"] = key
    if made:
        page.Annots = PDFArray(made)
        page.Tabs = PDFName("S")


def _rectangle(leaf: Leaf, link: Link) -> str:
    box = link.box
    return f"[{box.x:.2f} {leaf.height - box.bottom:.2f} {box.right:.2f} {leaf.height - box.y:.2f}]"


def _action(link: Link, ends: Ends) -> PDFDictionary | None:
    """What a link does; None for one that leads nowhere or to what no document may open."""
    if link.target:
        known = link.target in ends.places
        return PDFDictionary({"S": PDFName("GoTo"), "D": _name(link.target)}) if known else None
    if _ADDRESS.fullmatch(link.address):
        return PDFDictionary({"S": PDFName("URI"), "URI": PDFString(link.address)})
    return None


def outline(builder: Builder, entries: Sequence[Entry], ends: Ends) -> Any:
    """A reference to the outline; None where it has no entry."""
    if not entries:
        return None
    root = PDFDictionary({"Type": PDFName("Outlines")})
    reference = builder.add(root)
    _hang(builder, root, reference, entries, ends)
    return reference


def _hang(builder: Builder, parent: PDFDictionary, above: Any, entries: Sequence[Entry], ends: Ends) -> None:
    made = [PDFDictionary({"Title": PDFString(entry.title), "Parent": above}) for entry in entries]
    references = [builder.add(one) for one in made]
    for place, (one, entry) in enumerate(zip(made, entries, strict=True)):
        if entry.target in ends.places:
            one["Dest"] = ends.places[entry.target]
        if place:
            one["Prev"] = references[place - 1]
        if place + 1 < len(made):
            one["Next"] = references[place + 1]
        if entry.inner:
            _hang(builder, one, references[place], entry.inner, ends)
    parent["First"], parent["Last"] = references[0], references[-1]
    parent["Count"] = len(made)
