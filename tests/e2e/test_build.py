"""The installed command on real files: outputs, exit codes, determinism, awkward input."""

import csv
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import rdflib
from command import kg, kg_process
from report_files import LINES, docx, html, pdf, text, zipped

DEMO = Path(__file__).resolve().parents[2] / "kg" / "demo"
FILES = ("graph.html", "graph.ttl", "metrics.csv", "metrics.xlsx", "skipped.jsonl")


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def facts(folder: Path) -> set[tuple[str, str, str]]:
    """What was found, without what differs between formats: the report's identifier and offsets."""
    with (folder / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["indicator_text"], row["value"], row["unit"]) for row in csv.DictReader(file)}


def test_demo_gives_every_output(demo_build: Path) -> None:
    assert sorted(path.name for path in demo_build.iterdir()) == sorted([*FILES, "texts"])
    assert len(list((demo_build / "texts").iterdir())) == len(list((DEMO / "reports").glob("*.txt")))
    with (demo_build / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = {path.stem: path.read_bytes().decode() for path in (demo_build / "texts").iterdir()}
    assert len(rows) > 50
    assert all(texts[row["text"]][int(row["start"]) : int(row["end"])].strip() for row in rows)
    for line in (demo_build / "skipped.jsonl").read_text(encoding="utf-8").splitlines():
        skipped = json.loads(line)
        assert texts[skipped["text"]][skipped["start"] : skipped["end"]] == skipped["surface"] != ""
        assert skipped["reason"]


def test_demo_conforms_and_answers(demo_build: Path) -> None:
    check = kg("check", demo_build, "--json")
    assert check.returncode == 0, check.stdout
    assert json.loads(check.stdout)["conforms"] is True
    listed = json.loads(kg("query", "--list", "--json").stdout)
    assert len(listed) >= 12
    answer = kg("query", demo_build, "SELECT (COUNT(*) AS ?n) WHERE { ?f a wr:Metric }", "--format", "csv")
    assert answer.stdout.startswith("n\n") and int(answer.stdout.split()[1]) > 50


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_formats_of_answers(demo_build: Path, form: str) -> None:
    run = kg(
        "query",
        demo_build,
        "SELECT ?label WHERE { ?b a org:Organization ; skos:prefLabel ?label } ORDER BY ?label",
        "--format",
        form,
    )
    assert run.returncode == 0
    assert "政协镇江市委员会" in run.stdout


def test_ask_and_construct(demo_build: Path, tmp_path: Path) -> None:
    assert kg("query", demo_build, "ASK { ?r a wr:Report }").stdout == "true\n"
    query = tmp_path / "q.rq"
    query.write_text("CONSTRUCT { ?r wr:fileName ?n } WHERE { ?r wr:fileName ?n }", encoding="utf-8")
    graph = rdflib.Graph().parse(data=kg("query", demo_build, "--file", query).stdout, format="turtle")
    assert len(graph) == len(list((DEMO / "reports").glob("*.txt")))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["query"], 2, "--list"),
        (["query", "{demo}", "no-such-query"], 1, "available"),
        (["query", "{demo}", "SELECT nonsense"], 1, "SPARQL"),
        (["query", "{demo}", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"], 1, "SERVICE"),
        (["query", "/nowhere/at/all", "ASK {}"], 1, "no such file or folder"),
        (["build", "--outputs", "ttl,nonsense"], 2, "nonsense"),
        (["build", "--lexicon", "/nowhere.tsv"], 1, "nowhere.tsv"),
        (["build", "--reports", "/nowhere.csv"], 1, "nowhere.csv"),
        (["export", "{demo}", "--format", "csv"], 2, "folder"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_faults_are_one_clear_line(
    demo_build: Path, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    run = kg(*[argument.replace("{demo}", str(demo_build)) for argument in arguments], cwd=tmp_path)
    assert run.returncode == code
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    if code == 1:
        assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["build", "query", "check", "export", "score"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_help_shows_an_example_in_both_languages(command: str, language: str) -> None:
    run = kg("--lang", language, command, "--help")
    assert run.returncode == 0
    assert f"kg {command}" in run.stdout.split("示例：" if language == "zh" else "Example:")[1]


def test_language_may_stand_behind_the_command() -> None:
    assert kg("build", "--lang", "zh", "--help").stdout == kg("--lang", "zh", "build", "--help").stdout
    assert kg("build", "--lang", "fr").returncode == 2


def test_language_follows_the_locale(tmp_path: Path) -> None:
    assert "命令" in kg("--help", LC_ALL="zh_CN.UTF-8").stdout
    assert "Commands" in kg("--help", LC_ALL="de_DE.UTF-8").stdout
    assert "没有这个文件" in kg("build", "none.txt", cwd=tmp_path, LC_ALL="zh_CN.UTF-8").stderr


def test_version_is_quick() -> None:
    times = []
    for _ in range(8):
        begun = time.perf_counter()
        assert kg_process("--version").stdout.startswith("kg ")
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.2


def test_hash_seed_order_and_jobs_change_no_byte(demo_build: Path, tmp_path: Path) -> None:
    """The other build had the seed of the day, one process and the order of the folder."""
    paths = [str(path) for path in sorted((DEMO / "reports").glob("*.txt"))[::-1]]
    code = "import sys, kg.pipeline; kg.pipeline.WORTH_PROCESSES = 1; from kg.cli import main; main(sys.argv[1:])"
    run = subprocess.run(
        [sys.executable, "-c", code, "build", *paths, "--reports", DEMO / "reports.csv", "-o", tmp_path, "--jobs", "2"],
        env={**os.environ, "PYTHONHASHSEED": "77"}, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert digests(tmp_path) == digests(demo_build)


def test_outputs_can_be_fewer(tmp_path: Path) -> None:
    assert kg("build", "-o", tmp_path, "--outputs", "ttl,csv").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.ttl", "metrics.csv"]


def test_base_is_the_beginning_of_data_iris(tmp_path: Path) -> None:
    run = kg("build", "-o", tmp_path, "--outputs", "ttl", "--base", "https://example.org/kg/")
    assert run.returncode == 0
    graph = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "https://example.org/kg/" in graph and "w3id.org/workreport/id/" not in graph


@pytest.mark.parametrize("base", ["", "not an iri", "https://example.org/a b/", "https://example.org/x"])
def test_a_base_that_makes_no_iris_is_refused(tmp_path: Path, base: str) -> None:
    run = kg("build", "-o", tmp_path / "out", "--base", base)
    assert run.returncode == 2
    assert "--base" in run.stderr


def test_standard_input(tmp_path: Path) -> None:
    run = kg("build", "-", "-o", tmp_path, "--json", data=text().encode("gb18030"))
    assert run.returncode == 0
    summary = json.loads(run.stdout)
    assert [report["names"] for report in summary["reports"]] == [["-"]]
    assert summary["figures"] > 5
    assert run.stderr == ""


def test_bad_files_cost_one_line_each_and_the_rest_is_built(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(text(), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    (folder / "old.wps").write_bytes(b"x")
    (folder / "plan.ofd").write_bytes(b"PK\x03\x04")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04nothing")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    run = kg("build", folder, "-o", tmp_path / "out", "--json")
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 6
    assert run.stderr.count("save it as .docx") == 3
    summary = json.loads(run.stdout)
    assert [report["names"] for report in summary["reports"]] == [["good.txt"]]
    assert {one["name"]: one["reason"] for one in summary["refused"]} == {
        "binary.txt": "binary", "broken.docx": "damaged", "empty.txt": "empty", "old.doc": "legacy",
        "old.wps": "legacy", "photo.jpg": "unsupported", "plan.ofd": "legacy",
    }  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*FILES, "texts"])


def test_a_folder_without_reports_is_told_and_leaves_the_last_build(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert kg("build", "-", "-o", out, data=text().encode()).returncode == 0
    before = digests(out)
    (tmp_path / "in").mkdir()
    run = kg("build", tmp_path / "in", "-o", out)
    assert run.returncode == 1
    assert "without a report" in run.stderr
    assert "Traceback" not in run.stderr
    assert digests(out) == before


def test_an_unwritable_folder_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    run = kg("build", "-o", tmp_path / "file" / "out")
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1 and "--output" in run.stderr


@pytest.mark.skipif(os.name == "nt", reason="no signals as POSIX has them")
def test_a_build_that_is_killed_leaves_the_last_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert kg("build", "-", "-o", out, data=text().encode()).returncode == 0
    before = digests(out)
    big = tmp_path / "big.txt"
    big.write_text(text() * 3000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(big), "-o", str(out)], stderr=subprocess.DEVNULL
    ) as run:
        for _ in range(1500):  # a busy machine starts slowly
            if any(out.glob(".kg-stage-*")):
                break
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    assert {name: value for name, value in digests(out).items() if not name.startswith(".")} == before
    assert kg("build", "-", "-o", out, data=text().encode()).returncode == 0
    assert digests(out) == before


@pytest.mark.skipif(os.name == "nt", reason="no signals as POSIX has them")
def test_an_interrupt_ends_quietly(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text(text() * 3000, encoding="utf-8")
    # A test run in the background of a script ignores interrupts, and so would its children.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from kg.cli import main; main()"
    command = [sys.executable, "-c", code, "build", str(big), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        for _ in range(1500):  # a busy machine starts slowly
            if any((tmp_path / "out").glob(".kg-stage-*")):
                break
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate()
    assert run.returncode == 130
    assert "Traceback" not in said
    assert list((tmp_path / "out").iterdir()) == []


def test_a_closed_pipe_is_no_fault(demo_build: Path) -> None:
    query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    command = f'"{sys.executable}" -m kg query "{demo_build}" "{query}" --format csv | head -1'
    run = subprocess.run(command, shell=True, capture_output=True, text=True, executable=shutil.which("bash"))
    assert run.stdout == "s,p,o\n"
    assert run.stderr == ""


def test_five_megabytes_are_built(tmp_path: Path) -> None:
    prose = "要始终坚持围绕中心、服务大局，广泛凝聚共识，不断提高履职水平，切实把各项任务落到实处。" * 40
    count = 5 * 2**20 // len((prose + LINES[3]).encode()) + 1
    big = tmp_path / "big.txt"
    big.write_text("\n".join(f"{prose}\n{LINES[n % len(LINES)]}" for n in range(count)), encoding="utf-8")
    assert big.stat().st_size > 5_000_000
    run = kg("build", big, "-o", tmp_path / "out", "--outputs", "ttl,csv,skipped,texts", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["figures"] > 10


def test_every_format_gives_the_same_facts(tmp_path: Path) -> None:
    formats = {
        "a.txt": text().encode("utf-16"), "a.md": text().encode(), "a.html": html(charset="gb2312", encoding="gbk"),
        "a.docx": docx(), "a.pdf": pdf(), "two.pdf": pdf(columns=2, size=9),
        "a.zip": zipped({"x/a.txt": text().encode("gbk")}),
    }  # fmt: skip
    found = {}
    for name, data in formats.items():
        (tmp_path / name).write_bytes(data)
        out = tmp_path / f"out-{name}"
        run = kg("build", tmp_path / name, "-o", out, "--outputs", "csv,texts")
        assert run.returncode == 0, run.stderr
        found[name] = facts(out)
        (stored,) = (out / "texts").iterdir()
        said = stored.read_bytes().decode()
        with (out / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                assert row["text"] == stored.stem
                assert row["unit"] in said[int(row["start"]) : int(row["end"])]
    assert len(found["a.txt"]) >= 9
    assert {name: one for name, one in found.items() if one != found["a.txt"]} == {}


def test_one_text_in_several_files_is_one_report(tmp_path: Path) -> None:
    for name, data in {"a.txt": text().encode(), "b/a.txt": text().encode("gbk"), "c.docx": docx()}.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    run = kg("build", tmp_path / "in", "-o", tmp_path / "out", "--json")
    assert [report["names"] for report in json.loads(run.stdout)["reports"]] == [["a.txt", "b/a.txt", "c.docx"]]
    names = kg("query", tmp_path / "out", "SELECT ?n WHERE { ?r wr:fileName ?n } ORDER BY ?n", "--format", "csv").stdout
    assert names.split() == ["n", "a.txt", "b/a.txt", "c.docx"]


def test_manifest_rows_without_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(), encoding="utf-8")
    (tmp_path / "r.csv").write_text("file,url\na.txt,https://example.org/a\ngone.txt,\n", encoding="utf-8")
    run = kg("build", tmp_path / "a.txt", "--reports", tmp_path / "r.csv", "-o", tmp_path / "out")
    assert run.returncode == 0
    assert "gone.txt" in run.stdout
    rows = csv.DictReader(io.StringIO((tmp_path / "out" / "metrics.csv").read_text(encoding="utf-8-sig")))
    assert {row["source"] for row in rows} == {"https://example.org/a"}


def test_a_report_on_two_sites_is_counted_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text(), encoding="utf-8")
    (tmp_path / "in" / "b.html").write_bytes(html([*LINES, "（完）"]))
    run = kg("build", tmp_path / "in", "-o", tmp_path / "once", "--json")
    once = json.loads(run.stdout)
    assert len(once["duplicates"]) == 1
    twice = json.loads(kg("build", tmp_path / "in", "-o", tmp_path / "twice", "--json", "--keep-duplicates").stdout)
    assert twice["duplicates"] == []
    assert 0 < once["figures"] * 2 == twice["figures"]
    query = "SELECT (COUNT(DISTINCT ?f) AS ?n) WHERE { ?f a wr:Metric }"
    assert int(kg("query", tmp_path / "once", query, "--format", "csv").stdout.split()[1]) == once["figures"]
    assert kg("check", tmp_path / "once").returncode == 0
    assert "b.html = a.txt" in kg("build", tmp_path / "in", "-o", tmp_path / "once").stdout


def test_pages_of_a_pdf_are_in_the_graph(tmp_path: Path) -> None:
    lines = (LINES[0], *(f"{number}．{line}" for number in range(12) for line in LINES[3:]))
    (tmp_path / "a.pdf").write_bytes(pdf(lines))
    assert kg("build", tmp_path / "a.pdf", "-o", tmp_path / "out", "--outputs", "ttl").returncode == 0
    assert kg("check", tmp_path / "out").returncode == 0
    query = "SELECT DISTINCT ?page WHERE { ?f a wr:Metric ; wr:evidence/wr:page ?page } ORDER BY ?page"
    assert kg("query", tmp_path / "out", query, "--format", "csv").stdout.split() == ["page", "1", "2", "3"]
