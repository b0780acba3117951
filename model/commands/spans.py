"""Cards over several steps, when steps move or go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from model.commands.draft import Draft
from model.document import DocumentView
from model.elements import Card


def spanning(document: DocumentView, order: Sequence[str]) -> Iterator[tuple[Card, list[str]]]:
    """Each card over several steps, with the steps it covers. `order`: all steps, first to last."""
    places = {step: place for place, step in enumerate(order)}
    for last in order:
        for card in document.where(Card, last_step=last):
            first = places.get(card.step or "")
            if first is not None:
                yield card, list(order[first : max(first, places[last]) + 1])


def cover(draft: Draft, card: Card, covered: Sequence[str]) -> None:
    """Let a card cover these steps, given in their new order."""
    last = covered[-1] if len(covered) > 1 else None
    draft.put(replace(draft.get(Card, card.id), step=covered[0], last_step=last))


def resettle(draft: Draft, old: Sequence[str], new: Sequence[str], moved: Collection[str]) -> None:
    """Keep spans sound when steps move.

    A card keeps its steps as long as they stay side by side; else it lets go of those that moved away.
    """
    places = {step: place for place, step in enumerate(new)}
    for card, covered in spanning(draft.document, old):
        kept = sorted(covered, key=places.__getitem__)
        if places[kept[-1]] - places[kept[0]] + 1 != len(kept):
            kept = [step for step in kept if step not in moved] or kept
        cover(draft, card, kept)


def uncover(draft: Draft, order: Sequence[str], gone: Collection[str]) -> None:
    """Shrink the spans of cards to the steps that stay; cards with none left are not touched."""
    for card, covered in spanning(draft.document, order):
        kept = [step for step in covered if step not in gone]
        if kept and len(kept) < len(covered) and not draft.gone(card.id):
            cover(draft, card, kept)
