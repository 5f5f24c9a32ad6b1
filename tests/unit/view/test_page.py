"""The page as text: complete, harmless, and the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kg.graph.namespaces import DCTERMS, XSD
from kg.model import Skipped, Span
from kg.resources import query_texts
from kg.view.page import render
from tests.unit.view.graphs import HOSTILE, GraphBuilder, hostile_graph, large_graph, small_graph


def block(page: str, name: str) -> Any:
    """Return the data of a JSON block of the page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found, name
    return json.loads(found[1])


def page_of(made: GraphBuilder, **options: Any) -> str:
    return render(made.store, texts=made.texts, **options)


def count(store: Store, pattern: str) -> int:
    prefixes = "PREFIX wr: <https://w3id.org/workreport/ontology#> PREFIX org: <http://www.w3.org/ns/org#> "
    rows: Any = store.query(f"{prefixes} SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(next(iter(rows))["n"].value)


def test_page_carries_every_node_edge_and_figure_of_a_small_graph() -> None:
    made = small_graph()
    content = block(page_of(made), "graph-content")
    kinds = "VALUES ?c { org:Organization wr:Initiative wr:Document wr:Place wr:Metric } ?s a ?c"
    edges = (
        "VALUES ?p { wr:carriesOut wr:issues wr:establishes wr:endorses wr:cooperatesWith wr:targets wr:coveredBy "
        "org:subOrganizationOf wr:subInitiativeOf wr:organization wr:initiative wr:jurisdiction wr:within } "
        "?s ?p ?o . ?s a ?c . ?o a ?d "
    )
    assert len(content["things"]) == count(made.store, kinds) == 13
    assert len(content["links"]) == count(made.store, edges) == 14
    assert sum("number" in thing for thing in content["things"]) == count(made.store, "?m a wr:Metric") == 5


def test_offsets_point_at_the_words_that_justify_a_fact() -> None:
    made = small_graph()
    content = block(page_of(made), "graph-content")
    words = {
        content["reports"][report]["text"][begin:end]
        for thing in content["things"]
        for report, begin, end, *_ in thing.get("proofs", ())
    }
    assert {"120余家", "292件", "市政协", "𠮷祥街道", "《茶乡夜话实施办法》"} <= words


def test_a_page_without_texts_brings_the_sentences_of_its_evidence() -> None:
    content = block(render(small_graph().store, texts={}), "graph-content")
    (figure,) = [thing for thing in content["things"] if thing["id"] == "fig_0000000000000001"]
    assert figure["proofs"][0][5] == "120余家"
    assert "走访企业120余家" in figure["proofs"][0][6]


def test_same_graph_gives_same_bytes_in_another_process_and_order() -> None:
    made = small_graph()
    turned = Store()
    for quad in reversed(list(made.store)):
        turned.add(quad)
    page = page_of(made)
    assert page == render(turned, texts=dict(reversed(made.texts.items())))
    script = (
        "from tests.unit.view.graphs import small_graph; from kg.view.page import render; import hashlib\n"
        "m = small_graph(); print(hashlib.sha256(render(m.store, texts=m.texts).encode()).hexdigest())"
    )
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[3],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": "."},
        )
        assert run.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def test_policy_allows_exactly_the_scripts_and_styles_of_the_page() -> None:
    page = page_of(small_graph())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "unsafe" not in policy[1] and "default-src 'none'" in policy[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    hashes = {
        f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" for text in scripts + styles
    }
    assert hashes == set(re.findall(r"'(sha256-[^']+)'", policy[1]))
    assert len(scripts) == 16


def test_page_fetches_nothing_and_has_no_inline_handler() -> None:
    page = page_of(small_graph())
    head = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(src|href)\s*=\s*[\"']?(?![#\"'])", head)
    assert not re.search(r"\son[a-z]+\s*=", head)
    assert "@import" not in page and "url(http" not in page


def test_words_of_a_hostile_report_never_stand_outside_the_data() -> None:
    made = hostile_graph()
    skipped = {"rep_3333333333333333": [Skipped(Span(0, 3), "x", "number", HOSTILE[1], HOSTILE[2])]}
    page = page_of(made, skipped=skipped)
    plain = page_of(small_graph())
    bare = r'(<script type="application/json" id="[a-z-]+">)(.*?)</script>'
    assert re.sub(bare, r"\1</script>", page, flags=re.DOTALL) == re.sub(bare, r"\1</script>", plain, flags=re.DOTALL)
    content = block(page, "graph-content")
    assert {thing["label"] for thing in content["things"]} >= set(HOSTILE)
    assert content["reports"][0]["skipped"] == [[0, 3, "number", HOSTILE[1], HOSTILE[2]]]
    assert "link" not in content["reports"][0], "an address that is not http or https is no link"


def test_first_view_of_a_large_graph_is_small_and_what_is_left_out_is_counted() -> None:
    made = large_graph(60, 9)
    content = block(page_of(made), "graph-content")
    assert len(content["things"]) == 600 and content["first"] <= 150
    content = block(page_of(made, selection="year=2003"), "graph-content")
    assert {thing["years"][0] for thing in content["things"]} == {2003}
    drawn = block(page_of(made, selection="nodes=300"), "graph-nodes")
    assert sum("x" in node for node in drawn) == 300


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_opens_in_the_language_asked_for(lang: str) -> None:
    page = page_of(small_graph(), lang=lang)
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page


def test_empty_graph_still_gives_a_page() -> None:
    content = block(render(Store(), texts={}), "graph-content")
    assert content["things"] == [] and content["reports"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "no title line"),
        ("# title: 坏 | Broken\n# description: 坏 | Broken\nSELECT * { ?s ?p", "not a valid SPARQL query"),
        ("# title: 坏 | Broken\n# description: 坏 | Broken\nDROP ALL", "DROP is not allowed"),
        ("# titel: 坏 | Broken\n", "a comment that is no title"),
        ("\ufffd\0", "no title line"),
    ],
)
def test_a_broken_query_costs_its_own_answer_only(monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    made = small_graph()
    whole = block(page_of(made), "graph-content")["questions"]
    monkeypatch.setattr("kg.view.answers.query_texts", lambda: {"a-broken": text, **query_texts()})
    broken, *others = block(page_of(made), "graph-content")["questions"]
    assert others == whole and all(not one["fault"] for one in whole)
    assert said in broken["fault"] and broken["fault"].startswith("a-broken.rq: ") and broken["answers"] == []


def test_page_numbers_and_near_duplicates_are_carried() -> None:
    made = small_graph()
    report = "https://w3id.org/workreport/id/rep_1111111111111111"
    begin = made.texts["rep_1111111111111111"].index("292件")
    made.add(
        f"{report}#char={begin},{begin + 4}", "https://w3id.org/workreport/ontology#page", "3", datatype=XSD + "integer"
    )
    made.add("https://w3id.org/workreport/id/rep_2222222222222222", DCTERMS + "isVersionOf", report)
    content = block(page_of(made), "graph-content")
    (figure,) = [thing for thing in content["things"] if thing["id"] == "fig_0000000000000002"]
    assert figure["proofs"][0][7] == "3"
    assert [one.get("versionOf") for one in content["reports"]] == [None, 0]


def test_without_known_bodies_of_reports_the_most_linked_ones_come_first() -> None:
    made = small_graph()
    for quad in list(made.store):
        if quad.predicate.value.endswith("aboutOrganization"):
            made.store.remove(quad)
    things = block(page_of(made), "graph-content")["things"]
    assert [thing["id"] for thing in things[:2]] == ["org_云溪市政协", "org_临湖县政协"]
