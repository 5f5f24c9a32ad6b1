"""Two graphs, or two years of a body: what changed, came and went, each with its sentence; and nothing where nothing did."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from small_graphs import graph_of, read, report, written

from kg.analyze.difference import Difference, difference
from kg.errors import QueryError
from kg.graph.store import store_of
from kg.graph.turtle import write_turtle

EARLIER = (
    "征集提案120件，立案100件，办复率98.5%。\n全年走访企业60余家。\n开展“暖企同行”行动，协调解决问题20个。\n"
    "联合市妇联开展“丝路书声”活动，举办读书活动6场。\n"
)
LATER = (
    "征集提案132件，立案100件，办复率100%。\n全年走访企业66家。\n开展“暖企同行”行动，协调解决问题31个。\n"
    "联合市文联开展“沙州夜话”活动，举办协商活动9场。\n聘请特约监督员12名。\n"
)


@pytest.fixture(scope="module")
def both() -> ox.Store:
    return graph_of(report(EARLIER), report(LATER, year=2024))


def figures(found: Difference, kind: str) -> list[str]:
    shown = []
    for one in found.figures:
        if one.kind == kind:
            sides = [side.evidence.quote for side in (one.before, one.after) if side]
            shown.append(" -> ".join(sides))
    return shown


def test_a_graph_does_not_differ_from_itself(both: ox.Store) -> None:
    found = difference(both, graph_of(report(EARLIER), report(LATER, year=2024)))
    assert not found
    assert (found.figures, found.initiatives, found.relations) == ((), (), ())
    assert found.same_figures > 8 and found.same_initiatives >= 3 and found.same_relations >= 2
    assert difference(both, both) == found


def test_the_base_of_the_data_makes_no_difference(both: ox.Store) -> None:
    texts = [read(report(EARLIER), "a.txt"), read(report(LATER, year=2024), "b.txt")]
    elsewhere = store_of("".join(write_turtle(texts, base="https://data.example.org/")))
    assert not difference(both, elsewhere)


def test_two_years_of_a_body(both: ox.Store) -> None:
    found = difference(both, both, body="敦煌市政协", years=("2023", "2024"))
    assert sorted(figures(found, "changed")) == ["120件 -> 132件", "20个 -> 31个", "60余家 -> 66家", "98.5% -> 100%"]
    assert "12名" in figures(found, "added")
    assert figures(found, "gone") == ["6场"]
    assert found.same_figures == 1, "100件 in both years"


def test_change_in_percent_in_points_or_why_not(both: ox.Store) -> None:
    changes = {
        one.after.figure.indicator: one.change
        for one in difference(both, both, years=("2023", "2024")).figures
        if one.kind == "changed" and one.after
    }
    assert changes["proposals-submitted"] and changes["proposals-submitted"].percent == Decimal("10.0")
    assert changes["proposal-answer-rate"] and changes["proposal-answer-rate"].points == Decimal("1.5")
    visited = changes["enterprises-visited"]
    assert visited and visited.percent is None
    assert [reason.code for reason in visited.reasons] == ["approximate"]


def test_undertakings_and_relations_start_and_end(both: ox.Store) -> None:
    found = difference(both, both, years=("2023", "2024"))
    named = {(one.kind, one.label) for one in found.initiatives}
    assert ("started", "“沙州夜话”活动") in named
    assert ("unnamed", "“丝路书声”活动") in named
    assert not [one for one in found.initiatives if "暖企同行" in one.label]
    stated = {(one.kind, one.predicate, one.object) for one in found.relations}
    assert ("added", "carriesOut", "“沙州夜话”活动") in stated
    assert ("gone", "carriesOut", "“丝路书声”活动") in stated


def test_everything_that_differs_has_its_sentence(both: ox.Store) -> None:
    found = difference(both, both, years=("2023", "2024"))
    places = [one.place for one in (*found.initiatives, *found.relations)]
    places += [side.evidence for one in found.figures for side in (one.before, one.after) if side]
    for place in places:
        start = place.start - place.sentence_start
        assert place.quote and place.sentence[start : start + len(place.quote)] == place.quote
    assert {one.place.file for one in found.initiatives if one.kind == "started"} == {"b.txt"}
    assert {one.place.file for one in found.initiatives if one.kind == "unnamed"} == {"a.txt"}


def test_years_may_stand_in_two_graphs() -> None:
    first, second = graph_of(report(EARLIER)), graph_of(report(LATER, year=2024))
    found = difference(first, second, years=("2023", "2024"))
    assert "120件 -> 132件" in figures(found, "changed")


def test_an_edited_report_changes_its_figure_only() -> None:
    found = difference(graph_of(report(EARLIER)), graph_of(report(EARLIER.replace("立案100件", "立案104件"))))
    assert [(one.kind, one.fields) for one in found.figures] == [("changed", ("value",))]
    (change,) = found.figures
    assert change.change and change.change.percent == Decimal("4.0")
    assert (found.initiatives, found.relations) == ((), ())


def test_another_reading_of_the_same_text_tells_what_is_otherwise() -> None:
    from msgspec.structs import replace

    one = read(report("立案100件。\n"), "a.txt")
    dated = replace(one, figures=tuple(replace(figure, period="2022") for figure in one.figures))
    found = difference(written([one]), written([dated]))
    assert [(change.kind, change.fields, change.change) for change in found.figures] == [("changed", ("period",), None)]


def test_an_added_report_adds() -> None:
    found = difference(graph_of(report(EARLIER)), graph_of(report(EARLIER), report(LATER, year=2024)))
    assert {one.kind for one in found.figures} == {"added"}
    assert {one.kind for one in found.initiatives} == {"started"}
    back = difference(graph_of(report(EARLIER), report(LATER, year=2024)), graph_of(report(EARLIER)))
    assert {one.kind for one in back.figures} == {"gone"}
    assert len(back.figures) == len(found.figures)


def test_a_body_narrows_two_graphs(both: ox.Store) -> None:
    more = graph_of(report(EARLIER), report(LATER, year=2024), report("立案84件。\n", body="玉门市政协"))
    assert difference(both, more)
    assert figures(difference(both, more, body="玉门市政协"), "added") == ["84件"]
    assert figures(difference(more, both, body="玉门市政协"), "gone") == ["84件"]
    with pytest.raises(QueryError, match="no body named '火星'"):
        difference(both, more, body="火星")
    assert not difference(both, more, body="敦煌市政协")


@pytest.mark.parametrize(
    ("body", "years", "words"),
    [
        ("敦煌市政协", ("2021", "2024"), "there are: 2023, 2024"),
        ("火星", ("2023", "2024"), "no body named '火星'"),
        ("", ("2021", "2024"), "no body has reports of 2021 and 2024; name one of: 政协敦煌市委员会"),
    ],
)
def test_what_is_not_there_is_told(both: ox.Store, body: str, years: tuple[str, str], words: str) -> None:
    with pytest.raises(QueryError) as refused:
        difference(both, both, body=body, years=years)
    assert words in str(refused.value)


def test_of_several_bodies_one_has_to_be_named() -> None:
    store = graph_of(*(report(f"立案{n}件。\n", body=b, year=y) for n, (b, y) in enumerate(
        [(b, y) for b in ("敦煌市政协", "玉门市政协") for y in (2023, 2024)], 80)))  # fmt: skip
    with pytest.raises(QueryError, match="several bodies have reports"):
        difference(store, store, years=("2023", "2024"))
    assert figures(difference(store, store, body="玉门市政协", years=("2023", "2024")), "changed") == ["82件 -> 83件"]


def test_a_year_without_a_report_ends_no_undertaking() -> None:
    store = graph_of(report(EARLIER + "2024年计划立案130件。\n"))
    found = difference(store, store, body="敦煌市政协", years=("2023", "2024"))
    assert figures(found, "changed") == ["100件 -> 130件"]
    assert (found.initiatives, found.relations, found.unreported) == ((), (), "2024")
    back = difference(store, store, body="敦煌市政协", years=("2024", "2023"))
    assert (back.initiatives, back.unreported) == ((), "2024")
