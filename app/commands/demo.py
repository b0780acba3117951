"""`throughline demo`: the window on the sample; without one, its poster, committee pack, SVG and JSON as files."""

from __future__ import annotations

from pathlib import Path

from app.commands import export
from app.commands.call import Call
from app.commands.window import has_display, show
from exporters import registry
from exporters.writing import write_error
from model import samples

SHOWN = "permit"
# Each sample with the paper on which all of its poster can be read; other products have papers of their own.
POSTERS = ("pdf", "png")
WRITTEN = {"permit": "A3", "outpatient": "A1"}
FOLDER = "throughline-demo"


def run(call: Call) -> int:
    """Show the sample, or write what can be made of both samples and list the files."""
    if not call.has("out") and has_display():
        return show(call, None, SHOWN)
    folder = call.path("out") if call.has("out") else Path(FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    for name, paper in WRITTEN.items():
        document = samples.build(name, call.context)
        written: set[str] = set()
        for exporter in registry.exporters():
            options = {"paper": paper} if exporter.name in POSTERS else {}
            called = f"{name}-{exporter.name}" if exporter.suffix in written else name
            written.add(exporter.suffix)
            export.write(call, exporter, document, folder / f"{called}{exporter.suffix}", options)
    return 0
