"""The drawing as one SVG file: the same pieces as on screen and on paper, its fonts and the whole document inside."""

from __future__ import annotations

from exporters.base import FLAG_VALUES, STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from exporters.common.xml_text import NOT_XML, content, element
from exporters.json_format import write
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

    document = request.document
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


EXPORTER = Exporter("svg", ".svg", message("svg.title"), export, (STAGE, DOCUMENT))
