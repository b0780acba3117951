"""What boxes and lines are called where a format has room for one text."""

from __future__ import annotations

from model.analysis.names import name_of
from model.document import DocumentView
from model.elements import Band, Card, Link, LinkKind
from model.texts import Texts

# What lies under the cards of a band, in any colour that a format can have.
FILLS = {
    Band.EVIDENCE: "#FBF3E4",
    Band.CUSTOMER: "#E7F1FB",
    Band.FRONTSTAGE: "#E8F5EC",
    Band.BACKSTAGE: "#F1ECF8",
    Band.SUPPORT: "#EFEFEF",
    Band.ANNOTATION: "#FFFFFF",
}


class Labels:
    """The words on the elements of one document, in its own language."""

    def __init__(self, document: DocumentView) -> None:
        self.texts = Texts(document.blueprint.language)
        self._document = document

    def name(self, id: str | None) -> str:
        """The title or name of a record on one line; words that say so where it has none."""
        return name_of(self._document, id) or self.texts("graphs.untitled")

    def card(self, card: Card) -> str:
        """A card's title; its mood where it has only that."""
        title = name_of(self._document, card.id)
        if not title and card.emotion is not None:
            return f"{card.emotion:+}" if card.emotion else "0"
        return title or self.texts("graphs.untitled")

    def link(self, link: Link) -> str:
        """A link's own words, or its kind where it is more than a flow; else nothing."""
        own = " ".join(link.label.split())
        return own or ("" if link.kind is LinkKind.FLOW else self.texts(f"map.link.{link.kind.value}"))
