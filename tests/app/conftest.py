"""What tests of the application share: no socket that leads out of the machine; a document, and where it is kept."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session import Session
from model.store import protection
from model.store.protection import Cost
from tests.model.store.builders import context, saved

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


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The app-data folder."""
    return tmp_path / "home"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small document in a file."""
    return saved(tmp_path / "permit.throughline")


@pytest.fixture
def session(path: Path, home: Path) -> Iterator[Session]:
    """The document opened."""
    session = Session.open(path, context(), home)
    yield session
    session.close(discard=True)


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that take no second to derive."""
    monkeypatch.setattr(protection, "COST", Cost(log=10))
