"""Errors split by blame: the user's world (`KnownError`) and ours (`BugError`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.messages import Message


class KnownError(Exception):
    """Something in the user's file, disk or input: one clear line, exit code 2, a dialog in the window."""

    def __init__(self, message: Message) -> None:
        self.message = message.on_one_line()
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class BugError(Exception):
    """A mistake of ours: traceback, exit code 3. The text is for developers and is never translated."""
