#!/usr/bin/env python3
"""Exit status 1 when a named Turtle or TOML file does not parse; says where."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pyoxigraph as ox


def fault(path: Path) -> str:
    """What is wrong with a file, or nothing."""
    try:
        if path.suffix == ".toml":
            tomllib.loads(path.read_text("utf-8"))
        else:
            for _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                pass
    except (SyntaxError, ValueError) as error:
        return f"{path}: {error}"
    return ""


if __name__ == "__main__":
    faults = [found for name in sys.argv[1:] if (found := fault(Path(name)))]
    print("\n".join(faults), end="\n" if faults else "")
    sys.exit(bool(faults))
