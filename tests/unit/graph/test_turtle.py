from __future__ import annotations

import random
import re
from decimal import Decimal

import pyoxigraph as ox
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib.compare import to_isomorphic

from kg.graph.namespaces import NIF, ORG, SKOS, WR
from kg.graph.shapes import check
from kg.graph.store import store_of
from kg.graph.turtle import quoted, write_nquads, write_turtle
from kg.model import Evidence, Extraction, Figure, Report, Span
from tests.unit.graph import samples

BASE = "https://w3id.org/workreport/id/"


def text_of(*extractions: Extraction, base: str = BASE) -> str:
    return "".join(write_turtle(extractions, base=base))


def graph_of(*extractions: Extraction) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text_of(*extractions), format="turtle")


def values(graph: rdflib.Graph, node: str, predicate: str) -> set[str]:
    return {str(one) for one in graph.objects(rdflib.URIRef(node), rdflib.URIRef(predicate))}


def shuffled(one: Extraction, seed: int) -> Extraction:
    mixed = random.Random(seed)

    def mix(items: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(mixed.sample(items, len(items)))

    return replace(one, entities=mix(one.entities), figures=mix(one.figures), relations=mix(one.relations))


def test_order_of_reports_and_facts_leaves_the_bytes() -> None:
    expected = text_of(samples.first(), samples.second())
    for seed in range(8):
        pair = [shuffled(samples.first(), seed), shuffled(samples.second(), seed)]
        random.Random(seed).shuffle(pair)
        assert text_of(*pair) == expected


def test_both_engines_read_the_same_graph() -> None:
    turtle = text_of(samples.first(), samples.second())
    lines = "".join(write_nquads([samples.first(), samples.second()]))
    by_rdflib = rdflib.Graph().parse(data=turtle, format="turtle")
    again = rdflib.Graph().parse(data=lines, format="nt")
    assert to_isomorphic(by_rdflib) == to_isomorphic(again)
    assert len(store_of(turtle)) == len(by_rdflib) == lines.count("\n")


def test_graph_conforms_to_the_shapes() -> None:
    outcome = check(store_of(text_of(samples.first(), samples.second())))
    assert outcome.findings == ()
    assert outcome.nodes > 50


def test_subjects_stand_once_and_prefixes_first() -> None:
    paragraphs = text_of(samples.first()).split("\n\n")
    assert all(line.startswith("@prefix") for line in paragraphs[0].splitlines())
    subjects = [paragraph.split(" ", 1)[0] for paragraph in paragraphs[1:]]
    assert len(subjects) == len(set(subjects))


def test_no_blank_node() -> None:
    assert not any(isinstance(term, rdflib.BNode) for triple in graph_of(samples.first()) for term in triple)


def test_one_body_of_two_reports_is_one_node_with_all_names_and_evidence() -> None:
    graph = graph_of(samples.first(), samples.second())
    body = BASE + "org_海宁市政协"
    assert values(graph, body, SKOS + "prefLabel") == {"政协海宁市委员会"}
    assert values(graph, body, SKOS + "altLabel") == {"海宁市政协", "市政协"}
    assert len(values(graph, body, WR + "mentionedIn")) == 2
    assert len(values(graph, body, WR + "evidence")) == 3


def test_disagreement_on_a_single_value_is_settled_by_mentions_then_by_order() -> None:
    first, second = samples.first(), samples.second()
    brand = BASE + "ini_潮乡议事_海宁市政协_4e404322"

    def kinds(*extractions: Extraction) -> set[str]:
        return values(graph_of(*extractions), brand, WR + "initiativeKind")

    assert kinds(first) == {"https://w3id.org/workreport/initiative-kind/brand"}
    assert kinds(first, second) == kinds(second, first)
    assert len(kinds(first, second)) == 1
    again = tuple(
        replace(one, evidence=(*one.evidence, Evidence(Span(0, 5), Span(0, 15)))) if one.category == "brand" else one
        for one in first.entities
    )
    assert kinds(replace(first, entities=again), second) == {"https://w3id.org/workreport/initiative-kind/brand"}


def test_relation_of_two_reports_is_one_statement_with_the_clauses_of_both() -> None:
    graph = graph_of(samples.first(), samples.second())
    statements = [
        node
        for node in graph.subjects(rdflib.RDF.type, rdflib.RDF.Statement)
        if (node, rdflib.RDF.predicate, rdflib.URIRef(WR + "carriesOut")) in graph
    ]
    assert len(statements) == 1
    assert len(values(graph, str(statements[0]), WR + "evidence")) == 2


def test_cooperation_named_from_either_side_is_one_relation() -> None:
    graph = graph_of(samples.first(), samples.second())
    assert len(list(graph.triples((None, rdflib.URIRef(WR + "cooperatesWith"), None)))) == 1


def test_every_statement_has_its_direct_triple() -> None:
    graph = graph_of(samples.first())
    statements = list(graph.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    assert len(statements) == 5
    for node in statements:
        triple = tuple(
            graph.value(node, part) for part in (rdflib.RDF.subject, rdflib.RDF.predicate, rdflib.RDF.object)
        )
        assert triple in graph


def test_spans_say_the_characters_of_their_report() -> None:
    graph = graph_of(samples.first(), samples.second())
    texts = {f"{BASE}{one.report.id}": one.report.text for one in (samples.first(), samples.second())}
    spans = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(NIF + "String")))
    assert len(spans) > 20
    for span in spans:
        begin, end = (int(str(graph.value(span, rdflib.URIRef(NIF + name)))) for name in ("beginIndex", "endIndex"))
        context = str(graph.value(span, rdflib.URIRef(NIF + "referenceContext")))
        assert texts[context][begin:end] == str(graph.value(span, rdflib.URIRef(NIF + "anchorOf")))
        assert str(span) == f"{context}#char={begin},{end}"


def test_figure_said_twice_is_one_node_and_another_number_another() -> None:
    first = samples.first()
    figure = first.figures[0]
    twice = replace(figure, evidence=(Evidence(Span(0, 5), Span(0, 15)),))
    more = replace(figure, value=Decimal(211))
    graph = graph_of(replace(first, figures=(figure, twice, more)))
    nodes = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(WR + "Metric")))
    assert sorted(len(values(graph, str(node), WR + "evidence")) for node in nodes) == [1, 2]


def test_printed_form_survives_an_engine_that_rewrites_decimals() -> None:
    first = samples.first()
    figure = replace(first.figures[0], value=Decimal("7.50"), surface="7.50件")
    store = store_of(text_of(replace(first, figures=(figure,))))
    (row,) = store.query(f"SELECT ?v ?s WHERE {{ ?f <{WR}value> ?v ; <{WR}surface> ?s }}")
    assert (row["v"].value, row["s"].value) == ("7.5", "7.50件")


def test_concepts_come_with_notation_labels_and_broader_chain() -> None:
    first = samples.first()
    figure = replace(first.figures[0], indicator="special-supervisions")
    graph = graph_of(replace(first, figures=(figure,)))
    narrow, broad = (
        f"https://w3id.org/workreport/indicator/{code}" for code in ("special-supervisions", "supervision-events")
    )
    assert values(graph, narrow, SKOS + "broader") == {broad}
    for concept in (narrow, broad):
        assert {label.language for label in graph.objects(rdflib.URIRef(concept), rdflib.SKOS.prefLabel)} == {
            "zh",
            "en",
        }
        assert values(graph, concept, SKOS + "notation") == {concept.rpartition("/")[2]}


def test_ratio_brings_its_denominator() -> None:
    graph = graph_of(samples.first())
    rate = "https://w3id.org/workreport/indicator/proposal-satisfaction-rate"
    (below,) = values(graph, rate, WR + "denominator")
    assert values(graph, below, SKOS + "notation") == {"proposals-answered"}


def test_indicator_of_a_users_lexicon_is_described_by_its_notation() -> None:
    first = samples.first()
    turtle = text_of(replace(first, figures=(replace(first.figures[0], indicator="own-indicator"),)))
    assert check(store_of(turtle)).findings == ()
    assert "wri:own-indicator a skos:Concept, wr:Indicator" in turtle


def test_other_base_moves_all_data_and_nothing_else() -> None:
    moved = text_of(samples.first(), base="http://data.example/kg/")
    assert "@prefix wrd: <http://data.example/kg/> ." in moved
    assert BASE not in moved
    assert len(store_of(moved)) == len(store_of(text_of(samples.first())))


def test_report_of_two_files_has_both_names() -> None:
    graph = graph_of(samples.first(("a.txt", "b.txt")))
    (report,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(WR + "Report"))
    assert values(graph, str(report), WR + "fileName") == {"a.txt", "b.txt"}


def test_unknown_is_left_out() -> None:
    graph = graph_of(samples.second())
    assert not set(graph.predicates()) & {rdflib.URIRef(WR + name) for name in ("aboutYear", "period", "periodText")}
    assert rdflib.URIRef(ORG + "subOrganizationOf") not in set(graph.predicates())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_quoting(text: str) -> None:
    turtle = f"<urn:a> <urn:b> {quoted(text)} ."
    (quad,) = store_of(turtle)
    assert isinstance(quad.object, ox.Literal) and quad.object.value == text
    (value,) = rdflib.Graph().parse(data=turtle, format="turtle").objects()
    assert str(value) == text


@given(st.text(alphabet="一二件 \r\n\t\"'\\“”\U00020000\ufeffa", min_size=3, max_size=40), st.data())
def test_offsets_hold_for_any_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    evidence = Evidence(Span(start, end), Span(0, len(text)))
    figure = Figure(Decimal(1), "件", "事", text[start:end], (evidence,), rule="number")
    turtle = text_of(Extraction(Report(text, ("x.txt",)), "题", figures=(figure,)))
    rows = store_of(turtle).query(f"SELECT ?b ?e ?a WHERE {{ ?m a <{WR}Metric> ; <{WR}evidence> ?s . "
                                  f"?s <{NIF}beginIndex> ?b ; <{NIF}endIndex> ?e ; <{NIF}anchorOf> ?a }}")  # fmt: skip
    assert [text[int(row["b"].value) : int(row["e"].value)] for row in rows] == [text[start:end]]


def test_writer_is_fast_enough() -> None:
    """A hundred thousand triples in a few seconds of processor; rdflib's writer needs more than ten."""
    import time

    reports = samples.many(400)
    begun = time.process_time()
    turtle = text_of(*reports)
    seconds = time.process_time() - begun
    assert len(re.findall(r" [;.]$", turtle, re.MULTILINE)) > 60_000
    assert seconds < 5
