"""Every question by its name, and how it is answered. The window's menu asks by these names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from model.analysis.asking.answer import Answer
from model.analysis.asking.lately import what_changed_this_week
from model.analysis.asking.missing import (
    what_is_asked_twice,
    what_is_open,
    which_channels_there_are,
    which_systems_are_weak,
    which_systems_do_not_talk,
    who_takes_a_request,
)
from model.analysis.asking.passes import (
    unit_by_unit,
    what_is_approved,
    what_is_waited_for,
    what_two_teams_share,
    where_work_passes,
    which_goals_pull_apart,
)
from model.analysis.asking.paths import (
    how_long_it_takes,
    what_crosses,
    what_goes_in_circles,
    what_has_nothing_behind_it,
)
from model.analysis.asking.seen import what_nobody_has_seen
from model.analysis.asking.stops import what_holds_up, what_it_rests_on, what_it_touches, what_stops
from model.document import DocumentView

# Questions about something, and questions about the whole map.
ABOUT: Mapping[str, Callable[[DocumentView, Sequence[str]], Answer]] = {
    "impact": what_stops,
    "trace": what_it_rests_on,
    "touched": what_it_touches,
}
WHOLE: Mapping[str, Callable[[DocumentView], Answer]] = {
    "single": what_holds_up,
    "handoffs": where_work_passes,
    "matrix": unit_by_unit,
    "waits": what_is_waited_for,
    "approvals": what_is_approved,
    "goals": which_goals_pull_apart,
    "shared": what_two_teams_share,
    "crossings": what_crosses,
    "path": how_long_it_takes,
    "unsupported": what_has_nothing_behind_it,
    "loops": what_goes_in_circles,
    "gaps": which_systems_do_not_talk,
    "weak": which_systems_are_weak,
    "twice": what_is_asked_twice,
    "questions": what_is_open,
    "channels": which_channels_there_are,
    "routing": who_takes_a_request,
    "observed": what_nobody_has_seen,
}


# Questions about the whole map on a day.
DATED: Mapping[str, Callable[[DocumentView, date], Answer]] = {"changed": what_changed_this_week}


def answer(document: DocumentView, question: str, ids: Sequence[str] = (), today: date = date.max) -> Answer:
    """The answer to a question about some elements, or about the whole map; `today`: for those that hang on the day."""
    if question in DATED:
        return DATED[question](document, today)
    return ABOUT[question](document, ids) if question in ABOUT else WHOLE[question](document)
