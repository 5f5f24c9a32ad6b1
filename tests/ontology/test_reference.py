"""The reference pages of the ontology are complete and up to date."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import rdflib

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "ontology_reference.py"
PAGES = ROOT / "docs" / "reference"


def test_reference_is_fresh() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_term_and_concept_is_on_both_pages() -> None:
    core = rdflib.Graph().parse(ROOT / "ontology" / "workreport.ttl")
    terms = {re.split("[#/]", str(term))[-1] for term in core.subjects(rdflib.RDFS.isDefinedBy, None)}
    schemes = rdflib.Graph()
    for path in (ROOT / "ontology" / "schemes").glob("*.ttl"):
        schemes.parse(path)
    codes = {str(code) for code in schemes.objects(None, rdflib.SKOS.notation)}
    assert len(terms) > 40 and len(codes) > 200
    for name in ("ontology.md", "ontology.html"):
        page = (PAGES / name).read_text("utf-8")
        assert {term for term in terms if f"wr:{term} " not in page} == set()
        assert {code for code in codes if not re.search(rf"\b(wri|wr[oid]k|wrl):{re.escape(code)}\b", page)} == set()


def test_every_class_is_in_the_diagram_and_the_readme() -> None:
    core = rdflib.Graph().parse(ROOT / "ontology" / "workreport.ttl")
    diagram = (PAGES / "ontology.svg").read_text("utf-8")
    readme = (ROOT / "ontology" / "README.md").read_text("utf-8")
    for term in core.subjects(rdflib.RDFS.isDefinedBy, None):
        name = str(term).rpartition("#")[2]
        assert f"`wr:{name}`" in readme
        if (term, rdflib.RDF.type, rdflib.OWL.Class) in core:
            assert f">wr:{name} " in diagram


def test_glossary_gives_the_chinese_of_each_word() -> None:
    readme = (ROOT / "ontology" / "README.md").read_text("utf-8")
    table = readme.partition("## Glossary")[2].partition("## Terms")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    words = {word.strip() for row in rows for word in re.split(r"[,(]", row[1].replace(")", ""))}
    needed = "report document section sentence clause span mention surface entity alias candidate gazetteer recognizer"
    needed += " linker relation fact evidence ontology shape indicator figure modality modifier grade rule cue"
    assert set(needed.split()) | {"concept scheme", "named query"} <= words
    assert all(re.search("[一-鿿]", row[2]) and row[3].strip() for row in rows)
