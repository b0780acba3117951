"""A picture of a page of the poster, for slides: the PDF, rasterised."""

from __future__ import annotations

import io
from dataclasses import replace
from math import floor, sqrt
from threading import Lock

from exporters import pdf
from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind, Pages
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
    dpi = _dpi(request)
    made = pdf.export(_of_pdf(request))
    with _ALONE:
        return ExportResult(_picture(made.data, int(request.options[PAGE.name]), dpi), made.findings)


def pages(request: ExportRequest) -> Pages:
    """The pages of the PDF, the one of which a picture is taken alone, and how large that will be."""
    dpi, number = _dpi(request), int(request.options[PAGE.name])
    found = pdf.pages(_of_pdf(request))
    leaves = found.book.leaves
    _check_page(number, len(leaves))
    leaf = leaves[number - 1]
    _check_size(leaf.width, leaf.height, dpi)
    width, height = (round(side * dpi / _POINTS_AN_INCH) for side in (leaf.width, leaf.height))
    facts = (message("pages.pixels", width=width, height=height), *found.facts)
    return found._replace(book=found.book._replace(leaves=(leaf,)), facts=facts)


def _dpi(request: ExportRequest) -> int:
    dpi = int(request.options[DPI.name])
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise KnownError(message("png.dpi", value=dpi, least=LEAST_DPI, most=MOST_DPI))
    return dpi


def _of_pdf(request: ExportRequest) -> ExportRequest:
    own = {option.name: request.options[option.name] for option in pdf.EXPORTER.options}
    return replace(request, options=own)


def _picture(data: bytes, number: int, dpi: int) -> bytes:
    """A page of a PDF, counted from 1, as PNG."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    try:
        _check_page(number, len(document))
        page = document[number - 1]
        _check_size(*page.get_size(), dpi)
        bitmap = page.render(scale=dpi / _POINTS_AN_INCH)
        stream = io.BytesIO()
        # The picture's pixels are those of the bitmap, which goes with the document.
        bitmap.to_pil().save(stream, "PNG", dpi=(dpi, dpi))
    finally:
        document.close()
    return stream.getvalue()


def _check_page(number: int, pages: int) -> None:
    if not 1 <= number <= pages:
        raise KnownError(message("png.page", value=number, n=pages))


def _check_size(width: float, height: float, dpi: int) -> None:
    """A page of so many points must not become too many pixels."""
    inches = width * height / _POINTS_AN_INCH**2
    if inches * dpi * dpi > MOST_PIXELS:
        most = floor(sqrt(MOST_PIXELS / inches))
        raise KnownError(message("png.too_large", dpi=dpi, most=most))


EXPORTER = Exporter("png", ".png", message("png.title"), export, (*pdf.EXPORTER.options, DPI, PAGE), pages)
