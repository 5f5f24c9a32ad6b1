"""What is read in sentences of our own: tables in ``tests/cases``, each row a sentence below the beginning of a report."""

from collections.abc import Callable

import pytest
import reading
from reading import cases, head, read

from kg.model import Manifest

Told = Callable[[str, str], str]
TABLES: dict[str, Told] = {
    "organizations": reading.bodies,
    "initiatives": reading.undertakings,
    "documents": reading.titles,
    "places": reading.places,
    "relations": reading.relations,
    "owners": reading.owned,
}


@pytest.mark.parametrize(
    ("table", "name", "text", "expected"), [(table, *row) for table in TABLES for row in cases(table)]
)
def test_case(table: str, name: str, text: str, expected: str) -> None:
    assert TABLES[table](name, text) == expected


@pytest.mark.parametrize(("text", "manifest", "body", "place", "year"), cases("contexts"))
def test_whose_report_it_is(text: str, manifest: str, body: str, place: str, year: str) -> None:
    given = ("", "", "") if manifest == "-" else tuple(manifest.split("|"))
    row = Manifest(body=given[0], place=given[1], year=int(given[2]) if given[2] else None)
    found = read("-", text, row)
    labels = {entity.key: entity.label for entity in found.entities}
    assert (found.about.stem if found.about else "-") == body
    assert (labels[found.place] if found.place else "-") == place
    assert str(found.year or "-") == year


@pytest.mark.parametrize("table", TABLES)
def test_tables_hold_positives_and_negatives(table: str) -> None:
    expected = [row[-1] for row in cases(table)]
    assert all(len(row) == 3 for row in cases(table))
    assert table == "owners" or {"-"} < set(expected)


@pytest.mark.parametrize("name", sorted({row[0] for table in TABLES for row in cases(table)} - {"-"}))
def test_heads_tell_whose_report_it_is(name: str) -> None:
    found = read(name, "各项工作有序推进。")
    assert found.about is not None
    assert found.year == 2022


@pytest.mark.parametrize(
    "name", ["city-cppcc", "district-cppcc", "city-district-cppcc", "county-cppcc", "province-cppcc"]
)
def test_short_forms_of_superiors_give_their_reason(name: str) -> None:
    found = read(name, "市政协、省政协给予肯定。")
    told = {entity.resolution for entity in found.entities if entity.grade == "resolved" and entity.evidence}
    told |= {one.reason for one in found.skipped if one.kind == "mention"}
    assert told
    assert "" not in told


@pytest.mark.parametrize("table", ["organizations", "relations", "initiatives"])
def test_every_entity_and_relation_names_its_rule(table: str) -> None:
    for name, text, _ in cases(table):
        found = read(name, text)
        assert all(one.rule for one in found.entities)
        assert all(one.rule for one in found.relations)


def test_sentences_beside_each_other_are_read_as_alone() -> None:
    """A pair of unrelated sentences names what each of them names."""
    one, other = "市教育局制定《校园安全工作方案》。", "赴青岛市、烟台市学习考察。"
    both = reading.relations("city-cppcc", f"{one}\n{other}")
    alone = [reading.relations("city-cppcc", text).split("; ") for text in (one, other)]
    assert sorted(both.split("; ")) == sorted(alone[0] + alone[1])


def test_one_name_is_another_body_in_another_report() -> None:
    assert head("district-cppcc") != head("city-district-cppcc")
    found = {reading.bodies(name, "市政协给予肯定。") for name in ("city-cppcc", "district-cppcc", "county-cppcc", "-")}
    assert found == {"市政协=淄博市政协", "市政协=重庆市政协", "市政协=漳州市政协", "市政协?unresolved-place"}


def test_equal_numbers_of_any_measure_are_one_fact_only_in_the_same_words() -> None:
    apart = read("city-cppcc", "服务贸易增长10%，货物贸易增长10%。")
    assert [f.indicator_text for f in apart.figures] == ["服务贸易增长", "货物贸易增长"]
    again = read("city-cppcc", "完成投资12亿元。截至年底完成投资12亿元。")
    assert [len(f.evidence) for f in again.figures] == [2]
