"""check-jsonschema, with which others check our JSON by the schema that ships: it takes what we write and no other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exporters import registry
from exporters.base import run as export
from exporters.json_schema import FILE
from model.samples import NAMES, build
from resources import path
from tests.model.builders import a_context


def checked(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program's verdict; it is asked for where this Python's programs are, then on the path."""
    name = "check-jsonschema"
    program = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if program is None:
        pytest.skip("check-jsonschema is not installed")
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120, check=False)


def test_the_schema_is_one() -> None:
    done = checked("--check-metaschema", str(path(*FILE)))

    assert done.returncode == 0, done.stdout + done.stderr


def test_it_takes_every_sample(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.json" for name in NAMES]
    for name, file in zip(NAMES, files, strict=True):
        file.write_bytes(export(registry.exporter("json"), build(name, a_context()), a_context()).data)

    done = checked("--schemafile", str(path(*FILE)), *map(str, files))

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("key", "value"), [("cards", {}), ("titel", "x"), ("formatVersion", 1)])
def test_it_refuses_what_is_wrong_and_says_where(key: str, value: object, tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    plain = json.loads(export(registry.exporter("json"), build("permit", a_context()), a_context()).data)
    file.write_text(json.dumps({**plain, key: value}), encoding="utf-8")

    done = checked("--schemafile", str(path(*FILE)), str(file))

    assert done.returncode == 1
    assert key in done.stdout
