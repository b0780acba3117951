"""Words of the page as HTML: escaped, in their language, and addresses one may follow as links."""

from __future__ import annotations

import re

from exporters.common.svg_text import escaped
from model.messages import Message, message
from model.texts import Texts

# Of all schemes only those that show something or write to somebody; the target is the text itself.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]*[^\s<>\"'`\\.,;:!?)\]}]", re.ASCII | re.IGNORECASE)


def said(texts: Texts, words: Message | str) -> str:
    """A message, marked with its language where that is not the page's."""
    if isinstance(words, str):
        words = message(words)
    text, language = escaped(texts(words)), texts.spoken(words)
    return text if language == texts.locale else f'<span lang="{language}" dir="ltr">{text}</span>'


def prose(text: str) -> str:
    """A text of the document: lines stay lines, and addresses lead where they say."""
    parts, at = [], 0
    for match in _ADDRESS.finditer(text):
        parts += [_plain(text[at : match.start()]), address(match[0])]
        at = match.end()
    return "".join([*parts, _plain(text[at:])])


def address(target: str) -> str:
    """A link that shows its target; what is no safe address stays text."""
    if _ADDRESS.fullmatch(target) is None:
        return _plain(target)
    shown = escaped(target)
    return f'<a href="{shown}" target="_blank" rel="noopener noreferrer">{shown}</a>'


def link(anchor: str, text: str, more: str = "") -> str:
    """A link within the page."""
    return f'<a href="#{anchor}"{more}>{escaped(text)}</a>'


def _plain(text: str) -> str:
    return "<br>".join(escaped(line) for line in text.splitlines())
