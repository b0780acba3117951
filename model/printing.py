"""What every printed form shares: the drawing in the light theme, and what its reader should be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from model.document import DocumentView
from model.elements import Picture
from model.errors import KnownError
from model.grid import stages
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.messages import Message, message

PAPER_THEME = "light"


def light_drawing(document: DocumentView, today: date, stage: str | None = None) -> tuple[Drawing, FontBook]:
    """The drawing of a document, or of one stage, as it stands on a day, in its own language; and the fonts used."""
    from model.blueprint_map import MapFigures, health_of, map_composer
    from model.layout.theme import load_theme
    from model.layout.view import View

    fonts = FontBook.bundled()
    figures = MapFigures(health_of(document, today))
    composer = map_composer(document, fonts, load_theme(PAPER_THEME), View(stage=stage), figures=figures)
    return composer.drawing, fonts


def stage_called(document: DocumentView, called: str) -> str | None:
    """The stage of a title, or of a number from 1 on; None for an empty text: all of them."""
    if not called:
        return None
    rows = stages(document)
    by_title = [row.id for row in rows if row.title.casefold() == called.casefold()]
    by_number = [row.id for number, row in enumerate(rows, 1) if str(number) == called]
    if found := [*by_title, *by_number]:
        return found[0]
    known = ", ".join(row.title or str(number) for number, row in enumerate(rows, 1))
    raise KnownError(message("paper.stage", value=called, known=known))


def amiss(
    document: DocumentView,
    missing: Mapping[str, tuple[str, ...]],
    fonts: FontBook,
    used: Iterable[str],
    lost: Iterable[str],
) -> tuple[Message, ...]:
    """Characters no font has, by element; fonts (by key) that another machine may lack; pictures not shown."""
    found = [_missing(document, id, ", ".join(map(_spelt, signs))) for id, signs in sorted(missing.items())]
    names = sorted({fonts.name(key) for key in used if not fonts.is_bundled(key)})
    if names:
        found.append(message("paper.system_fonts", fonts=", ".join(names)))
    rows = ((id, document.get(Picture, id)) for id in lost)
    found += [message("paper.picture", name=row.name if row is not None and row.name else id) for id, row in rows]
    return tuple(found)


def _spelt(character: str) -> str:
    """A character with its number, for it may not show where this is read."""
    number = f"U+{ord(character):04X}"
    return f"{character} ({number})" if character.isprintable() else number


def _missing(document: DocumentView, id: str, characters: str) -> Message:
    row = document.find(id)
    name = getattr(row, "title", "") or getattr(row, "name", "")
    if name:
        return message("paper.missing", name=name, characters=characters)
    return message("paper.missing_unnamed", characters=characters)
