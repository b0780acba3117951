"""Handouts: an agenda with roles, an empty grid, a page a team, a page a step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from benchmarks.generate import size
from exporters.base import run
from exporters.pdf_handout import EXPORTER
from exporters.registry import exporter
from model import grid, samples
from model.analysis.some_steps import only_steps
from model.context import fixed_context
from model.document import DocumentView
from model.elements import Card, Step
from model.handouts import handouts
from model.layout.drawing import TEXT
from model.layout.theme import load_theme
from model.owners import accountable
from model.registers import Owner
from model.texts import Texts
from tests.exporters.pdf_reading import pictures, tool
from tests.exporters.scripts import in_script

CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh", 1)
PERMIT = samples.build("permit", CONTEXT)
OUTPATIENT = samples.build("outpatient", CONTEXT)
EMPTY = samples.build("empty", CONTEXT)


def made(document: DocumentView, **options: str) -> bytes:
    return run(exporter("handout"), document, CONTEXT, options).data


def texts(data: bytes) -> list[str]:
    """The words of each page."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(data)).pages]


def test_the_agenda_has_the_goal_the_times_the_roles_and_the_owners() -> None:
    (page,) = texts(made(PERMIT, what="agenda"))

    assert PERMIT.blueprint.goal in page
    assert "180 minutes in all" in page
    assert "Facilitator" in page and "Voice of the customer" in page
    for owner in PERMIT.where(Owner):
        assert owner.name in page


def test_a_long_list_of_owners_goes_on_on_the_next_page() -> None:
    from model.document import Document

    more = [Owner(f"owner_x{n}", f"z{n:03}", name=f"Team number {n}") for n in range(60)]

    pages = texts(made(Document([*PERMIT.rows(), *more]), what="agenda"))

    assert len(pages) == 3
    whole = " ".join(pages)
    assert all(whole.count(f"Team number {n} ") == 1 for n in range(60))


def test_the_empty_grid_has_every_lane_and_step_and_no_card() -> None:
    (page,) = texts(made(PERMIT, what="grid"))

    for row in (*grid.lanes(PERMIT), *grid.steps(PERMIT)):
        assert all(word in page for word in row.title.split())
    assert not any(card.title in page for card in PERMIT.where(Card))


def test_on_small_paper_the_grid_takes_more_pages_rather_than_small_cells() -> None:
    pages = texts(made(OUTPATIENT, what="grid", grid_paper="A4"))

    assert len(pages) > 4
    for step in grid.steps(OUTPATIENT):
        assert sum(all(word in page for word in step.title.split()) for page in pages) >= 1


def test_an_empty_blueprint_gives_a_grid_of_the_classic_lanes() -> None:
    (page,) = texts(made(EMPTY, what="grid"))

    assert all(role in page for role in ("evidence", "customer", "frontstage", "backstage", "support"))


def test_each_team_has_a_page_with_its_cards_and_no_others() -> None:
    data = made(PERMIT, what="teams")

    owned = {
        owner: [c for c in PERMIT.where(Card) if c.step and accountable(PERMIT, c) == owner]
        for owner in PERMIT.where(Owner)
    }
    teams = [owner for owner, cards in owned.items() if cards]
    pages = texts(data)
    assert len(pages) == len(teams)
    for page, owner in zip(pages, teams, strict=True):
        assert page.startswith(f"For {owner.name}")
        for other, cards in owned.items():
            for card in cards:
                assert (card.title in page) is (other == owner), (owner.name, card.title)


def test_the_map_of_a_team_that_is_on_many_steps_stands_in_bands_that_can_be_read() -> None:
    options = {option.name: option.default for option in EXPORTER.options} | {"what": "teams"}
    book = handouts(OUTPATIENT, CONTEXT.today(), options).book

    maps = [[part for part in leaf.parts if part.within is not None] for leaf in book.leaves]
    title = load_theme("light").style("card").size
    assert max(map(len, maps)) > 1
    for parts in maps:
        assert min(part.scale for part in parts) * title > 5.0
        shown = [piece.id for part in parts for piece in part.pieces() if piece.kind == "step"]
        assert len(shown) == len(set(shown))
    # and the legend below is set as large
    legends = [(part, piece) for leaf in book.leaves for part in leaf.parts for piece in part.pieces()]
    assert min(part.scale for part, piece in legends if piece.kind == "legend") > 0.4


def test_each_step_has_a_page_with_its_cards_and_questions() -> None:
    pages = texts(made(PERMIT, what="steps"))

    steps = grid.steps(PERMIT)
    assert len(pages) == len(steps)
    for page, step in zip(pages, steps, strict=True):
        assert step.title in page
        assert "What goes wrong here" in page
        for card in PERMIT.where(Card, step=step.id):
            assert card.title.split()[0] in page


def test_a_card_over_several_steps_is_on_the_page_of_each() -> None:
    wide = next(card for card in OUTPATIENT.where(Card) if card.last_step not in (None, card.step) and card.step)
    steps = [step.id for step in grid.steps(OUTPATIENT)]
    covered = steps[steps.index(str(wide.step)) : steps.index(str(wide.last_step)) + 1]

    for step in steps:
        left = only_steps(OUTPATIENT, {step})
        assert (wide.id in left) is (step in covered)
        assert list(left.table(Step)) == [step]
        card = left.get(Card, wide.id)
        assert card is None or (card.step, card.last_step) == (step, None)


def test_all_handouts_are_bookmarked_and_sound(tmp_path: Path) -> None:
    data = made(PERMIT)

    reader = pypdf.PdfReader(BytesIO(data))
    heads = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert heads == ["Agenda and roles", "Empty grid", "A page a team", "A page a step"]
    assert "No syntax" in tool("qpdf", "--check", "FILE", data=data, folder=tmp_path)
    assert " no " not in " ".join(
        line[50:80] for line in tool("pdffonts", "FILE", data=data, folder=tmp_path).splitlines()[2:]
    )


@pytest.mark.parametrize("document", [PERMIT, OUTPATIENT, EMPTY], ids=["permit", "outpatient", "empty"])
def test_no_page_is_empty_and_nothing_reaches_its_edge(document: DocumentView, tmp_path: Path) -> None:
    for page in pictures(made(document), tmp_path, 36):
        grey = page.convert("L").point(lambda value: 255 * (value < 200))
        box = grey.getbbox()
        assert box is not None
        assert box[3] - box[1] > page.height / 3
        assert min(box[0], box[1], page.width - box[2], page.height - box[3]) >= 4


def test_the_same_handouts_have_the_same_bytes() -> None:
    assert made(PERMIT) == made(PERMIT)


def words_on(document: DocumentView, what: str, kind: str, **given: str) -> list[list[str]]:
    """What is said on each page by pieces of a kind."""
    options = {option.name: option.default for option in EXPORTER.options} | {"what": what, **given}
    leaves = handouts(document, CONTEXT.today(), options).book.leaves
    return [[piece.text for part in leaf.parts for piece in part.pieces() if piece.kind == kind] for leaf in leaves]


def test_a_stage_keeps_its_number_on_the_page_of_one_step_or_team() -> None:
    numbers = {stage.title: number for number, stage in enumerate(grid.stages(PERMIT), 1)}
    options = {option.name: option.default for option in EXPORTER.options}
    seen = set()
    for leaf in handouts(PERMIT, CONTEXT.today(), options).book.leaves:
        for piece in (piece for part in leaf.parts for piece in part.pieces() if piece.kind == "stage"):
            badge, *title = [primitive[3].text for primitive in piece.primitives if primitive[0] == TEXT]
            assert badge == str(numbers[" ".join(title)])
            seen.add(badge)
    assert seen == {"1", "2", "3"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_team_is_asked_something(language: str) -> None:
    document = in_script(OUTPATIENT, language)
    asked = {Texts(language)(f"handout.team_prompt.{prompt}") for prompt in ("holds_up", "needs", "gives")}

    for page in words_on(document, "teams", "words"):
        assert asked & set(page), page[:1]


def test_boundaries_end_with_the_lowest_lane() -> None:
    options = {option.name: option.default for option in EXPORTER.options} | {"what": "teams"}
    for leaf in handouts(PERMIT, CONTEXT.today(), options).book.leaves:
        pieces = [piece for part in leaf.parts for piece in part.pieces()]
        lowest = max(piece.y + piece.height for piece in pieces if piece.kind == "lane")
        assert all(piece.y + piece.height <= lowest for piece in pieces if piece.kind == "boundary")


def test_a_page_is_saved_by_setting_tables_a_little_smaller() -> None:
    assert len(words_on(OUTPATIENT, "agenda", "words", paper="Letter")) == 1


def test_the_heads_of_a_grid_grow_with_its_paper() -> None:
    def height(paper: str) -> float:
        options = {option.name: option.default for option in EXPORTER.options} | {"what": "grid", "grid_paper": paper}
        (leaf,) = handouts(PERMIT, CONTEXT.today(), options).book.leaves
        return next(piece.height for part in leaf.parts for piece in part.pieces() if piece.text == "Resident")

    assert height("A1") == pytest.approx(2 * height("A3"), rel=0.02)


def test_text_that_is_too_small_to_read_is_told_with_what_helps() -> None:
    large = size("S")

    (said,) = run(exporter("handout"), large, CONTEXT, {"what": "steps", "paper": "A4"}).findings
    assert said.id == "handout.small_text" and Decimal(str(dict(said.parameters)["size"])) < 5
    assert run(exporter("handout"), large, CONTEXT, {"what": "steps", "paper": "A2"}).findings == ()
    assert run(exporter("handout"), PERMIT, CONTEXT, {"what": "agenda"}).findings == ()
