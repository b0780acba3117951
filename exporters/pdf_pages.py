"""A PDF document around page contents: pages, resources, what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFPage,
    PDFStream,
    PDFString,
)

from exporters.pdf_file import assemble, next_number
from exporters.pdf_fonts import packed

_VERSION = (1, 7)
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class About(NamedTuple):
    """What the file says of itself; `made` is a UTC instant."""

    title: str
    author: str
    subject: str
    language: str
    producer: str
    made: datetime


class Page(PDFPage):
    """A page that may also say where its marked content is looked up, and in which order the Tab key goes."""

    __NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
    Tabs: str | None


class Builder:
    """Collects pages and what they show; `save` gives the file. The same input gives the same bytes."""

    def __init__(self, about: About) -> None:
        self.document: Any = PDFDocument(invariant=1, compression=1, pdfVersion=_VERSION, lang=about.language)
        self.fonts = PDFDictionary({})
        self.objects = PDFDictionary({})
        self.states = PDFDictionary({})
        self._about = about
        self._loose: list[tuple[int, str]] = []
        self._contents: list[PDFStream] = []
        shared = {"Font": self.fonts, "XObject": self.objects, "ExtGState": self.states}
        self._resources = self.add(PDFDictionary(shared))

    def add(self, thing: PDFObject) -> Any:
        """Any object; a reference to it."""
        return self.document.Reference(thing)

    def number(self, reference: Any) -> int:
        """The number of an object, by a reference to it."""
        return int(self.document.idToObjectNumberAndVersion[reference.name][0])

    def room(self) -> int:
        """The number of an object that is `put` later."""
        return next_number(self.document)

    def put(self, number: int, text: str) -> None:
        """An object as it is written; many of them take little room."""
        self._loose.append((number, text))

    def sign(self, content: bytes) -> Any:
        """A form about the unit square, which needs nothing else; a reference to it."""
        return self.add(packed(content, Type="/XObject", Subtype="/Form", BBox="[-1 -1 2 2]", Resources="<<>>"))

    def form(self, content: PDFStream, box: Sequence[float]) -> Any:
        """A form that shows anything pages show, inside a box (left, top, right, bottom); a reference to it."""
        edges = " ".join(f"{edge:.2f}" for edge in box)
        for name, value in {"Type": "/XObject", "Subtype": "/Form", "BBox": f"[{edges}]"}.items():
            content.dictionary[name] = value
        content.dictionary["Resources"] = self._resources
        return self.add(content)

    def image(self, content: bytes, **entries: object) -> Any:
        """An image of encoded pixels; a reference to it."""
        head = {"Type": PDFName("XObject"), "Subtype": PDFName("Image")}
        return self.add(PDFStream(PDFDictionary({**head, **entries}), content))

    def opacity(self, share: float) -> str:
        """The name of a graphics state in which all is drawn with an opacity."""
        name = f"G{round(share * 1000)}"
        if name not in self.states:
            self.states[name] = PDFDictionary({"CA": f"{share:.3f}", "ca": f"{share:.3f}"})
        return name

    def begin_page(self, width: float, height: float) -> tuple[Page, Any]:
        """A page of a size in points, which is the next; a reference to it."""
        page = Page()
        page.MediaBox = f"[0 0 {width:.3f} {height:.3f}]"
        page.Resources = self._resources
        return page, self.document.Reference(page, self.document.thisPageName())

    def finish_page(self, page: Page, content: PDFStream) -> None:
        """Give the page begun last its content, which is filled before all is saved."""
        page.Contents = self.add(content)
        self.document.addPage(page)
        self._contents.append(content)

    def save(self, outline: Any, targets: PDFDictionary, structure: Any) -> bytes:
        """The whole file."""
        document, about = self.document, self._about
        catalogue = document.Catalog
        catalogue.Outlines = outline
        if outline is not None:
            catalogue.setPageMode("UseOutlines")
        if targets.dict:
            catalogue.Names = PDFDictionary({"Dests": self.add(targets)})
        if about.title:
            catalogue.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})
        catalogue.StructTreeRoot = structure
        catalogue.Metadata = PDFStream(PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"}), self._xmp())
        document.info = self._info()
        for content in self._contents:
            document.updateSignature(content.content)
        document.updateSignature(repr(about).encode("utf-8", "replace"))
        document.Reference(catalogue)
        document.Reference(document.info)
        return assemble(document, self._loose)

    def _info(self) -> PDFDictionary:
        about = self._about
        made = f"(D:{about.made:%Y%m%d%H%M%S}Z)"
        texts = {"Title": about.title, "Author": about.author, "Subject": about.subject, "Producer": about.producer}
        said = {name: PDFString(text) for name, text in texts.items() if text}
        return PDFDictionary({**said, "CreationDate": made, "ModDate": made})

    def _xmp(self) -> bytes:
        """The same again, for readers that ask for it in XML."""
        about = self._about
        texts = {name: escape(value) for name, value in about._asdict().items() if isinstance(value, str)}
        return _XMP.format(**texts, made=f"{about.made:%Y-%m-%dT%H:%M:%SZ}").encode("utf-8", "replace")
