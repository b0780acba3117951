"""A pack bound: its data laid out in the document's language, with the fonts it used and what no font has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from model.document import DocumentView
from model.layout.compose import is_rtl
from model.layout.fonts import FontBook
from model.layout.furniture import Furniture
from model.layout.leaves import Book
from model.layout.pack.pages import Binder
from model.layout.paging import Paper
from model.pack.chapters import pack_data
from model.pack.ground import Ground

BARE = Furniture()


class Bound(NamedTuple):
    """The book, the fonts it is set in, and by element the characters that none of them has."""

    book: Book
    fonts: FontBook
    missing: Mapping[str, tuple[str, ...]]


def bind(
    document: DocumentView,
    today: date,
    clock: Callable[[], float],
    paper: Paper,
    names: Sequence[str],
    around: Furniture = BARE,
) -> Bound:
    """The pack of a document as it stands on a day, with the parts named and what is wanted around them."""
    return bind_on(Ground(document, today, clock, FontBook.bundled(), around.logo), paper, names, around)


def bind_on(ground: Ground, paper: Paper, names: Sequence[str], around: Furniture = BARE, full: bool = False) -> Bound:
    """The pack made from what is already found of a document; `full`: with all derivations."""

    def laid_out() -> Binder:
        return Binder(ground.kit, is_rtl(ground.document.blueprint.language), paper, pack_data(ground, names, full))

    binder = ground.once((paper, tuple(names), full), laid_out)
    return Bound(binder.book(around), ground.fonts, binder.missing)
