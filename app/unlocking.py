"""What may be protected, opened by its passphrase: asked for until it is right, its key derived beside the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from model.messages import Message, message
from model.store import reading
from model.store.files import Files
from model.store.protection import Key, Locked, Secret, WrongPassphrase
from widgets.ask import Ask

T = TypeVar("T")


def unlocked(ask: Ask, name: str, file: Path, act: Callable[[Secret], T]) -> T | None:
    """What an act makes of a file that may be protected; first without a key. None: the person gave up."""
    key: Key | None = None
    while True:
        try:
            return act(key)
        except Locked as error:
            key = _key(ask, name, file, wrong=key is not None and isinstance(error, WrongPassphrase))
        if key is None:
            return None


def derived(ask: Ask, said: Message, derive: Callable[[], Key]) -> Key | None:
    """A key, which takes a second by design and so is derived beside the window. None: the person did not wait."""
    from widgets.progress import Cancelled, run_beside

    try:
        return run_beside(derive, said, ask.texts, ask.parent)
    except Cancelled:
        return None


def _key(ask: Ask, name: str, file: Path, wrong: bool) -> Key | None:
    while True:
        passphrase = ask.passphrase(name, wrong)
        if passphrase is None:
            return None
        try:
            return derived(
                ask, message("passphrase.opening", name=name), partial(reading.key_of, file, Files(), passphrase)
            )
        except WrongPassphrase:
            wrong = True
