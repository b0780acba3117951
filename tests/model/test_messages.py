"""What is told of the user's world is one line, whatever it names."""

from __future__ import annotations

import pytest

from model.errors import KnownError
from model.messages import message
from model.texts import Texts


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x85", "\u2028", "\v"])
def test_a_name_with_a_line_break_leaves_the_line_whole(sign: str) -> None:
    inner = message("store.no_folder", file=f"a{sign}b")

    error = KnownError(message("store.unreadable", file=f"one{sign}two", reason=inner))

    assert error.message.parameters == (("file", "one two"), ("reason", message("store.no_folder", file="a b")))
    assert len(Texts()(error.message).splitlines()) == 1
