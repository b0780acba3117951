"""Composing: what an edit leaves is what composing anew gives, and the drawing answers for every place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.blueprint_map import map_composer
from model.elements import Blueprint, Card, Lane, Link, LinkKind, Role, Step
from model.layout.drawing import PATH, TEXT, Box, Drawing, Layer
from model.layout.fonts import FontBook
from model.messages import message
from model.registers import Owner
from tests.model.builders import a_grid
from tests.model.layout.composing import FONTS, act, composed, everything


def words(drawing: Drawing, *layers: Layer) -> str:
    """The words of some layers."""
    return " | ".join(piece.text for piece in drawing.pieces(layers=layers))


@settings(max_examples=15)
@given(st.data())
def test_updates_end_where_composing_anew_does(data: st.DataObject) -> None:
    # given a composer that follows a document
    editor = a_grid().editor
    composer = composed(editor)
    # when anything is done to it
    for _ in range(data.draw(st.integers(1, 14))):
        act(editor, data.draw)
    # then its drawing is that of the document composed anew
    assert everything(composer.drawing) == everything(map_composer(editor.document, FONTS).drawing)


@settings(max_examples=15)
@given(st.data())
def test_a_drawing_that_is_not_finished_answers_and_ends_where_a_finished_one_does(data: st.DataObject) -> None:
    # given a document of any kind, composed no further down than its first lanes
    editor = a_grid().editor
    for _ in range(data.draw(st.integers(1, 14))):
        act(editor, data.draw)
    document = editor.document
    composer = map_composer(document, FONTS, first=data.draw(st.sampled_from([0.0, 120.0, 250.0])))
    assert not composer.finished
    for _ in range(data.draw(st.integers(0, 6))):
        composer.step()
    # when it is asked for everything meanwhile
    early = everything(composer.drawing)
    ids = [*document.table(Card), *document.table(Link), *document.table(Lane), *document.table(Step)]
    for id in ids:
        box = composer.drawing.box(id)
        assert box is None or composer.drawing.at(box.x + 1, box.y + 1) is not None or id in document.table(Link)
        assert isinstance(composer.drawing.route(id), tuple)
    assert composer.drawing.missing() == {}
    # then each card on the map is there, and no link until all of it is
    links = {id for _, _, id, _, _ in early} & set(document.table(Link))
    cards = {id for _, _, id, _, _ in early} & set(document.table(Card))
    assert cards == {id for id, card in document.table(Card).items() if card.lane is not None}
    assert composer.finished or not links
    # and whether it is finished step by step or by an edit, it is what composing at once gives
    if data.draw(st.booleans()):
        editor.document.changed.connect(lambda change: composer.update(change) and None)
        act(editor, data.draw)
    while not composer.finished:
        composer.step()
    assert everything(composer.drawing) == everything(map_composer(document, FONTS).drawing)


def test_the_lanes_in_sight_look_from_the_first_as_they_will() -> None:
    # given a map composed as far as its first two lanes
    grid = a_grid()
    for lane in range(5):
        grid.card(lane, 1, f"Card in lane {lane} with a title that wraps over some lines")
    composer = map_composer(grid.document, FONTS, first=60.0)
    early = {piece.id: piece for piece in composer.drawing.pieces(layers=(Layer.CARD,))}
    # when it is finished
    while not composer.finished:
        composer.step()
    late = {piece.id: piece for piece in composer.drawing.pieces(layers=(Layer.CARD,))}
    # then their cards were there before, and those below were blank
    same = [id for id, piece in late.items() if early[id] == piece]
    assert len(same) == 1 and all(early[id].text == "" for id in late.keys() - set(same))


def test_damage_covers_what_changed() -> None:
    # given two cards far apart
    grid = a_grid()
    near, far = grid.card(0, 0, "Near"), grid.card(4, 3, "Far")
    composer = map_composer(grid.document, FONTS)
    damages = []
    grid.document.changed.connect(lambda change: damages.append(composer.update(change)))
    # when one gets another word that fits
    grid.editor.rename(near, "Near by")
    # then its box is to be painted anew, and the other's is not
    (damage,) = damages
    box, other = composer.drawing.box(near), composer.drawing.box(far)
    assert box is not None and other is not None
    assert not damage.everything
    assert any(dirty.meets(box) for dirty in damage.boxes)
    assert not any(dirty.meets(other) for dirty in damage.boxes)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((Role.EVIDENCE, Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT), [1, 2, 3]),
        ((Role.CUSTOMER, Role.BACKSTAGE), [0, 0]),
        ((Role.CUSTOMER, Role.SUPPORT), [0, 0, 0]),
        ((Role.CUSTOMER, Role.FRONTSTAGE), [0]),
        ((Role.BACKSTAGE, Role.SUPPORT), [0]),
        ((Role.CUSTOMER,), []),
    ],
)
def test_lines_fall_between_bands(roles: tuple[Role, ...], expected: list[int]) -> None:
    # given lanes of some bands, when they are drawn
    grid = a_grid(roles=roles)
    drawing = map_composer(grid.document, FONTS).drawing
    # then each line lies under the last lane of what it closes, an empty band or not
    lines = [piece for piece in drawing.pieces(layers=(Layer.SIDE_HEAD,)) if piece.kind == "line"]
    lanes = [box for box in map(drawing.box, grid.lanes) if box is not None]
    above = [sum(1 for lane in lanes if lane.bottom <= line.y + 0.01) - 1 for line in lines]
    assert above == expected


def test_every_place_answers() -> None:
    # given cards stacked in a cell, and a link
    grid = a_grid()
    first, second, other = grid.card(1, 1, "First"), grid.card(1, 1, "Second"), grid.card(3, 1, "Other")
    link = grid.editor.add_link(second, other)
    drawing = map_composer(grid.document, FONTS).drawing
    # when asked what is where
    for card in (first, second, other):
        box = drawing.box(card)
        assert box is not None
        hit = drawing.at(box.x + 3, box.y + 3)
        assert hit is not None and (hit.kind, hit.id) == ("card", card)
    (x0, y0), (x1, y1) = drawing.route(link)[:2]
    hit = drawing.at((x0 + x1) / 2, (y0 + y1) / 2)
    assert hit is not None and (hit.kind, hit.id) == ("link", link)
    # then a point between two cards of a cell is between them
    top = drawing.box(second)
    assert top is not None
    slot = drawing.slot(top.x + 5, top.y - 3)
    assert slot is not None and (slot.lane, slot.step, slot.place) == (grid.lanes[1], grid.steps[1], 1)
    cell = drawing.cell_box(grid.lanes[1], grid.steps[1])
    assert cell is not None and cell.contains(top.x, top.y)


def test_arabic_document_is_mirrored() -> None:
    # given the same cards in an English and an Arabic document
    drawings = []
    for language in ("en", "ar"):
        grid = a_grid(language=language)
        ids = [grid.card(1, 0, "One"), grid.card(1, 3, "Four")]
        grid.editor.add_link(*ids)
        drawings.append((map_composer(grid.document, FONTS).drawing, ids, grid))
    (plain, ids, _), (turned, turned_ids, grid) = drawings
    # then every card lies as far from the right as it lay from the left
    for one, other in zip(ids, turned_ids, strict=True):
        before, after = plain.box(one), turned.box(other)
        assert before is not None and after is not None
        edge_before = before.x - plain.areas.side.right
        assert abs((turned.areas.side.x - after.right) - edge_before) < 1
    # and the side is at the right, the first card right of the fourth, and hits follow
    assert turned.rtl and turned.areas.side.x > turned.areas.body.x
    first = turned.box(turned_ids[0])
    assert first is not None
    hit = turned.at(first.x + 5, first.y + 5)
    assert hit is not None and hit.id == turned_ids[0]
    assert "خط" in words(turned, Layer.SIDE_HEAD)


def test_text_runs_keep_their_direction_when_mirrored() -> None:
    # given an English card in an Arabic document
    grid = a_grid(language="ar")
    card = grid.card(1, 0, "English words")
    drawing = map_composer(grid.document, FONTS).drawing
    # when it is drawn
    (piece,) = [piece for piece in drawing.pieces() if piece.id == card]
    lines = [primitive for primitive in piece.primitives if primitive[0] == TEXT]
    # then its text stays inside the card
    assert lines
    for line in lines:
        assert line[1] >= -0.01 and line[1] + line[3].width <= piece.width + 0.01


def test_pieces_of_a_clip_are_those_that_meet_it() -> None:
    # given a drawing larger than a window
    grid = a_grid(stages=(6, 6))
    for lane in range(5):
        for step in range(12):
            grid.card(lane, step, f"{lane} {step}")
    drawing = map_composer(grid.document, FONTS).drawing
    clip = Box(900, 300, 500, 300)
    # when a part of it is asked for
    seen = {piece.id for piece in drawing.pieces(clip, (Layer.CARD,))}
    # then all cards that meet the part are there
    meeting = {id for id in grid.document.table(Card) if (box := drawing.box(id)) is not None and box.meets(clip)}
    assert meeting and meeting <= seen
    # and not the whole map
    assert len(seen) < 60


def test_owner_needed_once_owners_are_used() -> None:
    # given a backstage card without an owner in a document that has none
    grid = a_grid()
    grid.card(3, 0, "Check")
    composer = composed(grid.editor)
    assert "Owner needed" not in words(composer.drawing, Layer.CARD)
    # when the first owner is named anywhere
    grid.editor.add(Owner, name="Desk")
    # then the card says that its own is missing
    assert "Owner needed" in words(composer.drawing, Layer.CARD)


def test_long_texts_are_never_cut() -> None:
    # given a card of 4,000 characters and one of a single endless word
    grid = a_grid()
    text = ("word " * 800).strip()
    ids = [grid.card(1, 0, text), grid.card(2, 0, "x" * 400)]
    drawing = map_composer(grid.document, FONTS).drawing
    # when they are drawn
    for id, title in zip(ids, (text, "x" * 400), strict=True):
        (piece,) = [piece for piece in drawing.pieces(layers=(Layer.CARD,)) if piece.id == id]
        lines = [primitive[3].text for primitive in piece.primitives if primitive[0] == TEXT]
        # then all of it is there, inside the card
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")
        assert all(p[2] <= piece.height for p in piece.primitives if p[0] == TEXT)


def test_no_link_is_drawn_through_a_card() -> None:
    # given a full grid with a link from every card to another
    grid = a_grid(stages=(3, 3))
    ids = [grid.card(lane, step, "Card") for lane in range(5) for step in range(6)]
    for index, id in enumerate(ids):
        grid.editor.add_link(id, ids[(index * 7 + 3) % len(ids)])
    drawing = map_composer(grid.document, FONTS).drawing
    boxes = [box for box in map(drawing.box, ids) if box is not None]
    # when its routes are walked
    for piece in drawing.pieces(layers=(Layer.LINK,)):
        route = drawing.route(piece.id)
        for (x0, y0), (x1, y1) in zip(route, route[1:], strict=False):
            leg = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
            # then none passes the inside of a card
            assert not any(
                leg.x < box.right - 1
                and box.x + 1 < leg.right + 0.01
                and leg.y < box.bottom - 1
                and box.y + 1 < leg.bottom + 0.01
                for box in boxes
            ), piece.id


def test_untitled_single_stage_has_no_head() -> None:
    # given the stage that every blueprint begins with
    grid = a_grid(stages=(3,))
    grid.editor.rename(grid.stages[0], "")
    # when it is drawn, then no empty bar stands over the steps
    drawing = map_composer(grid.document, FONTS).drawing
    assert not [piece for piece in drawing.pieces(layers=(Layer.TOP_HEAD,)) if piece.kind == "stage"]


def test_blank_document_draws() -> None:
    # given nothing but a blueprint
    from model.new import blank
    from tests.model.builders import a_context

    drawing = map_composer(blank(a_context()), FONTS).drawing
    # then there is a page with the name it goes by
    assert drawing.width > 0 and drawing.height > 0
    assert "Untitled" in words(drawing, Layer.TITLE)
    assert drawing.at(1, 1) is not None


@pytest.mark.parametrize(
    ("out", "said"),
    [
        (None, "1,000 a year"),
        (840, "1,000 a year -16 %"),
        (994, "1,000 a year -1 %"),
        (997, "1,000 a year"),
        (1200, "1,000 a year"),
    ],
)
def test_a_step_head_says_who_is_lost_in_whole_per_cents(out: int | None, said: str) -> None:
    # given a step that loses nobody counted, many, some, next to none, or gains
    grid = a_grid(stages=(1,), volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=out)
    # when it is drawn, then its head tells whole per cents, or nothing
    drawing = map_composer(grid.document, FONTS).drawing
    assert [piece.text for piece in drawing.pieces(layers=(Layer.TOP_HEAD,)) if piece.kind == "step"] == [
        f"Step 1 {said}"
    ]


def test_links_asked_for_without_a_clip_are_those_of_the_whole_map() -> None:
    # given links from card to card, one of them labelled, and an edit that moves a card
    grid = a_grid(stages=(2, 2))
    ids = [grid.card(lane, step, "Card") for lane in range(4) for step in range(4)]
    made = [grid.editor.add_link(one, other) for one, other in zip(ids, ids[5:], strict=False)]
    composer = composed(grid.editor)
    grid.editor.add_link(ids[0], ids[-1], label="when it rains")
    grid.editor.move_cards([ids[3]], grid.lanes[0], grid.steps[0], 0)
    drawing = composer.drawing
    # when all are asked for, and those in a clip round everything
    found = list(drawing.pieces(layers=(Layer.LINK,)))
    around = list(drawing.pieces(Box(0.0, 0.0, drawing.width, drawing.height), (Layer.LINK,)))
    # then they are the same in the same order
    assert len(found) > len(made)
    assert found == around


def test_link_kinds_are_told_apart_without_colour() -> None:
    # given one link of each kind
    grid = a_grid()
    ids = [grid.card(1, step) for step in range(4)]
    made = [grid.editor.add_link(ids[0], ids[n % 3 + 1], kind) for n, kind in enumerate(LinkKind)]
    drawing = map_composer(grid.document, FONTS).drawing
    # when they are drawn
    looks = set()
    for piece in drawing.pieces(layers=(Layer.LINK,)):
        paths = [p for p in piece.primitives if p[0] == PATH]
        looks.add((paths[0][5], len(paths), paths[-1][2] == paths[-1][3]))
        assert piece.id in made
    # then dash and heads differ for each
    assert len(looks) == len(LinkKind)


def test_blueprint_texts_reach_the_title() -> None:
    # given a composed document
    grid = a_grid()
    composer = composed(grid.editor)
    # when the title is typed
    blueprint = next(iter(grid.document.table(Blueprint)))
    grid.editor.rename(blueprint, "Renew a permit")
    # then the drawing says it
    assert "Renew a permit" in words(composer.drawing, Layer.TITLE)


def test_characters_no_font_has_are_named_wherever_they_stand() -> None:
    # given a sign nobody draws in a card, a lane, an owner's name and a link's label
    sign = "\U00012000"
    grid = a_grid()
    card, other = grid.card(1, 0, f"Card {sign}"), grid.card(1, 2, "Plain")
    grid.editor.rename(grid.lanes[0], f"Lane {sign}")
    link = grid.editor.add_link(card, other, label=f"why {sign}")
    drawing = map_composer(grid.document, FontBook.bundled(system=False)).drawing
    # when asked what is missing, then each place is named with it
    assert drawing.missing() == {card: (sign,), grid.lanes[0]: (sign,), link: (sign,)}


def test_a_lane_that_grows_while_a_linked_card_leaves_ends_as_composing_anew() -> None:
    # given a link straight down a column
    grid = a_grid(stages=(3,))
    grid.card(0, 0)
    source, target, other = grid.card(2, 2), grid.card(4, 2), grid.card(1, 0)
    grid.editor.add_link(source, target)
    kept = map_composer(grid.document, FontBook.bundled(system=False))
    grid.document.changed.connect(kept.update)
    # when one edit makes a lane above grow, takes its source off the map, and brings a card into its column
    with grid.editor.group(message("command.cut")):
        grid.card(0, 0, "more")
        grid.editor.move_cards([source], None, None)
        grid.editor.move_cards([other], grid.lanes[1], grid.steps[2])
    # then the map is as if it were composed from nothing
    anew = map_composer(grid.document, FontBook.bundled(system=False)).drawing
    assert list(kept.drawing.pieces()) == list(anew.pieces())


def test_who_asks_once_sees_what_a_window_keeps() -> None:
    # given a map so dense that links share tracks, some of them twice, and some have labels
    grid = a_grid(stages=(2, 2))
    ends = [[grid.card(lane, step) for lane in (0, 1, 1, 2, 2)] for step in range(4)]
    for place, source in enumerate(card for column in ends for card in column):
        for target in ends[3 - place // 5]:
            grid.editor.add_link(source, target, label="why" if place % 4 == 0 else "")
    composer = composed(grid.editor)
    passing = list(composer.drawing.pieces(keep=False))
    kinds = [piece.kind for piece in passing]
    assert kinds.count("bundle") > 1 and kinds.count("label") > 1
    # then all of it is as it is kept, in the same order, and asking once again changes nothing
    assert list(composer.drawing.pieces()) == passing == list(composer.drawing.pieces(keep=False))
    # when an edit lays some of it elsewhere
    grid.editor.move_cards(ends[0][:2], grid.lanes[2], grid.steps[1])
    # then both are again what composing anew gives
    anew = everything(map_composer(grid.document, FONTS).drawing)
    once = {
        (piece.layer, piece.kind, piece.id, piece.x, piece.y): piece for piece in composer.drawing.pieces(keep=False)
    }
    assert once == everything(composer.drawing) == anew
