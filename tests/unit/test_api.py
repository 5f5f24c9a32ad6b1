"""``open_graph``: typed rows, frames, display and the network, on three small reports made by hand."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from kg import open_graph
from kg.analyze.catalog import lies_in
from kg.analyze.comparison import compare
from kg.analyze.conflicts import find_conflicts
from kg.api import WorkGraph
from kg.errors import InputError, QueryError
from kg.graph.turtle import write_turtle
from tests.unit.graph import samples


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build writes for the samples, as far as the graph needs it."""
    output = tmp_path_factory.mktemp("api")
    extractions = [samples.first(), samples.second(), samples.third()]
    (output / "graph.ttl").write_text("".join(write_turtle(extractions)), encoding="utf-8")
    (output / "texts").mkdir()
    for one in extractions:
        (output / "texts" / f"{one.report.id}.txt").write_bytes(one.report.text.encode())
    return output


@pytest.fixture(scope="module")
def graph(folder: Path) -> WorkGraph:
    return open_graph(folder)


def test_rows_hold_what_the_extractions_say(graph: WorkGraph) -> None:
    assert sorted(row.files for row in graph.reports()) == [("a/海宁.txt",), ("b/second.pdf",), ("c/2024.txt",)]
    row = graph.figures(indicator="proposals-submitted", period="2023")[0]
    assert (row.organization, row.value, row.unit, row.modality) == ("政协海宁市委员会", Decimal(210), "件", "actual")
    assert (row.indicator, row.indicator_label, row.surface, row.high) == (
        "proposals-submitted",
        "提案征集数",
        "210件",
        None,
    )
    place = row.evidence[0]
    assert graph.texts[place.report][place.start : place.end] == place.quote == "210件"
    assert place.sentence in graph.texts[place.report]
    assert (place.file, place.sentence[place.start - place.sentence_start :][:4]) == ("a/海宁.txt", "210件")


def test_words_pick_by_any_name_and_codes_take_narrower_ones(graph: WorkGraph) -> None:
    assert [row.label for row in graph.entities(kind="organization", search="桐乡市政协")] == ["政协桐乡市委员会"]
    assert {row.kind for row in graph.entities(search="海宁市")} == {"organization", "document", "place"}
    assert {row.label for row in graph.entities(category="brand")} == {"“潮乡议事”活动", "“潮乡议事”"}
    assert [row.label for row in graph.entities(kind="place", file="b/")] == []
    assert [row.indicator for row in graph.figures(organization="提案委员会")] == ["inspections"]
    assert [row.value for row in graph.figures(initiative="潮乡议事", unit="场")] == [Decimal(30)]
    assert [row.value for row in graph.figures(value=30, words="报道")] == [Decimal(30)]
    assert [row.indicator for row in graph.figures(modality="planned")] == ["proposals-submitted"]
    assert len(graph.figures(file="a/")) == 4
    assert {row.predicate for row in graph.relations(subject="海宁市政协", object="潮乡议事")} >= {"carriesOut"}
    assert graph.relations(entity="桐乡", predicate="cooperatesWith")[0].subject == "政协桐乡市委员会"
    assert len(graph.relations(predicate="endorses", file="a/")) == 1


def test_periods_take_what_lies_in_them() -> None:
    assert lies_in("2023-05/2023-06", "2023")
    assert lies_in("2019/2023", "2019/2023")
    assert not lies_in("", "2023")
    assert not lies_in("2023", "2023-05")


def test_frames_have_numbers_and_the_first_place(graph: WorkGraph) -> None:
    frame = graph.figures(indicator="proposals-filed").frame()
    assert frame.value.tolist() == [200.0]
    assert frame.places.tolist() == [2]
    assert frame.quote.tolist() == ["200件"]
    assert list(graph.figures(period="1066").frame().columns) == list(frame.columns)
    assert graph.entities(kind="organization").frame().label.is_unique
    counted = graph.query("indicator-by-year", indicator="proposals-submitted").frame()
    assert len(counted) and counted.value.dtype.kind in "if"


def test_notebooks_see_tables_with_every_character_escaped(folder: Path, tmp_path: Path) -> None:
    turtle = (folder / "graph.ttl").read_text("utf-8").replace("“潮乡议事”活动", "<img src=x onerror=alert(1)>&")
    file = tmp_path / "graph.ttl"
    file.write_text(turtle, encoding="utf-8")
    with open_graph(file) as graph:
        shown = [graph.entities(), graph.query("initiatives-by-kind"), graph.relations(), graph]
        tables = [one._repr_html_() for one in shown]
    assert all(table.startswith("<table>") and "<img" not in table for table in tables)
    assert sum("&lt;img src=x onerror=alert(1)&gt;&amp;" in table for table in tables) == 3


def test_long_tables_tell_how_long_they_are(graph: WorkGraph) -> None:
    answer = graph.query("SELECT ?s { ?s ?p ?o }")
    assert answer._repr_html_().count("<tr>") == 21
    assert answer._repr_html_().endswith(f"<p>1–20 / {len(graph)}</p>")


def test_passages_by_identifier_and_by_file(graph: WorkGraph) -> None:
    place = graph.figures(indicator="proposals-submitted", period="2023")[0].evidence[0]
    found = graph.passage(place.report, place.start, place.end)
    assert (found.file, found.words) == ("a/海宁.txt", "210件")
    assert found.before + found.words + found.after == place.sentence.rstrip("\n")
    assert graph.passage("a/海宁.txt", place.start, place.end) == found
    with pytest.raises(InputError, match="no such report"):
        graph.passage("x.txt", 0, 1)
    with pytest.raises(InputError, match="no characters 5 to 100000"):
        graph.passage("a/海宁.txt", 5, 100000)


def test_faults_are_told_in_one_line(tmp_path: Path, graph: WorkGraph) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        open_graph(tmp_path / "none")
    with pytest.raises(InputError, match="no graph in this folder"):
        open_graph(tmp_path)
    with pytest.raises(InputError, match="no kind of entity named 'body'"):
        graph.entities(kind="body")
    with pytest.raises(QueryError, match="has no parameter 'colour'"):
        graph.query("figures", colour="red")
    with pytest.raises(QueryError, match="not allowed"):
        graph.query("DROP ALL")


def test_a_closed_graph_says_so(folder: Path) -> None:
    with open_graph(folder) as graph:
        rows = graph.figures()
    assert len(rows[2:4]) == 2
    with pytest.raises(InputError, match="the graph is closed"):
        graph.figures()
    assert repr(graph) == "<WorkGraph, closed>"


def test_parameters_that_python_reserves_go_in_a_mapping(graph: WorkGraph) -> None:
    answer = graph.query("change-between-years", {"from": 2023, "to": 2024}, indicator="proposals-submitted")
    assert [row[5] for row in answer.table()] == ["26"]


def test_network_is_typed_and_in_order(graph: WorkGraph, folder: Path) -> None:
    network = graph.networkx()
    kinds = {data["kind"] for _, data in network.nodes(data=True)}
    assert kinds == {"report", "organization", "initiative", "document", "place"}
    brand = graph.entities(search="“潮乡议事”活动")[0].iri
    assert network.nodes[brand]["figures"] == 2
    assert len(network.nodes[brand]["reports"]) == 3
    endorsed = [data for _, _, data in network.in_edges(brand, data=True) if data["kind"] == "endorses"]
    assert [data["places"] for data in endorsed] == [1]
    assert all(key == data["kind"] for _, _, key, data in network.edges(keys=True, data=True))
    again = open_graph(folder).networkx()
    assert list(network.nodes(data=True)) == list(again.nodes(data=True))
    assert list(network.edges(keys=True, data=True)) == list(again.edges(keys=True, data=True))


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, kg; print([n for n in ('pandas', 'networkx', 'pyoxigraph', 'rdflib') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
    code = "import sys, kg; kg.open_graph; print([n for n in ('pandas', 'networkx', 'rdflib') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_comparison_and_conflicts_are_those_of_the_analysis(graph: WorkGraph) -> None:
    assert graph.compare(["proposals-filed"]) == compare(graph.store, ["proposals-filed"])
    assert graph.conflicts() == find_conflicts(graph.store)
