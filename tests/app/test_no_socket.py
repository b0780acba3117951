"""Nothing leads out of the machine: a guard sees what Python asks for, the kernel what all of the program does."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.screen import screen, there_is_one

ROOT = Path(__file__).parents[2]
USE = "tests.app.use_of_the_window"
LOCAL = {"AF_UNIX", "AF_LOCAL", "AF_NETLINK"}
NO_STRACE = os.name == "nt" or shutil.which("strace") is None


def traced(test: Callable[..., None]) -> Callable[..., None]:
    """A test that watches a process from outside, in the long form."""
    return pytest.mark.full(pytest.mark.skipif(NO_STRACE, reason="strace is not installed")(test))


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_the_guard_sees_an_internet_socket(no_internet_socket: list[str], family: socket.AddressFamily) -> None:
    with pytest.raises(PermissionError):
        socket.socket(family, socket.SOCK_STREAM)
    with pytest.raises(PermissionError):
        socket.create_connection(("127.0.0.1", 9))

    assert len(no_internet_socket) == 2
    no_internet_socket.clear()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no local sockets there")
def test_the_guard_lets_a_local_socket_be() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    one.close()
    other.close()
    socket.socket(socket.AF_UNIX).close()


def sockets(folder: Path, *command: str, **environment: str) -> list[str]:
    """The families of the sockets a process and its children asked the kernel for."""
    said = folder / "strace"
    line = ["strace", "-f", "-qq", "-e", "trace=socket", "-o", str(said), sys.executable, *command]
    around = {**os.environ, **environment}
    done = subprocess.run(line, cwd=ROOT, env=around, capture_output=True, text=True, timeout=900, check=False)
    if "ptrace" in done.stderr and not said.read_text():
        pytest.skip("strace may not trace here")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stdout + done.stderr
    return re.findall(r"socket\((\w+),", said.read_text())


@pytest.fixture
def display() -> Iterator[str]:
    """The name of a screen of our own that nobody sees."""
    if not there_is_one():
        pytest.skip("Xvfb is not installed")
    with screen() as name:
        yield name


@traced
def test_the_kernel_tells_of_an_internet_socket(tmp_path: Path) -> None:
    assert sockets(tmp_path, "-c", "import socket; socket.socket(socket.AF_INET).close()") == ["AF_INET"]


@traced
def test_the_kernel_sees_only_local_sockets(tmp_path: Path) -> None:
    found = sockets(tmp_path, "-m", USE, str(tmp_path / "home"), QT_QPA_PLATFORM="offscreen")

    print(sorted(set(found)), len(found))
    assert set(found) <= LOCAL


@traced
def test_on_a_screen_the_kernel_sees_only_local_sockets(tmp_path: Path, display: str) -> None:
    found = sockets(tmp_path, "-m", USE, str(tmp_path / "home"), QT_QPA_PLATFORM="xcb", DISPLAY=display)

    print(sorted(set(found)), len(found))
    assert found and set(found) <= LOCAL
