"""Every word list: sorted, without doubles, with known kinds and complete columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "kg" / "rules" / "data"
KINDS = {
    "cppcc",
    "party",
    "government",
    "department",
    "congress",
    "committee",
    "task-force",
    "democratic-party",
    "mass-organization",
    "media",
    "enterprise",
    "school",
    "community",
    "court",
    "other",
}
BODIES = ("name", "aliases", "kind", "scope", "full", "source", "since")
COLUMNS = {
    "bodies.tsv": BODIES,
    "cppcc_units.tsv": BODIES,
    "departments.tsv": BODIES,
    "enterprises.tsv": BODIES,
    "media.tsv": BODIES,
    "media_forms.tsv": BODIES,
    "parties.tsv": BODIES,
    "schools.tsv": BODIES,
    "org_suffixes.tsv": ("name", "aliases", "kind", "alone", "stops", "source"),
    "generic_collectives.tsv": ("name", "kind", "matches", "rejects", "source"),
    "slogans.tsv": ("name", "aliases", "kind", "source"),
    "zones.tsv": ("name", "short", "kind", "code", "since", "source"),
}
WITH_KIND = [name for name, columns in COLUMNS.items() if columns == BODIES] + ["org_suffixes.tsv"]
SCOPES = re.compile(
    r"national|grammar|party|mass|(government|state|court|party|former|cppcc|congress|any|union|youth|women|procuratorate)"
    r":(local|province|any|unit|committee|branch)"
)


def lines(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows(name: str) -> list[dict[str, str]]:
    header, *body = lines(name)
    return [dict(zip(header, row, strict=True)) for row in body]


def forms(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row.get("aliases", "").split("|"))]


@pytest.mark.parametrize("name", COLUMNS)
def test_file_has_its_columns_and_sorted_rows_without_doubles(name: str) -> None:
    header, *body = lines(name)
    assert tuple(header) == COLUMNS[name]
    assert body == sorted(body)
    assert len({tuple(row) for row in body}) == len(body) > 5


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_has_a_name_and_a_source_and_no_stray_blanks(name: str) -> None:
    for row in rows(name):
        assert row["name"], row
        assert row["source"], row
        assert all(cell == cell.strip() for cell in row.values()), row


@pytest.mark.parametrize("name", WITH_KIND)
def test_kinds_are_those_of_the_scheme(name: str) -> None:
    assert {row["kind"] for row in rows(name)} <= KINDS


@pytest.mark.parametrize("name", WITH_KIND)
def test_a_form_stands_once_within_its_scope(name: str) -> None:
    found = Counter((form, row.get("scope", "")) for row in rows(name) for form in forms(row))
    assert [key for key, count in found.items() if count > 1] == []


@pytest.mark.parametrize("name", [name for name, columns in COLUMNS.items() if "aliases" in columns])
def test_aliases_are_sorted_and_differ_from_the_name(name: str) -> None:
    for row in rows(name):
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        assert aliases == sorted(set(aliases)), row
        assert row["name"] not in aliases, row
        assert all(len(alias) > 1 or (row["name"], alias) == ("办公室", "办") or alias == "办" for alias in aliases), (
            row
        )


@pytest.mark.parametrize("name", [name for name, columns in COLUMNS.items() if columns == BODIES])
def test_scope_full_name_and_years_are_well_formed(name: str) -> None:
    divisions = set(division_paths())
    for row in rows(name):
        assert SCOPES.fullmatch(row["scope"]) or row["scope"] in divisions, row
        assert row["full"], row
        assert re.fullmatch(r"(\d{4})?(-(\d{4}))?", row["since"]), row
        if row["scope"].partition(":")[0] in {"government", "state", "court", "former", "grammar"}:
            assert "{place}" in row["full"] or row["scope"].endswith((":unit", ":branch")) or name == "cppcc_units.tsv"


def division_paths() -> set[str]:
    table = {row["code"]: row for row in rows("divisions.tsv") if not row["until"]}
    paths = set()
    for row in table.values():
        path, above = row["name"], row["parent"]
        while above and table[above]["level"] != "nation":
            path, above = table[above]["name"] + path, table[above]["parent"]
        paths.add(path)
    return paths


def test_collectives_match_what_they_say_and_reject_names() -> None:
    for row in rows("generic_collectives.tsv"):
        for word in row["matches"].split("|"):
            assert re.fullmatch(row["name"], word), (row["name"], word)
        for word in row["rejects"].split("|"):
            assert not re.fullmatch(row["name"], word), (row["name"], word)


def test_no_collective_is_the_full_name_of_a_body() -> None:
    patterns = [re.compile(row["name"]) for row in rows("generic_collectives.tsv")]
    for name in ("bodies.tsv", "schools.tsv", "enterprises.tsv"):
        for row in rows(name):
            assert not any(pattern.fullmatch(row["name"]) for pattern in patterns), row["name"]


def test_local_forms_of_parties_have_a_place_or_a_level() -> None:
    for row in rows("parties.tsv"):
        for form in row["full"].split(";"):
            assert form.count("{place}") + form.count("{level}") == 1, form


@pytest.mark.parametrize(
    ("file", "form", "name"),
    [
        ("bodies.tsv", "中组部", "中国共产党中央委员会组织部"),
        ("bodies.tsv", "国办", "中华人民共和国国务院办公厅"),
        ("bodies.tsv", "最高法", "中华人民共和国最高人民法院"),
        ("departments.tsv", "住建局", "住房和城乡建设局"),
        ("departments.tsv", "人社厅", "人力资源和社会保障厅"),
        ("departments.tsv", "经贸委", "经济贸易委员会"),
        ("departments.tsv", "编办", "机构编制委员会办公室"),
        ("cppcc_units.tsv", "社法委", "社会和法制委员会"),
        ("cppcc_units.tsv", "人资环委", "人口资源环境委员会"),
        ("cppcc_units.tsv", "法工委", "法制工作委员会"),
        ("media.tsv", "央视", "中央电视台"),
        ("enterprises.tsv", "国家电网", "国家电网有限公司"),
    ],
)
def test_short_form_leads_to_its_name(file: str, form: str, name: str) -> None:
    assert name in {row["name"] for row in rows(file) if form in forms(row)}


def test_zones_lie_in_known_divisions() -> None:
    codes = {row["code"] for row in rows("divisions.tsv")}
    for row in rows("zones.tsv"):
        assert not row["code"] or row["code"] in codes, row
