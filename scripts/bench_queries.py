#!/usr/bin/env python3
"""Times every named query on a generated graph, in memory and on disk.

python scripts/bench_queries.py [TRIPLES] [FOLDER]    a graph of so many triples (1,000,000), or that of a folder

A query is asked with the parameters that it needs and, one after the other, with each that it may have besides; values
are those that stand most often in the graph. Times are milliseconds of processor, medians of five for the call with the
needed parameters and for the slowest of the others.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
from corpus import write_reports

from kg.graph.queries import NamedQuery, load_queries, run_query
from kg.graph.store import open_store

RUNS = 5
MOST = {
    "body": "SELECT ?v { ?f wr:organization ?o . ?o skos:prefLabel ?v }",
    "other": "SELECT ?v { ?o wr:cooperatesWith|^wr:cooperatesWith ?x . ?o skos:prefLabel ?v }",
    "initiative": "SELECT ?v { ?f wr:initiative ?o . ?o skos:prefLabel ?v }",
    "indicator": "SELECT ?v { ?f wr:indicator ?o . ?o skos:notation ?v }",
    "endorser": "SELECT ?v { ?b wr:endorses ?x ; skos:prefLabel ?v }",
    "endorsed": "SELECT ?v { ?b wr:endorses ?x . ?x skos:prefLabel ?v }",
    "target": "SELECT ?v { ?b wr:targets ?x . ?x skos:prefLabel ?v }",
    "actor": "SELECT ?v { ?b wr:targets ?x ; skos:prefLabel ?v }",
    "media": "SELECT ?v { ?x wr:coveredBy ?b . ?b skos:prefLabel ?v }",
    "form": "SELECT ?v { ?b a org:Organization ; wr:evidence/nif:anchorOf ?v }",
    "place": "SELECT ?v { ?b wr:jurisdiction/skos:prefLabel ?v }",
    "unit": "SELECT ?v { ?f wr:unit ?v }",
    "year": "SELECT ?v { ?f wr:period ?v FILTER(STRLEN(?v) = 4) }",
    "value": "SELECT (STR(?n) AS ?v) { ?f wr:value ?n }",
    "file": "SELECT ?v { ?r wr:fileName ?v }",
}  # fmt: skip
"""What a parameter is filled with: the value that such a query finds most often, of equals the first."""
FIXED = {
    "modifier": "over", "modality": "actual", "grade": "stated", "own": "yes", "names": "省政协|市政协|区政协", "least": "2",
    "relation": "carriesOut", "numerator": "proposals-filed", "denominator": "proposals-submitted", "name": "协商",
    "words": "年", "document": "方案", "limit": "1000", "offset": "5",
}  # fmt: skip
SAME = {
    "one": "body", "subject": "body", "object": "initiative", "entity": "body", "whose": "body", "city": "place",
    "period": "year", "from": "year", "to": "later",
}  # fmt: skip
"""Parameters that are filled as another one is."""
KINDS = {"bodies": "cppcc", "documents": "plan", "initiatives": "brand", "media": "media", "who": "venue"}
"""Code of a kind, by the first word of the query's name."""


def values(store: ox.Store) -> dict[str, str]:
    """Return a value for every name of a parameter."""
    found = dict(FIXED)
    for name, query in MOST.items():
        counted = f"SELECT ?v (COUNT(*) AS ?n) {{ {{ {query} }} }} GROUP BY ?v ORDER BY DESC(?n) STR(?v) LIMIT 1"
        rows = run_query(store, counted).table()
        found[name] = rows[0][0] if rows else "?"
    found["later"] = str(int(found["year"]) + 1) if found["year"].isdigit() else "2024"
    return found | {name: found[other] for name, other in SAME.items()}


def calls(query: NamedQuery, known: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the parameters of each call, with the name of the one that is added to those that must be given."""

    def value(name: str) -> str:
        if name == "kind":
            return KINDS.get(query.name.split("-")[0], "brand")
        return "年" if (query.name, name) == ("carried-out-in-part", "from") else known[name]

    needed = {one.name: value(one.name) for one in query.parameters if one.default is None}
    yield "", needed
    for one in query.parameters:
        if one.default is not None:
            yield one.name, {**needed, one.name: value(one.name)}


def seconds(store: ox.Store, query: NamedQuery, params: Mapping[str, str], runs: int = RUNS) -> tuple[float, int]:
    """Return the median time of processor that a query takes, and the number of its rows."""
    taken, rows = [], 0
    for _ in range(runs):
        begun = time.process_time()
        rows = len(run_query(store, query, params).rows)
        taken.append(time.process_time() - begun)
    return statistics.median(taken), rows


def table(store: ox.Store, queries: Mapping[str, NamedQuery], runs: int = RUNS) -> Iterator[tuple[str, ...]]:
    """Yield name, rows, time, the parameter with which it is slowest, rows and time with it; times in milliseconds."""
    known = values(store)
    for name, query in queries.items():
        asked = list(calls(query, known))
        once = [(seconds(store, query, params, 1)[0], added, params) for added, params in asked]
        plain = seconds(store, query, asked[0][1], runs)
        _, added, params = max(once, key=lambda call: call[0])
        slowest = seconds(store, query, params, runs) if added else plain
        yield (
            name, f"{plain[1]:,}", f"{plain[0] * 1000:.0f}", added or "-", f"{slowest[1]:,}", f"{slowest[0] * 1000:.0f}"
        )  # fmt: skip


def generated(folder: Path, triples: int) -> Path:
    """Build the graph of as many generated reports as give the wanted number of triples, by what the first of them give."""
    count, size = max(triples // 5000, 1), 0
    while size < triples:
        write_reports(folder / "reports", count)
        build = [sys.executable, "-m", "kg", "build", str(folder / "reports"), "--output", str(folder / "output")]
        subprocess.run([*build, "--outputs", "ttl"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        size = len(open_store(folder / "output"))
        count = int(count * triples / size * 1.02) + 1
    return folder / "output"


def main(words: list[str]) -> None:
    """Print one table for the store in memory and one for the store on disk."""
    with tempfile.TemporaryDirectory() as name:
        triples = int(words[0].replace(",", "")) if words else 1_000_000
        store = open_store(Path(words[1]) if len(words) > 1 else generated(Path(name), triples))
        disk = ox.Store(str(Path(name) / "store"))
        disk.bulk_extend(store)
        disk.optimize()
        for place, where in ((store, "in memory"), (disk, "on disk")):
            print(f"{len(place):,} triples {where}")
            print(f"{'query':34}{'rows':>9}{'ms':>7}  {'slowest with':14}{'rows':>9}{'ms':>7}")
            for row in table(place, load_queries()):
                print(f"{row[0]:34}{row[1]:>9}{row[2]:>7}  {row[3]:14}{row[4]:>9}{row[5]:>7}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
