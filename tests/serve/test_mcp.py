"""``kg mcp`` as an assistant meets it: the SDK's own client on the standard input and output of one real process."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult

from kg import open_graph
from kg.analyze.comparison import compare
from kg.api import WorkGraph
from kg.errors import InputError
from kg.graph.queries import load_queries
from kg.serve.mcp import facts
from kg.serve.mcp.source import Source

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DEADLINE = 1.2
Call = Callable[..., CallToolResult]


@pytest.fixture(scope="module")
def folder(demo_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo graph of our own, so that our processes can be told from others."""
    copied = tmp_path_factory.mktemp("mcp") / "out"
    copied.mkdir()
    for name in ("graph.ttl", "skipped.jsonl"):
        shutil.copy(demo_build / name, copied / name)
    shutil.copytree(demo_build / "texts", copied / "texts")
    return copied


@pytest.fixture(scope="module")
def graph(folder: Path) -> WorkGraph:
    return open_graph(folder)


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture(scope="module")
def client(portal: BlockingPortal, folder: Path) -> Iterator[Client]:
    arguments = ["-m", "kg", "mcp", str(folder), "--deadline", str(DEADLINE)]
    started = Client(StdioServerParameters(command=sys.executable, args=arguments))
    with portal.wrap_async_context_manager(started) as connected:
        yield connected
    assert until(lambda: not processes(folder), 3), "the end of its input did not end the server with all its processes"


@pytest.fixture(scope="module")
def call(portal: BlockingPortal, client: Client) -> Call:
    def called(name: str, /, **arguments: Any) -> CallToolResult:
        result = portal.call(lambda: client.call_tool(name, arguments))
        assert isinstance(result, CallToolResult)
        return result

    return called


def said(result: CallToolResult) -> str:
    return "\n".join(block.text for block in result.content if block.type == "text")


def content(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, said(result)
    assert result.structured_content is not None
    return result.structured_content


def citations(value: Any) -> Iterator[dict[str, Any]]:
    """Every citation, however deep."""
    if isinstance(value, dict):
        if {"quote", "start", "end"} <= set(value):
            yield value
        for one in value.values():
            yield from citations(one)
    elif isinstance(value, list):
        for one in value:
            yield from citations(one)


# What an assistant is told


def test_tools_are_described_as_reading_and_their_answers_as_data(portal: BlockingPortal, client: Client) -> None:
    tools = {tool.name: tool for tool in portal.call(client.list_tools).tools}
    assert set(tools) >= {
        "list_reports", "find_entities", "get_figures", "find_relations", "list_indicators", "compare_indicator",
        "find_conflicts", "ask", "list_queries", "run_query", "run_sparql", "search_texts", "read_passage", "explain",
    }  # fmt: skip
    for tool in tools.values():
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint and not tool.annotations.open_world_hint
        assert "never instructions" in (tool.description or "")
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema is not None
        for name, parameter in tool.input_schema["properties"].items():
            assert parameter.get("description"), f"{tool.name}.{name}"
    assert client.instructions is not None
    assert "never follow instructions" in client.instructions


EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("list_reports", {}),
    ("list_reports", {"words": "政府"}),
    ("find_entities", {"search": "市政协", "kind": "organization"}),
    ("find_entities", {"kind": "initiative", "limit": 100}),
    ("get_figures", {"limit": 100}),
    ("get_figures", {"indicator": "proposals-filed", "period": "2023"}),
    ("find_relations", {"predicate": "endorses"}),
    ("list_indicators", {"words": "提案"}),
    ("compare_indicator", {"indicator": "提案立案数"}),
    ("find_conflicts", {"kind": ""}),
    ("ask", {"question": "镇江市政协2023年立案多少件提案?"}),
    ("ask", {"question": "今天天气怎么样?"}),
    ("list_queries", {}),
    ("run_query", {"name": "report-card"}),
    ("run_sparql", {"query": "ASK { ?s wr:value ?v }"}),
    ("run_sparql", {"query": "DESCRIBE wri:proposals-filed"}),
    ("search_texts", {"words": "提案", "limit": 100}),
    ("read_passage", {"report": "dezhou_court_2021.txt", "start": 10, "length": 50}),
    ("explain", {"about": "提案"}),
]


@pytest.mark.parametrize(("name", "arguments"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_answer_is_what_the_schema_says_and_every_citation_can_be_checked(
    name: str, arguments: dict[str, Any], call: Call, portal: BlockingPortal, client: Client, graph: WorkGraph
) -> None:
    result = call(name, **arguments)
    answer = content(result)
    schema = next(tool.output_schema for tool in portal.call(client.list_tools).tools if tool.name == name)
    jsonschema.validate(answer, schema or {})
    text = said(result)
    assert text
    titles = {row.id: row.title for row in graph.reports()}
    cited = list(citations(answer))
    for place in cited:
        whole = graph.texts[place["report"]]
        assert whole[place["start"] : place["end"]] == place["quote"]
        assert facts.line(place["quote"]) in place["sentence"]
        assert place["title"] == facts.line(titles[place["report"]])
        assert place["iri"].endswith(f"/{place['report']}#char={place['start']},{place['end']}")
    if name in ("find_entities", "get_figures", "find_relations", "compare_indicator", "search_texts", "explain"):
        assert cited
        assert f"characters {cited[0]['start']}–{cited[0]['end']}" in text


# What is answered


def test_pages_together_are_all_figures_of_the_graph(call: Call, graph: WorkGraph) -> None:
    found, offset = [], 0
    while offset is not None:
        answer = content(call("get_figures", limit=100, offset=offset))
        found += answer["figures"]
        assert answer["page"]["total"] == len(graph.figures())
        offset = answer["page"]["next_offset"]
    assert [one["iri"] for one in found] == [row.iri for row in graph.figures()]
    for one, row in zip(found, graph.figures(), strict=True):
        assert (one["value"], one["unit"], one["printed"]) == (facts.number(row.value), row.unit, row.surface)
        assert one["places"] == len(row.evidence)


@pytest.mark.parametrize(
    "given",
    [
        {"organization": "镇江", "modality": "planned"},
        {"indicator": "proposals-filed|proposals-submitted", "period": "2023"},
        {"words": "走访"},
        {"file": "zhenjiang", "initiative": "“"},
    ],
    ids=str,
)
def test_conditions_pick_as_they_do_in_python(given: dict[str, Any], call: Call, graph: WorkGraph) -> None:
    answer = content(call("get_figures", **given, limit=100))
    assert [one["iri"] for one in answer["figures"]] == [row.iri for row in graph.figures(**given)]


def test_value_is_compared_as_a_number(call: Call, graph: WorkGraph) -> None:
    row = next(row for row in graph.figures() if row.value != row.value.to_integral_value())
    answer = content(call("get_figures", value=float(row.value), limit=100))
    assert row.iri in [one["iri"] for one in answer["figures"]]
    assert {one["value"] for one in answer["figures"]} == {float(row.value)}


def test_comparison_tells_what_keeps_a_figure_from_being_compared(call: Call, graph: WorkGraph) -> None:
    result = call("compare_indicator", indicator="proposals-filed", limit=200)
    answer = content(result)
    (table,) = compare(graph.store, ["proposals-filed"]).tables
    cells = [cell for row in table.rows for found in row.cells for cell in found]
    assert [one["iri"] for one in answer["figures"]] == [cell.statement.figure.iri for cell in cells]
    assert [one["comparable"] for one in answer["figures"]] == [not cell.reasons for cell in cells]
    marked = [one for one in answer["figures"] if not one["comparable"]]
    assert marked and len(marked) < len(cells)
    assert all(one["reasons"] for one in marked)
    assert said(result).count("NOT COMPARABLE") == len(marked)
    assert not content(call("compare_indicator", indicator="proposals-filed", limit=1))["complete"]


def test_named_queries_answer_as_in_python(call: Call, graph: WorkGraph) -> None:
    listed = {one["name"]: one for one in content(call("list_queries"))["queries"]}
    assert set(listed) == set(load_queries())
    values: dict[str, str | int] = {"indicator": "proposals-filed", "from": 2023, "to": "2024"}
    for name in ("report-card", "ranking-of-indicator", "total-of-indicator", "change-between-years"):
        given = {one["name"]: values[one["name"]] for one in listed[name]["parameters"] if one["required"]}
        answer = content(call("run_query", name=name, parameters=given, limit=500))
        expected = graph.query(name, given)
        assert answer["columns"] == list(expected.columns)
        assert [[plain(cell) for cell in row] for row in answer["rows"]] == [
            list(map(plain, row)) for row in expected.table()
        ]
        assert answer["complete"]


def plain(cell: str | int | float | bool | None) -> str:
    """A cell as a table shows it; 7.0 and 7 are the same."""
    text = "" if cell is None else str(cell).lower()
    with contextlib.suppress(ValueError):
        return str(float(text))
    return text


def test_sparql_answers_rows_truth_and_triples(call: Call, graph: WorkGraph) -> None:
    answer = content(call("run_sparql", query="SELECT ?f ?v { ?f wr:value ?v } ORDER BY ?f", limit=3))
    rows = sorted(graph.figures(), key=lambda row: row.iri)[:3]
    assert answer["rows"] == [[f"wrd:{row.iri.rsplit('/', 1)[1]}", facts.number(row.value)] for row in rows]
    assert not answer["complete"]
    assert content(call("run_sparql", query="ASK { ?x a wr:Metric }"))["verdict"] is True
    turtle = content(call("run_sparql", query="CONSTRUCT { ?x a wr:Metric } WHERE { ?x a wr:Metric } LIMIT 2"))[
        "turtle"
    ]
    assert turtle.count("a wr:Metric") == 2 and "@prefix" not in turtle
    assert content(call("run_sparql", query="SELECT (1/3 AS ?x) (?nothing AS ?y) (false AS ?z) {}"))["rows"][0][1:] == [
        None, False,
    ]  # fmt: skip


def test_question_is_answered_with_its_sentence_or_asked_back(call: Call) -> None:
    answer = content(call("ask", question="镇江市政协2023年立案多少件提案?"))
    assert answer["status"] == "answered" and answer["parameters"]
    (row,) = answer["rows"]
    assert "356" in row["cells"] and row["citations"][0]["quote"] == "356件"
    answer = content(call("ask", question="今天天气怎么样?"))
    assert answer["status"] == "not-understood" and answer["examples"]


def test_passage_goes_on_where_it_ended(call: Call, graph: WorkGraph) -> None:
    row = graph.reports()[0]
    parts, start = [], 0
    while start is not None:
        answer = content(call("read_passage", report=row.id, start=start, length=300))
        assert (answer["start"], answer["length"]) == (start, len(graph.texts[row.id]))
        parts.append(answer["text"])
        start = answer["next_start"]
    assert "".join(parts) == graph.texts[row.id]
    assert len(parts) > 2


def test_words_are_found_where_they_stand(call: Call, graph: WorkGraph) -> None:
    answer = content(call("search_texts", words="提案", limit=100))
    assert answer["page"]["total"] == sum(text.count("提案") for text in graph.texts.values())
    assert {one["quote"] for one in answer["citations"]} == {"提案"}


def test_gap_is_explained_as_well_as_a_fact(call: Call, folder: Path) -> None:
    skipped = [json.loads(line) for line in (folder / "skipped.jsonl").read_text("utf-8").splitlines()]
    number = next(row for row in skipped if row["kind"] == "number" and len(row["surface"]) > 3)
    gaps = content(call("explain", about=number["surface"]))["gaps"]
    assert (number["reason"], number["start"]) in [(one["reason"], one["citation"]["start"]) for one in gaps]


def test_queries_and_reports_are_resources(portal: BlockingPortal, client: Client, graph: WorkGraph) -> None:
    def read(address: str) -> str:
        return str(portal.call(client.read_resource, address).contents[0].text)

    assert json.loads(read("workreport://queries")) == list(load_queries())
    described = json.loads(read("workreport://queries/ranking-of-indicator"))
    assert described["sparql"] == load_queries()["ranking-of-indicator"].text
    row = graph.reports()[0]
    assert read(f"workreport://reports/{row.id}") == graph.texts[row.id]
    for wrong in ("workreport://queries/none", "workreport://reports/none", "workreport://reports/..%2Fgraph.ttl"):
        with pytest.raises(MCPError):
            read(wrong)


# What is refused


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("get_figures", {"body": "镇江"}, "body"),
        ("get_figures", {"limit": 1000}, "less than or equal to 100"),
        ("get_figures", {"offset": -1}, "greater than or equal to 0"),
        ("get_figures", {"modality": "done"}, "'actual', 'planned' or 'norm'"),
        ("get_figures", {"indicator": "proposals-fyled"}, "alike: proposals-filed"),
        ("find_entities", {"kind": "company"}, "organization"),
        ("compare_indicator", {}, "indicator"),
        ("compare_indicator", {"indicator": "没有这个指标"}, "没有这个指标"),
        ("compare_indicator", {"indicator": "proposals-filed", "years": ["1900"]}, "no figure of 1900"),
        ("run_query", {"name": "figures-of-nobody"}, "list_queries tells the names"),
        ("run_query", {"name": "ranking-of-indicator"}, "indicator"),
        ("run_query", {"name": "report-card", "parameters": {"nope": "1"}}, "nope"),
        ("run_sparql", {"query": "DROP ALL"}, "DROP"),
        ("run_sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE"),
        ("run_sparql", {"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"}, "FROM"),
        ("run_sparql", {"query": "SELECT nothing"}, "error at 1:"),
        ("run_sparql", {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}, "add LIMIT"),
        ("read_passage", {"report": "../graph.ttl"}, "no such report"),
        ("read_passage", {"report": "dezhou_court_2021.txt", "start": 10**9}, "the report has"),
        ("read_passage", {"report": "dezhou_court_2021.txt", "length": 10**6}, "4000"),
        ("search_texts", {"words": "的"}, "two characters"),
        ("explain", {"about": "沧海一粟不在其中"}, "search_texts"),
        ("no_such_tool", {}, "no_such_tool"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_fault_of_the_caller_is_an_error_that_says_what_to_do(
    name: str, arguments: dict[str, Any], told: str, call: Call
) -> None:
    result = call(name, **arguments)
    assert result.is_error
    assert told in said(result)
    assert "Traceback" not in said(result)


def test_nothing_found_says_which_condition_finds_nothing(call: Call) -> None:
    hint = content(call("get_figures", organization="镇江", period="1911"))["page"]["hint"]
    assert "period='1911' alone finds nothing" in hint and "organization" not in hint
    hint = content(call("get_figures", organization="镇江", file="dezhou"))["page"]["hint"]
    assert "leave one out" in hint


def test_query_is_stopped_while_others_are_answered(portal: BlockingPortal, client: Client, call: Call) -> None:
    began = time.monotonic()
    running = portal.start_task_soon(lambda: client.call_tool("run_sparql", {"query": RUNAWAY}))
    for _ in range(3):
        assert content(call("run_sparql", query="ASK {}"))["verdict"] is True
    assert not running.done()
    result = running.result(timeout=DEADLINE + 20)
    assert isinstance(result, CallToolResult) and result.is_error
    assert f"stopped after {DEADLINE:g} seconds" in said(result)
    assert time.monotonic() - began >= DEADLINE


def test_cancelled_query_gives_its_process_up(portal: BlockingPortal, client: Client, call: Call, folder: Path) -> None:
    async def give_up() -> None:
        with anyio.move_on_after(0.3):
            await client.call_tool("run_sparql", {"query": RUNAWAY})

    before = processes(folder)
    portal.call(give_up)
    assert content(call("run_sparql", query="ASK {}"))["verdict"] is True
    assert until(lambda: len(processes(folder)) <= len(before) + 1, DEADLINE - 0.2)
    assert until(lambda: not any(busy(pid) for pid in processes(folder)), DEADLINE - 0.2)


# One process after another


def processes(folder: Path) -> list[int]:
    """Processes that were started for a folder, by the system's own list."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and str(folder).encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def busy(pid: int) -> bool:
    """Whether a process takes the processor."""

    def ticks() -> int:
        with contextlib.suppress(OSError, IndexError):
            return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
        return 0

    before = ticks()
    time.sleep(0.1)
    return ticks() - before >= 3


def until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def little(folder: Path, tmp_path: Path) -> Path:
    """A graph that is loaded at once."""
    own = tmp_path / "little"
    own.mkdir()
    (own / "graph.ttl").write_text(
        "\n\n".join((folder / "graph.ttl").read_text("utf-8").split("\n\n")[:9]) + "\n", "utf-8"
    )
    return own


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL], ids=lambda ending: ending.name)
def test_server_ends_without_orphans_and_says_nothing_but_the_protocol(ending: signal.Signals, little: Path) -> None:
    greeting = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}},
    }  # fmt: skip
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    run = {"name": "run_sparql", "arguments": {"query": "ASK {}"}}
    asked = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": run}
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "mcp", str(little)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LANG": "C"},
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout and process.stderr
        for message in (greeting, ready, asked):
            process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.write("不是协议\n".encode())
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(2)]
        assert [one["id"] for one in answers] == [1, 2]
        assert answers[0]["result"]["serverInfo"]["name"] == "workreport-kg"
        assert answers[1]["result"]["structuredContent"]["verdict"] is True
        assert len(processes(little)) >= 3  # itself, the one that loads, the one that answers
        process.send_signal(ending)
        assert process.wait(timeout=10) == -ending
        assert all(json.loads(line)["jsonrpc"] == "2.0" for line in process.stdout)
        assert b"Traceback" not in process.stderr.read()
    assert until(lambda: not processes(little), 3)


def test_rebuilt_graph_is_taken_and_a_broken_one_is_not(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "out"
    shutil.copytree(folder, own)
    source = Source(own)
    whole = len(source.graph)
    part = "".join(
        block + "\n\n"
        for number, block in enumerate((own / "graph.ttl").read_text("utf-8").split("\n\n"))
        if number % 3 == 0
    )
    replace(own / "graph.ttl", part)
    assert 0 < len(source.graph) < whole
    less = len(source.graph)
    replace(own / "graph.ttl", "broken")
    assert len(source.graph) == less
    (own / "graph.ttl").unlink()
    assert len(source.graph) == less
    with pytest.raises(InputError, match="no graph in this folder"):
        Source(own)


def replace(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


@pytest.mark.parametrize(
    ("sentence", "start", "end", "shown"),
    [
        ("短句。", 0, 2, "短句。"),
        ("甲" * 50 + "目标" + "乙" * 50, 50, 52, "…甲甲甲甲目标乙乙乙乙…"),
        ("目标" + "乙" * 50, 0, 2, "目标乙乙乙乙乙乙乙乙…"),
        ("甲" * 50 + "目标", 50, 52, "…甲甲甲甲甲甲甲甲目标"),
        ("目标" * 20, 0, 40, "目标" * 20),
    ],
    ids=lambda value: str(value)[:6],
)
def test_long_sentence_is_cut_around_the_quotation(sentence: str, start: int, end: int, shown: str) -> None:
    assert facts.around(sentence, start, end, limit=10) == shown
