"""The rows of layout: sizes of all cells, and the whole map with its routes."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import floors
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import paired
from model.blueprint_map import MapFigures, map_composer
from model.collector import without_collector
from model.elements import Card
from model.layout.face import Faces
from model.layout.facts import CardWords
from model.layout.heads import Setting
from model.layout.text import Shaper
from model.layout.theme import load_theme
from model.layout.view import Density
from model.layout.wardrobe import Wardrobe
from model.texts import Texts

_AGAINST = "the titles wrapped by a table of word widths"


def layout(stage: Stage) -> Iterator[Row]:
    """Both beside the same wrap; words and faces are cold in every run, the fonts are loaded."""
    document, fonts = stage.document, stage.fonts
    drawing = map_composer(document, fonts).drawing
    picture = floors.picture_of(document, drawing)
    boxes = ((card, drawing.box(id)) for id, card in document.table(Card).items())
    cards, widths = zip(*[(card, box.width) for card, box in boxes if box is not None], strict=True)
    theme, texts = load_theme(), Texts("en")

    # As composing does, with the collector at rest.
    @without_collector()
    def cells() -> None:
        shaper = Shaper(fonts, "en")
        setting = Setting(document, theme, texts, shaper, MapFigures(), Faces(theme, shaper), False)
        words, wardrobe = CardWords(document, setting.figures, texts, Density.ALL), Wardrobe()
        for card in cards:
            wardrobe.widen(setting, card)
        wardrobe.dress(setting.faces, words, cards, widths)

    def wrap() -> None:
        floors.wrap_all(fonts, picture.faces)

    pair = paired(cells, wrap, stage.times)
    yield Row("cells", stage.size, pair.ours, pair.floor, "the size of every card with all it shows, cold", _AGAINST)
    pair = paired(lambda: map_composer(document, fonts), wrap, stage.times)
    yield Row("compose", stage.size, pair.ours, pair.floor, "the whole map laid out with its routes, cold", _AGAINST)
    pair = paired(lambda: list(map_composer(document, fonts).drawing.pieces()), wrap, stage.times)
    what = "the same, and every piece of it drawn"
    yield Row("pieces", stage.size, pair.ours, pair.floor, what, _AGAINST)
