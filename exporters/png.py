"""A picture of a page of the poster, for slides: the PDF, rasterised."""

from __future__ import annotations

import io
from dataclasses import replace
from math import floor, sqrt
from threading import Lock

from exporters import pdf
from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind
from model.errors import KnownError
from model.messages import message

LEAST_DPI, MOST_DPI = 10, 1200
# A1 at 300 dots an inch has 70 million; a picture of so many takes a quarter of a gigabyte.
MOST_PIXELS = 80_000_000
_POINTS_AN_INCH = 72
DPI = Option("dpi", OptionKind.NUMBER, "150", message("png.option.dpi"))
PAGE = Option("page", OptionKind.NUMBER, "1", message("png.option.page"))
# PDFium is no library for two threads at once.
_ALONE = Lock()


def export(request: ExportRequest) -> ExportResult:
    """One page as a picture."""
    dpi, page = int(request.options[DPI.name]), int(request.options[PAGE.name])
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise KnownError(message("png.dpi", value=dpi, least=LEAST_DPI, most=MOST_DPI))
    own = {option.name: request.options[option.name] for option in pdf.EXPORTER.options}
    made = pdf.EXPORTER.export(replace(request, options=own))
    with _ALONE:
        return ExportResult(_picture(made.data, page, dpi), made.findings)


def _picture(data: bytes, number: int, dpi: int) -> bytes:
    """A page of a PDF, counted from 1, as PNG."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    try:
        if not 1 <= number <= len(document):
            raise KnownError(message("png.page", value=number, n=len(document)))
        page = document[number - 1]
        _check(*page.get_size(), dpi)
        image = page.render(scale=dpi / _POINTS_AN_INCH).to_pil()
    finally:
        document.close()
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(dpi, dpi))
    return stream.getvalue()


def _check(width: float, height: float, dpi: int) -> None:
    """A page of so many points must not become too many pixels."""
    inches = width * height / _POINTS_AN_INCH**2
    if inches * dpi * dpi > MOST_PIXELS:
        most = floor(sqrt(MOST_PIXELS / inches))
        raise KnownError(message("png.too_large", dpi=dpi, most=most))


EXPORTER = Exporter("png", ".png", message("png.title"), export, (*pdf.EXPORTER.options, DPI, PAGE))
