"""Graph files as triples, every literal as it is written (a store would rewrite 7.50), and queries from files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.store import graph_file
from kg.read.plain import decode

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}


def read_query(path: Path) -> str:
    """Return the text of a SPARQL file."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise InputError("cannot read the query", place=str(path), remedy=error.strerror or "") from error


def read_texts(folder: Path) -> dict[str, str]:
    """Return the texts of the reports in a folder of outputs, by the identifier of the report."""
    texts = folder / "texts"
    if not texts.is_dir():
        raise InputError("no texts in this folder", place=str(folder), remedy="build it: kg build REPORTS --output DIR")
    found = {}
    for path in sorted(texts.glob("rep_*.txt")):
        try:
            found[path.stem] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise InputError(
                f"not the text that was built ({said})", place=str(path), remedy="build it again"
            ) from error
    return found


def read_skipped(folder: Path) -> list[dict[str, object]]:
    """Return the numbers and mentions that became no fact, as ``skipped.jsonl`` lists them; none without that file."""
    file = folder / "skipped.jsonl"
    if not file.is_file():
        return []
    try:
        return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        raise InputError(f"not a readable list ({error})", place=str(file), remedy="build it again") from error


def read_triples(path: Path) -> set[ox.Triple]:
    """Return the triples of a folder of outputs or of a graph file, the names of graphs left out."""
    return set(iterate_triples(path))


def iterate_triples(path: Path) -> Iterator[ox.Triple]:
    """Yield the same triples in the order of the file, which is read piece by piece; one may come twice."""
    file = graph_file(path)
    zipped = file.suffix == ".gz"
    form = FORMATS.get((Path(file.stem) if zipped else file).suffix.lower())
    if form is None:
        raise InputError("not a graph file", place=str(file), remedy=f"give one of {', '.join(FORMATS)}, or a folder")
    try:
        with gzip.open(file) if zipped else file.open("rb") as data:
            for quad in ox.parse(cast(IO[bytes], data), format=form):
                yield quad.triple
    except (SyntaxError, OSError, ValueError, EOFError) as error:
        raise InputError(f"not a readable graph ({error})", place=str(file), remedy="build it again") from error
