"""What is measured in a process of its own: `python -m benchmarks.children NAME ARGUMENT...`.

Each prints one number: the moment it was ready (a clock that all processes share), or its peak of memory in MB.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

# A window is at rest once its thread has done no more than so much at once (s) for so long (s).
_SOMETHING, _QUIET = 0.002, 0.6


def window(file: str) -> float:
    """The product's own window on a file, up to the moment it is painted and idle."""
    from PySide6.QtWidgets import QApplication

    ready: list[float] = []

    def idle(*_: object) -> int:
        QApplication.processEvents()
        ready.append(time.monotonic())
        return 0

    from app.cli import main

    # The loop is where a person would take over. (`unittest.mock` would take a tenth of the time that is measured.)
    loop = QApplication.exec
    QApplication.exec = idle
    code = main([file])
    QApplication.exec = loop
    if code or not ready:
        raise SystemExit(f"the window did not open: exit code {code}")
    return ready[0]


def bare_window() -> float:
    """A bare PySide6 window, painted and idle."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(["bare"])
    main = QMainWindow()
    main.resize(1440, 900)
    main.show()
    application.processEvents()
    return time.monotonic()


def map_memory(file: str, home: str) -> float:
    """Opening a file until all of it is laid out and a window of it painted."""
    from benchmarks.rows_window import Shown, application
    from benchmarks.stage import Stage

    stage = Stage("", 1, Path(home).parent)
    stage.file = Path(file)
    application(stage)
    shown = Shown(stage)
    shown.finish()
    peak = peak_memory()
    shown.close()
    return peak


def reopened_memory(file: str, home: str, times: str) -> float:
    """A file opened in the program's window and closed so often, each time until nothing was left to do."""
    from app.gui import Desktop, application
    from model.context import fixed_context
    from widgets.ask import Ask
    from widgets.pulse import memory

    desktop = Desktop(fixed_context(date(2026, 3, 14), "Ann", 1), Path(home), Ask)
    application(desktop, [])
    for _ in range(int(times)):
        window = desktop.show(desktop.open(Path(file)))
        _settle()
        window.main.close()
        _settle()
    return memory() or 0.0


def _settle() -> None:
    """Until no thread works beside the windows and no slice of anything is done, for a while."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from widgets.beside import at_work

    quiet_at = time.monotonic() + _QUIET
    while time.monotonic() < quiet_at:
        begun = time.thread_time()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        if at_work() or time.thread_time() - begun > _SOMETHING:
            quiet_at = time.monotonic() + _QUIET
        time.sleep(_SOMETHING)


def bare_memory(plan: str) -> float:
    """Building and painting the bare scene of a plan."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.bare_scene import BareScene
    from benchmarks.plan import load

    application = QApplication(["bare"])
    scene = BareScene(load(Path(plan)))
    application.processEvents()
    peak = peak_memory()
    scene.close()
    return peak


def peak_memory() -> float:
    """The most memory this process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # `getrusage` begins with the peak of the process that started this one.
        (peak,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


_CHILDREN: dict[str, Callable[..., float]] = {
    "window": window,
    "bare_window": bare_window,
    "map_memory": map_memory,
    "reopened_memory": reopened_memory,
    "bare_memory": bare_memory,
}


def main(arguments: Sequence[str]) -> None:
    """Run one and print its number last."""
    name, *rest = arguments
    print(f"\n{_CHILDREN[name](*rest):.6f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
