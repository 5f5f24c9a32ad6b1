"""Which program, rules and lexicons made a fact: what was made by others is made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.resources import ontology_dir

_PACKAGE = Path(__file__).resolve().parent.parent
_MAKES = ("model.py", "extract.py", "text", "recognize", "link", "relate", "rules", "read", "graph", "scale")
"""What of the package has a part in a fact or in how it is written."""


@cache
def program_version() -> bytes:
    """Return the hash of all code and data that the facts of a report depend on, beside the report itself."""
    told = hashlib.sha256()
    files = [path for name in _MAKES for path in _below(_PACKAGE / name)]
    for path in sorted([*files, *(ontology_dir() / "schemes").glob("*.ttl")]):
        told.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return told.digest()


@cache
def whole_version() -> bytes:
    """Return the hash of the whole program: of all that an output may depend on."""
    told = hashlib.sha256(program_version())
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.suffix in _KINDS and path.is_file()):
        told.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for path in sorted(ontology_dir().rglob("*.rq")):
        told.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return told.digest()


_KINDS = (".py", ".tsv", ".toml", ".js", ".css", ".html")


def _below(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [one for one in path.rglob("*") if one.suffix in (".py", ".tsv", ".toml")]


def files_version(paths: Iterable[Path]) -> bytes:
    """Return the hash of the contents of files, in their order."""
    told = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        told.update(len(data).to_bytes(8, "big") + data)
    return told.digest()
