import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from facts import extractions

from kg.errors import InputError, OutputError
from kg.graph.turtle import write_turtle
from kg.read.graph import read_triples
from kg.write import EXPORTS
from kg.write.exports import export

TURTLE = "".join(write_turtle(extractions()))


def triples(turtle: str = TURTLE) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}


def reference() -> set[tuple[rdflib.term.Node, ...]]:
    return set(rdflib.Graph().parse(data=TURTLE, format="turtle"))


@pytest.mark.parametrize(("form", "name"), [("nt", "nt"), ("nq", "nquads"), ("jsonld", "json-ld"), ("rdfxml", "xml")])
def test_rdf_reads_back_to_the_same_graph(form: str, name: str) -> None:
    (text,) = export(triples(), form).values()
    if form == "nq":
        graph: rdflib.Graph = rdflib.Dataset(default_union=True).parse(data=text, format=name)
        assert {quad[:3] for quad in graph} == reference()  # type: ignore[misc]
    else:
        assert set(rdflib.Graph().parse(data=text, format=name)) == reference()


def test_the_jsonld_context_is_in_the_file() -> None:
    (text,) = export(triples(), "jsonld").values()
    context = json.loads(text)["@context"]
    assert all(isinstance(value, str) and value[-1] in "#/" for value in context.values())


@pytest.mark.parametrize("form", EXPORTS)
def test_the_order_of_triples_changes_no_byte(form: str) -> None:
    ordered = sorted(triples(), key=str)
    assert export(ordered, form) == export(ordered[::-1], form)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_read_back_in_networkx(form: str) -> None:
    (text,) = export(triples(), form).values()
    read = networkx.read_graphml if form == "graphml" else networkx.read_gexf
    graph = read(io.BytesIO(text.encode()))
    kinds = [data["kind"] for _, data in graph.nodes(data=True)]
    assert sorted(set(kinds)) == ["figure", "initiative", "organization", "place", "report"]
    assert kinds.count("figure") == 4
    assert graph.nodes["org_云溪市政协"]["label"] == "政协云溪市委员会"
    values = sorted(data["value"] for _, data in graph.nodes(data=True) if data["kind"] == "figure")
    assert values == [300.0, 300.0, 318.0, 150000000.0]
    (drive,) = [node for node, data in graph.nodes(data=True) if data["kind"] == "initiative"]
    relation = "relation" if form == "graphml" else "label"
    assert "carriesOut" in [data[relation] for data in _between(graph, "org_云溪市政协", drive)]


def _between(graph: networkx.DiGraph, source: str, target: str) -> list[dict[str, str]]:
    return [data for start, end, data in graph.edges(data=True) if (start, end) == (source, target)]


def test_gexf_reads_back_in_graphology(tmp_path: Path) -> None:
    node = shutil.which("node")
    modules = Path(__file__).resolve().parents[2] / "browser" / "node_modules"
    if node is None or not (modules / "graphology-gexf").is_dir() or not (modules / "graphology").is_dir():
        pytest.skip("node with graphology and graphology-gexf is not installed")
    (text,) = export(triples(), "gexf").values()
    (tmp_path / "a.gexf").write_text(text, encoding="utf-8")
    script = """
    const gexf = require("graphology-gexf"), {MultiDirectedGraph} = require("graphology"), fs = require("fs");
    const graph = gexf.parse(MultiDirectedGraph, fs.readFileSync(process.argv[1], "utf8"));
    console.log(graph.order, graph.size, graph.getNodeAttribute("org_云溪市政协", "label"));
    """
    run = subprocess.run(
        [node, "-e", script, str(tmp_path / "a.gexf")],
        cwd=modules.parent, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    graph = networkx.read_gexf(io.BytesIO(text.encode()))
    assert run.stdout.split() == [str(graph.number_of_nodes()), str(graph.number_of_edges()), "政协云溪市委员会"]


def test_csv_has_the_heads_of_neo4j_and_no_edge_without_its_nodes() -> None:
    files = export(triples(), "csv")
    nodes = list(csv.DictReader(io.StringIO(files["nodes.csv"])))
    edges = list(csv.DictReader(io.StringIO(files["relationships.csv"])))
    known = {row["id:ID"] for row in nodes}
    assert len(known) == len(nodes) == 9
    assert {row[":LABEL"] for row in nodes} == {"Figure", "Initiative", "Organization", "Place", "Report"}
    assert all(row[":START_ID"] in known and row[":END_ID"] in known for row in edges)
    assert "CARRIES_OUT" in {row[":TYPE"] for row in edges}


@pytest.mark.parametrize("form", ["rdfxml", "graphml", "gexf", "jsonld", "csv"])
def test_hostile_text_stays_text(form: str) -> None:
    hostile = 'a]]><x y="1">&amp;\x00\x0b\ufffe\r\n\t"\''
    literal = json.dumps(hostile, ensure_ascii=True)
    turtle = TURTLE.replace('"清泉行动"@zh', f"{literal}@zh")
    for text in export(triples(turtle), form).values():
        if form in ("graphml", "gexf"):
            read = networkx.read_graphml if form == "graphml" else networkx.read_gexf
            labels = [data["label"] for _, data in read(io.BytesIO(text.encode())).nodes(data=True)]
            assert any(label.startswith('a]]><x y="1">&amp;') for label in labels)
        if form == "rdfxml":
            labels = [
                str(o) for o in rdflib.Graph().parse(data=text, format="xml").objects(None, rdflib.SKOS.prefLabel)
            ]
            assert any(label.startswith('a]]><x y="1">&amp;') for label in labels)


def test_graphs_that_are_not_ours_are_told() -> None:
    with pytest.raises(InputError, match="blank nodes"):
        export(triples("[] <urn:p> 1 ."), "jsonld")
    with pytest.raises(OutputError, match="property"):
        export(triples("<urn:s> <urn:x/1> 1 ."), "rdfxml")


def test_literals_are_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(
        '<urn:s> <urn:p> 7.50, "1"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .'
    )
    assert {str(triple.object).partition("^")[0] for triple in read_triples(tmp_path)} == {'"7.50"', '"1"'}
