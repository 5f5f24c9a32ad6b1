"""CONTRIBUTING's recipes, each applied word by word to one copy of the program, which then builds a report."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kg.graph.vocabulary import RELATIONS

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.M | re.S)
REPORT = """大理市政协2023年工作总结

2023年，大理市政协立案提案103件，出酱12缸，配备12缸发动机。市政协督导市教育局。市图书馆举办读书活动5场。
"""


def blocks(heading: str) -> list[str]:
    """The fenced blocks of a recipe, without the indentation of the list that they stand in."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition(f"### {heading}\n")[2].partition("\n### ")[0]
    return [textwrap.dedent(found[3]) for found in FENCE.finditer(text)]


def put(file: Path, text: str, *, before: str = "", behind: str = "") -> None:
    """Put a text before or behind the one place where another one stands; at the end, or into a new file, without."""
    old = file.read_text("utf-8") if file.exists() else ""
    if not before + behind:
        file.write_text(f"{old}{text}", "utf-8")
        return
    assert old.count(before + behind) == 1, f"{file.name}: {before + behind!r}"
    file.write_text(old.replace(before + behind, f"{text}{before}" if before else f"{behind}{text}"), "utf-8")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program as somebody has left it who followed every recipe."""
    root = tmp_path_factory.mktemp("recipes")
    for part in ("kg", "ontology"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    row, _ = blocks("Add a measure word")
    put(root / "kg/rules/data/units.tsv", row, before="盏\t")
    (concept,) = blocks("Add a kind of organization")
    put(root / "ontology/schemes/organization-kinds.ttl", concept)
    for table in ("departments.tsv", "org_suffixes.tsv"):
        file = root / "kg/rules/data" / table
        text, count = re.subn(r"^(图书馆\t[^\t]*\t)other\t", r"\1library\t", file.read_text("utf-8"), flags=re.M)
        assert count == 1
        file.write_text(text, "utf-8")
    described, rule = blocks("Add a relation")
    put(root / "ontology/workreport.ttl", described)
    put(root / "ontology/shapes/statement.ttl", " wr:supervises", behind=" wr:coveredBy")
    shape = root / "ontology/shapes/organization.ttl"
    like = re.search(r"^  sh:property \[\n    sh:path wr:coveredBy .*?\] ;\n", shape.read_text("utf-8"), re.M | re.S)
    assert like
    put(shape, like[0].replace("coveredBy", "supervises"), before=like[0])
    put(root / "kg/graph/vocabulary.py", '        "supervises",\n', behind='        "coveredBy",\n')
    put(root / "kg/relate/actions.py", f"\n\n{rule}")
    put(root / "kg/relate/actions.py", ", _supervised", behind="joint, targets, covered")
    (query,) = blocks("Add a named query")
    put(root / "ontology/queries/bodies-of-kind.rq", query)
    writer, name, call = blocks("Add an output")
    put(root / "kg/write/bodies.py", writer)
    put(root / "kg/write/__init__.py", name, behind='"texts": ("texts/",),\n')
    outputs = root / "kg/scale/outputs.py"
    put(outputs, textwrap.indent(textwrap.dedent(call), "    "), before="    return written\n\n\ndef indicators")
    (root / "report.txt").write_text(REPORT, "utf-8")
    told = run(root, "build", "report.txt", "--output", "out")
    assert "bodies.csv" in told
    return root


def run(root: Path, *arguments: str) -> str:
    """What the changed program says; it is found first, since it stands in the folder where it is run."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", "--lang", "en", *arguments], cwd=root, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_recipe_changes_what_is_built(changed: Path) -> None:
    graph = (changed / "out" / "graph.ttl").read_text("utf-8")
    assert 'wr:surface "12缸"' in graph
    assert graph.count('wr:unit "缸"') == 1
    assert "wrd:org_大理市政协 " in graph and "wr:supervises wrd:org_大理市教育局" in graph
    assert "大理市图书馆,library" in (changed / "out" / "bodies.csv").read_text("utf-8")


def test_the_changed_graph_is_valid_and_asked_by_the_new_query(changed: Path) -> None:
    code = (
        "from kg.graph.queries import run_query; from kg.graph.shapes import check; from kg.graph.store import open_store;"
        "store = open_store('out'); print(run_query(store, 'bodies-of-kind', {'kind': 'library'}).table(), check(store).findings)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=changed, capture_output=True, encoding="utf-8")
    assert done.stdout == "[['大理市图书馆', '1']] ()\n", done.stderr


def test_every_list_of_relations_is_the_same() -> None:
    """What assistants are told, what the page has words for and what the shapes admit."""
    lookups = (ROOT / "kg/serve/mcp/lookups.py").read_text("utf-8")
    asked = re.search(r'Literal\[\s*"", ("carriesOut".*?)\]', lookups, re.S)
    shape = re.search(
        r"sh:path rdf:predicate .*?sh:in \( (.*?) \)", (ROOT / "ontology/shapes/statement.ttl").read_text("utf-8")
    )
    assert asked and shape
    assert set(re.findall(r"\w+", asked[1])) == set(RELATIONS)
    assert {name.partition(":")[2] for name in shape[1].split()} == set(RELATIONS)
    words = (ROOT / "kg/view/assets/words.js").read_text("utf-8")
    assert [name for name in RELATIONS if len(re.findall(rf"\b{name}: \"", words)) != 2] == []
