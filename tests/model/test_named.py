"""Named tuples as `typing` makes them, but for how long that takes."""

from __future__ import annotations

import copy
import typing

import pytest

from model.named import NamedTuple


class Ours(NamedTuple):
    """A place on a grid."""

    across: int
    down: int = 2

    @property
    def area(self) -> int:
        """What it spans from the origin."""
        return self.across * self.down

    @classmethod
    def at(cls, across: int) -> Ours:
        return cls(across)


class Theirs(typing.NamedTuple):
    """A place on a grid."""

    across: int
    down: int = 2


@pytest.mark.parametrize("said", ["_fields", "_field_defaults", "__doc__", "__module__", "__match_args__", "__mro__"])
def test_the_class_says_of_itself_what_one_of_typing_does(said: str) -> None:
    ours, theirs = getattr(Ours, said), getattr(Theirs, said)

    assert ours == theirs or (ours[1:] == theirs[1:] and said == "__mro__")
    assert Ours.__qualname__ == "Ours"


def test_a_tuple_has_fields_defaults_and_what_its_class_defines() -> None:
    made = Ours(3)

    assert made == (3, 2) == Theirs(3)
    assert made._replace(down=5) == (3, 5)
    assert (made.area, Ours.at(4).area) == (6, 8)
    assert repr(made) == "Ours(across=3, down=2)"


def test_it_is_read_back_as_it_was_kept() -> None:
    kept = copy.copy(Ours(3, 4))

    assert kept == Ours(3, 4) and type(kept) is Ours
    assert typing.get_type_hints(Ours) == {"across": int, "down": int}
