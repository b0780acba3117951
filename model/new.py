"""New documents: blank, or from a template in the language of the document."""

from __future__ import annotations

import tomllib
from typing import Any

from model.context import Context
from model.document import Document
from model.editor import Editor
from model.elements import Blueprint, Lane, Role, Stage
from model.errors import KnownError
from model.history import History
from model.ids import spread
from model.kinds import kind_of
from model.messages import message
from model.texts import Texts
from resources import path

TEMPLATES = ("service", "employee")


def blank(context: Context, title: str = "", language: str = "en") -> Document:
    """A blueprint with one untitled stage."""
    (order,) = spread(1)
    blueprint = Blueprint(context.ids.new(kind_of(Blueprint).table), order, title=title, language=language)
    return Document((blueprint, Stage(context.ids.new(kind_of(Stage).table), order)))


def from_template(name: str, context: Context, title: str = "", language: str = "en") -> Document:
    """A document with the stages, steps and lanes of a template; their titles in the document's language.

    `KnownError` where there is no such template.
    """
    if name not in TEMPLATES:
        raise KnownError(message("template.unknown", name=name, known=", ".join(TEMPLATES)))
    with path("templates", f"{name}.toml").open("rb") as stream:
        data = tomllib.load(stream)
    document = blank(context, title, language)
    _fill(Editor(document, History(document), context), data, Texts(language))
    return document


def _fill(editor: Editor, data: dict[str, Any], words: Texts) -> None:
    (stage,) = editor.document.table(Stage)
    for number, column in enumerate(data["stage"]):
        if number == 0:
            editor.rename(stage, words(column["title"]))
        else:
            stage = editor.add_stage(words(column["title"]))
        for title in column["steps"]:
            editor.add_step(stage, words(title))
    lanes: dict[str, str] = {}
    for row in data["lane"]:
        title = words(row["title"])
        if "beside" in row:
            lanes[row["title"]] = editor.add(Lane, role=Role(row["role"]), title=title, beside=lanes[row["beside"]])
        else:
            lanes[row["title"]] = editor.add_lane(Role(row["role"]), title)
