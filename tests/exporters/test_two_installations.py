"""The same bytes from two clean installations that agree on nothing but document, options, day, actor and language."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from exporters.registry import exporters
from model import samples
from model.context import fixed_context
from model.store import writing
from model.store.files import Files

ROOT = Path(__file__).parents[2]
CONTEXT = fixed_context(date(2026, 11, 23), "Ada Marsh", 1)
PRODUCTS = (
    *((each.name, ()) for each in exporters()),
    ("pdf", ("tile=A4", "paper=A2", "stamp=draft")),
    ("pdf", ("pages=stages",)),
    ("pack", ("paper=Letter", "derivations=all", "redact=names")),
    ("handout", ("paper=Letter",)),
)
# How the two differ: where they are, who runs them, the clock's zone, the language, the order of sets, rights.
WORLDS = (
    {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "4242"},
)
UMASKS = (0o022, 0o077)


def ran(*command: str, cwd: Path, env: dict[str, str] | None = None, umask: int = 0o022) -> None:
    done = subprocess.run(command, cwd=cwd, env=env, umask=umask, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def installed(folder: Path, wheel: Path) -> Path:
    """A new environment with the locked requirements and the wheel; its program."""
    ran(sys.executable, "-m", "venv", str(folder), cwd=folder.parent)
    python = str(folder / "bin" / "python")
    install = (python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
    ran(*install, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt"), cwd=folder)
    ran(*install, "--no-deps", str(wheel), cwd=folder)
    return folder / "bin" / "throughline"


def products(program: Path, document: Path, place: int, home: Path) -> dict[str, str]:
    """What each product's bytes are, in one of the worlds."""
    home.mkdir()
    folder = home / ("work" if place else "a place with spaces")
    folder.mkdir()
    world = {"HOME": str(home), "PATH": os.environ["PATH"], **WORLDS[place]}
    found = {}
    for number, (name, options) in enumerate(PRODUCTS):
        out = folder / f"{number}.out"
        given = [part for option in options for part in ("-O", option)]
        common = ("--as-of", "2026-11-23", "--actor", "Ada Marsh", "--locale", "en")
        command = (str(program), "export", str(document), "-f", name, "-o", str(out), *given, *common)
        ran(*command, cwd=folder, env=world, umask=UMASKS[place])
        found[f"{name} {' '.join(options)}"] = sha256(out.read_bytes()).hexdigest()
    return found


@pytest.mark.full
def test_two_clean_installations_give_the_same_bytes(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    build = ("-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation")
    source = tmp_path / "source"
    ran("git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", str(source), cwd=tmp_path)
    ran(sys.executable, *build, "-w", str(wheels), str(source), cwd=tmp_path)
    (wheel,) = wheels.glob("*.whl")
    documents = []
    for sample in ("permit", "outpatient"):
        documents.append(tmp_path / f"{sample}.throughline")
        writing.write(documents[-1], writing.serialise(samples.build(sample, CONTEXT).rows()), Files(), "made")

    programs = [installed(tmp_path / f"environment {place}", wheel) for place in (0, 1)]

    for document in documents:
        one, other = (
            products(program, document, place, tmp_path / f"home {place} {document.stem}")
            for place, program in enumerate(programs)
        )
        assert {name for name in one if one[name] != other[name]} == set()
        assert len(one) == len(PRODUCTS)
