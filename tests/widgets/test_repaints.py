"""A window survives many repaints (a build of Qt was seen to lose references with each call)."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from model.context import fixed_context
from model.editor import Editor
from model.history import History
from model.layout.theme import load_theme
from model.samples import build
from model.texts import Texts
from tests.widgets.support import FONTS, let_go, shown
from widgets.canvas.canvas import Canvas
from widgets.workspace import Workspace


@pytest.mark.full
def test_twenty_thousand_repaints_of_the_large_sample(qtbot: QtBot) -> None:
    context = fixed_context(date(2026, 11, 23))
    document = build("outpatient", context)
    canvas = Canvas(Workspace(Editor(document, History(document), context), Texts(), load_theme(), FONTS))
    qtbot.addWidget(canvas, before_close_func=let_go)
    shown(canvas, 900, 600)

    for turn in range(20_000):
        if turn % 500 == 0:
            canvas.zoom_to(0.15 + (turn // 500 % 8) * 0.2)
        canvas.view.viewport().repaint()

    assert canvas.isVisible()
