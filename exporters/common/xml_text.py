"""Text for XML 1.0: escaped so that what a parser hands on is what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
_IN_ELEMENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>"})


def sayable(text: str) -> str:
    """A text without the characters that no XML file can hold."""
    return NOT_XML.sub("", text)


def attribute(text: str) -> str:
    """A text for between the quotation marks of an attribute."""
    return NOT_XML.sub("", text).translate(_IN_ATTRIBUTE)


def content(text: str) -> str:
    """A text for between two tags."""
    return NOT_XML.sub("", text).translate(_IN_ELEMENT)


def html(text: str) -> str:
    """A text as HTML, one line a line; it is still to be escaped for XML."""
    return text.translate(_IN_HTML)


def opening(name: str, attributes: Mapping[str, str]) -> str:
    """A tag with attributes and no end yet."""
    said = "".join([f' {key}="{attribute(value)}"' for key, value in attributes.items()])
    return f"<{name}{said}"


def element(name: str, attributes: Mapping[str, str], inside: str = "") -> str:
    """A whole element; `inside` is XML."""
    start = opening(name, attributes)
    return f"{start}>{inside}</{name}>" if inside else f"{start}/>"


def number(value: float) -> str:
    """A length to a hundredth, without idle zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
