"""No command reaches for the network but those that are given an address; each runs with an interpreter that ends at the first attempt."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.app import COMMANDS

DEMO = Path(__file__).resolve().parent.parent / "kg" / "demo"
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


LOCAL: dict[str, tuple[tuple[str, ...], ...]] = {
    "query": (("--list",), ("GRAPH", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), ("GRAPH", "report-card")),
    "ask": (("德州市中级人民法院2021年受理多少案件？", "GRAPH"),),
    "compare": (("proposals-filed", "GRAPH"),),
    "conflicts": (("GRAPH",),),
    "diff": (("GRAPH", "GRAPH"),),
    "stats": (("GRAPH",),),
    "explain": (("GRAPH", "98,654"),),
    "check": (("GRAPH",),),
    "export": tuple(("GRAPH", "--format", form, "-o", "FILE") for form in ("graphml", "jsonld")),
    "mcp": (("GRAPH",),),
    "review": (("GRAPH", "-o", "FOLDER"),),
    "annotations": (("GRAPH", "-o", "FILE"),),
    "score": (("GRAPH", "--facts", "DEMO/facts", "--corpus", "DEMO/reports"),),
}
"""Commands that work on files alone, each in ways that load different parts of the program; build has a test of its own."""
ADDRESSED = {"push", "serve"}
EACH = """
import json
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit as end:
        if end.code not in (0, None, 1):
            print(arguments, "ended with", end.code, file=sys.stderr)
            raise
print("all ran")
"""


def test_every_command_is_local_or_has_an_address() -> None:
    assert set(COMMANDS) == {*LOCAL, *ADDRESSED, "build"}


def test_local_commands_need_no_network(demo_build: Path, tmp_path: Path) -> None:
    """One after the other in one guarded process; what they answer is the subject of other tests."""
    places = {"GRAPH": demo_build, "FILE": tmp_path / "export", "FOLDER": tmp_path, "DEMO": DEMO}

    def filled(part: str) -> str:
        word, slash, rest = part.partition("/")
        return f"{places[word]}{slash}{rest}" if word in places else part

    lines = [[name, *map(filled, way)] for name, ways in LOCAL.items() for way in ways]
    code = GUARD.replace("main(sys.argv[1:])", EACH)
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(lines)],
        input="", capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("all ran\n")


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
