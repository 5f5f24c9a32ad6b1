"""Which format a client gets: proactive negotiation as RFC 9110, section 12.5, describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.serve.exchange import Request
from kg.serve.problems import Problem

RESULTS: Final[Mapping[str, ox.QueryResultsFormat]] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
}
"""Formats of rows and of yes or no, by preference."""
GRAPHS: Final[Mapping[str, ox.RdfFormat]] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""Formats of triples, by preference."""
NAMES: Final[Mapping[str, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "html": "text/html",
}
"""What ``format=`` may say beside a media type."""


def best(accept: str, offered: tuple[str, ...]) -> str | None:
    """Return the offered type that a client likes best, the first of equals; None if it takes none.

    >>> best("text/csv;q=0.5, application/*", ("text/csv", "application/json"))
    'application/json'
    >>> best("text/csv;q=0, text/*", ("text/csv",)) is None
    True
    """
    ranges = list(_ranges(accept or "*/*"))
    liked = [(_quality(media, ranges), -place, media) for place, media in enumerate(offered)]
    quality, _, media = max(liked)
    return media if quality > 0 else None


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a client takes a body packed by gzip.

    >>> takes_gzip("gzip, br"), takes_gzip("gzip;q=0, *"), takes_gzip("*"), takes_gzip("")
    (True, False, True, False)
    """
    quality = dict(_ranges(accept_encoding))
    return quality.get("gzip", quality.get("*", 0.0)) > 0


def media_type(request: Request, offered: tuple[str, ...]) -> str:
    """Return the type to answer with: that of ``format=``, else the best that ``Accept`` takes.

    Raises ``Problem`` 400 for a format that is unknown, 406 for one that the answer cannot have.
    """
    formats = request.values("format")
    if len(formats) > 1:
        raise Problem(400, "bad-parameter", "format is given twice", remedy="give it once")
    names = sorted(name for name, media in NAMES.items() if media in offered)
    remedy = f"accept one of {', '.join(offered)}, or give format= with one of {', '.join(names)}"
    if not formats:
        found = best(request.accept, offered)
        if found is None:
            raise Problem(406, "not-acceptable", f"the answer cannot be had as {request.accept}", remedy=remedy)
        return found
    wanted = NAMES.get(formats[0], formats[0])
    if wanted not in offered:
        if wanted in NAMES.values():
            raise Problem(406, "not-acceptable", f"the answer cannot be had as {formats[0]}", remedy=remedy)
        raise Problem(400, "bad-parameter", f"there is no format {formats[0]!r}", remedy=remedy)
    return wanted


def content_type(media: str) -> str:
    """Return the value of ``Content-Type`` for a type that we write."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """Yield each range of a header with its quality; what cannot be read counts for nothing."""
    for part in header.split(","):
        name, *more = (piece.strip() for piece in part.lower().split(";"))
        quality = 1.0
        for one in more:
            if one.startswith("q="):
                try:
                    quality = min(1.0, max(0.0, float(one[2:])))
                except ValueError:
                    quality = 0.0
        if name:
            yield name, quality


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """Return what a client thinks of a type: the most specific range decides."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
