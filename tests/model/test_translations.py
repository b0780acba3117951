"""Texts in several languages: what is missing, and the document in each of them."""

from __future__ import annotations

import json

import pytest

from exporters import base, registry
from model.analysis.views import Part, filtered, whole_of
from model.blueprint_map import map_composer
from model.elements import Card, Lane, Role, Translation
from model.errors import KnownError
from model.keeping import SavedView
from model.layout.fonts import FontBook
from model.messages import message
from model.translations import known_language, languages, missing, texts_in, translated
from tests.model.builders import Grid, a_context, a_grid

FONTS = FontBook.bundled()


def bilingual() -> tuple[Grid, str]:
    """A map in English whose title, customer lane and first card are in German, too."""
    grid = a_grid((1,), (Role.CUSTOMER, Role.BACKSTAGE), title="Permit")
    card = grid.card(0, 0, "Reads the letter")
    grid.card(1, 0, "Answers")
    for element, field, text in (
        (grid.document.blueprint.id, "title", "Erlaubnis"),
        (grid.lanes[0], "title", "Bürgerin"),
        (card, "title", "Liest den Brief"),
    ):
        grid.editor.add(Translation, element=element, field=field, language="de", text=text)
    return grid, card


def test_what_is_missing_is_listed_text_by_text() -> None:
    # given a map that is partly in German
    grid, card = bilingual()
    document = grid.document
    # then its languages, and what nobody has translated, are known
    assert languages(document) == ("de",)
    assert [each.text for each in missing(document, "de")] == ["Step 1", "Lane backstage", "Answers"]
    assert [(each.text, each.translation) for each in texts_in(document, "de") if each.element == card] == [
        ("Reads the letter", "Liest den Brief")
    ]
    # and in a language nobody has begun, everything is missing
    assert len(missing(document, "fr")) == len(texts_in(document, "fr")) == 6


def test_the_map_is_drawn_in_either_language() -> None:
    # given a map that is partly in German
    grid, _ = bilingual()
    # when it is drawn in German
    german = translated(grid.document, "de")
    words = " | ".join(piece.text for piece in map_composer(german, FONTS).drawing.pieces())
    # then what is translated is in German, what the map says of itself too, and the rest as it was
    assert all(text in words for text in ("Erlaubnis", "Bürgerin", "Liest den Brief", "Answers", "Legende"))
    assert "Reads the letter" not in words
    # and the document itself is as it was
    assert translated(grid.document, "en") is grid.document
    assert grid.document.blueprint.title == "Permit"


def test_a_part_is_translated_with_its_whole() -> None:
    # given what a view leaves of the map
    grid, card = bilingual()
    part = filtered(grid.document, SavedView("", lanes=(grid.lanes[0],)))
    # when it is put into German
    german = translated(part, "de")
    # then so is the whole that its figures come from, and nothing hidden comes back
    assert isinstance(german, Part) and set(german.table(Card)) == {card} and set(german.table(Lane)) == {grid.lanes[0]}
    assert german.need(Card, card).title == whole_of(german).need(Card, card).title == "Liest den Brief"


@pytest.mark.parametrize("name", ["svg", "pdf", "html", "json", "csv", "mermaid"])
def test_every_format_is_written_in_either_language_and_says_what_is_not_translated(name: str) -> None:
    # given a map that is partly in German
    grid, _ = bilingual()
    exporter = registry.exporter(name)
    # when it is exported in German
    result = base.run(exporter, grid.document, a_context(), {"language": "DE"})
    plain = base.run(exporter, grid.document, a_context())
    # then the file is another, and it is said how many texts stay as they are
    assert result.data != plain.data
    assert message("translations.left", n=3, language="de") in result.findings
    assert not any(finding.id == "translations.left" for finding in plain.findings)
    if name == "json":
        assert "Liest den Brief" in json.dumps(json.loads(result.data), ensure_ascii=False)


def test_a_language_nobody_has_begun_is_refused_naming_those_there_are() -> None:
    grid, _ = bilingual()
    with pytest.raises(KnownError) as refused:
        known_language(grid.document, "fr")
    assert refused.value.message == message("translations.unknown", name="fr", known="en, de")
