import facts
from msgspec.structs import replace
from report_files import LINES, text

from kg.analyze.duplicates import find_duplicates
from kg.graph.triples import nodes
from kg.model import Extraction, Key, Manifest, Report
from kg.write.tables import figure_rows

LONG = text() + "".join(
    f"第{number}项工作由专门委员会牵头，联合有关部门推进，成效{number}处。\n" for number in range(30)
)


def said(words: str, name: str = "a.txt", **more: object) -> Extraction:
    return Extraction(Report(words, (name,)), **more)  # type: ignore[arg-type]


def test_small_edits_and_other_breaks_make_no_other_report() -> None:
    edited = LONG.replace("1200余人次", "1300余人次").replace("\n", "\r\n　　").replace("，", ",") + "来源：云溪日报"
    first, second = said(LONG), said(edited, "b.html")
    (found,) = find_duplicates([first, second])
    longest = max((first, second), key=lambda one: len(one.report.text))
    assert found.original == longest.report.id
    assert 0.9 < found.likeness < 1
    assert find_duplicates([second, first]) == (found,)


def test_years_bodies_and_other_reports_are_kept_apart() -> None:
    edited = LONG.replace("1200", "1300")
    assert find_duplicates([said(LONG, year=2023), said(edited, year=2024)]) == ()
    bodies = Key("organization", "甲"), Key("organization", "乙")
    assert find_duplicates([said(LONG, about=bodies[0]), said(edited, about=bodies[1])]) == ()
    assert find_duplicates([said(LONG), said(LONG[: len(LONG) // 2])]) == ()
    assert find_duplicates([said(line) for line in LINES]) == ()
    assert find_duplicates([]) == ()


def test_all_versions_point_at_one_original() -> None:
    versions = [said(LONG + "完" * number, f"{number}.txt") for number in range(1, 6)]
    found = find_duplicates(versions)
    assert len(found) == 4
    assert {one.original for one in found} == {versions[-1].report.id}


def test_a_repeated_figure_is_one_with_both_sources() -> None:
    first, _ = facts.extractions()
    copy = Report("转载：" + first.report.text, ("copy.html",), Manifest(url="https://example.org/copy"))
    moved = tuple(
        replace(figure, evidence=tuple(_moved(one, 3) for one in figure.evidence)) for figure in first.figures[:2]
    )
    second = Extraction(copy, about=facts.BODY, figures=moved, duplicate_of=first.report.id)
    rows = figure_rows([second, first], {})
    assert [row.report for row in rows] == ["b/first.txt | copy.html", "b/first.txt | copy.html", "b/first.txt"]
    assert rows[1].source == f"{first.report.manifest.url} | https://example.org/copy"
    graph = {node.subject: dict(node.facts) for node in nodes([first, second])}
    figures = {name: found for name, found in graph.items() if "/fig_" in name}
    evidence = [found["https://w3id.org/workreport/ontology#evidence"] for found in figures.values()]
    assert sorted(map(len, evidence)) == [1, 2, 2]
    for spans in evidence:
        assert all(str(span) in graph for span in spans)
    version = "http://purl.org/dc/terms/isVersionOf"
    assert [found[version] for found in graph.values() if version in found] == [
        (f"https://w3id.org/workreport/id/{first.report.id}",)
    ]
    alone = replace(second, duplicate_of="")
    assert sum("/fig_" in node.subject for node in nodes([first, alone])) == 5


def _moved(evidence: facts.Evidence, by: int) -> facts.Evidence:
    shifted = (facts.Span(span.start + by, span.end + by) for span in (evidence.span, evidence.sentence))
    return facts.Evidence(*shifted)
