"""Pictures in the window: chosen, dropped, pasted, cropped and taken away, within what a document takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from app.window import DocumentWindow
from model.elements import Card, Picture
from tests.model.test_pictures import a_file
from tests.widgets.support import Small, cell_spot, spot
from tests.widgets.window import asked, desktop_at, opened, trigger

pytestmark = pytest.mark.usefixtures("qapp")
There = tuple[DocumentWindow, Small]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[There]:
    with desktop_at(tmp_path / "home") as desktop:
        yield opened(desktop)


@pytest.fixture
def stamp(tmp_path: Path) -> Path:
    path = tmp_path / "Stamp.png"
    path.write_bytes(a_file(300, 200))
    return path


def drop(window: DocumentWindow, at: QPoint, *paths: Path, image: QImage | None = None) -> None:
    """Drop files, or a picture, at a point of the map's body."""
    data = QMimeData()
    if image is not None:
        data.setImageData(image)
    else:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = QPointF(window.main.canvas.view.viewport().mapTo(window.main, at))
    held, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.main.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, held, keys))
    QApplication.processEvents()


def shown(small: Small, card: str) -> Picture | None:
    return small.document.get(Picture, small.document.need(Card, card).picture)


def test_a_picture_dropped_on_a_card_is_on_it(there: There, stamp: Path) -> None:
    window, small = there

    drop(window, spot(window.main.canvas, small.fills), stamp)

    picture = shown(small, small.fills)
    assert picture is not None and (picture.name, picture.width, picture.height) == ("Stamp", 300, 200)
    image = window.workspace.picture(picture.id)
    assert image is not None and image.width() == 300
    trigger(window, "undo")
    assert shown(small, small.fills) is None and not small.document.table(Picture)


def test_pictures_dropped_on_a_cell_become_cards_there(there: There, stamp: Path) -> None:
    window, small = there
    other = stamp.with_name("Seal.jpg")
    other.write_bytes(a_file(form="JPEG"))

    drop(window, cell_spot(window.main.canvas, small.back, small.first), stamp, other)

    cards = small.document.where(Card, lane=small.back, step=small.first)
    assert [card.title for card in cards] == ["Stamp", "Seal"]
    assert all(card.picture for card in cards)


def test_a_picture_dropped_beside_the_map_says_where_it_may_go(there: There, stamp: Path) -> None:
    window, small = there

    drop(window, QPoint(-120, 5), stamp)

    assert not small.document.table(Picture)
    assert window.main.statusBar().currentMessage() == window.texts("window.said.picture_where")


def test_a_picture_dragged_from_another_program_is_dropped(there: There) -> None:
    window, small = there
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)

    drop(window, spot(window.main.canvas, small.reads), image=image)

    picture = shown(small, small.reads)
    assert picture is not None and (picture.width, picture.height) == (20, 10)


def test_what_is_no_picture_or_too_large_is_told_and_nothing_changes(there: There, stamp: Path) -> None:
    window, small = there
    stamp.write_bytes(b"no picture")
    drop(window, spot(window.main.canvas, small.reads), stamp)
    stamp.write_bytes(b"\0" * (20 * 2**20 + 5))
    drop(window, spot(window.main.canvas, small.reads), stamp)

    told = [what for name, what in asked(window).asked if name == "tell"]
    assert [text.startswith(("“Stamp” is no picture", "The picture “Stamp” is larger")) for text in told] == [True] * 2
    assert not small.document.table(Picture) and not window.session.history.can_undo


def test_a_copied_picture_is_pasted_on_the_selected_card(there: There) -> None:
    window, small = there
    data = QMimeData()
    data.setData("image/png", a_file(80, 40))
    QGuiApplication.clipboard().setMimeData(data)
    window.workspace.selection.show(small.document, small.explains)

    trigger(window, "paste")

    picture = shown(small, small.explains)
    assert picture is not None and (picture.width, picture.height) == (80, 40)


def test_a_chosen_picture_is_cropped_and_taken_away_again(there: There, stamp: Path) -> None:
    # given two cards, and a picture from a file on both
    window, small = there
    window.workspace.selection.set((small.reads, small.fills))
    asked(window).answer(open_path=stamp)
    trigger(window, "picture.choose")
    assert small.document.table(Picture).keys() == {small.document.need(Card, small.fills).picture}
    assert shown(small, small.reads) == shown(small, small.fills)
    # when it is cropped, and then taken away
    trigger(window, "picture.crop")
    cropped = shown(small, small.reads)
    assert cropped is not None and (cropped.width, cropped.height) == (300, 175)
    trigger(window, "picture.remove")
    # then neither shows one, and what may not be done is said
    assert shown(small, small.reads) is None and not small.document.table(Picture)
    trigger(window, "picture.crop")
    assert window.main.statusBar().currentMessage() == window.texts("rule.no_picture")


def test_without_a_card_or_cell_nothing_is_asked(there: There) -> None:
    window, _ = there
    window.workspace.selection.clear()

    trigger(window, "picture.choose")

    assert window.main.statusBar().currentMessage() == window.texts("window.said.picture_where")


def test_a_picture_that_says_it_is_huge_is_not_decoded(there: There) -> None:
    # given a document of a stranger with a picture whose header says 100 million pixels
    window, small = there
    huge = bytearray(a_file(8, 8, "BMP"))
    huge[18:26] = (10_000).to_bytes(4, "little") * 2
    id = small.editor.add(Picture, name="Bomb", mime="image/png", width=8, height=8, data=bytes(huge))

    assert window.workspace.picture(id) is None
