"""The drawing as one SVG file: the same pieces as on screen and on paper, its fonts inside."""

from __future__ import annotations

from exporters.base import REDACT, STAGE, Exporter, ExportRequest, ExportResult
from model.document import DocumentView
from model.elements import Picture
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.messages import message


def export(request: ExportRequest) -> ExportResult:
    """The drawing of a document, or of one stage, always in the light theme, at 100 %."""
    from model.printing import amiss, light_drawing, stage_called
    from model.redaction import parse, redacted

    document = redacted(request.document, parse(request.options[REDACT.name]))
    stage = stage_called(document, request.options["stage"])
    drawing, fonts = light_drawing(document, request.context.today(), stage)
    text, used, lost = play(document, drawing, fonts)
    return ExportResult(text.encode("utf-8"), amiss(document, drawing.missing(), fonts, used, lost))


def play(document: DocumentView, drawing: Drawing, fonts: FontBook) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A drawing as SVG text, the fonts it uses, and the pictures it could not show."""
    from exporters.svg_device import Device
    from exporters.svg_text import escaped, number

    device = Device(fonts, lambda id: document.get(Picture, id))
    body = device.play(drawing.pieces(keep=False))
    width, height = number(drawing.width), number(drawing.height)
    language = escaped(document.blueprint.language)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'xml:lang="{language}" xml:space="preserve" stroke-linejoin="round">\n'
        f"<title>{escaped(document.blueprint.title)}</title>\n"
        f"<style>\ntext{{white-space:pre}}\n{device.text.styles()}</style>\n"
        f"<defs>\n{device.definitions()}</defs>\n{body}</svg>\n"
    )
    return text, device.text.used, tuple(device.unreadable)


EXPORTER = Exporter("svg", ".svg", message("svg.title"), export, (STAGE, REDACT))
