"""A card that leads to another blueprint: its way, what is opened from it, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.gui import Desktop
from app.linked import linked, way_to
from model.elements import Card
from model.errors import KnownError
from model.messages import Message
from tests.app.test_portfolio import a_blueprint
from tests.widgets.window import opened, trigger

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_way_leads_back_to_the_file_it_was_made_for(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other, here = tmp_path / "other" / "b.throughline", tmp_path / "one" / "a.throughline"
    other.write_bytes(b"")
    assert way_to(other, here) == "../other/b.throughline"
    assert linked("../other/b.throughline", here) == other


@pytest.mark.parametrize(
    ("way", "id"),
    [
        ("script.sh", "library.no_blueprint"),
        ("https://example.org/a", "library.no_blueprint"),
        ("gone.throughline", "library.gone"),
    ],
)
def test_only_a_blueprint_that_is_there_is_opened(tmp_path: Path, way: str, id: str) -> None:
    (tmp_path / "script.sh").write_text("true")
    with pytest.raises(KnownError) as refused:
        linked(way, tmp_path / "a.throughline")
    assert refused.value.message.id == id
    with pytest.raises(KnownError) as unsaved:
        linked("b.throughline", None)
    assert unsaved.value.message.id == "library.save_first"


def test_a_card_is_linked_and_the_other_opened_once_its_path_was_seen(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # given a saved document and another blueprint beside it
    window, small = opened(desktop)
    a_blueprint(tmp_path, "b", "Register")
    other = tmp_path / "b.throughline"
    window.session.save_as(tmp_path / "a.throughline")
    window.workspace.selection.show(small.document, small.reads)
    # when a card is linked to it
    monkeypatch.setattr(window.ask, "open_path", lambda *_: other)
    trigger(window, "blueprint.link")
    # then the card holds the way
    assert window.session.document.need(Card, small.reads).other_blueprint == "b.throughline"
    # when it is opened, then its path is shown first, and without a yes nothing opens
    asked: list[Message] = []
    for agreed in (False, True):
        monkeypatch.setattr(window.ask, "confirm", lambda told, *_, agreed=agreed: (asked.append(told), agreed)[1])
        trigger(window, "blueprint.open")
        assert any(each.session.path == other for each in desktop.windows) is agreed
    assert [dict(each.parameters)["file"] for each in asked] == [str(other)] * 2


def test_a_way_longer_than_any_path_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"library\.gone"):
        linked("x" * 5000 + ".throughline", tmp_path / "here.throughline")
