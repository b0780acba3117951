"""Slash commands: `/` in an empty editor says what the card is before its words are typed."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from model.elements import CardKind, Mark
from model.folding import fold
from model.messages import Message, message
from model.texts import Texts


class SlashAct(StrEnum):
    """What a slash command does that is neither a kind nor a mark."""

    LINK = "link"


class SlashChoice(NamedTuple):
    """One command: its id (the same in every language), its name, and what it stands for."""

    id: str
    name: Message
    what: CardKind | Mark | SlashAct


def slash_typed(text: str, caret: int) -> str | None:
    """What follows the slash a text begins with, up to the caret; None where it is no command."""
    if not text.startswith("/") or caret < 1 or "\n" in text or text[1:2].isspace():
        return None
    return text[1:caret]


def slash(typed: str, words: Texts | None = None) -> tuple[SlashChoice, ...]:
    """The commands whose id or name (in the language of `words`) begins so, or has a word that does."""
    wanted = fold(typed.strip()).replace("_", " ")
    words = words or Texts()
    ranked = []
    for place, choice in enumerate(_all()):
        names = (choice.id.replace("_", " "), fold(words(choice.name)))
        if any(name.startswith(wanted) for name in names):
            ranked.append((0, place, choice))
        elif any(f" {wanted}" in name for name in names):
            ranked.append((1, place, choice))
    return tuple(choice for *_, choice in sorted(ranked, key=lambda item: item[:2]))


def _all() -> list[SlashChoice]:
    found = [SlashChoice(mark.value, message(f"map.mark.{mark.value}"), mark) for mark in Mark]
    found += [SlashChoice(kind.value, message(f"map.kind.{kind.value}"), kind) for kind in CardKind]
    return [*found, *(SlashChoice(act.value, message(f"capture.slash.{act.value}"), act) for act in SlashAct)]
