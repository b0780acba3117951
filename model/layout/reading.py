"""How a map is read aloud: its pieces in reading order, and the way to each in the structure of what is printed.

Title, then the lanes from top to bottom, then stage by stage and step by step, and in each step the cards from the top
lane to the bottom one: what the customer does comes before what stands behind it. The legend is last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model import grid
from model.document import DocumentView
from model.elements import Card, Step
from model.layout.drawing import ALL, TEXT, Box, Drawing, Layer, Piece
from model.layout.leaves import Tag, Way
from model.layout.runs import Line
from model.texts import Texts

_GROUND = (Layer.PAPER, Layer.LANE, Layer.GRID)
_NO_WAYS: tuple[Way, Way] = ((), ())
_REPEATED = (Layer.TITLE, Layer.SIDE_HEAD, Layer.LEGEND)
_HEADS = (Layer.TITLE, Layer.SIDE_HEAD, Layer.TOP_HEAD, Layer.LEGEND)


class Reading:
    """The reading of one drawing of a document."""

    def __init__(self, document: DocumentView, drawing: Drawing, texts: Texts) -> None:
        self._drawing = drawing
        self._steps = _ways(document, self._has_stage_heads())
        self._step_of = {card.id: card.step or "" for card in document.table(Card).values()}
        self._links = (Tag("Figure", "links", texts("printed.links")),)

    def _has_stage_heads(self) -> bool:
        return any(piece.kind == "stage" for piece in self._drawing.pieces(None, (Layer.TOP_HEAD,)))

    def pieces(self, clip: Box | None = None, layers: tuple[Layer, ...] = ALL) -> Iterator[Piece]:
        """The pieces of some layers that meet a clip, in the order in which they may be both painted and read."""

        def drawn(*wanted: Layer) -> Iterator[Piece]:
            return self._drawing.pieces(clip, tuple(layer for layer in wanted if layer in layers), keep=False)

        yield from drawn(*_GROUND, Layer.LINK, Layer.TITLE)
        yield from sorted(drawn(Layer.SIDE_HEAD), key=lambda piece: piece.y)
        yield from self._by_step(drawn(Layer.TOP_HEAD), drawn(Layer.CARD))
        yield from drawn(Layer.LEGEND)

    def way(self, piece: Piece) -> Way:
        """The way to a piece; () for what says nothing."""
        kind, id = piece.kind, piece.id
        if kind == "link":
            return self._links
        if kind == "card" or (kind == "change" and piece.layer is Layer.CARD):
            outer = self._steps.get(self._step_of.get(id, ""), _NO_WAYS)[0]
            return (*outer, tuple.__new__(Tag, ("P", id, "")))
        if kind in ("step", "stage") or (kind == "change" and piece.layer is Layer.TOP_HEAD):
            return self._steps.get(id, _NO_WAYS)[1]
        if kind == "title":
            return (Tag("H1", "title"),)
        if piece.layer is Layer.SIDE_HEAD:
            return (Tag("L", "lanes"), Tag("LI", id or piece.text), Tag("LBody"))
        if piece.layer is Layer.LINK and kind != "label":
            return self._links
        if kind == "curve":
            return (Tag("Figure", f"curve {id}", piece.text),)
        if kind == "label":
            return (Tag("P", f"link {id}"),)
        return (Tag("P", "legend"),) if kind == "legend" else ()

    def way_again(self, piece: Piece) -> Way:
        """The way to a piece on a page after the first: what every page repeats is heard once."""
        return () if piece.layer in _REPEATED else self.way(piece)

    def _by_step(self, heads: Iterable[Piece], cards: Iterable[Piece]) -> Iterator[Piece]:
        """Each step's head before its cards, and each stage's before its first step's."""
        waiting = _in_order(heads, self._steps)
        due: dict[str, int] = {piece.id: place for place, piece in enumerate(waiting)}
        done = 0
        for piece in cards:
            place = due.get(self._step_of.get(piece.id, ""), -1)
            if place >= done:
                yield from waiting[done : place + 1]
                done = place + 1
            yield piece
        yield from waiting[done:]


def _ways(document: DocumentView, staged: bool) -> dict[str, tuple[Way, Way]]:
    """By step and by stage, in reading order: the way to what it holds, and to its head."""
    found: dict[str, tuple[Way, Way]] = {}
    for stage in grid.stages(document):
        outer = (Tag("Sect", stage.id),)
        found[stage.id] = (outer, (*outer, Tag("H2", "head")))
        for step in document.where(Step, stage=stage.id):
            inner = (*outer, Tag("Sect", step.id))
            found[step.id] = (inner, (*inner, Tag("H3" if staged else "H2", "head")))
    return found


def _in_order(heads: Iterable[Piece], order: Iterable[str]) -> list[Piece]:
    """Heads of stages and steps as they are read."""
    by_id: dict[str, list[Piece]] = {}
    for piece in heads:
        by_id.setdefault(piece.id, []).append(piece)
    ordered = [piece for id in order for piece in by_id.pop(id, [])]
    return [*(piece for rest in by_id.values() for piece in rest), *ordered]


def smallest(drawing: Drawing, least: float) -> float:
    """The size in px of the smallest text on a drawing; looked for no further once it is `least` (infinite: none)."""
    found = float("inf")
    for layers in (_HEADS, (Layer.LINK, Layer.CARD)):
        for piece in drawing.pieces(None, layers, keep=False):
            lines: list[Line] = [part[3] for part in piece.primitives if part[0] == TEXT]
            found = min([found, *(run.size for line in lines for run in line.runs)])
            if found <= least:
                return found
    return found
