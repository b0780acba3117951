"""A PDF document around page contents: pages, resources, bookmarks, what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFPage,
    PDFStream,
    PDFString,
)

from exporters.pdf_fonts import packed

_VERSION = (1, 7)


class About(NamedTuple):
    """What the file says of itself; `made` is a UTC instant."""

    title: str
    author: str
    subject: str
    language: str
    producer: str
    made: datetime


class Bookmark(NamedTuple):
    """An entry of the outline that leads to a point of a page (points, from the bottom left)."""

    title: str
    x: float
    y: float
    inner: tuple[Bookmark, ...] = ()


class Builder:
    """Collects pages and resources; `save` gives the file. The same input gives the same bytes."""

    def __init__(self, about: About) -> None:
        self.document: Any = PDFDocument(invariant=1, compression=1, pdfVersion=_VERSION, lang=about.language)
        self._about = about
        self._pages: list[Any] = []

    def form(self, content: bytes) -> Any:
        """A form about the unit square; a reference to it."""
        return self.document.Reference(
            packed(content, Type="/XObject", Subtype="/Form", BBox="[-1 -1 2 2]", Resources="<<>>")
        )

    def image(self, content: bytes, **entries: object) -> Any:
        """An image of encoded pixels; a reference to it."""
        head = {"Type": PDFName("XObject"), "Subtype": PDFName("Image")}
        return self.document.Reference(PDFStream(PDFDictionary({**head, **entries}), content))

    def add(self, thing: PDFObject) -> Any:
        """Any object; a reference to it."""
        return self.document.Reference(thing)

    def page(
        self, width: float, height: float, content: PDFStream, fonts: PDFDictionary, objects: dict[str, Any]
    ) -> None:
        """A page of a size in points."""
        page = PDFPage()
        page.MediaBox = f"[0 0 {width:.3f} {height:.3f}]"
        page.Resources = PDFDictionary({"Font": fonts, "XObject": PDFDictionary(objects)})
        page.Contents = self.add(content)
        self.document.addPage(page)
        self.document.updateSignature(content.content)
        self._pages.append(self.document.Reference(page))

    def save(self, bookmarks: Sequence[Bookmark] = ()) -> bytes:
        """The whole file. Bookmarks lead to the first page."""
        document = self.document
        catalogue = document.Catalog
        catalogue.Outlines = self._outline(bookmarks) if bookmarks else None
        if self._about.title:
            catalogue.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        if bookmarks:
            catalogue.setPageMode("UseOutlines")
        document.info = self._info()
        document.updateSignature(repr(self._about).encode())
        document.Reference(catalogue)
        data: bytes = document.format()
        return data

    def _info(self) -> PDFDictionary:
        about = self._about
        made = f"(D:{about.made:%Y%m%d%H%M%S}Z)"
        texts = {"Title": about.title, "Author": about.author, "Subject": about.subject, "Producer": about.producer}
        said = {name: PDFString(text) for name, text in texts.items() if text}
        return PDFDictionary({**said, "CreationDate": made, "ModDate": made})

    def _outline(self, bookmarks: Sequence[Bookmark]) -> Any:
        root = PDFDictionary({"Type": PDFName("Outlines")})
        reference = self.add(root)
        self._entries(root, reference, bookmarks)
        return reference

    def _entries(self, parent: PDFDictionary, reference: Any, bookmarks: Sequence[Bookmark]) -> None:
        entries = [PDFDictionary({"Title": PDFString(mark.title), "Parent": reference}) for mark in bookmarks]
        references = [self.add(entry) for entry in entries]
        for place, (entry, mark) in enumerate(zip(entries, bookmarks, strict=True)):
            entry["Dest"] = PDFArray([self._pages[0], "/XYZ", round(mark.x, 2), round(mark.y, 2), "null"])
            if place:
                entry["Prev"] = references[place - 1]
            if place + 1 < len(entries):
                entry["Next"] = references[place + 1]
            if mark.inner:
                self._entries(entry, references[place], mark.inner)
        parent["First"], parent["Last"] = references[0], references[-1]
        parent["Count"] = len(entries)
