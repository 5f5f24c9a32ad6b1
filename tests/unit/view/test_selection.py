"""What a page carries and what it draws first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.view.answers import questions_of
from kg.view.selection import Selection, choose, parse_selection
from kg.view.skeleton import read_skeleton
from tests.unit.view.graphs import large_graph, small_graph
from tests.unit.view.test_page import block


def test_filter_words_become_a_selection() -> None:
    found = parse_selection("kind=initiative, kind=figure,city=云溪,year=2023,report=yx,nodes=400")
    assert found == Selection(("initiative", "figure"), ("云溪",), (2023,), ("yx",), first=400)


@pytest.mark.parametrize("wrong", ["town=x", "kind=thing", "year=last", "nodes=0", "nodes=-3", "city=", "plain"])
def test_filter_that_is_not_understood_is_refused_with_a_remedy(wrong: str) -> None:
    with pytest.raises(QueryError, match=r"kind=organization\|"):
        parse_selection(wrong)


def test_first_view_begins_with_the_bodies_of_the_reports_and_gives_each_its_share() -> None:
    skeleton = read_skeleton(large_graph(12, 9, 1).store)
    choice = choose(skeleton, Selection())
    assert [skeleton.kinds[node] for node in choice.first[:12]] == ["organization"] * 12
    shares = [sum(choice.homes.get(node) == hub for node in choice.first) for hub in choice.first[:12]]
    assert max(shares) - min(shares) <= 2
    assert not set(choice.first) & set(choice.rest) and choice.left_out == 0


def test_every_node_of_the_first_view_but_a_hub_is_linked_to_another_one_there() -> None:
    skeleton = read_skeleton(small_graph().store)
    first = set(choose(skeleton, Selection()).first)
    for node in first - set(skeleton.about.values()):
        assert first & set(skeleton.links[node]), node


def test_what_does_not_fit_is_counted() -> None:
    skeleton = read_skeleton(large_graph(20, 9).store)
    choice = choose(skeleton, Selection(first=50, most=80))
    assert (len(choice.first), len(choice.rest), choice.left_out) == (50, 30, 120)


def test_filters_leave_only_what_matches() -> None:
    skeleton = read_skeleton(small_graph().store)
    assert {skeleton.kinds[node] for node in choose(skeleton, Selection(kinds=("figure",))).carried} == {"figure"}
    lake = choose(skeleton, Selection(cities=("临湖",))).carried
    assert all("江南省临湖县" in skeleton.cities[node] for node in lake) and len(lake) >= 4
    assert set(choose(skeleton, Selection(reports=("2222",))).carried) == set(
        choose(skeleton, Selection(years=(2024,))).carried
    )


def test_place_of_a_report_counts_where_its_body_is_unknown() -> None:
    made = small_graph()
    for quad in list(made.store):
        if quad.predicate.value.endswith(("aboutOrganization", "jurisdiction")):
            made.store.remove(quad)
    made.add(
        "https://w3id.org/workreport/id/rep_2222222222222222",
        "http://purl.org/dc/terms/spatial",
        "https://w3id.org/workreport/id/plc_临湖县",
    )
    skeleton = read_skeleton(made.store)
    assert skeleton.cities["https://w3id.org/workreport/id/org_临湖县政协"] == ("江南省临湖县",)
    assert skeleton.cities["https://w3id.org/workreport/id/org_云溪日报"] == ()


def test_named_queries_are_answered_with_a_text_that_gives_the_same_rows() -> None:
    store = small_graph().store
    questions = {question.name: question for question in questions_of(store)}
    (answer,) = questions["indicator-across-reports"].answers
    assert answer.values == (("indicator", "proposals-submitted"),) and answer.total == 2
    for question in questions.values():
        for one in question.answers:
            result: object = store.query(one.sparql)
            assert len(list(result)) == one.total, question.name  # type: ignore[call-overload]
            assert all(len(row) == len(question.columns) for row in one.rows)


def test_build_shows_the_part_of_the_graph_that_view_names(tmp_path: Path) -> None:
    from kg import build

    for name, place in (("east.txt", "东湖市"), ("west.txt", "西山县")):
        (tmp_path / name).write_text(f"{place}政协工作报告\n\n2023年，{place}政协征集提案88件。\n", encoding="utf-8")
    build([tmp_path], output=tmp_path / "out", outputs=("html",), view="report=east", jobs=1)
    page = (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    things = block(page, "graph-content")["things"]
    assert any("东湖市" in thing["label"] for thing in things)
    assert not any("西山县" in thing["label"] for thing in things)
    with pytest.raises(QueryError, match="town"):
        build([tmp_path], output=tmp_path / "out", view="town=x")
