"""The rows of the graph: what stops with a system, and every single point of failure."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import at_rest, paired
from model.analysis.impact import Impact, SinglePoint, impact, single_points
from model.document import DocumentView
from model.elements import Card, CardSystem, Link
from model.registers import System

_AGAINST = "the same tables walked once"


def graph(stage: Stage) -> Iterator[Row]:
    """Both as a worker has them: on a document frozen anew, so that no index is there yet, the collector at rest."""
    document = stage.document
    system = max(document.table(System), key=lambda id: len(document.where(CardSystem, system=id)))

    def walk() -> DocumentView:
        frozen = document.frozen()
        for kind in (Card, CardSystem, Link):
            for row in frozen.table(kind).values():
                frozen.get(Card, row.id)
        return frozen

    def stops() -> tuple[DocumentView, Impact]:
        frozen = document.frozen()
        return frozen, impact(frozen, [system])

    def alone() -> tuple[DocumentView, tuple[SinglePoint, ...]]:
        frozen = document.frozen()
        return frozen, single_points(frozen)

    found = impact(document, [system])
    note = f"{len(found.stopped.cards)} cards and {sum(len(cards) for _, cards in found.touchpoints)} touchpoints stop"
    pair = paired(stops, walk, stage.times, at_rest)
    what = "what stops with the system most cards use, whom that hits, and the exposure"
    yield Row("impact", stage.size, pair.ours, pair.floor, what, _AGAINST, note=note)
    pair = paired(alone, walk, stage.times, at_rest)
    what = "everything whose stop alone stops a touchpoint, with the customers hit"
    yield Row("single", stage.size, pair.ours, pair.floor, what, _AGAINST)
