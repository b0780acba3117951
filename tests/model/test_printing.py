"""What the reader of a printed form is told."""

from __future__ import annotations

from model.document import Document
from model.elements import Card, Picture
from model.printing import amiss
from model.texts import Texts
from tests.exporters.hand_drawing import fonts


def said(missing: dict[str, tuple[str, ...]], *rows: Card) -> list[str]:
    """The findings of a drawing that lacks characters, in English."""
    return [Texts()(finding) for finding in amiss(Document(rows), missing, fonts(), (), ())]


def test_missing_characters_are_named_by_card_with_their_numbers() -> None:
    cards = Card("card_1", "a0", title="First"), Card("card_2", "a1", title="Second")

    assert said({"card_2": ("\ue000",), "card_1": ("\U00013000", "\ue000")}, *cards) == [
        "“First”: no font has \U00013000 (U+13000), U+E000, so the file does not show it.",
        "“Second”: no font has U+E000, so the file does not show it.",
    ]


def test_a_card_without_a_title_goes_unnamed() -> None:
    assert said({"card_1": ("\ue000",)}, Card("card_1", "a0")) == ["No font has U+E000, so the file does not show it."]


def test_bundled_fonts_are_no_finding() -> None:
    assert amiss(Document(), {}, fonts(), ["NotoSans-Regular"], ()) == ()


def test_a_picture_goes_by_its_name_or_its_id() -> None:
    document = Document([Picture("picture_1", name="Stamp"), Picture("picture_2")])

    found = amiss(document, {}, fonts(), (), ["picture_1", "picture_2", "picture_3"])

    assert [dict(finding.parameters)["name"] for finding in found] == ["Stamp", "picture_2", "picture_3"]
