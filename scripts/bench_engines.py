"""Measures Turtle writers and the named queries on several engines; called by ``bench.py``."""

from __future__ import annotations

import contextlib
import io
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.graph.queries import load_queries
from kg.graph.store import store_of
from kg.graph.turtle import write_turtle
from kg.model import Extraction, Report
from kg.scale.collector import seldom_collected
from kg.scale.work import rules_of

PATIENCE = 5
"""Seconds after which a query on rdflib is given up."""
COMMON = {
    "body": "SELECT ?v { ?f wr:organization/skos:prefLabel ?v }",
    "indicator": "SELECT ?v { ?f wr:indicator/skos:notation ?v }",
    "initiative": "SELECT ?v { ?f wr:initiative/skos:prefLabel ?v }",
    "place": "SELECT ?v { ?b wr:jurisdiction/skos:prefLabel ?v }",
    "year": "SELECT ?v { ?f wr:period ?v FILTER(STRLEN(?v) = 4) }",
    "unit": "SELECT ?v { ?f wr:unit ?v }",
    "form": "SELECT ?v { ?b a org:Organization ; wr:evidence/nif:anchorOf ?v }",
}
"""Parameter -> where its commonest value stands."""
ALIKE = {
    "names": "body", "name": "body", "one": "body", "other": "body", "subject": "body", "endorser": "body",
    "from": "year", "to": "year", "numerator": "indicator", "denominator": "indicator",
}  # fmt: skip
"""Parameter -> the one whose value it takes."""


def _extractions(folder: Path, most: int | None = None) -> list[Extraction]:
    from kg.extract import extract

    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.txt"))[:most]]
    return [extract(Report(text, (f"{number}.txt",)), rules_of(())) for number, text in enumerate(texts)]


def _used(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _rounds(works: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Seconds of processor of each in every round, one after the other."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            found[name].append(_used(work))
    return found


def writers(folder: Path, runs: int) -> Iterator[str]:
    """Our Turtle against that of rdflib and Oxigraph, of the same graph."""
    from bench import table

    found = _extractions(folder, 20)
    turtle = "".join(write_turtle(found))
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    store = store_of(turtle)
    with seldom_collected():
        seconds = _rounds(
            {
                "kg: sorted, grouped, from facts": lambda: "".join(write_turtle(found)),
                "rdflib turtle: sorted, grouped": lambda: graph.serialize(format="turtle"),
                "Oxigraph dump: in the order of the store": lambda: store.dump(
                    io.BytesIO(), ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph()
                ),
            },
            runs,
        )
    ours = next(iter(seconds.values()))
    rows = [
        (
            name,
            f"{len(store) / statistics.median(one):,.0f}",
            f"{statistics.median(theirs / own for theirs, own in zip(one, ours, strict=True)):.1f}",
        )
        for name, one in seconds.items()
    ]
    yield from table(f"Writing {len(store):,} triples as Turtle", ("writer", "triples/s", "time to ours"), rows)


class _TooLong(Exception):
    """A query went on for longer than anybody waits."""


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _common(store: ox.Store) -> dict[str, str]:
    """The commonest value of each parameter in the graph."""
    values = {}
    from kg.graph.namespaces import PREFIXES

    for name, query in COMMON.items():
        text = f"SELECT ?v (COUNT(*) AS ?n) {{ {{ {query} }} }} GROUP BY ?v ORDER BY DESC(?n) ?v LIMIT 1"
        rows = list(store.query(text, prefixes=PREFIXES))  # type: ignore[arg-type]
        values[name] = rows[0]["v"].value if rows else "1"  # type: ignore[index, call-overload]
    return values


def queries(folder: Path, reports: int, runs: int) -> Iterator[str]:
    """Every named query on rdflib, on oxrdflib and on our embedded store."""
    from bench import table

    from kg.graph.queries import full_text

    turtle = "".join(write_turtle(_extractions(folder, reports)))
    store = store_of(turtle)
    plain = rdflib.Graph().parse(data=turtle, format="turtle")
    bridged = find_spec("oxrdflib") is not None
    bridge = rdflib.Graph(store="Oxigraph").parse(data=turtle, format="ox-turtle") if bridged else None
    common = _common(store)
    rows = []
    for name, query in load_queries().items():
        needed = [one.name for one in query.parameters if one.default is None]
        given = {one: common.get(ALIKE.get(one, one), "1") for one in needed}
        text = full_text(query, given)
        cells = [name]
        own = statistics.median(_used(lambda: _drained(store.query(text))) for _ in range(runs))  # noqa: B023
        cells.append(f"{own * 1000:.1f}")
        cells += [_told(graph, text, own, runs) for graph in (bridge, plain)]
        rows.append(tuple(cells))
    head = ("query", "embedded store, ms", "oxrdflib, times", "rdflib, times")
    yield from table(f"The named queries on {len(store):,} triples", head, rows)


def _drained(answer: object) -> object:
    return list(answer) if isinstance(answer, Iterator | ox.QuerySolutions | ox.QueryTriples) else answer


def _told(graph: rdflib.Graph | None, text: str, own: float, runs: int) -> str:
    """How many times our seconds an engine takes; one that takes long is asked once."""
    if graph is None:
        return "not installed"
    try:
        with _bounded():
            taken = [_used(lambda: list(graph.query(text)))]
        if taken[0] < 0.5:
            taken += [_used(lambda: list(graph.query(text))) for _ in range(runs - 1)]
    except _TooLong:
        return f"> {PATIENCE / own:,.0f}"
    except Exception as error:  # an engine that refuses a query of the standard says so in the table
        return f"fails: {type(error).__name__}"
    return f"{statistics.median(taken) / own:,.1f}"
