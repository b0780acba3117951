"""What is needed no more leaves bit by bit, when there is time."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from model.making_way import dissolving
from widgets.leaving import Leaving


class Held:
    """Something that can be seen to go."""


def test_what_leaves_is_there_until_there_is_time_and_then_gone(qtbot: QtBot) -> None:
    parent = QObject()
    leaving = Leaving(parent)
    things = [Held() for _ in range(3)]
    seen = [weakref.ref(thing) for thing in things]

    leaving.take(dissolving(things))
    leaving.take(dissolving({"more": things[0]}))
    assert leaving.busy and all(ref() is not None for ref in seen)

    qtbot.waitUntil(lambda: not leaving.busy)
    assert all(ref() is None for ref in seen)


def test_more_may_leave_after_the_first_has_gone(qtbot: QtBot) -> None:
    parent = QObject()
    leaving = Leaving(parent)
    for _ in range(2):
        things = [Held()]
        seen = weakref.ref(things[0])
        leaving.take(dissolving(things))
        qtbot.waitUntil(lambda: not leaving.busy)
        assert seen() is None
