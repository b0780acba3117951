"""Fuzzes every reader: `python -m tests.fuzz --minutes 10 [--seed N] [READER ...]`.

What does harm is kept as `corpus/READER/crash-HASH.SUFFIX`, where the quick suite tries it for ever. The exit code is 1
where anything did.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import traceback
from collections import Counter
from hashlib import sha256
from pathlib import Path

from exporters import registry
from tests.fuzz.mutating import CORPUS, files, try_one


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


def main() -> int:
    """Share the time among the readers."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("readers", nargs="*", choices=[*registry.READERS, []], default=[])
    given = parser.parse_args()
    readers = given.readers or list(registry.READERS)
    with tempfile.TemporaryDirectory() as folder:
        share = given.minutes * 60 / len(readers)
        harms = sum(fuzz(reader, share, given.seed, Path(folder)) for reader in readers)
    return 1 if harms else 0


if __name__ == "__main__":
    raise SystemExit(main())
