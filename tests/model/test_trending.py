"""What the readings of a metric show: a series made by hand with one improvement; as chart, in words, on the map."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from model.blueprint_map import MapFigures, map_composer
from model.improvements import Improvement, ImprovementStatus, StatusChange
from model.layout.case.control import Look
from model.layout.curves import Sign
from model.layout.drawing import PATH
from model.layout.fonts import FontBook
from model.registers import Direction, Metric, Reading
from model.texts import Texts
from model.trending import control_of, said_of, sparks
from tests.model.builders import Grid, a_grid

TEXTS = Texts()
BEYOND = (
    "1 reading is more than noise: beyond the band, or the eighth in a row on one side of the mean."
    " Triangle: worse, diamond: better."
)
# Six months of 40 and 42 in turn: the mean is 41, the mean moving range 2, so limits are 41 ± 3 x 2 / 1.128 = 5.319...
USUAL = (40, 42, 40, 42, 40, 42)


def measured(*values: int, **metric: Any) -> tuple[Grid, Metric]:
    """A metric of the first stage, with a reading at the end of each month of 2025."""
    grid = a_grid()
    fields: dict[str, Any] = {"direction": Direction.DOWN, "unit": "min", **metric}
    id = grid.editor.add(Metric, name="Wait", subject=grid.stages[0], baseline_until=date(2025, 6, 30), **fields)
    for month, value in enumerate(values, 1):
        grid.editor.add(Reading, metric=id, taken=date(2025, month, 28), value=Decimal(value))
    return grid, grid.document.need(Metric, id)


def test_the_chart_has_limits_levels_signs_and_the_day_something_changed() -> None:
    # given usual months, an improvement that goes live in July, and one month after it that is usual, one far better
    grid, metric = measured(*USUAL, 39, 30, target=Decimal(32), tolerance=Decimal(3), baseline=Decimal(41))
    portal = grid.editor.add(Improvement, name="Portal", metric=metric.id)
    grid.editor.add(StatusChange, improvement=portal, status=ImprovementStatus.LIVE, dated=date(2025, 7, 1))
    grid.editor.add(StatusChange, improvement=portal, status=ImprovementStatus.APPROVED, dated=date(2025, 3, 1))
    # when it is charted
    found = control_of(grid.document, metric)
    # then
    assert found.limits is not None
    assert [round(each, 3) for each in found.limits] == [Decimal("35.681"), Decimal("46.319")]
    assert [dot.sign for dot in found.dots] == [*[Sign.NOISE] * 7, Sign.BETTER]
    assert {level.look: level.value for level in found.levels} == {
        Look.LATEST: Decimal(30),
        Look.TARGET: Decimal(32),
        Look.BOUND: Decimal(35),
        Look.MEAN: Decimal(41),
        Look.BASELINE: Decimal(41),
    }
    assert [moment.day for moment in found.moments] == [date(2025, 7, 1)]
    # and says so: 41 before, (39 + 30) / 2 = 34.5 since
    assert [TEXTS(line) for line in said_of(grid.document, metric)] == [
        "Usual is 35.7 to 46.3, as 6 readings tell.",
        BEYOND,
        "Portal live (1 Jul 2025): 41 on average before, 34.5 since.",
    ]


def test_too_few_readings_are_shown_without_limits() -> None:
    grid, metric = measured(40, 42)

    found = control_of(grid.document, metric)

    assert (found.limits, [dot.value for dot in found.dots]) == (None, [40, 42])
    assert TEXTS(said_of(grid.document, metric)[0]).startswith("Fewer than 5 readings")


def test_a_spark_says_by_its_sign_how_the_latest_stands() -> None:
    for value, sign, words in (
        (36, Sign.WORSE, "Wait 36 min, out of tolerance"),
        (34, Sign.NOISE, "Wait 34 min"),
        (32, Sign.BETTER, "Wait 32 min, target reached"),
    ):
        grid, _ = measured(40, value, target=Decimal(32), tolerance=Decimal(3))
        ((spark,),) = sparks(grid.document).values()
        assert (spark.dots[-1].sign, TEXTS(spark.words)) == (sign, words)


def test_one_reading_is_no_trend() -> None:
    assert not sparks(measured(40)[0].document)


def test_a_stage_head_shows_the_trend_and_is_no_other_size_for_it() -> None:
    # given a stage with a metric, composed before there are readings
    grid, metric = measured()
    grid.editor.rename(grid.stages[0], "Ask")
    composer = map_composer(grid.document, FontBook.bundled(system=False), figures=MapFigures())
    grid.document.changed.connect(composer.update)
    before = next(piece for piece in composer.drawing.pieces() if piece.id == grid.stages[0])
    # when two come in
    for month, value in ((1, 40), (2, 30)):
        grid.editor.add(Reading, metric=metric.id, taken=date(2025, month, 28), value=Decimal(value))
    # then the head has a line and a sign more, within its box, and the same box
    after = next(piece for piece in composer.drawing.pieces() if piece.id == grid.stages[0])
    assert after[3:7] == before[3:7]
    assert after.text == "Ask Wait 30 min"
    curve, sign = after.primitives[len(before.primitives) :]
    assert curve[0] == sign[0] == PATH
    assert all(0 < x < after.width and 0 < y < after.height for _, x, y in curve[1])
    # and the lower reading lies lower
    assert curve[1][0][2] < curve[1][1][2]


def test_a_long_title_keeps_its_room() -> None:
    grid, _ = measured(40, 30)
    grid.editor.rename(grid.stages[0], "A stage whose title takes all the room that there is over its two columns " * 2)

    drawing = map_composer(grid.document, FontBook.bundled(system=False)).drawing

    head = next(piece for piece in drawing.pieces() if piece.id == grid.stages[0])
    assert "Wait" not in head.text
