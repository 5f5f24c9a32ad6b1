#!/usr/bin/env python3
"""Fuzzes one entrance with inputs that atheris grows towards code that none has reached yet (make tools; Linux).

    python scripts/fuzz_guided.py ENTRANCE [MINUTES]     of scripts/entrances.py; two minutes if none are named

What it found worth keeping lies in ``build/fuzz/ENTRANCE/``, a finding in ``build/fuzz/crash-…``; exit status 77 tells of one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg"], enable_loader_override=False):
    from entrances import Entrances

from kg.errors import KgError

FOLDER = Path("build/fuzz")


def main(name: str, minutes: float) -> None:
    """Run libFuzzer on one entrance; it ends the process."""
    made = Entrances()
    run = made.all()[name]
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(made.seeds()[name]):
        (corpus / f"seed-{number}").write_bytes(seed)

    def one(data: bytes) -> None:
        try:
            run(data)
        except KgError as error:
            assert str(error).strip(), "an empty message"

    options = [
        f"-max_total_time={60 * minutes:.0f}",
        "-timeout=60",
        "-rss_limit_mb=4096",
        "-max_len=40000",
        f"-artifact_prefix={FOLDER}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 2)
