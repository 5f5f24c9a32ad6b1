"""A graph into the graph store of a server: SPARQL 1.1 Graph Store HTTP Protocol, W3C Recommendation of 2013."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError, RemoteError
from kg.remote.http import Reply, Server, refusal, request

CHUNK: Final = 64
"""Megabytes in one request, unless told otherwise."""
_BATCH: Final = 5000
_TRIES: Final = 3
_PATIENCE: Final = 30
"""Seconds to wait before another try at most, whatever the server asks."""
_HEADERS: Final = {"Content-Type": "application/n-triples"}
_WHERE: Final = "give the address of its Graph Store; on many servers it ends in /store, /data or /rdf-graphs/service"
_REMEDIES: Final = {
    403: "this user may not write there, or the server is read-only",
    404: _WHERE,
    405: f"is the server read-only? If not, {_WHERE}",
    406: _WHERE,
    411: "the server wants sizes beforehand: give --chunk a number",
    413: "send smaller pieces: --chunk 1",
    415: "the server takes no N-Triples; kg export writes other formats",
    500: "the log of the server tells more",
}
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What arrived."""

    triples: int
    """Sent; one that was sent twice counts twice."""
    bytes: int
    requests: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Triples as N-Triples, which can be cut after any line."""

    triples: int
    body: bytes
    blank: bool = False
    """Whether there are blank nodes in it."""


def push(
    there: Server,
    triples: Iterable[ox.Triple],
    *,
    graph: str = "",
    add: bool = False,
    limit: int = CHUNK << 20,
    progress: Progress = lambda _sent: None,
) -> Pushed:
    """Put the triples in place of a graph (PUT), or add them to it (POST); raises ``RemoteError`` on any refusal.

    ``graph``: its IRI; empty for the default graph. ``limit``: bytes a request. What is larger goes in several, the
    first of which replaces and the others add; 0 sends all in one, piece by piece, so that it arrives whole or not at
    all. A piece that a server is too busy for is sent again: twice the same triples are the triples once.
    """
    query: dict[str, str] | str = {"graph": graph} if graph else "default"
    method = "POST" if add else "PUT"
    batches = _batches(triples)
    if not (first := next(batches, None)):
        raise InputError("no triples in this graph", remedy="nothing was sent")
    batches = chain([first], batches)
    if not limit:
        counted = _Counted(batches, progress)
        _accepted(there, request(there, method, counted, query=query, headers=_HEADERS))
        return Pushed(counted.triples, counted.size, 1)
    sent, size, requests = 0, 0, 0
    for chunk in _chunks(batches, limit):
        try:
            _persistently(there, method, chunk.body, query)
        except RemoteError as error:
            if sent:
                raise RemoteError(
                    f"{error.thing}, after {sent} triples had arrived", place=error.place,
                    remedy="the graph there is incomplete, so push it again" + (f"; {error.remedy}" * bool(error.remedy)),
                ) from None  # fmt: skip
            raise
        sent, size, requests, method = sent + chunk.triples, size + len(chunk.body), requests + 1, "POST"
        progress(sent)
    return Pushed(sent, size, requests)


def _persistently(there: Server, method: str, body: bytes, query: dict[str, str] | str) -> None:
    """Send one chunk, again when the server is busy or the connection broke."""
    for left in reversed(range(_TRIES)):
        wait = 2.0 ** (_TRIES - left - 1)
        try:
            reply = request(there, method, body, query=query, headers=_HEADERS)
            wait = min(wait if reply.wait is None else reply.wait, _PATIENCE)
            _accepted(there, reply)
        except RemoteError as error:
            if not (error.transient and left):
                raise
            time.sleep(wait)
        else:
            return


def _accepted(there: Server, reply: Reply) -> None:
    if reply.status >= 300:
        raise refusal(there, reply, _REMEDIES)


class _Counted:
    """The bodies of chunks one by one, counted as they go out."""

    def __init__(self, chunks: Iterable[Chunk], progress: Progress) -> None:
        self.chunks, self.progress = chunks, progress
        self.triples = self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.triples, self.size = self.triples + chunk.triples, self.size + len(chunk.body)
            self.progress(self.triples)
            yield chunk.body


def _batches(triples: Iterable[ox.Triple]) -> Iterator[Chunk]:
    """Yield some thousand triples at a time."""
    source = iter(triples)
    while batch := list(islice(source, _BATCH)):
        blank = any(isinstance(end, ox.BlankNode) for one in batch for end in (one.subject, one.object))
        yield Chunk(len(batch), ox.serialize(batch, format=ox.RdfFormat.N_TRIPLES) or b"", blank)


def _chunks(batches: Iterable[Chunk], limit: int) -> Iterator[Chunk]:
    """Yield the batches joined to requests of about ``limit`` bytes; raises ``InputError`` where none can be cut."""
    kept: list[Chunk] = []
    blank = False
    for batch in batches:
        if kept and sum(len(one.body) for one in kept) + len(batch.body) > limit:
            blank = blank or any(one.blank for one in kept)
            if blank or batch.blank:
                raise InputError(
                    "a graph with blank nodes, which are others in every request", remedy="send it in one: --chunk 0"
                )
            yield _joined(kept)
            kept = []
        kept.append(batch)
    yield _joined(kept)


def _joined(chunks: list[Chunk]) -> Chunk:
    return Chunk(sum(one.triples for one in chunks), b"".join(one.body for one in chunks))
