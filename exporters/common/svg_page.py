"""A drawing as SVG text: what the picture, and other formats that are pictures as well, have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from exporters.common.svg_device import Device
from exporters.common.svg_text import escaped, number
from exporters.common.xml_text import opening
from model.document import DocumentView
from model.elements import Picture
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.messages import Message
from model.printing import amiss, light_drawing


def whole_map(
    document: DocumentView, today: date, root: Mapping[str, str], stage: str | None = None, inside: str = ""
) -> tuple[str, tuple[Message, ...]]:
    """The map of a document, or of one stage, always in the light theme, at 100 %; and what to know of it.

    `root`: attributes of the root element; `inside`: XML before what is drawn.
    """
    drawing, fonts = light_drawing(document, today, stage)
    text, used, lost = play(document, drawing, fonts, root, inside)
    return text, amiss(document, drawing.missing(), fonts, used, lost)


def play(
    document: DocumentView, drawing: Drawing, fonts: FontBook, root: Mapping[str, str] = {}, inside: str = ""
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A drawing as SVG text, the fonts it uses, and the pictures it could not show."""
    device = Device(fonts, lambda id: document.get(Picture, id))
    body = device.play(drawing.pieces(keep=False))
    width, height = number(drawing.width), number(drawing.height)
    language = escaped(document.blueprint.language)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'{opening("svg", root)} xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" xml:lang="{language}" xml:space="preserve" stroke-linejoin="round">\n'
        f"<title>{escaped(document.blueprint.title)}</title>\n{inside}"
        f"<style>\ntext{{white-space:pre}}\n{device.text.styles()}</style>\n"
        f"<defs>\n{device.definitions()}</defs>\n{body}</svg>\n"
    )
    return text, device.text.used, tuple(device.unreadable)
