"""The structure of a tagged PDF: which marked content on which page is a heading, a paragraph, a cell, a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

from exporters.pdf_pages import Builder
from exporters.pdf_text import text_string
from model.layout.drawing import Piece
from model.layout.leaves import Part, Tag, Way
from model.making_way import by_the_way

_ROOT = Tag("Document")
_DECORATION = "/Artifact BMC\n"
_END = "EMC\n"
# What a table's heads are the heads of, for readers that ask: a column's, unless their name begins so.
ROW_HEAD = "row"


class _Tree(PDFObject):
    """The root of a structure: text that is there once all is known. It does not hold what makes it, so that thousands
    of nodes are gone with the last of their users and wait for no collector.
    """

    def __init__(self) -> None:
        self.text = ""

    def format(self, _document: Any) -> bytes:
        return self.text.encode("ascii")


class Element:
    """A node of the structure; its kids, elements, marked content and annotations, are as they are written.

    `page` is the one (by object number) where its content begins, `inner` the elements in it.
    """

    __slots__ = ("tag", "number", "parent", "page", "kids", "inner")

    def __init__(self, tag: Tag, number: int, parent: int) -> None:
        self.tag = tag
        self.number = number
        self.parent = parent
        self.page = 0
        self.kids: list[str] = []
        self.inner: dict[Tag, Element] = {}

    def hold(self, page: int, mark: int) -> None:
        """Take in a mark on a page."""
        self.page = self.page or page
        self.kids.append(str(mark) if page == self.page else f"<</Type/MCR/Pg {page} 0 R/MCID {mark}>>")

    def written(self) -> str:
        """The dictionary of the element."""
        role, name, alt = self.tag
        said = f"/Alt{text_string(alt)}" if alt else ""
        if role == "TH":
            said += f"/A<</O/Table/Scope/{'Row' if name.startswith(ROW_HEAD) else 'Column'}>>"
        where = f"/Pg {self.page} 0 R" if self.page else ""
        return f"<</Type/StructElem/S/{role}/P {self.parent} 0 R{said}{where}/K[{' '.join(self.kids)}]>>"


class Structure:
    """Grows while pages are written, and becomes the file's structure tree."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._tree = _Tree()
        self._root = builder.add(self._tree)
        self._document = Element(_ROOT, builder.room(), builder.number(self._root))
        self._elements = [self._document]
        # The way to what the last mark was in, and that: the next is mostly in the same.
        self._outer: Way = ()
        self._inside = self._document
        # By the key of a page or of an annotation: the elements of its marks, or its one element.
        self._parents: list[list[int] | int] = []

    @property
    def root(self) -> Any:
        """A reference to the tree."""
        return self._root

    def finish(self) -> None:
        """Write all of it; nothing is added after that."""
        self._tree.text = self._written_root()
        for element in by_the_way(self._elements):
            self._builder.put(element.number, element.written())

    def begin_page(self) -> int:
        """The key under which the marks of a new page are found."""
        self._parents.append([])
        return len(self._parents) - 1

    def mark(self, way: Way, key: int, page: int) -> int:
        """The number of a new stretch of content on a page (by its key and object number) that belongs to a way."""
        marks = self._parents[key]
        assert isinstance(marks, list)
        element = self._open(way)
        mark = len(marks)
        element.hold(page, mark)
        marks.append(element.number)
        return mark

    def link(self, way: Way, name: str, annotation: int, page: int) -> int:
        """The key of an annotation (by object number), heard as a link inside what a way leads to."""
        element = self._open((*way, Tag("Link", name)))
        element.kids.append(f"<</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>")
        self._parents.append(element.number)
        return len(self._parents) - 1

    def _open(self, way: Way) -> Element:
        """The element at the end of a way, which may be a new one in new ones."""
        outer = way[:-1]
        if outer != self._outer:
            element = self._document
            for tag in outer:
                element = element.inner.get(tag) or self._put(tag, element)
            self._outer, self._inside = outer, element
        return self._inside.inner.get(way[-1]) or self._put(way[-1], self._inside)

    def _put(self, tag: Tag, parent: Element) -> Element:
        """A new element in another."""
        number = self._builder.room()
        found = parent.inner[tag] = Element(tag, number, parent.number)
        self._elements.append(found)
        parent.kids.append(f"{number} 0 R")
        return found

    def _written_root(self) -> str:
        rows = [f"{key} {self._row(owner)}" for key, owner in enumerate(self._parents)]
        tree = f"<</Nums[{' '.join(rows)}]>>"
        return (
            f"<</Type/StructTreeRoot/K {self._document.number} 0 R"
            f"/ParentTree {tree}/ParentTreeNextKey {len(self._parents)}>>"
        )

    def _row(self, owner: list[int] | int) -> str:
        if isinstance(owner, int):
            return f"{owner} 0 R"
        return f"[{' '.join([f'{number} 0 R' for number in owner])}]"


class Marker:
    """Marks the content of one page: what stands before a piece, and what ends the last."""

    def __init__(self, structure: Structure, page: int) -> None:
        self.key = structure.begin_page()
        self._structure = structure
        self._page = page
        self._open: Way | None = None

    def begin(self, way: Way) -> str:
        """The operators before content that belongs to a way; () is a decoration."""
        if way == self._open:
            return ""
        ended = "" if self._open is None else _END
        self._open = way
        if not way:
            return ended + _DECORATION
        return f"{ended}/{way[-1].role} <</MCID {self._structure.mark(way, self.key, self._page)}>>BDC\n"

    def end(self) -> str:
        """The operator after all of a part's content."""
        ended = "" if self._open is None else _END
        self._open = None
        return ended

    def of(self, part: Part) -> Callable[[Piece], str]:
        """What stands before each piece of a part."""
        tags, each, begin = part.tags, part.each, self.begin
        if each is None:
            return lambda _piece: begin(tags)
        if not tags:
            return lambda piece: begin(each(piece))

        def before(piece: Piece) -> str:
            further = each(piece)
            return begin((*tags, *further) if further else further)

        return before
