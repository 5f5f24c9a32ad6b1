"""``DIR/store/rdf``: the graph in Oxigraph on disk, one folder a state; ``current`` names the one that counts.

A folder is complete before it is named, and never changes afterwards, so that readers see one state or the next. The
next state is a copy of the last one (by hard links, as the engine never changes a file of sorted triples) less the
blocks that went and with those that came; where most of them did, it is loaded anew. The folder of the last build stays
until the next one, for whoever still reads it.
"""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph.store import STORE, current_state
from kg.scale.blocks import Earlier, Index, Style

WHOLE = 0.25
"""Share of changed bytes from which the store is loaded anew."""
MOST = 64_000_000
"""Bytes of changed blocks, packed, from which it is, too: their lines are compared in memory."""
BATCH = 8_000_000
"""Bytes of text that are loaded at once: the engine's memory grows with them."""


def update_store(folder: Path, *, style: Style, graph: Path, index: Path, earlier: Earlier) -> str:
    """Bring the store of a folder of outputs up to a new graph file; return the text of ``store/rdf/current``.

    ``graph`` and ``index`` are the new ones, still in the stage, ``earlier`` those of the last build. Raises
    ``OutputError`` where the disk is full.
    """
    place = folder / STORE
    new = Index(index)
    state = new.noted("digest")
    found = current_state(folder)
    last = found.name if found else ""
    try:
        place.mkdir(parents=True, exist_ok=True)
        kept = {state, last}
        for other in place.iterdir():
            if other.is_dir() and other.name not in kept:
                shutil.rmtree(other, ignore_errors=True)
        if not (place / state).is_dir():
            made = place / f".new-{os.getpid()}"
            shutil.rmtree(made, ignore_errors=True)
            if not (last and _patched(place / last, made, style, graph, new, earlier)):
                shutil.rmtree(made, ignore_errors=True)
                _loaded(made, style, graph)
            made.rename(place / state)
    except (OSError, RuntimeError) as error:
        raise OutputError(
            f"cannot be written ({error})", place=os.fspath(place), remedy="make room there, or build with --no-store"
        ) from error
    finally:
        new.close()
        for left in place.glob(".new-*"):
            shutil.rmtree(left, ignore_errors=True)
    return f"{state} {graph.name} {graph.stat().st_size}\n"


def _loaded(made: Path, style: Style, graph: Path) -> None:
    """Load a graph file into a new store."""
    store = ox.Store(made)
    if style.form == "ttl":
        store.bulk_load(path=str(graph), format=ox.RdfFormat.TURTLE)
    else:
        for lines in _batches(graph):
            store.bulk_load(lines, format=ox.RdfFormat.N_QUADS)
    store.flush()
    store.optimize()


def _batches(graph: Path) -> Iterator[bytes]:
    with gzip.open(graph) as file:
        while lines := file.readlines(BATCH):
            yield b"".join(lines)


def _patched(last: Path, made: Path, style: Style, graph: Path, new: Index, earlier: Earlier) -> bool:
    """Make a new store from the last one; return whether that was worth while."""
    if earlier.index is None or not last.is_dir() or earlier.index.noted("digest") != last.name:
        return False
    gone = list(earlier.index.missing_from(new))
    come = list(new.missing_from(earlier.index))
    changed = sum(length for _, length in (*gone, *come))
    if changed > min(MOST, WHOLE * graph.stat().st_size):
        return False
    with graph.open("rb") as file:

        def read(start: int, length: int) -> bytes:
            file.seek(start)
            return file.read(length)

        before = _quads(style, (earlier.read(*block) for block in gone))
        after = _quads(style, (read(*block) for block in come))
    _linked(last, made)
    store = ox.Store(made)
    for quad in before - after:
        store.remove(quad)
    store.extend(after - before)
    store.flush()
    return True


def _quads(style: Style, blocks: Iterable[bytes]) -> set[ox.Quad]:
    form = ox.RdfFormat.TURTLE if style.form == "ttl" else ox.RdfFormat.N_QUADS
    return {quad for block in blocks for quad in ox.parse(style.unpacked(block), format=form)}


def _linked(last: Path, made: Path) -> None:
    """Copy a store that nobody writes to: sorted triples by links, the few small files by content."""
    made.mkdir()
    for path in last.iterdir():
        if path.suffix == ".sst":
            try:
                os.link(path, made / path.name)
                continue
            except OSError:  # a file system without links
                pass
        if path.name != "LOCK":
            shutil.copyfile(path, made / path.name)
