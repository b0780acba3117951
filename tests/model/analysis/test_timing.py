"""How long it takes, on fixtures worked out by hand."""

from __future__ import annotations

from model.analysis.loops import loops
from model.analysis.timing import timing
from tests.model.analysis.sketch import BACK, CUSTOMER, FRONT, MOOD, D, Sketch


def test_the_longest_path_follows_one_of_parallel_ways() -> None:
    # Ask 5 > Desk 10 (after a wait of 20) > Pay 1: 36. Ask 5 > Form 25 > Pay 1: 31. Never 5 + 10 + 25 + 1 ...
    sketch = Sketch(2)
    for name, lane, minutes in (("Ask", CUSTOMER, 5), ("Desk", FRONT, 10), ("Form", BACK, 25), ("Pay", CUSTOMER, 1)):
        sketch.card(name, lane, int(name == "Pay"), work_minutes=D(minutes))
    sketch.ids["wait"] = sketch.link("Ask", "flow", "Desk", wait_minutes=D(20))
    for source, target in (("Desk", "Pay"), ("Ask", "Form"), ("Form", "Pay")):
        sketch.ids[f"{source}-{target}"] = sketch.link(source, "flow", target)

    path = timing(sketch.document).whole

    assert path is not None
    assert (sketch.named(path.cards), sketch.named(path.links)) == (["Ask", "Desk", "Pay"], ["wait", "Desk-Pay"])
    assert (path.span.work, path.span.wait, path.span.total) == (16, 20, 36)
    assert path.waiting == D(20) / D(36)


def test_what_is_needed_comes_first_and_others_order_nothing() -> None:
    # Desk needs Archive: Archive 4, wait 3, Desk 2: 9. The exchange with Boss (50) and the escalation to Head (60)
    # put nothing in order, so the longest path is Head alone: 60.
    sketch = Sketch(2)
    for name, minutes in (("Desk", 2), ("Archive", 4), ("Boss", 50), ("Head", 60)):
        sketch.card(name, BACK, int(name in ("Boss", "Head")), wait_minutes=D(minutes))
    sketch.link("Desk", "needs", "Archive", wait_minutes=D(3))
    sketch.link("Desk", "exchange", "Boss", wait_minutes=D(9))
    sketch.link("Desk", "escalation", "Head", wait_minutes=D(9))
    sketch.editor.move_cards([sketch.ids["Head"], sketch.ids["Boss"]], sketch.grid.lanes[BACK], sketch.grid.steps[1])

    path = timing(sketch.document).whole
    assert path is not None and sketch.named(path.cards) == ["Head"] and path.span.total == 60

    sketch.editor.delete([sketch.ids["Boss"], sketch.ids["Head"]])
    path = timing(sketch.document).whole
    assert path is not None and sketch.named(path.cards) == ["Archive", "Desk"] and path.span.wait == 9


def test_by_stage_only_what_lies_in_it_counts() -> None:
    # Stage 1: A 3 > B 4, wait 1 = 8. Stage 2: C 5. End to end: 8 + 10 (between) + 5 = 23.
    sketch = Sketch(2, 1)
    sketch.card("A", BACK, 0, work_minutes=D(3))
    sketch.card("B", BACK, 1, work_minutes=D(4))
    sketch.card("C", BACK, 2, work_minutes=D(5))
    sketch.link("A", "flow", "B", wait_minutes=D(1))
    sketch.link("B", "flow", "C", wait_minutes=D(10))

    found = timing(sketch.document)

    assert [path.span.total if path else None for _, path in found.stages] == [8, 5]
    assert found.whole is not None and found.whole.span.total == 23


def test_a_circle_counts_once_round_with_its_largest_wait_back() -> None:
    # A 1 > B 2 > C 4 > back to A (wait 8) and B > back to A (wait 5). Once round 1 + 2 + 4, and the larger wait
    # back: 15. Then D 16, after a wait of 32: 63.
    sketch = Sketch(4)
    for step, (name, minutes) in enumerate((("A", 1), ("B", 2), ("C", 4), ("D", 16))):
        sketch.card(name, BACK, step, work_minutes=D(minutes))
    for source, target, wait in (("A", "B", 0), ("B", "C", 0), ("C", "A", 8), ("B", "A", 5), ("B", "D", 32)):
        sketch.link(source, "flow", target, wait_minutes=D(wait))

    path = timing(sketch.document).whole

    assert path is not None
    assert sketch.named(path.cards) == ["A", "B", "C", "D"]
    assert (path.span.work, path.span.wait) == (23, 40)


def test_a_stage_that_loops_back_multiplies_what_it_covers() -> None:
    # Stages 1 to 3 with A 2, B 3, C 4 and waits of 10 between; stage 2 loops to stage 1, three times.
    # A 6, link A > B 30, B 9; the link B > C leaves the loop: 10, and C 4. 59. Stage 2 alone: 9.
    sketch = Sketch(1, 1, 1)
    for step, (name, minutes) in enumerate((("A", 2), ("B", 3), ("C", 4))):
        sketch.card(name, BACK, step, work_minutes=D(minutes))
    for source, target in (("A", "B"), ("B", "C")):
        sketch.link(source, "flow", target, wait_minutes=D(10))
    sketch.editor.edit(sketch.grid.stages[1], loops_to=sketch.grid.stages[0], repeats=D(3))

    found = timing(sketch.document)

    assert found.whole is not None and (found.whole.span.work, found.whole.span.wait) == (19, 40)
    assert [path.span.total if path else None for _, path in found.stages] == [6, 9, 4]

    sketch.editor.edit(sketch.grid.stages[1], repeats=D("0.5"))
    once = timing(sketch.document).whole
    assert once is not None and once.span.total == 29


def test_without_times_nothing_is_said_and_what_has_none_is_named() -> None:
    sketch = Sketch(2)
    sketch.card("A", BACK)
    sketch.card("B", BACK, 1)
    sketch.card("Mood", MOOD, work_minutes=D(9))
    link = sketch.link("A", "flow", "B")

    assert timing(sketch.document).whole is None
    assert sketch.named(timing(sketch.document).untimed) == ["A", "B"]

    sketch.editor.edit(link, wait_minutes=D(5))
    path = timing(sketch.document).whole
    assert path is not None and path.waiting == 1


def test_circles_run_over_flow_and_needs_but_not_over_exchange() -> None:
    # A > B, and A needs B: B comes before A and A before B. C and D exchange only. E > F > G > E.
    sketch = Sketch()
    for name in "ABCDEFG":
        sketch.card(name, BACK)
    inside = [sketch.link("A", "flow", "B"), sketch.link("A", "needs", "B")]
    sketch.link("C", "exchange", "D")
    sketch.link("D", "flow", "E")
    for source, target in ("EF", "FG", "GE"):
        sketch.link(source, "flow", target)
    sketch.link("G", "escalation", "A")

    found = loops(sketch.document)

    assert [sketch.named(loop.cards) for loop in found] == [["A", "B"], ["E", "F", "G"]]
    assert sorted(found[0].links) == sorted(inside)
    assert len(found[1].links) == 3
