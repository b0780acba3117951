"""A small typed signal: listeners are independent, one that fails does not keep the others from hearing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Listener = Callable[[T], None]


class Signal(Generic[T]):
    """Calls its listeners in the order they came; the first failure is raised after all have been called."""

    __slots__ = ("_listeners",)

    def __init__(self) -> None:
        self._listeners: list[Listener[T]] = []

    def connect(self, listener: Listener[T]) -> Callable[[], None]:
        """Add a listener; the answer takes it away again."""
        self._listeners.append(listener)

        def disconnect() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return disconnect

    def emit(self, value: T) -> None:
        failure: Exception | None = None
        for listener in tuple(self._listeners):
            try:
                listener(value)
            except Exception as error:
                failure = failure or error
        if failure is not None:
            raise failure
