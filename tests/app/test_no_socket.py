"""Nothing leads out of the machine: a guard sees what Python asks for, the kernel what all of the program does."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCAL = {"AF_UNIX", "AF_LOCAL", "AF_NETLINK"}


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


def sockets(folder: Path, *command: str) -> list[str]:
    """The families of the sockets a process and its children asked the kernel for."""
    said = folder / "strace"
    line = ["strace", "-f", "-qq", "-e", "trace=socket", "-o", str(said), sys.executable, *command]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    if "ptrace" in done.stderr and not said.read_text():
        pytest.skip("strace may not trace here")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stdout + done.stderr
    return re.findall(r"socket\((\w+),", said.read_text())


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt" or shutil.which("strace") is None, reason="strace is not installed")
def test_the_kernel_sees_only_local_sockets(tmp_path: Path) -> None:
    probe = sockets(tmp_path, "-c", "import socket; socket.socket(socket.AF_INET).close()")
    assert probe == ["AF_INET"]

    found = sockets(tmp_path, "-m", "tests.app.use_of_the_window", str(tmp_path / "home"))

    print(sorted(set(found)), len(found))
    assert set(found) <= LOCAL
