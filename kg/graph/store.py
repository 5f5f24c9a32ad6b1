"""A built graph in an embedded store, for queries; nothing here writes to it."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.namespaces import BASE, RDF, WR

FILES: Final = ("graph.ttl", "graph.nq.gz")
"""What a folder of outputs may hold, in order of preference."""
STORE: Final = "store/rdf"
"""Where a folder of outputs keeps the graph as an on-disk store; see ``kg.scale.rdf``."""
CURRENT: Final = "current"
"""File in it: name of the state that counts, name and size of the graph file that says the same."""
_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}


def graph_file(path: Path) -> Path:
    """The file that holds the graph: the path itself or, of a folder of outputs, the graph in it."""
    if path.is_dir():
        for name in FILES:
            if (path / name).is_file():
                return path / name
        raise InputError("no graph in this folder", place=str(path), remedy="build it: kg build REPORTS --output DIR")
    if not path.is_file():
        raise InputError("no such file or folder", place=str(path), remedy="name a folder of outputs or a graph.ttl")
    return path


def current_state(path: Path) -> Path | None:
    """The on-disk store of a folder of outputs; None where there is none, or not of the graph file beside it."""
    try:
        state, name, size = (path / STORE / CURRENT).read_text("utf-8").split()
        if (path / name).stat().st_size == int(size) and (path / STORE / state).is_dir():
            return path / STORE / state
    except (OSError, ValueError):
        pass
    return None


def open_store(path: str | Path) -> ox.Store:
    """The graph of a folder of outputs or of a Turtle, N-Triples, N-Quads or TriG file (also ``.gz``), read-only.

    The store of a large build is opened where it lies, at once; any other graph is loaded into memory.
    """
    if (state := current_state(Path(path))) is not None:
        try:
            return ox.Store.read_only(str(state))
        except (OSError, RuntimeError):
            pass  # the state has gone since, or is damaged: the graph file says the same
    file = graph_file(Path(path))
    zipped = file.suffix == ".gz"
    kind = _FORMATS.get((Path(file.stem) if zipped else file).suffix.lower())
    if kind is None:
        raise InputError("not a graph file", place=str(file), remedy=f"give one of {', '.join(_FORMATS)}, or a folder")
    store = ox.Store()
    try:
        if zipped:
            with gzip.open(file) as lines:
                store.bulk_load(cast(IO[bytes], lines), format=kind)
        else:
            store.bulk_load(path=str(file), format=kind)
    except (SyntaxError, OSError, ValueError, EOFError) as error:
        raise InputError(f"not a readable graph ({error})", place=str(file), remedy="build it again") from None
    return store


def store_of(turtle: str) -> ox.Store:
    """The graph that a Turtle text says, in memory."""
    store = ox.Store()
    store.bulk_load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return store


def base_of(store: ox.Store) -> str:
    """The base of the data IRIs, told by the first report; the default where there is none."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(WR + "Report")):
        if isinstance(quad.subject, ox.NamedNode) and "rep_" in quad.subject.value:
            return quad.subject.value[: quad.subject.value.rindex("rep_")]
    return BASE
