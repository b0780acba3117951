"""The map of a blueprint: layout wired to the figures that analysis computes, for every device alike."""

from __future__ import annotations

from model.analysis.figures import MapFigures
from model.document import DocumentView
from model.layout.compose import Composer
from model.layout.fonts import FontBook
from model.layout.text import Shaper
from model.layout.theme import Theme, load_theme
from model.layout.view import View
from model.texts import Texts


def map_composer(
    document: DocumentView, fonts: FontBook, theme: Theme | None = None, view: View | None = None
) -> Composer:
    """A composer for a document, its words in the document's own language."""
    language = document.blueprint.language
    shaper = Shaper(fonts, language)
    return Composer(document, theme or load_theme(), Texts(language), shaper, MapFigures(), view)
