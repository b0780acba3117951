"""No test of the application opens a socket that leads out of the machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

INTERNET = (socket.AF_INET, socket.AF_INET6)


@pytest.fixture(autouse=True)
def no_internet_socket(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Fails the test in which any module makes an AF_INET or AF_INET6 socket, or asks where a host is.

    The refusal may be swallowed by whoever asked, so each is also counted, and the test fails at its end.
    """
    asked: list[str] = []

    class Guarded(socket.socket):
        """A socket that stays on the machine."""

        def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
            if fileno is None and (family == -1 or family in INTERNET):
                asked.append(f"socket of family {family}")
                raise PermissionError("an internet socket")
            super().__init__(family, type, proto, fileno)

    def resolve(*arguments: object, **_named: object) -> None:
        asked.append(f"where {arguments[0]} is")
        raise PermissionError("a host looked up")

    monkeypatch.setattr(socket, "socket", Guarded)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
        monkeypatch.setattr(socket, name, resolve)
    yield asked
    assert not asked, asked
