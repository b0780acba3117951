"""Split a card into its lines."""

from __future__ import annotations

from dataclasses import replace

from model.change import Change
from model.commands.maker import Maker
from model.commands.ordering import keys_at
from model.context import Context
from model.document import DocumentView
from model.elements import Card, CardChannel, CardSystem
from model.grid import cell
from model.messages import message
from model.tables import lines_of


def split_card(document: DocumentView, context: Context, id: str) -> tuple[Change, tuple[str, ...]]:
    """Make a card of each line, and the ids of all, top to bottom.

    The first line keeps the card with all that belongs to it. The others come below it with the same owner, kind,
    grounding, sources, variants, span, systems and channels.
    """
    maker = Maker(document, context)
    card = document.need(Card, id)
    first, *others = lines_of(card.title)
    place = [row.id for row in cell(document, card.lane, card.step)].index(id) + 1
    keys = keys_at(maker.draft, cell(document, card.lane, card.step), place, len(others))
    maker.put(replace(maker.draft.get(Card, id), title=first))
    ids = [id]
    for line, key in zip(others, keys, strict=True):
        made = maker.new(
            Card,
            order=key,
            title=line,
            **{name: getattr(card, name) for name in ("lane", "step", "last_step", "kind", "grounding")},
            **{name: getattr(card, name) for name in ("owner", "sources", "variants")},
        )
        ids.append(maker.put(made).id)
        for use in document.where(CardSystem, card=id):
            maker.append(CardSystem, card=made.id, system=use.system, essential=use.essential)
        for entry in document.where(CardChannel, card=id):
            maker.append(CardChannel, card=made.id, channel=entry.channel, share=entry.share)
    return maker.draft.change(message("command.split_card", n=len(ids))), tuple(ids)
