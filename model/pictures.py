"""Pictures on their way into a document: measured before they are decoded, and kept as small as a card needs them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings

from model.errors import KnownError
from model.messages import message
from model.named import NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 20 * 2**20
MOST_PIXELS = 40_000_000
# A card a hand wide in print shows no more than this on its longer side.
LONGEST = 1600
# Width and height of the room a picture has on a card of usual width.
FRAME = (12, 7)
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_QUALITY = 88


class Taken(NamedTuple):
    """A picture as a document keeps it."""

    name: str
    mime: str
    width: int
    height: int
    data: bytes


def take(data: bytes, name: str = "") -> Taken:
    """Bytes from elsewhere as a picture of ours, upright and without what the camera noted; `KnownError` if not."""
    if len(data) > MOST_BYTES:
        raise KnownError(message("picture.too_large", name=name, limit=MOST_BYTES // 2**20))
    return _encoded(_upright(_opened(data, name)), name)


def crop(data: bytes, name: str = "") -> Taken:
    """The middle of a picture, in the proportions of the room it has on a card."""
    image = _opened(data, name)
    across, down = FRAME
    width = min(image.width, max(1, round(image.height * across / down)))
    height = min(image.height, max(1, round(image.width * down / across)))
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return _encoded(image.crop((left, top, left + width, top + height)), name)


def _opened(data: bytes, name: str) -> Image:
    """The decoded image: only once its header says that it is not too large."""
    from PIL import Image, UnidentifiedImageError

    try:
        with catch_warnings(action="error", category=Image.DecompressionBombWarning):
            image = Image.open(BytesIO(data), formats=_FORMATS)
        with image:
            if image.width * image.height > MOST_PIXELS:
                raise KnownError(message("picture.too_many_pixels", name=name, limit=MOST_PIXELS // 1_000_000))
            image.load()
            return image.copy()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise KnownError(message("picture.too_many_pixels", name=name, limit=MOST_PIXELS // 1_000_000)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise KnownError(message("picture.unreadable", name=name)) from error


def _upright(image: Image) -> Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _encoded(image: Image, name: str) -> Taken:
    """A JPEG, or a PNG where something shines through."""
    into = BytesIO()
    clear = image.has_transparency_data and image.convert("RGBA").getchannel("A").getextrema() != (255, 255)
    image = image.convert("RGBA" if clear else "RGB")
    image.thumbnail((LONGEST, LONGEST))
    if clear:
        image.save(into, "PNG", optimize=True)
    else:
        image.save(into, "JPEG", quality=_QUALITY)
    return Taken(name, "image/png" if clear else "image/jpeg", image.width, image.height, into.getvalue())
