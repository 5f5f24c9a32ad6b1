"""Whatever is asked: it ends in time, within its memory, and the others are answered meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serving import RUNAWAY, Got, Service, alive, wait_until

from kg.serve.exchange import Request
from kg.serve.limits import MIB, Limits
from kg.serve.pool import Pool
from kg.serve.problems import Problem

DEADLINE = 1.5
ROWS = "SELECT * { ?s ?p ?o } LIMIT 300"


@pytest.fixture(scope="module")
def tight(demo_build: Path) -> Iterator[Service]:
    """A service with narrow bounds."""
    made = Service(demo_build, "--deadline", str(DEADLINE), "--rows", "300", "--memory", "64", "--workers", "4")
    yield made
    family = made.family()
    assert made.stop() == 0
    assert wait_until(lambda: not alive(family), 5)
    assert made.errors() == ""


def timed(service: Service, text: str) -> tuple[Got, float]:
    begun = time.monotonic()
    return service.query(text), time.monotonic() - begun


def problem(got: Got, status: int, kind: str) -> str:
    assert (got.status, got.kind) == (status, "application/problem+json"), got.body
    assert got.json()["type"].endswith(f":{kind}")
    return str(got.json()["remedy"])


def test_runaway_query_is_stopped_while_others_are_answered(tight: Service) -> None:
    stop = threading.Event()
    waits: list[float] = []

    def others() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            got, seconds = timed(tight, f"SELECT ?x {{ ?x a wr:Metric }} LIMIT {number % 250 + 1}")
            assert len(got.json()["results"]["bindings"]) > 0
            waits.append(seconds)
            time.sleep(0.02)

    with ThreadPoolExecutor(11) as threads:
        asking = threads.submit(others)
        runaways = [threads.submit(timed, tight, f"{RUNAWAY} # {number}") for number in range(10)]
        ended = [one.result() for one in runaways]
        stop.set()
        asking.result()
    for got, seconds in ended:
        assert "ask for less" in problem(got, 504, "deadline")
        assert DEADLINE - 0.1 < seconds < DEADLINE + 10, "ten runaways share four places until they count as slow"
    assert len(waits) > 10
    assert sorted(waits)[len(waits) * 9 // 10] < 2
    assert wait_until(lambda: tight.ask("/api/status").json()["running"] == 0, 1), "a killed query frees its worker"


def test_stopped_worker_is_dead_within_a_second_of_the_deadline(tight: Service) -> None:
    got, seconds = timed(tight, RUNAWAY)
    problem(got, 504, "deadline")
    assert seconds < DEADLINE + 1
    keeper = tight.family()[1]
    assert wait_until(lambda: all(_idle(pid) for pid in tight.family() if pid != keeper), 1)


def _idle(pid: int) -> bool:
    """Whether a process waits instead of computing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "R"
    except OSError:
        return True


def test_rows_beyond_the_bound_are_a_refusal_and_never_half_an_answer(tight: Service) -> None:
    assert len(tight.query(ROWS).json()["results"]["bindings"]) == 300
    for form in ("json", "xml", "csv", "tsv"):
        assert "LIMIT" in problem(tight.query("SELECT * { ?s ?p ?o } LIMIT 301", format=form), 503, "too-much")
    assert "LIMIT" in problem(tight.query("CONSTRUCT WHERE { ?s ?p ?o }"), 503, "too-much")


def test_short_rows_are_counted_too(tight: Service) -> None:
    many = "SELECT (1 AS ?a) { ?s ?p ?o } LIMIT "
    assert tight.query(many + "300").status == 200
    for form in ("json", "xml", "csv", "tsv"):
        problem(tight.query(many + "301", format=form), 503, "too-much")


def test_query_that_wants_more_memory_than_it_may_have(tight: Service) -> None:
    got = tight.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f")
    assert "less" in problem(got, 503, "resources")
    assert tight.query(ROWS).status == 200


@pytest.mark.parametrize(
    "text",
    ["ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }", "SELECT * " + "{" * 20_000 + "}" * 20_000],
    ids=["brackets", "groups"],
)
def test_nesting_that_no_stack_holds_costs_one_worker(text: str, tight: Service) -> None:
    got = tight.ask("/sparql", method="POST", body=text, content_type="application/sparql-query")
    assert got.status in (400, 503)
    assert tight.query(ROWS).status == 200


def test_query_that_takes_long_to_parse_is_stopped_as_well(tight: Service) -> None:
    path = "/".join(["<urn:a>"] * 3000)
    got = tight.ask("/sparql", method="POST", body=f"ASK {{ ?s {path} ?o }}", content_type="application/sparql-query")
    problem(got, 504, "deadline")


def test_answers_larger_than_the_bound_are_refused(demo_build: Path) -> None:
    def asked(limits: Limits) -> int:
        return _alone(demo_build, limits, [("query", "SELECT * { ?s ?p ?o } LIMIT 200")])

    assert asked(Limits()) == 200
    assert asked(Limits(size=10_000)) == 503


def _alone(folder: Path, limits: Limits, params: list[tuple[str, str]]) -> int:
    """The status of one request to a pool of its own."""

    async def run() -> int:
        pool = Pool(folder, limits)
        await pool.start()
        try:
            reply, _ = await pool.ask(Request("sparql", tuple(params), origin="http://localhost"))
            return reply.status
        finally:
            await pool.close()

    return asyncio.run(run())


def test_crowd_is_sent_away_with_a_time_to_come_back(demo_build: Path) -> None:
    async def run() -> list[Problem]:
        pool = Pool(demo_build, Limits(workers=1, slow=1, queue=2, deadline=4, slow_after=0.05, patience=3))
        await pool.start()
        requests = [Request("sparql", (("query", f"{RUNAWAY} # {n}"),), origin="http://localhost") for n in range(6)]
        try:
            ended = await asyncio.gather(*(pool.ask(one) for one in requests), return_exceptions=True)
            assert (await pool.ask(Request("sparql", (("query", "ASK {}"),))))[0].status == 200
            return [one for one in ended if isinstance(one, Problem)]
        finally:
            await pool.close()

    problems = asyncio.run(run())
    assert len(problems) == 6
    busy = [one for one in problems if one.kind == "busy"]
    assert {one.status for one in busy} == {503}
    assert all(("Retry-After", "2") in one.headers for one in busy)
    assert any("wait already" in one.detail for one in busy), "the queue is full"
    assert any("slow queries" in one.detail for one in busy), "all places for slow queries are taken"
    assert sum(one.kind == "deadline" for one in problems) >= 1


def test_client_that_hangs_up_frees_its_worker(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=5) as line:
        line.sendall(f"GET /sparql?query={RUNAWAY.replace(' ', '+')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert wait_until(lambda: service.ask("/api/status").json()["running"] == 1, 5)
    assert wait_until(lambda: service.ask("/api/status").json()["running"] == 0, 3), "its deadline is ten seconds away"


def test_worker_can_open_nothing_even_if_a_query_were_let_through(demo_build: Path) -> None:
    """What refuses SERVICE is taken away: the worker still cannot reach the server that listens."""
    code = f"""
import socket, os, sys
from pathlib import Path
import kg.serve.sparql as sparql
from kg.serve.keeper import _load, _fork
from kg.serve.limits import Limits
from kg.serve.exchange import *
sparql.refuse_unsafe = lambda text: None
server = socket.create_server(("127.0.0.1", 0)); server.settimeout(1)
served, _ = _load(Path({str(demo_build)!r}), Limits())
ours, theirs = socket.socketpair(); control, _other = socket.socketpair(); workers = {{}}
_fork(control, served, workers, theirs.detach())
def frame():
    head, body = sizes(ours.recv(SIZES, socket.MSG_WAITALL))
    return head_of(ours.recv(head, socket.MSG_WAITALL)), ours.recv(body, socket.MSG_WAITALL)
frame()
text = "SELECT * {{ SERVICE <http://127.0.0.1:%d/> {{ ?s ?p ?o }} }}" % server.getsockname()[1]
ours.sendall(request_frame(Request("sparql", (("query", text),))))
print(frame()[0]["status"])
try:
    server.accept(); print("called")
except TimeoutError:
    print("silent")
for one in workers.values(): one.kill()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["500", "silent"], done.stdout + done.stderr


# --- beginning and end


def test_interrupt_ends_it_quietly_with_all_its_workers(demo_build: Path) -> None:
    made = Service(demo_build)
    made.query(ROWS)
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(made.query, RUNAWAY)
        assert wait_until(lambda: made.ask("/api/status").json()["running"] > 0, 5)
        family = made.family()
        assert len(family) >= 3
        made.process.send_signal(signal.SIGINT)
        assert made.process.wait(10) == 0
        problem(asking.result(), 503, "busy")
    assert wait_until(lambda: not alive(family), 5)
    assert made.errors() == ""


def _ignore(service: Service) -> None:
    """Ask for ever."""
    with contextlib.suppress(OSError):
        service.query(RUNAWAY)


@pytest.mark.parametrize("victim", [0, 1], ids=["service", "keeper"])
def test_nothing_is_left_when_it_is_killed(victim: int, demo_build: Path) -> None:
    made = Service(demo_build)
    threading.Thread(target=_ignore, args=(made,), daemon=True).start()
    assert wait_until(lambda: made.ask("/api/status").json()["running"] > 0, 5)
    family = made.family()
    os.kill(family[victim], signal.SIGKILL)
    if victim:  # the service goes on: it starts another keeper
        assert wait_until(lambda: made.query(ROWS).status == 200 and not alive(family[1:]), 10)
        family = made.family()
        assert made.stop() == 0
    assert wait_until(lambda: not alive(family), 5)
    made.process.wait(10)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", "--lang", "en", "serve", *arguments], capture_output=True, text=True, timeout=60
    )


def test_port_that_is_taken_is_told_in_one_line(service: Service, demo_build: Path) -> None:
    done = command(str(demo_build), "--port", str(service.port))
    assert done.returncode == 1
    assert (
        done.stderr
        == f"kg: 127.0.0.1:{service.port}: the port is taken; name another --port, or 0 for any that is free\n"
    )


def test_folder_without_a_graph_is_told_in_one_line(tmp_path: Path) -> None:
    for folder, said in ((tmp_path, "no graph in this folder"), (tmp_path / "none", "no such folder")):
        done = command(str(folder), "--port", "0")
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert said in done.stderr


def test_broken_graph_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("no turtle", "utf-8")
    done = command(str(tmp_path), "--port", "0")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "not a readable graph" in done.stderr


def test_limits_say_what_they_are() -> None:
    assert Limits().deadline == 10
    assert Limits().memory == 1024 * MIB
