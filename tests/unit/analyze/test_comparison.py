"""Figures stand side by side with their sources; what cannot be compared says why, in typed reasons."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from small_graphs import graph_of, report

from kg.analyze.comparison import Cell, Comparison, compare
from kg.analyze.comparison_reasons import ASPECTS
from kg.analyze.comparison_values import bounds_of
from kg.analyze.conflicts import load_comparison
from kg.analyze.rows import FigureRow
from kg.api import WorkGraph
from kg.errors import InputError, QueryError


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return graph_of(
        report("征集提案120件，立案100件，办复率98.5%。\n全年走访企业60余家。\n新建委员工作室8个。\n"),
        report(
            "征集提案132件，立案110件，办复率100%。\n全年走访企业66家。\n2025年计划立案120件。\n新建委员工作室9个，升级联络站4个。\n",
            year=2024,
        ),
        report("征集提案90份，立案84件。\n上半年走访企业20家。\n", body="玉门市政协", year=2024),
    )


def cells(found: Comparison, body: str, column: str, table: int = 0) -> tuple[Cell, ...]:
    chosen = found.tables[table]
    (row,) = [row for row in chosen.rows if body in row.body]
    return row.cells[chosen.columns.index(column)]


def codes(cell: Cell) -> list[str]:
    return [reason.code for reason in cell.reasons]


def test_bodies_stand_beside_each_other_year_by_year(store: ox.Store) -> None:
    (table,) = compare(store, ["proposals-filed"]).tables
    assert (table.zh, table.unit, table.columns) == ("提案立案数", "件", ("2023", "2024", "2025"))
    assert [row.body for row in table.rows] == ["政协敦煌市委员会", "政协玉门市委员会"]
    shown = [[[cell.statement.evidence.quote for cell in column] for column in row.cells] for row in table.rows]
    assert shown == [[["100件"], ["110件"], ["120件"]], [[], ["84件"], []]]


def test_a_cell_tells_where_it_stands(store: ox.Store) -> None:
    (cell,) = cells(compare(store, ["proposals-filed"]), "敦煌", "2024")
    (place,) = cell.places
    start = place.start - place.sentence_start
    assert (place.file, place.sentence[start : start + len(place.quote)]) == ("b.txt", "110件")


def test_change_in_percent_and_for_shares_in_points(store: ox.Store) -> None:
    found = compare(store, ["提案征集数", "提案办复率"], bodies=["敦煌市政协"])
    (submitted,) = cells(found, "敦煌", "2024")
    assert submitted.change and (submitted.change.percent, submitted.change.points) == (Decimal("10.0"), None)
    (rate,) = cells(found, "敦煌", "2024", table=1)
    assert rate.change and (rate.change.percent, rate.change.points) == (None, Decimal("1.5"))


def test_a_plan_is_not_compared_with_a_result(store: ox.Store) -> None:
    (cell,) = cells(compare(store, ["proposals-filed"]), "敦煌", "2025")
    assert codes(cell) == ["modality"]
    assert cell.change and cell.change.percent is None
    assert [reason.code for reason in cell.change.reasons] == ["modality"]
    assert "计划" in cell.change.reasons[0].zh and "plan" in cell.change.reasons[0].en


def test_a_hedged_figure_is_not_compared_with_an_exact_one(store: ox.Store) -> None:
    found = compare(store, ["enterprises-visited"])
    (hedged,) = cells(found, "敦煌", "2023")
    (exact,) = cells(found, "敦煌", "2024")
    assert (codes(hedged), codes(exact)) == (["approximate"], [])
    assert exact.change and [reason.code for reason in exact.change.reasons] == ["approximate"]


def test_half_a_year_and_another_unit_are_marked(store: ox.Store) -> None:
    found = compare(store, ["enterprises-visited", "proposals-submitted"])
    (half,) = cells(found, "玉门", "2024")
    assert codes(half) == ["period"]
    (copies,) = cells(found, "玉门", "2024", table=1)
    assert codes(copies) == ["unit"]


def test_a_narrower_indicator_counts_and_is_shown_as_such() -> None:
    store = graph_of(report("全年开展调研视察20次。\n组织执法检查3次。\n"))
    both = cells(compare(store, ["inspections"]), "敦煌", "2023")
    assert [(cell.statement.figure.indicator, "indicator" in codes(cell)) for cell in both] == [
        ("inspections", False),
        ("law-enforcement-inspections", True),
    ]
    (narrow,) = cells(compare(store, ["law-enforcement-inspections"]), "敦煌", "2023")
    assert codes(narrow) == []


SCOPES = {
    "part": ("评选优秀提案30件，其中集体提案11件。\n", "集体提案数", "part"),
    "area": ("全市两级政协立案提案560件。\n", "提案立案数", "area"),
    "running": ("换届以来累计培训委员900人次。\n", "培训人数", "running"),
    "stock": ("协商议事平台总数达到104个。\n", "协商议事平台数", "running"),
    "topic": ("就老街改造提出意见建议12条。\n", "意见建议条数", "topic"),
    "undertaking": ("开展“暖企同行”行动，走访企业30家。\n", "走访企业数", "initiative"),
    "norm": ("每年走访企业30家。\n", "走访企业数", "modality"),
}


@pytest.mark.parametrize("name", SCOPES)
def test_another_scope_is_told_with_its_reason(name: str) -> None:
    text, indicator, code = SCOPES[name]
    found = compare(graph_of(report(text)), [indicator])
    marked = [reason for row in found.tables[0].rows for c in row.cells for cell in c for reason in cell.reasons]
    assert code in [reason.code for reason in marked]
    assert all(reason.zh and reason.en for reason in marked)


def test_parts_of_other_wholes_are_not_compared() -> None:
    store = graph_of(
        report("评选优秀提案30件，其中集体提案11件。\n"), report("立案110件，其中集体提案73件。\n", year=2024)
    )
    (later,) = cells(compare(store, ["collective-proposals"]), "敦煌", "2024")
    assert later.change and later.change.percent is None
    assert [reason.code for reason in later.change.reasons] == ["part"]


def test_figures_in_conflict_are_marked_and_have_no_change() -> None:
    store = graph_of(report("立案100件。\n"), report("立案108件。\n全年审查立案118件，办复率100%。\n", year=2024))
    both = cells(compare(store, ["proposals-filed"]), "敦煌", "2024")
    assert [codes(cell) for cell in both] == [["conflict"], ["conflict"]]
    assert "118件" in both[0].reasons[0].zh
    (change,) = [cell.change for cell in both if cell.change]
    assert change.percent is None and "conflict" in [reason.code for reason in change.reasons]


def test_the_finer_figure_stands_first() -> None:
    store = graph_of(report("全年走访企业60余家。\n全年共走访企业65家。\n"))
    finer, looser = cells(compare(store, ["enterprises-visited"]), "敦煌", "2023")
    assert (finer.statement.evidence.quote, codes(finer)) == ("65家", [])
    assert codes(looser) == ["approximate", "refined"]


def test_without_indicators_those_of_two_bodies_or_years(store: ox.Store) -> None:
    shown = [table.notation for table in compare(store).tables]
    assert {"proposals-filed", "proposals-submitted", "proposal-answer-rate", "enterprises-visited"} <= set(shown)
    assert shown == [table.notation for table in compare(store).tables]
    one = graph_of(report("征集提案120件。\n"))
    assert compare(one).tables == ()


def test_years_and_bodies_are_picked(store: ox.Store) -> None:
    (table,) = compare(store, ["proposals-filed"], bodies=["玉门市政协"], years=["2024"]).tables
    assert (table.columns, [row.body for row in table.rows]) == (("2024",), ["政协玉门市委员会"])
    (table,) = compare(store, ["proposals-filed"], years=["2024"]).tables
    assert cells(compare(store, ["proposals-filed"], years=["2024"]), "敦煌", "2024")[0].change is not None
    with pytest.raises(QueryError, match="no figure of 1999 here; there are: 2023, 2024"):
        compare(store, ["proposals-filed"], years=["1999"])


@pytest.mark.parametrize(
    ("name", "notation"),
    [("proposals-filed", "proposals-filed"), ("提案立案", "proposals-filed"), ("Proposals filed", "proposals-filed"),
     ("立案提案数", "proposals-filed"), ("“金点子”数", "golden-ideas"), ("批示", "leader-instructions")],
)  # fmt: skip
def test_an_indicator_goes_by_many_names(name: str, notation: str) -> None:
    from kg.analyze.comparison_vocabulary import load_vocabulary

    assert load_vocabulary().find(name).notation == notation


@pytest.mark.parametrize(
    ("indicators", "bodies", "words"),
    [
        (["propsals-filed"], [], "proposals-filed (提案立案数)"),
        (["提案"], [], "may be several indicators"),
        (["航天员人数"], [], "no indicator named '航天员人数'"),
        (["gdp"], [], "no figure of gdp"),
        ([], ["敦煌市政斜"], "敦煌"),
        ([], ["市政协"], "政协敦煌市委员会, 政协玉门市委员会"),
        ([], ["政协"], "may be several bodies"),
        ([], ["火星"], "no body named '火星'"),
        (["提案立案数"], [""], "no body named ''"),
    ],
)
def test_what_is_not_understood_names_what_would_be(
    store: ox.Store, indicators: list[str], bodies: list[str], words: str
) -> None:
    with pytest.raises(QueryError) as refused:
        compare(store, indicators, bodies=bodies)
    assert words in str(refused.value)


def test_every_aspect_has_a_name_in_both_languages() -> None:
    assert all(zh and en for zh, en in ASPECTS.values())


@pytest.mark.parametrize(
    ("surface", "value", "modifier", "low", "high"),
    [
        ("200余个", "200", "over", "200", "300"), ("2300余场次", "2300", "over", "2300", "2400"),
        ("近300个", "300", "under", "200", "300"), ("约300个", "300", "approx", "250", "350"),
        ("312件", "312", "exact", "312", "312"), ("46.5万元", "465000", "exact", "464500", "465500"),
        ("1.2亿元", "120000000", "exact", "115000000", "125000000"), ("98.6%", "98.6", "exact", "98.55", "98.65"),
        ("超过300家", "300", "over", "300", None), ("不足20人", "20", "under", "0", "20"), ("0件", "0", "exact", "0", "0"),
    ],
)  # fmt: skip
def test_a_printed_figure_admits_certain_numbers(
    surface: str, value: str, modifier: str, low: str, high: str | None
) -> None:
    row = FigureRow(
        "", "", "", "", "", "", "", "", Decimal(value), None, "%" if surface.endswith("%") else "件", modifier, "actual",
        "2023", "", surface, "stated", "", (),
    )  # fmt: skip
    bounds = bounds_of(row, surface, load_comparison())
    assert (bounds.low, bounds.high) == (Decimal(low), None if high is None else Decimal(high))


def test_the_same_from_python(store: ox.Store) -> None:
    pytest.importorskip("pandas")
    graph = WorkGraph(store)
    frame = graph.compare(["提案立案数"]).frame()
    assert list(frame["value"]) == [100, 110, 120, 84]
    assert list(frame["comparable"]) == [True, True, False, True]
    assert list(frame["reasons"]) == ["", "", "modality", ""]
    assert graph.compare(["proposals-filed"]) == compare(store, "proposals-filed")
    assert graph.conflicts() == ()
    assert graph.difference(body="敦煌市政协", years=("2023", "2024"))
    assert not graph.difference(WorkGraph(store))
    with pytest.raises(InputError, match="nothing to compare"):
        graph.difference()
