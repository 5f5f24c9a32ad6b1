"""The page as a person walks through it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from kg.view.page import render
from tests.browser.conftest import NARROW, Open, Visit
from tests.unit.view.graphs import GraphBuilder, large_graph, small_graph
from tests.unit.view.test_page import count

BODY = "org_云溪市政协"
RELATIONS = (
    "VALUES ?p { wr:carriesOut wr:issues wr:establishes wr:endorses wr:cooperatesWith wr:targets wr:coveredBy "
    "org:subOrganizationOf wr:subInitiativeOf wr:organization wr:initiative wr:jurisdiction wr:within } "
    "?s ?p ?o . ?s a ?c . ?o a ?d "
)
NODES = "VALUES ?c { org:Organization wr:Initiative wr:Document wr:Place wr:Metric } ?s a ?c"


def panel(one: Visit) -> str:
    return str(one.page.inner_text("#panel"))


def test_search_click_evidence_report_and_back(visit: Open) -> None:
    one = visit(small_graph())
    page = one.page
    page.fill("#search", "茶乡")
    assert "“茶乡夜话”协商活动" in page.inner_text("#hits")
    page.press("#search", "ArrowDown")
    page.press("#search", "Enter")
    page.wait_for_selector("#panel:not([hidden])")
    text = panel(one)
    assert "“茶乡夜话”协商活动" in text and "≥120家" in text and "𠮷祥街道参加" in text
    marked = page.locator("#panel .proof mark").all_inner_texts()
    assert "“茶乡夜话”协商活动" in marked
    page.locator("#panel a.open-report").first.click()
    page.wait_for_selector(".report .target")
    assert page.inner_text(".report .target").startswith("“茶乡夜话”协商活动")
    seen = page.locator(".report .target").first.bounding_box()
    assert 0 < seen["y"] < 900
    page.go_back()
    page.wait_for_selector("#panel:not([hidden])")
    assert one.state()["view"] == "graph" and one.state()["sel"] == "ini_茶乡夜话"
    page.go_back()
    page.wait_for_selector("#panel", state="hidden")


@pytest.mark.parametrize(
    ("typed", "found"), [("yxszx", "政协云溪市委员会"), ("夜话实施", "茶乡夜话实施办法"), ("征集", "征集提案")]
)
def test_search_finds_parts_other_names_and_pinyin_initials(visit: Open, typed: str, found: str) -> None:
    one = visit(small_graph())
    one.page.fill("#search", typed)
    assert found in one.page.inner_text("#hits li >> nth=0")


def test_click_on_a_node_and_on_a_link_shows_their_evidence(visit: Open) -> None:
    one = visit(small_graph())
    one.click_node(BODY)
    one.page.wait_for_selector("#panel:not([hidden])")
    assert "市政协 in a report of 云溪市" in panel(one)
    assert "https://example.org/yunxi" in one.page.locator("#panel figcaption a[target]").first.get_attribute("href")
    one.click_link(f"{BODY} issues doc_茶乡夜话实施办法")
    one.page.wait_for_function("document.querySelector('#panel h2').textContent === '制发'")
    assert one.page.inner_text("#panel mark") == "市政协制定《茶乡夜话实施办法》"


def test_marked_span_behind_a_rare_character_is_exact(visit: Open) -> None:
    one = visit(small_graph(), at="#graph?sel=org_云溪日报")
    assert one.page.inner_text("#panel .proof mark") == "云溪日报"
    one.page.locator("#panel a.open-report").first.click()
    assert one.page.inner_text(".report .target") == "云溪日报"


def test_counts_equal_those_of_sparql(visit: Open) -> None:
    made = large_graph(12, 6, 2)
    one = visit(made, at="#graph?all=1")
    nodes, edges = count(made.store, NODES), count(made.store, RELATIONS)
    assert one.ask("[KG.graph.visible.nodes.length, KG.graph.visible.edges.length]") == [nodes, edges]
    shown = one.ask(
        "Object.fromEntries([...document.querySelectorAll('[data-kind]')]"
        ".map((one) => [one.dataset.kind, Number(one.querySelector('.count').textContent)]))"
    )
    assert shown["figure"] == count(made.store, "?s a wr:Metric") and sum(shown.values()) == nodes
    one.page.click(".graph-tools button:has-text('表格')")
    one.page.wait_for_selector(".main table")
    assert [one.rows(0), one.rows(1)] == [nodes, edges]
    one.page.click("#tab-figures")
    one.page.click("button:has-text('全部数字')")
    assert one.rows() == count(made.store, "?s a wr:Metric")


def test_filters_by_kind_relation_year_city_and_report(visit: Open) -> None:
    one = visit(small_graph())
    page = one.page

    def shown(key: str) -> list[str]:
        names: list[str] = one.ask(f"KG.graph.visible.nodes.map(n => KG.things[n].{key})")
        return names

    page.click("[data-kind='figure']")
    assert "figure" not in shown("kind") and page.get_attribute("[data-kind='figure']", "aria-pressed") == "false"
    page.click("[data-kind='figure']")
    page.click("[data-relation='carriesOut']")
    assert one.ask("KG.graph.visible.edges.every(({name}) => name !== 'carriesOut')")
    page.click(".reset")
    page.select_option("#filter-year", "2024")
    assert "政协临湖县委员会" in shown("label") and "政协云溪市委员会" not in shown("label")
    page.click(".reset")
    page.select_option("#filter-city", "江南省云溪市")
    assert "政协云溪市委员会" in shown("label") and "政协临湖县委员会" not in shown("label")
    page.click(".reset")
    page.select_option("#filter-in", "rep_2222222222222222")
    assert set(shown("id")) >= {"org_临湖县政协", "fig_0000000000000004"} and BODY not in shown("id")
    page.go_back()
    assert one.state()["in"] == "" and len(shown("id")) == 13


def test_expand_and_collapse_neighbours(visit: Open) -> None:
    made = large_graph(30, 8, 2)
    one = visit(made)
    first = one.ask("KG.graph.visible.nodes.length")
    assert first <= 150
    name = one.ask("KG.things[KG.graph.visible.nodes[0]].id")
    one.ask("sel => KG.state.go({sel})", name)
    one.page.click(".graph-tools button:has-text('展开相邻')")
    opened = one.ask("KG.graph.visible.nodes.length")
    near = one.ask("id => new Set(KG.around[KG.byId.get(id)].map(({other}) => other)).size", name)
    assert opened > first and one.ask(
        "id => KG.around[KG.byId.get(id)].every(({other}) => KG.graph.visible.nodeSet.has(other))", name
    )
    one.page.click(".graph-tools button:has-text('收起相邻')")
    assert one.ask("KG.graph.visible.nodes.length") < opened
    one.page.go_back()
    assert one.ask("KG.graph.visible.nodes.length") == opened and near > 8


def test_a_link_shows_the_same_state_again(visit: Open) -> None:
    made = small_graph()
    one = visit(made)
    one.click_node(BODY)
    one.page.click("[data-kind='place']")
    one.page.click("#theme")
    address = one.ask("location.hash")
    again = visit(made, at=address)
    assert again.state() == one.state()
    assert again.page.inner_text("#panel h2") == "政协云溪市委员会"
    assert again.ask("document.documentElement.dataset.theme") == "dark"


def test_no_label_covers_another_and_all_can_be_read(visit: Open) -> None:
    for made, size in ((small_graph(), (1440, 900)), (large_graph(12, 6, 2), (1440, 900)), (small_graph(), NARROW)):
        one = visit(made, size=size)
        boxes = one.ask("KG.labels.boxes")
        for number, a in enumerate(boxes):
            for b in boxes[number + 1 :]:
                apart = (
                    a["right"] <= b["left"]
                    or b["right"] <= a["left"]
                    or a["bottom"] <= b["top"]
                    or b["bottom"] <= a["top"]
                )
                assert apart, (a, b)
        assert len(boxes) >= 0.75 * one.ask("KG.graph.visible.nodes.length") or size == NARROW
        assert min(box["bottom"] - box["top"] for box in boxes) >= 13


def test_figures_sort_filter_and_download(visit: Open) -> None:
    one = visit(small_graph(), at="#figures?mode=list")
    page = one.page

    def values() -> list[str]:
        return [text.strip() for text in page.locator("tbody tr td:nth-child(2)").all_inner_texts()]

    page.click("th button:has-text('数值')")
    assert values() == ["3期◇", "88件", "≥120家", "292件", "≈1,200人次◷"]
    page.click("th button:has-text('数值')")
    assert values()[0].startswith("≈1,200")
    page.locator("#figure-words").type("提案")
    assert values() == ["292件", "88件"]
    assert page.evaluate("document.activeElement.id") == "figure-words"
    with page.expect_download() as waiting:
        page.click("#csv")
    raw = Path(waiting.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert {(row["text"], row["value"], row["period"]) for row in table} == {
        ("征集提案", "292", "2023"),
        ("征集提案", "88", "2024"),
    }
    assert any("全年征集提案292件" in row["sentence"] for row in table)


def test_comparison_puts_bodies_beside_years_and_draws_them(visit: Open) -> None:
    one = visit(small_graph(), at="#figures?ind=proposals-submitted")
    page = one.page
    assert [text.split()[0] for text in page.locator("thead th").all_inner_texts()] == ["指标", "机构", "2023", "2024"]
    assert one.rows() == 2
    assert page.locator("svg.chart[role=img]").count() == 1
    page.locator(".cell-figure").first.click()
    page.wait_for_selector("#panel:not([hidden])")
    assert "征集提案" in panel(one) and "提案 › 提案征集数" in panel(one)


def test_a_row_of_the_table_leads_to_its_sentence(visit: Open) -> None:
    one = visit(small_graph(), at="#figures?mode=list&sort=value")
    one.page.locator(".report-link").first.click()
    one.page.wait_for_selector(".report .target")
    assert one.page.inner_text(".report .target") == "3期"


def test_report_marks_mentions_figures_and_what_was_left_aside(visit: Open) -> None:
    from kg.model import Skipped, Span
    from tests.unit.view.graphs import TEXT

    begin = TEXT.index("第3版")
    skipped = {"rep_1111111111111111": [Skipped(Span(begin, begin + 3), "第3版", "number", "ordinal")]}
    one = visit(small_graph(), at="#report", skipped=skipped)
    page = one.page
    assert page.inner_text("article.text").replace("\n", "") == TEXT.replace("\n", "")
    assert page.locator("article .m-figure").all_inner_texts() == ["120余家", "292件", "3期"]
    assert page.inner_text("article .m-skipped") == "第3版"
    assert "序数" in page.get_attribute("article .m-skipped", "title")
    page.locator("article a.m-organization").first.click()
    page.wait_for_selector("#panel:not([hidden])")
    assert one.state()["sel"] == BODY and one.state()["view"] == "graph"


def test_answers_show_rows_and_the_query_to_copy(visit: Open) -> None:
    made = small_graph()
    one = visit(made, at="#answers?ask=indicator-across-reports")
    assert one.rows() == 2
    one.page.click("details.sparql summary")
    query = one.page.inner_text("pre code")
    rows: Any = made.store.query(query)
    assert len(list(rows)) == 2, "the text that is copied runs in any engine"


def test_language_and_theme_can_be_switched(visit: Open) -> None:
    one = visit(small_graph())
    page = one.page
    page.click("#language")
    assert page.inner_text("#tab-figures") == "Figures" and page.get_attribute("html", "lang") == "en"
    assert one.ask("document.activeElement.id") == "language"
    page.click("#theme")
    assert one.ask("document.documentElement.dataset.theme") == "dark"
    page.click("#language")
    assert page.inner_text("#tab-figures") == "指标"
    words = one.ask("[Object.keys(WORDS.zh).sort(), Object.keys(WORDS.en).sort()]")
    assert words[0] == words[1]


def test_everything_can_be_reached_with_the_keyboard_alone(visit: Open) -> None:
    one = visit(small_graph())
    page = one.page
    order = []
    for _ in range(60):
        page.keyboard.press("Tab")
        place = one.ask("(e => e.id || e.className || e.tagName)(document.activeElement)")
        order.append(place)
        if place == "canvas":
            break
    wanted = ["skip", "tab-graph", "tab-report", "language", "theme", "search", "filter-year", "legend", "canvas"]
    assert [order.index(name) for name in wanted] == sorted(order.index(name) for name in wanted)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel:not([hidden])")
    assert one.page.inner_text("#spoken") != ""
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    page.keyboard.press("/")
    page.keyboard.type("临湖")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel:not([hidden])")
    assert one.page.inner_text("#panel h2") == "政协临湖县委员会"


def test_picture_is_saved_as_png(visit: Open) -> None:
    one = visit(small_graph())
    with one.page.expect_download() as waiting:
        one.page.click("button:has-text('PNG')")
    picture = Path(waiting.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 5000


def test_live_layout_moves_and_stops(visit: Open) -> None:
    one = visit(small_graph())
    before = one.ask("KG.graph.pixelOf(0)")
    toggle = one.page.locator("button:has-text('动态布局')")
    assert toggle.get_attribute("aria-pressed") == "false"
    toggle.click()
    one.page.wait_for_timeout(400)
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "false"
    after = one.ask("KG.graph.pixelOf(0)")
    assert after != before
    one.page.wait_for_timeout(150)
    assert one.ask("KG.graph.pixelOf(0)") == after


def test_a_page_says_what_it_left_out(visit: Open) -> None:
    made: GraphBuilder = large_graph(30, 8)
    from kg.view.selection import Selection

    one = visit(made, selection=Selection(most=100))
    assert "另有 170 个未收录" in one.page.inner_text("#graph-status")
    assert "--view" in one.page.inner_text("#graph-status")


def test_empty_graph_opens_without_complaint(visit: Open) -> None:
    made = GraphBuilder()
    one = visit(made)
    for view in ("table", "figures", "answers", "report"):
        one.ask("view => KG.state.go({view})", view)
        one.page.wait_for_timeout(30)
    assert one.page.locator("main").count() == 1


def test_an_indicator_over_the_years_is_drawn_as_a_line(visit: Open) -> None:
    made = small_graph()
    report = "https://w3id.org/workreport/id/rep_2222222222222222"
    made.figure(
        "0000000000000006",
        report,
        "88件",
        "75",
        "件",
        indicatorText="征集提案",
        organization="https://w3id.org/workreport/id/org_临湖县政协",
        indicator="https://w3id.org/workreport/indicator/proposals-submitted",
        period="2023",
        modifier="approx",
    )
    one = visit(made, at="#figures?ind=proposals-submitted")
    assert one.page.locator("svg.chart").count() == 2
    assert one.page.locator("svg .trend").count() == 1
    assert one.page.locator("svg .dot.open").count() == 1, "a value that is not exact has an open mark"
    assert "≈75件" in one.page.text_content("svg.chart >> nth=1")
    one.ask("KG.state.go({ind: ''})")
    one.page.wait_for_function("document.querySelectorAll('svg.chart').length === 1")
    one.page.locator(".chart-box a").click()
    assert one.state()["ind"] == "proposals-submitted"


def test_scope_narrows_the_figures_too(visit: Open) -> None:
    one = visit(small_graph(), at="#figures?mode=list")
    assert one.rows() == 5
    one.page.select_option("#filter-city", "江南省临湖县")
    assert one.rows() == 2


def test_opening_the_panel_keeps_the_scale_and_shows_the_neighbours(visit: Open) -> None:
    one = visit(large_graph(9, 7, 1))
    before = one.ask("KG.graph.scale")
    one.click_node(one.ask("KG.things[KG.graph.visible.nodes[3]].id"))
    one.page.wait_for_selector("#panel:not([hidden])")
    assert one.ask("KG.graph.scale") >= min(before, 0.6)
    inside = one.ask(
        "(() => { const {node} = KG.graph.selection(KG.state.now); const at = KG.graph.pixelOf(node);"
        "const box = document.querySelector('.canvas').getBoundingClientRect();"
        "return at.x > 0 && at.y > 0 && at.x < box.width && at.y < box.height; })()"
    )
    assert inside


def test_dark_page_prints_dark_on_light(visit: Open) -> None:
    one = visit(small_graph(), at="#report?theme=dark")
    one.page.emulate_media(media="print")
    ink, paper = one.ask(
        "[getComputedStyle(document.querySelector('.text')).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert not one.page.locator(".side").is_visible()


def test_a_page_without_texts_still_shows_the_sentence_of_a_fact(visit: Open) -> None:
    one = visit(render(small_graph().store, texts={}), at="#graph?sel=fig_0000000000000001")
    assert one.page.inner_text("#panel .proof mark") == "120余家"
    assert "走访企业120余家" in one.page.inner_text("#panel blockquote")
    one.page.locator("#panel a.open-report").click()
    assert "texts/rep_1111111111111111.txt" in one.page.inner_text(".page")


def test_values_that_are_not_exact_are_hatched(visit: Open) -> None:
    made = small_graph()
    made.figure(
        "0000000000000007",
        "https://w3id.org/workreport/id/rep_1111111111111111",
        "292件",
        "50",
        "件",
        indicatorText="征集提案",
        organization="https://w3id.org/workreport/id/org_云溪日报",
        indicator="https://w3id.org/workreport/indicator/proposals-submitted",
        period="2024",
        modifier="over",
    )
    one = visit(made, at="#figures?ind=proposals-submitted")
    fills = one.ask("[...document.querySelectorAll('.bar')].map((bar) => getComputedStyle(bar).fill)")
    assert len(fills) == 2 and not fills[0].startswith("url") and fills[1].startswith("url"), fills


def test_evidence_names_the_page_and_the_report_its_twin(visit: Open) -> None:
    made = small_graph()
    report = "https://w3id.org/workreport/id/rep_1111111111111111"
    begin = made.texts["rep_1111111111111111"].index("292件")
    made.add(f"{report}#char={begin},{begin + 4}", "https://w3id.org/workreport/ontology#page", "3", datatype="urn:n")
    made.add("https://w3id.org/workreport/id/rep_2222222222222222", "http://purl.org/dc/terms/isVersionOf", report)
    one = visit(made, at="#graph?sel=fig_0000000000000002")
    assert "第 3 页" in one.page.inner_text("#panel figcaption")
    one.ask("KG.state.go({view: 'report', rep: 'rep_2222222222222222'})")
    one.page.locator(".report .note a:has-text('云溪市政协2023年工作综述')").click()
    assert one.state()["rep"] == "rep_1111111111111111"
