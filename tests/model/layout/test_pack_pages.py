"""The pages of a pack: nothing on another, nothing outside, no heading alone, heads again, the map readable."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import ceil

import pytest

from model.document import Document
from model.elements import Card, Link, Step
from model.grid import stages
from model.layout.case.kit import Kit
from model.layout.drawing import Piece
from model.layout.leaves import Leaf, Part
from model.layout.pack.blocks import Setter
from model.layout.pack.columns import columns_of
from model.layout.pack.data import Column, Grid, Heading, Row, Said, StageMap, Text
from model.layout.pack.flow import flow
from model.layout.pack.pages import FOOT, HEAD, SIDE, SMALLER
from model.layout.pack.strips import Pen, Strip
from model.layout.pack.windows import SCALE, groups, windows
from model.layout.paging import POINTS_PER_PX
from model.layout.text import Shaper
from model.layout.theme import load_theme
from model.pack.ground import Ground
from model.pack.stage_maps import stage_maps
from model.texts import Texts
from tests.model.builders import DAY, a_grid
from tests.model.layout.sheets import AWKWARD, FONTS, a_sample, awkward
from tests.model.packs import a_book, ink_of, pieces, said_on, tags_on


def a_setter() -> Setter:
    """A setter of blocks in English."""
    return Setter(Pen(Kit(load_theme("light"), Texts(), Shaper(FONTS)), False))


def a_table(rows: int, words: str = "word") -> Grid:
    """A table of so many rows, each with its number and words."""
    made = tuple(Row(((Said(number),), (Said(words),))) for number in range(rows))
    return Grid((Column("No.", True), Column("Words")), made)


def words_of(strip: Strip) -> list[str]:
    """The words of a strip."""
    return [piece.text for bit in strip.bits for piece in bit.pieces if piece.text]


def of_chapters(leaf: Leaf) -> bool:
    """Whether a leaf has no map on it: on a map links run where they must."""
    return not any(part.scale == SCALE for part in leaf.parts)


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("which", [*AWKWARD, "broken"])
def test_no_words_lie_on_others_and_none_outside_the_margins(which: str, size: str) -> None:
    for leaf in a_book(awkward(which), size=size).leaves:
        found = ink_of(leaf)
        outside = [ink for ink in found if ink.left < SIDE - 0.6 or ink.right > leaf.width - SIDE + 0.6]
        assert outside == []
        assert all(ink.top >= 20 and ink.bottom <= leaf.height - 10 for ink in found)
        if of_chapters(leaf):
            assert [(one.text, two.text) for one, two in combinations(found, 2) if one.meets(two)] == []


@pytest.mark.parametrize("which", ["permit", "outpatient", "broken", "empty", "arabic", "long"])
def test_no_page_is_empty_and_no_heading_stands_alone_at_its_foot(which: str) -> None:
    for leaf in a_book(awkward(which)).leaves[1:]:
        found = [ink for ink in ink_of(leaf) if HEAD - 1 <= ink.top <= leaf.height - FOOT]
        assert len(found) >= 2
        if not of_chapters(leaf):
            continue
        lowest = max(found, key=lambda ink: ink.bottom)
        ways = {piece.text: part.each(piece) if part.each else () for part, piece in pieces(leaf)}
        roles = [tag.role for tag in ways[lowest.text]]
        assert not any(role in ("H1", "H2", "H3") for role in roles) or lowest.text == "RACI"


def test_a_heading_goes_on_to_the_page_of_what_it_heads() -> None:
    setter = a_setter()
    strips = setter.strips([*(Text(Said(f"before {n}")) for n in range(5)), Heading("Heads"), a_table(4)], 400)
    # given a page on which the heading and the heads fit, but not the first row
    height = sum(strip.before + strip.height for strip in strips[:7])

    pages = flow(strips, height)

    assert words_of(pages[0][-1].strip) == ["before 4"]
    assert words_of(pages[1][0].strip) == ["Heads"]


def test_the_heads_of_a_table_stand_again_on_each_page_and_are_not_heard_again() -> None:
    strips = a_setter().strips([a_table(40)], 400)

    pages = flow(strips, 200)

    assert len(pages) > 3
    for page in pages:
        assert words_of(page[0].strip) == ["No.", "Words"]
        assert all(put.y + put.strip.height <= 200 for put in page)
    assert all(bit.tags for bit in pages[0][0].strip.bits if bit.pieces[0].text)
    assert not any(bit.tags for bit in pages[1][0].strip.bits)
    # and no row is lost
    rows = [words_of(put.strip)[0] for page in pages for put in page[1:]]
    assert rows == [str(number) for number in range(40)]


def test_the_last_row_of_a_table_does_not_stand_alone() -> None:
    strips = a_setter().strips([a_table(9)], 400)
    height = sum(strip.height for strip in strips) - 1

    pages = flow(strips, height)

    assert [len(page) for page in pages] == [8, 3]


def test_a_row_that_is_taller_than_a_page_goes_on_line_by_line() -> None:
    words = " ".join(f"word{number}" for number in range(900))
    strips = a_setter().strips([a_table(1, words)], 300)

    pages = flow(strips, 500)

    assert len(pages) > 2
    said = " ".join(text for page in pages for put in page for text in words_of(put.strip) if text.startswith("word"))
    assert said == words


def test_a_long_paragraph_goes_on_over_pages() -> None:
    words = " ".join(f"word{number}" for number in range(900))
    strips = a_setter().strips([Text(Said(words))], 300)

    pages = flow(strips, 500)

    assert all(put.y + put.strip.height <= 500 for page in pages for put in page)
    assert " ".join(text for page in pages for put in page for text in words_of(put.strip)) == words


def test_numbers_are_never_broken_and_words_share_what_is_left() -> None:
    setter = a_setter()
    long = "an entry with many words that would be wider than the page " * 2
    rows = (Row(((Said("1,234,567,890 EUR"),), (Said(long),), (Said("short"),))),)
    found = Grid((Column("Amount", True), Column("Words"), Column("Other")), rows)

    (_, amount), (_, words), (_, other) = columns_of(setter.pen, found, 300)

    kit = setter.pen.kit
    assert amount >= kit.width("1,234,567,890 EUR", setter.pen.table())
    assert other >= kit.width("short", setter.pen.table())
    assert amount + words + other + 24 == pytest.approx(300)


def test_text_on_the_map_and_on_a_fitted_page_is_no_smaller_than_seven_points() -> None:
    theme = load_theme("light")

    assert min(style.size for style in theme.styles.values()) * SCALE >= 7.0
    assert min(theme.style("legend").size, 11.0) * POINTS_PER_PX * min(SMALLER) >= 7.0


def maps_of(document: Document) -> Iterator[StageMap]:
    """The maps of the stages of a document."""
    for block in stage_maps(Ground(document, DAY, lambda: 0.0, FONTS)):
        if isinstance(block, StageMap):
            yield block


@pytest.mark.parametrize("which", ["permit", "outpatient", "broken", "long"])
def test_every_card_of_the_map_stands_whole_on_a_sheet(which: str) -> None:
    document = awkward(which)
    book = a_book(document, "map")

    # then each card is seen, whole, on one sheet
    whole: set[str] = set()
    for leaf in book.leaves:
        for part, piece in pieces(leaf):
            if piece.kind == "card" and part.clip is not None and _inside(part, piece):
                whole.add(piece.id)
    placed = {card.id for card in document.table(Card).values() if card.step and card.lane}
    assert whole == placed
    assert all(f"map {card}" in {name for leaf in book.leaves for name, *_ in leaf.targets} for card in placed)


def test_words_that_are_not_seen_on_a_sheet_are_not_on_it() -> None:
    """Else what stands on the next sheet would be found and copied on this one as well."""
    for leaf in a_book(awkward("outpatient"), "map").leaves:
        for part, piece in pieces(leaf):
            if piece.kind == "card" and part.clip is not None:
                top = part.top + piece.y * part.scale
                assert top < part.clip.bottom and top + piece.height * part.scale > part.clip.y


def _inside(part: Part, piece: Piece) -> bool:
    """Whether a piece lies whole within what is seen of its part."""
    assert part.clip is not None
    left, top = part.left + piece.x * part.scale, part.top + piece.y * part.scale
    right, bottom = left + piece.width * part.scale, top + piece.height * part.scale
    clip = part.clip
    hair = 0.6
    return (
        left >= clip.x - hair and top >= clip.y - hair and right <= clip.right + hair and bottom <= clip.bottom + hair
    )


def test_a_stage_that_is_too_wide_stands_on_sheets_of_as_many_steps_each() -> None:
    grid = a_grid((7,))
    grid.card(1, 0, "First")
    (found,) = maps_of(grid.document)

    made, lying = groups(found, 1000, 680)

    assert lying
    assert [(group.start, group.many) for group in made] == [(0, 3), (3, 3), (6, 1)]


def test_a_card_over_several_steps_stands_on_the_sheet_of_each() -> None:
    grid = a_grid((4,))
    card = grid.card(1, 0, "Over all four")
    grid.editor.edit(card, last_step=grid.steps[3])
    (found,) = maps_of(grid.document)

    made, _ = groups(found, 700, 690)

    assert [group.many for group in made] == [2, 2]
    for group in made:
        piece = next(piece for piece in group.drawing.pieces() if piece.kind == "card")
        assert piece.text.startswith("Over all four")
        assert group.drawing.box(card) is not None


def test_sheets_break_between_lanes_and_leave_out_what_is_empty() -> None:
    grid = a_grid((1,))
    for lane in (0, 1):
        grid.card(lane, 0, f"Card of lane {lane}")
    (found,) = maps_of(grid.document)
    ((group,), _) = groups(found, 1000, 680)
    lane = group.drawing.box(grid.lanes[1])
    assert lane is not None

    # given sheets that are as high as two lanes
    seen = windows(group, 2 * lane.height + 30)

    # then the three lanes below, which hold nothing, are on none
    assert len(seen) == 1
    assert seen[0].bottom >= lane.bottom


def test_a_stage_takes_as_few_sheets_as_can_be_each_about_as_full() -> None:
    # given a stage whose last lane would have a sheet to itself if the others took all that fits
    found = list(maps_of(a_sample("outpatient")))[2]
    ((group,), _) = groups(found, 1000, 680)
    room = 465.0

    seen = windows(group, room)

    heights = [window.bottom - window.top for window in seen]
    assert len(seen) == ceil(group.drawing.areas.body.height / room)
    assert max(heights) <= room
    assert min(heights) > room / 2


def test_a_short_chapter_goes_below_the_one_before() -> None:
    document = a_sample("permit")
    together = a_book(document, "decisions,fail_points,summary")

    first, second = together.leaves
    assert {name for name, *_ in first.targets} >= {"part decisions", "part fail_points"}
    places = {name: y for name, _, y in first.targets}
    lowest = max(ink.bottom for ink in ink_of(a_book(document, "decisions").leaves[0]) if ink.bottom < 780)
    assert places["part fail_points"] > lowest
    # the summary stands by itself
    assert {name for name, *_ in second.targets if name.startswith("part ")} == {"part summary"}


def test_a_chapter_begins_on_the_page_of_a_few_lines_that_the_one_before_has_left() -> None:
    alone = a_book(a_sample("outpatient"), "owners", "Letter").leaves
    left = max(ink.bottom for ink in ink_of(alone[-1]) if ink.bottom < 700)
    assert len(alone) == 2 and left < 200

    together = a_book(a_sample("outpatient"), "owners,metrics", "Letter").leaves

    (begins,) = [y for name, _, y in together[1].targets if name == "part metrics"]
    assert left < begins < 250


def test_a_chapter_is_set_a_little_smaller_rather_than_begin_a_page_for_a_few_lines() -> None:
    (leaf,) = a_book(a_sample("outpatient"), "owners").leaves

    scales = {part.scale for part in leaf.parts}
    assert min(scales) < POINTS_PER_PX
    assert min(scales) >= POINTS_PER_PX * min(SMALLER)


def test_links_whose_ends_stand_on_no_sheet_together_are_listed() -> None:
    document = a_sample("permit")
    book = a_book(document, "map")

    texts = [text for leaf in book.leaves for text in said_on(leaf)]

    begin = texts.index("Links from sheet to sheet")
    home = {step.id: step.stage for step in document.table(Step).values()}
    stage_of = {card.id: home.get(card.step or "") for card in document.table(Card).values()}
    across = [row for row in document.table(Link).values() if stage_of[row.source] != stage_of[row.target]]
    assert len(across) > 2
    for row in across:
        assert " ".join(document.need(Card, row.target).title.split()) in " ".join(texts[begin:])


def test_from_right_to_left_pages_are_turned_over() -> None:
    latin, arabic = (a_book(awkward(which), "summary,decisions") for which in ("permit", "arabic"))

    def label(leaf: Leaf) -> float:
        found = next(ink for ink in ink_of(leaf) if ink.text in ("Sponsor", "الراعي"))
        return (found.left + found.right) / 2

    assert label(latin.leaves[0]) < latin.leaves[0].width / 2
    assert label(arabic.leaves[0]) > arabic.leaves[0].width / 2
    # and a link still covers its words
    for leaf in arabic.leaves:
        words = {ink.text: ink for ink in ink_of(leaf)}
        for link in leaf.links:
            ink = words.get(link.words)
            if ink is not None and list(words).count(link.words) == 1 and link.words not in ("–",):
                assert link.box.x < ink.right + 1 and link.box.right > ink.left - 1


def test_the_structure_has_headings_tables_cells_and_figures_with_words() -> None:
    tags = [tag for leaf in a_book(a_sample("outpatient")).leaves for tag in tags_on(leaf)]

    roles = {tag.role for tag in tags}
    assert {"H1", "H2", "H3", "P", "Table", "TR", "TH", "TD", "Figure"} == roles
    assert all(tag.alt for tag in tags if tag.role == "Figure")


def test_the_outline_goes_by_part_stage_and_card() -> None:
    document = a_sample("permit")

    outline = a_book(document).outline

    titles = [entry.title for entry in outline]
    assert titles[:4] == ["Summary", "Contents", "Decisions asked of this committee", "Fail points, ranked"]
    by_map = next(entry for entry in outline if entry.target == "part map")
    assert [entry.title for entry in by_map.inner] == [stage.title for stage in stages(document)]
    cards = {entry.target for stage in by_map.inner for entry in stage.inner}
    assert cards == {f"map {card.id}" for card in document.table(Card).values() if card.step and card.lane}


def test_a_document_without_lanes_has_no_map() -> None:
    book = a_book(a_grid(roles=()).document)

    assert "part map" not in {name for leaf in book.leaves for name, *_ in leaf.targets}
    assert "The map by stage: there are no lanes or no steps yet" in [
        text for leaf in book.leaves for text in said_on(leaf)
    ]
