#!/usr/bin/env python3
"""Asks a service everything at once: many connections, all named queries, some runaway ones thrown in.

    python scripts/load.py DIR [--seconds 60] [--connections 32] [--runaways 10] [--deadline 10] [--kept]

starts ``kg serve DIR`` in a process of its own and asks it from this one. Every answer is compared with the engine's.
Each query bears a number in a comment, so that no answer comes out of the service's memory; with ``--kept`` the same
questions are asked again and again, as people do. Exit status 1 if an answer was wrong, a worker was left behind or
memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.graph.namespaces import prefixes
from kg.graph.queries import full_text, load_queries
from kg.graph.store import base_of, open_store

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BODIES = 'SELECT ?x { ?b a org:Organization ; skos:prefLabel ?x . FILTER(LANG(?x) = "zh") } ORDER BY ?x LIMIT 12'
CODES = "SELECT DISTINCT ?x { ?f wr:indicator/skos:notation ?x } ORDER BY ?x LIMIT 12"


@dataclass
class Tally:
    """What happened."""

    waits: list[float] = field(default_factory=list)
    """Seconds of each answered query."""
    wrong: list[str] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    runaways: list[tuple[int, float]] = field(default_factory=list)
    """Status and seconds of each runaway query."""
    memory: list[int] = field(default_factory=list)
    """KiB of the service and all its processes, once a second."""


class Line:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        """Remember the port."""
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, text: str) -> tuple[int, bytes]:
        """Return status and body of the answer to a query."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        body = text.encode()
        head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
        return int(lines[0].split()[1]), await reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()


def questions(store: ox.Store) -> list[str]:
    """The text of every named query, with several values for its parameters."""
    bodies, codes = (_column(store, text) for text in (BODIES, CODES))
    texts = []
    for query in load_queries().values():
        for number in range(3):
            given = {}
            for one in query.parameters:
                if one.name in ("indicator", "numerator", "denominator"):
                    given[one.name] = codes[number % len(codes)]
                elif one.name in ("body", "initiative", "name", "names"):
                    given[one.name] = bodies[number % len(bodies)]
                elif one.default is None:
                    given[one.name] = "2023"
            texts.append(full_text(query, given, base=base_of(store)))
    return sorted(set(texts))


def _column(store: ox.Store, text: str) -> list[str]:
    found = store.query(text, prefixes=prefixes(base_of(store)))
    assert isinstance(found, ox.QuerySolutions)
    return [row["x"].value for row in found]


def digest(data: bytes) -> str:
    """What an answer says, whatever the order of its rows."""
    said = json.loads(data)
    rows = sorted(json.dumps(row, sort_keys=True) for row in said["results"]["bindings"])
    return hashlib.sha256(json.dumps([said["head"], rows]).encode()).hexdigest()


async def ask_on(port: int, texts: list[str], expected: dict[str, str], kept: bool, end: float, tally: Tally) -> None:
    """Ask on one connection until the end."""
    chance = random.Random(id(tally) ^ len(tally.waits) ^ random.getrandbits(32))
    seen: dict[tuple[str, bytes], bool] = {}
    line = Line(port)
    while time.monotonic() < end:
        text = chance.choice(texts)
        asked = text if kept else f"{text}\n# {chance.getrandbits(60)}"
        begun = time.monotonic()
        status, body = await line.ask(asked)
        took = time.monotonic() - begun
        if status != 200:
            tally.refused[status] += 1
            continue
        tally.waits.append(took)
        key = (text, hashlib.sha256(body).digest())
        if key not in seen:  # the same bytes need not be read twice
            seen[key] = digest(body) == expected[text]
        if not seen[key]:
            tally.wrong.append(text.splitlines()[0])
    line.close()


async def run_away(port: int, number: int, tally: Tally) -> None:
    """Ask for what cannot be had."""
    line = Line(port)
    begun = time.monotonic()
    status, _ = await line.ask(f"{RUNAWAY} # {number}")
    tally.runaways.append((status, time.monotonic() - begun))
    line.close()


async def weigh(pid: int, end: float, tally: Tally) -> None:
    """Note the memory of the service once a second."""
    while time.monotonic() < end:
        tally.memory.append(sum(_share(one) for one in family(pid)))
        await asyncio.sleep(1)


def _share(pid: int) -> int:
    """KiB of a process, pages that it shares counted in part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def family(pid: int) -> list[int]:
    """A process and all below it, the dead that nobody has buried included."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


async def main(arguments: argparse.Namespace) -> int:
    """Start, ask, tell."""
    store = open_store(arguments.folder)
    texts = questions(store)
    expected = {}
    for text in texts:
        found = store.query(text)
        assert isinstance(found, ox.QuerySolutions)
        expected[text] = digest(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    service = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kg", "--lang", "en", "serve", str(arguments.folder), "--port", "0",
        "--deadline", str(arguments.deadline),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert service.stdout is not None
    port = int((await service.stdout.readline()).split()[0].rstrip(b"/").rpartition(b":")[2])
    tally = Tally()
    load = os.getloadavg()[0]
    end = time.monotonic() + arguments.seconds
    askers = [ask_on(port, texts, expected, arguments.kept, end, tally) for _ in range(arguments.connections)]
    runaways = [_later(number, arguments, run_away(port, number, tally)) for number in range(arguments.runaways)]
    await asyncio.gather(*askers, *runaways, weigh(service.pid, end, tally))
    left = await _left(service.pid)
    service.terminate()
    status = await service.wait()
    return tell(tally, arguments.seconds, load, left, status)


async def _left(pid: int) -> int:
    """How many processes of the service are still dead and not buried, or busy, two seconds later."""
    for _ in range(20):
        await asyncio.sleep(0.1)
        found = [_state(one) for one in family(pid)]
        if not (busy := found.count("Z") + found.count("R")):
            break
    return busy


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


async def _later(number: int, arguments: argparse.Namespace, run: object) -> None:
    """Throw the runaways in one after another during the first half."""
    await asyncio.sleep(arguments.seconds * 0.5 * number / max(1, arguments.runaways))
    await run  # type: ignore[misc]


def tell(tally: Tally, seconds: float, load: float, left: int, status: int) -> int:
    """Print what happened; 1 if something was wrong."""
    waits = sorted(tally.waits)
    quarter = max(1, len(tally.memory) // 4)
    early, late = max(tally.memory[quarter : 2 * quarter] or [1]), max(tally.memory[-quarter:] or [1])
    grown = late > early * 1.2 + 20_000
    shown = {
        "answers": f"{len(waits)} ({len(waits) / seconds:.0f} a second), wrong: {len(tally.wrong)}, refused: {dict(tally.refused)}",
        "ms": ", ".join(f"p{part} {1000 * waits[len(waits) * part // 100]:.0f}" for part in (50, 90, 95, 99)),
        "runaways": ", ".join(f"{code} after {took:.1f} s" for code, took in tally.runaways),
        "memory": f"{early / 1024:.0f} MiB in the second quarter, {late / 1024:.0f} MiB in the last",
        "left": f"{left} workers dead or busy; exit status {status}; load average at the start {load:.1f}",
    }
    print("\n".join(f"{name:10}{text}" for name, text in shown.items()))
    wrong_runaways = [one for one in tally.runaways if one[0] not in (503, 504)]
    return int(bool(tally.wrong or wrong_runaways or left or status or grown or not waits))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--runaways", type=int, default=10)
    parser.add_argument("--deadline", type=float, default=10)
    parser.add_argument("--kept", action="store_true")
    sys.exit(asyncio.run(main(parser.parse_args())))
