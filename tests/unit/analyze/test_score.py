"""The scorer, held against graphs whose worth is known and against an independent scorer on disturbed graphs."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from perfect_graph import Triple, iri, literal, n_triples, triples

from kg.analyze.annotations import Annotation, parse_annotation
from kg.analyze.claims import read_claims
from kg.analyze.score import ROWS, Tally, score, total
from kg.cli.score import ROWS as OFFERED
from kg.errors import InputError
from kg.graph.namespaces import NIF, SKOS, WR
from kg.graph.store import store_of

TEXT = (
    "芒市政协2022年工作。芒市政协全年征集提案35件，立案30件。市委召开会议2次。"
    "开展“阳光议事”活动，走访企业近20家。市政协联合市文联编印《芒市往事》。明年计划培训委员60人次。"
)
FACTS = {
    "doc": "a.txt",
    "about": {"org": "o1", "place": "云南省芒市", "year": 2022},
    "organizations": [
        {"id": "o1", "name": "政协芒市委员会", "accept": ["芒市政协"], "surface": ["芒市政协", "市政协"],
         "place": "云南省芒市"},
        {"id": "o2", "name": "中共芒市委员会", "surface": ["市委"], "place": "云南省芒市"},
        {"id": "o3", "name": "芒市文学艺术界联合会", "surface": ["市文联"], "place": "云南省芒市", "optional": True},
    ],
    "initiatives": [{"id": "i1", "name": "“阳光议事”活动", "surface": ["“阳光议事”活动"]}],
    "documents": [{"id": "d1", "name": "芒市往事", "surface": ["《芒市往事》"]}],
    "metrics": [
        {"id": "m1", "quote": "征集提案35件", "number": "35", "value": 35, "unit": "件", "modifier": "exact",
         "indicator": "征集提案", "concept": "proposals-submitted", "org": "o1", "initiative": None,
         "period": "2022", "modality": "actual"},
        {"id": "m2", "quote": "会议2次", "number": "2", "value": 2, "unit": "次", "modifier": "exact",
         "indicator": "召开会议", "concept": "meetings", "org": "o2", "initiative": None, "period": "2022",
         "modality": "actual"},
        {"id": "m3", "quote": "近20家", "number": "20", "value": 20, "unit": "家", "modifier": "under", "org": "o1",
         "indicator": "走访企业", "concept": None, "initiative": "i1", "period": None, "modality": "actual"},
        {"id": "m4", "quote": "60人次", "number": "60", "value": 60, "unit": "人次", "modifier": "exact", "org": "o1",
         "indicator": "培训委员", "concept": "trainees", "initiative": None, "period": "2023", "modality": "planned"},
    ],
    "relations": [
        {"s": "o1", "p": "carriesOut", "o": "i1", "quote": "开展“阳光议事”活动"},
        {"s": "o1", "p": "cooperatesWith", "o": "o3", "quote": "市政协联合市文联"},
    ],
}  # fmt: skip


def annotation() -> Annotation:
    return parse_annotation(json.dumps(FACTS), TEXT, place="a.json")


def graph() -> list[Triple]:
    return triples(json.dumps(FACTS), TEXT)


def measured(graph: list[Triple]) -> dict[str, Tally]:
    return total(score(read_claims(store_of(n_triples(graph))), [annotation()]))


def swapped(graph: list[Triple], old: Triple, new: Triple) -> list[Triple]:
    """The graph with one triple (whose subject may be empty: any) replaced."""
    hits = [t for t in graph if t[1:] == old[1:] and old[0] in ("", t[0])]
    assert len(hits) == 1, hits
    return [t for t in graph if t != hits[0]] + [(hits[0][0], new[1], new[2])]


def test_perfect_graph_scores_one_everywhere() -> None:
    rows = measured(graph())
    assert {row: tally.f1 for row, tally in rows.items()} == dict.fromkeys(ROWS, 1.0)
    assert {row: tally.expected for row, tally in rows.items()} == {
        "organizations": 2, "initiatives": 1, "documents": 1, "quantity": 4, "quantity+org": 4,
        "quantity+indicator": 3, "quantity+initiative": 1, "quantity+period": 3, "quantity+modality": 4,
        "other body": 1, "other period": 1, "planned or norm": 1, "relations": 2,
    }  # fmt: skip


def test_empty_graph_finds_nothing() -> None:
    rows = measured([])
    assert all(tally.recall == tally.found == 0 for tally in rows.values())


def test_wrong_value_is_missed_and_false_in_every_row_of_the_figure() -> None:
    rows = measured(swapped(graph(), ("", iri(WR + "value"), literal(2)), ("", iri(WR + "value"), literal(3))))
    for row in ("quantity", "quantity+org", "quantity+period", "quantity+indicator", "other body"):
        assert (len(rows[row].missed), len(rows[row].wrong)) == (1, 1), row
    assert rows["other period"].f1 == 1


def test_wrong_period_leaves_the_quantity_right() -> None:
    rows = measured(swapped(graph(), ("", iri(WR + "period"), literal(2023)), ("", iri(WR + "period"), literal(2022))))
    assert rows["quantity"].f1 == 1
    assert (len(rows["quantity+period"].missed), len(rows["other period"].missed)) == (1, 1)
    assert rows["other period"].wrong == []


def test_anchor_that_is_not_the_text_is_no_evidence() -> None:
    anchor = ("", iri(NIF + "anchorOf"), literal("35"))
    rows = measured(swapped(graph(), anchor, ("", iri(NIF + "anchorOf"), literal("36"))))
    assert (len(rows["quantity"].missed), len(rows["quantity"].wrong)) == (1, 1)


def test_second_node_for_one_body_is_a_false_find() -> None:
    twin = [
        (s.replace(">", "x>"), p, o)
        for s, p, o in graph()
        if any(t[0] == s and t[2] == literal("中共芒市委员会") for t in graph())
    ]
    rows = measured(graph() + twin)
    assert (rows["organizations"].hits, len(rows["organizations"].wrong)) == (2, 1)


def test_relation_shown_in_another_clause_counts_neither_way() -> None:
    quote = literal("开展“阳光议事”活动")
    span = next(s for s, p, o in graph() if p == iri(NIF + "anchorOf") and o == quote)
    elsewhere = next(s for s, p, o in graph() if p == iri(NIF + "anchorOf") and o == literal("近20家"[1:3]))
    moved = [(s, p, elsewhere if o == span else o) for s, p, o in graph()]
    tally = measured(moved)["relations"]
    assert (tally.hits, len(tally.missed), tally.wrong) == (1, 1, [])


def test_narrower_concept_counts_for_its_broader_one() -> None:
    narrow = "<https://example.org/narrow>"
    concept = next(s for s, p, o in graph() if p == iri(SKOS + "notation") and o == literal("meetings"))
    changed = [(s, p, narrow if o == concept and p == iri(WR + "indicator") else o) for s, p, o in graph()]
    assert measured(changed)["quantity+indicator"].hits == 2
    assert measured([*changed, (narrow, iri(SKOS + "broader"), concept)])["quantity+indicator"].hits == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda facts: facts["metrics"][0].update(quote="征集提案36件"), "a.json metrics[0]"),
        (lambda facts: facts["metrics"][1].update(org="o9"), "no entity 'o9'"),
        (lambda facts: facts["relations"][0].update(quote="举办活动"), "a.json relations[0]"),
        (lambda facts: facts["relations"][0].pop("p"), "lacks 'p'"),
        (lambda facts: facts.pop("doc"), "no annotation"),
    ],
)
def test_fault_in_an_annotation_is_named(change: Callable[[dict[str, object]], object], words: str) -> None:
    facts = json.loads(json.dumps(FACTS))
    change(facts)
    with pytest.raises(InputError, match=words.replace("[", r"\[").replace("]", r"\]")):
        parse_annotation(json.dumps(facts), TEXT, place="a.json")


def test_command_offers_every_row() -> None:
    assert OFFERED == ROWS


# The same figures as the scorer that comes with the real reports


@pytest.fixture(scope="module")
def other_scorer(gold: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("other_scorer", gold / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def figures(tallies: dict[str, Tally]) -> dict[str, tuple[float, ...]]:
    return {
        row: (t.expected, t.found, t.hits, round(t.precision, 4), round(t.recall, 4), round(t.f1, 4))
        for row, t in tallies.items()
    }


def their_figures(
    module: ModuleType, built: object, facts: dict[str, object], text: str
) -> dict[str, tuple[float, ...]]:
    return {row: tuple(tally.figures().values()) for row, tally in module.Report(facts, text, built).tally.items()}


def disturbed(graph: list[Triple], chance: random.Random) -> list[Triple]:
    """The graph with some objects exchanged, some spans moved, some nodes doubled and some triples lost."""
    by_property: dict[str, list[str]] = {}
    for _, p, o in graph:
        by_property.setdefault(p, []).append(o)
    rate = chance.choice((0.002, 0.02, 0.1))
    changed: list[Triple] = []
    for s, p, o in graph:
        if chance.random() < rate / 3:
            continue
        if p in (iri(NIF + "beginIndex"), iri(NIF + "endIndex")):
            o = literal(int(json.loads(o)) + chance.choice((-1, 1, 30))) if chance.random() < rate / 3 else o
        elif p != iri(WR + "fileName") and chance.random() < rate:
            o = chance.choice(by_property[p])
        changed.append((s, p, o))
        if chance.random() < rate / 3:
            changed.append((s.replace(">", "b>") if "#char" not in s else s, p, o))
    return sorted(set(changed))


def compare(module: ModuleType, facts: str, text: str, graph: list[Triple]) -> None:
    import rdflib

    turtle = n_triples(graph)
    theirs = module.Built(rdflib.Graph().parse(data=turtle, format="nt"))
    ours = score(read_claims(store_of(turtle)), [parse_annotation(facts, text, place="facts")])
    (tallies,) = ours.values()
    assert figures(tallies) == their_figures(module, theirs, json.loads(facts), text)


@pytest.mark.gold
def test_same_figures_on_small_disturbed_graphs(other_scorer: ModuleType) -> None:
    for seed in range(25):
        chance = random.Random(seed)
        compare(other_scorer, json.dumps(FACTS), TEXT, disturbed(graph(), chance))


@pytest.mark.gold
@pytest.mark.parametrize("seed", range(6))
def test_same_figures_on_disturbed_graphs_of_real_annotations(other_scorer: ModuleType, gold: Path, seed: int) -> None:
    paths = sorted((gold / "facts").glob("*.json"))
    chance = random.Random(seed)
    for path in chance.sample(paths, 3):
        facts = path.read_text("utf-8")
        text = (gold / "corpus" / json.loads(facts)["doc"]).read_bytes().decode("utf-8-sig")
        compare(other_scorer, facts, text, disturbed(triples(facts, text), chance))


@pytest.mark.gold
def test_same_figures_on_the_built_graph_of_the_real_reports(
    other_scorer: ModuleType, gold: Path, gold_build: Path
) -> None:
    import rdflib

    turtle = (gold_build / "graph.ttl").read_text("utf-8")
    claims = read_claims(store_of(turtle))
    built = other_scorer.Built(rdflib.Graph().parse(data=turtle, format="turtle"))
    for path in sorted((gold / "facts").glob("*.json")):
        facts = path.read_text("utf-8")
        text = (gold / "corpus" / json.loads(facts)["doc"]).read_bytes().decode("utf-8-sig")
        (tallies,) = score(claims, [parse_annotation(facts, text, place=path.name)]).values()
        assert figures(tallies) == their_figures(other_scorer, built, json.loads(facts), text), path.name
