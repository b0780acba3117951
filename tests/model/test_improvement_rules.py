"""What keeps an improvement honest: guardrails, measured results, and hypotheses that were rejected (R37, R65)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporters.json_format import write
from model.editor import Editor, Refused
from model.improvements import HypothesisResult, Improvement, ImprovementStatus, StatusChange
from model.registers import Direction, Metric, Reading
from model.texts import Texts
from tests.model.builders import an_editor

VERIFIED = ImprovementStatus.VERIFIED


def a_live_improvement(measured: Decimal | None = Decimal(4000)) -> tuple[Editor, str, str]:
    """An improvement that is live, and its guardrail: no more than 4 days, a day of tolerance."""
    editor = an_editor()
    days = editor.add(
        Metric, name="Days", direction=Direction.DOWN, target=Decimal(4), tolerance=Decimal(1), guardrail=True
    )
    id = editor.add(Improvement, name="Registry", status=ImprovementStatus.LIVE, guardrails=(days,), measured=measured)
    return editor, id, days


def test_what_was_measured_and_harms_nothing_can_be_verified() -> None:
    editor, id, days = a_live_improvement()
    editor.add(Reading, metric=days, taken=date(2026, 9, 1), value=Decimal(5))

    editor.edit(id, status=VERIFIED)

    assert editor.document.need(Improvement, id).status is VERIFIED


def test_what_was_not_measured_cannot_be_verified() -> None:
    editor, id, _ = a_live_improvement(measured=None)

    with pytest.raises(Refused) as caught:
        editor.edit(id, status=VERIFIED)

    assert "measured" in Texts()(caught.value.message)
    editor.edit(id, status=VERIFIED, measured=Decimal(1))
    with pytest.raises(Refused):
        editor.edit(id, measured=None)


def test_a_breached_guardrail_stands_in_the_way() -> None:
    editor, id, days = a_live_improvement()
    editor.add(Reading, metric=days, taken=date(2026, 9, 1), value=Decimal("5.1"))

    with pytest.raises(Refused) as caught:
        editor.edit(id, status=VERIFIED)

    assert "Days" in Texts()(caught.value.message)
    assert editor.document.need(Improvement, id).status is ImprovementStatus.LIVE


def test_only_the_latest_reading_of_a_guardrail_counts() -> None:
    editor, id, days = a_live_improvement()
    editor.add(Reading, metric=days, taken=date(2026, 10, 1), value=Decimal(4))
    editor.add(Reading, metric=days, taken=date(2026, 9, 1), value=Decimal(9))

    editor.edit(id, status=VERIFIED)

    assert editor.document.need(Improvement, id).status is VERIFIED


def test_other_fields_of_a_verified_improvement_can_change_while_a_guardrail_is_breached() -> None:
    editor, id, days = a_live_improvement()
    editor.edit(id, status=VERIFIED)
    editor.add(Reading, metric=days, taken=date(2026, 9, 1), value=Decimal(9))

    editor.edit(id, notes="Look at the days")

    assert editor.document.need(Improvement, id).notes == "Look at the days"


def test_a_new_improvement_is_not_verified_unmeasured() -> None:
    with pytest.raises(Refused):
        an_editor().add(Improvement, status=VERIFIED)


def test_a_rejected_hypothesis_stays_in_history() -> None:
    editor, id, _ = a_live_improvement()
    editor.edit(id, result=HypothesisResult.REJECTED, result_note="Calls went up")
    editor.edit(id, status=ImprovementStatus.DROPPED)
    editor.add(StatusChange, improvement=id, status=ImprovementStatus.DROPPED, dated=date(2026, 9, 9), actor="Board")

    with pytest.raises(Refused) as caught:
        editor.delete([id])

    assert "rejected" in Texts()(caught.value.message)
    kept = write(editor.document).decode()
    assert '"result": "rejected"' in kept and "Calls went up" in kept and '"actor": "Board"' in kept
