"""What tests of widgets share: the small document, and what a window and its inspector share about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.support import Small
from widgets.inspector import Inspector
from widgets.workspace import Workspace


@pytest.fixture
def small() -> Small:
    return Small()


@pytest.fixture
def workspace(small: Small) -> Iterator[Workspace]:
    made = small.workspace()
    yield made
    made.close()


@pytest.fixture
def inspector(qtbot: QtBot, workspace: Workspace) -> Iterator[Inspector]:
    """As wide as its dock usually is, with the keyboard."""
    made = Inspector(workspace)
    qtbot.addWidget(made)
    made.resize(270, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.detach()
