"""The money of a map in one row below it: what failure costs today, its ranking, and what improving is worth."""

from __future__ import annotations

from model.analysis.appraisal import headline
from model.case_sheet.finding import Headline
from model.case_sheet.today import failing_today, ranking
from model.case_sheet.worth import costs_saying, npv_saying, payback_words, range_words, worth_title
from model.document import DocumentView
from model.layout.case.data import Panel, Saying
from model.messages import message

MOST = 3


def strip_panels(document: DocumentView) -> tuple[Panel, ...]:
    """The panels, each figure as the case sheet calls it; none where there is neither a cost nor a case.

    Contradictory bounds of an uncertain number are a `KnownError`.
    """
    found = Headline(document, headline(document))
    failure, whole = found.appraisal.failure, found.appraisal.whole
    panels = []
    if failure.items:
        panels.append(Panel("today", message("sheet.title.today"), 0, 0.8, above=tuple(failing_today(found))))
        panels.append(Panel("ranked", message("sheet.title.ranked"), 0, 1.2, bars=ranking(found, MOST)))
    if whole is not None:
        sure = message("sheet.pair", one=range_words(found, whole), other=payback_words(whole.case))
        said = (npv_saying(found, whole), Saying(sure, "risk"), costs_saying(found, whole))
        panels.append(Panel("worth", worth_title(found), 0, above=said))
    return tuple(panels)
