"""Words that are printed in the language of a document: there in Arabic and Hebrew as they are in English."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest

from model.folding import name_key
from model.kinds import kinds
from model.texts import Texts, locales
from resources import path
from tests.model.test_texts import entries

PRINTED = ("opened.", "derivation.", "sheet.column.", "sheet.part.", "register.choice.", "window.find.kind.", "pack.")
# What only the program says, of files and options.
SAID = ("pack.option.", "pack.title", "pack.unknown_part")
SIGNS = {"P10", "P50", "P90"}


def words(text: str) -> str:
    """What of a text is said in a language."""
    return re.sub(r"\{\w+\}", "", text).strip()


@pytest.mark.parametrize("locale", ["ar", "he"])
def test_how_figures_came_about_and_what_differs_is_said_in_the_language_of_the_document(locale: str) -> None:
    known = entries(locale)
    missing = [
        id
        for id, entry in entries("en").items()
        if id.startswith(PRINTED) and not id.startswith(SAID) and id not in known
        if re.search("[A-Za-z]", words(entry)) and words(entry) not in SIGNS
    ]

    assert missing == []


@pytest.mark.parametrize("locale", locales())
def test_every_choice_has_words(locale: str) -> None:
    texts = Texts(locale)
    choices = {choice for kind in kinds() for field in kind.fields for choice in field.choices or ()}

    for choice in choices:
        assert isinstance(choice, StrEnum)
        name = f"{type(choice).__name__}.{choice.value}"
        assert f"register.choice.{name}" in texts or f"window.choice.{name}" in texts


@pytest.mark.parametrize("locale", locales())
def test_columns_are_told_apart_in_every_language(locale: str) -> None:
    """Else a table could not be read back."""
    assert path("translations", locale).is_dir()
    for kind in kinds():
        names = [name_key(Texts(locale)(f"sheet.column.{field.name}")) for field in kind.fields]
        assert len(set(names)) == len(names), kind.name
