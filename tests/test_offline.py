"""No command reaches for the network but those that are given an address; each runs with an interpreter that ends at the first attempt."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

GUARD = """
import os, sys
FORBIDDEN = {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
def watch(event, arguments):
    if event in FORBIDDEN:
        os.write(2, f"network: {event} {arguments[1:]}\\n".encode())
        os._exit(99)
sys.addaudithook(watch)
from kg.cli import main
main(sys.argv[1:])
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", GUARD, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60
    )


def test_guard_ends_a_program_that_connects() -> None:
    code = GUARD.replace(
        "from kg.cli import main\nmain(sys.argv[1:])", "import socket\nsocket.create_connection(('::1', 9))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 99


def test_build_writes_graph_and_page_without_the_network(tmp_path: Path) -> None:
    done = run("build", "--output", str(tmp_path / "out"), "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "graph.html").stat().st_size > 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("mcp", "GRAPH"),
        ("query", "GRAPH", "--list"),
        ("query", "GRAPH", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("check", "GRAPH"),
        ("export", "GRAPH", "--format", "graphml", "-o", "FILE"),
        ("export", "GRAPH", "--format", "jsonld", "-o", "FILE"),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:4])[:30],
)
def test_command_needs_no_network(arguments: tuple[str, ...], demo_build: Path, tmp_path: Path) -> None:
    done = run(
        *(part.replace("GRAPH", str(demo_build)).replace("FILE", str(tmp_path / "export")) for part in arguments)
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [("push", "GRAPH", "--to"), ("query", "ASK {}", "--endpoint")], ids=" ".join)
def test_only_a_command_that_is_given_an_address_calls_out(arguments: tuple[str, ...], demo_build: Path) -> None:
    done = run(*(part.replace("GRAPH", str(demo_build)) for part in arguments), "http://127.0.0.1:9/")
    assert done.returncode == 99
    assert "network: socket.getaddrinfo (9, " in done.stderr


def test_federated_query_reaches_no_server(demo_build: Path) -> None:
    """The engine is no Python code, so a listening server tells: who had called would stand in its queue."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        done = run("query", str(demo_build), f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            server.accept()
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
