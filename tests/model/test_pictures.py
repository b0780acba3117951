"""Pictures on their way in: measured first, re-encoded, cropped; on cards, in drawings, and gone with the last card."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from exporters.base import run
from exporters.registry import exporter
from model import clipboard, pictures
from model.elements import Card, Picture, Role
from model.errors import KnownError
from model.layout.drawing import IMAGE, Layer
from model.printing import light_drawing
from model.rules import Refused
from tests.model.builders import DAY, a_context, a_grid

ROLES = (Role.STORYBOARD, Role.CUSTOMER, Role.FRONTSTAGE)


def a_file(width: int = 60, height: int = 40, form: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    """The bytes of an image file; wider than high it is red at its left half, blue at its right."""
    image = Image.new(mode, (width, height), "blue" if mode in ("RGB", "RGBA") else 0)
    if mode == "RGB":
        image.paste("red", (0, 0, width // 2, height))
    into = BytesIO()
    image.save(into, form, **options)
    return into.getvalue()


def decoded(taken: pictures.Taken) -> Image.Image:
    return Image.open(BytesIO(taken.data))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_is_re_encoded(form: str) -> None:
    taken = pictures.take(a_file(form=form), "Stamp")

    assert (taken.name, taken.mime, taken.width, taken.height) == ("Stamp", "image/jpeg", 60, 40)
    assert decoded(taken).size == (60, 40)


def test_what_shines_through_stays_so() -> None:
    image = Image.new("RGBA", (30, 20), (255, 0, 0, 90))
    into = BytesIO()
    image.save(into, "PNG")

    taken = pictures.take(into.getvalue())

    assert taken.mime == "image/png"
    assert decoded(taken).convert("RGBA").getpixel((3, 3)) == (255, 0, 0, 90)


def test_nothing_of_what_was_noted_in_a_file_comes_along() -> None:
    # given a picture that says where it was taken, and lies on its side
    exif = Image.Exif()
    exif[0x010E] = "the flat of Ms Sorokin"
    exif[0x0112] = 6
    noted = PngInfo()
    noted.add_text("Comment", "the flat of Ms Sorokin")

    lying, told = pictures.take(a_file(form="JPEG", exif=exif)), pictures.take(a_file(pnginfo=noted))

    assert (lying.width, lying.height) == (40, 60)
    assert b"Sorokin" not in lying.data + told.data


def test_a_large_picture_is_made_as_large_as_print_needs() -> None:
    taken = pictures.take(a_file(4000, 1000))

    assert (taken.width, taken.height) == (1600, 400)


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(KnownError) as refusal:
        pictures.take(b"\0" * (pictures.MOST_BYTES + 1), "Film")

    assert refusal.value.message.id == "picture.too_large"


@pytest.mark.parametrize("side", [6400, 10_000, 20_000])
def test_too_many_pixels_are_refused_before_they_are_decoded(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a file of a few kilobytes that says it is huge
    data = a_file(8, 8, "PNG")
    huge = bytearray(data)
    huge[16:24] = side.to_bytes(4, "big") * 2
    import zlib

    huge[29:33] = zlib.crc32(huge[12:29]).to_bytes(4, "big")
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("decoded"))

    with pytest.raises(KnownError) as refusal:
        pictures.take(bytes(huge), "Bomb")

    assert refusal.value.message.id == "picture.too_many_pixels"


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"%PDF-1.7", a_file()[:60], b"<svg/>", a_file(form="TIFF"), a_file(form="JPEG")[:200]]
)
def test_what_is_no_picture_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(KnownError) as refusal:
        pictures.take(data, "Letter")

    assert refusal.value.message.id == "picture.unreadable"


@pytest.mark.parametrize(
    ("width", "height", "expected"), [(600, 100, (171, 100)), (120, 700, (120, 70)), (1, 1, (1, 1))]
)
def test_cropping_keeps_the_middle(width: int, height: int, expected: tuple[int, int]) -> None:
    cropped = pictures.crop(a_file(width, height))

    assert (cropped.width, cropped.height) == expected
    if width > 1:
        # what is left of the middle is red, what is right of it blue
        first, last = (decoded(cropped).convert("RGB").getpixel((x, 5)) for x in (3, expected[0] - 4))
        assert isinstance(first, tuple) and isinstance(last, tuple)
        assert first[0] > first[2] + 150 and last[2] > last[0] + 150


def test_a_picture_comes_onto_cards_and_goes_with_the_last_that_shows_it() -> None:
    # given two cards with one picture
    grid = a_grid(roles=ROLES)
    one, other = grid.card(1, 0), grid.card(1, 1)
    stamp, seal = pictures.take(a_file(), "Stamp"), pictures.take(a_file(50, 50), "Seal")
    grid.editor.set_picture([one, other], stamp)
    (picture,) = grid.document.table(Picture).values()
    assert (picture.name, picture.alt, picture.width, picture.height) == ("Stamp", "Stamp", 60, 40)
    # when one gets another and the other is deleted
    grid.editor.set_picture([one], seal)
    assert len(grid.document.table(Picture)) == 2
    grid.editor.delete([other])
    # then nobody keeps what nobody shows, and undo brings it back
    assert [row.name for row in grid.document.table(Picture).values()] == ["Seal"]
    grid.editor.remove_pictures([one])
    assert not grid.document.table(Picture)
    for _ in range(4):
        grid.editor.undo()
    assert not grid.document.table(Picture) and grid.document.need(Card, one).picture is None


def test_the_same_picture_is_kept_once() -> None:
    grid = a_grid(roles=ROLES)
    stamp = pictures.take(a_file(), "Stamp")

    made = [grid.editor.add_picture(grid.lanes[0], step, None, stamp) for step in grid.steps]

    assert len(grid.document.table(Picture)) == 1
    assert [grid.document.need(Card, id).title for id in made] == ["Stamp"] * 4


def test_cards_with_one_picture_share_the_cropped_one() -> None:
    grid = a_grid(roles=ROLES)
    cards = [grid.card(1, 0), grid.card(1, 1), grid.card(1, 2)]
    grid.editor.set_picture(cards[:2], pictures.take(a_file(300, 100), "Hall"))

    grid.editor.crop_pictures(cards)

    (picture,) = grid.document.table(Picture).values()
    assert (picture.width, picture.height) == (171, 100)
    assert [grid.document.need(Card, id).picture for id in cards] == [picture.id, picture.id, None]
    with pytest.raises(Refused):
        grid.editor.crop_pictures(cards[2:])
    with pytest.raises(Refused):
        grid.editor.remove_pictures(cards[2:])


def test_a_storyboard_comes_first_and_shows_its_pictures_on_the_map_and_on_paper() -> None:
    # given a storyboard with one picture
    grid = a_grid(roles=ROLES)
    card = grid.editor.add_picture(grid.lanes[0], grid.steps[1], None, pictures.take(a_file(400, 300), "Hall"))
    # when it is drawn
    drawing, _ = light_drawing(grid.document, DAY)
    (piece,) = [piece for piece in drawing.pieces(None, (Layer.CARD,)) if piece.id == card]
    (image,) = [part for part in piece.primitives if part[0] == IMAGE]
    # then the picture lies on its card, in its proportions, above all other lanes, and is in each file
    assert image[3] / image[4] == pytest.approx(4 / 3)
    assert image[1] >= 0 and image[1] + image[3] <= piece.width and image[2] + image[4] < piece.height
    board, customer = drawing.box(grid.lanes[0]), drawing.box(grid.lanes[1])
    assert board is not None and customer is not None and board.bottom <= customer.y
    context = a_context()
    assert b"/Subtype /Image" in run(exporter("pdf"), grid.document, context).data
    assert b"data:image/jpeg;base64," in run(exporter("svg"), grid.document, context).data


def test_a_copied_card_brings_its_picture_along() -> None:
    one, other = a_grid(roles=ROLES), a_grid(roles=ROLES)
    card = one.editor.add_picture(one.lanes[0], one.steps[0], None, pictures.take(a_file(), "Stamp"))

    made = other.editor.paste_fragment(clipboard.fragment(one.document, [card]), other.lanes[0], other.steps[2])

    copied = other.document.need(Card, made[0])
    assert (
        other.document.need(Picture, copied.picture).data
        == one.document.table(Picture)[one.document.need(Card, card).picture or ""].data
    )
