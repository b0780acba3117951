"""What every printed form shares: the drawing in the light theme, and what its reader should be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from model.document import DocumentView
from model.elements import Blueprint, Picture
from model.errors import KnownError
from model.grid import stages
from model.layout.compose import is_rtl
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.layout.furniture import Furniture, Press
from model.layout.text import Shaper
from model.layout.theme import load_theme
from model.messages import Message, message
from model.pictures import MOST_BYTES, take
from model.store.files import read_file
from model.texts import Texts

PAPER_THEME = "light"
ACROSS, ASIDE = "across", "margin"


def light_drawing(
    document: DocumentView, today: date, stage: str | None = None, fonts: FontBook | None = None
) -> tuple[Drawing, FontBook]:
    """The drawing of a document, or of one stage, as it stands on a day, in its own language; and the fonts used."""
    fonts = fonts or FontBook.bundled()
    return themed_drawing(document, today, stage, PAPER_THEME, fonts), fonts


def themed_drawing(document: DocumentView, today: date, stage: str | None, theme: str, fonts: FontBook) -> Drawing:
    """As `light_drawing`, in the theme of a name."""
    from model.blueprint_map import MapFigures, health_of, map_composer
    from model.layout.view import View

    figures = MapFigures(health_of(document, today), printed=True)
    return map_composer(document, fonts, load_theme(theme), View(stage=stage), figures=figures).drawing


def press_of(document: DocumentView, fonts: FontBook) -> Press:
    """What words around a map are set with, in the document's language."""
    language = document.blueprint.language
    return Press(load_theme(PAPER_THEME), Texts(language), Shaper(fonts, language), is_rtl(language))


def edition(blueprint: Blueprint, texts: Texts, today: date) -> str:
    """Which edition of a blueprint is printed: its title, state, version and date, else the day of printing."""
    parts = [blueprint.title, texts(f"map.state.{blueprint.state.value}")]
    parts.append(texts("map.version", version=blueprint.version) if blueprint.version else "")
    parts.append(texts.day(blueprint.dated) if blueprint.dated else texts("printed.on", day=today))
    return texts("map.separator").join(part for part in parts if part)


def furniture(options: Mapping[str, str], document: DocumentView) -> Furniture:
    """What the options want around a map; a stamp that is one of ours is in the document's language."""
    stamp = options.get("stamp", "").strip()
    id = f"printed.stamp.{stamp.casefold()}"
    texts = Texts(document.blueprint.language)
    return Furniture(
        options.get("header", "").strip(),
        options.get("footer", "").strip(),
        texts(id) if id in texts else stamp,
        options.get("stamp_place", ACROSS) == ACROSS,
        logo(options.get("logo", "")),
        options.get("rule", "no") == "yes",
    )


def logo(file: str) -> Picture | None:
    """The picture in a file, taken in as pictures on cards are; None where there is no file."""
    if not file.strip():
        return None
    path = Path(file.strip())
    try:
        data = read_file(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        raise KnownError(message("printed.error.logo", file=file)) from error
    return Picture("logo", **take(data, path.name)._asdict())


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
