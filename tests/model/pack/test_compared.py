"""Two states of a blueprint on paper: figures, improvements, each difference, and the stages on one map."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest

from exporters import base, registry
from exporters.pdf_pack import of_two
from model.elements import State
from model.errors import KnownError
from model.improvements import Improvement, ImprovementStatus
from model.registers import Direction, Metric, Owner, Reading
from tests.model.builders import Grid, a_context, a_grid

NAMES = ("Online form", "Old sign", "New desk", "Later app")


def two_states() -> Grid:
    """A version with three cards of 10 minutes in the first stage; then one goes, one is said otherwise, one comes."""
    grid = a_grid(title="Visit")
    editor = grid.editor
    stays, goes, says = (grid.card(2, place, name) for place, name in enumerate(("stays", "goes", "says")))
    for name, status in zip(NAMES, ("proposed", "dropped", "live", "proposed"), strict=True):
        editor.add(Improvement, name=name, status=ImprovementStatus(status), change=f"{name} is there")
    editor.edit([stays, goes], owner=editor.add(Owner, name="Mona Lind"))
    editor.take_snapshot("Current state")
    editor.edit(grid.document.where(Improvement)[0].id, status=ImprovementStatus.APPROVED)
    editor.delete([goes])
    editor.rename(says, "says more")
    grid.card(1, 0, "comes")
    return grid


def text_of(data: bytes) -> str:
    """The words of a PDF, page after page, on one line."""
    pages = pypdf.PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def printed(grid: Grid, **options: str) -> str:
    given = {"parts": "compared", "against": "current STATE", **options}
    return text_of(base.run(registry.exporter("pack"), grid.document, a_context(), given).data)


def test_it_says_figures_improvements_and_every_difference() -> None:
    words = printed(two_states())

    assert "From “Current state” to “now”" in words
    assert "Steps 4 4 the same" in words
    assert "Online form proposed approved Online form is there" in words
    # What was dropped, was live before, or is where it was, leads from nothing to nothing.
    assert not {"Old sign", "New desk", "Later app"} & {name for name in NAMES if name in words}
    assert "1 added; 1 removed; 1 reworded" in words
    assert "Title: “says” → “says more”" in words
    for name, became in (("comes", "added"), ("goes", "removed"), ("says more", "reworded")):
        assert f"Card {name}" in words and became in words


def test_metrics_that_read_anew_are_told_with_what_they_were_and_how_they_stand() -> None:
    grid = a_grid()
    editor = grid.editor
    calm = editor.add(Metric, name="Calm", target=Decimal(10), direction=Direction.DOWN)
    wait = editor.add(Metric, name="Wait", unit="days", target=Decimal(5), direction=Direction.DOWN)
    gone = editor.add(Metric, name="Idle", target=Decimal(1))
    for metric, value in ((calm, 9), (wait, 4), (gone, 1)):
        editor.add(Reading, metric=metric, taken=date(2026, 10, 31), value=Decimal(value))
    editor.take_snapshot("Current state")
    editor.add(Reading, metric=calm, taken=date(2026, 11, 20), value=Decimal(8))
    editor.add(Reading, metric=wait, taken=date(2026, 11, 20), value=Decimal(7))

    words = printed(grid)

    _, _, table = words.partition("Metrics read anew")
    # What is beyond its tolerance comes first; what was not read again does not come at all.
    assert "Wait 4 days on 31 Oct 2026 7 days on 20 Nov 2026 at most 5 days out of tolerance" in table
    assert "Calm 9 on 31 Oct 2026 8 on 20 Nov 2026 at most 10 in tolerance" in table
    assert table.index("Wait 4 days") < table.index("Calm 9")
    assert "Idle 1" not in table


def test_to_a_future_state_lead_all_improvements_that_are_not_live_yet() -> None:
    grid = two_states()
    grid.editor.edit(grid.document.blueprint.id, state=State.FUTURE)

    words = printed(grid)

    assert [name for name in NAMES if name in words] == ["Online form", "Later app"]


def test_readings_that_came_in_are_told_with_their_values() -> None:
    grid = a_grid()
    wait = grid.editor.add(Metric, name="Wait", unit="min")
    grid.editor.add(Reading, metric=wait, taken=date(2026, 10, 31), value=Decimal(31))
    grid.editor.take_snapshot("Current state")
    for day, value in ((29, 44), (1, 31), (15, 36), (8, 33), (22, 41)):
        grid.editor.add(Reading, metric=wait, taken=date(2026, 11, day), value=Decimal(value))
    grid.editor.edit(wait, notes="Two nurses short")

    words = printed(grid)

    assert "Metric Wait" in words
    told = re.findall(r"New: “Wait, (\d+) Nov 2026: (\d+) min”", words)
    assert told == [("1", "31"), ("8", "33"), ("15", "36"), ("22", "41"), ("29", "44")]
    assert "Notes: nothing → “Two nurses short”" in words
    _, _, differences = words.rpartition("What differs")
    assert "31 Oct" not in differences and "Changed: “Wait”" not in differences


def test_both_states_are_on_the_map_of_the_stages_that_differ() -> None:
    # given that nothing changes in the second stage
    grid = a_grid((2, 2))
    grid.editor.rename(grid.stages[0], "Arrive")
    goes = grid.card(1, 0, "goes")
    grid.card(1, 2, "stays")
    grid.editor.take_snapshot("Current state")
    grid.editor.delete([goes])
    # when the first is printed against now
    words = printed(grid)
    # then its sheet has the card that went, with what the marks mean; the other stage is named and has no sheet
    assert "Steps 1 to 2 of 2" in words and words.count("Since “Current state”") == 1
    assert "Nothing on the map differs in: Stage 2." in words
    assert "stays" not in words


def test_two_documents_are_compared_as_two_versions_are() -> None:
    before, after = a_grid(), a_grid()
    after.card(1, 0, "comes")

    found = of_two(before.document, after.document, ("a.throughline", "b.throughline"), a_context(), {})

    words = text_of(found.data)
    assert "From “a.throughline” to “b.throughline”" in words and "Card comes" in words
    assert "Nothing differs." in text_of(of_two(*[after.document] * 2, ("a", "b"), a_context(), {}).data)


def test_a_version_is_redacted_as_the_document_is() -> None:
    """An owner who is gone now is named in the version alone."""
    grid = two_states()
    grid.editor.delete([row.id for row in grid.document.where(Owner)])

    assert "Mona Lind" in printed(grid)
    assert "Mona Lind" not in printed(grid, redact="names")
    week = printed(grid, redact="names", parts="changes")
    assert "Mona Lind" not in week and "Current state" not in week.split("Since")[1]
    assert "says more" in week and "Since 23 Nov 2026" in week


def test_without_a_version_the_part_is_left_out_and_a_wrong_one_is_refused() -> None:
    grid = two_states()

    assert "no version is named to compare with" in printed(grid, parts="contents,compared", against="")
    with pytest.raises(KnownError):
        printed(grid, against="Last year")


def test_the_map_and_both_states_stand_in_one_pack() -> None:
    """Each card leads to its own sheet of the map, which stands first."""
    words = printed(two_states(), parts="contents,map,compared")

    assert "The map by stage" in words and "What differs between two states" in words
