"""Fuzzes every reader: `python -m tests.fuzz [--seconds 600] [--seed N] [--plain] [READER ...]`.

Where atheris is installed it guides (`tests.fuzz.guided`), else and with `--plain` files are changed by chance. What
does harm is kept as `corpus/READER/crash-HASH.SUFFIX`, where the quick suite tries it for ever. The exit code is 1
where anything did.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from hashlib import sha256
from pathlib import Path

from exporters import registry
from tests.fuzz.mutating import CORPUS, files, seeds, try_one


def fuzz(reader: str, seconds: float, seed: int, folder: Path) -> int:
    """Fuzz one reader for a while; how many kinds of harm were found."""
    end = time.monotonic() + seconds
    seen: Counter[str] = Counter()
    harms: dict[str, Path] = {}
    for number, (name, data) in enumerate(files(reader, seed)):
        if time.monotonic() > end:
            break
        try:
            seen[try_one(reader, name, data, folder, open_one=number % 8 == 7)] += 1
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            harm = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
            seen[harm] += 1
            if harm not in harms:
                kept = CORPUS / reader / f"crash-{sha256(data).hexdigest()[:12]}{Path(name).suffix}"
                kept.write_bytes(data)
                harms[harm] = kept
                traceback.print_exception(error)
    refused = sum(found for outcome, found in seen.items() if outcome != "read") - sum(seen[harm] for harm in harms)
    print(f"{reader}: {sum(seen.values())} files, {seen['read']} read, {refused} refused, harms: {harms or 'none'}")
    return len(harms)


def guided(reader: str, seconds: float, folder: Path) -> int:
    """Fuzz one reader for a while with atheris; how many kinds of harm were found: it ends with the first."""
    before = seeds(reader)
    command = [sys.executable, "-m", "tests.fuzz.guided", reader, str(round(seconds))]
    done = subprocess.run(command, env={**os.environ, "TMPDIR": str(folder)}, check=False)
    for path in set(seeds(reader)).difference(before):
        path.rename(path.with_name(f"crash-{path.name[-12:]}{before[0].suffix}"))
    print(f"{reader}: guided by atheris, harm: {'none' if done.returncode == 0 else 'kept in its corpus'}")
    return int(done.returncode != 0)


def main() -> int:
    """So many seconds for each reader."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("readers", nargs="*", choices=[*registry.READERS, []], default=[])
    given = parser.parse_args()
    by_chance = given.plain or importlib.util.find_spec("atheris") is None
    harms = 0
    with tempfile.TemporaryDirectory() as folder:
        for reader in given.readers or registry.READERS:
            if by_chance:
                harms += fuzz(reader, given.seconds, given.seed, Path(folder))
            else:
                harms += guided(reader, given.seconds, Path(folder))
    return 1 if harms else 0


if __name__ == "__main__":
    raise SystemExit(main())
