"""The words of a text in HTML, such as a label of draw.io: lines for its blocks, no tags."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"div", "p", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_LONGEST = 100_000
_MARKUP = re.compile("[<&]")


class _Words(HTMLParser):
    """Collects text; a space that the editor wrote as `&nbsp;` is a space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self._break()
        elif tag in ("style", "script"):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script") and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(" " if name == "nbsp" else html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(html.unescape(f"&#{name};"))

    def _break(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")


def words(label: str, is_html: bool) -> str:
    """A label as text, with its lines and spaces as they are."""
    if not is_html or len(label) > _LONGEST or not _MARKUP.search(label):
        return label
    reader = _Words()
    reader.feed(label)
    reader.close()
    return "".join(reader.parts)


def line(label: str, is_html: bool) -> str:
    """A label on one line, as a title."""
    return " ".join(words(label, is_html).split())
