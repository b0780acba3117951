"""The drawing as one SVG file: the same pieces as on screen and on paper, its fonts and the whole document inside."""

from __future__ import annotations

from exporters.base import (
    FLAG_VALUES,
    REDACT,
    STAGE,
    Exporter,
    ExportRequest,
    ExportResult,
    Option,
    OptionKind,
    Pages,
)
from exporters.common.xml_text import NOT_XML, content, element
from exporters.json_format import write
from model.layout.leaves import Book, Leaf, Part
from model.layout.paging import POINTS_PER_PX
from model.messages import message

NAMESPACE = "urn:throughline:svg:1"
METADATA = "document"
DOCUMENT = Option("document", OptionKind.FLAG, "yes", message("svg.document"), FLAG_VALUES)


def export(request: ExportRequest) -> ExportResult:
    """The drawing of a document, or of one stage, always in the light theme, at 100 %.

    The document travels inside unless it is not wanted, or only a stage is.
    """
    from exporters.common.svg_page import whole_map
    from model.printing import stage_called
    from model.redaction import parse, redacted

    document = redacted(request.document, parse(request.options[REDACT.name]))
    stage = stage_called(document, request.options["stage"])
    carried = stage is None and request.options[DOCUMENT.name] == "yes"
    inside = metadata(write(document).decode("utf-8")) if carried else ""
    text, found = whole_map(document, request.context.today(), {}, stage, inside)
    return ExportResult(text.encode("utf-8"), found)


def metadata(json: str) -> str:
    """The document as the picture carries it; JSON can spell what XML cannot hold."""
    spelt = NOT_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", json)
    own = element(f"throughline:{METADATA}", {"xmlns:throughline": NAMESPACE}, content(spelt))
    return f"<metadata>{own}</metadata>\n"


def pages(request: ExportRequest) -> Pages:
    """The drawing on a leaf of its own size."""
    from model.layouts import Layouts
    from model.printing import stage_called
    from model.redaction import parse, redacted

    document = redacted(request.document, parse(request.options[REDACT.name]))
    layouts = request.layouts or Layouts()
    stage = stage_called(document, request.options["stage"])
    drawing = layouts.drawing(document, request.context.today(), stage)
    part = Part(drawing.pieces, POINTS_PER_PX, 0.0, 0.0)
    leaf = Leaf(drawing.width * POINTS_PER_PX, drawing.height * POINTS_PER_PX, (part,))
    width, height = round(drawing.width), round(drawing.height)
    return Pages(Book((leaf,)), layouts.fonts, (message("pages.pixels", width=width, height=height),))


EXPORTER = Exporter("svg", ".svg", message("svg.title"), export, (STAGE, DOCUMENT, REDACT), pages)
