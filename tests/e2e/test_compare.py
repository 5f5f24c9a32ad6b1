"""``kg compare``, ``kg conflicts`` and ``kg diff`` as a user runs them, on the demo reports and on wrong input."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from command import kg
from wcwidth import wcswidth

BODY = "镇江市政协"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def texts(demo_build: Path) -> Callable[[str], str]:
    """The text of a report by its identifier."""
    return lambda report: (demo_build / "texts" / f"{report}.txt").read_bytes().decode()


# --- compare


def test_table_puts_years_side_by_side(demo_build: Path) -> None:
    run = kg("compare", "proposals-filed", "提案征集数", demo_build, "--body", BODY, "--lang", "zh")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0] == "提案立案数 proposals-filed（单位：件）"
    assert lines[1].split() == ["机构", "2023", "2024", "2025"]
    assert lines[3].split()[:5] == ["政协镇江市委员会", "356件", "[1]", "371件", "+4.2%"]
    assert "zhenjiang_cppcc_2023.txt 312-316" in run.stdout
    assert "与 356件（2023）相比 +4.2%" in run.stdout
    assert "是计划数" in run.stdout and "与 371件（2024）不可比：性质不同：已完成 / 计划" in run.stdout
    head, row = lines[1], lines[3]
    assert wcswidth(head[: head.index("2023")]) == wcswidth(row[: row.index("356件")])
    assert wcswidth(head[: head.index("2024")]) == wcswidth(row[: row.index("371件")])


def test_english_tells_the_same(demo_build: Path) -> None:
    run = kg("compare", "proposals filed", demo_build, "--body", BODY, "--lang", "en")
    assert run.stdout.startswith("proposals filed (proposals-filed, 提案立案数)  unit: 件\n")
    assert "a plan, not a result" in run.stdout


def test_the_folder_may_stand_first_and_a_file_will_do(demo_build: Path) -> None:
    usual = kg("compare", "提案立案数", demo_build)
    assert kg("compare", demo_build, "提案立案数").stdout == usual.stdout
    assert kg("compare", "提案立案数", demo_build / "graph.ttl").stdout == usual.stdout != ""


def test_csv_has_every_figure_with_its_source(demo_build: Path, texts: Callable[[str], str]) -> None:
    found = rows(kg("compare", "proposals-filed", "problems-solved", demo_build, "--format", "csv").stdout)
    values = json.loads(kg("compare", "proposals-filed", "problems-solved", demo_build, "--format", "json").stdout)
    cells = [
        cell
        for table in values["tables"]
        for row in table["rows"]
        for column in row["columns"].values()
        for cell in column
    ]
    assert len(found) == len(cells) > 8
    for row, cell in zip(found, cells, strict=True):
        place = cell["places"][0]
        assert texts(place["report"])[place["start"] : place["end"]] == place["quote"]
        assert place["sentence"] in texts(place["report"])
        assert (row["value"], row["unit"], row["modifier"]) == (str(cell["value"]), cell["unit"], cell["modifier"])
        assert row["reasons"].split() == list(dict.fromkeys(reason["code"] for reason in cell["reasons"]))
        assert (row["comparable"] == "yes") == cell["comparable"] == (not cell["reasons"])


def test_workbook_holds_the_pivot_and_every_figure(demo_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "cmp.xlsx"
    run = kg("compare", "proposals-filed", "proposals-submitted", demo_build, "--format", "xlsx", "-o", file)
    assert (run.returncode, run.stdout) == (0, "")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["comparison", "figures"]
    pivot = list(book["comparison"].values)
    ours = next(row for row in pivot if row[0] == "proposals-filed" and row[3] == "政协镇江市委员会")
    assert ours[pivot[0].index("2024")] == 371
    assert str(ours[pivot[0].index("2025")]).endswith("*")
    again = tmp_path / "again.xlsx"
    kg("compare", "proposals-filed", "proposals-submitted", demo_build, "--format", "xlsx", "-o", again)
    assert again.read_bytes() == file.read_bytes()


def test_a_csv_file_is_what_excel_takes_for_utf_8(demo_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "cmp.csv"
    assert kg("compare", "gdp", demo_build, "--format", "csv", "-o", file).returncode == 0
    assert file.read_bytes().startswith("\ufefftable,table_label,column,body".encode())
    printed = kg("compare", "gdp", demo_build, "--format", "csv").stdout
    assert file.read_bytes().decode("utf-8-sig") == printed


def test_without_indicators_what_can_be_compared_stands_first(demo_build: Path) -> None:
    tables = json.loads(kg("compare", demo_build, "--format", "json").stdout)["tables"]
    assert len(tables) > 20
    plain = [
        sum(cell["comparable"] for row in table["rows"] for cells in row["columns"].values() for cell in cells)
        for table in tables
    ]
    assert plain == sorted(plain, reverse=True)
    for table in tables:
        years = {column for row in table["rows"] for column in row["columns"]}
        assert len(table["rows"]) > 1 or len(years - {""}) > 1


# --- conflicts


def test_conflicts_lists_pairs_in_every_form(tmp_path: Path, demo_build: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "阿坝县政协2023年工作总结\n\n2023年，县政协征集提案90件，立案80件。\n全年走访企业20余家。\n\n"
        "一、提案工作\n全年共审查立案82件，征集提案90件。\n全年共走访企业23家。\n",
        encoding="utf-8",
    )
    assert kg("build", report, "--output", tmp_path / "out", "--outputs", "ttl").returncode == 0
    run = kg("conflicts", tmp_path / "out", "--lang", "zh")
    assert run.stdout.rstrip().endswith("矛盾 1 处，细化 1 处，重复 1 处")
    assert "立案[[80件]]" in run.stdout and "审查立案[[82件]]" in run.stdout
    found = rows(kg("conflicts", tmp_path / "out", "--format", "csv").stdout)
    assert [(row["kind"], row["one_printed"], row["other_printed"]) for row in found] == [
        ("conflict", "80件", "82件"),
        ("refined", "20余家", "23家"),
        ("restated", "90件", "90件"),
    ]
    values = json.loads(kg("conflicts", tmp_path / "out", "--kind", "refined", "--format", "json").stdout)
    assert [(pair["one"]["value"], pair["other"]["value"], pair["within"]) for pair in values] == [(20, 23, True)]
    assert kg("conflicts", demo_build, "--kind", "conflict", "--format", "csv").stdout.count("\n") == 1


# --- diff


def test_diff_of_a_graph_with_itself_says_so(demo_build: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo_build, copy)
    run = kg("diff", demo_build, copy, "--lang", "en")
    assert (run.returncode, run.stdout[:16]) == (0, "nothing differs:")
    assert json.loads(kg("diff", demo_build, demo_build, "--format", "json").stdout)["differs"] is False


def test_diff_of_two_years(demo_build: Path) -> None:
    run = kg("diff", demo_build, "--body", BODY, "--years", "2023", "2024", "--lang", "zh")
    assert run.returncode == 0, run.stderr
    assert "~ 政协镇江市委员会 · 提案立案数 356件 → 371件 +4.2%" in run.stdout
    assert "不可比：单位不同：个 / 件" in run.stdout
    assert "\n+ “港城茶叙”委员工作室\n" in run.stdout and "\n- “渔乡夜话”品牌\n" in run.stdout
    assert kg("diff", demo_build, "--years", "2023", "2024", "--lang", "zh").stdout == run.stdout
    found = rows(kg("diff", demo_build, "--years", "2023", "2024", "--format", "csv").stdout)
    values = json.loads(kg("diff", demo_build, "--years", "2023", "2024", "--format", "json").stdout)
    assert len(found) == sum(len(values[name]) for name in ("figures", "initiatives", "relations"))
    assert {row["section"] for row in found} == {"figure", "initiative", "relation"}
    assert all(row["before_sentence"] or row["after_sentence"] for row in found)


# --- wrong input


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["compare", "propsals-filed", "DEMO"], 1, "near to it: proposals-filed (提案立案数)"),
        (["compare", "提案", "DEMO"], 1, "may be several indicators"),
        (["compare", "proposals-filed"], 1, "the folder of a build comes last"),
        (["compare", "proposals-filed", "EMPTY"], 1, "no graph in this folder"),
        (["compare"], 2, "Missing argument"),
        (["compare", "DEMO", "--format", "xlsx"], 2, "name it with -o"),
        (["compare", "proposals-filed", "DEMO", "--body", "市政协"], 1, "may be several bodies"),
        (["compare", "proposals-filed", "DEMO", "--body", "镇江市正协"], 1, "near to it: "),
        (["compare", "legal-aid-cases", "DEMO"], 1, "no figure of legal-aid-cases"),
        (["compare", "proposals-filed", "DEMO", "--format", "csv", "-o", "EMPTY"], 1, "kg: "),
        (["compare", "ODD"], 1, "'seven' is no number"),
        (["conflicts", "EMPTY"], 1, "no graph in this folder"),
        (["conflicts", "DEMO", "--body", "火星"], 1, "no body named '火星'"),
        (["diff", "DEMO"], 2, "two years with --years"),
        (["diff", "DEMO", "MISSING"], 1, "no such file or folder"),
        (["diff", "DEMO", "--years", "2023"], 2, "requires 2 arguments"),
        (["diff", "DEMO", "--body", BODY, "--years", "1999", "2023"], 1, "there are: 2023, 2024, 2025"),
        (["diff", "DEMO", "--years", "1999", "2000"], 1, "no body has reports of 1999 and 2000"),
    ],
)
def test_wrong_input_is_told_in_a_line(
    demo_build: Path, tmp_path: Path, arguments: list[str], status: int, words: str
) -> None:
    odd = tmp_path / "odd.nt"
    wr = "https://w3id.org/workreport/ontology#"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    odd.write_text(f'<urn:a> <{kind}> <{wr}Metric> .\n<urn:a> <{wr}value> "seven" .\n', encoding="utf-8")
    places = {"DEMO": demo_build, "EMPTY": tmp_path, "MISSING": tmp_path / "missing", "ODD": odd}
    run = kg(*(places.get(one, one) for one in arguments), "--lang", "en")
    assert (run.returncode, run.stdout) == (status, "")
    assert words in run.stderr
    assert "Traceback" not in run.stderr
    if status == 1:
        assert run.stderr.count("\n") == 1
