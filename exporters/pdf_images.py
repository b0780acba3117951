"""Pictures of a document as image objects of a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from exporters.pdf_fonts import packed
from exporters.pdf_pages import Builder
from model.elements import Picture
from model.pictures import MOST_PIXELS

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
_JPEG_MODES = {"RGB": "/DeviceRGB", "L": "/DeviceGray"}


def is_readable(picture: Picture | None) -> bool:
    """Whether a picture decodes to what its row says, within bounds; one that does not is not drawn."""
    from PIL import Image

    form = None if picture is None else _FORMATS.get(picture.mime)
    if picture is None or form is None or not 0 < picture.width * picture.height <= MOST_PIXELS:
        return False
    try:
        with Image.open(BytesIO(picture.data), formats=[form]) as image:
            if image.size != (picture.width, picture.height):
                return False
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def embed_picture(builder: Builder, picture: Picture) -> Any:
    """A reference to a readable picture's image: a JPEG as it is, anything else losslessly, with its transparency."""
    from PIL import Image

    with Image.open(BytesIO(picture.data), formats=[_FORMATS[picture.mime]]) as image:
        size = {"Width": image.width, "Height": image.height, "BitsPerComponent": 8}
        if image.format == "JPEG" and image.mode in _JPEG_MODES:
            space = _JPEG_MODES[image.mode]
            return builder.image(picture.data, Filter="/DCTDecode", ColorSpace=space, **size)
        pixels = image.convert("RGBA")
        alpha = pixels.getchannel("A")
        entries: dict[str, object] = {}
        if alpha.getextrema() != (255, 255):
            mask = packed(alpha.tobytes())
            entries["SMask"] = builder.image(mask.content, Filter="/FlateDecode", ColorSpace="/DeviceGray", **size)
        colours = packed(pixels.convert("RGB").tobytes())
        return builder.image(colours.content, Filter="/FlateDecode", ColorSpace="/DeviceRGB", **size, **entries)
