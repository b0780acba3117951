"""A book as a PDF: its leaves as pages, its links and outline, and how a screen reader hears it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from math import cos, inf, radians, sin
from typing import Any, NamedTuple

from exporters.base import ExportRequest, ExportResult
from exporters.pdf_device import Device, sign_operators
from exporters.pdf_fonts import Packing, embed
from exporters.pdf_images import embed_picture, is_readable
from exporters.pdf_links import Ends, annotate, outline
from exporters.pdf_pages import About, Builder
from exporters.pdf_tags import Marker, Structure
from model.collector import without_collector
from model.elements import Picture
from model.layout.drawing import Box, Piece
from model.layout.fonts import FontBook
from model.layout.leaves import Book, Leaf, Part
from model.printing import amiss

_PROGRAM = "Throughline"
# What a form may show beyond its pieces' boxes: arrowheads, wide strokes.
_SPILL = 40.0


class Written(NamedTuple):
    """What a file was made of: its parts share these."""

    builder: Builder
    device: Device
    structure: Structure
    packing: Packing
    forms: dict[str, str]


def write(
    book: Book, request: ExportRequest, fonts: FontBook, missing: Mapping[str, tuple[str, ...]] | None = None
) -> ExportResult:
    """A book as one file. `missing`: by element id, characters that no font has."""
    with without_collector(), Packing() as packing:
        return _written(book, request, fonts, missing or {}, packing)


def _written(
    book: Book, request: ExportRequest, fonts: FontBook, missing: Mapping[str, tuple[str, ...]], packing: Packing
) -> ExportResult:
    document = request.document
    own = {picture.id: picture for picture in book.pictures}

    def picture(id: str) -> Picture | None:
        return own.get(id) or document.get(Picture, id)

    builder = Builder(_about(book, request))
    made = Written(builder, Device(fonts, lambda id: is_readable(picture(id))), Structure(builder), packing, {})
    ends = Ends()
    pages = [_page(leaf, made, ends) for leaf in book.leaves]
    for leaf, (page, number, key) in zip(book.leaves, pages, strict=True):
        annotate(builder, made.structure, leaf, page, number, ends)
        page.StructParents = key
    device = made.device
    objects = builder.objects.dict
    objects.update((name, builder.sign(sign_operators(*sign).encode("ascii"))) for sign, name in device.signs.items())
    for id, name in device.pictures.items():
        if name and (shown := picture(id)) is not None:
            objects[name] = embed_picture(builder, shown)
    builder.fonts.dict.update(embed(builder.document, fonts, device.text.uses.values()))
    made.structure.finish()
    packing.finish()
    data = builder.save(outline(builder, book.outline, ends), ends.names(), made.structure.root)
    lost = [id for id, name in device.pictures.items() if not name]
    return ExportResult(data, amiss(document, missing, fonts, device.text.uses, lost))


def _page(leaf: Leaf, made: Written, ends: Ends) -> tuple[Any, int, int]:
    """A page with its content; the page, its number, and the key of its marks."""
    page, reference = made.builder.begin_page(leaf.width, leaf.height)
    number = made.builder.number(reference)
    marker = Marker(made.structure, number)
    ends.take(leaf, number)
    parts = chain.from_iterable(_part(leaf, part, made, marker) for part in leaf.parts)
    # Lines join round, as on the screen.
    content = made.packing.stream(part.encode("latin-1") for part in chain(("1 j\n",), parts))
    made.builder.finish_page(page, content)
    return page, number, marker.key


def _part(leaf: Leaf, part: Part, made: Written, marker: Marker) -> Iterator[str]:
    yield "q\n" + _clip(leaf, part.clip) + _opacity(part.opacity, made.builder) + _matrix(leaf, part)
    if part.shared:
        name = made.forms.get(part.shared)
        if name is None:
            name = made.forms[part.shared] = _form(part, made)
        yield f"{marker.begin(part.tags)}/{name} Do\n"
    else:
        yield from made.device.play(part.pieces(), marker.of(part))
    yield marker.end() + "Q\n"


def _clip(leaf: Leaf, clip: Box | None) -> str:
    if clip is None:
        return ""
    return f"{clip.x:.3f} {leaf.height - clip.bottom:.3f} {clip.width:.3f} {clip.height:.3f} re W n\n"


def _opacity(share: float, builder: Builder) -> str:
    return "" if share >= 1.0 else f"/{builder.opacity(share)} gs\n"


def _matrix(leaf: Leaf, part: Part) -> str:
    """From px of the pieces, y down, to points of the page, y up."""
    place = f"{part.left:.4f} {leaf.height - part.top:.4f} cm\n"
    if not part.turn:
        return f"{part.scale:.6f} 0 0 {-part.scale:.6f} {place}"
    along, across = part.scale * cos(radians(part.turn)), part.scale * sin(radians(part.turn))
    return f"{along:.6f} {-across:.6f} {-across:.6f} {-along:.6f} {place}"


def _form(part: Part, made: Written) -> str:
    """The name of a form that shows the pieces of a part, in px, y down."""
    edges = [inf, inf, -inf, -inf]

    def measured() -> Iterator[Piece]:
        for piece in part.pieces():
            edges[:2] = min(edges[0], piece.x), min(edges[1], piece.y)
            edges[2:] = max(edges[2], piece.x + piece.width), max(edges[3], piece.y + piece.height)
            yield piece

    content = made.packing.stream(text.encode("latin-1") for text in made.device.play(measured(), lambda _piece: ""))
    left, top, right, bottom = edges if edges[0] < inf else (0.0, 0.0, 0.0, 0.0)
    box = (left - _SPILL, top - _SPILL, right + _SPILL, bottom + _SPILL)
    name = f"X{len(made.forms)}"
    made.builder.objects[name] = made.builder.form(content, box)
    return name


def _about(book: Book, request: ExportRequest) -> About:
    blueprint, context = request.document.blueprint, request.context
    subject = " · ".join(text for text in (blueprint.service, blueprint.segment, blueprint.scenario) if text)
    title = book.title or blueprint.title
    return About(title, context.actor, subject, blueprint.language, _producer(), context.now())


def _producer() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{_PROGRAM} {version(_PROGRAM.lower())}"
    except PackageNotFoundError:
        return _PROGRAM
