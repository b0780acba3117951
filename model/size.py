"""How much of a blueprint a reader can follow: past that, a soft word; nothing is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from model import grid
from model.document import DocumentView
from model.elements import Band, Card
from model.messages import Message, message

MOST_STEPS = 15
MOST_CARDS = 10


def too_much(document: DocumentView) -> Iterator[Message]:
    """What is more than a reader can follow: steps, and cards of one lane in one stage."""
    steps = grid.steps(document)
    if len(steps) > MOST_STEPS:
        yield message("size.steps", n=len(steps), most=MOST_STEPS)
    stage_of = {step.id: step.stage for step in steps}
    counts = Counter((card.lane, stage_of.get(card.step or "")) for card in document.table(Card).values())
    for lane in grid.lanes(document):
        if grid.band(lane) is Band.ANNOTATION:
            continue
        for stage in grid.stages(document):
            count = counts[lane.id, stage.id]
            if count > MOST_CARDS:
                yield message("size.cards", n=count, most=MOST_CARDS, lane=lane.title, stage=stage.title)
