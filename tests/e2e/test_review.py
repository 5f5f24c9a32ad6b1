"""Correct, rebuild, edit the text, rebuild: a sheet of corrections survives, and says what it could not do."""

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from command import kg
from report_files import LINES, text


def figures(folder: Path) -> dict[str, str]:
    with (folder / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["indicator_text"] + row["value"]: row["rule"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    (folder / "a.txt").write_text(text(), encoding="utf-8")
    assert kg("build", folder / "a.txt", "-o", folder / "out").returncode == 0
    assert kg("review", folder / "out").returncode == 0
    return folder


@pytest.fixture
def built(first: Path, tmp_path: Path) -> Path:
    """A folder of the test's own with ``a.txt``, its outputs and the sheet for them."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return tmp_path


def rows(folder: Path) -> list[dict[str, str]]:
    sheet = (folder / "out" / "review.tsv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(sheet, newline=""), delimiter="\t"))


def test_doubtful_facts_come_first_and_both_sheets_are_one(built: Path) -> None:
    order = {grade: number for number, grade in enumerate(["inferred", "inherited", "resolved", "stated"])}
    grades = [order[row["grade"]] for row in rows(built)]
    assert grades == sorted(grades)
    assert {row["kind"] for row in rows(built)} >= {"figure", "organization", "initiative"}
    sheet = openpyxl.load_workbook(built / "out" / "review.xlsx").active
    assert sheet is not None
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells[1:] == [list(row.values()) for row in rows(built)]


def test_all_rows_apply_to_the_graph_they_come_from(demo_build: Path, tmp_path: Path) -> None:
    assert kg("review", demo_build, "-o", tmp_path).returncode == 0
    text = (tmp_path / "review.tsv").read_bytes().decode("utf-8-sig")
    sheet = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))
    assert {row["kind"] for row in sheet} >= {"figure", "organization", "initiative", "document", "place", "relation"}
    with (tmp_path / "all.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sheet[0])
        writer.writeheader()
        writer.writerows(row | {"verdict": "confirm"} for row in sheet)
    run = kg("build", "-o", tmp_path / "new", "--corrections", tmp_path / "all.csv", "--json")
    summary = json.loads(run.stdout)
    assert [one["quote"] for one in summary["stale_corrections"]] == []
    assert summary["corrections"] == len(sheet) > 300
    assert set(figures(tmp_path / "new").values()) == {"correction-confirm"}


def test_a_sheet_survives_rebuilds_and_moved_texts(built: Path) -> None:
    book = openpyxl.load_workbook(built / "out" / "review.xlsx")
    sheet = book.active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    for line in sheet.iter_rows(min_row=2):
        row = dict(zip(head, line, strict=True))
        if row["kind"].value == "figure" and row["number"].value == "276":
            row["verdict"].value = "reject"
        if row["kind"].value == "figure" and row["number"].value == "318":
            row["verdict"].value, row["value"].value = "rename", "提交提案"
        if row["kind"].value == "figure" and row["number"].value == "2000":
            row["verdict"].value = "confirm"
        if row["kind"].value == "initiative" and "清泉" in row["label"].value:
            row["verdict"].value, row["value"].value = "rename", "清泉志愿行动"
    book.save(built / "filled.xlsx")
    before = figures(built / "out")
    assert "提交提案318" not in before
    for edit in (
        text(),
        LINES[0] + "\n（审议稿）\n" + text()[len(LINES[0]) :].replace("《履职手册》2000册", "手册一批"),
    ):
        (built / "a.txt").write_text(edit, encoding="utf-8")
        run = kg("build", built / "a.txt", "-o", built / "new", "--corrections", built / "filled.xlsx")
        assert run.returncode == 0, run.stderr
        after = figures(built / "new")
        assert after["提交提案318"] == "correction-rename"
        assert not any(name.endswith("276") for name in after)
        skipped = (built / "new" / "skipped.jsonl").read_text(encoding="utf-8")
        assert '"reason": "rejected"' in skipped
        query = "SELECT ?rule WHERE { ?i a wr:Initiative ; skos:prefLabel '清泉志愿行动'@zh ; wr:rule ?rule }"
        assert kg("query", built / "new", query, "--format", "csv").stdout.split() == ["rule", "correction-rename"]
        assert kg("check", built / "new").returncode == 0
        assert ("no longer applies" in run.stderr) == ("手册一批" in edit)


def filled(folder: Path, edits: dict[tuple[str, str], dict[str, str]], added: list[dict[str, str]]) -> Path:
    """The sheet of the folder with some cells filled in: a row is found by its kind and its quotation."""
    sheet = rows(folder)
    for row in sheet:
        row |= edits.pop((row["kind"], row["quote"]), {})
    assert not edits
    path = folder / "filled.tsv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sheet[0], delimiter="\t", restval="")
        writer.writeheader()
        writer.writerows([*sheet, *added])
    return path


def asked(folder: Path, query: str) -> list[list[str]]:
    run = kg("query", folder, query, "--format", "csv")
    assert run.returncode == 0, run.stderr
    return list(csv.reader(io.StringIO(run.stdout)))[1:]


def test_every_verdict_outlives_an_edited_text_and_is_told_in_the_graph(built: Path) -> None:
    sheet = filled(
        built,
        {
            ("figure", "318件"): {
                "verdict": "change",
                "number": "319",
                "modality": "planned",
                "period": "2023/2024",
                "organization": "云溪市政协",
            },
            ("figure", "12件"): {"verdict": "change", "indicator": "", "value": "督办提案"},
            ("figure", "2000册"): {"verdict": "reject"},
            ("figure", "15期"): {"verdict": "confirm"},
            ("initiative", "“委员讲堂”"): {"verdict": "merge", "value": "“清泉行动”"},
            ("organization", "云溪日报"): {"verdict": "split", "value": "云溪晚报"},
        },
        [
            {
                "verdict": "add",
                "kind": "relation",
                "quote": "围绕中心",
                "report": "a.txt",
                "value": "云溪市政协 | cooperatesWith | 云溪晚报",
            },
            {"verdict": "add", "kind": "organization", "quote": "云溪市政协", "report": "a.txt"},
        ],
    )
    assert kg("build", built / "a.txt", "-o", built / "new", "--corrections", sheet).returncode == 0
    runs = {}
    for edit in (text(), LINES[0] + "\n（审议稿）\n" + text()[len(LINES[0]) :].replace("培训委员近500人次，", "")):
        (built / "a.txt").write_text(edit, encoding="utf-8")
        run = kg("build", built / "a.txt", "-o", built / "new", "--corrections", sheet, "--json")
        assert run.returncode == 0 and json.loads(run.stdout)["stale_corrections"] == []
        assert json.loads(run.stdout)["rejected_facts"] == 1
        assert kg("check", built / "new").returncode == 0
        runs[edit] = [
            asked(
                built / "new",
                "SELECT ?value ?modality ?period { ?f wr:value ?value ; wr:modality ?modality ; wr:period ?period ; wr:organization/skos:prefLabel '云溪市政协'@zh ;"
                " prov:wasInfluencedBy ?sheet ; wr:rule 'correction-change' }",
            ),
            asked(built / "new", "SELECT ?name { ?i a wr:Initiative ; skos:prefLabel ?name }"),
            asked(
                built / "new", "SELECT ?name { ?i prov:wasGeneratedBy ?sheet ; skos:prefLabel ?name } ORDER BY ?name"
            ),
            asked(
                built / "new",
                "SELECT ?rule (COUNT(?s) AS ?n) { ?s prov:wasInfluencedBy|prov:wasGeneratedBy ?c ; wr:rule ?rule }"
                " GROUP BY ?rule ORDER BY ?rule",
            ),
            asked(
                built / "new",
                "SELECT ?c ?applied ?rejected ?stale { ?c a wr:Correction ; wr:rowsApplied ?applied ;"
                " wr:rowsRejected ?rejected ; wr:rowsStale ?stale }",
            ),
            asked(
                built / "new",
                "SELECT ?text { ?f wr:surface '12件' ; wr:indicatorText ?text FILTER NOT EXISTS { ?f wr:indicator ?x } }",
            ),
        ]
    first, second = runs.values()
    assert first == second
    assert ["319", "planned", "2023/2024"] in first[0]
    assert first[1] == [["“清泉行动”"]] and first[2] == [["云溪市政协"], ["云溪晚报"]] and first[5] == [["督办提案"]]
    assert {name: int(count) for name, count in first[3]} == {
        "correction-add": 2, "correction-change": 2, "correction-confirm": 1, "correction-merge": 1, "correction-split": 1,
    }  # fmt: skip
    (told,) = first[4]
    assert told[1:] == ["8", "1", "0"] and "/cor_" in told[0]


def test_the_graph_names_a_sheet_by_what_it_says(built: Path) -> None:
    query = "SELECT ?c { ?c a wr:Correction }"
    names = []
    for name, verdict in (("one.tsv", "confirm"), ("two.tsv", "confirm"), ("three.tsv", "reject")):
        sheet = filled(built, {("figure", "15期"): {"verdict": verdict}}, []).rename(built / name)
        assert kg("build", built / "a.txt", "-o", built / "new", "--corrections", sheet).returncode == 0
        names += asked(built / "new", query)
    assert names[0] == names[1] != names[2]
    assert kg("build", built / "a.txt", "-o", built / "new").returncode == 0
    assert asked(built / "new", query) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("verdict\tkind\tquote\tnumber\nchange\tfigure\tx\tmany\n", ":2 column number: many"),
        ("verdict\tkind\tquote\tindicator\nchange\tfigure\tx\tnone-such\n", ":2 column indicator: none-such"),
        ("verdict\tkind\tquote\tperiod\nchange\tfigure\tx\t去年\n", ":2 column period: 去年"),
        ("verdict\tkind\tquote\tmodifier\nchange\tfigure\tx\tabout\n", ":2 column modifier: about"),
        ("verdict\tkind\tquote\tmodality\nchange\tfigure\tx\thoped\n", ":2 column modality: hoped"),
        ("verdict\tkind\tquote\tnumber\thigh\nchange\tfigure\tx\t5\t4\n", ":2 column high: 4"),
        ("verdict\tkind\tquote\nchange\tplace\tx\n", ":2 column verdict: change"),
        ("verdict\tkind\tquote\tvalue\nadd\trelation\tx\t甲 | loves | 乙\n", ":2 column value: 甲 | loves"),
        ("a\tb\n", "column verdict: missing"),
        ("verdict\tkind\tquote\nmaybe\tfigure\tx\n", ":2 column verdict: maybe"),
        ("verdict\tkind\tquote\nreject\tthing\tx\n", ":2 column kind: thing"),
        ("verdict\tkind\tquote\tvalue\nmerge\tplace\tx\t\n", ":2 column value: empty"),
        ("verdict\tkind\tquote\nreject\tfigure\t\n", ":2 column quote: empty"),
    ],
)
def test_faults_of_a_sheet_name_line_and_column(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(text(), encoding="utf-8")
    (tmp_path / "c.tsv").write_text(content, encoding="utf-8")
    run = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--corrections", tmp_path / "c.tsv")
    assert run.returncode == 1
    assert said in run.stderr and "Traceback" not in run.stderr


def test_web_annotations_quote_their_places(built: Path) -> None:
    run = kg("annotations", built / "out")
    found = json.loads(run.stdout)["@graph"]
    (stored,) = (built / "out" / "texts").iterdir()
    said = stored.read_bytes().decode()
    assert len({one["id"] for one in found}) == len(found) > 15
    for one in found:
        place, quote = one["target"]["selector"]
        assert said[place["start"] : place["end"]] == quote["exact"]
        assert said[: place["start"]].endswith(quote["prefix"])
        assert said[place["end"] :].startswith(quote["suffix"])
    bodies = [json.loads(one["body"][1]["value"]) for one in found]
    assert {"kind": "figure", "value": "318"}.items() <= {
        k: v for b in bodies if b.get("value") == "318" for k, v in b.items()
    }.items()


def test_label_studio_counts_as_browsers_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("𠮷" + text(), encoding="utf-8")
    assert kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--outputs", "ttl,texts").returncode == 0
    (task,) = json.loads(kg("annotations", tmp_path / "out", "--format", "label-studio").stdout)
    units = task["data"]["text"].encode("utf-16-le")
    for one in task["predictions"][0]["result"]:
        value = one["value"]
        assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]
