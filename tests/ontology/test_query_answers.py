"""Each named query has the rows that its documentation promises, on three small reports made by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from msgspec.structs import replace

from kg.graph.queries import load_queries, run_query
from kg.graph.store import open_store, store_of
from kg.graph.turtle import write_turtle
from tests.unit.graph import samples

ANSWERS: dict[str, tuple[dict[str, str], list[list[str]]]] = {
    "approximate-figures": (
        {},
        [
            ["a/海宁.txt", "20", "", "篇次", "over", "20余篇次", "报道"],
            ["b/second.pdf", "30", "40", "场", "range", "30至40场", "举办“潮乡议事”"],
            ["c/2024.txt", "30", "", "篇次", "over", "30余篇次", "报道"],
        ],
    ),
    "bodies-by-kind-and-place": (
        {"kind": "cppcc"},
        [
            ["政协桐乡市委员会", "cppcc", "浙江省嘉兴市桐乡市", "330483", "1"],
            ["政协海宁市委员会", "cppcc", "浙江省嘉兴市海宁市", "330481", "3"],
        ],
    ),
    "bodies-by-name": ({"names": "海宁市政协|市政协|桐乡市政协"}, [["2", "政协桐乡市委员会 | 政协海宁市委员会"]]),
    "bodies-by-report": (
        {"file": "c/"},
        [
            ["c/2024.txt", "人民政协报", "media", "", "1"],
            ["c/2024.txt", "政协桐乡市委员会", "cppcc", "浙江省嘉兴市桐乡市", "1"],
            ["c/2024.txt", "政协海宁市委员会", "cppcc", "浙江省嘉兴市海宁市", "1"],
            ["c/2024.txt", "政协海宁市委员会提案委员会", "committee", "", "1"],
        ],
    ),
    "carried-out-in-part": (
        {"from": "新设"},
        [["c/2024.txt", "政协桐乡市委员会", "“潮乡议事”", "桐乡市政协也开展“潮乡议事”"]],
    ),
    "change-between-years": (
        {"from": "2023", "to": "2024"},
        [
            ["政协海宁市委员会", "media-reports", "篇次", "20", "28", "8", "actual -> actual", "false"],
            ["政协海宁市委员会", "media-reports", "篇次", "20", "30", "10", "actual -> actual", "false"],
            ["政协海宁市委员会", "proposals-submitted", "件", "210", "236", "26", "actual -> actual", "true"],
        ],
    ),
    "conflicting-figures": (
        {},
        [["政协海宁市委员会", "media-reports", "2024", "篇次", "28", "又称报道", "30", "报道"]],
    ),
    "dates-of-issue": (
        {},
        [["a/海宁.txt", "2024-01-18", "https://example.org/报告%201.html"], ["c/2024.txt", "2025-01", ""]],
    ),
    "derived-rate": (
        {"numerator": "proposals-filed", "denominator": "proposals-submitted"},
        [["政协海宁市委员会", "2024", "200", "236", "84.75"]],
    ),
    "documents-by-issuer": ({"kind": "plan"}, [["政协海宁市委员会", "海宁市政协年度协商计划", "plan", "a/海宁.txt"]]),
    "documents-by-report": ({}, [["a/海宁.txt", "海宁市政协年度协商计划", "plan", "政协海宁市委员会"]]),
    "evidence-of-figure": (
        {"indicator": "proposals-filed"},
        [
            [
                "c/2024.txt",
                "政协海宁市委员会",
                "proposals-filed",
                "200",
                "件",
                "200件",
                "39",
                "43",
                "stated",
                "number",
                "2024年,海宁市政协收到提案236件,其中立案200件,立案的200件提案全部办复。",
            ],
            [
                "c/2024.txt",
                "政协海宁市委员会",
                "proposals-filed",
                "200",
                "件",
                "200件",
                "47",
                "51",
                "stated",
                "number",
                "2024年,海宁市政协收到提案236件,其中立案200件,立案的200件提案全部办复。",
            ],
        ],
    ),
    "facts-by-grade": ({"grade": "resolved"}, [["org:Organization", "resolved", "organization-sample", "1"]]),
    "facts-without-evidence": ({}, []),
    "figures-by-period-wording": (
        {"words": "年"},
        [
            ["a/海宁.txt", "政协海宁市委员会", "proposals-submitted", "210", "一年来", "2023"],
            ["c/2024.txt", "政协海宁市委员会", "proposals-submitted", "250", "2025年", "2025"],
        ],
    ),
    "figures-in-words": (
        {},
        [["c/2024.txt", "3", "次", "三次", "市政协提案委员会与桐乡市政协联合开展调研三次,赴桐乡市考察。"]],
    ),
    "figures-of-body": (
        {"body": "海宁市政协", "year": "2025"},
        [
            [
                "政协海宁市委员会",
                "proposals-submitted",
                "收到提案",
                "250",
                "件",
                "exact",
                "planned",
                "2025",
                "",
                "2025年计划收到提案250件。",
            ]
        ],
    ),
    "figures-of-initiative": (
        {"initiative": "潮乡议事", "body": "海宁"},
        [
            [
                "“潮乡议事”活动",
                "“潮乡议事”活动",
                "政协海宁市委员会",
                "grassroots-consultations",
                "grassroots-consultations",
                "举办“潮乡议事”",
                "30",
                "场",
                "range",
                "actual",
                "",
                "1",
            ],
            [
                "“潮乡议事”活动",
                "“潮乡议事”活动",
                "政协海宁市委员会",
                "leader-instructions",
                "leader-instructions",
                "批示",
                "12",
                "次",
                "exact",
                "actual",
                "2023",
                "1",
            ],
            [
                "“潮乡议事”活动",
                "“潮乡议事室”",
                "政协海宁市委员会",
                "consultation-venues",
                "consultation-venues",
                "新设“潮乡议事室”",
                "12",
                "个",
                "exact",
                "actual",
                "",
                "1",
            ],
        ],
    ),
    "figures-without-indicator": ({}, [["其他数字", "个", "7", "c/2024.txt"]]),
    "figures": (
        {"indicator": "media-reports|good-deeds"},
        [
            [
                "a/海宁.txt",
                "政协海宁市委员会",
                "media-reports",
                "media-reports",
                "报道",
                "20",
                "",
                "篇次",
                "over",
                "actual",
                "2023",
                "",
            ],
            [
                "c/2024.txt",
                "政协海宁市委员会",
                "good-deeds",
                "good-deeds",
                "办好实事",
                "100",
                "",
                "件",
                "exact",
                "actual",
                "2024",
                "",
            ],
            [
                "c/2024.txt",
                "政协海宁市委员会",
                "media-reports",
                "media-reports",
                "又称报道",
                "28",
                "",
                "篇次",
                "exact",
                "actual",
                "2024",
                "",
            ],
            [
                "c/2024.txt",
                "政协海宁市委员会",
                "media-reports",
                "media-reports",
                "报道",
                "30",
                "",
                "篇次",
                "over",
                "actual",
                "2024",
                "",
            ],
        ],
    ),
    "hierarchy-of-bodies": (
        {},
        [["政协海宁市委员会提案委员会", "政协海宁市委员会", "", "c/2024.txt", "市政协提案委员会"]],
    ),
    "indicator-across-reports": (
        {"indicator": "proposals-submitted"},
        [
            [
                "a/海宁.txt",
                "政协海宁市委员会",
                "proposals-submitted",
                "210",
                "",
                "件",
                "exact",
                "actual",
                "2023",
                "收到提案",
            ],
            [
                "c/2024.txt",
                "政协海宁市委员会",
                "proposals-submitted",
                "236",
                "",
                "件",
                "exact",
                "actual",
                "2024",
                "收到提案",
            ],
            [
                "c/2024.txt",
                "政协海宁市委员会",
                "proposals-submitted",
                "250",
                "",
                "件",
                "exact",
                "planned",
                "2025",
                "收到提案",
            ],
        ],
    ),
    "indicator-by-year": (
        {"indicator": "proposals-submitted"},
        [
            ["政协海宁市委员会", "2023", "210", "件", "exact", "actual", "a/海宁.txt"],
            ["政协海宁市委员会", "2024", "236", "件", "exact", "actual", "c/2024.txt"],
            ["政协海宁市委员会", "2025", "250", "件", "exact", "planned", "c/2024.txt"],
        ],
    ),
    "indicators-in-use": (
        {},
        [
            ["media-reports", "媒体报道篇数", "media reports", "count", "sum", "3", "2"],
            ["proposals-submitted", "提案征集数", "proposals submitted", "count", "sum", "3", "2"],
            ["consultation-venues", "协商议事平台数", "consultation venues", "count", "last", "1", "1"],
            ["good-deeds", "办实事件数", "good deeds", "count", "sum", "1", "1"],
            ["grassroots-consultations", "基层协商场次", "grassroots consultations", "count", "sum", "1", "1"],
            ["inspections", "调研视察次数", "inspections and investigations", "count", "sum", "1", "1"],
            ["leader-instructions", "领导批示数", "instructions by leaders", "count", "sum", "1", "1"],
            ["proposal-satisfaction-rate", "提案满意率", "proposal satisfaction rate", "ratio", "none", "1", "1"],
            ["proposals-answered", "提案办复数", "proposals answered", "count", "sum", "1", "1"],
            ["proposals-filed", "提案立案数", "proposals filed", "count", "sum", "1", "1"],
        ],
    ),
    "initiatives-by-kind": (
        {"kind": "brand"},
        [
            ["政协桐乡市委员会", "“潮乡议事”", "brand", "carriesOut", "c/2024.txt"],
            ["政协海宁市委员会", "“潮乡议事”活动", "brand", "carriesOut", "a/海宁.txt"],
            ["政协海宁市委员会", "“潮乡议事”活动", "brand", "carriesOut", "b/second.pdf"],
            ["政协海宁市委员会", "“潮乡议事”活动", "brand", "carriesOut", "c/2024.txt"],
        ],
    ),
    "initiatives-with-most-endorsers": ({}, [["“潮乡议事”活动", "1", "中共海宁市委员会"]]),
    "media-coverage": (
        {},
        [["a/海宁.txt", "人民政协报", "政协海宁市委员会"], ["c/2024.txt", "人民政协报", "政协海宁市委员会"]],
    ),
    "media-in-several-reports": ({}, [["人民政协报", "2"]]),
    "parts-of-initiatives": ({}, [["“潮乡议事室”", "“潮乡议事”活动", "c/2024.txt", "“潮乡议事室”"]]),
    "places-by-report": ({"file": "c/"}, [["c/2024.txt", "浙江省嘉兴市桐乡市", "330483", "county", "1"]]),
    "planned-and-actual": (
        {},
        [
            ["政协海宁市委员会", "proposals-submitted", "件", "2024", "236", "2025", "250", "14"],
        ],
    ),
    "ranking-of-indicator": (
        {"indicator": "proposals-submitted"},
        [
            ["236", "件", "exact", "政协海宁市委员会", "2024", "收到提案"],
            ["210", "件", "exact", "政协海宁市委员会", "2023", "收到提案"],
        ],
    ),
    "relations-of-body": (
        {"body": "桐乡"},
        [
            ["政协桐乡市委员会", "carriesOut", "“潮乡议事”", "c/2024.txt", "桐乡市政协也开展“潮乡议事”"],
            [
                "政协桐乡市委员会",
                "cooperatesWith",
                "政协海宁市委员会提案委员会",
                "c/2024.txt",
                "与桐乡市政协联合开展调研三次",
            ],
        ],
    ),
    "report-card": (
        {},
        [
            [
                "a/海宁.txt",
                "海宁市政协2023年工作报告",
                "政协海宁市委员会",
                "330481",
                "2023",
                "2024-01-18",
                "3",
                "1",
                "1",
                "4",
                "5",
            ],
            ["b/second.pdf", "政协海宁市委员会工作情况", "政协海宁市委员会", "330481", "", "", "1", "1", "0", "1", "2"],
            [
                "c/2024.txt",
                "海宁市政协2024年工作报告",
                "政协海宁市委员会",
                "330481",
                "2024",
                "2025-01",
                "4",
                "3",
                "0",
                "10",
                "7",
            ],
        ],
    ),
    "restated-figures": ({}, [["c/2024.txt", "政协海宁市委员会", "立案", "200", "件", "2"]]),
    "shared-initiatives": ({}, [["潮乡议事", "政协桐乡市委员会、政协海宁市委员会", "2"]]),
    "short-forms": (
        {"file": "c/"},
        [
            ["c/2024.txt", "市政协提案委员会", "政协海宁市委员会提案委员会", "a unit of the body before it"],
            ["c/2024.txt", "桐乡市政协", "政协桐乡市委员会", ""],
            ["c/2024.txt", "海宁市政协", "政协海宁市委员会", ""],
        ],
    ),
    "suspicious-figures": ({}, [["c/2024.txt", "100件", "其他数字7个,口号“办好100件实事”。"]]),
    "total-of-indicator": ({"indicator": "media-reports"}, [["篇次", "78", "3", "2"]]),
    "who-cooperates-with-whom": (
        {},
        [
            ["中共海宁市委员会", "政协海宁市委员会", "a/海宁.txt", "市委主要领导"],
            ["中共海宁市委员会", "政协海宁市委员会", "b/second.pdf", "海宁市政协举办"],
            ["政协桐乡市委员会", "政协海宁市委员会提案委员会", "c/2024.txt", "与桐乡市政协联合开展调研三次"],
        ],
    ),
    "who-endorsed-whom": ({}, [["中共海宁市委员会", "“潮乡议事”活动", "a/海宁.txt", "市委主要领导批示“潮乡议事”12次"]]),
    "who-established-what": ({}, [["政协海宁市委员会", "“潮乡议事室”", "venue", "c/2024.txt", "新设“潮乡议事室”12个"]]),
    "whom-a-body-supports": ({}, [["政协海宁市委员会提案委员会", "浙江省嘉兴市桐乡市", "c/2024.txt", "赴桐乡市考察"]]),
    "bodies-in-several-reports": (
        {"kind": "cppcc|media"},
        [["政协海宁市委员会", "cppcc", "3"], ["人民政协报", "media", "2"]],
    ),
    "figures-of-other-years": (
        {},
        [["c/2024.txt", "2024", "2025", "政协海宁市委员会", "收到提案", "250", "件", "planned"]],
    ),
    "figures-per-body": (
        {},
        [["政协海宁市委员会", "14", "9", "3"], ["政协海宁市委员会提案委员会", "1", "1", "1"]],
    ),
    "figures-without-period": (
        {},
        [
            ["a/海宁.txt", "政协海宁市委员会", "满意率", "99.5", "%", ""],
            ["b/second.pdf", "政协海宁市委员会", "举办“潮乡议事”", "30", "场", ""],
            ["c/2024.txt", "政协海宁市委员会", "其他数字", "7", "个", ""],
            ["c/2024.txt", "政协海宁市委员会", "新设“潮乡议事室”", "12", "个", ""],
        ],
    ),
    "kinds-in-use": (
        {"file": "c/"},
        [
            ["initiative", "brand", "品牌", "brand", "2"],
            ["initiative", "venue", "阵地", "venue", "1"],
            ["organization", "cppcc", "政协", "CPPCC committee", "2"],
            ["organization", "committee", "专门委员会", "special committee", "1"],
            ["organization", "media", "媒体", "media outlet", "1"],
        ],
    ),
    "mentions": (
        {"name": "桐乡"},
        [
            [
                "c/2024.txt",
                "浙江省嘉兴市桐乡市",
                "place",
                "桐乡市",
                "67",
                "70",
                "市政协提案委员会与桐乡市政协联合开展调研三次,赴桐乡市考察。",
            ],
            [
                "c/2024.txt",
                "政协桐乡市委员会",
                "organization",
                "桐乡市政协",
                "67",
                "72",
                "市政协提案委员会与桐乡市政协联合开展调研三次,赴桐乡市考察。",
            ],
        ],
    ),
    "relations": (
        {"object": "潮乡", "file": "a/"},
        [
            [
                "政协海宁市委员会",
                "cppcc",
                "carriesOut",
                "“潮乡议事”活动",
                "brand",
                "a/海宁.txt",
                "市政协开展“潮乡议事”活动",
                "19",
                "32",
            ],
            [
                "中共海宁市委员会",
                "party",
                "endorses",
                "“潮乡议事”活动",
                "brand",
                "a/海宁.txt",
                "市委主要领导批示“潮乡议事”12次",
                "43",
                "60",
            ],
        ],
    ),
    "reports-without-indicator": (
        {"indicator": "proposals-submitted"},
        [["b/second.pdf", "政协海宁市委员会", ""]],
    ),
    "statistics-of-indicator": (
        {"indicator": "media-reports|proposals-submitted"},
        [["篇次", "3", "1", "20", "26", "30"], ["件", "2", "1", "210", "223", "236"]],
    ),
    "two-bodies": ({"one": "桐乡", "other": "海宁"}, []),
}
"""Query -> parameters and rows; the reports stand in ``samples.py``."""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of("".join(write_turtle([samples.first(), samples.second(), samples.third()])))


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_query_returns_its_rows(name: str, store: ox.Store) -> None:
    params, rows = ANSWERS[name]
    assert run_query(store, name, params).table() == rows


def test_every_query_has_its_rows() -> None:
    assert set(load_queries()) == set(ANSWERS)
    assert len(ANSWERS) >= 30
    assert {name for name, (_, rows) in ANSWERS.items() if not rows} == {"facts-without-evidence", "two-bodies"}


def test_two_bodies_share_an_indicator() -> None:
    third = samples.third()
    theirs = replace(third.figures[0], organization=samples.NEIGHBOUR, value=Decimal(180))
    graph = store_of("".join(write_turtle([replace(third, figures=(*third.figures, theirs))])))
    assert run_query(graph, "two-bodies", {"one": "桐乡市政协", "other": "海宁市政协"}).table() == [
        ["proposals-submitted", "件", "政协桐乡市委员会", "180", "2024", "政协海宁市委员会", "236", "2024", "-56"]
    ]
    assert run_query(graph, "two-bodies", {"one": "桐乡市政协", "other": "海宁市政协", "year": "2023"}).rows == ()


def test_rate_of_figures_whose_period_is_given_in_words() -> None:
    first = samples.first()
    said = replace(first.figures[0], period="", period_text="换届以来")
    part = replace(said, indicator="proposals-filed", value=Decimal(105))
    other = replace(part, period_text="一年来", value=Decimal(21))
    graph = store_of("".join(write_turtle([replace(first, figures=(said, part, other))])))
    assert run_query(
        graph, "derived-rate", {"numerator": "proposals-filed", "denominator": "proposals-submitted"}
    ).table() == [["政协海宁市委员会", "换届以来", "105", "210", "50"]]


@pytest.mark.parametrize(
    ("name", "params", "rows"),
    [
        ("figures", {"year": "2024", "initiative": "潮乡议事室"}, 0),
        ("figures", {"initiative": "潮乡议事室", "words": "新设"}, 1),
        ("figures", {"year": "2025", "modality": "planned", "unit": "件|个"}, 1),
        ("figures-of-body", {"body": "海宁市政协", "year": "2023"}, 3),
        (
            "figures-of-initiative",
            {"initiative": "潮乡议事", "indicator": "consultation-venues|leader-instructions"},
            2,
        ),
        ("indicator-across-reports", {"indicator": "proposals-submitted|proposals-filed"}, 4),
        ("initiatives-by-kind", {"kind": "brand|venue", "body": "海宁市政协"}, 4),
        ("who-cooperates-with-whom", {"body": "桐乡市政协"}, 1),
        ("hierarchy-of-bodies", {"body": "海宁市政协", "file": "c/"}, 1),
        ("who-endorsed-whom", {"endorsed": "潮乡"}, 1),
        ("who-established-what", {"kind": "venue", "body": "海宁市政协"}, 1),
        ("whom-a-body-supports", {"target": "桐乡市"}, 1),
        ("ranking-of-indicator", {"indicator": "media-reports", "year": "2024", "file": "c/"}, 2),
        ("ranking-of-indicator", {"indicator": "media-reports", "body": "海宁市政协", "kind": "cppcc"}, 3),
        ("ranking-of-indicator", {"indicator": "media-reports", "kind": "media|party"}, 0),
        ("relations", {"subject": "海宁市政协", "relation": "carriesOut|issues", "kind": "plan", "own": "yes"}, 1),
        ("total-of-indicator", {"indicator": "media-reports", "file": "c/", "body": "海宁"}, 1),
        ("evidence-of-figure", {"indicator": "proposals-filed|media-reports", "file": "c/"}, 4),
    ],
)
def test_parameters_narrow_the_answer(name: str, params: dict[str, str], rows: int, store: ox.Store) -> None:
    answer = run_query(store, name, params)
    assert (len(answer.rows), len(set(answer.rows))) == (rows, rows)


def test_missing_evidence_and_missing_statement_are_found() -> None:
    graph = store_of("""@prefix wr: <https://w3id.org/workreport/ontology#> .
        <urn:f> a wr:Metric . <urn:g> a wr:Metric ; wr:evidence <urn:s> . <urn:o> wr:carriesOut <urn:i> .""")
    assert run_query(graph, "facts-without-evidence").table() == [
        ["urn:f", "no evidence"],
        ["urn:g", "incomplete evidence"],
        ["urn:o", "no statement"],
    ]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_query_runs_on_the_demo_graph(name: str, demo_build: Path) -> None:
    params = {key: value for key, value in ANSWERS[name][0].items() if key in ("numerator", "denominator")}
    given = {"indicator": "proposals-submitted", "names": "省政协|市政协", "from": "2023", "to": "2024", "body": "政协"}
    given |= {"initiative": "工作室", "name": "协商", "one": "省政协", "other": "市政协"}
    wanted = [one.name for one in load_queries()[name].parameters if one.default is None]
    answer = run_query(open_store(demo_build), name, {**{key: given[key] for key in wanted if key in given}, **params})
    if name == "facts-without-evidence":
        assert answer.rows == ()
    if name == "report-card":
        assert len(answer.rows) >= 2
