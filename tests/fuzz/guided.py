"""Fuzzes one reader with what its code ran through as the guide: `python -m tests.fuzz.guided READER SECONDS`.

Wants atheris (the extra `fuzz`), which is for Linux. It takes turns with our own changes, which know archives and
tokens. `Fuzz` ends the process: with 0, or another number where a file did harm and lies beside the stored ones.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["exporters", "model"]):
    from tests.fuzz.mutating import CORPUS, REFUSED, mutated, seeds, try_one

LONGEST, MEGABYTES = 20, 2048


def main(reader: str, seconds: int) -> None:
    """Fuzz until the time is over or harm is done."""
    stored = [path.read_bytes() for path in seeds(reader)]
    suffix = seeds(reader)[0].suffix
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    # What a reader imports when it reads is then looked into as well.
    with atheris.instrument_imports(include=["exporters", "model"]):
        try_one(reader, f"first{suffix}", stored[0], folder)
    found = folder / "found"
    found.mkdir()

    def one(data: bytes) -> None:
        try_one(reader, f"fuzzed{suffix}", data, folder)

    def change(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, len(data) + 64))[:most]
        return mutated(data or b" ", chance, stored)[:most]

    bounds = (f"-max_total_time={seconds}", f"-timeout={LONGEST}", f"-rss_limit_mb={MEGABYTES}", "-max_len=200000")
    kept = (f"-artifact_prefix={CORPUS / reader}/", "-print_final_stats=1")
    folders = [str(folder) for folder in (found, CORPUS / reader, REFUSED / reader) if folder.is_dir()]
    atheris.Setup([sys.argv[0], *bounds, *kept, *folders], one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
