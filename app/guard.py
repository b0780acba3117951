"""What must hold before the rest starts: our packages are our own, and Qt finds its system libraries.

Our top-level names (`model`, `widgets`, ...) are common words: another installed package, or a file beside
the one started, may stand in front of them and would fail later in ways that point nowhere. So this module
imports nothing of ours until that is known. Standard library only.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

# Display plugins, and how the names of the libraries begin that only they need.
_PLATFORMS = {"xcb": ("libxcb", "libX11", "libxkbcommon-x11"), "wayland": ("libwayland",)}
PACKAGES = ("app", "model", "widgets", "exporters", "resources")
_MISSING = r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object file"
# What Qt and its display plugins load. Library: its package on Debian and Ubuntu, and on Fedora.
LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
}


def check_packages(home: Path | None = None, names: Iterable[str] = PACKAGES) -> None:
    """Refuse to start when one of our names leads to a stranger's package. Imports none of them.

    `home` is the folder that must hold them all: that of this very file.
    """
    ours = (home or Path(__file__).resolve().parent.parent).resolve()
    for name in names:
        found = _place(name)
        if found is None or found != ours / name:
            _refuse_stranger(name, found, ours)


def _place(name: str) -> Path | None:
    """The folder (or file, or archive entry) that importing `name` would read."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    places = list(spec.submodule_search_locations or ())
    if spec.origin is not None and not places:
        return Path(spec.origin).resolve()
    return Path(places[0]).resolve() if places else None


def _refuse_stranger(name: str, found: Path | None, ours: Path) -> None:
    """Raise, in our own words: a stranger in front of those is pushed aside first."""
    for speaker in ("model", "resources"):
        if _place(speaker) != ours / speaker:
            for loaded in [module for module in sys.modules if module.split(".")[0] == speaker]:
                del sys.modules[loaded]
            sys.path.insert(0, str(ours))
            importlib.invalidate_caches()
    if found is None:
        _refuse("guard.missing", name=name, ours=str(ours))
    _refuse("guard.shadowed", name=name, path=str(found), ours=str(ours))


def _refuse(id: str, **parameters: str) -> NoReturn:
    from model.errors import KnownError
    from model.messages import message

    raise KnownError(message(id, **parameters))


def check_qt() -> None:
    """Before the first window: Qt and its display plugin load, or one line names what to install.

    Without this, Qt ends the process. Imports PySide6, so only what opens a window may call it.
    """
    try:
        widgets = importlib.import_module("PySide6.QtWidgets")
        _import_plainly()
        plugin = _display_plugin(Path(str(widgets.__file__)).parent)
        if plugin is not None:
            _load(str(plugin))
    except ModuleNotFoundError as error:
        _refuse("guard.no_qt", reason=str(error))
    except (ImportError, OSError) as error:
        first = re.search(_MISSING, str(error))
        if first is None:
            _refuse("guard.qt_broken", reason=str(error))
        libraries = _missing_libraries(first.group(1))
        packages = [LIBRARIES.get(library, (library, library)) for library in libraries]
        _refuse(
            "guard.libraries",
            libraries=" ".join(libraries),
            debian=" ".join(sorted({debian for debian, _ in packages})),
            fedora=" ".join(sorted({fedora for _, fedora in packages})),
        )


def _import_plainly() -> None:
    """Import as if PySide6 were not there.

    It puts a function of its own before every import, which reads the source of each module that is imported and keeps
    it: a module might want its methods in snake_case. None of ours does, and a start of 300 modules is shorter without.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        vars(builtins)["__import__"] = plain


def _display_plugin(qt: Path) -> Path | None:
    """The plugin Qt will load for the display there is: its libraries are those most often missing."""
    platform = _wanted_platform()
    plugin = qt / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
    return plugin if platform in _PLATFORMS and plugin.exists() else None


def _wanted_platform() -> str:
    """The name of the platform plugin Qt will choose."""
    named = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    return named or ("xcb" if os.environ.get("DISPLAY") else "wayland" if os.environ.get("WAYLAND_DISPLAY") else "")


def _missing_libraries(first: str) -> list[str]:
    """The library Qt stopped at, and the others it would stop at next: they are told at once."""
    platform = _wanted_platform()
    elsewhere = tuple(start for name, starts in _PLATFORMS.items() if name != platform for start in starts)
    asked = [library for library in LIBRARIES if not library.startswith(elsewhere)]
    return [first, *(library for library in asked if library != first and not _loads(library))]


def _load(library: str) -> None:
    import ctypes

    ctypes.CDLL(library)


def _loads(library: str) -> bool:
    try:
        _load(library)
    except OSError:
        return False
    return True
