"""Give cards pictures, crop these and take them away; a picture that no card shows any more goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from model.change import Change
from model.commands.maker import Maker
from model.commands.ordering import keys_at
from model.context import Context
from model.document import DocumentView
from model.elements import Card, Lane, Picture
from model.grid import cell
from model.messages import message
from model.pictures import Taken
from model.tables import card_fields


def set_picture(document: DocumentView, context: Context, ids: Sequence[str], taken: Taken) -> Change:
    """Let cards show a picture in the place of the one they have."""
    maker = Maker(document, context)
    _show(maker, dict.fromkeys(ids, _kept(maker, taken)))
    return maker.draft.change(message("command.set.picture", n=len(ids)))


def add_picture(
    document: DocumentView, context: Context, lane: str, step: str, place: int | None, taken: Taken
) -> tuple[Change, str]:
    """Add a card that shows a picture and is called after it; its id."""
    maker = Maker(document, context)
    siblings = cell(document, lane, step)
    (key,) = keys_at(maker.draft, siblings, len(siblings) if place is None else place)
    said = card_fields(document.need(Lane, lane).role, taken.name)
    card = maker.new(Card, lane=lane, step=step, picture=_kept(maker, taken), **said)
    maker.put(replace(card, order=key))
    return maker.draft.change(message("command.add.picture")), card.id


def crop_pictures(
    document: DocumentView, context: Context, ids: Sequence[str], crop: Callable[[Picture], Taken]
) -> Change:
    """Let cards show what `crop` leaves of their pictures."""
    maker = Maker(document, context)
    cropped: dict[str, str] = {}
    shown: dict[str, str | None] = {}
    for id in ids:
        picture = document.get(Picture, document.need(Card, id).picture)
        if picture is not None:
            if picture.id not in cropped:
                cropped[picture.id] = _kept(maker, crop(picture))
            shown[id] = cropped[picture.id]
    _show(maker, shown)
    return maker.draft.change(message("command.crop", n=len(shown)))


def remove_pictures(document: DocumentView, context: Context, ids: Sequence[str]) -> Change:
    """Let cards show no picture."""
    maker = Maker(document, context)
    _show(maker, dict.fromkeys(ids))
    return maker.draft.change(message("command.remove_picture", n=len(ids)))


def unshown(document: DocumentView, gone: Iterable[str]) -> list[str]:
    """The pictures that only these cards show."""
    cards = set(gone)
    shown = dict.fromkeys(card.picture for id in cards if (card := document.get(Card, id)) is not None)
    return [
        picture
        for picture in shown
        if picture is not None and cards.issuperset(card.id for card in document.where(Card, picture=picture))
    ]


def _kept(maker: Maker, taken: Taken) -> str:
    """The picture of the document with these bytes, or a new one."""
    known = (row for row in maker.document.table(Picture).values() if row.data == taken.data)
    row = next(known, None) or maker.append(Picture, **taken._asdict(), alt=taken.name)
    return row.id


def _show(maker: Maker, shown: dict[str, str | None]) -> None:
    lost = set(unshown(maker.document, shown)) - set(shown.values())
    for id, picture in shown.items():
        maker.put(replace(maker.draft.get(Card, id), picture=picture))
    for picture in lost:
        maker.draft.drop(picture)
